//! Collects what readers find, then builds the corpus.

use std::borrow::Cow;
use std::fmt::Write;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use arrow_array::cast::AsArray;
use arrow_array::{
    Array, ArrayRef, Date32Array, LargeStringArray, RecordBatch, StringArray, StringViewArray, UInt64Array,
};
use arrow_schema::DataType;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3_arrow::PyTable;

use super::corpus::Corpus;
use super::interrupt::{ask, run};
use crate::calendar::from_days;
use crate::corpus::files::{self, FileText};
use crate::corpus::{self, Control, Draft, Drafts, Options, Rows, Table, Text};
use crate::text::Lang;

/// Origin of each article without text, and the reason for skipping it.
type Empty = Vec<(String, String)>;
/// Position of each file that could not be read, and why.
type Failed = Vec<(usize, PyErr)>;

/// Documents in input order, whose zones and dates are not yet read.
#[pyclass(frozen, module = "coopsec._coopsec")]
pub(super) struct Loader {
    drafts: Mutex<Drafts>,
}

#[pymethods]
impl Loader {
    #[new]
    fn new() -> Self {
        Self { drafts: Mutex::default() }
    }

    /// Reads text files, each given as (path, id, origin). Returns the number of documents, (origin, reason) for articles
    /// without text, and (position, exception) for files that failed.
    #[pyo3(signature = (given, threads=None))]
    fn add_files(
        &self,
        py: Python<'_>,
        given: Vec<(PathBuf, String, String)>,
        threads: Option<usize>,
    ) -> PyResult<(usize, Empty, Failed)> {
        let paths: Vec<PathBuf> = given.iter().map(|(path, _, _)| path.clone()).collect();
        let texts = ask(py, threads, |control| files::read_paths(&paths, control))?;
        let (mut count, mut empty, mut failed) = (0, Vec::new(), Vec::new());
        for (position, ((path, id, origin), texts)) in given.into_iter().zip(texts).enumerate() {
            let filename = path.file_name().map(|name| name.to_string_lossy().into_owned());
            match texts {
                Ok(texts) => count += self.add_texts(texts, &id, &origin, filename.as_deref(), &mut empty),
                Err(error) => failed.push((position, PyErr::from(error))),
            }
        }
        Ok((count, empty, failed))
    }

    /// Reads one text file from its bytes; `name` decides the format. Returns the number of documents, and (origin, reason)
    /// for articles without text.
    fn add_bytes(
        &self,
        py: Python<'_>,
        name: &str,
        data: &[u8],
        id: String,
        origin: String,
    ) -> PyResult<(usize, Empty)> {
        let texts = py.detach(|| files::read_bytes(name, data.to_vec()))?;
        let mut empty = Vec::new();
        let count = self.add_texts(texts, &id, &origin, name.rsplit('/').next(), &mut empty);
        Ok((count, empty))
    }

    /// Adds the rows of a frame, which has a column `row` with their numbers, and string columns among id, text, date,
    /// title, lang, source, url; dates may also be days.
    /// A row without an id gets `prefix` and its number as id; its origin is `origin`, `#` and the number.
    #[pyo3(signature = (frame, *, origin, prefix, encoding=None))]
    fn add_frame(&self, frame: PyTable, origin: String, prefix: String, encoding: Option<String>) -> PyResult<()> {
        let (batches, _) = frame.into_inner();
        let names = Arc::new(Names { origin: origin + "#", prefix, encoding });
        for batch in batches {
            let rows = FrameRows::new(&batch, Arc::clone(&names))?;
            self.drafts().push_table(rows);
        }
        Ok(())
    }

    /// Builds the corpus and empties the loader. Without `lang`, the language of each text is detected.
    #[pyo3(signature = (*, lang, fallback, elision, split_hyphens, progress=None, threads=None))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments of one call")]
    fn build(
        &self,
        py: Python<'_>,
        lang: Option<&str>,
        fallback: &str,
        elision: bool,
        split_hyphens: bool,
        progress: Option<&Bound<'_, PyAny>>,
        threads: Option<usize>,
    ) -> PyResult<Corpus> {
        let options = options(lang, fallback, elision, split_hyphens)?;
        let drafts = self.take();
        let control = Control::default();
        let build = || corpus::Corpus::build(drafts, options, &control);
        Ok(Corpus { inner: run(py, threads, &control, progress, build)? })
    }

    /// Adds the documents to a corpus, with files attached to them, and empties the loader.
    #[pyo3(signature = (corpus, *, attached, progress=None, threads=None))]
    fn append(
        &self,
        py: Python<'_>,
        corpus: &Corpus,
        attached: Vec<(String, Vec<u8>)>,
        progress: Option<&Bound<'_, PyAny>>,
        threads: Option<usize>,
    ) -> PyResult<Corpus> {
        let drafts = self.take();
        let control = Control::default();
        let append = || corpus.inner.append(drafts, attached, &control);
        Ok(Corpus { inner: run(py, threads, &control, progress, append)? })
    }
}

/// How to read texts; without `lang`, the language of each text is detected.
pub(super) fn options(lang: Option<&str>, fallback: &str, elision: bool, split_hyphens: bool) -> PyResult<Options> {
    let lang = lang.map(Lang::require).transpose()?;
    Ok(Options { lang, fallback: Lang::require(fallback)?, elision, split_hyphens })
}

impl Loader {
    /// Takes the documents out of the loader.
    pub(super) fn take(&self) -> Drafts {
        std::mem::take(&mut *self.drafts())
    }

