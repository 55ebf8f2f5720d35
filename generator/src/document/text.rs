//! Bytes of a file into text.

use std::borrow::Cow;
use std::str::Utf8Error;

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

/// The same of all bytes of a file, which are not copied where they are the text; those that are none come
/// back.
pub(super) fn decode_all(bytes: Vec<u8>) -> Result<String, (NotText, Vec<u8>)> {
    if let [0xEF | 0xFE | 0xFF, ..] = bytes.as_slice() {
        return match decode(&bytes) {
            Ok(text) => Ok(text.into_owned()),
            Err(error) => Err((error, bytes)),
        };
    }
    String::from_utf8(bytes).map_err(|error| {
        let not_text = not_utf8(error.utf8_error());
        (not_text, error.into_bytes())
    })
}

/// The same, with a replacement character for what is not text: for a look at a file that may be
/// anything.
pub fn decode_lossy(bytes: &[u8]) -> Cow<'_, str> {
    decode(bytes).unwrap_or_else(|_| String::from_utf8_lossy(bytes))
}

fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>, NotText> {
    std::str::from_utf8(bytes)
        .map(Cow::Borrowed)
        .map_err(not_utf8)
}

fn not_utf8(error: Utf8Error) -> NotText {
    NotText {
        encoding: "UTF-8",
        offset: error.valid_up_to(),
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
