//! A place in a list, to be saved and come back to.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use url::Url;

use crate::error::excerpt;
use crate::transport::Bare;

/// A place in a list. It can be saved, as JSON or otherwise, and resumed in
/// another process by the same request:
///
/// ```
/// use specwright_runtime::Position;
///
/// # fn main() -> Result<(), serde_json::Error> {
/// let saved = r#"{"offset":1500,"total":10000}"#;
/// let position: Position = serde_json::from_str(saved)?;
/// assert_eq!(position.to_string(), "offset 1500 of 10000");
/// # Ok(())
/// # }
/// ```
///
/// A position holds no credential: secrets are taken out of links.
#[derive(Clone, PartialEq, Eq)]
pub struct Position {
    pub(super) place: Place,
    /// Items of the page that were handed out before.
    pub(super) skip: u64,
    /// Items of the list before the page, where that is known.
    pub(super) before: Option<u64>,
    /// The total, as far as the server told.
    pub(super) total: Option<u64>,
}

/// Where a page is.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// Where the request begins.
    Start,
    Offset(u64),
    Page(u64),
    Cursor(String),
    Link(Url),
    /// After the last page.
    End,
}

impl Position {
    pub(super) fn at(place: Place) -> Self {
        Self {
            place,
            skip: 0,
            before: None,
            total: None,
        }
    }

    /// Whether the list is over: resuming here gives nothing more.
    pub fn is_end(&self) -> bool {
        self.place == Place::End
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::Start => f.write_str("the start")?,
            Place::Offset(offset) => write!(f, "offset {offset}")?,
            Place::Page(page) => write!(f, "page {page}")?,
            Place::Cursor(cursor) => write!(f, "cursor {}", excerpt(cursor))?,
            Place::Link(url) => write!(f, "a page of {}", Bare(url))?,
            Place::End => return f.write_str("the end"),
        }
        if self.skip > 0 {
            write!(f, ", {} items in", self.skip)?;
        }
        match (&self.place, self.total) {
            (Place::Offset(_), Some(total)) => write!(f, " of {total}"),
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Position({self})")
    }
}

impl Serialize for Position {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match &self.place {
            Place::Start => map.serialize_entry("start", &true)?,
            Place::Offset(offset) => map.serialize_entry("offset", offset)?,
            Place::Page(page) => map.serialize_entry("page", page)?,
            Place::Cursor(cursor) => map.serialize_entry("cursor", cursor)?,
            Place::Link(url) => map.serialize_entry("link", url.as_str())?,
            Place::End => map.serialize_entry("end", &true)?,
        }
        if self.skip > 0 {
            map.serialize_entry("skip", &self.skip)?;
        }
        if let Some(before) = self.before {
            map.serialize_entry("before", &before)?;
        }
        if let Some(total) = self.total {
            map.serialize_entry("total", &total)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Position;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a position in a list")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Position, A::Error> {
                let mut position = Position::at(Place::Start);
                let mut place = None;
                while let Some(name) = map.next_key::<String>()? {
                    let found = match name.as_str() {
                        "start" => map.next_value().map(|_: IgnoredAny| Place::Start)?,
                        "offset" => Place::Offset(map.next_value()?),
                        "page" => Place::Page(map.next_value()?),
                        "cursor" => Place::Cursor(map.next_value()?),
                        "link" => {
                            let text: String = map.next_value()?;
                            let url = Url::parse(&text)
                                .map_err(|_| A::Error::custom("the link is not a URL"))?;
                            Place::Link(url)
                        }
                        "end" => map.next_value().map(|_: IgnoredAny| Place::End)?,
                        "skip" => {
                            position.skip = map.next_value()?;
                            continue;
                        }
                        "before" => {
                            position.before = map.next_value()?;
                            continue;
                        }
                        "total" => {
                            position.total = map.next_value()?;
                            continue;
                        }
                        _ => {
                            map.next_value::<IgnoredAny>()?;
                            continue;
                        }
                    };
                    if place.replace(found).is_some() {
                        return Err(A::Error::custom("the position is two places at once"));
                    }
                }
                position.place =
                    place.ok_or_else(|| A::Error::custom("the position has no place"))?;
                Ok(position)
            }
        }
        deserializer.deserialize_map(Object)
    }
}
