//! What goes over the wire: requests, answers, and the members of what they carry.

mod client;
mod heard;
mod operations;
mod said;
mod types;

use crate::ir::Api;
use crate::plan::Plan;

use super::{Kind, Line};
pub(super) use heard::Heard;
use said::Said;

/// All of it.
pub(super) fn lines(api: &Api, plan: &Plan) -> Vec<Line> {
    let mut wire = Wire {
        api,
        plan,
        lines: Vec::new(),
    };
    wire.client();
    wire.operations();
    wire.types();
    wire.lines
}

/// What is known, and the lines so far.
struct Wire<'a> {
    api: &'a Api,
    plan: &'a Plan,
    lines: Vec<Line>,
}

impl Wire<'_> {
    fn say(&mut self, path: impl Into<String>, said: Said) {
        self.lines.push(Line::new(path, Kind::Wire, said.line()));
    }
}
