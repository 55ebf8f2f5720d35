//! A search for secrets, in the forms that they can take.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// The forms in which a secret is looked for: as it is, in halves, percent-encoded, and in base64
/// wherever it may begin in what was encoded.
pub fn forms(secret: &str) -> Vec<String> {
    let (left, right) = secret.split_at(secret.len() / 2);
    let mut forms = Vec::new();
    for text in [secret, left, right] {
        forms.push(text.to_owned());
        forms.push(text.bytes().map(|byte| format!("%{byte:02X}")).collect());
        let encoded = url::form_urlencoded::byte_serialize(text.as_bytes());
        forms.push(encoded.collect());
        for before in 0..3 {
            let padded = [&vec![b'x'; before][..], text.as_bytes()].concat();
            for base64 in [
                STANDARD_NO_PAD.encode(&padded),
                URL_SAFE_NO_PAD.encode(&padded),
            ] {
                // The characters at both ends have bits of what is around.
                let begin = (before * 8).div_ceil(6);
                let end = padded.len() * 8 / 6;
                forms.push(base64[begin..end].to_owned());
            }
        }
    }
    forms.sort();
    forms.dedup();
    // What is too short is found by chance.
    forms.retain(|form| form.len() >= 5);
    forms
}

/// The first form of a secret that is in a text, and what is around it.
pub fn find(text: &str, secrets: &[&str]) -> Option<String> {
    let forms = secrets.iter().flat_map(|secret| forms(secret));
    forms.into_iter().find_map(|form| {
        let at = text.find(&form)?;
        let around: String = text[..at].chars().rev().take(200).collect();
        let around: String = around.chars().rev().collect();
        Some(format!("{form:?} after …{around}"))
    })
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::STANDARD;

    use super::*;

    #[test]
    fn all_forms_are_found_and_nothing_else_is() {
        let secret = "hunter2-of-the/soak";
        for text in [
            "Bearer hunter2-of-the/soak".to_owned(),
            "hunter2-o…".to_owned(),
            "…f-the/soak".to_owned(),
            "secret=hunter2-of-the%2Fsoak&".to_owned(),
            STANDARD.encode(secret),
            format!("Basic {}", STANDARD.encode(format!("id:{secret}"))),
            format!("Basic {}", STANDARD.encode(format!("user:{secret}"))),
            format!("Basic {}", STANDARD.encode(format!("a-user:{secret}\n"))),
        ] {
            assert!(find(&text, &[secret]).is_some(), "{text}");
        }
        assert_eq!(find("hunt of the soa, Basic aHVudA==", &[secret]), None);
    }
}
