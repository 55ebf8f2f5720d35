//! `byte`: bytes in Base64.

use std::fmt;

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::STANDARD},
};
use bytes::Bytes;

use super::kept::kept;

kept! {
    /// Bytes in Base64 (RFC 4648), as the text that was sent.
    Base64
}

/// Takes both alphabets once `-` and `_` are replaced, and padding or none.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

impl Base64 {
    /// Writes bytes in the standard alphabet, with padding (RFC 4648 § 4).
    pub fn encode(bytes: impl AsRef<[u8]>) -> Self {
        Self::from(STANDARD.encode(bytes))
    }

    /// The bytes: in the standard or the URL-safe alphabet, with or without padding, and with line
    /// breaks wherever they are (RFC 2045 § 6.8).
    pub fn decode(&self) -> Result<Bytes, Base64Error> {
        let plain: Vec<u8> = self
            .as_str()
            .bytes()
            .filter(|byte| !matches!(byte, b'\r' | b'\n'))
            .map(|byte| match byte {
                b'-' => b'+',
                b'_' => b'/',
                other => other,
            })
            .collect();
        LENIENT.decode(plain).map(Bytes::from).map_err(Base64Error)
    }
}

/// A text that is not Base64.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base64Error(base64::DecodeError);

impl fmt::Display for Base64Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The inner error counts positions, and would do so in a text without line breaks.
        f.write_str("the text is not Base64")
    }
}

impl std::error::Error for Base64Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}
