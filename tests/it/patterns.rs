//! The pattern language, against the truth table.
