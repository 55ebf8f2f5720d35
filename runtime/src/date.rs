//! Dates in headers, and the clock that they are of.

use std::time::SystemTime;

use http::HeaderMap;
use http::header::DATE;
use jiff::Timestamp;

/// A date in one of the three formats of RFC 9110 § 5.6.7.
pub(crate) fn http_date(text: &str) -> Option<Timestamp> {
    const FORMATS: [&str; 3] = [
        "%a, %d %b %Y %H:%M:%S GMT",
        "%A, %d-%b-%y %H:%M:%S GMT",
        "%a %b %e %H:%M:%S %Y",
    ];
    FORMATS.iter().find_map(|format| {
        let civil = jiff::civil::DateTime::strptime(format, text).ok()?;
        civil
            .to_zoned(jiff::tz::TimeZone::UTC)
            .ok()
            .map(|zoned| zoned.timestamp())
    })
}

/// What time it is for whoever wrote these headers: by their `Date`, else by the
/// clock here. Moments in headers are of the server's clock, which may be another
/// than ours, and ours may jump.
pub(crate) fn now_by(headers: &HeaderMap) -> SystemTime {
    let date = headers.get(DATE).and_then(|date| date.to_str().ok());
    let date = date.and_then(|date| http_date(date.trim()));
    date.map_or_else(SystemTime::now, SystemTime::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_all_three_formats() {
        let expected = "1994-11-06T08:49:37Z".parse().ok();
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ] {
            assert_eq!(http_date(text), expected, "{text}");
        }
        assert_eq!(http_date("tomorrow"), None);
    }
}
