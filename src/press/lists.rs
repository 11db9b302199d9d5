//! Fixed words of press documents (labels, agencies, rubrics), read from `lists.toml` and `boilerplate.toml`.

use std::sync::LazyLock;

use hashbrown::HashMap;

use super::lex::{Cut, Kind, Token, cuts, lex_first};
use super::phrase_list::{Phrases, by_first, phrase, phrases, starts_with, strings};
use super::plain::{gap, plain_word};
use super::stated::{Names, Stated, StatedPart, names, part_names};
use super::vocabulary::Vocabulary;

/// An agency and one way to write it.
#[derive(Debug)]
struct Agency {
    name: String,
    written: String,
    phrase: Vec<Kind<'static>>,
}

macro_rules! lists {
    ($($name:ident,)*) => {
        /// Every list.
        #[derive(Debug)]
        pub(super) struct Lists {
            $(pub(super) $name: Phrases,)*
            pub(super) stated: Names<Stated>,
            pub(super) stated_part: Names<StatedPart>,
            agency_names: Vocabulary<Vec<Agency>>,
            /// The most tokens of a line that is only a rubric, a credit or an agency, and the words it may have.
            most_whole: usize,
            whole: Vocabulary<()>,
            /// The lists that have a phrase with this first token.
            beginnings: Vocabulary<u16>,
            /// The bytes of the longest line that sites put around an article, by its first token.
            page_lines: Vocabulary<usize>,
        }

        fn listed(table: &toml::Table) -> Lists {
            Lists {
                $($name: phrases(table, stringify!($name)),)*
                stated: names(table),
                stated_part: part_names(table),
                agency_names: agencies(table),
                most_whole: 0,
                whole: Vocabulary::new(HashMap::new()),
                beginnings: Vocabulary::new(HashMap::new()),
                page_lines: Vocabulary::new(page_lines(table)),
            }
        }
    };
}

lists! {
    publication, update, header, published_in, issue, number, file_number, counted, of_all, comments, passed, page,
    word_count, language_name, source, nameless, with, credit, credit_mark, credit_line, copyright, rights,
    agencies, desk, press, issuer, correspondent, staff, home, see_also, link, button, network, through, byline,
    signed, name_particle, author_label, title_label, source_label, title_code, date_code, source_code, text_code,
    tail_code, other_code, fact_label, caption_label, section_label, rubric, particle, open_end, belonging, place,
    town, paper, made, within, joining, within_section, issue_of, event, reading_time, minutes, zone, zone_alone,
    since, unit, near_day, state, office, text_kind, question, answer, gazette, page_line, advertisement, page_opening,
    site_speaks, to_visitor, control,
}

/// Marks that [`Lists::beginnings`] skips: those before a link, and the brackets around a source.
pub(super) const BEFORE_LINK: &str = "[(►>»•-–—*→▶";

/// Sets of lists, one bit each.
pub(super) const SEE_ALSO: u16 = 1;
pub(super) const RUBRIC: u16 = 2;
/// The lists of words before the owner of a picture or the source.
pub(super) const UNDATED: u16 = 4;
/// The lists of what may be a whole line besides a rubric, also an agency with the words before it.
pub(super) const WHOLE: u16 = 8;
/// The lists of words before a date.
pub(super) const LABEL: u16 = 16;
/// The words before an author, who may be named before a date only at the beginning of a line.
pub(super) const BYLINE: u16 = 32;
/// The labels of fields that a database puts around a text.
pub(super) const FIELD: u16 = 64;
/// The lists of whole lines that sites put around any article.
pub(super) const PAGE_LINE: u16 = 128;
/// The lists of what begins such a line, whatever follows.
pub(super) const PAGE_OPENING: u16 = 256;

/// The lists of both files.
pub(super) static LISTS: LazyLock<Lists> = LazyLock::new(load);

impl Lists {
    /// The agency named at `pos` and the place after it. Names of one word keep their case (`MAP`, not `map`).
    pub(super) fn agency<'a>(&'a self, text: &str, tokens: &[Token<'a>], pos: usize) -> Option<(&'a str, usize)> {
        let here = tokens.get(pos..)?;
        let found = here.first()?.kind.known_to(&self.agency_names)?.iter().find(|agency| {
            let next = pos + agency.phrase.len();
            let cased = agency.phrase.len() > 1
                || tokens.get(pos).and_then(|token| text.get(token.start..token.end)) == Some(agency.written.as_str());
            let whole = !tokens.get(next).is_some_and(|token| token.glued && !matches!(token.kind, Kind::Sign(_)));
            cased && whole && starts_with(here, &agency.phrase)
        })?;
        Some((&found.name, pos + found.phrase.len()))
    }
}

