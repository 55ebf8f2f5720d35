//! Types: what bodies, members and parameters carry.

use crate::json::{Number, Text, Value};

use super::{Limits, MemberXml, Place, Words};

/// A type, by its position in [`Types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(u32);

/// All types of an API that can have a name.
#[derive(Debug, Clone, Default)]
pub struct Types(Vec<TypeDef>);

impl Types {
    /// Adds a type and returns its handle.
    pub fn push(&mut self, def: TypeDef) -> TypeId {
        let id = TypeId(u32::try_from(self.0.len()).unwrap_or(u32::MAX));
        self.0.push(def);
        id
    }

    /// The type behind a handle, which only [`Types::push`] of this very value gives out.
    pub fn get(&self, id: TypeId) -> Option<&TypeDef> {
        self.0.get(id.0 as usize)
    }

    /// The type behind a handle, to be completed once what it refers to is known.
    pub fn get_mut(&mut self, id: TypeId) -> Option<&mut TypeDef> {
        self.0.get_mut(id.0 as usize)
    }

    /// All types, to be completed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut TypeDef> {
        self.0.iter_mut()
    }

    /// All types with their handles, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (TypeId, &TypeDef)> {
        (0u32..).map(TypeId).zip(&self.0)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Type {
    /// A type of its own.
    Named(TypeId),
    /// A string.
    Text(TextFormat),
    /// A whole number.
    Integer(IntegerWidth),
    /// A number with a fraction.
    Number(NumberWidth),
    /// True or false.
    Boolean,
    /// Items in order.
    List(Box<Type>),
    /// Members whose names are not known beforehand.
    Map(Box<Type>),
    /// A value or `null`, where a member does not say so itself (items, map values).
    Nullable(Box<Type>),
    /// Any JSON: nothing is known of its shape.
    Any(Unknown),
}

/// Why nothing is known of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unknown {
    /// The document says nothing of it.
    Unsaid,
    /// It is a member of an object of which the document says no more than that it is one.
    FreeForm,
    /// It is an item of a list of which the document says no more than that it is one.
    FreeItems,
    /// It is one of the members that the document allows beside those with names.
    Beside,
    /// It is content of which the document has no schema.
    NoSchema,
    /// It is one of several, of which one may be anything.
    AnyBranch,
    /// It is the same as itself, or inside itself too deep.
    Endless,
    /// It is one of some lists or objects.
    Values,
    /// It is the subject of a mistake, which has been reported.
    Mistake,
    /// It is a type of another crate.
    Elsewhere,
}

impl Unknown {
    /// The cause in a few words, as reports have it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Unsaid => "nothing is said of the value",
            Self::FreeForm => "an object without a word on its members",
            Self::FreeItems => "a list without a word on its items",
            Self::Beside => "members of any kind beside the named ones",
            Self::NoSchema => "content without a schema",
            Self::AnyBranch => "a union with a branch that may be anything",
            Self::Endless => "a schema that leads back to itself",
            Self::Values => "an enum of lists or objects",
            Self::Mistake => "a mistake in the schema",
            Self::Elsewhere => "a type of another crate",
        }
    }
}

/// What a string means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextFormat {
    /// Nothing more than text, or a format without a type of its own.
    Plain,
    /// An instant (RFC 3339).
    Instant,
    /// A calendar date (RFC 3339 `full-date`).
    Date,
    /// A secret, shown nowhere.
    Secret,
    /// A UUID (RFC 9562).
    Uuid,
    /// An address of IPv4 (RFC 2673 § 3.2).
    Ipv4,
    /// An address of IPv6 (RFC 4291 § 2.2).
    Ipv6,
    /// A URI (RFC 3986).
    Uri,
    /// A time of day (RFC 3339 `full-time`).
    Time,
    /// A length of time (RFC 3339 appendix A).
    Duration,
    /// Bytes (RFC 4648).
    Base64,
    /// A number.
    Decimal,
}

/// How wide a whole number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IntegerWidth {
    /// 32 bits, signed.
    I32,
    /// 64 bits, signed; also where the document does not say.
    I64,
    /// 32 bits, unsigned.
    U32,
    /// 64 bits, unsigned.
    U64,
}

/// How wide a number with a fraction is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberWidth {
    /// Double precision, which single precision fits into without a change of its digits.
    F64,
    /// Every digit counts.
    Decimal,
}

/// A type that can have a name.
#[derive(Debug, Clone)]
pub struct TypeDef {
    /// Its identity over time.
    pub place: Place,
    /// Its JSON pointer in the canonical document.
    pub pointer: String,
    /// What it can be named after.
    pub name: NameHint,
    /// The name that an annotation asks for.
    pub requested_name: Option<String>,
    /// What it says of itself.
    pub docs: Docs,
    /// What all its values must keep to; of an alias, with what is in them.
    pub limits: Limits,
    /// What it looks like.
    pub shape: Shape,
}

/// What a type can be named after.
#[derive(Debug, Clone)]
pub enum NameHint {
    /// The name that the document gives it.
    Component(String),
    /// Its role in another type.
    Inside(TypeId, Role),
    /// Its role in an operation, by the operation's position in `Api::operations`.
    Operation(usize, Role),
}

/// The role that an inline type plays where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// The member of this name.
    Member(String),
    /// The items of a list that is the member of this name; without one, of the list itself.
    Item(Option<String>),
    /// The values of a map that is the member of this name; without one, of the map itself.
    MapValue(Option<String>),
    /// One of a union, by its title, its tag, or its number from 1.
    Variant(String),
    /// The parameter of this name.
    Parameter(String),
    /// The body of the request.
    RequestBody,
    /// The body of the request, of several the one under this media type.
    RequestBodyAs(String),
    /// The body of a response; the status is there if more than one response has a body of its own.
    ResponseBody(Option<String>),
    /// The body of an error response, by its status.
    ErrorBody(String),
}

