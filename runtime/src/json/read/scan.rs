//! The words of JSON (RFC 8259): where a string or a number ends.

/// Where a string ends, from behind its opening quote; and whether there are escapes in it. `None`
/// if it has no end, or something in it that a string cannot have.
#[inline]
pub(super) fn string(text: &[u8], mut at: usize) -> Option<(usize, bool)> {
    let mut escaped = false;
    loop {
        at += plain(text.get(at..)?);
        match text.get(at)? {
            b'"' => return Some((at + 1, escaped)),
            b'\\' => {
                escaped = true;
                at += match text.get(at + 1)? {
                    b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => 2,
                    b'u' => {
                        let digits = text.get(at + 2..at + 6)?;
                        if !digits.iter().all(u8::is_ascii_hexdigit) {
                            return None;
                        }
                        6
                    }
                    _ => return None,
                };
            }
            _ => return None,
        }
    }
}

/// How many bytes from the beginning on are neither a quote nor a backslash nor a control
/// character. Eight are looked at in a step.
#[inline]
fn plain(text: &[u8]) -> usize {
    let (words, rest) = text.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let special = zeros(word ^ each(b'"')) | zeros(word ^ each(b'\\')) | below_space(word);
        if special != 0 {
            // The lowest byte that is marked is one of them; those above may not be.
            return index * 8 + (special.trailing_zeros() / 8) as usize;
        }
    }
    let is_plain = |byte: &&u8| !matches!(byte, b'"' | b'\\' | 0..0x20);
    words.len() * 8 + rest.iter().take_while(is_plain).count()
}

const fn each(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// Marks the bytes that are zero, in their highest bits.
const fn zeros(word: u64) -> u64 {
    word.wrapping_sub(each(1)) & !word & each(0x80)
}

/// Marks the bytes that are control characters, in their highest bits.
const fn below_space(word: u64) -> u64 {
    word.wrapping_sub(each(0x20)) & !word & each(0x80)
}

/// Where a number ends; and whether it is an integer, without a fraction and an exponent.
pub(super) fn number(text: &[u8], mut at: usize) -> Option<(usize, bool)> {
    let digits = |at: usize| {
        let digits = text.get(at..)?.iter();
        match digits.take_while(|byte| byte.is_ascii_digit()).count() {
            0 => None,
            count => Some(at + count),
        }
    };
    at += usize::from(text.get(at) == Some(&b'-'));
    at = match text.get(at)? {
        b'0' => at + 1,
        _ => digits(at)?,
    };
    let mut integer = true;
    if text.get(at) == Some(&b'.') {
        integer = false;
        at = digits(at + 1)?;
    }
    if matches!(text.get(at), Some(b'e' | b'E')) {
        integer = false;
        at += 1;
        at += usize::from(matches!(text.get(at), Some(b'+' | b'-')));
        at = digits(at)?;
    }
    Some((at, integer))
}

/// Where what is not white space goes on.
#[inline]
pub(super) fn space(text: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\t' | b'\r') = text.get(at) {
        at += 1;
    }
    at
}
