//! Texts that take little room until they are asked for.
//!
//! A large API's crate is tens of megabytes in which most is said many times, and all of them are there
//! before the first file is written. The document itself stays at hand for what is reported of it. Packed,
//! both take a fifth.

use lz4_flex::block::{self, DecompressError};

/// How many bytes are packed at a time, so that no text has to be there as a whole.
const BLOCK: usize = 256 << 10;

/// A text, packed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Packed(Vec<Block>);

/// A part of a text in the block format of LZ4.
#[derive(Debug, Clone)]
struct Block {
    bytes: Box<[u8]>,
    /// How many bytes it is of the text.
    length: usize,
}

impl Packed {
    /// Packs a text.
    pub(crate) fn of(text: &str) -> Self {
        let blocks = text.as_bytes().chunks(BLOCK);
        Self(blocks.map(Block::of).collect())
    }

    /// What it says.
    pub(crate) fn text(&self) -> String {
        let mut text = vec![0; self.0.iter().map(|block| block.length).sum()];
        let mut rest = text.as_mut_slice();
        for Block { bytes, length } in &self.0 {
            let part = rest.split_off_mut(..*length).unwrap_or_default();
            // There is none but what was made of a text here.
            if block::decompress_into(bytes, part).is_err() {
                return String::new();
            }
        }
        String::from_utf8(text).unwrap_or_default()
    }

    /// The same as parts, one behind the other, each of which may end within a character.
    pub(crate) fn parts(&self) -> impl Iterator<Item = Result<Vec<u8>, DecompressError>> {
        let blocks = self.0.iter();
        blocks.map(|Block { bytes, length }| block::decompress(bytes, *length))
    }
}

impl Block {
    fn of(text: &[u8]) -> Self {
        Self {
            bytes: block::compress(text).into(),
            length: text.len(),
        }
    }
}

/// Parts of one text.
impl FromIterator<Packed> for Packed {
    fn from_iter<I: IntoIterator<Item = Self>>(parts: I) -> Self {
        Self(parts.into_iter().flat_map(|part| part.0).collect())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::{BLOCK, Packed};

    proptest! {
        #[test]
        fn what_is_packed_says_the_same(text in "(pub fn [a-zé\n]{0,9}| \"[^\"]{0,30}\"){0,200}") {
            prop_assert_eq!(Packed::of(&text).text(), text);
        }
    }

    #[test]
    fn a_text_of_several_blocks_is_one() {
        let lines: Vec<String> = (0..60_000)
            .map(|n| format!("// é {n}, and more\n"))
            .collect();
        let text = lines.concat();
        assert!(text.len() > 4 * BLOCK);
        let parts = lines.chunks(9_999).map(|lines| Packed::of(&lines.concat()));
        assert!(parts.collect::<Packed>().text() == text);
        assert!(Packed::of(&text).text() == text);
    }
}
