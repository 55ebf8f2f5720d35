//! What a run has to say about the documents it read.
//!
//! Every stage pushes [`Diagnostic`]s into one [`Diagnostics`]. A diagnostic says
//! *what* (a [`Code`], a message, a remedy) and *where* (an
//! [`Origin`](crate::document::Origin)); file, line, column and the lines around
//! are looked up in the [`SourceMap`](crate::document::SourceMap) only when the
//! report is made, so a clean run pays nothing for them.
//!
//! Codes are names in kebab case, not numbers: `duplicate-key` can be read in a CI
//! log without a table, and two stages can add codes without agreeing on the next
//! free number. A code keeps its name and its severity once it is published.

mod code;
mod diagnostic;
mod groups;
mod report;
mod text;
mod visible;

pub use code::{Code, Severity};
pub use diagnostic::{Diagnostic, Diagnostics, Reported};
pub use groups::{Detail, Group};
pub use report::{Place, Report};
