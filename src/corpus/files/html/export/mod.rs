//! Exports of press databases: one page with many articles, each a document of its own.
//!
//! Europresse writes up to a thousand articles into one page, LexisNexis five hundred, Factiva a hundred. They mark
//! articles and their parts by names that other pages do not have; a page without them is read like any other. The walk
//! ([`walk`]) gives the pieces of each article and what they are ([`mark`]); what they mean is up to the database
//! ([`europresse`], [`factiva`], [`lexisnexis`]).

mod europresse;
mod factiva;
mod lexisnexis;
mod mark;
mod walk;

use super::super::FileText;
use super::super::record::joined;
use super::tokens;
use mark::Mark;
use walk::Walk;

/// A press database that exports HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Database {
    Europresse,
    Factiva,
    LexisNexis,
}

impl Database {
    /// The database that may have written the page.
    fn of(page: &str) -> Option<Self> {
        let names = [
            ("DocPublicationName", Self::Europresse),
            ("articleParagraph", Self::Factiva),
            (lexisnexis::ANCHOR, Self::LexisNexis),
        ];
        names.into_iter().find(|(name, _)| page.contains(name)).map(|(_, database)| database)
    }

    fn text(self, article: &Article) -> FileText {
        match self {
            Self::Europresse => europresse::text(article),
            Self::Factiva => factiva::text(article),
            Self::LexisNexis => lexisnexis::text(article),
        }
    }

    /// Whether the parts of an article show that the page is an export.
    fn wrote(self, article: &Article) -> bool {
        let has = |marks: &[Mark]| article.pieces.iter().any(|piece| marks.contains(&piece.mark));
        match self {
            Self::Europresse => has(&[Mark::Publication]) && has(&[Mark::Title, Mark::TitleBlock, Mark::Text]),
            Self::Factiva => has(&[Mark::Paragraph]),
            Self::LexisNexis => lexisnexis::wrote(article),
        }
    }
}

/// The articles of an export, in order and numbered from 1 if there are several; `None` for any other page. An article
/// that holds nothing to read has an empty text.
pub(super) fn articles(page: &str) -> Option<Vec<FileText>> {
    let database = Database::of(page)?;
    let mut walk = Walk::new(database);
    tokens(page, |token| walk.token(&token));
    let articles = walk.finish();
    if !articles.iter().any(|article| database.wrote(article)) {
        return None;
    }
    let mut texts: Vec<FileText> = articles.iter().map(|article| database.text(article)).collect();
    if texts.len() > 1 {
        texts.iter_mut().zip(1..).for_each(|(text, number)| text.article = Some(number));
    }
    Some(texts)
}

/// One article: what stands in it, in order.
#[derive(Debug, Default)]
struct Article {
    pieces: Vec<Piece>,
    /// Language that the class of the article states.
    lang: Option<String>,
    /// Whether the article is an element, and so ends with it.
    is_element: bool,
}

/// A paragraph, a cell or a marked part of one.
#[derive(Debug)]
struct Piece {
    mark: Mark,
    text: String,
}

impl Article {
    /// The pieces of a mark.
    fn of(&self, mark: Mark) -> impl Iterator<Item = &str> {
        marked(&self.pieces, mark)
    }

    /// The pieces of a mark on one line; `None` if there are none.
    fn joined(&self, mark: Mark, between: &str) -> Option<String> {
        joined(self.of(mark), between)
    }
}

/// The pieces of a mark.
fn marked(pieces: &[Piece], mark: Mark) -> impl Iterator<Item = &str> {
    pieces.iter().filter(move |piece| piece.mark == mark).map(|piece| piece.text.as_str())
}
