//! Types, decided.

use crate::ir::{Docs, Scalar, TypeId};
use crate::json::Text;
use crate::settings::Derive;

use super::StatusEnum;

/// A file of types.
#[derive(Debug, Clone)]
pub struct TypeFile {
    /// The module's name.
    pub name: String,
    /// What is in it, in words.
    pub title: String,
    /// The features of which one has to be on; none if it is always there.
    pub features: Vec<String>,
    /// The types.
    pub items: Vec<Item>,
}

/// A type, decided.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its name.
    pub name: String,
    /// What the document says of it.
    pub docs: Docs,
    /// What it is for, where the document says nothing of it: a sentence, or nothing.
    pub role: Vec<Piece>,
    /// What it looks like.
    pub kind: ItemKind,
    /// The API's type; `None` of what an operation answers by status.
    pub source: Option<TypeId>,
    /// Whether a request carries it.
    pub sent: bool,
    /// Whether a response carries it.
    pub received: bool,
    /// The traits that it derives beside those of its kind.
    pub derives: Vec<Derive>,
}

/// A part of a sentence that is not the document's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Words(&'static str),
    /// A name, which is shown as code.
    Name(String),
}

/// What a type looks like.
#[derive(Debug, Clone)]
pub enum ItemKind {
    /// A struct.
    Struct(Struct),
    /// An enum of strings.
    TextEnum(Vec<ValueVariant<String>>),
    /// An enum of whole numbers.
    IntegerEnum(Vec<ValueVariant<i64>>),
    /// An enum of values of several types.
    ScalarEnum(Vec<ValueVariant<Scalar>>),
    /// A tuple struct.
    Tuple(Tuple),
    /// An enum of types.
    Union(Union),
    /// A struct around a type.
    Newtype(RustType),
    /// Another name for a type.
    Alias(RustType),
    /// What an operation answers, by status.
    Answers(StatusEnum),
}

/// A struct.
#[derive(Debug, Clone)]
pub struct Struct {
    /// The member that tells a union what it is, and its value. It has no field.
    pub tag: Option<(String, String)>,
    /// Its fields.
    pub fields: Vec<Field>,
    /// The field of the members that have no field.
    pub rest: Option<Rest>,
    /// Whether users make it; otherwise only with the feature `testing`.
    pub sent: bool,
    /// Whether it has a `Default`.
    pub default: bool,
}

/// A tuple struct.
#[derive(Debug, Clone)]
pub struct Tuple {
    /// Its fields; those that are required come first.
    pub items: Vec<TupleItem>,
    /// What further items are.
    pub rest: RustType,
    /// What values are allowed there, in words.
    pub rest_allowed: Vec<String>,
    /// Whether users make it; otherwise only with the feature `testing`.
    pub sent: bool,
}

/// A field of a tuple struct.
#[derive(Debug, Clone)]
pub struct TupleItem {
    /// What it holds, `Option` apart.
    pub ty: RustType,
    /// Whether it is always there.
    pub required: bool,
    /// What the document says of it.
    pub docs: Docs,
}

/// The field of the members that have no field.
#[derive(Debug, Clone)]
pub struct Rest {
    /// Its name.
    pub ident: String,
    /// What they hold; `None` if the document does not speak of them.
    pub ty: Option<RustType>,
    /// What values are allowed, in words.
    pub allowed: Vec<String>,
}

/// A field.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name in Rust, `r#` and all.
    pub ident: String,
    /// Its name in JSON.
    pub key: String,
    /// When it is there.
    pub presence: Presence,
    /// What it holds, `Option` and the like apart.
    pub ty: RustType,
    /// What the document says of it.
    pub docs: Docs,
}

/// When a field is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Always.
    Required,
    /// Not always; `null` is the same as absent.
    Optional,
    /// Not always, and `null` says something else.
    Nullable,
    /// Always, and it can be `null`.
    RequiredNullable,
}