/// What the document says in prose of a type, a member or an operation.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Docs {
    /// One line.
    pub summary: Option<Words>,
    /// CommonMark.
    pub description: Option<Words>,
    /// Whether the document advises against its use.
    pub deprecated: bool,
    /// What values are allowed, in words: "At most 500.", one sentence each.
    pub limits: Vec<String>,
    /// The value that the server takes if none is given.
    pub default: Option<Box<Value>>,
    /// A value that the document gives as an example.
    pub example: Option<Box<Value>>,
    /// A page that says more.
    pub link: Option<Text>,
}

/// What a type looks like.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Members with names.
    Record(Record),
    /// One of some strings.
    TextEnum(Vec<EnumValue<String>>),
    /// One of some whole numbers.
    IntegerEnum(Vec<EnumValue<i64>>),
    /// One of some values of several types.
    ScalarEnum(Vec<EnumValue<Scalar>>),
    /// A list with a type for each position.
    Tuple(Tuple),
    /// One of several types.
    Union(Union),
    /// A type of its own around another.
    Newtype(Type),
    /// Another name for a type.
    Alias(Type),
}

/// A text, a number, or true or false.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Scalar {
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Number(Number),
    /// True or false.
    Boolean(bool),
}

impl Scalar {
    /// The value in JSON.
    pub fn to_json(&self) -> Value {
        match self {
            Self::Text(text) => Value::from(text.as_str()),
            Self::Integer(number) => Value::from(*number),
            Self::Number(number) => Value::from(number.clone()),
            Self::Boolean(flag) => Value::from(*flag),
        }
    }
}

impl std::fmt::Display for Scalar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Integer(number) => write!(f, "{number}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Boolean(flag) => write!(f, "{flag}"),
        }
    }
}

/// A list with a type for each position.
#[derive(Debug, Clone, PartialEq)]
pub struct Tuple {
    /// The items by position; those that have to be there come first.
    pub items: Vec<TupleItem>,
    /// What further items are.
    pub rest: Type,
    /// What further items must keep to.
    pub rest_limits: Limits,
    /// The same in words, where their type does not say it.
    pub rest_allowed: Vec<String>,
}

/// An item of a tuple.
#[derive(Debug, Clone, PartialEq)]
pub struct TupleItem {
    /// What it is.
    pub ty: Type,
    /// What it must keep to.
    pub limits: Limits,
    /// Whether it has to be there.
    pub required: bool,
    /// What the document says of it.
    pub docs: Docs,
}

/// A value of an enum.
#[derive(Debug, Clone, PartialEq)]
pub struct EnumValue<T> {
    /// What goes over the wire.
    pub value: T,
    /// The name that an annotation asks for.
    pub requested_name: Option<String>,
    /// What it means.
    pub description: Option<Text>,
}

/// Members with names.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Record {
    /// The members, in the document's order.
    pub members: Vec<Member>,
    /// What members without a name may be.
    pub additional: Additional,
    /// What members without a name must keep to.
    pub additional_limits: Limits,
    /// The same in words, where their type does not say it.
    pub additional_allowed: Vec<String>,
}

/// What members without a name may be.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Additional {
    /// The document does not speak of them.
    #[default]
    Unspoken,
    /// They are values of this type.
    Typed(Type),
}

/// A member of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Its name in JSON.
    pub key: String,
    /// The name that an annotation asks for.
    pub requested_name: Option<String>,
    /// What it holds, `null` apart.
    pub ty: Type,
    /// What it must keep to.
    pub limits: Limits,
    /// Whether it has to be there.
    pub required: bool,
    /// Whether it can be `null`.
    pub nullable: bool,
    /// Only the server sets it.
    pub read_only: bool,
    /// Only a request carries it.
    pub write_only: bool,
    /// What the document says of it.
    pub docs: Docs,
    /// The one value that it always has, if the document says so.
    pub constant: Option<Box<Value>>,
    /// Whether that is settled by the union around the object, which nothing else holds: it is a
    /// tag that nobody has to give.
    pub settled: bool,
    /// How it is written as XML, where the document says that.
    pub xml: Option<Box<MemberXml>>,
}

/// One of several types.
#[derive(Debug, Clone, PartialEq)]
pub struct Union {
    /// The member whose value tells which it is, if there is one.
    pub tag: Option<TagMember>,
    /// What it can be, in the document's order.
    pub variants: Vec<Variant>,
}

impl Union {
    /// The member whose value is all that has to be known.
    pub fn deciding_tag(&self) -> Option<&str> {
        let tag = self.tag.as_ref().filter(|tag| tag.decides)?;
        Some(&tag.key)
    }
}

/// The member whose value tells what a union is.
#[derive(Debug, Clone, PartialEq)]
pub struct TagMember {
    /// Its key.
    pub key: String,
    /// Whether it tells all of them apart: each is an object with values of it that no other
    /// has. If not, it is one sign among others.
    pub decides: bool,
}

/// One of the types that a union can be.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// What it is named after: the component's name, the title, the kind of value.
    pub hint: String,
    /// What it holds.
    pub ty: Type,
    /// What it must keep to.
    pub limits: Limits,
    /// The same in words, where the type does not say it.
    pub allowed: Vec<String>,
    /// The values of the tag that mean it.
    pub tags: Vec<String>,
    /// What the document says of it.
    pub description: Option<Text>,
}

/// An example of the document.
#[derive(Debug, Clone)]
pub struct Example {
    /// Its JSON pointer in the canonical document.
    pub pointer: String,
    /// What it is an example of.
    pub ty: Type,
    /// Whether `null` is allowed there beside the type.
    pub nullable: bool,
    /// The example.
    pub value: Value,
}