impl Lists {
    /// The lists with a phrase that may begin `words`, behind marks before a link; too many rather than too few.
    pub(super) fn beginnings(&self, words: &str) -> u16 {
        if let Some(found) = self.plain_beginning(words) {
            return found;
        }
        let mut found = 0;
        for cut in cuts(words, usize::MAX).take(MOST_MARKS + 1) {
            found |= self.beginning_with(&cut);
            if cut.is_word() || !BEFORE_LINK.contains(cut.first) {
                break;
            }
        }
        found
    }

    /// The lists with a phrase that begins with the first token of `words`.
    pub(super) fn first_beginning(&self, words: &str) -> u16 {
        let cut = || cuts(words, usize::MAX).next().map_or(0, |cut| self.beginning_with(&cut));
        self.plain_beginning(words).unwrap_or_else(cut)
    }

    /// The same if the token is a word of ASCII letters, as most are.
    fn plain_beginning(&self, words: &str) -> Option<u16> {
        let word = plain_word(&words[gap(words.as_bytes())..]).filter(|word| word.is_ascii())?;
        Some(self.beginnings.get_ascii(word).copied().unwrap_or(0))
    }

    /// Whether the first token of the words may begin the name of an agency.
    pub(super) fn may_begin_agency(&self, words: &str) -> bool {
        cuts(words, usize::MAX).next().is_some_and(|cut| cut.known_to(&self.agency_names).is_some())
    }

    /// Whether the line may be only a rubric, a credit or an agency with the words before it: it has no other word.
    pub(super) fn may_be_whole(&self, words: &str) -> bool {
        let mut tokens = cuts(words, usize::MAX);
        let known =
            tokens.by_ref().take(self.most_whole).all(|cut| !cut.is_word() || cut.known_to(&self.whole).is_some());
        known && tokens.next().is_none()
    }

    /// Whether the line begins like one that sites put around an article, and is not much longer.
    pub(super) fn may_be_page_line(&self, words: &str) -> bool {
        let first = || cuts(words, usize::MAX).next();
        let longest = || first().and_then(|cut| cut.known_to(&self.page_lines).copied());
        words.len() <= LONGEST_PAGE_LINE && longest().is_some_and(|longest| words.len() <= longest + PAGE_LINE_ROOM)
    }

    /// Whether the line is short and begins with the name of a paper or an authority; others may stand behind it.
    pub(super) fn may_be_paper(&self, words: &str) -> bool {
        if words.len() > LONGEST_PAPER || words.ends_with('.') {
            return false;
        }
        let tokens = lex_first(words, self.press.longest.max(self.issuer.longest));
        self.press.at(&tokens, 0).or_else(|| self.issuer.at(&tokens, 0)).is_some()
    }

    /// Whether the last word may be the end of such a line. For most paragraphs it is not.
    pub(super) fn may_end_whole(&self, words: &str) -> bool {
        let ended = words.trim_end_matches(|c: char| !c.is_alphanumeric());
        if let Some(word) = last_plain_word(ended) {
            return self.whole.get_ascii(word).is_some();
        }
        let last = ended.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        cuts(last, usize::MAX).next().is_some_and(|cut| cut.known_to(&self.whole).is_some())
    }

    /// Whether `words` begin with a phrase before a link, behind marks or not.
    pub(super) fn leads_to_link(&self, words: &str) -> bool {
        let tokens = lex_first(words, MOST_MARKS + self.see_also.longest);
        let marks = |token: &Token<'_>| matches!(token.kind, Kind::Sign(sign) if BEFORE_LINK.contains(sign));
        let start = tokens.iter().take(MOST_MARKS).take_while(|token| marks(token)).count();
        self.see_also.at(&tokens, start).is_some()
    }

    /// The lists with a phrase that begins with the token that is cut already.
    pub(super) fn begun_by(&self, token: &Token<'_>) -> u16 {
        token.kind.known_to(&self.beginnings).copied().unwrap_or(0)
    }

    /// The lists with a phrase that begins with the token.
    pub(super) fn beginning_with(&self, cut: &Cut<'_>) -> u16 {
        cut.known_to(&self.beginnings).copied().unwrap_or(0)
    }
}

/// The letters of ASCII at the end, if any other character of ASCII stands before them.
fn last_plain_word(words: &str) -> Option<&str> {
    let start = words.bytes().rposition(|byte| !byte.is_ascii_alphabetic())?;
    let plain = words.as_bytes()[start].is_ascii() && !words.as_bytes()[start].is_ascii_digit();
    words.get(start + 1..).filter(|word| plain && !word.is_empty())
}

/// The most bytes of any such line.
const LONGEST_PAGE_LINE: usize = 100;

