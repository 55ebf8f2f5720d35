//! JSON types of generated crates, and the macros that serialize them.
//!
//! Generated types do not use `serde_derive`: its expansion was most of the type-check time of a
//! generated crate. The macros of [`v1`](crate::v1) write [`FromJson`], by which responses are read,
//! `Serialize`, and `Deserialize` for everything else, from one line beside a type, with the
//! behaviour that the usual derive attributes have. What the macros expand to is small; the work is
//! in the functions of this module. How JSON is read is told in `read`.
//!
//! | macro | for |
//! |---|---|
//! | [`v1::json_struct`](crate::v1::json_struct) | an object with named members |
//! | [`v1::json_tuple`](crate::v1::json_tuple) | a list with a type for each position |
//! | [`v1::newtype`](crate::v1::newtype) | a type under a name of its own |
//! | [`v1::string_enum`](crate::v1::string_enum) | a set of strings that may grow |
//! | [`v1::integer_enum`](crate::v1::integer_enum) | a set of integers that may grow |
//! | [`v1::scalar_enum`](crate::v1::scalar_enum) | a set of texts, numbers and booleans that may grow |
//! | [`v1::tagged_union`](crate::v1::tagged_union) | one of several types, told apart by a member |
//! | [`v1::union`](crate::v1::union) | one of several types, told apart by their shape |
//!
//! The grammar of a macro is part of its version: it stays as it is for a major version of this
//! crate. Each macro works under any name of this crate, in a module that defines types called
//! `Option` or `String`, and under `#![no_implicit_prelude]`.

mod integer_enum;
mod json_struct;
mod json_tuple;
mod members;
mod newtype;
mod nullable;
pub(crate) mod read;
mod scalar_enum;
mod string_enum;
mod tagged_union;
mod union;
mod unrecognized;

pub use members::Members;
pub use nullable::Nullable;
pub use read::FromJson;
pub use unrecognized::{UnrecognizedInteger, UnrecognizedJson, UnrecognizedValue};

/// What the macros expand to. Not for other code: it changes without notice.
#[doc(hidden)]
pub mod __private {
    pub use core::{
        clone::Clone,
        cmp::{Eq, PartialEq},
        convert::{AsRef, From, Infallible},
        fmt::{Debug, Display, Formatter, Result as FmtResult},
        hash::{Hash, Hasher},
        option::Option::{self, None, Some},
        result::Result::{self, Err, Ok},
        str::FromStr,
        stringify,
    };
    pub use std::string::String;

    pub use serde::{Deserialize, Deserializer, Serialize, Serializer};
    pub use serde_json::Value;

    pub use super::{
        integer_enum::{IntegerEnum, deserialize_integer_enum, parse_integer, read_integer_enum},
        json_struct::ObjectWriter,
        json_tuple::{Items, ListWriter},
        read::{
            BySerde, Fault, Faults, FromJson, Kind, List, Members as NodeMembers, Node, Object,
            deserialize, deserialize_fallible,
        },
        scalar_enum::{scalar, show, unrecognized, value},
        string_enum::{
            StringEnum, debug_string_enum, deserialize_string_enum, parse_borrowed, parse_owned,
            read_string_enum,
        },
        tagged_union::tag,
        union::{Alternative, Reader, Shape, or_unrecognized, read_union},
    };
}
