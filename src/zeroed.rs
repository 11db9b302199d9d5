//! Zeroed memory for large tables and columns.
//!
//! Tables get huge pages where the system has them: each look-up touches a different page, and with 4 kB pages finding
//! the page costs more than the look-up itself. Columns are written from end to end, and most of that time goes to the
//! system handing over pages one by one; asking for many at once takes a third less. Huge pages are handed over faster
//! by far, but on a virtual machine whose host has reclaimed the free memory they take several times longer than small
//! ones.

use std::fmt;
use std::ops::{Deref, DerefMut, Range};

use bytemuck::Pod;
use memmap2::MmapMut;
use rayon::prelude::*;

/// Up to this many bytes, the allocator and 4 kB pages are good enough.
const SMALL: usize = 1 << 20;
/// Bytes of pages a thread asks for at once.
const PART: usize = 1 << 20;

/// A fixed number of items, all zero at first.
pub struct Zeroed<T> {
    memory: Memory<T>,
}

enum Memory<T> {
    Vector(Vec<T>),
    /// An anonymous mapping, and how many bytes of it the items take.
    Pages(MmapMut, usize),
}

impl<T: Pod> Zeroed<T> {
    /// Memory for a table.
    pub(crate) fn new(count: usize) -> Self {
        let items = Self::column(count);
        #[cfg(target_os = "linux")]
        if let Memory::Pages(pages, _) = &items.memory {
            // If the system has no huge pages, small ones will do.
            let _ = pages.advise(memmap2::Advice::HugePage);
        }
        items
    }

    /// Memory for a column. What is never written costs nothing.
    pub(crate) fn column(count: usize) -> Self {
        let bytes = count * size_of::<T>();
        let pages = if bytes > SMALL { MmapMut::map_anon(bytes).ok() } else { None };
        let memory =
            pages.map_or_else(|| Memory::Vector(vec![T::zeroed(); count]), |pages| Memory::Pages(pages, bytes));
        Self { memory }
    }

    /// Memory for a column that is about to be written in full.
    pub(crate) fn to_be_written(count: usize) -> Self {
        let items = Self::column(count);
        items.touch(0..count);
        items
    }

    /// Asks for the pages of items that are about to be written.
    pub(crate) fn touch(&self, items: Range<usize>) {
        let Memory::Pages(pages, _) = &self.memory else { return };
        let bytes = items.start * size_of::<T>()..items.end * size_of::<T>();
        bytes.clone().into_par_iter().step_by(PART).for_each(|start| {
            ask_for(pages, start, PART.min(bytes.end - start));
        });
    }

    /// Drops all items after the first `count`; the memory stays allocated.
    pub(crate) fn truncate(&mut self, count: usize) {
        match &mut self.memory {
            Memory::Vector(items) => items.truncate(count),
            Memory::Pages(_, bytes) => *bytes = (*bytes).min(count * size_of::<T>()),
        }
    }

    pub(crate) fn get(&self) -> &[T] {
        match &self.memory {
            Memory::Vector(items) => items,
            Memory::Pages(pages, bytes) => bytemuck::cast_slice(&pages[..*bytes]),
        }
    }

    pub(crate) fn get_mut(&mut self) -> &mut [T] {
        match &mut self.memory {
            Memory::Vector(items) => items,
            Memory::Pages(pages, bytes) => bytemuck::cast_slice_mut(&mut pages[..*bytes]),
        }
    }
}

/// Asks for the pages of `bytes` bytes. If the system cannot, or is out of memory, they are faulted in when written.
#[cfg_attr(not(target_os = "linux"), expect(unused_variables, reason = "only Linux knows how"))]
fn ask_for(pages: &MmapMut, start: usize, bytes: usize) {
    #[cfg(target_os = "linux")]
    let _ = pages.advise_range(memmap2::Advice::PopulateWrite, start, bytes);
}

impl<T: Pod> Default for Zeroed<T> {
    fn default() -> Self {
        Self::new(0)
    }
}

impl<T: Pod> Deref for Zeroed<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.get()
    }
}

impl<T: Pod> DerefMut for Zeroed<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        self.get_mut()
    }
}

impl<T: Pod> AsRef<[u8]> for Zeroed<T> {
    fn as_ref(&self) -> &[u8] {
        bytemuck::cast_slice(self.get())
    }
}

impl<T: Pod + fmt::Debug> fmt::Debug for Zeroed<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.get()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_and_large_memory_begins_with_zeros_and_keeps_what_is_written() {
        let counts = [0, 7, SMALL / 8, SMALL / 8 + 1, 1 << 19];
        for mut items in counts.into_iter().flat_map(|count| [Zeroed::<u64>::new(count), Zeroed::column(count)]) {
            let count = items.len();
            items.touch(count / 3..count);
            assert!(items.iter().all(|&item| item == 0));
            if let Some(last) = items.last_mut() {
                *last = 9;
            }
            assert_eq!(items.get().last().copied(), (count > 0).then_some(9));
            let bytes: &[u8] = items.as_ref();
            assert_eq!(bytes.len(), 8 * count);
            assert_eq!(bytes.last_chunk().copied().map(u64::from_ne_bytes), (count > 0).then_some(9));
            items.truncate(count + 1);
            assert_eq!(items.len(), count);
            items.truncate(count / 2);
            assert!(items.len() == count / 2 && items.iter().all(|&item| item == 0));
        }
    }

    #[test]
    fn pages_that_were_asked_for_keep_what_is_written() {
        let mut items: Zeroed<u32> = Zeroed::column(1 << 20);
        items.iter_mut().zip(1..).for_each(|(slot, number)| *slot = number);
        items.touch(0..items.len());
        items.touch(5..5);
        assert!(items.iter().copied().eq(1..=1 << 20));
    }
}