/// Bytes that a line has more than the phrase it consists of: other apostrophes, white space, signs behind.
const PAGE_LINE_ROOM: usize = 16;

/// The most bytes of a line with the name of a paper and what may stand behind it.
const LONGEST_PAPER: usize = 80;

/// The most marks that are skipped before a phrase, as in `Grammar::skip`.
const MOST_MARKS: usize = 3;

fn load() -> Lists {
    let mut lists = listed(&table());
    lists.most_whole = most_whole(&lists);
    lists.whole = Vocabulary::new(whole(&lists));
    lists.beginnings = Vocabulary::new(beginnings(&lists));
    lists
}

/// Every list as it is written.
fn table() -> toml::Table {
    let files = [include_str!("lists.toml"), include_str!("boilerplate.toml")];
    files.iter().flat_map(|file| file.parse::<toml::Table>().expect("lists are TOML")).collect()
}

fn beginnings(lists: &Lists) -> HashMap<String, u16> {
    let sets = [
        (&[&lists.see_also][..], SEE_ALSO),
        (&[&lists.rubric], RUBRIC),
        (
            &[
                &lists.credit,
                &lists.credit_mark,
                &lists.copyright,
                &lists.staff,
                &lists.home,
                &lists.source,
                &lists.section_label,
                &lists.counted,
                &lists.fact_label,
            ],
            UNDATED,
        ),
        (
            &[
                &lists.credit_line,
                &lists.with,
                &lists.agencies,
                &lists.desk,
                &lists.press,
                &lists.issuer,
                &lists.town,
                &lists.reading_time,
                &lists.button,
                &lists.network,
                &lists.comments,
            ],
            WHOLE,
        ),
        (
            &[
                &lists.publication,
                &lists.update,
                &lists.header,
                &lists.issue,
                &lists.number,
                &lists.published_in,
                &lists.question,
                &lists.answer,
                &lists.gazette,
            ],
            LABEL,
        ),
        (&[&lists.byline], BYLINE),
        (&[&lists.title_label, &lists.source_label, &lists.author_label], FIELD),
        (&[&lists.page_line, &lists.advertisement, &lists.control], PAGE_LINE),
        (&[&lists.page_opening, &lists.site_speaks], PAGE_OPENING),
    ];
    let phrases = sets.into_iter().flat_map(|(listed, set)| listed.iter().map(move |list| (*list, set)));
    let listed = phrases.flat_map(|(list, set)| list.by_first.words().map(move |(first, _)| (first, set)));
    let mut found: HashMap<String, u16> = HashMap::new();
    listed.chain(lists.agency_names.words().map(|(first, _)| (first, WHOLE))).for_each(|(first, set)| {
        *found.entry_ref(first).or_default() |= set;
    });
    found
}

/// A line names at most so many agencies and papers.
const MOST_NAMED: usize = 3;

/// The longest phrases that a whole line can be, words before an agency and marks around it or after it included.
fn most_whole(lists: &Lists) -> usize {
    let agency =
        lists.agency_names.words().flat_map(|(_, named)| named).map(|agency| agency.phrase.len()).max().unwrap_or(0);
    let named = agency.max(lists.press.longest) + lists.with.longest;
    lists.rubric.longest.max(lists.credit_line.longest).max(MOST_NAMED * named) + 2 * MOST_MARKS
}

/// The words of those phrases.
fn whole(lists: &Lists) -> HashMap<String, ()> {
    let listed = [
        &lists.rubric,
        &lists.credit_line,
        &lists.with,
        &lists.joining,
        &lists.agencies,
        &lists.desk,
        &lists.press,
        &lists.town,
        &lists.reading_time,
        &lists.minutes,
        &lists.button,
        &lists.network,
        &lists.through,
        &lists.comments,
    ];
    let listed = listed.into_iter();
    let phrases = listed.flat_map(|list| list.by_first.words().flat_map(|(_, phrases)| phrases));
    let agencies = lists.agency_names.words().flat_map(|(_, named)| named).map(|agency| &agency.phrase);
    phrases.chain(agencies).flatten().map(|kind| (kind.key(), ())).collect()
}

fn page_lines(table: &toml::Table) -> HashMap<String, usize> {
    let mut longest: HashMap<String, usize> = HashMap::new();
    for written in ["page_line", "advertisement", "control"].into_iter().flat_map(|name| strings(table, name)) {
        if let Some(first) = phrase(written).first() {
            let most = longest.entry(first.key()).or_default();
            *most = written.len().max(*most);
        }
    }
    longest
}

