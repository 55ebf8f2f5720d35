//! Whether a text is in its format.

/// `full-date` of RFC 3339 § 5.6.
pub(super) fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-').map(digits);
    let (Some(Some((year, 4))), Some(Some((month, 2))), Some(Some((day, 2))), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// `date-time` of RFC 3339 § 5.6; `T` and `Z` in either case, a space for the `T`.
pub(super) fn is_instant(text: &str) -> bool {
    text.split_once(['T', 't', ' '])
        .is_some_and(|(date, time)| is_date(date) && is_time(time))
}

/// `full-time` of RFC 3339 § 5.6.
pub(super) fn is_time(text: &str) -> bool {
    let Some(end) = text.find(['Z', 'z', '+', '-']) else {
        return false;
    };
    let (clock, zone) = text.split_at(end);
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let offset = match zone {
        "Z" | "z" => true,
        offset => is_clock(offset.trim_start_matches(['+', '-']), &[23, 59]),
    };
    is_clock(clock, &[23, 59, 60]) && digits(fraction).is_some() && offset
}

/// Pairs of digits between colons, each up to a limit.
fn is_clock(text: &str, limits: &[u64]) -> bool {
    let parts: Vec<_> = text.split(':').map(digits).collect();
    let within = |(part, limit): (&Option<(u64, usize)>, &u64)| matches!(part, Some((number, 2)) if number <= limit);
    parts.len() == limits.len() && parts.iter().zip(limits).all(within)
}

/// The number that digits write, and how many they are.
fn digits(text: &str) -> Option<(u64, usize)> {
    let all = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // Nanoseconds are as exact as it gets; further digits are not looked at.
    let number = text.get(..text.len().min(9))?.parse().ok()?;
    all.then_some((number, text.len()))
}

/// RFC 9562 § 4.
pub(super) fn is_uuid(text: &str) -> bool {
    let lengths = [8, 4, 4, 4, 12];
    let parts: Vec<&str> = text.split('-').collect();
    parts.len() == lengths.len()
        && parts.iter().zip(lengths).all(|(part, length)| {
            part.len() == length && part.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
}

/// A scheme, and no character that a URI has to encode (RFC 3986 § 2 and 3.1).
pub(super) fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let of_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let allowed = |c: char| {
        c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
    };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(of_scheme)
        && rest.chars().all(allowed)
}

/// `duration` of RFC 3339 appendix A, and fractions as ISO 8601 has them.
pub(super) fn is_duration(text: &str) -> bool {
    let Some(text) = text.strip_prefix('P') else {
        return false;
    };
    let (days, clock) = match text.split_once('T') {
        Some((days, clock)) => (days, Some(clock)),
        None => (text, None),
    };
    are_amounts(days, "YMWD")
        && clock.is_none_or(|clock| !clock.is_empty() && are_amounts(clock, "HMS"))
        && !text.is_empty()
}

/// Numbers, each with a unit behind it, the units in this order and each once.
fn are_amounts(mut text: &str, mut units: &str) -> bool {
    while !text.is_empty() {
        let number = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',');
        let Some((number, rest)) = number.and_then(|at| text.split_at_checked(at)) else {
            return false;
        };
        let mut rest = rest.chars();
        let after = rest.next().and_then(|unit| units.split_once(unit));
        match after {
            Some((_, later)) if digits(&number.replace(['.', ','], "")).is_some() => units = later,
            _ => return false,
        }
        text = rest.as_str();
    }
    true
}

/// Either alphabet of RFC 4648, padded or not, in lines or not.
pub(super) fn is_base64(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    let unpadded = plain.trim_end_matches('=');
    let of_alphabet = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '-' | '_');
    unpadded.chars().all(of_alphabet)
        && unpadded.len() % 4 != 1
        && (plain.len() == unpadded.len() || plain.len().is_multiple_of(4))
}

/// A number as JSON or a spreadsheet writes it.
pub(super) fn is_decimal(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'))
        && text.parse::<f64>().is_ok_and(f64::is_finite)
}
