//! Lists with a type for each position.

use serde::de::DeserializeOwned;
use serde::ser::{Error as _, Serialize, SerializeSeq, Serializer};

use super::read::{BySerde, Fault, Faults, FromJson, Kind, List, Node};

/// Writes [`FromJson`](crate::json::FromJson), `Serialize` and `Deserialize` for a tuple struct
/// whose JSON is an array.
///
/// # Grammar
///
/// ```text
/// json_tuple!(Name(required 0, optional 1, …, ..2));
/// ```
///
/// Each field is named once, in order, with its kind; `..` names the last one, a `Vec<T>` of all
/// further items. `(serde)` behind a kind or the last one: `serde` reads the type. With `fallible` behind
/// the name, a `required` one may be such a type: then there is no `FromJson`.
///
/// | kind | type | missing |
/// |---|---|---|
/// | `required` | `T` | an error |
/// | `optional` | `Option<T>` | `None` |
///
/// # Behaviour
///
/// An array that is longer than documented is no error: the items are kept and go back out. An
/// optional item is written if it is there; one that is there behind one that is not is an error,
/// since its position would be another.
///
/// # Example
///
/// ```
/// use specwright_runtime::v1::json_tuple;
///
/// #[derive(Debug, Clone, PartialEq)]
/// pub struct Sample(pub i64, pub Option<String>, pub Vec<serde_json::Value>);
/// json_tuple!(Sample(required 0, optional 1, ..2));
///
/// # fn main() -> Result<(), serde_json::Error> {
/// let sample: Sample = serde_json::from_str(r#"[7, "cm", true]"#)?;
/// assert_eq!(sample, Sample(7, Some("cm".to_owned()), vec![true.into()]));
/// assert_eq!(serde_json::to_string(&sample)?, r#"[7,"cm",true]"#);
///
/// let error = serde_json::from_str::<Sample>("[]").unwrap_err();
/// assert_eq!(error.to_string(), "invalid length 0, expected tuple struct Sample");
/// # Ok(())
/// # }
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! __json_tuple_v1 {
    ($name:ident(
        $($kind:ident $(($how:ident))? $index:tt,)* ..$rest:tt $(($rest_how:ident))?
    )) => {
        impl $crate::__json::FromJson for $name {
            fn from_json(
                json: $crate::__json::Node<'_>,
                faults: &mut $crate::__json::Faults,
            ) -> Self {
                let name = $crate::__json::stringify!($name);
                let mut items = $crate::__json::Items::of(json, faults, name);
                Self {
                    $($index: items$(.$how())?.$kind(),)*
                    $rest: items$(.$rest_how())?.rest(),
                }
            }
        }

        impl<'de> $crate::__json::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::__json::Deserializer<'de>>(
                deserializer: __D,
            ) -> $crate::__json::Result<Self, __D::Error> {
                $crate::__json::deserialize(deserializer)
            }
        }

        $crate::__json_tuple_serialize_v1!($name($($kind $index,)* ..$rest));
    };
    ($name:ident fallible(
        $($kind:ident $(($how:ident))? $index:tt,)* ..$rest:tt $(($rest_how:ident))?
    )) => {
        impl<'de> $crate::__json::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::__json::Deserializer<'de>>(
                deserializer: __D,
            ) -> $crate::__json::Result<Self, __D::Error> {
                $crate::__json::deserialize_fallible(deserializer, |json, faults| {
                    let name = $crate::__json::stringify!($name);
                    let mut items = $crate::__json::Items::of(json, faults, name);
                    $crate::__json::Some(Self {
                        $($index: items.fallible()$(.$how())?.$kind()?,)*
                        $rest: items$(.$rest_how())?.rest(),
                    })
                })
            }
        }

        $crate::__json_tuple_serialize_v1!($name($($kind $index,)* ..$rest));
    };
}

/// Writes `Serialize` for a tuple struct whose JSON is an array.
#[macro_export]
#[doc(hidden)]
macro_rules! __json_tuple_serialize_v1 {
    ($name:ident($($kind:ident $index:tt,)* ..$rest:tt)) => {
        impl $crate::__json::Serialize for $name {
            fn serialize<__S: $crate::__json::Serializer>(
                &self,
                serializer: __S,
            ) -> $crate::__json::Result<__S::Ok, __S::Error> {
                let mut list = $crate::__json::ListWriter::new(serializer)?;
                $(list.$kind(&self.$index)?;)*
                list.rest(&self.$rest)?;
                list.end()
            }
        }
    };
}

/// The items of an array, taken one by one.
pub struct Items<'f, 'j> {
    json: Node<'j>,
    faults: &'f mut Faults,
    items: List<'j>,
    read: usize,
    name: &'static str,
}

