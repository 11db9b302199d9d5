//! A fingerprint of the rules by which texts are cut, so that an index is never searched with patterns cut by other
//! rules.

use std::sync::OnceLock;

use crate::text::{self, Lang, Rules};

/// A text that exercises what the rules differ on: elisions, hyphens, numbers, addresses, abbreviations, clitics,
/// scripts.
const PROBE: &str = "L’Espagne et le Maroc, dit-il aujourd'hui : « 1 500,50 € » (M. Dr. col. Ben Ali) ! Va-t-on à \
    l'O.N.U.? https://a.example/b?c=1 x@y.example #Maroc @map -12 % 3.14 porte-parole 12ème e\u{301}te\u{301} n°5 \
    12h30 1h30mn-9h-18h 12/05/2015 J.-C. etc. Œuvre ŒUVRE straße İstanbul ﬁn. ¿Qué? del Sr. López; EE.UU., EE. UU. the U.S. don't Mr. Smith's\n\n\
    Est-ce que Dieu L'aide, J.-Y. Le Drian, c.-à-d. le co\u{61C}op ?\n\n\
    Il faut :\n1. former J.-C. Juncker le 3 juill. 2015\n2. un ½ m², 3 000-4 000 ou 1 500km, le 10 000e à 9 a.m. Monday (Ret.) Ali\n\n\
    قال د. محمد. وقال الوزير: «إنّ التعاون الأمنيّ مهمٌّ»؟ ١٢٣ والإرهاب، بالمغرب http://a.example/ب؟ 中文。日本語 한국어 ไทย 👩‍👩‍👧 🇲🇦\r\n- fin";

/// Checksum of the tokens, norms, kinds and sentences of the probe.
pub(super) fn fingerprint() -> u32 {
    static FOUND: OnceLock<u32> = OnceLock::new();
    *FOUND.get_or_init(find)
}

fn find() -> u32 {
    let mut crc = crc32fast::Hasher::new();
    let mut number = |number: usize| crc.update(&(number as u64).to_le_bytes());
    for lang in Lang::ALL {
        for (elision, split_hyphens) in [(true, false), (false, false), (true, true)] {
            let mut tokens = Vec::new();
            text::segment(PROBE, Rules { lang, elision, split_hyphens }, &mut tokens);
            for token in &tokens {
                let norm = text::norm(&PROBE[token.clone()], lang);
                [token.start, token.end, text::kind(&norm) as usize].into_iter().for_each(&mut number);
                norm.bytes().for_each(|byte| number(usize::from(byte)));
            }
            for sentence in text::sentences(PROBE, &tokens, lang) {
                [sentence.start, sentence.end].into_iter().for_each(&mut number);
            }
        }
    }
    crc.finalize()
}
