//! From plain columns to a `polars.DataFrame`, by the Arrow C stream.

use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringViewBuilder};
use arrow_array::{Array, ArrayRef, BooleanArray, Date32Array, Float64Array, Int64Array, RecordBatch, StringViewArray};
use arrow_schema::{ArrowError, Field, Schema};
use pyo3::exceptions::PyRuntimeError;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;
use pyo3_arrow::PyTable;

use crate::calendar::{Date, days_since_epoch};

/// Columns in order, ready to become a data frame.
#[derive(Default)]
pub(super) struct Frame {
    columns: Vec<(&'static str, ArrayRef)>,
}

impl Frame {
    pub(super) fn text(self, name: &'static str, values: Vec<String>) -> Self {
        self.add(name, StringViewArray::from_iter_values(values))
    }

    pub(super) fn maybe_text(self, name: &'static str, values: Vec<Option<String>>) -> Self {
        self.add(name, StringViewArray::from_iter(values))
    }

    pub(super) fn words(self, name: &'static str, values: Vec<&'static str>) -> Self {
        self.add(name, StringViewArray::from_iter_values(values))
    }

    pub(super) fn lists(self, name: &'static str, values: Vec<Vec<String>>) -> Self {
        let mut builder = ListBuilder::new(StringViewBuilder::new());
        for list in values {
            builder.append_value(list.into_iter().map(Some));
        }
        self.add(name, builder.finish())
    }

    pub(super) fn integers(self, name: &'static str, values: Vec<i64>) -> Self {
        self.add(name, Int64Array::from(values))
    }

    pub(super) fn floats(self, name: &'static str, values: Vec<f64>) -> Self {
        self.add(name, Float64Array::from(values))
    }

    pub(super) fn maybe_floats(self, name: &'static str, values: Vec<Option<f64>>) -> Self {
        self.add(name, Float64Array::from(values))
    }

    pub(super) fn flags(self, name: &'static str, values: Vec<bool>) -> Self {
        self.add(name, BooleanArray::from(values))
    }

    pub(super) fn dates(self, name: &'static str, values: Vec<Option<Date>>) -> Self {
        self.add(name, Date32Array::from_iter(values.into_iter().map(|date| date.map(days_since_epoch))))
    }

    fn add(mut self, name: &'static str, column: impl Array + 'static) -> Self {
        self.columns.push((name, Arc::new(column)));
        self
    }

    fn into_table(self) -> Result<PyTable, ArrowError> {
        let fields: Vec<Field> =
            self.columns.iter().map(|(name, column)| Field::new(*name, column.data_type().clone(), true)).collect();
        let schema = Arc::new(Schema::new(fields));
        let columns = self.columns.into_iter().map(|(_, column)| column).collect();
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
