//! A hint to fetch memory that will be read soon, so that the waits for many places overlap.

/// Prefetches an item; does nothing if the slice has no such item, or on processors without the instruction.
#[inline]
pub(crate) fn prefetch<T>(items: &[T], at: usize) {
    #[cfg(target_arch = "x86_64")]
    if let Some(item) = items.get(at) {
        hint(std::ptr::from_ref(item).cast());
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (items, at);
}

#[cfg(target_arch = "x86_64")]
#[inline]
#[expect(unsafe_code, reason = "the instruction takes an address; it reads nothing and cannot fault")]
fn hint(address: *const i8) {
    use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
    // SAFETY: SSE is part of x86_64, and a prefetch has no effect visible to a program, whatever the address.
    unsafe { _mm_prefetch::<_MM_HINT_T0>(address) }
}
