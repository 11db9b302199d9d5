//! String views as polars uses them: sixteen bytes per row, which hold a short string or point to a long one.

use arrow_array::StringViewArray;
use arrow_array::builder::make_view;
use arrow_buffer::{Buffer, NullBuffer};

use super::frame::filled;
use crate::query::column::Texts;
use crate::zeroed::Zeroed;

/// How far views can point from the start of a buffer.
const REACH: usize = i32::MAX as usize;

/// A view of each string, and the bytes that views of long strings point to; no string is copied.
pub(super) struct Views {
    views: Zeroed<u128>,
    bytes: Vec<Buffer>,
}

impl From<Texts> for Views {
    fn from(texts: Texts) -> Self {
        let firsts = texts.parts_within(REACH);
        let (text, ends) = texts.into_parts();
        let start = |row: usize| row.checked_sub(1).map_or(0, |before| ends[before]);
        let views = filled(ends.len(), |first, views: &mut [u128]| {
            for (row, view) in (first..).zip(views) {
                let buffer = firsts.partition_point(|&first| first <= row) - 1;
                let offset = start(row) - start(firsts[buffer]);
                *view = make_view(&text.as_bytes()[start(row)..ends[row]], buffer as u32, offset as u32);
            }
        });
        let all = Buffer::from(text.into_bytes());
        let behind = firsts.iter().skip(1).map(|&first| start(first)).chain([all.len()]);
        let bytes =
            firsts.iter().zip(behind).map(|(&first, end)| all.slice_with_length(start(first), end - start(first)));
        let bytes = bytes.collect();
        Self { views, bytes }
    }
}

impl Views {
    /// The strings themselves, one per row.
    pub(super) fn into_array(self) -> StringViewArray {
        looking_at(self.bytes, self.views, None)
    }

    /// Rows whose views `rows` picks from those of the strings, or zero views; rows may also be not `present`.
    pub(super) fn by(self, present: Option<NullBuffer>, rows: impl FnOnce(&[u128]) -> Zeroed<u128>) -> StringViewArray {
        let views = rows(self.views.get());
        looking_at(self.bytes, views, present)
    }
}

/// An array of views into the bytes, some perhaps not `present`.
#[expect(
    unsafe_code,
    reason = "looking at every row to see that it is text costs twice as much as the rest of the work"
)]
fn looking_at(bytes: Vec<Buffer>, views: Zeroed<u128>, present: Option<NullBuffer>) -> StringViewArray {
    let views = views.into();
    if cfg!(debug_assertions) {
        return StringViewArray::new(views, bytes, present);
    }
    // SAFETY: each view is zero, which is the empty string, or was made from a string in `Texts`, whose bytes these
    // are.
    unsafe { StringViewArray::new_unchecked(views, bytes, present) }
}
