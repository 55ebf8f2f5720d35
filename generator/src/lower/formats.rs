//! `format`: what a text or a number means.
//!
//! The formats are those of OpenAPI's registry that Rust has a type for. The others say more of a
//! text, which the docs repeat, and stay text.

use openapiv3::AnySchema;

use crate::dialect::extension;
use crate::ir::{IntegerWidth, NumberWidth, TextFormat, Type};
use crate::json::Value;

use super::node::Node;

/// The format of a text.
pub(super) fn of_text(node: &Node<'_>, keywords: &AnySchema) -> TextFormat {
    let encoding = node.text(extension::CONTENT_ENCODING);
    match keywords.format.as_deref().or(encoding) {
        Some("date-time") => TextFormat::Instant,
        Some("date") => TextFormat::Date,
        Some("password") => TextFormat::Secret,
        Some("uuid") => TextFormat::Uuid,
        Some("ipv4") => TextFormat::Ipv4,
        Some("ipv6") => TextFormat::Ipv6,
        Some("uri" | "url") => TextFormat::Uri,
        Some("time") => TextFormat::Time,
        Some("duration") => TextFormat::Duration,
        Some("byte" | "base64" | "base64url") => TextFormat::Base64,
        Some("decimal") => TextFormat::Decimal,
        Some(_) | None => TextFormat::Plain,
    }
}

/// How wide a whole number is.
pub(super) fn of_integer(node: &Node<'_>, keywords: &AnySchema) -> IntegerWidth {
    let beyond = |key: &str| {
        let bound = node.member(key);
        bound
            .and_then(Value::as_u64)
            .is_some_and(|bound| i64::try_from(bound).is_err())
    };
    match keywords.format.as_deref().and_then(width) {
        Some(width) => width,
        None if beyond("maximum") || beyond(extension::MAXIMUM) => IntegerWidth::U64,
        None => IntegerWidth::I64,
    }
}

/// A `number` in a format of whole numbers is one of those: the writer says so.
pub(super) fn of_number(keywords: &AnySchema) -> Type {
    match keywords.format.as_deref() {
        Some("decimal") => Type::Number(NumberWidth::Decimal),
        Some(format) => width(format).map_or(Type::Number(NumberWidth::F64), Type::Integer),
        None => Type::Number(NumberWidth::F64),
    }
}

/// The formats of whole numbers. Below 32 bits no Rust code is easier for a narrower type.
fn width(format: &str) -> Option<IntegerWidth> {
    match format {
        "int32" | "int16" | "int8" => Some(IntegerWidth::I32),
        "uint32" | "uint16" | "uint8" => Some(IntegerWidth::U32),
        "int64" | "integer" | "int" | "double-int" => Some(IntegerWidth::I64),
        "uint64" | "uint" => Some(IntegerWidth::U64),
        _ => None,
    }
}
