//! `duration`.

use jiff::{Error, SignedDuration, Span};

use super::kept::kept;

kept! {
    /// A length of time (ISO 8601, RFC 3339 appendix A), as the text that was sent: `P1DT12H`.
    Duration
}

impl Duration {
    /// The years, months, days, hours and so on.
    pub fn to_span(&self) -> Result<Span, Error> {
        self.as_str().parse()
    }

    /// The exact length, for a text that has nothing longer than hours in it: how long a day is
    /// depends on the calendar. [`Span::to_duration`] takes one.
    pub fn to_signed(&self) -> Result<SignedDuration, Error> {
        self.as_str().parse()
    }
}

impl From<Span> for Duration {
    fn from(span: Span) -> Self {
        Self::from(span.to_string())
    }
}

impl From<SignedDuration> for Duration {
    fn from(duration: SignedDuration) -> Self {
        Self::from(duration.to_string())
    }
}