/// A variant of an enum of values.
#[derive(Debug, Clone)]
pub struct ValueVariant<T> {
    /// Its name.
    pub name: String,
    /// What goes over the wire.
    pub value: T,
    /// What it means.
    pub description: Option<Text>,
}

/// An enum of types.
#[derive(Debug, Clone)]
pub struct Union {
    /// How it tells which one it has.
    pub choice: Choice,
    /// Its variants.
    pub variants: Vec<UnionVariant>,
}

/// How a union tells which type it has.
#[derive(Debug, Clone)]
pub enum Choice {
    /// By the value of this member.
    Tag(String),
    /// By what the value looks like.
    Looks,
}

/// A variant of an enum of types.
#[derive(Debug, Clone)]
pub struct UnionVariant {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub ty: RustType,
    /// The values of the tag that mean it.
    pub tags: Vec<String>,
    /// What it looks like.
    pub looks: Looks,
    /// What values are allowed, in words.
    pub allowed: Vec<String>,
    /// Whether no other variant holds the same type, so that `From` is clear.
    pub from: bool,
    /// What the document says of it.
    pub description: Option<Text>,
}

/// What a JSON value of a variant looks like.
#[derive(Debug, Clone, PartialEq)]
pub enum Looks {
    /// An object with these members.
    Object(Box<ObjectLooks>),
    /// A list.
    Array,
    /// A string.
    String,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// Anything.
    Any,
}

/// The members of an object, as far as they tell it from others.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ObjectLooks {
    /// Those that are always there.
    pub required: Vec<String>,
    /// All that are known.
    pub known: Vec<String>,
    /// Those that always have the same value.
    pub constant: Vec<(String, Scalar)>,
    /// Those that have one of some values.
    pub values: Vec<(String, Vec<Scalar>)>,
    /// Those whose values look like something.
    pub types: Vec<(String, Looks)>,
    /// Those that are lists of what looks like something.
    pub items: Vec<(String, Looks)>,
}

/// A crate for dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateCrate {
    /// `jiff`
    Jiff,
    /// `chrono`
    Chrono,
}

/// A type as Rust has it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RustType {
    /// `()`
    Unit,
    /// `String`
    String,
    /// `i32` and so on, `f64`, `bool`.
    Primitive(&'static str),
    /// `jiff::Timestamp`, or what the other crate has for an instant.
    Timestamp(DateCrate),
    /// `jiff::civil::Date`, or what the other crate has for a date.
    Date(DateCrate),
    /// `uuid::Uuid`
    Uuid,
    /// `Ipv4Addr` or `Ipv6Addr`.
    Address(&'static str),
    /// The type of this name in the runtime's `text`, which takes any text.
    Kept(&'static str),
    /// The runtime's `text::DecimalNumber`.
    DecimalNumber,
    /// The runtime's `Secret`.
    Secret,
    /// `serde_json::Value`
    Json,
    /// The runtime's `Bytes`.
    Bytes,
    /// The runtime's `ByteStream`.
    ByteStream,
    /// The runtime's `EventStream`
    Events(Box<RustType>),
    /// The runtime's `ItemStream`
    Items(Box<RustType>),
    /// The runtime's `Upload`, or what becomes one.
    Upload,
    /// The runtime's `Multipart`.
    Multipart,
    /// The runtime's `Untyped`.
    Untyped,
    /// A type of another crate, by its path.
    Elsewhere(String),
    /// A type of the crate's own.
    Named(String),
    /// A type of the crate's own that only `serde` reads: a name for one of another crate, or what cannot
    /// be without one.
    NamedBySerde(String),
    /// `Vec<T>`
    Vec(Box<RustType>),
    /// `BTreeMap<String, T>`
    Map(Box<RustType>),
    /// `Option<T>`
    Option(Box<RustType>),
    /// `Box<T>`
    Boxed(Box<RustType>),
}

/// Who reads a type from JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// The runtime's `FromJson`.
    Runtime,
    /// `serde`.
    Serde,
}
