//! The words of JSON (RFC 8259): where a string or a number ends.

/// Where a string ends, from behind its opening quote; and whether there are escapes in it. `None`
/// if it has no end, or something in it that a string cannot have.
#[inline]
pub(super) fn string(text: &[u8], at: usize) -> Option<(usize, bool)> {
    let end = plain(text, at);
    match text.get(end)? {
        b'"' => Some((end + 1, false)),
        _ => Some((escaped(text, end)?, true)),
    }
}

/// Where a string ends, from its first escape on.
#[cold]
fn escaped(text: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match text.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => {
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
        at = plain(text, at);
    }
}

/// Where a quote, a backslash or a control character is next; else the end. Eight bytes are looked
/// at in a step.
#[inline]
fn plain(text: &[u8], mut at: usize) -> usize {
    while let Some(word) = text.get(at..).and_then(<[u8]>::first_chunk) {
        let word = u64::from_le_bytes(*word);
        // Behind this change of a bit the quote is below all that is no control character.
        let special = below(word ^ each(2), 0x21) | below(word ^ each(b'\\'), 1);
        if special != 0 {
            // The lowest byte that is marked is one of them; those above may not be.
            return at + (special.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    plain_at_the_end(text, at)
}

#[cold]
fn plain_at_the_end(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default().iter();
    let is_plain = |byte: &&u8| !matches!(byte, b'"' | b'\\' | 0..0x20);
    at + rest.take_while(is_plain).count()
}

const fn each(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// Marks the bytes that are below one, in their highest bits.
const fn below(word: u64, byte: u8) -> u64 {
    word.wrapping_sub(each(byte)) & !word & each(0x80)
}

/// Where a number ends; and whether it is an integer, without a fraction and an exponent.
#[inline]
pub(super) fn number(text: &[u8], at: usize) -> Option<(usize, bool)> {
    let first = at + usize::from(text.get(at) == Some(&b'-'));
    let end = match text.get(first)? {
        b'0' => first + 1,
        _ => digits(text, first)?,
    };
    match text.get(end) {
        Some(b'.' | b'e' | b'E') => Some((fraction(text, end)?, false)),
        _ => Some((end, true)),
    }
}

/// Where a number ends, from behind its integer on.
fn fraction(text: &[u8], mut at: usize) -> Option<usize> {
    if text.get(at) == Some(&b'.') {
        at = digits(text, at + 1)?;
    }
    if matches!(text.get(at), Some(b'e' | b'E')) {
        at += 1;
        at += usize::from(matches!(text.get(at), Some(b'+' | b'-')));
        at = digits(text, at)?;
    }
    Some(at)
}

/// Where digits end, of which there is at least one.
#[inline]
fn digits(text: &[u8], first: usize) -> Option<usize> {
    let mut at = first;
    while text.get(at).is_some_and(u8::is_ascii_digit) {
        at += 1;
    }
    (at > first).then_some(at)
}

/// Where what is not white space goes on.
#[inline]
pub(super) fn space(text: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\t' | b'\r') = text.get(at) {
        at += 1;
    }
    at
}
