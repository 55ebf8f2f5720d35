//! A string that is never shown.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::json::FromJson;
use crate::json::read::{Faults, Node};
use zeroize::Zeroizing;

/// A password, a token or a key. `Debug` does not show it, and there is no
/// `Display`: whoever wants the text has to say [`expose`](Secret::expose).
///
/// It is written to JSON and read from it as the string that it is. Clones share one
/// text, which is overwritten with zeros when the last of them goes; of what was sent, the HTTP
/// and TLS libraries have had copies of their own.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Arc<Zeroizing<String>>);

/// Room for bytes that become a secret, overwritten when they are not needed any more. What
/// outgrows it leaves a copy behind: it is enough for all but the largest tokens.
pub(crate) fn zeroized() -> Zeroizing<Vec<u8>> {
    Zeroizing::new(Vec::with_capacity(32 << 10))
}

impl Secret {
    /// Wraps the text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Arc::new(Zeroizing::new(text.into())))
    }

    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl FromJson for Secret {
    fn from_json(json: Node<'_>, faults: &mut Faults) -> Self {
        Self::from(String::from_json(json, faults))
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

/// Whether a header or query parameter of this name is taken to carry a
/// secret. Too many are better than one too few: all that is lost is a value
/// in a `Debug` output and a header on a redirect to another origin.
pub(crate) fn is_secret_name(name: &str) -> bool {
    let name = name.as_bytes();
    name.iter().enumerate().any(|(at, first)| {
        // By their first letter: it is asked for each parameter of each call.
        let words: &[&str] = match first.to_ascii_lowercase() {
            b'a' => &["auth"],
            b'c' => &["cookie", "credential"],
            b'k' => &["key"],
            b'p' => &["password", "passwd"],
            b's' => &["secret", "session", "signature"],
            b't' => &["token"],
            _ => return false,
        };
        words.iter().any(|word| {
            let here = name.get(at..at + word.len());
            here.is_some_and(|here| here.eq_ignore_ascii_case(word.as_bytes()))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", Secret::new("hunter2")), "[secret]");
    }

    #[test]
    fn names_that_carry_secrets() {
        for name in [
            "Authorization",
            "Proxy-Authorization",
            "COOKIE",
            "X-Api-Key",
            "sessionId",
            "xtoken",
            "x-signature",
            "OldPasswd",
            "client_secret",
            "my-password",
            "AwsCredential",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in [
            "Accept",
            "X-PANW-Region",
            "Prisma-Tenant",
            "limit",
            "toke",
            "ke",
            "",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
    }
}
