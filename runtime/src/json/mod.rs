//! JSON in and out of generated types, without `serde_derive`.
