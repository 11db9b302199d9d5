//! The manifest of a generation: what the index contains, how its texts were cut, and its files, as human-readable
//! TOML.

use std::path::Path;

use toml::{Table, Value};

use super::folder::Pointer;
use super::{damaged, rules};
use crate::corpus::Options;
use crate::error::{Error, Result};
use crate::text::Lang;

/// What the manifest has in place of a language when it is detected.
const AUTO: &str = "auto";
/// The fault of a file that is not a manifest.
const NONE: &str = "the file is not the manifest of an index";

/// A file of the index with its length and checksum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) name: String,
    pub(super) bytes: u64,
    pub(super) crc32: u32,
}

/// Documents added together.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    pub(super) documents: usize,
    /// Directory of the blocks, and the types that earlier segments do not have.
    pub(super) head: Listed,
    pub(super) columns: Listed,
    pub(super) texts: Option<Listed>,
    /// Files supplied by the caller, with the names the caller gave them.
    pub(super) attached: Vec<(String, Listed)>,
}

#[derive(Clone, Debug)]
pub(super) struct Manifest {
    pub(super) options: Options,
    pub(super) segments: Vec<Segment>,
    /// Story of each document, if known when saved.
    pub(super) stories: Option<Listed>,
}

impl Manifest {
    /// Every file but the manifest itself.
    pub(super) fn files(&self) -> impl Iterator<Item = &Listed> {
        self.segments
            .iter()
            .flat_map(|segment| {
                let attached = segment.attached.iter().map(|(_, file)| file);
                [&segment.head, &segment.columns].into_iter().chain(&segment.texts).chain(attached)
            })
            .chain(&self.stories)
    }

    pub(super) fn text(&self) -> String {
        let mut table = Table::new();
        table.insert("coopsec".to_owned(), env!("CARGO_PKG_VERSION").into());
        table.insert("rules".to_owned(), i64::from(rules::fingerprint()).into());
        table.insert(
            "documents".to_owned(),
            integer(self.segments.iter().map(|segment| segment.documents as u64).sum()),
        );
        let mut options = Table::new();
        options.insert("lang".to_owned(), self.options.lang.map_or(AUTO, Lang::code).into());
        options.insert("fallback".to_owned(), self.options.fallback.code().into());
        options.insert("elision".to_owned(), self.options.elision.into());
        options.insert("split_hyphens".to_owned(), self.options.split_hyphens.into());
        table.insert("options".to_owned(), options.into());
        if let Some(stories) = &self.stories {
            table.insert("stories".to_owned(), listed(stories).into());
        }
        table.insert("segment".to_owned(), self.segments.iter().map(written).collect::<Vec<_>>().into());
        table.to_string()
    }

    /// Reads the manifest that the pointer names, and refuses an index whose texts were cut by other rules.
    pub(super) fn read(folder: &Path, pointer: &Pointer) -> Result<Self> {
        let content = Self::content(folder, pointer)?;
        Self::check_rules(&content, folder)?;
        Self::of(&content, folder, pointer)
    }

    /// The content of the manifest that the pointer names.
    pub(super) fn content(folder: &Path, pointer: &Pointer) -> Result<Table> {
        let path = folder.join(&pointer.manifest.name);
        let bytes = std::fs::read(&path).map_err(|source| match source.kind() {
            std::io::ErrorKind::NotFound => damaged(&path, "this file of the index is missing"),
            _ => Error::Io { path: path.clone(), source },
        })?;
        if bytes.len() as u64 != pointer.manifest.bytes || crc32fast::hash(&bytes) != pointer.manifest.crc32 {
            return Err(damaged(&path, "the file does not match its checksum"));
        }
        let table = std::str::from_utf8(&bytes).ok().and_then(|text| text.parse::<Table>().ok());
        table.ok_or_else(|| damaged(&path, NONE))
    }

    /// Refuses an index whose texts were cut by other rules.
    pub(super) fn check_rules(table: &Table, folder: &Path) -> Result<()> {
        if table.get("rules").and_then(Value::as_integer) != Some(i64::from(rules::fingerprint())) {
            let version = table.get("coopsec").and_then(Value::as_str).unwrap_or("another version");
            let message = format!(
                "the texts were split by coopsec {version}, whose rules for tokens and sentences differ from those of {}: \
                 read the documents again and save the index again",
                env!("CARGO_PKG_VERSION"),
            );
            return Err(Error::SavedIndex { path: folder.to_owned(), message });
        }
        Ok(())
    }

    /// The manifest in this content, or an error if it is something else.
    pub(super) fn of(table: &Table, folder: &Path, pointer: &Pointer) -> Result<Self> {
        Self::parse(table).ok_or_else(|| damaged(&folder.join(&pointer.manifest.name), NONE))
    }

    fn parse(table: &Table) -> Option<Self> {
        let options = table.get("options")?.as_table()?;
        let lang = match options.get("lang")?.as_str()? {
            AUTO => None,
            code => Some(Lang::parse(code)?),
        };
        let options = Options {
            lang,
            fallback: Lang::parse(options.get("fallback")?.as_str()?)?,
            elision: options.get("elision")?.as_bool()?,
            split_hyphens: options.get("split_hyphens")?.as_bool()?,
        };
        let segments = table.get("segment")?.as_array()?.iter();
        let segments = segments.map(|segment| read_segment(segment.as_table()?)).collect::<Option<_>>()?;
        let stories = optional(table, "stories")?;
        Some(Self { options, segments, stories })
    }
}

fn written(segment: &Segment) -> Value {
    let mut table = Table::new();
    table.insert("documents".to_owned(), integer(segment.documents as u64));
    table.insert("head".to_owned(), listed(&segment.head).into());
    table.insert("columns".to_owned(), listed(&segment.columns).into());
    if let Some(texts) = &segment.texts {
        table.insert("texts".to_owned(), listed(texts).into());
    }
    let attached: Table = segment.attached.iter().map(|(name, file)| (name.clone(), listed(file).into())).collect();
    table.insert("attached".to_owned(), attached.into());
    table.into()
}

fn read_segment(table: &Table) -> Option<Segment> {
    let attached = table.get("attached")?.as_table()?.iter();
    Some(Segment {
        documents: usize::try_from(table.get("documents")?.as_integer()?).ok()?,
        head: optional(table, "head")??,
        columns: optional(table, "columns")??,
        texts: optional(table, "texts")?,
        attached: attached.map(|(name, file)| Some((name.clone(), read_listed(file)?))).collect::<Option<_>>()?,
    })
}

fn listed(file: &Listed) -> Table {
    let crc32 = format!("{:08x}", file.crc32);
    [("name", file.name.as_str().into()), ("bytes", integer(file.bytes)), ("crc32", crc32.into())]
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

fn read_listed(value: &Value) -> Option<Listed> {
    let table = value.as_table()?;
    Some(Listed {
        name: table.get("name")?.as_str()?.to_owned(),
        bytes: u64::try_from(table.get("bytes")?.as_integer()?).ok()?,
        crc32: u32::from_str_radix(table.get("crc32")?.as_str()?, 16).ok()?,
    })
}

/// A file that may be absent; the outer `None` is a fault.
fn optional(table: &Table, key: &str) -> Option<Option<Listed>> {
    table.get(key).map_or(Some(None), |value| read_listed(value).map(Some))
}

/// TOML integers are signed; no file is that long.
fn integer(number: u64) -> Value {
    i64::try_from(number).unwrap_or(i64::MAX).into()
}
