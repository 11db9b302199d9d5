//! From a tree to a lexicon: keys, names, hierarchy.
//!
//! There are two layouts. In TOML, a theme is a table with known keys, and tables under other names are its children.
//! In dicts and in quanteda's YAML, a list holds the patterns of a theme, nesting and dotted names make children, and
//! the keys for languages and descriptions work as in TOML.

use std::collections::HashMap;

use super::compiled::Compiled;
use super::countries;
use super::pattern::Fault;
use super::spelling::{distance, hint, nearest};
use super::theme::{Lexicon, Theme, Written};
use super::tree::{DEEPEST, Node};
use crate::error::{Error, Result};
use crate::text::Lang;

const ROOT: [&str; 5] = ["theme", "classes", "meta", "exclude", "accents"];
/// Keys of the root that are no tables: in TOML, they belong to whatever table they are written below.
const OF_ALL: [&str; 2] = ["exclude", "accents"];
const LANGS: [Lang; 4] = [Lang::Fr, Lang::Es, Lang::En, Lang::Ar];
const KEYS: [&str; 5] = ["patterns", "exclude", "label", "definition", "kind"];
/// Descriptions that are kept as written; in dicts only if they are texts, since a dict may well have themes of these
/// names.
const EXTRA: [&str; 6] = ["sources", "crosswalk", "notes", "rights", "country", "type"];

/// Whether a name in the table of a theme is a key rather than the name of a child.
pub(super) fn is_key(name: &str) -> bool {
    KEYS.contains(&name) || EXTRA.contains(&name) || LANGS.iter().any(|lang| lang.code() == name)
}

/// Reads a lexicon in the TOML layout.
pub(super) fn lexicon(root: &Node, origin: &str) -> Result<Lexicon> {
    let mut reader = Reader::new(origin, Layout::Toml);
    let Node::Table(entries) = reader.shallow(root)? else {
        return Err(reader.fault("expected a table with the key \"theme\", written as [theme.NAME]".to_owned()));
    };
    for (key, value) in entries {
        match (key.as_str(), value) {
            ("theme", Node::Table(themes)) => {
                reader.nothing_of_all("[theme]", themes)?;
                reader.children(None, themes)?;
            }
            ("classes", classes) => {
                if let Node::Table(entries) = classes {
                    reader.nothing_of_all("[classes]", entries)?;
                }
                reader.classes(classes)?;
            }
            ("meta", Node::Table(meta)) => {
                reader.nothing_of_all("[meta]", meta)?;
                reader.lexicon.meta.clone_from(meta);
            }
            ("exclude", patterns) => reader.lexicon.exclude = reader.excluded("exclude", patterns)?,
            ("accents", Node::Text(text)) if text == "fold" => reader.lexicon.fold_accents = true,
            ("accents", Node::Text(text)) if text == "keep" => {}
            ("accents", Node::Text(text)) => {
                return Err(reader.fault(format!("accents is {text:?}: use \"fold\" or \"keep\"")));
            }
            ("accents", other) => return Err(reader.wrong("accents", "\"fold\" or \"keep\"", other)),
            ("theme", other) => return Err(reader.wrong("theme", "tables of themes, as [theme.NAME]", other)),
            ("meta", _) => return Err(reader.fault("meta: expected a table, as [meta]".to_owned())),
            (unknown, _) => return Err(reader.unknown(unknown, value)),
        }
    }
    reader.finish()
}

/// Reads a lexicon in the layout of dicts and of quanteda's YAML.
pub(super) fn themes(themes: &Node, exclude: &Node, classes: &Node, origin: &str) -> Result<Lexicon> {
    let mut reader = Reader::new(origin, Layout::Dict);
    let Node::Table(entries) = reader.shallow(themes)? else {
        return Err(reader.wrong("the lexicon", "a table of themes", themes));
    };
    if entries.iter().any(|(key, node)| key == "accents" && matches!(node, Node::Text(text) if text == "fold")) {
        return Err(reader.fault("accents = \"fold\" is not a theme: only a lexicon in TOML can say so".to_owned()));
    }
    reader.children(None, entries)?;
    reader.shallow(classes)?;
    reader.classes(classes)?;
    reader.lexicon.exclude = reader.excluded("exclude", reader.shallow(exclude)?)?;
    reader.finish()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    Toml,
    Dict,
}

struct Draft {
    theme: Theme,
    children: Vec<usize>,
    /// Whether it is written in the file, not just implied by the dotted name of a child.
    defined: bool,
}

