//! Whether a value is one of a type.

mod beyond;
mod formats;

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use crate::document::Pointer;
use crate::hash::HashSet;
use crate::ir::{
    Additional, Api, IntegerWidth, Member, Record, Shape, TextFormat, Tuple, Type, TypeId, Union,
};
use crate::json::Value;

/// Where and why a value is not of its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// The place inside the value.
    pub pointer: Pointer,
    /// What the type has there.
    pub expected: String,
    /// What the value has there.
    pub found: String,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            pointer,
            expected,
            found,
        } = self;
        match pointer.as_str() {
            "" => write!(f, "expected {expected}, found {found}"),
            pointer => write!(f, "at `{pointer}`: expected {expected}, found {found}"),
        }
    }
}

impl std::error::Error for Mismatch {}

/// Checks a value against a type: as strictly as the document says it, where the client
/// that is generated takes more (values that an enum does not list, `null` for a member
/// that is not there).
pub fn fits(api: &Api, ty: &Type, nullable: bool, value: &Value) -> Result<(), Mismatch> {
    let check = Check {
        api,
        open: &HashSet::default(),
        direction: Direction::Either,
        kept: false,
        names: 0,
    };
    check.value(ty, nullable, value, &Pointer::root())
}

/// Which way a value goes, for members that go one way only (OAS 3.0.3 § 4.7.24.2): one that
/// is required has to be there only where it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// To the server.
    Request,
    /// From the server.
    Response,
    /// Nobody knows.
    Either,
}

impl Direction {
    fn may_lack(self, member: &Member) -> bool {
        match self {
            Self::Request => member.read_only,
            Self::Response => member.write_only,
            Self::Either => false,
        }
    }
}

/// What an example shows of its type.
pub(super) enum Verdict {
    /// It is one of the type.
    Fits,
    /// A text is not in its format. The client keeps such a text.
    Kept(Mismatch),
    /// It is not one of the type.
    Contradicts(Mismatch),
}

/// Checks an example, where some enums are known to be open by the document's own words.
pub(super) fn judge(
    api: &Api,
    open: &HashSet<TypeId>,
    ty: &Type,
    nullable: bool,
    direction: Direction,
    value: &Value,
) -> Verdict {
    let strict = Check {
        api,
        open,
        direction,
        kept: false,
        names: 0,
    };
    let Err(mismatch) = strict.value(ty, nullable, value, &Pointer::root()) else {
        return Verdict::Fits;
    };
    let lenient = Check {
        kept: true,
        ..strict
    };
    match lenient.value(ty, nullable, value, &Pointer::root()) {
        Ok(()) => Verdict::Kept(mismatch),
        Err(mismatch) => Verdict::Contradicts(mismatch),
    }
}

/// Takes what the type does not speak of out of an example that fits, and says where it was.
pub(super) fn without_unspoken(
    api: &Api,
    open: &HashSet<TypeId>,
    ty: &Type,
    direction: Direction,
    value: &mut Value,
) -> Vec<Pointer> {
    let lenient = Check {
        api,
        open,
        direction,
        kept: true,
        names: 0,
    };
    lenient.without_unspoken(ty, value)
}

/// How many aliases and unions may stand for one another.
const MOST_NAMES: usize = 64;

#[derive(Clone, Copy)]
struct Check<'a> {
    api: &'a Api,
    open: &'a HashSet<TypeId>,
    direction: Direction,
    /// Whether the types that keep a text take any.
    kept: bool,
    /// How many aliases and unions were gone through since the value was last gone into.
    names: usize,
}