fn agencies(table: &toml::Table) -> Vocabulary<Vec<Agency>> {
    let names = table.get("agency").and_then(toml::Value::as_table).expect("lists.toml has agencies");
    let written = names.keys().flat_map(|name| strings(names, name).map(move |written| (name, written)));
    let agency = |(name, written): (&String, &str)| Agency {
        name: name.clone(),
        written: written.to_owned(),
        phrase: phrase(written),
    };
    by_first(written.map(agency), |agency| &agency.phrase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_of_a_site_and_no_town_is_ruled_out_by_its_length_or_first_letters() {
        let table = table();
        for line in ["page_line", "advertisement", "control"].into_iter().flat_map(|name| strings(&table, name)) {
            assert!(LISTS.may_be_page_line(&format!("{}...", line.replace('\'', "’"))), "{line}");
        }
        assert!(
            !LISTS.may_be_page_line("Les commentaires de la presse espagnole sur la visite du ministre sont élogieux.")
        );
        let lists = [("page_opening", &LISTS.page_opening), ("site_speaks", &LISTS.site_speaks), ("town", &LISTS.town)];
        for (written, list) in lists.into_iter().flat_map(|(name, list)| strings(&table, name).map(move |w| (w, list)))
        {
            assert!(list.may_begin(&format!("{written} et le reste")), "{written}");
            assert!(list.may_begin(&written.to_uppercase()), "{written}");
        }
        assert!(!LISTS.town.may_begin("La question") && !LISTS.page_opening.may_begin("Les ministres"));
    }

    #[test]
    fn every_phrase_is_told_by_its_beginning() {
        let table = table();
        let agencies = table["agency"].as_table().unwrap();
        let lists = [("see_also", SEE_ALSO), ("rubric", RUBRIC), ("byline", BYLINE)];
        let field = ["title_label", "source_label", "author_label"].map(|name| (name, FIELD));
        let undated =
            ["credit", "credit_mark", "copyright", "staff", "home", "source", "section_label", "counted", "fact_label"]
                .map(|name| (name, UNDATED));
        let whole = [
            "credit_line",
            "with",
            "agencies",
            "desk",
            "press",
            "town",
            "reading_time",
            "button",
            "network",
            "comments",
        ]
        .map(|name| (name, WHOLE));
        let labels = ["publication", "update", "header", "issue", "number", "published_in"].map(|name| (name, LABEL));
        let lines = ["page_line", "advertisement", "control"].map(|name| (name, PAGE_LINE));
        let page = lines.into_iter().chain(["page_opening", "site_speaks"].map(|name| (name, PAGE_OPENING)));
        let others = undated.into_iter().chain(whole).chain(labels).chain(field).chain(page);
        let listed =
            lists.into_iter().chain(others).flat_map(|(name, set)| strings(&table, name).map(move |w| (w, set)));
        let named = agencies.keys().flat_map(|name| strings(agencies, name).map(|written| (written, WHOLE)));
        for (written, set) in listed.chain(named) {
            for line in [written.to_owned(), format!("  {}", written.to_uppercase()), format!("- [{written}] : x")] {
                assert!(LISTS.beginnings(&line) & set != 0, "{line}");
            }
        }
        for line in ["Par X", "l’AFP", "© X", "À lire", "a lire", " photo", "مع", "12", ""] {
            let slow = cuts(line, 99).next().map_or(0, |cut| LISTS.beginning_with(&cut));
            assert_eq!(LISTS.first_beginning(line), slow, "{line}");
        }
        let whole = ["rubric", "credit_line", "with", "agencies", "desk", "press"]
            .into_iter()
            .flat_map(|name| strings(&table, name));
        let agencies = agencies.keys().flat_map(|name| strings(agencies, name));
        for written in whole.chain(agencies) {
            for line in
                [written.to_owned(), format!("( {} ).", written.to_uppercase()), format!("avec la {written}.)]")]
            {
                assert!(LISTS.may_be_whole(&line), "{line}");
            }
        }
        assert!(!LISTS.may_be_whole("Le monde change"));
        assert_eq!(LISTS.beginnings("Demain on rit."), 0);
        assert_eq!(LISTS.beginnings("« Demain on rit »"), 0);
    }

    proptest::proptest! {
        #[test]
        fn the_last_word_is_told_as_any(words in "[a-zé ]{0,6}[ ’'(_7é]?(MAP|map|Reuters|agences|AFP|ومع|[a-zé]{0,4})[ .)/»7é]{0,3}") {
            let ended = words.trim_end_matches(|c: char| !c.is_alphanumeric());
            let last = ended.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            let slow = cuts(last, usize::MAX).next().is_some_and(|cut| cut.known_to(&LISTS.whole).is_some());
            proptest::prop_assert_eq!(LISTS.may_end_whole(&words), slow);
        }
    }
}
