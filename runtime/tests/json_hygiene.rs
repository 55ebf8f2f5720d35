//! The macros in places that have other meanings for the names of the prelude.

#![allow(clippy::unwrap_used, unreachable_pub)]

/// Types of an API that are called as those of the standard library are.
#[allow(dead_code, unused_macros, clippy::upper_case_acronyms)]
mod shadows {
    use ::specwright_runtime as renamed;

    macro_rules! concat {
        ($($anything:tt)*) => {
            compile_error!("not this one")
        };
    }
    macro_rules! stringify {
        ($($anything:tt)*) => {
            compile_error!("not this one")
        };
    }

    pub mod std {}
    pub mod core {}
    pub mod serde {}
    pub mod serde_json {}
    pub mod specwright_runtime {}

    pub struct None;
    pub struct Some;
    pub struct Ok;
    pub struct Err;
    pub struct Result;
    pub struct String;
    pub struct Vec;
    pub struct Box;
    pub struct Value;
    pub struct Default;
    pub struct From;
    pub struct AsRef;
    pub struct FromStr;
    pub struct Display;
    pub struct Serialize;
    pub struct Deserialize;
    pub struct Serializer;
    pub struct Deserializer;
    pub struct MapAccess;
    pub struct VARIANTS;

    /// Named as type parameters and associated types are.
    #[derive(Debug, Clone, PartialEq)]
    pub struct A {
        pub a: ::std::option::Option<S>,
        pub d: ::std::option::Option<D>,
        pub rest: renamed::json::Members,
    }
    renamed::v1::json_struct!(A { a: optional "a", d: optional "d", ..rest });

    #[derive(Clone)]
    pub enum S {
        T,
        Ok,
        None,
        Unrecognized(renamed::json::UnrecognizedValue),
    }
    renamed::v1::string_enum!(S { T = "t", Ok = "ok", None = "none" });

    #[derive(Debug, Clone, PartialEq)]
    pub enum D {
        Some(Option),
        Err(::std::boxed::Box<Error>),
        Unrecognized(renamed::json::UnrecognizedJson),
    }
    renamed::v1::tagged_union!(D, "kind" { Some = "some", Err = "err" });

    #[derive(Debug, Clone, PartialEq)]
    pub struct Option {
        pub kind: ::std::string::String,
        pub self_: ::std::option::Option<E>,
        pub other: renamed::json::Nullable<U>,
    }
    renamed::v1::json_struct!(Option { kind: required "kind", self_: required_nullable "self", other: nullable "other" });

    #[derive(Debug, Clone, PartialEq)]
    pub struct Error {
        pub value: ::std::option::Option<i64>,
        pub name: ::std::option::Option<i64>,
        pub slot: ::std::option::Option<i64>,
        pub rest: ::std::collections::BTreeMap<::std::string::String, i64>,
    }
    renamed::v1::json_struct!(Error { value: optional "value", name: optional "name", slot: optional "slot", ..rest });

    #[derive(Debug, Clone, PartialEq)]
    pub enum E {
        Ok,
        Unrecognized(renamed::json::UnrecognizedInteger),
    }
    renamed::v1::integer_enum!(E { Ok = 1 });

    #[derive(Debug, Clone, PartialEq)]
    pub enum U {
        Ok(bool),
        Value(::std::string::String),
        Map(::std::boxed::Box<A>),
        Unrecognized(renamed::json::UnrecognizedJson),
    }
    renamed::v1::union!(U {
        Ok: boolean,
        Value: string,
        Map: object { required ["a"], known ["a", "d"], constant ["x" = "y"] },
    });
}

/// Nothing is in scope but what is named.
mod bare {
    #![no_implicit_prelude]

    use ::std::{clone::Clone, cmp::PartialEq, fmt::Debug};

    #[derive(Debug, Clone, PartialEq)]
    pub struct Record {
        pub id: i64,
        pub kind: ::std::option::Option<Kind>,
        pub level: ::specwright_runtime::json::Nullable<Level>,
        pub either: ::std::option::Option<::std::boxed::Box<Either>>,
        pub tagged: ::std::option::Option<::std::boxed::Box<Tagged>>,
        pub rest: ::specwright_runtime::json::Members,
    }
    ::specwright_runtime::v1::json_struct!(Record {
        id: required "id",
        kind: optional "kind",
        level: nullable "level",
        either: required_nullable "either",
        tagged: optional "tagged",
        ..rest,
    });

