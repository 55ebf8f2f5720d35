//! Texts that take little room until they are asked for.
//!
//! A large API's crate is tens of megabytes in which most is said many times, and all of them are there
//! before the first file is written. The document itself stays at hand for what is reported of it. Packed,
//! both take a fifth.

use lz4_flex::block;

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
        let mut text = Vec::with_capacity(self.0.iter().map(|block| block.length).sum());
        for Block { bytes, length } in &self.0 {
            // There is none but what was made of a text here.
            text.extend(block::decompress(bytes, *length).unwrap_or_default());
        }
        String::from_utf8(text).unwrap_or_default()
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

/// A text that is packed while it is written.
#[derive(Debug, Default)]
pub(crate) struct Packer {
    packed: Packed,
    /// What is not packed yet.
    rest: String,
}

impl Packer {
    /// Adds what `write` writes.
    pub(crate) fn add(&mut self, write: impl FnOnce(&mut String)) {
        write(&mut self.rest);
        if self.rest.len() >= BLOCK {
            self.pack();
        }
    }

    /// The whole.
    pub(crate) fn finish(mut self) -> Packed {
        self.pack();
        self.packed
    }

    fn pack(&mut self) {
        self.packed.0.push(Block::of(self.rest.as_bytes()));
        self.rest.clear();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::{BLOCK, Packed, Packer};

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
        let mut packer = Packer::default();
        for line in &lines {
            packer.add(|rest| rest.push_str(line));
        }
        assert!(packer.finish().text() == text);
        assert!(Packed::of(&text).text() == text);
    }
}
