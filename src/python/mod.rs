//! The Python binding: convert, detach, call, convert back. It contains no loops over documents and no arithmetic.

mod agreement;
mod audit;
mod bursts;
mod change_points;
mod collocations;
mod cooccurrence;
mod corpus;
mod count_terms;
mod count_themes;
mod dispersion;
mod documents;
mod dtm;
mod dyad_hits;
mod dyads;
mod error;
mod files;
mod frame;
mod frequency;
mod held;
mod hits;
mod index;
mod interrupt;
mod interrupted;
mod keyness;
mod kwic;
mod lexicon;
mod loader;
mod pattern_report;
mod rate_limits;
mod seasonality;
mod series;
mod text;
mod themes;
mod trend;
mod views;
mod warnings;

/// The compiled core of coopsec; use the package `coopsec`, not this module.
#[pyo3::pymodule]
mod _coopsec {
    #[pymodule_export]
    use super::agreement::{agreement, wilson};
    #[pymodule_export]
    use super::audit::{contributions, near_misses};
    #[pymodule_export]
    use super::bursts::bursts;
    #[pymodule_export]
    use super::change_points::change_points;
    #[pymodule_export]
    use super::collocations::collocations;
    #[pymodule_export]
    use super::cooccurrence::cooccurrence;
    #[pymodule_export]
    use super::corpus::Corpus;
    #[pymodule_export]
    use super::count_terms::TermCounter;
    #[pymodule_export]
    use super::count_themes::ThemeCounter;
    #[pymodule_export]
    use super::dispersion::dispersion;
    #[pymodule_export]
    use super::documents::{documents, fields, stories};
    #[pymodule_export]
    use super::dtm::{dtm, dtm_sparse, terms};
    #[pymodule_export]
    use super::dyad_hits::dyad_hits;
    #[pymodule_export]
    use super::dyads::dyads;
    #[pymodule_export]
    use super::files::{decode, decompress};
    #[pymodule_export]
    use super::frequency::frequency;
    #[pymodule_export]
    use super::hits::hits;
    #[pymodule_export]
    use super::index::{attached, check_index, open_index, save_index};
    #[pymodule_export]
    use super::interrupted::{interrupted, ratios};
    #[pymodule_export]
    use super::keyness::{keyness, keyness_over_time};
    #[pymodule_export]
    use super::kwic::kwic;
    #[pymodule_export]
    use super::lexicon::Lexicon;
    #[pymodule_export]
    use super::loader::Loader;
    #[pymodule_export]
    use super::pattern_report::pattern_report;
    #[pymodule_export]
    use super::rate_limits::rate_limits;
    #[pymodule_export]
    use super::seasonality::seasonality;
    #[pymodule_export]
    use super::text::{parse_date, sentences, tokenize};
    #[pymodule_export]
    use super::themes::themes;
    #[pymodule_export]
    use super::trend::trend;
    #[pymodule_export]
    use super::warnings::concentration;
}
