//! Turns plain columns into a `polars.DataFrame`, through the Arrow C stream.
//!
//! With millions of rows, most of the time goes into first writes to fresh memory, so a column is written only once, by
//! all threads.

use std::ops::Deref;
use std::sync::Arc;

use arrow_array::builder::{BooleanBufferBuilder, ListBuilder, StringViewBuilder};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Float64Array, Int32Array, Int64Array, RecordBatch, StringViewArray,
};
use arrow_buffer::{ArrowNativeType, BooleanBuffer, Buffer, NullBuffer, ScalarBuffer};
use arrow_schema::{ArrowError, Field, Schema};
use bytemuck::Pod;
use bytes::Bytes;
use pyo3::exceptions::PyRuntimeError;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;
use pyo3_arrow::PyTable;
use rayon::prelude::*;

use super::views::Views;
use crate::calendar::{Date, days_since_epoch};
use crate::query::column::{Coded, Rates, Runs, TextRuns, Texts};
use crate::zeroed::Zeroed;

/// Rows that a thread writes at a time.
const PART: usize = 1 << 17;

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
        self.add(name, move || Views::from(values).into_array())
    }

    /// Rows refer to the bytes of the distinct strings; no string is copied.
    pub(super) fn coded<C>(self, name: &'static str, values: Coded<C>) -> Self
    where
        C: Deref<Target = [u32]> + Send + 'static,
    {
        self.add(name, move || {
            let (distinct, codes) = values.into_parts();
            let present = (!codes.par_iter().all(|&code| code != Coded::NONE))
                .then(|| NullBuffer::from_iter(codes.iter().map(|&code| code != Coded::NONE)));
            Views::from(distinct).by(present, |of| {
                let (codes, of): (&[u32], &[u128]) = (&codes, of);
                filled(codes.len(), |start, views: &mut [u128]| {
                    for (view, &code) in views.iter_mut().zip(&codes[start..]) {
                        if code != Coded::NONE {
                            *view = of[code as usize];
                        }
                    }
                })
            })
        })
    }

    /// Like `coded`, for strings that hold for runs of rows.
    pub(super) fn runs_of_texts(self, name: &'static str, values: TextRuns) -> Self {
        self.add(name, move || {
            let (distinct, codes) = values.into_parts();
            Views::from(distinct).by(None, |of| rows(&codes, |code| of[code as usize]))
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

    pub(super) fn maybe_integers(self, name: &'static str, values: Vec<Option<i64>>) -> Self {
        self.add(name, || Int64Array::from(values))
    }

    pub(super) fn many_integers(self, name: &'static str, values: Zeroed<i64>) -> Self {
        self.add(name, || Int64Array::new(values.into(), None))
    }

    /// Numbers of items of which there are fewer than 2^31.
    pub(super) fn numbers(self, name: &'static str, values: Zeroed<u32>) -> Self {
        self.add(name, || Int32Array::new(ScalarBuffer::from(Buffer::from(Bytes::from_owner(values))), None))
    }

    pub(super) fn runs_of_integers(self, name: &'static str, values: Runs<i64>) -> Self {
        self.add(name, move || Int64Array::new(rows(&values, |value| value).into(), None))
    }

    pub(super) fn floats(self, name: &'static str, values: Vec<f64>) -> Self {
        self.add(name, || Float64Array::from(values))
    }

    pub(super) fn maybe_floats(self, name: &'static str, values: Vec<Option<f64>>) -> Self {
        self.add(name, || {
            // Most columns have a value in every row, and then need no validity bits.
            if values.iter().all(Option::is_some) {
                Float64Array::from_iter_values(values.into_iter().flatten())
            } else {
                Float64Array::from(values)
            }
        })
    }

    pub(super) fn rates(self, name: &'static str, values: Rates) -> Self {
        self.add(name, || {
            let (values, present) = values.into_parts();
            let present =
                present.runs().any(|(present, _)| !present).then(|| flags(&present, |present| present).into());
            Float64Array::new(values.into(), present)
        })
    }

    pub(super) fn flags(self, name: &'static str, values: Vec<bool>) -> Self {
        self.add(name, || BooleanArray::from(values))
    }

    pub(super) fn runs_of_flags(self, name: &'static str, values: Runs<bool>) -> Self {
        self.add(name, move || BooleanArray::new(flags(&values, |value| value), None))
    }

    pub(super) fn dates(self, name: &'static str, values: Vec<Option<Date>>) -> Self {
        self.add(name, || Date32Array::from_iter(values.into_iter().map(|date| date.map(days_since_epoch))))
    }

    pub(super) fn runs_of_dates(self, name: &'static str, values: Runs<Option<Date>>) -> Self {
        self.add(name, move || {
            let days = rows(&values, |date| date.map_or(0, days_since_epoch));
            let has_null = values.runs().any(|(date, _)| date.is_none());
            let present = has_null.then(|| flags(&values, |date| date.is_some()).into());
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

    /// Converts the columns to the form that polars takes, in parallel; call it within the detached work.
    pub(super) fn frame(self) -> Frame {
        Frame { columns: self.columns.into_par_iter().map(|(name, build)| (name, build())).collect() }
    }
}

/// `rows` values in parts, each written by `write`, which is given the part's first row.
pub(super) fn filled<V: Pod + Send>(rows: usize, write: impl Fn(usize, &mut [V]) + Sync) -> Zeroed<V> {
    let mut values = Zeroed::to_be_written(rows);
    let parts = values.get_mut().par_chunks_mut(PART).enumerate();
    parts.for_each(|(part, values)| write(part * PART, values));
    values
}

/// One value per row.
fn rows<T: Copy + Sync, V: Pod + Send>(runs: &Runs<T>, value: impl Fn(T) -> V + Sync) -> Zeroed<V> {
    filled(runs.len(), |start, mut values: &mut [V]| {
        for (run, length) in runs.runs_of(start..start + values.len()) {
            let (own, others) = values.split_at_mut(length);
            own.fill(value(run));
            values = others;
        }
    })
}

/// One bit per row.
fn flags<T: Copy>(runs: &Runs<T>, flag: impl Fn(T) -> bool) -> BooleanBuffer {
    let mut flags = BooleanBufferBuilder::new(runs.len());
    runs.runs().for_each(|(run, length)| flags.append_n(length, flag(run)));
    flags.finish()
}

impl<T: Pod + Send + ArrowNativeType> From<Zeroed<T>> for ScalarBuffer<T> {
    fn from(values: Zeroed<T>) -> Self {
        Buffer::from(Bytes::from_owner(values)).into()
    }
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
