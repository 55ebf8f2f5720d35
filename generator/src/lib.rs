//! OpenAPI documents into Rust client crates that an expert would have written by hand.
//!
//! A specification goes through stages, one folder each, in one direction:
//!
//! ```text
//! document ─▶ dialect ─▶ lower ─▶ plan ─▶ rust ─▶ surface ─▶ output
//! ```
//!
//! [`Codegen::run`] is that list. No stage panics and none gives up: each returns what it could
//! do and tells the rest to [`diagnostics`].
//!
//! ```no_run
//! use specwright::Codegen;
//!
//! let outcome = Codegen {
//!     overlays: vec!["specs/palo-alto-dlp/overlay.yaml".into()],
//!     lock: Some("specs/palo-alto-dlp/names.lock".into()),
//!     ..Codegen::new("specs/palo-alto-dlp/openapi.yaml", "palo-alto-dlp")
//! }
//! .run();
//! eprint!("{}", outcome.diagnostics.render(&outcome.sources));
//! if let Some(generated) = outcome.result {
//!     let folder = specwright::output::Folder::whole("generated/palo-alto-dlp", generated.files);
//!     specwright::output::write(&[folder])?;
//! }
//! # Ok::<(), specwright::output::OutputError>(())
//! ```
//!
//! [`build`] does the same for build scripts, whose crate then has the client as a module.

pub mod build;
mod codegen;
pub mod crate_name;
pub mod diagnostics;
pub mod dialect;
pub mod document;
mod hash;
pub mod ir;
pub mod json;
pub mod lower;
pub mod output;
mod packed;
pub mod parallel;
pub mod plan;
mod portable;
pub mod rust;
pub mod settings;
pub mod surface;

pub use codegen::{Codegen, Generated, Outcome, Summary};
pub use rust::RuntimeSource;
pub use settings::{Settings, SettingsError};
