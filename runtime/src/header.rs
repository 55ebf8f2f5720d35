//! Headers of responses, with their types.

use std::fmt;
use std::marker::PhantomData;

use http::HeaderMap;
use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{self, DeserializeOwned, Deserializer, IntoDeserializer, Visitor};

/// A header that an API's responses may have, and the type of its value. Generated crates have
/// one for each in their module `headers`.
///
/// ```
/// use specwright_runtime::{ResponseHeader, http::HeaderMap};
///
/// const REMAINING: ResponseHeader<i64> = ResponseHeader::new("X-RateLimit-Remaining");
///
/// let mut headers = HeaderMap::new();
/// assert_eq!(REMAINING.get(&headers)?, None);
/// headers.insert("x-ratelimit-remaining", 41.into());
/// assert_eq!(REMAINING.get(&headers)?, Some(41));
/// # Ok::<(), specwright_runtime::HeaderError>(())
/// ```
pub struct ResponseHeader<T> {
    name: &'static str,
    syntax: Syntax,
    value: PhantomData<fn() -> T>,
}

/// How a value is written in a header (OAS 3.1 § 4.8.21).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Syntax {
    /// `a,b`, and of objects `key,value`.
    Simple,
    /// The same, and of objects `key=value`.
    Exploded,
    /// JSON.
    Json,
}

impl<T> ResponseHeader<T> {
    /// A header in the style `simple`.
    pub const fn new(name: &'static str) -> Self {
        Self::of(name, Syntax::Simple)
    }

    /// A header in the style `simple`, exploded: members of objects as `key=value`.
    pub const fn exploded(name: &'static str) -> Self {
        Self::of(name, Syntax::Exploded)
    }

    /// A header whose value is JSON.
    pub const fn json(name: &'static str) -> Self {
        Self::of(name, Syntax::Json)
    }

    const fn of(name: &'static str, syntax: Syntax) -> Self {
        Self {
            name,
            syntax,
            value: PhantomData,
        }
    }

    /// Its name.
    pub const fn name(&self) -> &'static str {
        self.name
    }
}

impl<T: DeserializeOwned> ResponseHeader<T> {
    /// Its value among the headers of a response, of a success or of an error; `None` if it is
    /// not there.
    ///
    /// # Errors
    ///
    /// If it is there and is not of the documented type.
    pub fn get(&self, headers: &HeaderMap) -> Result<Option<T>, HeaderError> {
        let Some(text) = text(headers, self.name)? else {
            return Ok(None);
        };
        let read = match self.syntax {
            Syntax::Json => serde_json::from_str(&text).map_err(|error| Wrong(error.to_string())),
            Syntax::Simple => T::deserialize(Text::of(&text, false)),
            Syntax::Exploded => T::deserialize(Text::of(&text, true)),
        };
        let wrong = |Wrong(reason)| HeaderError {
            name: self.name,
            reason,
        };
        read.map(Some).map_err(wrong)
    }
}

impl<T> Clone for ResponseHeader<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for ResponseHeader<T> {}

impl<T> fmt::Debug for ResponseHeader<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ResponseHeader").field(&self.name).finish()
    }
}

/// The text of a header; several lines of one name are one list (RFC 9110 § 5.3).
fn text(headers: &HeaderMap, name: &'static str) -> Result<Option<String>, HeaderError> {
    let mut all: Option<String> = None;
    for value in headers.get_all(name) {
        let value = std::str::from_utf8(value.as_bytes()).map_err(|_| HeaderError {
            name,
            reason: "it is not UTF-8".to_owned(),
        })?;
        all = Some(match all {
            None => value.trim().to_owned(),
            Some(before) => format!("{before}, {}", value.trim()),
        });
    }
    Ok(all)
}

/// A header of a response is not of the type that is documented. It says no value: that may be a
/// secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderError {
    name: &'static str,
    reason: String,
}

impl HeaderError {
    /// The name of the header.
    pub fn name(&self) -> &'static str {
        self.name
    }
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the header `{}` is not as documented: {}",
            self.name, self.reason
        )
    }
}

impl std::error::Error for HeaderError {}

/// What is wrong with a value.
#[derive(Debug)]
struct Wrong(String);

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Wrong {}

impl de::Error for Wrong {
    fn custom<M: fmt::Display>(message: M) -> Self {
        // Serde's words may quote the value.
        let message = message.to_string();
        Self(
            message
                .split(['`', '"'])
                .next()
                .unwrap_or_default()
                .trim_end_matches([' ', ',', ':'])
                .to_owned(),
        )
    }
}

/// A text that is read as whatever is asked for.
struct Text<'t> {
    text: &'t str,
    explode: bool,
}