    /// Adds the documents of a file and returns their number; articles without text are listed in `empty`.
    fn add_texts(
        &self,
        texts: Vec<FileText>,
        id: &str,
        origin: &str,
        filename: Option<&str>,
        empty: &mut Empty,
    ) -> usize {
        let mut drafts = self.drafts();
        let mut count = 0;
        for text in texts {
            let without_text = text.article.is_some() && text.text.is_empty();
            let draft = Draft::from_file(text, id, origin, filename.map(str::to_owned));
            if without_text {
                empty.push((draft.origin, "no title and no text in this article".to_owned()));
            } else {
                drafts.push(draft);
                count += 1;
            }
        }
        count
    }

    fn drafts(&self) -> std::sync::MutexGuard<'_, Drafts> {
        self.drafts.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// How to name the rows of a table.
struct Names {
    /// What stands before the number of the row in its origin, and in an identity that no column gives.
    origin: String,
    prefix: String,
    encoding: Option<String>,
}

/// The rows of one batch as documents.
struct FrameRows {
    names: Arc<Names>,
    row: UInt64Array,
    text: Option<Arc<dyn Rows>>,
    id: Option<Strings>,
    date: Option<Dates>,
    title: Option<Strings>,
    lang: Option<Strings>,
    source: Option<Strings>,
    url: Option<Strings>,
}

impl FrameRows {
    fn new(batch: &RecordBatch, names: Arc<Names>) -> PyResult<Self> {
        let column = |name: &str| batch.column_by_name(name).map(|column| Strings::new(name, column)).transpose();
        let row = batch.column_by_name("row").and_then(|column| column.as_primitive_opt());
        Ok(Self {
            names,
            row: row.ok_or_else(|| PyTypeError::new_err("expected row numbers as unsigned integers"))?.clone(),
            // The column is not copied, and lives as long as any of its documents.
            text: column("text")?.map(|texts| Arc::new(texts) as Arc<dyn Rows>),
            id: column("id")?,
            date: batch.column_by_name("date").map(Dates::new).transpose()?,
            title: column("title")?,
            lang: column("lang")?,
            source: column("source")?,
            url: column("url")?,
        })
    }
}

impl Table for FrameRows {
    fn rows(&self) -> usize {
        self.row.len()
    }

    fn id(&self, row: usize) -> Cow<'_, str> {
        let own = self.id.as_ref().and_then(|ids| ids.get(row));
        own.map_or_else(|| numbered(&self.names.prefix, self.row.value(row)).into(), Cow::from)
    }

    fn bytes(&self, row: usize) -> usize {
        self.text.as_ref().map_or(0, |texts| texts.row(row).len())
    }

    fn draft(&self, row: usize) -> Draft {
        let owned = |column: &Option<Strings>| column.as_ref()?.get(row).map(str::to_owned);
        let stated = self.lang.as_ref().and_then(|codes| codes.get(row)).filter(|code| !code.trim().is_empty());
        let lang = stated.and_then(Lang::parse);
        let mut warnings = Vec::new();
        if let (Some(code), None) = (stated, lang) {
            warnings.push(format!("language: {code:?} is not one of fr, es, en, ar, und"));
        }
        Draft {
            id: self.id(row).into_owned(),
            origin: numbered(&self.names.origin, self.row.value(row)),
            text: self.text.as_ref().map_or_else(Text::default, |texts| Text::Row(Arc::clone(texts), row)),
            lang,
            date: self.date.as_ref().and_then(|dates| dates.get(row)),
            title: owned(&self.title),
            source: owned(&self.source),
            url: owned(&self.url),
            encoding: self.names.encoding.clone(),
            warnings,
            ..Draft::default()
        }
    }
}

/// The name with the number behind it. Memory is asked for once, since each row has two of these.
fn numbered(name: &str, number: u64) -> String {
    let mut numbered = String::with_capacity(name.len() + MOST_DIGITS);
    numbered.push_str(name);
    write!(numbered, "{number}").expect("a string takes whatever is written");
    numbered
}

/// No number of a row has more digits.
const MOST_DIGITS: usize = 20;

/// A column of dates, given as days or as written.
enum Dates {
    Days(Date32Array),
    Written(Strings),
}

impl Dates {
    fn new(column: &ArrayRef) -> PyResult<Self> {
        match column.as_primitive_opt() {
            Some(days) => Ok(Self::Days(days.clone())),
            None => Strings::new("date", column).map(Self::Written),
        }
    }

    fn get(&self, row: usize) -> Option<String> {
        match self {
            Self::Days(days) => days.is_valid(row).then(|| written(days.value(row))),
            Self::Written(dates) => dates.get(row).map(str::to_owned),
        }
    }
}

/// A day as text; a day outside the calendar gives a text that no reader takes for a date.
fn written(days: i32) -> String {
    from_days(days).map_or_else(|| format!("{days} days after 1970-01-01"), |date| date.to_string())
}

/// A string column in one of Arrow's three forms.
enum Strings {
    View(StringViewArray),
    Large(LargeStringArray),
    Small(StringArray),
}

impl Strings {
    fn new(name: &str, column: &ArrayRef) -> PyResult<Self> {
        match column.data_type() {
            DataType::Utf8View => Ok(Self::View(column.as_string_view().clone())),
            DataType::LargeUtf8 => Ok(Self::Large(column.as_string().clone())),
            DataType::Utf8 => Ok(Self::Small(column.as_string().clone())),
            other => Err(PyTypeError::new_err(format!("column {name:?} is {other}, not a string column"))),
        }
    }

    fn get(&self, row: usize) -> Option<&str> {
        match self {
            Self::View(column) => column.is_valid(row).then(|| column.value(row)),
            Self::Large(column) => column.is_valid(row).then(|| column.value(row)),
            Self::Small(column) => column.is_valid(row).then(|| column.value(row)),
        }
    }
}

impl Rows for Strings {
    fn row(&self, row: usize) -> &str {
        self.get(row).unwrap_or_default()
    }
}
