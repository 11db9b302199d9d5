//! Real data beside the repository: tests that need it are skipped if it is absent, unless it is required.

use std::path::PathBuf;

/// The path of a shared file or folder, or `None` if the test should be skipped.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let full = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")).join(path);
    let required = std::env::var("COOPSEC_REQUIRE_SHARED").is_ok_and(|v| v == "1");
    assert!(full.exists() || !required, "{} is required", full.display());
    full.exists().then_some(full)
}

/// The text of a shared file, or `None` if the test should be skipped.
pub(crate) fn shared_text(path: &str) -> Option<String> {
    let full = shared(path)?;
    Some(std::fs::read_to_string(&full).unwrap_or_else(|error| panic!("{}: {error}", full.display())))
}
