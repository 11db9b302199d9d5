//! Code page 850, in which DOS wrote the languages of Western Europe. The Encoding Standard does not have it. The
//! letters of French and Spanish stand there as in code page 437, but for capitals that 437 lacks.

/// Its name as IANA has it, in lower case.
pub(super) const NAME: &str = "ibm850";

/// What files call the two.
const LABELS: [&str; 8] =
    ["ibm850", "cp850", "850", "cspc850multilingual", "ibm437", "cp437", "437", "cspc8codepage437"];

/// The characters of the bytes from 80 on.
const UPPER: [char; 128] = [
    'Ç', 'ü', 'é', 'â', 'ä', 'à', 'å', 'ç', 'ê', 'ë', 'è', 'ï', 'î', 'ì', 'Ä', 'Å', 'É', 'æ', 'Æ', 'ô', 'ö', 'ò', 'û',
    'ù', 'ÿ', 'Ö', 'Ü', 'ø', '£', 'Ø', '×', 'ƒ', 'á', 'í', 'ó', 'ú', 'ñ', 'Ñ', 'ª', 'º', '¿', '®', '¬', '½', '¼', '¡',
    '«', '»', '░', '▒', '▓', '│', '┤', 'Á', 'Â', 'À', '©', '╣', '║', '╗', '╝', '¢', '¥', '┐', '└', '┴', '┬', '├', '─',
    '┼', 'ã', 'Ã', '╚', '╔', '╩', '╦', '╠', '═', '╬', '¤', 'ð', 'Ð', 'Ê', 'Ë', 'È', 'ı', 'Í', 'Î', 'Ï', '┘', '┌', '█',
    '▄', '¦', 'Ì', '▀', 'Ó', 'ß', 'Ô', 'Ò', 'õ', 'Õ', 'µ', 'þ', 'Þ', 'Ú', 'Û', 'Ù', 'ý', 'Ý', '¯', '´', '\u{AD}', '±',
    '‗', '¾', '¶', '§', '÷', '¸', '°', '¨', '·', '¹', '³', '²', '■', '\u{A0}',
];

/// Whether a declaration names the code page.
pub(super) fn is_label(label: &str) -> bool {
    LABELS.iter().any(|name| name.eq_ignore_ascii_case(label))
}

/// The text of bytes in the code page, which leaves none undefined.
pub(super) fn read(bytes: &[u8]) -> String {
    let character = |&byte: &u8| byte.checked_sub(128).map_or(char::from(byte), |upper| UPPER[usize::from(upper)]);
    bytes.iter().map(character).collect()
}
