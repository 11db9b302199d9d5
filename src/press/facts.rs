//! The date in a line of facts about an article, `Politique, mardi 14 mars 2006, 512 mots, p. 16`, as press databases write
//! them.

use std::ops::Range;

use super::expression::{Expression, expression};
use super::grammar::Grammar;
use super::lex::lex;
use super::part::is_finer_than_year;
use crate::calendar::Precision;
use crate::text::Lang;

/// Most characters of the line that are looked at.
const LONGEST: usize = 300;

/// Bytes of the first day that the line states, or else of the first date that is finer than a year: a number may be part
/// of a section, as in `Mondial 2014`.
pub fn date_within(line: &str, lang: Lang) -> Option<Range<usize>> {
    let tokens = lex(line, 0, LONGEST);
    let grammar = Grammar::new(&tokens, lang);
    let found: Vec<Expression> = (0..tokens.len())
        .filter(|&pos| !grammar.glued(pos))
        .filter_map(|pos| expression(grammar, pos))
        .filter(|found| is_finer_than_year(&found.reading))
        .collect();
    let day = found.iter().find(|found| found.reading.precision == Precision::Day);
    let Expression { first, next, .. } = day.or(found.first())?;
    Some(tokens.get(*first)?.start..tokens.get(next.checked_sub(1)?)?.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_is_found_among_other_facts() {
        for (line, expected) in [
            ("Communication, mardi 14 mars 2006, p. 16", Some("mardi 14 mars 2006")),
            ("France, mercredi 11 septembre 2024 134 mots, p. 11", Some("mercredi 11 septembre 2024")),
            ("World, Friday, November 13, 2015", Some("Friday, November 13, 2015")),
            ("Thursday, December 22, 2022 13887 mots, p. 819(40)", Some("Thursday, December 22, 2022")),
            ("Seine-Saint-Denis, lundi 28 janvier 2013, p. 93_T_17", Some("lundi 28 janvier 2013")),
            ("mercredi 3 juin 2015 - 14:23 UTC +02:00 512 mots", Some("mercredi 3 juin 2015")),
            ("Mondial 2014, jeudi 12 juin 2014", Some("jeudi 12 juin 2014")),
            ("Nacional, miércoles, 3 de junio de 2015, 512 palabras", Some("miércoles, 3 de junio de 2015")),
            ("Dossier, juillet-août 2015, p. 3", Some("juillet-août 2015")),
            ("Spécial 2015, p. 3", None),
            ("Politique, p. 3", None),
            ("", None),
        ] {
            assert_eq!(date_within(line, Lang::Fr).map(|date| &line[date]), expected, "{line}");
        }
    }
}
