//! Lists with a type for each position.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, SeqAccess, Visitor},
    ser::{Error as _, SerializeSeq},
};

/// Writes `Serialize` and `Deserialize` for a tuple struct whose JSON is an array.
///
/// # Grammar
///
/// ```text
/// json_tuple!(Name(required 0, optional 1, …, ..2));
/// ```
///
/// Each field is named once, in order, with its kind; `..` names the last one, a `Vec<T>` of all
/// further items.
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
/// assert_eq!(error.to_string(), "invalid length 0, expected tuple struct Sample at line 1 column 2");
/// # Ok(())
/// # }
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! __json_tuple_v1 {
    ($name:ident($($kind:ident $index:tt,)* ..$rest:tt)) => {
        impl $crate::json::__private::Tuple for $name {
            const EXPECTED: &'static str = $crate::json::__private::concat!(
                "tuple struct ",
                $crate::json::__private::stringify!($name)
            );

            fn read<'de, __A: $crate::json::__private::SeqAccess<'de>>(
                mut items: $crate::json::__private::Items<__A>,
            ) -> $crate::json::__private::Result<Self, __A::Error> {
                $crate::json::__private::Ok(Self { $($index: items.$kind()?,)* $rest: items.rest()? })
            }
        }

        impl<'de> $crate::json::__private::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::json::__private::Deserializer<'de>>(
                deserializer: __D,
            ) -> $crate::json::__private::Result<Self, __D::Error> {
                $crate::json::__private::deserialize_tuple(deserializer)
            }
        }

        impl $crate::json::__private::Serialize for $name {
            fn serialize<__S: $crate::json::__private::Serializer>(
                &self,
                serializer: __S,
            ) -> $crate::json::__private::Result<__S::Ok, __S::Error> {
                let mut list = $crate::json::__private::ListWriter::new(serializer)?;
                $(list.$kind(&self.$index)?;)*
                list.rest(&self.$rest)?;
                list.end()
            }
        }
    };
}

/// What [`json_tuple!`](crate::v1::json_tuple) writes for a tuple struct.
pub trait Tuple: Sized {
    /// What an error says was expected.
    const EXPECTED: &'static str;

    /// Reads the items of an array.
    fn read<'de, A: SeqAccess<'de>>(items: Items<A>) -> Result<Self, A::Error>;
}

/// Reads an array.
pub fn deserialize_tuple<'de, T: Tuple, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_seq(TupleVisitor(PhantomData))
}

struct TupleVisitor<T>(PhantomData<T>);

impl<'de, T: Tuple> Visitor<'de> for TupleVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<T, A::Error> {
        T::read(Items {
            seq,
            read: 0,
            expected: T::EXPECTED,
        })
    }
}

/// The items of an array, taken one by one.
pub struct Items<A> {
    seq: A,
    read: usize,
    expected: &'static str,
}

impl<'de, A: SeqAccess<'de>> Items<A> {
    /// The next item, which has to be there.
    pub fn required<T: Deserialize<'de>>(&mut self) -> Result<T, A::Error> {
        let item = self.optional()?;
        item.ok_or_else(|| A::Error::invalid_length(self.read, &self.expected))
    }

    /// The next item, if there is one.
    pub fn optional<T: Deserialize<'de>>(&mut self) -> Result<Option<T>, A::Error> {
        let item = self.seq.next_element()?;
        self.read += usize::from(item.is_some());
        Ok(item)
    }

    /// All further items.
    pub fn rest<T: Deserialize<'de>>(&mut self) -> Result<Vec<T>, A::Error> {
        let mut rest = Vec::new();
        while let Some(item) = self.seq.next_element()? {
            rest.push(item);
        }
        Ok(rest)
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
