//! Front matter: the block of fields that static sites and note takers put at the top of a file.

use super::lex::is_line_end;

/// Fields of a front matter block, in order, keys and values as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontMatter {
    /// Byte after the closing fence.
    pub end: usize,
    /// Keys and values, quotes stripped; items of a list are joined by a comma.
    pub fields: Vec<(String, String)>,
}

/// A longer block is not front matter.
const MOST_LINES: usize = 200;

/// Reads `---` blocks of `key: value` lines and `+++` blocks of TOML. `None` if the text does not begin with one, if the
/// block is not closed, or if a line in it is not a field: then the first line was only a ruler.
pub fn front_matter(text: &str) -> Option<FrontMatter> {
    let body = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if !body.trim_start().starts_with(['-', '+']) {
        return None;
    }
    let offset = text.len() - body.len();
    let mut at = offset;
    let mut fence = "";
    let mut inside = None;
    for (number, piece) in body.split_inclusive(is_line_end).take(MOST_LINES).enumerate() {
        let line = piece.trim();
        if number == 0 {
            fence = ["---", "+++"].into_iter().find(|fence| *fence == line)?;
            inside = Some(at + piece.len());
        } else if line == fence || (fence == "---" && line == "...") {
            let start = inside?;
            let fields = if fence == "---" { key_values(&text[start..at]) } else { toml_fields(&text[start..at]) }?;
            return Some(FrontMatter { end: at + piece.trim_end().len(), fields });
        }
        at += piece.len();
    }
    None
}

fn key_values(block: &str) -> Option<Vec<(String, String)>> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in block.split(is_line_end).filter(|line| !line.trim().is_empty() && !line.trim().starts_with('#')) {
        let item = line.starts_with([' ', '\t', '-']);
        if item {
            let last = fields.last_mut()?;
            let value = unquoted(line.trim().trim_start_matches("- ").trim());
            if !last.1.is_empty() {
                last.1.push_str(", ");
            }
            last.1.push_str(value);
        } else {
            let (key, value) = line.split_once(':')?;
            fields.push((unquoted(key.trim()).to_owned(), unquoted(value.trim()).to_owned()));
        }
    }
    (!fields.is_empty()).then_some(fields)
}

fn toml_fields(block: &str) -> Option<Vec<(String, String)>> {
    let unix = block.replace("\r\n", "\n").replace('\r', "\n");
    let table: toml::Table = unix.parse().ok()?;
    Some(table.into_iter().map(|(key, value)| (key, plain(&value))).collect())
}

fn plain(value: &toml::Value) -> String {
    match value {
        toml::Value::String(words) => words.clone(),
        toml::Value::Array(items) => items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

fn unquoted(value: &str) -> &str {
    let inner = |quote: char| value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    inner('"').or_else(|| inner('\'')).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_and_toml_give_fields() {
        let yaml = front_matter("---\r\ndate: 2015-05-28\r\ntitle: \"A: b\"\r\ntags:\r\n  - x\r\n  - y\r\n---\r\nBody")
            .unwrap();
        let expected = [("date", "2015-05-28"), ("title", "A: b"), ("tags", "x, y")];
        let read: Vec<_> = yaml.fields.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        assert_eq!(read, expected);
        let toml = front_matter("+++\ndate = 2015-05-28\ntitle = 'A'\n+++\nBody").unwrap();
        assert_eq!(toml.fields[0], ("date".to_owned(), "2015-05-28".to_owned()));
    }

    #[test]
    fn a_ruler_is_no_fence() {
        assert_eq!(front_matter("---\nIl pleut.\n---\nBody"), None);
        assert_eq!(front_matter("---\ndate: 2015"), None);
        assert_eq!(front_matter("--- date: 2015\n---\n"), None);
    }
}
