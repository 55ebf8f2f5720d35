//! One of several types, told apart by what the JSON looks like.

use std::cmp::Reverse;

use serde::de::DeserializeOwned;

use super::UnrecognizedJson;
use super::read::{BySerde, Faults, FromJson, Kind, Node, letters_of};

/// Writes [`FromJson`](crate::json::FromJson), `Serialize` and `Deserialize` for a union whose
/// variants look different as JSON.
///
/// # Grammar
///
/// ```text
/// union!(Name {
///     Variant: object { required ["a"], known ["a", "b"], constant ["c" = "value", "d" = 2] },
///     Variant: object { required [], known ["e", "f"], values ["e" = "x" | 1], types ["f" = array], items ["f" = string] },
///     Variant: object,
///     Variant: string,
///     …
/// });
/// ```
///
/// A variant is named with the JSON type of its payload: `object`, `array`, `string`, `integer`,
/// `number`, `boolean`, `null` or `any`. Of an object it says, where it is of use, which members
/// it has to have (`required`) and which it has fields for (`known`, the required ones among them).
/// Four more lists can be left out: which members are always the same if they are there
/// (`constant`), which have one of some values as far as anybody knows (`values`, for enums grow),
/// which are of a JSON type or `null` (`types`), and which are lists of such (`items`). A value is a string, an integer or a boolean.
/// `(serde)` behind its name: `serde` reads the payload. One more variant is called `Unrecognized` and holds an
/// [`UnrecognizedJson`](crate::json::UnrecognizedJson).
///
/// # Behaviour
///
/// Only the look of the JSON picks a variant; nothing is tried. A variant fits if the type is its
/// own, all required members are there, and no constant is another. Of those that fit it is
///
/// 1. one with a type of its own before `any`, and `integer` before `number`;
/// 2. the one with the fewest members that are none of their `values`, or not of their `types` or
///    `items`;
/// 3. the one with the most known members in the object;
/// 4. the one with the most required members;
/// 5. the one with the most constants, and members that are one of their `values`;
/// 6. the first listed.
///
/// If its payload cannot be read, that is the error. If none fits, the variant is `Unrecognized`,
/// which is written as it came. An `integer` has at most 64 bits and is written without fraction
/// and exponent.
///
/// The variant is picked by a look at the JSON, which is then read as its payload: nothing is held
/// in between, and errors say where in the payload they are.
///
/// # Example
///
/// ```
/// use specwright_runtime::{json::UnrecognizedJson, v1::{json_struct, union}};
///
/// #[derive(Debug, Clone, PartialEq)]
/// pub struct Circle {
///     pub radius: f64,
///     pub name: Option<String>,
/// }
/// json_struct!(Circle { radius: required "radius", name: optional "name" });
///
/// #[derive(Debug, Clone, PartialEq)]
/// #[non_exhaustive]
/// pub enum Shape {
///     Circle(Circle),
///     Name(String),
///     Unrecognized(UnrecognizedJson),
/// }
/// union!(Shape {
///     Circle: object { required ["radius"], known ["radius", "name"] },
///     Name: string,
/// });
///
/// # fn main() -> Result<(), serde_json::Error> {
/// let shapes: Vec<Shape> = serde_json::from_str(r#"[{"radius": 1.5}, "square", {"side": 2}]"#)?;
/// assert!(matches!(&shapes[0], Shape::Circle(circle) if circle.radius == 1.5));
/// assert!(matches!(&shapes[1], Shape::Name(name) if name == "square"));
/// assert!(matches!(&shapes[2], Shape::Unrecognized(_)));
/// assert_eq!(serde_json::to_string(&shapes)?, r#"[{"radius":1.5},"square",{"side":2}]"#);
/// # Ok(())
/// # }
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! __union_v1 {
    ($name:ident { $(
        $variant:ident $(($how:ident))?: $kind:ident $({
            required [$($required:literal),* $(,)?],
            known [$($known:literal),* $(,)?]
            $(, constant [$($member:literal = $constant:literal),* $(,)?])?
            $(, values [$($listed:literal = $($value:literal)|+),* $(,)?])?
            $(, types [$($typed:literal = $type:ident),* $(,)?])?
            $(, items [$($list:literal = $item:ident),* $(,)?])?
            $(,)?
        })?
    ),* $(,)? }) => {
        impl $crate::__json::FromJson for $name {
            fn from_json(
                json: $crate::__json::Node<'_>,
                faults: &mut $crate::__json::Faults,
            ) -> Self {
                const VARIANTS: &[$crate::__json::Alternative<$name>] = &[
                    $($crate::__json::Alternative {
                        shape: $crate::__json::Shape::$kind()
                            $(.required(&[$($required),*])
                            .known(&[$($known),*])
                            $(.constant(&[$(($member, &$constant)),*]))?
                            $(.values(&[$(($listed, &[$(&$value),+])),*]))?
                            $(.types(&[$(($typed, $crate::__json::Shape::$type())),*]))?
                            $(.items(&[$(($list, $crate::__json::Shape::$item())),*]))?)?,
                        payload: |json, faults| $crate::__json::Reader$(.$how())?
                            .read(json, faults, $name::$variant),
                    },)*
                ];
                $crate::__json::read_union(json, faults, VARIANTS, $name::Unrecognized)
            }
        }

        impl<'de> $crate::__json::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::__json::Deserializer<'de>>(
                deserializer: __D,
            ) -> $crate::__json::Result<Self, __D::Error> {
                $crate::__json::deserialize(deserializer)
            }
        }

        $crate::__union_serialize_v1!($name { $($variant)* });
    };
}

