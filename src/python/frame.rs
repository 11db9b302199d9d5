//! From plain columns to a `polars.DataFrame`, by the Arrow C stream.

use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringViewBuilder};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Float64Array, Int32Array, Int64Array, RecordBatch, StringViewArray,
    UInt32Array,
};
use arrow_schema::{ArrowError, Field, Schema};
use arrow_select::take::take;
use pyo3::exceptions::PyRuntimeError;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;
use pyo3_arrow::PyTable;
use rayon::prelude::*;

use crate::calendar::{Date, days_since_epoch};
use crate::query::column::{Coded, Runs, Texts};

type Built = Result<ArrayRef, ArrowError>;
type Build = Box<dyn FnOnce() -> Built + Send>;

/// Columns in order, not yet in the form that polars takes.
#[derive(Default)]
pub(super) struct Columns {
    columns: Vec<(&'static str, Build)>,
}

impl Columns {
    pub(super) fn text(self, name: &'static str, values: Vec<String>) -> Self {
        self.add(name, || StringViewArray::from_iter_values(values))
    }

    pub(super) fn maybe_text(self, name: &'static str, values: Vec<Option<String>>) -> Self {
        self.add(name, || StringViewArray::from_iter(values))
    }

    pub(super) fn texts(self, name: &'static str, values: Texts) -> Self {
        self.add(name, move || StringViewArray::from_iter_values(values.iter()))
    }

    /// Rows look at the bytes of the distinct strings; none is copied.
    pub(super) fn coded(self, name: &'static str, values: Coded) -> Self {
        self.build(name, move || {
            let (values, codes, present) = values.into_parts();
            let values = StringViewArray::from_iter_values(values.iter());
            let codes = UInt32Array::new(codes.into(), present.map(Into::into));
            take(&values, &codes, None)
        })
    }

    pub(super) fn words(self, name: &'static str, values: Vec<&'static str>) -> Self {
        self.add(name, || StringViewArray::from_iter_values(values))
    }

    pub(super) fn lists(self, name: &'static str, values: Vec<Vec<String>>) -> Self {
        self.add(name, || {
            let mut builder = ListBuilder::new(StringViewBuilder::new());
            for list in values {
                builder.append_value(list.into_iter().map(Some));
            }
            builder.finish()
        })
    }

    pub(super) fn integers(self, name: &'static str, values: Vec<i64>) -> Self {
        self.add(name, || Int64Array::from(values))
    }

    pub(super) fn small_integers(self, name: &'static str, values: Vec<i32>) -> Self {
        self.add(name, || Int32Array::from(values))
    }

    pub(super) fn runs_of_integers(self, name: &'static str, values: Runs<i64>) -> Self {
        self.add(name, move || Int64Array::from(rows(&values, |value| value)))
    }

    pub(super) fn floats(self, name: &'static str, values: Vec<f64>) -> Self {
        self.add(name, || Float64Array::from(values))
    }

    pub(super) fn maybe_floats(self, name: &'static str, values: Vec<Option<f64>>) -> Self {
        self.add(name, || {
            // Most columns have a value in every row; then there is nothing to mark.
            if values.iter().all(Option::is_some) {
                Float64Array::from_iter_values(values.into_iter().flatten())
            } else {
                Float64Array::from(values)
            }
        })
    }

    pub(super) fn flags(self, name: &'static str, values: Vec<bool>) -> Self {
        self.add(name, || BooleanArray::from(values))
    }

    pub(super) fn runs_of_flags(self, name: &'static str, values: Runs<bool>) -> Self {
        self.add(name, move || BooleanArray::from(rows(&values, |value| value)))
    }

    pub(super) fn dates(self, name: &'static str, values: Vec<Option<Date>>) -> Self {
        self.add(name, || Date32Array::from_iter(values.into_iter().map(|date| date.map(days_since_epoch))))
    }

    pub(super) fn runs_of_dates(self, name: &'static str, values: Runs<Option<Date>>) -> Self {
        self.add(name, move || {
            let days = rows(&values, |date| date.map_or(0, days_since_epoch));
            let has_null = values.runs().any(|(date, _)| date.is_none());
            let present = has_null.then(|| rows(&values, |date| date.is_some()).into());
            Date32Array::new(days.into(), present)
        })
    }

    fn add<A: Array + 'static>(self, name: &'static str, build: impl FnOnce() -> A + Send + 'static) -> Self {
        self.build(name, || Ok(Arc::new(build())))
    }

    fn build(mut self, name: &'static str, build: impl FnOnce() -> Built + Send + 'static) -> Self {
        self.columns.push((name, Box::new(build)));
        self
    }

    /// Brings the columns into the form that polars takes, in parallel; to be called within the detached work.
    pub(super) fn frame(self) -> Frame {
        Frame { columns: self.columns.into_par_iter().map(|(name, build)| (name, build())).collect() }
    }
}

/// One value a row.
fn rows<T: Copy, V: Clone>(runs: &Runs<T>, value: impl Fn(T) -> V) -> Vec<V> {
    let mut rows = Vec::with_capacity(runs.len());
    let mut end = 0;
    for (run, length) in runs.runs() {
        end += length;
        rows.resize(end, value(run));
    }
    rows
}

/// Columns in order, ready to become a data frame.
pub(super) struct Frame {
    columns: Vec<(&'static str, Built)>,
}

impl Frame {
    fn into_table(self) -> Result<PyTable, ArrowError> {
        let (mut fields, mut columns) = (Vec::new(), Vec::new());
        for (name, column) in self.columns {
            let column = column?;
            fields.push(Field::new(name, column.data_type().clone(), true));
            columns.push(column);
        }
        let schema = Arc::new(Schema::new(fields));
        let batch = RecordBatch::try_new(Arc::clone(&schema), columns)?;
        PyTable::try_new(vec![batch], schema).map_err(|error| ArrowError::ComputeError(error.to_string()))
    }
}

impl<'py> IntoPyObject<'py> for Frame {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    const OUTPUT_TYPE: PyStaticExpr = pyo3::type_hint_identifier!("polars", "DataFrame");

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        static DATA_FRAME: PyOnceLock<Py<PyType>> = PyOnceLock::new();
        let table = self.into_table().map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
        DATA_FRAME.import(py, "polars", "DataFrame")?.call1((table.into_pyobject(py)?,))
    }
}
