//! How a number is written that a parser has rounded.

/// The shortest integer that 64 bits may not hold, in digits.
const SHORTEST: usize = 19;

/// The integer of a text that is rounded to this number, if the number cannot be anything else that is
/// written there: it is then known without a look at where the number stands.
pub(super) fn integer(text: &str, rounded: f64) -> Option<&str> {
    let mut found = None;
    let numbers = text.split(|c: char| !is_of_number(c));
    for number in numbers.filter(|number| may_be_rounded(number)) {
        if number.parse() != Ok(rounded) {
            continue;
        }
        match found {
            // `1e30`, or one of two.
            _ if !is_integer(number) => return None,
            Some(other) if other != number => return None,
            _ => found = Some(number),
        }
    }
    found
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
    use super::integer;

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
            assert_eq!(integer(text, rounded), expected, "{text}");
        }
    }
}
