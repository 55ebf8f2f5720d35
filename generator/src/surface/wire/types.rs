//! The members of what is sent and received.

use crate::ir::{
    Additional, IntegerWidth, Limits, Member, NumberWidth, Shape, TextFormat, Type, TypeDef,
};
use crate::json::Value;
use crate::plan::model::{Item, ItemKind, Presence, Struct, ValueVariant};

use crate::plan::names::case;

use super::{Said, Wire};

impl Wire<'_> {
    pub(super) fn types(&mut self) {
        let plan = self.plan;
        for item in plan.type_files.iter().flat_map(|file| &file.items) {
            let def = item.source.and_then(|id| self.api.types.get(id));
            if let Some(def) = def {
                self.item(item, def);
            }
        }
    }

    fn item(&mut self, item: &Item, def: &TypeDef) {
        let path = format!("types::{}", item.name);
        let head = |role: &str| {
            Said::new(role)
                .words_if(item.sent, "sent")
                .words_if(item.received, "received")
                .limits(&def.limits)
                .words_if(def.docs.deprecated, "deprecated")
        };
        match (&item.kind, &def.shape) {
            (ItemKind::Struct(structure), Shape::Record(record)) => {
                self.say(&path, head("object"));
                let mut fields = structure.fields.iter();
                for member in &record.members {
                    let field = if member.settled { None } else { fields.next() };
                    let (name, presence) = match field {
                        Some(field) => (field.ident.clone(), field.presence),
                        None => (case::escaped(&case::snake(&member.key)), Presence::Required),
                    };
                    let said = self.member(structure, presence, member);
                    self.say(format!("{path}.{name}"), said);
                }
                if let (Some(rest), Additional::Typed(ty)) = (&structure.rest, &record.additional) {
                    let said = Said::new("rest").word(&self.spelled(ty));
                    let said = said.limits(&record.additional_limits);
                    self.say(format!("{path}.{}", rest.ident), said);
                }
            }
            (ItemKind::TextEnum(variants), _) => {
                self.say(&path, head("strings"));
                self.values(&path, variants, |value| value.clone().into());
            }
            (ItemKind::IntegerEnum(variants), _) => {
                self.say(&path, head("integers"));
                self.values(&path, variants, |value| (*value).into());
            }
            (ItemKind::ScalarEnum(variants), _) => {
                self.say(&path, head("values"));
                self.values(&path, variants, crate::ir::Scalar::to_json);
            }
            (ItemKind::Union(plan), Shape::Union(union)) => {
                let said = head("union");
                let said = match union.deciding_tag() {
                    Some(tag) => said.word("by").text(tag),
                    None => said,
                };
                self.say(&path, said);
                for (named, variant) in plan.variants.iter().zip(&union.variants) {
                    let said = Said::new("holds").word(&self.spelled(&variant.ty));
                    let mut said = said.limits(&variant.limits);
                    let mut tags: Vec<&String> = named.tags.iter().collect();
                    tags.sort();
                    for tag in tags {
                        said = said.value("tag", &tag.as_str().into());
                    }
                    self.say(format!("{path}::{}", named.name), said);
                }
            }
            (ItemKind::Tuple(_), Shape::Tuple(tuple)) => {
                self.say(&path, head("tuple"));
                for (at, item) in tuple.items.iter().enumerate() {
                    let said = Said::new("item").word(presence(item.required));
                    let said = said.word(&self.spelled(&item.ty)).limits(&item.limits);
                    self.say(format!("{path}.{at}"), said);
                }
                let said = Said::new("rest").word(&self.spelled(&tuple.rest));
                let path = format!("{path}.{}", tuple.items.len());
                self.say(path, said.limits(&tuple.rest_limits));
            }
            (ItemKind::Newtype(_), Shape::Newtype(ty)) => {
                let said = head("newtype").word(&self.spelled(ty));
                self.say(path, said);
            }
            // What it stands for is said wherever it stands.
            (ItemKind::Alias(_), _) | (ItemKind::Answers(_), _) => {}
            // The plan has the shape that the API has.
            (
                ItemKind::Struct(_)
                | ItemKind::Union(_)
                | ItemKind::Tuple(_)
                | ItemKind::Newtype(_),
                _,
            ) => {}
        }
    }

    fn member(&self, structure: &Struct, presence: Presence, member: &Member) -> Said {
        let (required, nullable) = match presence {
            Presence::Required => (true, false),
            Presence::Optional => (false, member.nullable),
            Presence::Nullable => (false, true),
            Presence::RequiredNullable => (true, true),
        };
        let null = if nullable { "?" } else { "" };
        let mut said = Said::new("member")
            .text(&member.key)
            .word(self::presence(required))
            .word(&format!("{}{null}", self.spelled(&member.ty)))
            .words_if(member.read_only && structure.sent, "read-only")
            .words_if(member.write_only, "write-only")
            .limits(&member.limits);
        if let Some(constant) = &member.constant {
            said = said.value("constant", constant);
        }
        said.docs(&member.docs)
    }

    fn values<T>(&mut self, path: &str, variants: &[ValueVariant<T>], json: impl Fn(&T) -> Value) {
        for variant in variants {
            let said = Said::new("value").word(&json(&variant.value).to_string());
            self.say(format!("{path}::{}", variant.name), said);
        }
    }

    /// A type by its name or in the words of JSON Schema. Other names for a type are no matter of
    /// the wire.
    pub(super) fn spelled(&self, ty: &Type) -> String {
        self.at_depth(ty, 0)
    }

    fn at_depth(&self, ty: &Type, depth: usize) -> String {
        if depth > 64 {
            return "any".to_owned();
        }
        let depth = depth + 1;
        match ty {
            Type::Named(id) => match self.api.types.get(*id).map(|def| &def.shape) {
                Some(Shape::Alias(inner)) => self.at_depth(inner, depth),
                _ => match self.plan.type_names.get(id) {
                    Some(name) => name.clone(),
                    None => "any".to_owned(),
                },
            },
            Type::Text(format) => text(*format).to_owned(),
            Type::Integer(width) => integer(*width).to_owned(),
            Type::Number(NumberWidth::F64) => "number".to_owned(),
            Type::Number(NumberWidth::Decimal) => "decimal-number".to_owned(),
            Type::Boolean => "boolean".to_owned(),
            Type::List(inner) => format!("[{}]", self.at_depth(inner, depth)),
            Type::Map(inner) => format!("{{{}}}", self.at_depth(inner, depth)),
            Type::Nullable(inner) => format!("{}?", self.at_depth(inner, depth)),
            Type::Any(_) => "any".to_owned(),
        }
    }

    /// The limits of a type whose name is not said, because it is another name for one.
    pub(super) fn limits_of(&self, ty: &Type) -> Limits {
        let mut all = Limits::default();
        let mut ty = ty;
        for _ in 0..64 {
            let Type::Named(id) = ty else { break };
            let Some(def) = self.api.types.get(*id) else {
                break;
            };
            let Shape::Alias(inner) = &def.shape else {
                break;
            };
            all.own.extend(def.limits.own.iter().cloned());
            all.first.extend(def.limits.first.iter().cloned());
            all.inner = all.inner.or_else(|| def.limits.inner.clone());
            ty = inner;
        }
        all
    }
}

/// Whether a value has to be there.
pub(super) fn presence(required: bool) -> &'static str {
    match required {
        true => "required",
        false => "optional",
    }
}

fn text(format: TextFormat) -> &'static str {
    match format {
        TextFormat::Plain => "string",
        TextFormat::Instant => "date-time",
        TextFormat::Date => "date",
        TextFormat::Secret => "password",
        TextFormat::Uuid => "uuid",
        TextFormat::Ipv4 => "ipv4",
        TextFormat::Ipv6 => "ipv6",
        TextFormat::Uri => "uri",
        TextFormat::Time => "time",
        TextFormat::Duration => "duration",
        TextFormat::Base64 => "byte",
        TextFormat::Decimal => "decimal",
    }
}

fn integer(width: IntegerWidth) -> &'static str {
    match width {
        IntegerWidth::I32 => "int32",
        IntegerWidth::I64 => "int64",
        IntegerWidth::U32 => "uint32",
        IntegerWidth::U64 => "uint64",
    }
}
