//! Values of a format, as the text that was sent.
//!
//! A server that writes one odd URL among a thousand must not cost its users the page: these types
//! read any text (a [`DecimalNumber`] any number), give it back letter by letter, and offer the
//! typed reading as a call that can fail. They are equal, ordered and hashed as text.
//!
//! | type | format | typed reading |
//! |---|---|---|
//! | [`Uri`] | `uri`, `url` | [`to_url`](Uri::to_url) |
//! | [`DateTime`] | `date-time`, if a crate is to keep it as a text | [`to_timestamp`](DateTime::to_timestamp), [`offset`](DateTime::offset) |
//! | [`Date`] | `date`, if a crate is to keep it as a text | [`to_civil`](Date::to_civil) |
//! | [`Time`] | `time` | [`to_civil`](Time::to_civil), [`offset`](Time::offset) |
//! | [`Duration`] | `duration` | [`to_span`](Duration::to_span), [`to_signed`](Duration::to_signed) |
//! | [`Base64`] | `byte`, `base64`, `base64url` | [`decode`](Base64::decode) |
//! | [`Decimal`] | `decimal` of a string | [`parse`](Decimal::parse), [`to_f64`](Decimal::to_f64) |
//! | [`DecimalNumber`] | `decimal` of a number | [`parse`](DecimalNumber::parse), [`to_f64`](DecimalNumber::to_f64) |
//!
//! ```
//! use specwright_runtime::text::{Base64, Duration, Uri};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let links: Vec<Uri> = serde_json::from_str(r#"["https://example.com/a", "n/a"]"#)?;
//! assert_eq!(links[0].to_url()?.path(), "/a");
//! assert!(links[1].to_url().is_err());
//! assert_eq!(serde_json::to_string(&links)?, r#"["https://example.com/a","n/a"]"#);
//!
//! assert_eq!(Duration::from("PT1H30M").to_signed()?.as_secs(), 5400);
//! assert_eq!(Base64::encode("hello").decode()?, "hello");
//! # Ok(())
//! # }
//! ```

mod base64;
mod decimal;
mod duration;
mod instant;
mod kept;
mod time;
mod uri;

pub use self::base64::{Base64, Base64Error};
pub use decimal::{Decimal, DecimalNumber, DecimalNumberError};
pub use duration::Duration;
pub use instant::{Date, DateTime};
pub use time::Time;
pub use uri::Uri;
