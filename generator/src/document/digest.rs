//! Whether a file still says what it said.

use std::hash::{BuildHasher as _, Hasher as _};

use foldhash::quality::FixedState;

/// What a file says, in a number: of two files with the same one, both say the same. It is for what
/// one computer keeps between two runs of one program, since the numbers may be others elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digest(u64);

impl Digest {
    /// The digest of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let mut hasher = FixedState::default().build_hasher();
        hasher.write(bytes);
        Self(hasher.finish())
    }

    /// The number.
    pub fn number(self) -> u64 {
        self.0
    }
}