struct Reader<'a> {
    origin: &'a str,
    layout: Layout,
    lexicon: Lexicon,
    drafts: Vec<Draft>,
    roots: Vec<usize>,
    index: HashMap<String, usize>,
}

impl<'a> Reader<'a> {
    fn new(origin: &'a str, layout: Layout) -> Self {
        let lexicon = Lexicon {
            origin: origin.to_owned(),
            themes: Vec::new(),
            exclude: Vec::new(),
            classes: Vec::new(),
            meta: Vec::new(),
            fold_accents: false,
            compiled: Compiled::default(),
        };
        Self { origin, layout, lexicon, drafts: Vec::new(), roots: Vec::new(), index: HashMap::new() }
    }

    fn fault(&self, message: String) -> Error {
        Error::Lexicon { origin: self.origin.to_owned(), message }
    }

    fn wrong(&self, place: &str, expected: &str, found: &Node) -> Error {
        self.fault(format!("{place}: expected {expected}, got {}", found.shape()))
    }

    /// Refuses a key of the whole lexicon below the head of a table, where it would say nothing.
    fn nothing_of_all(&self, table: &str, entries: &[(String, Node)]) -> Result<()> {
        let misplaced = |(key, node): &&(String, Node)| OF_ALL.contains(&&**key) && !matches!(node, Node::Table(_));
        match entries.iter().find(misplaced) {
            Some((key, _)) => Err(self.fault(format!(
                "{key:?} stands below {table} and is for the whole lexicon: write it above the first table of the file"
            ))),
            None => Ok(()),
        }
    }

    /// The error for an unknown key at the root, which may be meant as a theme.
    fn unknown(&self, key: &str, value: &Node) -> Error {
        let is_theme = matches!(value, Node::Table(_) | Node::List(_)) && nearest(key, ROOT).is_empty();
        let way = if is_theme { format!("; a theme is written [theme.{key}]") } else { String::new() };
        self.fault(format!("unknown key {key:?}; {}{way}", hint(key, &ROOT)))
    }