/// Writes `Serialize` for a union: each variant as its payload.
#[macro_export]
#[doc(hidden)]
macro_rules! __union_serialize_v1 {
    ($name:ident { $($variant:ident)* }) => {
        impl $crate::__json::Serialize for $name {
            fn serialize<__S: $crate::__json::Serializer>(
                &self,
                serializer: __S,
            ) -> $crate::__json::Result<__S::Ok, __S::Error> {
                match self {
                    $(Self::$variant(payload) => {
                        $crate::__json::Serialize::serialize(payload, serializer)
                    })*
                    Self::Unrecognized(json) => {
                        $crate::__json::Serialize::serialize(json, serializer)
                    }
                }
            }
        }
    };
}

/// Reads the payload of a variant. There is none if it was wrong and cannot be made up.
pub(super) type Payload<U> = fn(Node<'_>, &mut Faults) -> Option<U>;

/// Reads a value and puts it into its variant.
pub struct Reader;

impl Reader {
    /// Reads a value and puts it into its variant.
    pub fn read<T: FromJson, U>(
        self,
        json: Node<'_>,
        faults: &mut Faults,
        into: fn(T) -> U,
    ) -> Option<U> {
        Some(into(T::from_json(json, faults)))
    }

    /// The same for types that are not generated.
    pub fn serde(self) -> ReaderBySerde {
        ReaderBySerde
    }
}

/// [`Reader`] of types that are not generated: `serde` reads them.
pub struct ReaderBySerde;

impl ReaderBySerde {
    /// As [`Reader::read`].
    pub fn read<T: DeserializeOwned, U>(
        self,
        json: Node<'_>,
        faults: &mut Faults,
        into: fn(T) -> U,
    ) -> Option<U> {
        BySerde::from_json(json, faults).into_inner().map(into)
    }
}

/// A variant of a union.
pub struct Alternative<U> {
    /// What its JSON looks like.
    pub shape: Shape,
    /// Reads the payload.
    pub payload: Payload<U>,
}

/// Reads the variant whose shape fits best. What fits none is kept as it is.
pub fn read_union<U>(
    json: Node<'_>,
    faults: &mut Faults,
    variants: &[Alternative<U>],
    unrecognized: fn(UnrecognizedJson) -> U,
) -> U {
    let look = Look::at(json);
    let mut fitting = variants.iter().filter(|variant| variant.shape.fits(&look));
    let Some(first) = fitting.next() else {
        return or_unrecognized(None, json, faults, unrecognized);
    };
    let mut best = first;
    let mut best_fit = None;
    // How well each fits is asked only if several do, which is rare.
    for variant in fitting {
        let fit = variant.shape.fit(&look);
        // Of equals the first listed stays.
        if fit > *best_fit.get_or_insert_with(|| first.shape.fit(&look)) {
            (best, best_fit) = (variant, Some(fit));
        }
    }
    let read = (best.payload)(json, faults);
    or_unrecognized(read, json, faults, unrecognized)
}

/// The variant that was read, or the value as it came.
pub fn or_unrecognized<U>(
    read: Option<U>,
    json: Node<'_>,
    faults: &mut Faults,
    unrecognized: fn(UnrecognizedJson) -> U,
) -> U {
    match read {
        Some(read) => read,
        None => unrecognized(UnrecognizedJson::from_json(json, faults)),
    }
}

/// JSON of which it is not known yet what it is.
struct Look<'j> {
    json: Node<'j>,
    letters: u64,
}

