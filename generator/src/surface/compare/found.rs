//! What is found out about one thing that differs.

use super::report::{Side, WireBreak};

/// The findings about one thing, as they come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) what: Vec<String>,
    pub(super) source: Vec<String>,
    pub(super) wire: Vec<WireBreak>,
    pub(super) notes: Vec<String>,
    /// Whether its use is advised against now.
    pub(super) is_deprecated: bool,
}

impl Found {
    /// The change in words.
    pub(super) fn say(&mut self, words: impl Into<String>) {
        let words = words.into();
        if !words.is_empty() && !self.what.contains(&words) {
            self.what.push(words);
        }
    }

    /// Why a program may no longer compile.
    pub(super) fn breaks_source(&mut self, why: impl Into<String>) {
        let why = why.into();
        if !self.source.contains(&why) {
            self.source.push(why);
        }
    }

    /// Why requests are refused.
    pub(super) fn breaks_requests(&mut self, why: impl Into<String>) {
        self.breaks(Side::Request, why.into());
    }

    /// Why answers no longer decode.
    pub(super) fn breaks_responses(&mut self, why: impl Into<String>) {
        self.breaks(Side::Response, why.into());
    }

    fn breaks(&mut self, side: Side, why: String) {
        let found = WireBreak { side, why };
        if !self.wire.contains(&found) {
            self.wire.push(found);
        }
    }

    /// What to know beside that.
    pub(super) fn note(&mut self, words: impl Into<String>) {
        let words = words.into();
        if !self.notes.contains(&words) {
            self.notes.push(words);
        }
    }
}
