//! Collects what readers found, then builds the corpus.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, LargeStringArray, RecordBatch, StringArray, StringViewArray};
use arrow_schema::DataType;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3_arrow::PyTable;
use rayon::prelude::*;

use super::corpus::Corpus;
use super::interrupt::{ask, run};
use crate::corpus::files;
use crate::corpus::{self, Control, Draft, Options, Rows, Text};
use crate::text::Lang;

/// Documents in input order, not yet read as press.
#[pyclass(frozen, module = "coopsec._coopsec")]
pub(super) struct Loader {
    drafts: Mutex<Vec<Draft>>,
}

#[pymethods]
impl Loader {
    #[new]
    fn new() -> Self {
        Self { drafts: Mutex::new(Vec::new()) }
    }

    /// Reads text files, each given as (path, id, origin); returns (position, exception) of those that failed.
    #[pyo3(signature = (given, threads=None))]
    fn add_files(
        &self,
        py: Python<'_>,
        given: Vec<(PathBuf, String, String)>,
        threads: Option<usize>,
    ) -> PyResult<Vec<(usize, PyErr)>> {
        let paths: Vec<PathBuf> = given.iter().map(|(path, _, _)| path.clone()).collect();
        let texts = ask(py, threads, |_| Ok(files::read_paths(&paths)))?;
        let mut failed = Vec::new();
        for (position, ((path, id, origin), text)) in given.into_iter().zip(texts).enumerate() {
            let filename = path.file_name().map(|name| name.to_string_lossy().into_owned());
            match text {
                Ok(text) => self.drafts().push(Draft::from_file(text, id, origin, filename)),
                Err(error) => failed.push((position, PyErr::from(error))),
            }
        }
        Ok(failed)
    }

    /// Reads one text file from its bytes; `name` decides the format.
    fn add_bytes(&self, name: &str, data: &[u8], id: String, origin: String) -> PyResult<()> {
        let text = files::read_bytes(name, data.to_vec())?;
        let filename = name.rsplit('/').next().map(str::to_owned);
        self.drafts().push(Draft::from_file(text, id, origin, filename));
        Ok(())
    }

    /// Adds rows of a frame with string columns among id, origin, text, date, title, lang, source, url,
    /// encoding.
    #[pyo3(signature = (frame, threads=None))]
    fn add_frame(&self, py: Python<'_>, frame: PyTable, threads: Option<usize>) -> PyResult<()> {
        let (batches, _) = frame.into_inner();
        for batch in batches {
            let texts = batch.column_by_name("text").map(rows).transpose()?;
            let columns = Columns::new(&batch)?;
            let text = |row| texts.as_ref().map_or_else(Text::default, |texts| Text::Row(Arc::clone(texts), row));
            let draft = |row| columns.draft(row, text(row));
            let mut drafts = ask(py, threads, |_| Ok((0..batch.num_rows()).into_par_iter().map(draft).collect()))?;
            self.drafts().append(&mut drafts);
        }
        Ok(())
    }

    /// Builds the corpus and empties the loader. Without `lang` the language of each text is detected.
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
        let options = Options {
            lang: lang.map(Lang::require).transpose()?,
            fallback: Lang::require(fallback)?,
            elision,
            split_hyphens,
        };
        let drafts = std::mem::take(&mut *self.drafts());
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
        let drafts = std::mem::take(&mut *self.drafts());
        let control = Control::default();
        let append = || corpus.inner.append(drafts, attached, &control);
        Ok(Corpus { inner: run(py, threads, &control, progress, append)? })
    }
}

impl Loader {
    fn drafts(&self) -> std::sync::MutexGuard<'_, Vec<Draft>> {
        self.drafts.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// String columns of one batch by role.
struct Columns<'a> {
    id: Vec<Option<&'a str>>,
    origin: Vec<Option<&'a str>>,
    date: Vec<Option<&'a str>>,
    title: Vec<Option<&'a str>>,
    lang: Vec<Option<&'a str>>,
    source: Vec<Option<&'a str>>,
    url: Vec<Option<&'a str>>,
    encoding: Vec<Option<&'a str>>,
}

impl<'a> Columns<'a> {
    fn new(batch: &'a RecordBatch) -> PyResult<Self> {
        let column = |name: &str| match batch.column_by_name(name) {
            Some(column) => strings(name, column),
            None => Ok(vec![None; batch.num_rows()]),
        };
        Ok(Self {
            id: column("id")?,
            origin: column("origin")?,
            date: column("date")?,
            title: column("title")?,
            lang: column("lang")?,
            source: column("source")?,
            url: column("url")?,
            encoding: column("encoding")?,
        })
    }

    fn draft(&self, row: usize, text: Text) -> Draft {
        let owned = |column: &[Option<&str>]| column[row].map(str::to_owned);
        let stated = self.lang[row].filter(|code| !code.trim().is_empty());
        let lang = stated.and_then(Lang::parse);
        let mut warnings = Vec::new();
        if let (Some(code), None) = (stated, lang) {
            warnings.push(format!("language: {code:?} is none of fr, es, en, ar, und"));
        }
        Draft {
            id: owned(&self.id).unwrap_or_default(),
            origin: owned(&self.origin).unwrap_or_default(),
            text,
            lang,
            date: owned(&self.date),
            title: owned(&self.title),
            source: owned(&self.source),
            url: owned(&self.url),
            encoding: owned(&self.encoding),
            warnings,
            ..Draft::default()
        }
    }
}

/// The texts of a batch, kept where they are: the column stays alive as long as a document of it, and is not copied.
fn rows(column: &ArrayRef) -> PyResult<Arc<dyn Rows>> {
    match column.data_type() {
        DataType::Utf8View => Ok(Arc::new(ViewTexts(column.as_string_view().clone()))),
        DataType::LargeUtf8 => Ok(Arc::new(LargeTexts(column.as_string().clone()))),
        DataType::Utf8 => Ok(Arc::new(SmallTexts(column.as_string().clone()))),
        other => Err(no_strings("text", other)),
    }
}

struct ViewTexts(StringViewArray);
struct LargeTexts(LargeStringArray);
struct SmallTexts(StringArray);

impl Rows for ViewTexts {
    fn row(&self, row: usize) -> &str {
        self.0.value(row)
    }
}

impl Rows for LargeTexts {
    fn row(&self, row: usize) -> &str {
        self.0.value(row)
    }
}

impl Rows for SmallTexts {
    fn row(&self, row: usize) -> &str {
        self.0.value(row)
    }
}

fn strings<'a>(name: &str, column: &'a dyn Array) -> PyResult<Vec<Option<&'a str>>> {
    match column.data_type() {
        DataType::Utf8View => Ok(column.as_string_view().iter().collect()),
        DataType::LargeUtf8 => Ok(column.as_string::<i64>().iter().collect()),
        DataType::Utf8 => Ok(column.as_string::<i32>().iter().collect()),
        other => Err(no_strings(name, other)),
    }
}

fn no_strings(name: &str, found: &DataType) -> PyErr {
    PyTypeError::new_err(format!("column {name:?} is {found}, not a string column"))
}
