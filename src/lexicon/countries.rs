//! The country codes that an actor may have.

use std::sync::LazyLock;

use hashbrown::HashSet;

static CODES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let table: toml::Table = include_str!("data/countries.toml").parse().expect("data file is TOML");
    let list = |key: &str| table[key].clone().try_into::<Vec<String>>().expect("data file holds lists of codes");
    ["assigned", "others"].into_iter().flat_map(list).collect()
});

/// Whether the code exists.
pub(super) fn is_code(code: &str) -> bool {
    CODES.contains(code)
}
