//! `date-time` and `date`, where a crate keeps them as texts.

use jiff::{Error, Timestamp, civil, tz::Offset};

use super::kept::kept;

kept! {
    /// An instant (RFC 3339 § 5.6 `date-time`), as the text that was sent, its offset and all of its
    /// digits with it.
    DateTime
}

impl DateTime {
    /// The instant.
    pub fn to_timestamp(&self) -> Result<Timestamp, Error> {
        self.as_str().parse()
    }

    /// How far its clock is from UTC; `None` if the text does not say.
    pub fn offset(&self) -> Result<Option<Offset>, Error> {
        let pieces = jiff::fmt::temporal::Pieces::parse(self.as_str())?;
        Ok(pieces.to_numeric_offset())
    }
}

impl From<Timestamp> for DateTime {
    fn from(instant: Timestamp) -> Self {
        Self::from(instant.to_string())
    }
}

kept! {
    /// A calendar date (RFC 3339 § 5.6 `full-date`), as the text that was sent.
    Date
}

impl Date {
    /// The date.
    pub fn to_civil(&self) -> Result<civil::Date, Error> {
        self.as_str().parse()
    }
}

impl From<civil::Date> for Date {
    fn from(date: civil::Date) -> Self {
        Self::from(date.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::{Date, DateTime};

    #[test]
    fn any_text_is_kept_and_what_is_a_date_can_be_read() {
        let text = "2026-01-01T10:00:00.120+02:00";
        let instant = DateTime::from(text);
        assert_eq!(instant, text);
        let in_utc = instant.to_timestamp().map(|it| it.to_string());
        assert_eq!(in_utc.ok().as_deref(), Some("2026-01-01T08:00:00.12Z"));
        let offset = instant.offset().ok().flatten();
        assert_eq!(offset.map(|offset| offset.seconds()), Some(7200));

        let odd = DateTime::from("2026-01-01 10:00");
        assert_eq!(odd, "2026-01-01 10:00");
        assert!(odd.to_timestamp().is_err());
        assert_eq!(odd.offset().ok(), Some(None));

        let date = Date::from("2026-02-28");
        assert_eq!(date.to_civil().map(Date::from).ok(), Some(date));
        assert!(Date::from("2026-02-30").to_civil().is_err());
    }
}
