//! What a server tells of its quotas.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::{HeaderMap, HeaderName};

/// Headers that tell of a quota together.
struct Names {
    remaining: HeaderName,
    reset: HeaderName,
    /// With fractions, as Discord has it.
    reset_after: HeaderName,
}

static IN_ONE: HeaderName = HeaderName::from_static("ratelimit");
static IN_SEVERAL: [Names; 3] = [
    Names {
        remaining: HeaderName::from_static("ratelimit-remaining"),
        reset: HeaderName::from_static("ratelimit-reset"),
        reset_after: HeaderName::from_static("ratelimit-reset-after"),
    },
    Names {
        remaining: HeaderName::from_static("x-ratelimit-remaining"),
        reset: HeaderName::from_static("x-ratelimit-reset"),
        reset_after: HeaderName::from_static("x-ratelimit-reset-after"),
    },
    Names {
        remaining: HeaderName::from_static("x-rate-limit-remaining"),
        reset: HeaderName::from_static("x-rate-limit-reset"),
        reset_after: HeaderName::from_static("x-rate-limit-reset-after"),
    },
];

/// How long no request will be served, if the headers say that nothing is left.
pub(super) fn pause(headers: &HeaderMap, now: impl Fn() -> SystemTime) -> Option<Duration> {
    // Most answers say nothing of it, which is found out without looking each name up.
    let may_tell = |name: &HeaderName| name.as_str().contains("rate");
    if !headers.keys().any(may_tell) {
        return None;
    }
    let in_one = headers.get_all(&IN_ONE).into_iter();
    let in_one = in_one.filter_map(|value| used_up(value.to_str().ok()?));
    let in_several = IN_SEVERAL.iter().filter_map(|names| {
        let text = |name: &HeaderName| headers.get(name)?.to_str().ok();
        let is_used_up = text(&names.remaining)?.trim().parse::<f64>().ok()? <= 0.0;
        let reset = match text(&names.reset_after) {
            Some(after) => seconds(after.trim().parse().ok()?),
            None => reset(text(&names.reset)?, &now),
        };
        reset.filter(|_| is_used_up)
    });
    in_one.chain(in_several).max()
}

/// `"daily";r=0;t=30`, or `limit=100, remaining=0, reset=30` as an earlier draft has it.
fn used_up(text: &str) -> Option<Duration> {
    let number = |part: &str, names: [&str; 2]| {
        let (name, value) = part.split_once('=')?;
        let is_it = names.contains(&name.trim());
        value.trim().parse::<f64>().ok().filter(|_| is_it)
    };
    let of_policy = |parts: &mut dyn Iterator<Item = &str>| {
        let (mut left, mut reset) = (None, None);
        for part in parts {
            left = left.or(number(part, ["r", "remaining"]));
            reset = reset.or(number(part, ["t", "reset"]));
        }
        left.filter(|left| *left <= 0.0)
            .and(reset)
            .and_then(seconds)
    };
    if text.contains(';') {
        let policies = text.split(',');
        return policies
            .filter_map(|policy| of_policy(&mut policy.split(';')))
            .max();
    }
    of_policy(&mut text.split(','))
}

/// Seconds from now; what is too large for that is a moment, in seconds or milliseconds since 1970.
fn reset(text: &str, now: &dyn Fn() -> SystemTime) -> Option<Duration> {
    let number: f64 = text.trim().parse().ok()?;
    let since_1970 = match number {
        number if number < 1e9 => return seconds(number),
        number if number < 1e12 => seconds(number)?,
        number => seconds(number / 1e3)?,
    };
    let moment = UNIX_EPOCH.checked_add(since_1970)?;
    Some(moment.duration_since(now()).unwrap_or_default())
}

fn seconds(number: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(number).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(headers: &[(&'static str, &'static str)]) -> Option<u64> {
        let now = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, http::HeaderValue::from_static(value));
        }
        pause(&map, || now).map(|pause| pause.as_secs())
    }

    #[test]
    fn quotas_in_all_their_forms() {
        assert_eq!(told(&[]), None);
        // draft-ietf-httpapi-ratelimit-headers-10.
        assert_eq!(told(&[("ratelimit", "\"default\";r=0;t=30")]), Some(30));
        assert_eq!(told(&[("ratelimit", "\"default\";r=5;t=30")]), None);
        assert_eq!(
            told(&[("ratelimit", "\"a\";r=0;t=3, \"b\";r=0;t=60")]),
            Some(60)
        );
        assert_eq!(
            told(&[("ratelimit", "\"a\";r=1;t=90, \"b\";r=0;t=60")]),
            Some(60)
        );
        // -07.
        assert_eq!(
            told(&[("ratelimit", "limit=100, remaining=0, reset=50")]),
            Some(50)
        );
        // -06 and before.
        let one = ("ratelimit-remaining", "0");
        assert_eq!(told(&[one, ("ratelimit-reset", "7")]), Some(7));
        assert_eq!(
            told(&[("ratelimit-remaining", "1"), ("ratelimit-reset", "7")]),
            None
        );
        assert_eq!(told(&[one]), None);
        let one = ("x-ratelimit-remaining", "0");
        assert_eq!(told(&[one, ("x-ratelimit-reset", "1700000040")]), Some(40));
        assert_eq!(
            told(&[one, ("x-ratelimit-reset", "1700000040000")]),
            Some(40)
        );
        assert_eq!(told(&[one, ("x-ratelimit-reset", "1600000000")]), Some(0));
        assert_eq!(told(&[one, ("x-ratelimit-reset-after", "2.5")]), Some(2));
        let one = ("x-rate-limit-remaining", "0");
        assert_eq!(told(&[one, ("x-rate-limit-reset", "9")]), Some(9));
    }

    #[test]
    fn what_is_no_number_says_nothing() {
        for reset in ["soon", "-1", "NaN", "inf", "1e400", ""] {
            let headers = [("ratelimit-remaining", "0"), ("ratelimit-reset", reset)];
            assert_eq!(told(&headers), None, "{reset}");
        }
        assert_eq!(told(&[("ratelimit", ";;;,==,r=0")]), None);
    }
}