impl<'j> Look<'j> {
    fn at(json: Node<'j>) -> Self {
        let letters = json.members().letters();
        Self { json, letters }
    }

    /// The value of a member; the last of that name.
    fn member(&self, name: &str) -> Option<Node<'j>> {
        match self.may_have(&[name]) {
            true => self.json.member(name),
            false => None,
        }
    }

    fn has(&self, name: &str) -> bool {
        self.may_have(&[name]) && self.json.has(name)
    }

    fn may_have(&self, names: &[&str]) -> bool {
        self.has_letters(letters_of(names))
    }

    fn has_letters(&self, letters: u64) -> bool {
        self.letters & letters == letters
    }
}

/// What the JSON of a variant looks like.
pub struct Shape {
    json_type: JsonType,
    required: &'static [&'static str],
    /// The letters of the required members. Most variants that are not meant are told by them.
    letters: u64,
    known: &'static [&'static str],
    constants: &'static [(&'static str, &'static dyn Literal)],
    values: &'static [(&'static str, &'static [&'static dyn Literal])],
    types: &'static [(&'static str, Shape)],
    items: &'static [(&'static str, Shape)],
}

/// A literal of Rust that stands for one of JSON.
pub trait Literal {
    /// Whether JSON is this.
    fn is(&self, json: Node<'_>) -> bool;
}

impl Literal for &'static str {
    fn is(&self, json: Node<'_>) -> bool {
        json.is_text(self)
    }
}

impl Literal for i64 {
    fn is(&self, json: Node<'_>) -> bool {
        json.kind() == Kind::Integer && json.raw().parse() == Ok(*self)
    }
}

impl Literal for bool {
    fn is(&self, json: Node<'_>) -> bool {
        json.kind() == if *self { Kind::True } else { Kind::False }
    }
}

/// The types of JSON Schema, and any of them.
#[derive(Clone, Copy)]
enum JsonType {
    Any,
    Null,
    Boolean,
    Number,
    Integer,
    String,
    Array,
    Object,
}

/// How well JSON fits a shape; the greater, the better. Compared field by field, in this order.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    /// A named type is better than any, and an integer better than a number.
    type_rank: u8,
    misfits: Reverse<usize>,
    known_present: usize,
    required: usize,
    values: usize,
}

impl Shape {
    const fn of(json_type: JsonType) -> Self {
        Self {
            json_type,
            required: &[],
            letters: 0,
            known: &[],
            constants: &[],
            values: &[],
            types: &[],
            items: &[],
        }
    }

    /// Any JSON.
    pub const fn any() -> Self {
        Self::of(JsonType::Any)
    }

    /// `null`.
    pub const fn null() -> Self {
        Self::of(JsonType::Null)
    }

    /// `true` or `false`.
    pub const fn boolean() -> Self {
        Self::of(JsonType::Boolean)
    }

    /// A number.
    pub const fn number() -> Self {
        Self::of(JsonType::Number)
    }

    /// An integer of up to 64 bits, written without a fraction or an exponent.
    pub const fn integer() -> Self {
        Self::of(JsonType::Integer)
    }

    /// A string.
    pub const fn string() -> Self {
        Self::of(JsonType::String)
    }

    /// An array.
    pub const fn array() -> Self {
        Self::of(JsonType::Array)
    }

