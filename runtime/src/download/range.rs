//! Which version of a file a server has sent, and which part (RFC 9110 § 8.8, § 14).

use http::HeaderMap;
use http::header::{CONTENT_LENGTH, CONTENT_RANGE, DATE, ETAG, HeaderName, LAST_MODIFIED};

use crate::date::http_date;

/// What tells one version of a file from another.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Version {
    length: Option<u64>,
    /// An `ETag` or a `Last-Modified`, if it is a strong one.
    validator: Option<String>,
}

impl Version {
    /// That of a whole file.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        Self {
            length: text(headers, &CONTENT_LENGTH).and_then(|text| text.parse().ok()),
            validator: validator(headers),
        }
    }

    /// How long the whole file is, in bytes.
    pub(super) fn length(&self) -> Option<u64> {
        self.length
    }

    /// Whether a part of it can be asked for. A length that is not told may be
    /// that of something that was decompressed, of which parts mean nothing.
    pub(super) fn is_certain(&self) -> bool {
        self.length.is_some() && self.validator.is_some()
    }

    /// For `If-Range`.
    pub(super) fn validator(&self) -> &str {
        self.validator.as_deref().unwrap_or_default()
    }

    /// Whether a part belongs to it, as far as its headers say.
    pub(super) fn fits(&self, headers: &HeaderMap) -> bool {
        let length = text(headers, &CONTENT_RANGE).and_then(|text| text.rsplit_once('/'));
        let length = length.and_then(|(_, length)| length.parse().ok());
        let has_length = length.is_none() || length == self.length;
        has_length && text(headers, &ETAG).is_none_or(|_| validator(headers) == self.validator)
    }
}

/// The first byte of the part: `bytes 10-19/20`.
pub(super) fn begin_of_range(headers: &HeaderMap) -> Option<u64> {
    let (unit, range) = text(headers, &CONTENT_RANGE)?.split_once(' ')?;
    let (begin, _) = range.split_once('-')?;
    unit.eq_ignore_ascii_case("bytes")
        .then(|| begin.trim().parse().ok())?
}

/// What `If-Range` may have: weak validators may not be (§ 13.1.5).
fn validator(headers: &HeaderMap) -> Option<String> {
    if let Some(tag) = text(headers, &ETAG) {
        return (tag.starts_with('"') && tag.len() > 1).then(|| tag.to_owned());
    }
    // A date is strong if nothing else can have come in the same second (§ 8.8.2.2).
    let modified = text(headers, &LAST_MODIFIED)?;
    let at = |text| http_date(text).map(jiff::Timestamp::as_second);
    let is_strong = at(modified)?.checked_add(1)? <= at(text(headers, &DATE)?)?;
    is_strong.then(|| modified.to_owned())
}

fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}
