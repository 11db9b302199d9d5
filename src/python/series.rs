//! Series passed from a frame as flat columns.

use crate::stats::series::Series;

/// Number of periods and documents of each series; place, hits and exposure of each period, series after series.
pub(super) type Given = (Vec<usize>, Vec<f64>, Vec<u32>, Vec<f64>, Vec<f64>);

/// Rebuilds the series from flat columns.
pub(super) fn series((lengths, documents, place, hits, exposure): Given) -> Vec<Series> {
    let mut end = 0;
    let one = |(length, documents): (usize, f64)| {
        let rows = end..end + length;
        end = rows.end;
        Series {
            place: place[rows.clone()].to_vec(),
            hits: hits[rows.clone()].to_vec(),
            exposure: exposure[rows].to_vec(),
            documents,
        }
    };
    lengths.into_iter().zip(documents).map(one).collect()
}
