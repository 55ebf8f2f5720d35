//! The version of a crate.

/// What is wrong with a version, if anything: Semantic Versioning 2.0.0, §§ 2 and 9.
pub(super) fn mistake(text: &str) -> Option<&'static str> {
    let (numbers, before_release) = match text.split_once('-') {
        Some((numbers, rest)) => (numbers, Some(rest)),
        None => (text, None),
    };
    let numbers: Vec<&str> = numbers.split('.').collect();
    if numbers.len() != 3 {
        return Some("it has to have three numbers, as in `1.2.0`");
    }
    if !numbers.iter().all(|number| is_number(number)) {
        return Some("each of its three numbers has to be digits without a zero in front");
    }
    let parts = before_release.map(|rest| rest.split('.').collect::<Vec<_>>());
    if !parts.iter().flatten().all(|part| is_identifier(part)) {
        return Some(
            "what follows `-` has to be letters, digits and `-`, in parts with dots between them",
        );
    }
    None
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
        && (text == "0" || !text.starts_with('0'))
        && text.parse::<u64>().is_ok()
}

fn is_identifier(text: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let digits_only = text.bytes().all(|byte| byte.is_ascii_digit());
    !text.is_empty() && text.bytes().all(is_word) && (!digits_only || is_number(text))
}

#[cfg(test)]
mod tests {
    use super::mistake;

    #[test]
    fn versions_are_what_cargo_takes() {
        for good in ["0.1.0", "10.20.30", "1.0.0-rc.1", "1.0.0-alpha-beta.0.x7"] {
            assert_eq!(mistake(good), None, "{good}");
        }
        for bad in [
            "",
            "1",
            "1.0",
            "1.0.0.0",
            "01.0.0",
            "1.0.x",
            "1..0",
            "v1.0.0",
            "1.0.0-",
            "1.0.0-a..b",
            "1.0.0-01",
            "1.0.0+5",
            "1.0.0-a+5",
            "1.0.0 ",
            "99999999999999999999.0.0",
        ] {
            assert!(mistake(bad).is_some(), "{bad}");
        }
    }
}
