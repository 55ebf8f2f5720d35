//! Lists with a type for each position.

use serde::de::DeserializeOwned;
use serde::ser::{Error as _, Serialize, SerializeSeq, Serializer};

use super::read::{BySerde, Fault, FromJson, Kind, List, Node};

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
/// further items. `(serde)` behind a kind or the last one: `serde` reads the type.
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
            ) -> $crate::__json::Result<Self, $crate::__json::Fault> {
                let mut items = $crate::__json::Items::of(
                    json,
                    $crate::__json::stringify!($name),
                )?;
                $crate::__json::Ok(Self {
                    $($index: items$(.$how())?.$kind()?,)*
                    $rest: items$(.$rest_how())?.rest()?,
                })
            }
        }

        impl<'de> $crate::__json::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::__json::Deserializer<'de>>(
                deserializer: __D,
            ) -> $crate::__json::Result<Self, __D::Error> {
                $crate::__json::deserialize(deserializer)
            }
        }

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
pub struct Items<'j> {
    json: Node<'j>,
    items: List<'j>,
    read: usize,
    name: &'static str,
}

impl<'j> Items<'j> {
    /// The items of an array.
    ///
    /// # Errors
    ///
    /// If it is none.
    pub fn of(json: Node<'j>, name: &'static str) -> Result<Self, Fault> {
        if json.kind() != Kind::Array {
            let expected = format_args!("tuple struct {name}");
            return Err(Fault::invalid_type(json, expected));
        }
        Ok(Self {
            json,
            items: json.inside(),
            read: 0,
            name,
        })
    }

    /// The next item, which has to be there.
    pub fn required<T: FromJson>(&mut self) -> Result<T, Fault> {
        let item = self.optional()?;
        item.ok_or_else(|| {
            let (read, name) = (self.read, self.name);
            let message = format_args!("invalid length {read}, expected tuple struct {name}");
            Fault::new(self.json, message)
        })
    }

    /// The next item, if there is one.
    pub fn optional<T: FromJson>(&mut self) -> Result<Option<T>, Fault> {
        let item = self.items.next().map(T::from_json).transpose()?;
        self.read += usize::from(item.is_some());
        Ok(item)
    }

    /// All further items.
    pub fn rest<T: FromJson>(&mut self) -> Result<Vec<T>, Fault> {
        self.items.by_ref().map(T::from_json).collect()
    }

    /// The same for items of types that are not generated.
    pub fn serde(&mut self) -> ItemsBySerde<'_, 'j> {
        ItemsBySerde(self)
    }
}

/// The items of an array whose types are not generated: `serde` reads them.
pub struct ItemsBySerde<'i, 'j>(&'i mut Items<'j>);

impl ItemsBySerde<'_, '_> {
    /// As [`Items::required`].
    pub fn required<T: DeserializeOwned>(self) -> Result<T, Fault> {
        self.0.required().map(BySerde::into_inner)
    }

    /// As [`Items::optional`].
    pub fn optional<T: DeserializeOwned>(self) -> Result<Option<T>, Fault> {
        Ok(self.0.optional()?.map(BySerde::into_inner))
    }

    /// As [`Items::rest`].
    pub fn rest<T: DeserializeOwned>(self) -> Result<Vec<T>, Fault> {
        let items = self.0.rest()?.into_iter();
        Ok(items.map(BySerde::into_inner).collect())
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