impl<'f, 'j> Items<'f, 'j> {
    /// The items of an array.
    pub fn of(json: Node<'j>, faults: &'f mut Faults, name: &'static str) -> Self {
        if json.kind() != Kind::Array {
            let expected = format_args!("tuple struct {name}");
            faults.add(|| Fault::invalid_type(json, expected));
        }
        Self {
            json,
            items: json.inside(),
            faults,
            read: 0,
            name,
        }
    }

    /// The next item, which has to be there.
    pub fn required<T: FromJson>(&mut self) -> T {
        let item = self.next().unwrap_or_else(|| {
            let (json, read, name) = (self.json, self.read, self.name);
            let message = format_args!("invalid length {read}, expected tuple struct {name}");
            self.faults.add(|| Fault::new(json, message));
            json.nothing()
        });
        T::from_json(item, self.faults)
    }

    /// The next item, if there is one.
    pub fn optional<T: FromJson>(&mut self) -> Option<T> {
        let item = self.next()?;
        Some(T::from_json(item, self.faults))
    }

    /// All further items.
    pub fn rest<T: FromJson>(&mut self) -> Vec<T> {
        let mut rest = Vec::new();
        while let Some(item) = self.next() {
            rest.push(T::from_json(item, self.faults));
        }
        rest
    }

    fn next(&mut self) -> Option<Node<'j>> {
        if !self.faults.is_empty() {
            return None;
        }
        let item = self.items.next()?;
        self.read += 1;
        Some(item)
    }

    /// The same for items of types that are not generated.
    pub fn serde(&mut self) -> ItemsBySerde<'_, 'f, 'j> {
        ItemsBySerde(self)
    }

    /// The same for tuples of which there is no value when something is wrong.
    pub fn fallible(&mut self) -> FallibleItems<'_, 'f, 'j> {
        FallibleItems(self)
    }
}

/// The items of an array whose types are not generated: `serde` reads them.
pub struct ItemsBySerde<'i, 'f, 'j>(&'i mut Items<'f, 'j>);

impl ItemsBySerde<'_, '_, '_> {
    /// As [`Items::optional`].
    pub fn optional<T: DeserializeOwned>(self) -> Option<T> {
        self.0.optional().and_then(BySerde::into_inner)
    }

    /// As [`Items::rest`].
    pub fn rest<T: DeserializeOwned>(self) -> Vec<T> {
        let items = self.0.rest().into_iter();
        items.filter_map(BySerde::into_inner).collect()
    }
}

/// The items of an array of which no tuple can be made when something is wrong: one of them is
/// required and of a type that has no value of which nothing is known.
pub struct FallibleItems<'i, 'f, 'j>(&'i mut Items<'f, 'j>);

impl<'i, 'f, 'j> FallibleItems<'i, 'f, 'j> {
    /// As [`Items::required`].
    pub fn required<T: FromJson>(self) -> Option<T> {
        Some(self.0.required())
    }

    /// As [`Items::optional`].
    pub fn optional<T: FromJson>(self) -> Option<Option<T>> {
        Some(self.0.optional())
    }

    /// As [`Items::serde`].
    pub fn serde(self) -> FallibleItemsBySerde<'i, 'f, 'j> {
        FallibleItemsBySerde(self.0)
    }
}

/// [`FallibleItems`] of types that are not generated.
pub struct FallibleItemsBySerde<'i, 'f, 'j>(&'i mut Items<'f, 'j>);

impl FallibleItemsBySerde<'_, '_, '_> {
    /// As [`Items::required`].
    pub fn required<T: DeserializeOwned>(self) -> Option<T> {
        self.0.required::<BySerde<T>>().into_inner()
    }

    /// As [`Items::optional`].
    pub fn optional<T: DeserializeOwned>(self) -> Option<Option<T>> {
        Some(self.0.serde().optional())
    }
}

/// Writes the items of an array.
pub struct ListWriter<S: Serializer> {
    seq: S::SerializeSeq,
    ended: bool,
}

impl<S: Serializer> ListWriter<S> {
    /// Begins an array.
    pub fn new(serializer: S) -> Result<Self, S::Error> {
        let seq = serializer.serialize_seq(None)?;
        Ok(Self { seq, ended: false })
    }

    /// Writes an item.
    pub fn required<T: Serialize>(&mut self, item: &T) -> Result<(), S::Error> {
        if self.ended {
            return Err(S::Error::custom("an item is there behind one that is not"));
        }
        self.seq.serialize_element(item)
    }

    /// Writes an item, if there is one.
    pub fn optional<T: Serialize>(&mut self, item: &Option<T>) -> Result<(), S::Error> {
        match item {
            Some(item) => self.required(item),
            None => {
                self.ended = true;
                Ok(())
            }
        }
    }

    /// Writes all further items.
    pub fn rest<T: Serialize>(&mut self, items: &[T]) -> Result<(), S::Error> {
        items.iter().try_for_each(|item| self.required(item))
    }

    /// Ends the array.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.seq.end()
    }
}
