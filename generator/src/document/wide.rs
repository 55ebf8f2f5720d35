//! How a number is written that a parser has rounded.

use crate::hash::HashMap;

/// The shortest integer that 64 bits may not hold, in digits.
const SHORTEST: usize = 19;

/// The least of the numbers that are rounded, whatever its sign: 2^63.
pub(super) const LEAST: f64 = 9_223_372_036_854_775_808.0;

/// The numbers of a text that 64 bits may not hold, by what they are rounded to.
pub(super) struct Numbers<'t>(HashMap<u64, Option<&'t str>>);

impl<'t> Numbers<'t> {
    /// Those of a text.
    pub(super) fn of(text: &'t str) -> Self {
        let mut numbers = HashMap::default();
        let words = text.split(|c: char| !is_of_number(c));
        for word in words.filter(|word| may_be_rounded(word)) {
            let Some(rounded) = word
                .parse()
                .ok()
                .filter(|number: &f64| number.abs() >= LEAST)
            else {
                continue;
            };
            let own = is_integer(word).then_some(word);
            let known = numbers.entry(rounded.to_bits()).or_insert(own);
            // `1e30`, or another that is rounded to the same.
            if *known != own {
                *known = None;
            }
        }
        Self(numbers)
    }

    /// The integer that is rounded to this number, if the number cannot be anything else that is written
    /// there: it is then known without a look at where the number stands.
    pub(super) fn integer(&self, rounded: f64) -> Option<&'t str> {
        self.0.get(&rounded.to_bits()).copied().flatten()
    }
}

/// Whether a character can be one of a number, or of a word that is none.
fn is_of_number(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.' | '_')
}

/// Whether a word can be a number of such a size: most can be told not to be one by their length.
fn may_be_rounded(word: &str) -> bool {
    let bytes = word.as_bytes();
    let is_number = |first: &u8| first.is_ascii_digit() || matches!(first, b'-' | b'+' | b'.');
    bytes.first().is_some_and(is_number)
        && (bytes.len() >= SHORTEST || bytes.iter().any(|byte| matches!(byte, b'e' | b'E')))
}

/// Whether a number has neither a fraction nor an exponent.
pub(super) fn is_integer(number: &str) -> bool {
    let digits = number.trim_start_matches(['-', '+']);
    digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::Numbers;

    #[test]
    fn an_integer_is_known_where_nothing_else_can_be_meant() {
        for (text, rounded, expected) in [
            (
                "maximum: 18446744073709551616\n",
                2f64.powi(64),
                Some("18446744073709551616"),
            ),
            (
                "[-9223372036854776000,1]",
                -(2f64.powi(63)),
                Some("-9223372036854776000"),
            ),
            ("{a: 1e30, b: 1000000000000000019884624838656}", 1e30, None),
            (
                "18446744073709551616 18446744073709551617",
                2f64.powi(64),
                None,
            ),
            (
                "18446744073709551616, 18446744073709551616",
                2f64.powi(64),
                Some("18446744073709551616"),
            ),
            ("18446744073709551616.0", 2f64.powi(64), None),
            (
                "a18446744073709551616 0x10000000000000000",
                2f64.powi(64),
                None,
            ),
            ("2000000000000000000000", 2f64.powi(64), None),
            ("", 1e30, None),
        ] {
            assert_eq!(Numbers::of(text).integer(rounded), expected, "{text}");
        }
    }
}