impl Check<'_> {
    fn value(self, ty: &Type, nullable: bool, value: &Value, at: &Pointer) -> Result<(), Mismatch> {
        // A type that is nothing but other names of itself allows any value.
        if nullable && value.is_null() || self.names >= MOST_NAMES {
            return Ok(());
        }
        match ty {
            Type::Any(_) => Ok(()),
            Type::Nullable(inner) => self.value(inner, true, value, at),
            Type::Named(id) => self.named(*id, value, at),
            Type::Text(format) => text(*format, self.kept, value, at),
            Type::Integer(width) => integer(*width, value, at),
            Type::Number(_) => require(value.is_number(), "a number", value, at),
            Type::Boolean => require(value.is_boolean(), "a boolean", value, at),
            Type::List(items) => match value {
                Value::Array(list) => list.iter().enumerate().try_for_each(|(index, item)| {
                    self.inside().value(items, false, item, &at.index(index))
                }),
                other => mismatch("a list", other, at),
            },
            Type::Map(values) => match value {
                Value::Object(map) => map.iter().try_for_each(|(key, value)| {
                    self.inside().value(values, false, value, &at.child(key))
                }),
                other => mismatch("an object", other, at),
            },
        }
    }

    fn inside(self) -> Self {
        Self { names: 0, ..self }
    }

    fn named(self, id: TypeId, value: &Value, at: &Pointer) -> Result<(), Mismatch> {
        match self.api.types.get(id).map(|def| &def.shape) {
            Some(Shape::Record(record)) => self.record(record, value, at),
            Some(Shape::TextEnum(_)) if self.open.contains(&id) => {
                require(value.is_string(), "a text", value, at)
            }
            Some(Shape::TextEnum(values)) => {
                let text = value.as_str();
                let known = values
                    .iter()
                    .any(|known| Some(known.value.as_str()) == text);
                require(known, "a value of the enum", value, at)
            }
            Some(Shape::IntegerEnum(values)) => {
                let number = super::enums::whole(value);
                let known = values.iter().any(|known| Some(known.value) == number);
                require(known, "a value of the enum", value, at)
            }
            Some(Shape::ScalarEnum(values)) => {
                let known = values.iter().any(|known| known.value.to_json() == *value);
                require(known, "a value of the enum", value, at)
            }
            Some(Shape::Tuple(tuple)) => self.tuple(tuple, value, at),
            Some(Shape::Newtype(ty)) => self.renamed().value(ty, false, value, at),
            Some(Shape::Union(union)) => self.union(union, value, at),
            Some(Shape::Alias(ty)) => self.renamed().value(ty, false, value, at),
            // A handle of another API.
            None => Ok(()),
        }
    }

    fn record(self, record: &Record, value: &Value, at: &Pointer) -> Result<(), Mismatch> {
        let Value::Object(object) = value else {
            return mismatch("an object", value, at);
        };
        for member in &record.members {
            match object.get(&member.key) {
                Some(value) => {
                    let at = at.child(&member.key);
                    self.inside()
                        .value(&member.ty, member.nullable, value, &at)?;
                }
                None if member.required && !self.direction.may_lack(member) => {
                    return Err(Mismatch {
                        pointer: at.clone(),
                        expected: format!("the member `{}`", member.key),
                        found: "none".to_owned(),
                    });
                }
                None => {}
            }
        }
        let Additional::Typed(ty) = &record.additional else {
            return Ok(());
        };
        let named = |key: &str| record.members.iter().any(|member| member.key == key);
        object
            .iter()
            .filter(|(key, _)| !named(key))
            .try_for_each(|(key, value)| self.inside().value(ty, false, value, &at.child(key)))
    }

    fn tuple(self, tuple: &Tuple, value: &Value, at: &Pointer) -> Result<(), Mismatch> {
        let Value::Array(list) = value else {
            return mismatch("a list", value, at);
        };
        let required = tuple.items.iter().filter(|item| item.required).count();
        if list.len() < required {
            return Err(Mismatch {
                pointer: at.clone(),
                expected: format!("a list of {required} items"),
                found: format!("{} of them", list.len()),
            });
        }
        let types = tuple.items.iter().map(|item| &item.ty);
        let types = types.chain(std::iter::repeat(&tuple.rest));
        list.iter()
            .zip(types)
            .enumerate()
            .try_for_each(|(index, (item, ty))| {
                self.inside().value(ty, false, item, &at.index(index))
            })
    }

    fn union(self, union: &Union, value: &Value, at: &Pointer) -> Result<(), Mismatch> {
        if let Some(tag) = union.deciding_tag() {
            let found = match value.get(tag) {
                Some(Value::String(text)) => text.to_string(),
                Some(scalar @ (Value::Number(_) | Value::Bool(_))) => scalar.to_string(),
                _ => return mismatch(&format!("an object with the tag `{tag}`"), value, at),
            };
            let mut variants = union.variants.iter();
            let variant = variants.find(|variant| variant.tags.contains(&found));
            return match variant {
                Some(variant) => self.renamed().value(&variant.ty, false, value, at),
                None => mismatch("a tag of the union", value, at),
            };
        }
        let mut first = None;
        for variant in &union.variants {
            match self.renamed().value(&variant.ty, false, value, at) {
                Ok(()) => return Ok(()),
                Err(mismatch) => first = first.or(Some(mismatch)),
            }
        }
        first.map_or(Ok(()), |first| {
            mismatch(
                &format!("one of the variants, of which the first says: {first}"),
                value,
                at,
            )
        })
    }

    /// The same value under another name.
    fn renamed(self) -> Self {
        Self {
            names: self.names + 1,
            ..self
        }
    }
}

