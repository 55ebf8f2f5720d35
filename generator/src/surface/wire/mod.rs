//! What goes over the wire: requests, answers, and the members of what they carry.

mod client;
mod heard;
mod operations;
mod said;
mod types;

use crate::ir::Api;
use crate::parallel;
use crate::plan::Plan;

use super::{Kind, Line};
pub(super) use heard::Heard;
use said::Said;

/// All of it, what is said of the client before what is said of the types. Both are sorted.
pub(super) fn lines(api: &Api, plan: &Plan) -> Vec<Line> {
    let wire = || Wire {
        api,
        plan,
        lines: Vec::new(),
    };
    let (mut lines, types) = parallel::both(
        || {
            let mut wire = wire();
            wire.client();
            wire.operations();
            wire.sorted()
        },
        || {
            let mut wire = wire();
            wire.types();
            wire.sorted()
        },
    );
    lines.extend(types);
    lines
}

/// What is known, and the lines so far.
struct Wire<'a> {
    api: &'a Api,
    plan: &'a Plan,
    lines: Vec<Line>,
}

impl Wire<'_> {
    fn sorted(mut self) -> Vec<Line> {
        self.lines.sort_unstable();
        self.lines
    }

    fn say(&mut self, path: impl AsRef<str>, said: Said) {
        let line = Line::new(path.as_ref(), Kind::Wire, said.line());
        self.lines.push(line);
    }
}
