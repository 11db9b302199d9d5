//! Matchers that were compiled before: expanding a large lexicon on a vocabulary takes longer than a question to a small
//! corpus.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use super::matcher::Matcher;
use super::theme::Lexicon;
use crate::corpus::{Control, Store};
use crate::error::Result;
use crate::text::Rules;

/// Most matchers that a lexicon keeps: those of two corpora in four languages.
const MOST: usize = 8;

/// The matchers compiled last. A store never changes, and what is appended to a corpus makes a new one, so a matcher
/// stays true as long as its store is there.
#[derive(Debug, Default)]
pub(crate) struct Compiled(Mutex<Vec<Known>>);

#[derive(Debug)]
struct Known {
    /// Weak, so that a lexicon keeps no corpus in memory; no other store can have its address as long as this is here.
    store: Weak<Store>,
    rules: Rules,
    matcher: Arc<Matcher>,
}

/// A copy begins with none: it may be changed before it is used.
impl Clone for Compiled {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Compiled {
    fn list(&self) -> MutexGuard<'_, Vec<Known>> {
        // Nothing is ever left half done.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn find(&self, store: &Arc<Store>, rules: Rules) -> Option<Arc<Matcher>> {
        let list = self.list();
        let known = list.iter().find(|known| known.rules == rules && known.store.as_ptr() == Arc::as_ptr(store));
        known.map(|known| Arc::clone(&known.matcher))
    }

    fn keep(&self, store: &Arc<Store>, rules: Rules, matcher: &Arc<Matcher>) {
        let mut list = self.list();
        list.retain(|known| known.store.strong_count() > 0);
        if list.len() == MOST {
            list.remove(0);
        }
        list.push(Known { store: Arc::downgrade(store), rules, matcher: Arc::clone(matcher) });
    }
}

impl Lexicon {
    /// The patterns compiled for the documents of a store that `rules` cut, or known from before.
    ///
    /// # Errors
    /// As in [`Lexicon::compile`].
    pub(crate) fn matcher(&self, store: &Arc<Store>, rules: Rules, control: &Control) -> Result<Arc<Matcher>> {
        if let Some(known) = self.compiled.find(store, rules) {
            return Ok(known);
        }
        // Not while the list is locked: compiling works in parallel, and a waiting thread may take up another question.
        let matcher = Arc::new(self.compile(rules, &store.vocabulary, control)?);
        self.compiled.keep(store, rules, &matcher);
        Ok(matcher)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Corpus, Draft, Options};

    fn corpus(text: &str) -> Corpus {
        let draft = Draft { text: text.to_owned().into(), ..Draft::default() };
        Corpus::build(vec![draft], Options::default(), &Control::default()).unwrap()
    }

    #[test]
    fn a_corpus_is_compiled_for_once_and_what_is_appended_again() {
        let lexicon = Lexicon::from_toml("[theme.a]\npatterns = [\"mer*\"]", "").unwrap();
        let first = corpus("La mer.");
        let matcher = |corpus: &Corpus| lexicon.matcher(corpus.store(), Rules::default(), &Control::default()).unwrap();
        assert!(Arc::ptr_eq(&matcher(&first), &matcher(&first.select(&[]))));
        let more = Draft { text: "Merci.".to_owned().into(), ..Draft::default() };
        let appended = first.append(vec![more], Vec::new(), &Control::default()).unwrap();
        let starters = |corpus: &Corpus| matcher(corpus).starters().count();
        assert_eq!((starters(&first), starters(&appended), starters(&first)), (1, 2, 1));
        let other_rules = Rules { split_hyphens: true, ..Rules::default() };
        assert!(!Arc::ptr_eq(
            &matcher(&first),
            &lexicon.matcher(first.store(), other_rules, &Control::default()).unwrap()
        ));
        assert!(lexicon.clone().compiled.list().is_empty());
    }

    #[test]
    fn few_matchers_are_kept_and_none_without_a_corpus() {
        let lexicon = Lexicon::from_toml("[theme.a]\npatterns = [\"mer\"]", "").unwrap();
        let corpora: Vec<Corpus> = (0..2 * MOST).map(|_| corpus("La mer.")).collect();
        for corpus in &corpora {
            lexicon.matcher(corpus.store(), Rules::default(), &Control::default()).unwrap();
        }
        assert_eq!(lexicon.compiled.list().len(), MOST);
        drop(corpora);
        lexicon.matcher(corpus("La mer.").store(), Rules::default(), &Control::default()).unwrap();
        assert_eq!(lexicon.compiled.list().len(), 1);
    }
}
