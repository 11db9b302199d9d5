//! Loops compiled for wider vectors, for processors that have them.

/// Runs `work`, compiled again for processors with AVX2 and for those that have AVX-512 as well. Whatever is hot in it
/// must be inlined: mark its closures and functions accordingly.
#[inline]
#[cfg_attr(
    target_arch = "x86_64",
    expect(unsafe_code, reason = "what the processor can do is known at run time alone")
)]
pub(crate) fn wide<T>(work: impl FnOnce() -> T) -> T {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx512vbmi2") && is_x86_feature_detected!("avx512bw") {
        // SAFETY: the processor has AVX-512BW, as just checked.
        return unsafe { with_avx512(work) };
    } else if is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has AVX2, as just checked.
        return unsafe { with_avx2(work) };
    }
    work()
}

/// The same code in vectors of 64 bytes, for processors new enough not to slow down for them: those with VBMI2.
///
/// # Safety
/// The processor must have AVX-512BW.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512bw")]
#[expect(unsafe_code, reason = "only for processors that have AVX-512")]
unsafe fn with_avx512<T>(work: impl FnOnce() -> T) -> T {
    work()
}

/// The same code in vectors of 32 bytes.
///
/// # Safety
/// The processor must have AVX2.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
#[expect(unsafe_code, reason = "only for processors that have AVX2")]
unsafe fn with_avx2<T>(work: impl FnOnce() -> T) -> T {
    work()
}
