//! What goes over the wire: requests, answers, and the members of what they carry.

mod client;
mod heard;
mod operations;
mod said;
mod types;

use crate::ir::Api;
use crate::parallel;
use crate::plan::Plan;

use super::{Kind, Lines};
pub(super) use heard::Heard;
use said::Said;

/// All of it, what is said of the client before what is said of the types. Both are sorted.
pub(super) fn lines(api: &Api, plan: &Plan) -> Lines {
    let wire = || Wire {
        api,
        plan,
        lines: Lines::default(),
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
    lines.append(types);
    lines
}

/// What is known, and the lines so far.
struct Wire<'a> {
    api: &'a Api,
    plan: &'a Plan,
    lines: Lines,
}

impl Wire<'_> {
    fn sorted(mut self) -> Lines {
        self.lines.sort();
        self.lines
    }

    fn say(&mut self, path: impl AsRef<str>, said: Said) {
        self.lines
            .add(&[path.as_ref()], Kind::Wire, &[&said.line()]);
    }
}
