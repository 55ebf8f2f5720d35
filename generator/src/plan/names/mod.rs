//! Names: how they are spelled, how they are told apart, how they stay.

pub(crate) mod case;
mod lock;
mod scope;
mod signs;
pub(crate) mod wishes;

pub(crate) use lock::Method as LockedMethod;
pub use lock::{Lock, LockError};
pub(crate) use scope::{Scope, Spelling, name_siblings};
pub(crate) use signs::told_apart;
pub(crate) use wishes::Wishes;