    fn shallow<'n>(&self, node: &'n Node) -> Result<&'n Node> {
        if node.is_too_deep() {
            return Err(self.fault(format!("tables and lists are nested deeper than {DEEPEST} levels")));
        }
        Ok(node)
    }

    fn children(&mut self, parent: Option<usize>, entries: &[(String, Node)]) -> Result<()> {
        entries.iter().try_for_each(|(key, node)| self.theme(parent, key, node))
    }

    fn theme(&mut self, parent: Option<usize>, key: &str, node: &Node) -> Result<()> {
        let draft = self.draft(parent, key)?;
        match node {
            Node::Table(entries) => entries.iter().try_for_each(|(key, value)| self.entry(draft, key, value)),
            Node::List(items) => self.list(draft, items),
            Node::Text(_) => self.list(draft, std::slice::from_ref(node)),
            Node::Other(_) => {
                let place = format!("theme {:?}", self.drafts[draft].theme.name);
                Err(self.wrong(&place, "a list of patterns or a table", node))
            }
        }
    }

    /// A list under the name of a theme: its patterns and, in quanteda's YAML, also tables of children.
    fn list(&mut self, draft: usize, items: &[Node]) -> Result<()> {
        let name = self.drafts[draft].theme.name.clone();
        for item in items {
            match item {
                Node::Text(text) => {
                    self.drafts[draft].theme.patterns.push(Written { lang: None, text: text.clone() });
                }
                Node::Table(entries) if self.layout == Layout::Dict => self.children(Some(draft), entries)?,
                other => return Err(self.wrong(&format!("theme {name:?}"), "patterns in quotes", other)),
            }
        }
        Ok(())
    }

    fn entry(&mut self, draft: usize, key: &str, value: &Node) -> Result<()> {
        let place = format!("theme {:?}, key {key:?}", self.drafts[draft].theme.name);
        let lang = LANGS.into_iter().find(|lang| lang.code() == key);
        if let Some(lang) = lang {
            let written = self.written(&place, Some(lang), value)?;
            self.drafts[draft].theme.patterns.extend(written);
            return Ok(());
        }
        match (key, value) {
            ("patterns", _) => {
                let written = self.written(&place, None, value)?;
                self.drafts[draft].theme.patterns.extend(written);
            }
            ("exclude", _) => self.drafts[draft].theme.exclude = self.excluded(&place, value)?,
            ("label", Node::Text(text)) => self.drafts[draft].theme.label = Some(text.clone()),
            ("definition", Node::Text(text)) => self.drafts[draft].theme.definition = Some(text.clone()),
            ("kind", Node::Text(text)) => self.drafts[draft].theme.kind = Some(text.clone()),
            ("label" | "definition" | "kind", other) => return Err(self.wrong(&place, "a string", other)),
            ("country", Node::Table(_)) if self.layout == Layout::Toml => self.theme(Some(draft), key, value)?,
            ("country", code) if self.describes(code) => self.country(draft, &place, code)?,
            (extra, _) if EXTRA.contains(&extra) && self.describes(value) => {
                if let Some(foreign) = value.foreign() {
                    return Err(self.wrong(&place, "text in quotes", foreign));
                }
                self.drafts[draft].theme.extra.push((key.to_owned(), value.clone()));
            }
            _ if self.is_child(key, value) => self.theme(Some(draft), key, value)?,
            _ => return Err(self.fault(format!("{place}: unknown key; {}", hint(key, &Self::known())))),
        }
        Ok(())
    }

    /// Whether a value may describe a theme: in a dict only a text may, as lists and tables can be themes.
    fn describes(&self, value: &Node) -> bool {
        self.layout == Layout::Toml || matches!(value, Node::Text(_))
    }

    /// The code of the country that a theme stands for.
    fn country(&mut self, draft: usize, place: &str, code: &Node) -> Result<()> {
        let Node::Text(text) = code else {
            return Err(self.wrong(place, "a country code of ISO 3166-1 (two capital letters, such as \"MA\")", code));
        };
        if !countries::is_code(text) {
            let hint = if text == "UK" { "; the code of the United Kingdom is \"GB\"" } else { "" };
            return Err(
                self.fault(format!("{place}: {text:?} is not a country code of ISO 3166-1, such as \"MA\"{hint}"))
            );
        }
        self.drafts[draft].theme.extra.push(("country".to_owned(), code.clone()));
        Ok(())
    }

    fn known() -> Vec<&'static str> {
        LANGS.iter().map(|lang| lang.code()).chain(KEYS).chain(EXTRA).collect()
    }

    /// An unknown key names a child theme, unless it looks like a known key mistyped.
    fn is_child(&self, key: &str, value: &Node) -> bool {
        match (self.layout, value) {
            (Layout::Toml, Node::Table(_)) => true,
            (Layout::Dict, Node::Table(_) | Node::List(_)) => {
                !KEYS.iter().any(|known| known.len() > 4 && distance(key, known) == 1)
            }
            _ => false,
        }
    }

    fn written(&self, place: &str, lang: Option<Lang>, node: &Node) -> Result<Vec<Written>> {
        match node {
            Node::List(items) => items.iter().map(|item| self.pattern(place, lang, item)).collect(),
            other => Err(self.wrong(place, "a list of patterns", other)),
        }
    }

    /// Patterns that cancel matches: a list, or a table of lists by language.
    fn excluded(&self, place: &str, node: &Node) -> Result<Vec<Written>> {
        match node {
            Node::Table(entries) => self.by_language(place, entries),
            _ => self.written(place, None, node),
        }
    }

    fn by_language(&self, place: &str, entries: &[(String, Node)]) -> Result<Vec<Written>> {
        let mut all = Vec::new();
        for (key, value) in entries {
            let lang = LANGS.into_iter().find(|lang| lang.code() == key);
            if lang.is_none() && key != "patterns" {
                let known = ["fr", "es", "en", "ar", "patterns"];
                return Err(self.fault(format!("{place}: unknown key {key:?}; {}", hint(key, &known))));
            }
            let place = format!("{place}, key {key:?}");
            let Node::List(items) = value else { return Err(self.wrong(&place, "a list of patterns", value)) };
            for item in items {
                all.push(self.pattern(&place, lang, item)?);
            }
        }
        Ok(all)
    }

    fn pattern(&self, place: &str, lang: Option<Lang>, node: &Node) -> Result<Written> {
        match node {
            Node::Text(text) => Ok(Written { lang, text: text.clone() }),
            other => Err(self.wrong(place, "patterns in quotes", other)),
        }
    }

    fn classes(&mut self, node: &Node) -> Result<()> {
        let Node::Table(entries) = node else { return Err(self.wrong("classes", "a table of lists", node)) };
        for (name, value) in entries {
            let place = format!("class {name:?}");
            let Node::List(_) = value else { return Err(self.wrong(&place, "a list of patterns", value)) };
            let texts = self.written(&place, None, value)?.into_iter().map(|written| written.text).collect();
            self.lexicon.classes.push((name.clone(), texts));
        }
        Ok(())
    }

    /// A new theme, together with the ancestors that its dotted name implies.
    fn draft(&mut self, parent: Option<usize>, key: &str) -> Result<usize> {
        let parts: Vec<&str> = if self.layout == Layout::Dict { key.split('.').collect() } else { vec![key] };
        let above = parent.map_or(0, |parent| self.drafts[parent].theme.name.matches('.').count() + 1);
        if above + key.matches('.').count() >= DEEPEST {
            return Err(self.fault(format!("themes are nested deeper than {DEEPEST} levels")));
        }
        let mut place = parent;
        for part in &parts {
            if part.split('.').any(|name| name.trim().is_empty()) {
                return Err(self.fault(format!("theme {key:?}: a name is missing before or after a dot")));
            }
            place = Some(self.child(place, part.trim()));
        }
        let Some(draft) = place.filter(|&draft| !self.drafts[draft].defined) else {
            let name = place.map_or(key, |taken| &self.drafts[taken].theme.name);
            return Err(self.fault(format!("theme {name:?} is defined twice: put its patterns together")));
        };
        self.drafts[draft].defined = true;
        Ok(draft)
    }

    fn child(&mut self, parent: Option<usize>, part: &str) -> usize {
        let name = parent.map_or(part.to_owned(), |parent| format!("{}.{part}", self.drafts[parent].theme.name));
        if let Some(&known) = self.index.get(&name) {
            return known;
        }
        let draft = self.drafts.len();
        self.index.insert(name.clone(), draft);
        let theme = Theme { name, ..Theme::default() };
        self.drafts.push(Draft { theme, children: Vec::new(), defined: false });
        match parent {
            Some(parent) => self.drafts[parent].children.push(draft),
            None => self.roots.push(draft),
        }
        draft
    }

    /// Moves a theme with a quoted dotted name in TOML under the nearest ancestor in its name, if there is one.
    fn adopt(&mut self) {
        let (mut roots, index) = (std::mem::take(&mut self.roots), &self.index);
        roots.retain(|&root| {
            let name = &self.drafts[root].theme.name;
            let above = name.rmatch_indices('.').find_map(|(dot, _)| index.get(&name[..dot]).copied());
            if let Some(above) = above {
                self.drafts[above].children.push(root);
            }
            above.is_none()
        });
        self.roots = roots;
    }

    fn finish(mut self) -> Result<Lexicon> {
        self.adopt();
        let mut waiting: Vec<(usize, Option<usize>)> = self.roots.iter().rev().map(|&root| (root, None)).collect();
        while let Some((draft, parent)) = waiting.pop() {
            let place = self.lexicon.themes.len();
            let theme = std::mem::take(&mut self.drafts[draft].theme);
            self.lexicon.themes.push(Theme { parent, ..theme });
            waiting.extend(self.drafts[draft].children.iter().rev().map(|&child| (child, Some(place))));
        }
        self.lexicon.check()?;
        Ok(self.lexicon)
    }
}

impl Lexicon {
    /// Parses every pattern once, so that faults are reported when the lexicon is read.
    fn check(&self) -> Result<()> {
        let classes = self.read_classes()?;
        let check = |theme: &str, written: &Written| {
            classes.pattern(&written.text).map(drop).map_err(|fault| self.pattern_error(theme, &written.text, fault))
        };
        self.exclude.iter().try_for_each(|written| check("exclude", written))?;
        for theme in &self.themes {
            theme.patterns.iter().chain(&theme.exclude).try_for_each(|written| check(&theme.name, written))?;
        }
        Ok(())
    }

    pub(super) fn read_classes(&self) -> Result<super::classes::Classes> {
        super::classes::Classes::read(&self.classes)
            .map_err(|(name, value, fault)| self.pattern_error(&format!("classes.{name}"), &value, fault))
    }

    pub(super) fn pattern_error(&self, theme: &str, pattern: &str, fault: Fault) -> Error {
        Error::Pattern {
            origin: self.origin.clone(),
            // A pattern given alone has no file and no theme.
            theme: (!self.origin.is_empty()).then(|| theme.to_owned()),
            pattern: pattern.to_owned(),
            column: fault.column,
            message: fault.message,
        }
    }
}