    /// An object.
    pub const fn object() -> Self {
        Self::of(JsonType::Object)
    }

    /// Members that have to be there.
    #[must_use]
    pub const fn required(self, required: &'static [&'static str]) -> Self {
        Self {
            required,
            letters: letters_of(required),
            ..self
        }
    }

    /// Members that the payload has fields for.
    #[must_use]
    pub const fn known(self, known: &'static [&'static str]) -> Self {
        Self { known, ..self }
    }

    /// Members that, if they are there, have to be these.
    #[must_use]
    pub const fn constant(
        self,
        constants: &'static [(&'static str, &'static dyn Literal)],
    ) -> Self {
        Self { constants, ..self }
    }

    /// Members that, if they are there, are one of these as far as anybody knows.
    #[must_use]
    pub const fn values(
        self,
        values: &'static [(&'static str, &'static [&'static dyn Literal])],
    ) -> Self {
        Self { values, ..self }
    }

    /// Members that, if they are there, are of these types or `null`.
    #[must_use]
    pub const fn types(self, types: &'static [(&'static str, Shape)]) -> Self {
        Self { types, ..self }
    }

    /// Members whose items, if they are lists, are of these types or `null`.
    #[must_use]
    pub const fn items(self, items: &'static [(&'static str, Shape)]) -> Self {
        Self { items, ..self }
    }

    /// Whether JSON can be this at all.
    fn fits(&self, look: &Look<'_>) -> bool {
        let is_constant = |(name, constant): &(&'static str, &'static dyn Literal)| {
            look.member(name).is_none_or(|json| constant.is(json))
        };
        // Members mostly come in the order in which they are listed.
        let mut next = look.json.members();
        let has = |name: &&str| next.next_if(name).is_some() || look.json.has(name);
        look.has_letters(self.letters)
            && self.type_rank(look.json).is_some()
            && self.required.iter().all(has)
            && self.constants.iter().all(is_constant)
    }

    /// How well what fits does.
    fn fit(&self, look: &Look<'_>) -> Fit {
        let (mut listed, mut misfits) = (0, 0);
        for (name, values) in self.values {
            match look.member(name) {
                Some(json) if values.iter().any(|value| value.is(json)) => listed += 1,
                Some(_) => misfits += 1,
                None => {}
            }
        }
        for (name, shape) in self.types {
            misfits += usize::from(look.member(name).is_some_and(|json| !shape.allows(json)));
        }
        for (name, shape) in self.items {
            if let Some(list) = look.member(name)
                && list.kind() == Kind::Array
            {
                misfits += usize::from(!list.inside().all(|json| shape.allows(json)));
            }
        }
        let mut next = look.json.members();
        let has = |name: &&&str| next.next_if(name).is_some() || look.has(name);
        Fit {
            type_rank: self.type_rank(look.json).unwrap_or(0),
            misfits: Reverse(misfits),
            known_present: self.known.iter().filter(has).count(),
            required: self.required.len(),
            values: self.constants.len() + listed,
        }
    }

    /// Whether JSON is of the type, or `null`.
    fn allows(&self, json: Node<'_>) -> bool {
        json.is_null() || self.type_rank(json).is_some()
    }

    /// How well the type fits, if it does.
    fn type_rank(&self, json: Node<'_>) -> Option<u8> {
        match (self.json_type, json.kind()) {
            (JsonType::Any, _) => Some(0),
            (JsonType::Integer, Kind::Integer) => is_of_64_bits(json.raw()).then_some(2),
            (JsonType::Number, Kind::Integer | Kind::Number) => Some(1),
            (JsonType::Null, Kind::Null)
            | (JsonType::Boolean, Kind::True | Kind::False)
            | (JsonType::String, Kind::Text | Kind::EscapedText | Kind::Word)
            | (JsonType::Array, Kind::Array)
            | (JsonType::Object, Kind::Object) => Some(2),
            _ => None,
        }
    }
}

fn is_of_64_bits(integer: &str) -> bool {
    integer.parse::<i64>().is_ok() || integer.parse::<u64>().is_ok()
}
