//! Lexicon and themes as plain data: what was written, not yet compiled.

use hashbrown::HashSet;

use super::compiled::Compiled;
use super::read;
use super::spelling::hint;
use super::tree::Node;
use crate::error::{Error, Result};
use crate::text::Lang;

/// A pattern as written, with its language; `None` means any language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The language of the texts in which it is looked up.
    pub lang: Option<Lang>,
    /// The pattern.
    pub text: String,
}

impl Written {
    /// Whether it is looked up in texts of a language.
    pub(crate) fn is_for(&self, lang: Lang) -> bool {
        self.lang.is_none_or(|own| own == lang)
    }
}

/// A theme: a name, its patterns per language, and what a reader should know about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Theme {
    /// Dotted name, `parent.child`.
    pub name: String,
    /// Index of the parent among [`Lexicon::themes`].
    pub parent: Option<usize>,
    /// Name for charts.
    pub label: Option<String>,
    /// What the theme means.
    pub definition: Option<String>,
    /// Threat, mode, frame, actor, …
    pub kind: Option<String>,
    /// Patterns, in the order of the file.
    pub patterns: Vec<Written>,
    /// Patterns whose matches cancel overlapping matches of this theme and its descendants.
    pub exclude: Vec<Written>,
    /// Other known keys (`sources`, `crosswalk`, …), kept as written.
    pub extra: Vec<(String, Node)>,
}

impl Theme {
    /// Code of the country that the theme stands for or belongs to, from the key `country`.
    ///
    /// ```
    /// use coopsec::lexicon::Lexicon;
    ///
    /// let text = "[theme.country.MA]\ncountry = \"MA\"\nfr = [\"maroc\"]";
    /// let lexicon = Lexicon::from_toml(text, "actors.toml")?;
    /// let codes: Vec<_> = lexicon.themes().iter().map(|theme| theme.country()).collect();
    /// assert_eq!(codes, [None, Some("MA")]);
    /// # Ok::<(), coopsec::Error>(())
    /// ```
    pub fn country(&self) -> Option<&str> {
        self.extra.iter().find_map(|(key, value)| match value {
            Node::Text(code) if key == "country" => Some(code.as_str()),
            _ => None,
        })
    }
}

/// A tree of themes with their patterns, classes and exclusions.
#[derive(Clone, Debug)]
pub struct Lexicon {
    pub(crate) origin: String,
    pub(crate) themes: Vec<Theme>,
    pub(crate) exclude: Vec<Written>,
    pub(crate) classes: Vec<(String, Vec<String>)>,
    pub(crate) meta: Vec<(String, Node)>,
    pub(crate) fold_accents: bool,
    /// Its matchers for the corpora of the last questions.
    pub(crate) compiled: Compiled,
}

/// Lexicons are equal if their contents are, wherever they were read from.
impl PartialEq for Lexicon {
    fn eq(&self, other: &Self) -> bool {
        let Self { origin: _, themes, exclude, classes, meta, fold_accents, compiled: _ } = self;
        *fold_accents == other.fold_accents
            && *classes == other.classes
            && *meta == other.meta
            && *exclude == other.exclude
            && *themes == other.themes
    }
}

impl Lexicon {
    /// Reads a lexicon written in TOML; `origin` names it in messages.
    pub fn from_toml(text: &str, origin: &str) -> Result<Self> {
        read::lexicon(&Node::from_toml(text, origin)?, origin)
    }

    /// Reads a tree laid out as in TOML: root keys `theme`, `classes`, `meta`, `exclude`, `accents`.
    pub fn from_node(node: &Node, origin: &str) -> Result<Self> {
        read::lexicon(node, origin)
    }

    /// Reads a lexicon in the form of dicts and of quanteda's YAML: `{"theme": ["pattern", …]}`, nested or with dotted
    /// names. `exclude` is a list of patterns, or a table of such lists by language.
    pub fn from_themes(themes: &Node, exclude: &Node, classes: &Node, origin: &str) -> Result<Self> {
        read::themes(themes, exclude, classes, origin)
    }

