//! Where one JSON text of a stream ends and the next begins.

use bytes::{Bytes, BytesMut};

/// How the texts of a stream are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Framing {
    /// By the ends of lines (JSON Lines).
    Lines,
    /// By a record separator before each (RFC 7464).
    Records,
}

/// Bytes that came, cut into texts.
pub(super) struct Frames {
    framing: Framing,
    buffer: BytesMut,
    /// How much of the buffer has no separator in it.
    searched: usize,
}

/// A text is longer than it may be.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooLong;

impl Framing {
    fn separator(self) -> u8 {
        match self {
            Self::Lines => b'\n',
            Self::Records => 0x1E,
        }
    }
}

impl Frames {
    pub(super) fn new(framing: Framing) -> Self {
        Self {
            framing,
            buffer: BytesMut::new(),
            searched: 0,
        }
    }

    pub(super) fn push(&mut self, chunk: &[u8]) {
        self.buffer.extend_from_slice(chunk);
    }

    /// The next whole text that is not blank.
    pub(super) fn next(&mut self, limit: usize) -> Result<Option<Bytes>, TooLong> {
        let separator = self.framing.separator();
        loop {
            let rest = self.buffer.get(self.searched..).unwrap_or_default();
            let Some(at) = rest.iter().position(|byte| *byte == separator) else {
                self.searched = self.buffer.len();
                return match self.buffer.len() > limit {
                    true => Err(TooLong),
                    false => Ok(None),
                };
            };
            let end = self.searched + at;
            let mut text = self.buffer.split_to(end + 1);
            self.searched = 0;
            text.truncate(end);
            if text.len() > limit {
                return Err(TooLong);
            }
            if let Some(text) = filled(text) {
                return Ok(Some(text));
            }
        }
    }

    /// What is left at the end of the stream, if it is not blank.
    pub(super) fn last(&mut self) -> Option<Bytes> {
        self.searched = 0;
        filled(std::mem::take(&mut self.buffer))
    }
}

fn filled(text: BytesMut) -> Option<Bytes> {
    (!text.trim_ascii().is_empty()).then(|| text.freeze())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(framing: Framing, chunks: &[&str], limit: usize) -> Result<Vec<String>, TooLong> {
        let mut frames = Frames::new(framing);
        let mut found = Vec::new();
        for chunk in chunks {
            frames.push(chunk.as_bytes());
            while let Some(text) = frames.next(limit)? {
                found.push(text);
            }
        }
        found.extend(frames.last());
        let text = |bytes: Bytes| String::from_utf8_lossy(bytes.trim_ascii()).into_owned();
        Ok(found.into_iter().map(text).collect())
    }

    #[test]
    fn texts_are_cut_wherever_chunks_end() {
        let lines = cut(Framing::Lines, &["{\"a\"", ":1}\r", "\n\n{}\n[", "1]"], 100);
        assert_eq!(
            lines,
            Ok(vec![
                "{\"a\":1}".to_owned(),
                "{}".to_owned(),
                "[1]".to_owned()
            ])
        );
        let records = cut(Framing::Records, &["\x1e{\n\"a\":1}\n\x1e", "2\n"], 100);
        assert_eq!(records, Ok(vec!["{\n\"a\":1}".to_owned(), "2".to_owned()]));
    }

    #[test]
    fn a_text_without_an_end_is_refused() {
        assert_eq!(cut(Framing::Lines, &["12345", "67890"], 8), Err(TooLong));
        assert_eq!(cut(Framing::Lines, &["1234567890\n"], 8), Err(TooLong));
    }
}
