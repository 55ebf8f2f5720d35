//! Numbers as documents limit them.

use std::cmp::Ordering;
use std::fmt;

/// A number of a document: whole ones are exact, as those of a request are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    /// A whole number.
    Whole(i128),
    /// A number with a fraction.
    Fraction(f64),
}

impl Number {
    pub(super) fn of(number: &serde_json::Number) -> Option<Self> {
        let whole = number.as_i64().map(i128::from);
        let whole = whole.or_else(|| number.as_u64().map(i128::from));
        match whole {
            Some(whole) => Some(Self::Whole(whole)),
            None => number.as_f64().and_then(Self::fraction),
        }
    }

    /// The number that a parameter's text stands for.
    pub(super) fn parse(text: &str) -> Option<Self> {
        match text.parse() {
            Ok(whole) => Some(Self::Whole(whole)),
            Err(_) => text.parse().ok().and_then(Self::fraction),
        }
    }

    fn fraction(number: f64) -> Option<Self> {
        number.is_finite().then_some(Self::Fraction(number))
    }

    pub(super) fn compare(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Whole(one), Self::Whole(other)) => Some(one.cmp(&other)),
            (one, other) => one.as_f64().partial_cmp(&other.as_f64()),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "compared with a fraction")]
    fn as_f64(self) -> f64 {
        match self {
            Self::Whole(whole) => whole as f64,
            Self::Fraction(fraction) => fraction,
        }
    }

    /// Whether it is a multiple of another, as both are written: 0.3 is one of 0.1, though the
    /// nearest doubles are not. In doubt it is.
    pub(super) fn is_multiple_of(self, other: Self) -> bool {
        let remainder = || {
            let (one, other) = (Decimal::of(self)?, Decimal::of(other)?);
            let places = one.places.max(other.places);
            one.at(places)?.checked_rem(other.at(places)?)
        };
        remainder().is_none_or(|remainder| remainder == 0)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(whole) => whole.fmt(f),
            Self::Fraction(fraction) => fraction.fmt(f),
        }
    }
}

/// A number as its decimal digits.
struct Decimal {
    digits: i128,
    /// How many of the digits are behind the point.
    places: u32,
}

impl Decimal {
    /// `None` if it has more digits than there is room for.
    fn of(number: Number) -> Option<Self> {
        // The shortest digits that mean the same double, never with an exponent.
        let text = number.to_string();
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        Some(Self {
            digits: format!("{whole}{fraction}").parse().ok()?,
            places: u32::try_from(fraction.len()).ok()?,
        })
    }

    fn at(&self, places: u32) -> Option<i128> {
        let more = places.checked_sub(self.places)?;
        self.digits.checked_mul(10_i128.checked_pow(more)?)
    }
}

#[cfg(test)]
mod tests {
    use super::Number::{self, Fraction, Whole};

    #[test]
    fn multiples_are_those_of_the_digits_as_written() {
        assert!(Fraction(0.3).is_multiple_of(Fraction(0.1)));
        assert!(Fraction(19.99).is_multiple_of(Fraction(0.01)));
        assert!(Whole(10).is_multiple_of(Fraction(2.5)));
        assert!(Fraction(-7.5).is_multiple_of(Fraction(2.5)));
        assert!(Fraction(4.0).is_multiple_of(Whole(2)));
        assert!(!Fraction(0.35).is_multiple_of(Fraction(0.1)));
        assert!(!Whole(7).is_multiple_of(Whole(5)));
        assert!(!Fraction(1e-7).is_multiple_of(Fraction(0.01)));
    }

    #[test]
    fn what_cannot_be_told_is_taken_for_a_multiple() {
        assert!(Fraction(1e300).is_multiple_of(Fraction(0.7)));
        assert!(Whole(3).is_multiple_of(Whole(0)));
        assert!(Whole(i128::MIN).is_multiple_of(Whole(-1)));
    }

    #[test]
    fn whole_numbers_are_compared_exactly() {
        let (large, larger) = (Whole(u64::MAX.into()), Whole(i128::from(u64::MAX) + 1));
        assert!(large.compare(larger).is_some_and(std::cmp::Ordering::is_lt));
        assert_eq!(
            Number::parse("18446744073709551616").and_then(|number| number.compare(larger)),
            Some(std::cmp::Ordering::Equal)
        );
        assert_eq!(Number::parse("ten"), None);
        assert_eq!(Number::parse("NaN"), None);
    }
}
