//! Memory for large tables and columns: zeroed, and in huge pages where the system gives them.
//!
//! A page that is new costs the system about as much at 4 kB as at 2 MB, beside the zeros that fill it; and a look-up in a
//! hash table touches a page of its own, which small ones make dearer than the look-up.

use std::fmt;
use std::ops::{Deref, DerefMut};

use bytemuck::Pod;
use memmap2::MmapMut;

/// Memory that pages of 4 kB are good enough for.
const SMALL: usize = 1 << 20;
/// Size of a huge page, which begins at a multiple of it.
const HUGE: usize = 1 << 21;

/// So many items, all of them zero at first.
pub struct Slots<T> {
    memory: Memory<T>,
}

enum Memory<T> {
    Vector(Vec<T>),
    Pages(Pages),
}

/// Pages of its own, and where in them the bytes of the items are.
struct Pages {
    map: MmapMut,
    start: usize,
    end: usize,
}

impl Pages {
    /// `None` where the system has no such memory.
    fn new(bytes: usize) -> Option<Self> {
        // What is not touched costs nothing, so there is room to begin where a huge page does.
        let map = MmapMut::map_anon(bytes.checked_add(HUGE)?).ok()?;
        // Where the system has no huge pages, small ones do.
        #[cfg(target_os = "linux")]
        let _ = map.advise(memmap2::Advice::HugePage);
        let start = map.as_ptr().addr().wrapping_neg() % HUGE;
        Some(Self { map, start, end: start + bytes })
    }
}

impl<T: Pod> Slots<T> {
    pub(crate) fn new(count: usize) -> Self {
        let bytes = count * size_of::<T>();
        let pages = if bytes > SMALL { Pages::new(bytes) } else { None };
        let memory = pages.map_or_else(|| Memory::Vector(vec![T::zeroed(); count]), Memory::Pages);
        Self { memory }
    }

    /// Forgets the items behind the first so many; the memory stays.
    pub(crate) fn truncate(&mut self, count: usize) {
        match &mut self.memory {
            Memory::Vector(items) => items.truncate(count),
            Memory::Pages(pages) => pages.end = pages.end.min(pages.start + count * size_of::<T>()),
        }
    }

    pub(crate) fn get(&self) -> &[T] {
        match &self.memory {
            Memory::Vector(items) => items,
            Memory::Pages(pages) => bytemuck::cast_slice(&pages.map[pages.start..pages.end]),
        }
    }

    pub(crate) fn get_mut(&mut self) -> &mut [T] {
        match &mut self.memory {
            Memory::Vector(items) => items,
            Memory::Pages(pages) => bytemuck::cast_slice_mut(&mut pages.map[pages.start..pages.end]),
        }
    }
}

impl<T: Pod> Default for Slots<T> {
    fn default() -> Self {
        Self::new(0)
    }
}

impl<T: Pod> Deref for Slots<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.get()
    }
}

impl<T: Pod> DerefMut for Slots<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        self.get_mut()
    }
}

impl<T: Pod> AsRef<[u8]> for Slots<T> {
    fn as_ref(&self) -> &[u8] {
        bytemuck::cast_slice(self.get())
    }
}

impl<T: Pod + fmt::Debug> fmt::Debug for Slots<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.get()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_and_large_memory_begins_with_zeros_and_keeps_what_is_written() {
        for count in [0, 7, SMALL / 8, SMALL / 8 + 1, 1 << 19] {
            let mut slots: Slots<u64> = Slots::new(count);
            assert!(slots.len() == count && slots.iter().all(|&item| item == 0));
            if let Some(last) = slots.last_mut() {
                *last = 9;
            }
            assert_eq!(slots.get().last().copied(), (count > 0).then_some(9));
            let bytes: &[u8] = slots.as_ref();
            assert_eq!(bytes.len(), 8 * count);
            assert_eq!(bytes.last_chunk().copied().map(u64::from_ne_bytes), (count > 0).then_some(9));
            slots.truncate(count + 1);
            assert_eq!(slots.len(), count);
            slots.truncate(count / 2);
            assert!(slots.len() == count / 2 && slots.iter().all(|&item| item == 0));
        }
    }

    #[test]
    fn large_memory_begins_where_a_huge_page_does() {
        for bytes in [SMALL + 1, HUGE, 3 * HUGE + 5] {
            let slots: Slots<u8> = Slots::new(bytes);
            assert!(matches!(slots.memory, Memory::Pages(_)));
            assert_eq!(slots.as_ptr().addr() % HUGE, 0);
        }
    }
}
