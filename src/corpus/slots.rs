//! Memory for large hash tables: zeroed, and in huge pages where the system gives them.
//!
//! A look-up touches a page of its own; with pages of 4 kB, finding the page costs more than the look-up.

use bytemuck::Pod;
use memmap2::MmapMut;

/// Memory that pages of 4 kB are good enough for.
const SMALL: usize = 1 << 20;

/// So many items, all of them zero at first.
#[derive(Debug)]
pub(super) struct Slots<T> {
    memory: Memory<T>,
}

#[derive(Debug)]
enum Memory<T> {
    Vector(Vec<T>),
    /// Pages of its own, as long as the items.
    Pages(MmapMut),
}

impl<T: Pod> Slots<T> {
    pub(super) fn new(count: usize) -> Self {
        let bytes = count * size_of::<T>();
        let pages = if bytes > SMALL { MmapMut::map_anon(bytes).ok() } else { None };
        let memory = pages.map_or_else(|| Memory::Vector(vec![T::zeroed(); count]), Memory::Pages);
        #[cfg(target_os = "linux")]
        if let Memory::Pages(pages) = &memory {
            // Where the system has none, small pages do.
            let _ = pages.advise(memmap2::Advice::HugePage);
        }
        Self { memory }
    }

    pub(super) fn get(&self) -> &[T] {
        match &self.memory {
            Memory::Vector(items) => items,
            Memory::Pages(pages) => bytemuck::cast_slice(pages),
        }
    }

    pub(super) fn get_mut(&mut self) -> &mut [T] {
        match &mut self.memory {
            Memory::Vector(items) => items,
            Memory::Pages(pages) => bytemuck::cast_slice_mut(pages),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_and_large_memory_begins_with_zeros_and_keeps_what_is_written() {
        for count in [0, 7, 1 << 19] {
            let mut slots: Slots<u64> = Slots::new(count);
            assert!(slots.get().len() == count && slots.get().iter().all(|&item| item == 0));
            if let Some(last) = slots.get_mut().last_mut() {
                *last = 9;
            }
            assert_eq!(slots.get().last().copied(), (count > 0).then_some(9));
        }
    }
}
