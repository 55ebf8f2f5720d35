//! Generators of Rust clients, ours and others: how each is run, and what a document and the code that is
//! made of it have.

pub(crate) mod code;
pub(crate) mod document;
pub(crate) mod generator;
pub(crate) mod said;
mod tree;

pub(crate) use generator::{Generator, Peers};
