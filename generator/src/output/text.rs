//! The text of one file.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Write};

use crate::packed::Packed;

use super::mark::is_marked;

/// The text of a file, which may be packed until it is written.
#[derive(Clone)]
pub struct FileText(Kept);

#[derive(Clone)]
enum Kept {
    Plain(String),
    Packed { text: Packed, is_marked: bool },
}

impl FileText {
    /// A text that takes little room until it is asked for.
    pub fn packed(text: &str) -> Self {
        Self(Kept::Packed {
            text: Packed::of(text),
            is_marked: is_marked(text.as_bytes()),
        })
    }

    /// The same for one that is packed already, whose first lines bear the [`MARK`](super::MARK).
    pub(crate) fn marked(text: Packed) -> Self {
        Self(Kept::Packed {
            text,
            is_marked: true,
        })
    }

    /// What it says.
    pub fn text(&self) -> Cow<'_, str> {
        match &self.0 {
            Kept::Plain(text) => text.into(),
            Kept::Packed { text, .. } => text.text().into(),
        }
    }

    /// Writes what it says, of which no more than a part is unpacked at a time.
    pub(super) fn write_to(&self, file: &mut impl Write) -> io::Result<()> {
        match &self.0 {
            Kept::Plain(text) => file.write_all(text.as_bytes()),
            Kept::Packed { text, .. } => text
                .parts()
                .try_for_each(|part| file.write_all(&part.map_err(io::Error::other)?)),
        }
    }

    /// Whether it bears the [`MARK`](super::MARK).
    pub(super) fn is_marked(&self) -> bool {
        match &self.0 {
            Kept::Plain(text) => is_marked(text.as_bytes()),
            Kept::Packed { is_marked, .. } => *is_marked,
        }
    }
}

impl From<String> for FileText {
    fn from(text: String) -> Self {
        Self(Kept::Plain(text))
    }
}

impl From<&str> for FileText {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

/// Texts are equal that say the same, packed or not.
impl PartialEq for FileText {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl Eq for FileText {}

impl fmt::Debug for FileText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text(), f)
    }
}
