//! Values that go as JSON text where a plain value stands otherwise.

use serde::ser::{Error as _, Serialize, Serializer};

/// Writes a value as one string of JSON, as parameters with `content` are
/// (OAS 3.1 § 4.8.12.2.2): `?filter={"status":"open"}`, percent-encoded.
#[derive(Debug, Clone, Copy)]
pub struct AsJson<'a, T: ?Sized>(pub &'a T);

impl<T: Serialize + ?Sized> Serialize for AsJson<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = serde_json::to_string(self.0).map_err(S::Error::custom)?;
        serializer.serialize_str(&text)
    }
}
