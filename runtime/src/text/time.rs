//! `time`.

use jiff::{Error, civil, tz::Offset};

use super::kept::kept;

kept! {
    /// A time of day (RFC 3339 § 5.6 `full-time`, often without the offset), as the text that was
    /// sent.
    Time
}

impl Time {
    /// What the clock shows, whatever the offset.
    pub fn to_civil(&self) -> Result<civil::Time, Error> {
        self.clock_and_offset().0.parse()
    }

    /// How far the clock is from UTC; `None` if the text does not say.
    pub fn offset(&self) -> Result<Option<Offset>, Error> {
        match self.clock_and_offset().1 {
            "" => Ok(None),
            "Z" | "z" => Ok(Some(Offset::UTC)),
            offset => civil_offset(offset).map(Some),
        }
    }

    fn clock_and_offset(&self) -> (&str, &str) {
        let text = self.as_str();
        text.split_at(text.find(['Z', 'z', '+', '-']).unwrap_or(text.len()))
    }
}

/// jiff reads an offset only as part of an instant.
fn civil_offset(offset: &str) -> Result<Offset, Error> {
    let pieces = format!("2000-01-01T00:00:00{offset}");
    let pieces = jiff::fmt::temporal::Pieces::parse(&pieces)?;
    Ok(pieces.to_numeric_offset().unwrap_or(Offset::UTC))
}

impl From<civil::Time> for Time {
    fn from(time: civil::Time) -> Self {
        Self::from(time.to_string())
    }
}
