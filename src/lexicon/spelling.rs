//! "Did you mean …": the known names nearest to a wrong one.

/// Names longer than this are compared only up to this length, so that a message stays cheap.
const COMPARED: usize = 64;

/// Number of characters to insert, remove or replace between two names (Levenshtein).
pub(crate) fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().take(COMPARED).collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, sign) in left.chars().take(COMPARED).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, other) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(sign != *other);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[right.len()]
}

/// Up to three known names, nearest first, that differ in at most a third of their letters or contain the wrong name.
pub(crate) fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let wrong = wrong.to_lowercase();
    let mut scored: Vec<(usize, &str)> = known.into_iter().map(|name| (distance(&wrong, name), name)).collect();
    scored.retain(|(far, name)| *far <= (name.chars().count() / 3).max(1) || wrong.len() > 2 && name.contains(&wrong));
    scored.sort_unstable();
    scored.truncate(3);
    scored.into_iter().map(|(_, name)| name).collect()
}

/// The end of a message: `did you mean "x"?`, or `expected one of` the known names.
pub(crate) fn hint(wrong: &str, known: &[&str]) -> String {
    let near = nearest(wrong, known.iter().copied());
    let quote = |names: &[&str]| names.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ");
    if !near.is_empty() {
        return format!("did you mean {}?", quote(&near));
    }
    match known.len() {
        0 => "none is defined".to_owned(),
        1 => format!("expected {}", quote(known)),
        2..=20 => format!("expected one of {}", quote(known)),
        more => format!("expected one of {} or {} more", quote(&known[..20]), more - 20),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typing_error_is_near() {
        assert_eq!(distance("patterns", "pattern"), 1);
        assert_eq!(nearest("terorism", ["cyber", "terrorism", "terrorism.financing"]), ["terrorism"]);
        assert_eq!(nearest("financing", ["cyber", "terrorism.financing"]), ["terrorism.financing"]);
        assert!(hint("zzz", &["cyber"]).contains("expected \"cyber\""));
    }
}