    #[derive(Clone)]
    pub enum Kind {
        One,
        Unrecognized(::specwright_runtime::json::UnrecognizedValue),
    }
    ::specwright_runtime::v1::string_enum!(Kind { One = "one" });

    #[derive(Debug, Clone, PartialEq)]
    pub enum Level {
        One,
        Unrecognized(::specwright_runtime::json::UnrecognizedInteger),
    }
    ::specwright_runtime::v1::integer_enum!(Level { One = 1 });

    #[derive(Debug, Clone, PartialEq)]
    pub enum Either {
        Record(Record),
        Count(i64),
        Unrecognized(::specwright_runtime::json::UnrecognizedJson),
    }
    ::specwright_runtime::v1::union!(Either {
        Record: object { required ["id"], known ["id", "kind"] },
        Count: integer,
    });

    #[derive(Debug, Clone, PartialEq)]
    pub enum Tagged {
        Record(Record),
        Unrecognized(::specwright_runtime::json::UnrecognizedJson),
    }
    ::specwright_runtime::v1::tagged_union!(Tagged, "kind" { Record = "one" });
}

/// What a generated crate may be compiled with.
#[deny(warnings, clippy::all, clippy::pedantic)]
mod strict {
    use specwright_runtime::{
        json::{UnrecognizedInteger, UnrecognizedJson, UnrecognizedValue},
        v1,
    };

    #[derive(Debug, Clone, PartialEq)]
    pub struct Empty {}
    v1::json_struct!(Empty {});

    #[derive(Debug, Clone, PartialEq)]
    pub struct Full {
        pub id: i64,
        pub map: std::collections::BTreeMap<String, Full>,
    }
    v1::json_struct!(Full { id: required "id", ..map });

    #[derive(Clone)]
    pub enum Kind {
        One,
        Unrecognized(UnrecognizedValue),
    }
    v1::string_enum!(Kind { One = "one" });

    #[derive(Debug, Clone, PartialEq)]
    pub enum Level {
        One,
        Unrecognized(UnrecognizedInteger),
    }
    v1::integer_enum!(Level { One = 1 });

    #[derive(Debug, Clone, PartialEq)]
    pub enum Either {
        Empty(Empty),
        Level(Level),
        Unrecognized(UnrecognizedJson),
    }
    v1::union!(Either {
        Empty: object,
        Level: integer
    });

    #[derive(Debug, Clone, PartialEq)]
    pub enum Tagged {
        Empty(Empty),
        Full(Full),
        Unrecognized(UnrecognizedJson),
    }
    v1::tagged_union!(Tagged, "kind" { Empty = "empty", Full = "full" });
}

fn comes_back<T: serde::Serialize + serde::de::DeserializeOwned>(json: &str) {
    let value: T = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&value).unwrap(), json);
}

#[test]
fn shadowed_names_change_nothing() {
    comes_back::<shadows::A>(r#"{"a":"ok","d":{"kind":"some","self":1,"other":"x"},"x":[]}"#);
    comes_back::<shadows::A>(r#"{"d":{"kind":"some","self":null,"other":{"a":"new","x":"y"}}}"#);
    comes_back::<shadows::D>(r#"{"kind":"new"}"#);
    comes_back::<shadows::Error>(r#"{"value":1,"name":2,"slot":3,"more":4}"#);
}

#[test]
fn without_a_prelude_all_is_the_same() {
    comes_back::<bare::Record>(
        r#"{"id":1,"kind":"one","level":1,"either":{"id":2,"either":3},"tagged":{"id":4,"kind":"one","either":null},"x":1}"#,
    );
}

#[test]
fn strict_lints_have_nothing_to_say() {
    comes_back::<strict::Full>(r#"{"id":1,"a":{"id":2}}"#);
    comes_back::<strict::Kind>(r#""new""#);
    comes_back::<strict::Either>("1");
    comes_back::<strict::Tagged>(r#"{"kind":"new"}"#);
}