impl<'t> Text<'t> {
    fn of(text: &'t str, explode: bool) -> Self {
        Self { text, explode }
    }

    fn items(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        let text = self.text;
        (!text.is_empty())
            .then(|| text.split(',').map(str::trim))
            .into_iter()
            .flatten()
    }
}

impl<'de> IntoDeserializer<'de, Wrong> for Text<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

macro_rules! parsed {
    ($($method:ident: $type:ty => $visit:ident),* $(,)?) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
            match self.text.parse::<$type>() {
                Ok(value) => visitor.$visit(value),
                Err(_) => Err(Wrong(concat!("it is no ", stringify!($type)).to_owned())),
            }
        })*
    };
}

impl<'de> Deserializer<'de> for Text<'_> {
    type Error = Wrong;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_string(self.text.to_owned())
    }

    parsed! {
        deserialize_bool: bool => visit_bool,
        deserialize_i8: i8 => visit_i8,
        deserialize_i16: i16 => visit_i16,
        deserialize_i32: i32 => visit_i32,
        deserialize_i64: i64 => visit_i64,
        deserialize_i128: i128 => visit_i128,
        deserialize_u8: u8 => visit_u8,
        deserialize_u16: u16 => visit_u16,
        deserialize_u32: u32 => visit_u32,
        deserialize_u64: u64 => visit_u64,
        deserialize_u128: u128 => visit_u128,
        deserialize_f32: f32 => visit_f32,
        deserialize_f64: f64 => visit_f64,
        deserialize_char: char => visit_char,
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        let items: Vec<_> = self
            .items()
            .map(|item| Text::of(item, self.explode))
            .collect();
        visitor.visit_seq(SeqDeserializer::new(items.into_iter()))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Wrong> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        let mut pairs: Vec<(String, Text<'_>)> = Vec::new();
        let mut items = self.items();
        while let Some(item) = items.next() {
            let (key, value) = match self.explode {
                true => item.split_once('=').unwrap_or((item, "")),
                false => (item, items.next().unwrap_or_default()),
            };
            pairs.push((key.to_owned(), Text::of(value, self.explode)));
        }
        visitor.visit_map(MapDeserializer::new(pairs.into_iter()))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        self.deserialize_map(visitor)
    }

    serde::forward_to_deserialize_any! {
        str string bytes byte_buf unit unit_struct enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn headers(values: &[&'static str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append("x-test", http::HeaderValue::from_static(value));
        }
        headers
    }

    fn get<T: DeserializeOwned>(header: ResponseHeader<T>, values: &[&'static str]) -> Option<T> {
        header.get(&headers(values)).ok().flatten()
    }

    #[test]
    fn values_are_read_as_their_type() {
        let new = ResponseHeader::<i64>::new("X-Test");
        assert_eq!(get(new, &["12"]), Some(12));
        assert_eq!(
            get(ResponseHeader::<bool>::new("X-Test"), &["true"]),
            Some(true)
        );
        assert_eq!(
            get(ResponseHeader::<f64>::new("X-Test"), &["1.5"]),
            Some(1.5)
        );
        let at = get(
            ResponseHeader::<crate::text::Uri>::new("X-Test"),
            &["https://a.example/"],
        );
        assert!(at.is_some());
        let list = get(ResponseHeader::<Vec<i64>>::new("X-Test"), &["1, 2", "3"]);
        assert_eq!(list, Some(vec![1, 2, 3]));
        let text = get(ResponseHeader::<String>::new("X-Test"), &["a, b"]);
        assert_eq!(text.as_deref(), Some("a, b"));
    }

    #[test]
    fn objects_are_read_in_both_ways() {
        type Map = BTreeMap<String, i64>;
        let map = Some(Map::from([("R".to_owned(), 100), ("G".to_owned(), 200)]));
        assert_eq!(
            get(ResponseHeader::<Map>::new("X-Test"), &["R,100,G,200"]),
            map
        );
        assert_eq!(
            get(ResponseHeader::<Map>::exploded("X-Test"), &["R=100,G=200"]),
            map
        );
        assert_eq!(
            get(
                ResponseHeader::<Map>::json("X-Test"),
                &["{\"R\":100,\"G\":200}"]
            ),
            map
        );
    }

    #[test]
    fn an_error_says_no_value() {
        let header = ResponseHeader::<i64>::new("X-Test");
        let error = header.get(&headers(&["secret"])).err();
        assert_eq!(
            error.map(|error| error.to_string()).as_deref(),
            Some("the header `X-Test` is not as documented: it is no i64")
        );
        assert_eq!(header.get(&HeaderMap::new()), Ok(None));
    }
}
