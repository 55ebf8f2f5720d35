//! Headers of responses, with their types.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

use http::HeaderMap;
use serde::de::DeserializeOwned;

use crate::json::FromJson;
use crate::json::read::{BySerde, Document, Fault, read};

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

impl<T: FromJson> ResponseHeader<T> {
    /// Its value among the headers of a response, of a success or of an error; `None` if it is
    /// not there.
    ///
    /// # Errors
    ///
    /// If it is there and is not of the documented type.
    pub fn get(&self, headers: &HeaderMap) -> Result<Option<T>, HeaderError> {
        self.read(headers)
    }
}

impl<T: DeserializeOwned> ResponseHeader<T> {
    /// As [`get`](Self::get), of a type of another crate, which only `serde` can read.
    ///
    /// # Errors
    ///
    /// If it is there and is not of the documented type.
    pub fn get_by_serde(&self, headers: &HeaderMap) -> Result<Option<T>, HeaderError> {
        let read = self.read::<BySerde<T>>(headers)?;
        Ok(read.and_then(BySerde::into_inner))
    }
}

impl<T> ResponseHeader<T> {
    fn read<R: FromJson>(&self, headers: &HeaderMap) -> Result<Option<R>, HeaderError> {
        let Some(text) = text(headers, self.name)? else {
            return Ok(None);
        };
        let read = match self.syntax {
            Syntax::Json => json(&text),
            Syntax::Simple => words(&text, false),
            Syntax::Exploded => words(&text, true),
        };
        let wrong = |reason: String| HeaderError {
            name: self.name,
            reason: without_value(&reason),
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

/// What is wrong, without the value that the words may quote.
fn without_value(words: &str) -> String {
    let words = words.split(['`', '"']).next().unwrap_or_default();
    words.trim_end_matches([' ', ',', ':']).to_owned()
}

/// Reads JSON.
fn json<T: FromJson>(text: &str) -> Result<T, String> {
    let document = Document::of(text).map_err(|_| "it is not JSON".to_owned())?;
    read(document.root()).map_err(|fault| fault.to_string())
}

/// Reads the style `simple` (RFC 6570 § 3.2.2), which does not say whether it is a word, a list or
/// an object: the type does, and takes but one of them.
fn words<T: FromJson>(text: &str, explode: bool) -> Result<T, String> {
    let is_of_another_form = |fault: &Fault| fault.is_of_the_whole();
    let word = match read(Document::word(text).root()) {
        Err(fault) if is_of_another_form(&fault) => fault,
        read => return read.map_err(|fault| fault.to_string()),
    };
    let items = items(text);
    for form in [
        Document::list(text, &items),
        Document::members(text, &members(text, &items, explode)),
    ] {
        match read(form.root()) {
            Err(fault) if is_of_another_form(&fault) => {}
            read => return read.map_err(|fault| fault.to_string()),
        }
    }
    Err(word.to_string())
}

/// Where the items of a list are, without the white space around them.
fn items(text: &str) -> Vec<Range<usize>> {
    if text.is_empty() {
        return Vec::new();
    }
    let mut start = 0;
    let items = text.split(',').map(|item| {
        let begin = start + item.len() - item.trim_start().len();
        start += item.len() + 1;
        begin..begin + item.trim().len()
    });
    items.collect()
}

/// Where the names and the values of an object are.
fn members(text: &str, items: &[Range<usize>], explode: bool) -> Vec<Range<usize>> {
    if !explode {
        let last = items.last().filter(|_| items.len() % 2 == 1);
        let without_value = last.map(|last| last.end..last.end);
        return items.iter().cloned().chain(without_value).collect();
    }
    let pair = |item: &Range<usize>| {
        let sign = text.get(item.clone()).and_then(|item| item.find('='));
        let end = sign.map_or(item.end, |sign| item.start + sign);
        [item.start..end, (end + 1).min(item.end)..item.end]
    };
    items.iter().flat_map(pair).collect()
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

    fn get<T: FromJson>(header: ResponseHeader<T>, values: &[&'static str]) -> Option<T> {
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