fn require(holds: bool, expected: &str, value: &Value, at: &Pointer) -> Result<(), Mismatch> {
    if holds {
        Ok(())
    } else {
        mismatch(expected, value, at)
    }
}

fn mismatch(expected: &str, value: &Value, at: &Pointer) -> Result<(), Mismatch> {
    let found = match value {
        Value::Object(_) => "an object".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        scalar => format!("`{scalar}`"),
    };
    Err(Mismatch {
        pointer: at.clone(),
        expected: expected.to_owned(),
        found,
    })
}

/// A text, and whether it is in its format: a type that keeps the text takes any.
fn text(format: TextFormat, kept: bool, value: &Value, at: &Pointer) -> Result<(), Mismatch> {
    let Some(text) = value.as_str() else {
        return mismatch("a text", value, at);
    };
    let (holds, expected) = match format {
        TextFormat::Plain | TextFormat::Secret => return Ok(()),
        TextFormat::Instant => (formats::is_instant(text), "an instant (RFC 3339)"),
        TextFormat::Date => (formats::is_date(text), "a date (RFC 3339)"),
        TextFormat::Uuid => (formats::is_uuid(text), "a UUID"),
        TextFormat::Ipv4 => (text.parse::<Ipv4Addr>().is_ok(), "an address of IPv4"),
        TextFormat::Ipv6 => (text.parse::<Ipv6Addr>().is_ok(), "an address of IPv6"),
        TextFormat::Uri => (kept || formats::is_uri(text), "an absolute URI (RFC 3986)"),
        TextFormat::Time => (
            kept || formats::is_time(text),
            "a time with its offset (RFC 3339)",
        ),
        TextFormat::Duration => (kept || formats::is_duration(text), "a duration (ISO 8601)"),
        TextFormat::Base64 => (kept || formats::is_base64(text), "Base64 (RFC 4648)"),
        TextFormat::Decimal => (kept || formats::is_decimal(text), "a number as a text"),
    };
    require(holds, expected, value, at)
}

fn integer(width: IntegerWidth, value: &Value, at: &Pointer) -> Result<(), Mismatch> {
    let (holds, expected) = match width {
        IntegerWidth::I32 => (
            value.as_i64().is_some_and(|n| i32::try_from(n).is_ok()),
            "a whole number of 32 bits",
        ),
        IntegerWidth::I64 => (value.is_i64(), "a whole number of 64 bits"),
        IntegerWidth::U32 => (
            value.as_u64().is_some_and(|n| u32::try_from(n).is_ok()),
            "a whole number from 0 of 32 bits",
        ),
        IntegerWidth::U64 => (value.is_u64(), "a whole number from 0 of 64 bits"),
    };
    require(holds, expected, value, at)
}
