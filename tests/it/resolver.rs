//! Resolution of overlaps, against the truth table and a naive twin.
