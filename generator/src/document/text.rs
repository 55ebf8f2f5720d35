//! Bytes of a file into text.

use std::borrow::Cow;

/// Why bytes are not text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotText {
    /// The encoding that they claim to be in.
    pub(super) encoding: &'static str,
    /// The first byte that is not of it.
    pub(super) offset: usize,
}

/// The text of a file, without a byte order mark.
///
/// UTF-8 is what JSON (RFC 8259 § 8.1) and practice use. UTF-16 is read where a
/// mark announces it, since some editors on Windows save it.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, NotText> {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest).map_err(|error| NotText {
            offset: error.offset + 3,
            ..error
        }),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes, "UTF-16LE"),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes, "UTF-16BE"),
        _ => utf8(bytes),
    }
}

/// The same, with a replacement character for what is not text: for a look at a file that may be
/// anything.
pub fn decode_lossy(bytes: &[u8]) -> Cow<'_, str> {
    decode(bytes).unwrap_or_else(|_| String::from_utf8_lossy(bytes))
}

fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>, NotText> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(error) => Err(NotText {
            encoding: "UTF-8",
            offset: error.valid_up_to(),
        }),
    }
}

fn utf16(
    bytes: &[u8],
    unit: fn([u8; 2]) -> u16,
    encoding: &'static str,
) -> Result<Cow<'static, str>, NotText> {
    let error = NotText {
        encoding,
        offset: bytes.len(),
    };
    let (pairs, []) = bytes.as_chunks::<2>() else {
        return Err(error);
    };
    let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
    String::from_utf16(&units)
        .map(Cow::Owned)
        .map_err(|_| error)
}
