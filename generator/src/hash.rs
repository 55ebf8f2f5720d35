//! Maps and sets whose hash takes less than the standard library's: nodes of documents, types and names
//! are looked up some millions of times for a large API.
//!
//! The order of what is in them is not known, and differs between runs, as it does with the standard
//! library's: nothing is printed in it.

/// What hashes values beside a map: the same number for the same value wherever it is asked.
pub(crate) use foldhash::fast::FixedState as Fixed;
pub(crate) use foldhash::{HashMap, HashSet};

/// In the order in which members came.
pub(crate) type IndexMap<K, V> = indexmap::IndexMap<K, V, foldhash::fast::RandomState>;

/// In the order in which items came.
pub(crate) type IndexSet<T> = indexmap::IndexSet<T, foldhash::fast::RandomState>;