    /// The themes: a parent right before its children, in the order of the file.
    pub fn themes(&self) -> &[Theme] {
        &self.themes
    }

    /// The indices of the themes, in order of their names.
    pub(crate) fn by_name(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.themes.len()).collect();
        order.sort_by(|&a, &b| self.themes[a].name.cmp(&self.themes[b].name));
        order
    }

    /// The place of each theme in order of the names.
    pub(crate) fn ranks(&self) -> Vec<u32> {
        let mut ranks = vec![0; self.themes.len()];
        (0u32..).zip(self.by_name()).for_each(|(rank, theme)| ranks[theme] = rank);
        ranks
    }

    /// What `[meta]` says (title, version, rights, …), as written.
    pub fn meta(&self) -> &[(String, Node)] {
        &self.meta
    }

    /// The file, or the name of the call, that the lexicon came from.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The named themes with their descendants. Exclusions of ancestors that are left out stay in force.
    pub fn select(&self, names: &[&str]) -> Result<Self> {
        let mut kept = vec![false; self.themes.len()];
        for name in names {
            let index = self.themes.iter().position(|theme| theme.name == *name).ok_or_else(|| self.unknown(name))?;
            kept[index] = true;
        }
        for (index, theme) in self.themes.iter().enumerate() {
            kept[index] |= theme.parent.is_some_and(|parent| kept[parent]);
        }
        let mut place = vec![None; self.themes.len()];
        let mut themes = Vec::new();
        for (index, theme) in self.themes.iter().enumerate().filter(|(index, _)| kept[*index]) {
            let mut theme = theme.clone();
            let parent = theme.parent.and_then(|parent| place[parent]);
            if parent.is_none() {
                self.inherit_exclusions(index, &mut theme);
            }
            theme.parent = parent;
            place[index] = Some(themes.len());
            themes.push(theme);
        }
        Ok(Self { themes, ..self.clone() })
    }

    fn inherit_exclusions(&self, index: usize, theme: &mut Theme) {
        let mut above = self.themes[index].parent;
        while let Some(ancestor) = above {
            theme.exclude.extend(self.themes[ancestor].exclude.iter().cloned());
            above = self.themes[ancestor].parent;
        }
        // Keep languages together, as in a file.
        theme.exclude.sort_by_key(|written| written.lang);
    }

    fn unknown(&self, name: &str) -> Error {
        let known: Vec<&str> = self.themes.iter().map(|theme| theme.name.as_str()).collect();
        let message = format!("there is no theme {name:?}; {}", hint(name, &known));
        Error::Lexicon { origin: self.origin.clone(), message }
    }
}

/// A lexicon with one theme that has one pattern, for concordances.
pub fn single(pattern: &str) -> Result<Lexicon> {
    let patterns = Node::List(vec![Node::Text(pattern.to_owned())]);
    let themes = Node::Table(vec![("pattern".to_owned(), patterns)]);
    Lexicon::from_themes(&themes, &Node::List(Vec::new()), &Node::Table(Vec::new()), "")
}

/// A lexicon with one theme per pattern, named as the pattern is written.
///
/// # Errors
/// [`Error::Argument`] for a pattern given twice, and as in [`single`].
pub(crate) fn of_patterns(patterns: &[String]) -> Result<Lexicon> {
    let (mut themes, mut known) = (Vec::with_capacity(patterns.len()), HashSet::new());
    for pattern in patterns {
        if !known.insert(pattern) {
            return Err(Error::Argument(format!("the pattern {pattern:?} is given twice: remove one")));
        }
        let alone = single(pattern)?.themes;
        themes.extend(alone.into_iter().map(|theme| Theme { name: pattern.clone(), ..theme }));
    }
    let (exclude, classes, meta) = (Vec::new(), Vec::new(), Vec::new());
    let compiled = Compiled::default();
    Ok(Lexicon { origin: String::new(), themes, exclude, classes, meta, fold_accents: false, compiled })
}
