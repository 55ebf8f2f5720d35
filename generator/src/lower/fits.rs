//! Whether a value is one of a type.

use std::collections::HashSet;
use std::fmt;

use serde_json::Value;

use crate::document::Pointer;
use crate::ir::{Additional, Api, IntegerWidth, Record, Shape, TextFormat, Type, TypeId, Union};

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
    check(api, &HashSet::new(), ty, nullable, value)
}

/// The same, where some enums are known to be open by the document's own words.
pub(super) fn check(
    api: &Api,
    open: &HashSet<TypeId>,
    ty: &Type,
    nullable: bool,
    value: &Value,
) -> Result<(), Mismatch> {
    let check = Check {
        api,
        open,
        names: 0,
    };
    check.value(ty, nullable, value, &Pointer::root())
}

/// How many aliases and unions may stand for one another.
const MOST_NAMES: usize = 64;

#[derive(Clone, Copy)]
struct Check<'a> {
    api: &'a Api,
    open: &'a HashSet<TypeId>,
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
            Type::Any => Ok(()),
            Type::Nullable(inner) => self.value(inner, true, value, at),
            Type::Named(id) => self.named(*id, value, at),
            Type::Text(format) => text(*format, value, at),
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
                None if member.required => {
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
        let named = |key: &String| record.members.iter().any(|member| member.key == *key);
        object
            .iter()
            .filter(|(key, _)| !named(key))
            .try_for_each(|(key, value)| self.inside().value(ty, false, value, &at.child(key)))
    }

    fn union(self, union: &Union, value: &Value, at: &Pointer) -> Result<(), Mismatch> {
        if let Some(tag) = &union.tag {
            let Some(found) = value.get(tag).and_then(Value::as_str) else {
                return mismatch(&format!("an object with the tag `{tag}`"), value, at);
            };
            let mut variants = union.variants.iter();
            let variant = variants.find(|variant| variant.tags.iter().any(|tag| tag == found));
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

fn text(format: TextFormat, value: &Value, at: &Pointer) -> Result<(), Mismatch> {
    let Some(text) = value.as_str() else {
        return mismatch("a text", value, at);
    };
    match format {
        TextFormat::Plain | TextFormat::Secret => Ok(()),
        TextFormat::Instant => require(is_instant(text), "an instant (RFC 3339)", value, at),
        TextFormat::Date => require(is_date(text), "a date (RFC 3339)", value, at),
    }
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

/// `full-date` of RFC 3339 § 5.6.
fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-').map(digits);
    let (Some(Some((year, 4))), Some(Some((month, 2))), Some(Some((day, 2))), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// `date-time` of RFC 3339 § 5.6; `T` and `Z` in either case, a space for the `T`.
fn is_instant(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't', ' ']) else {
        return false;
    };
    let Some(end) = time.find(['Z', 'z', '+', '-']) else {
        return false;
    };
    let (clock, zone) = time.split_at(end);
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let offset = match zone {
        "Z" | "z" => true,
        offset => is_clock(offset.trim_start_matches(['+', '-']), &[23, 59]),
    };
    is_date(date) && is_clock(clock, &[23, 59, 60]) && digits(fraction).is_some() && offset
}

/// Pairs of digits between colons, each up to a limit.
fn is_clock(text: &str, limits: &[u64]) -> bool {
    let parts: Vec<_> = text.split(':').map(digits).collect();
    let within = |(part, limit): (&Option<(u64, usize)>, &u64)| matches!(part, Some((number, 2)) if number <= limit);
    parts.len() == limits.len() && parts.iter().zip(limits).all(within)
}

/// The number that digits write, and how many they are.
fn digits(text: &str) -> Option<(u64, usize)> {
    let all = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // Nanoseconds are as exact as it gets; further digits are not looked at.
    let number = text.get(..text.len().min(9))?.parse().ok()?;
    all.then_some((number, text.len()))
}
