//! Structs: the fields, how they are made, and the line that names their JSON keys.
//!
//! Most of a large crate is this, so it is written as text at once, and not as tokens to be laid out.

use crate::plan::model::{Field, Item, Presence, Reader, RustType, Struct};
use crate::rust::docs::inline_code;
use crate::rust::prose::{self, Prose};
use crate::rust::source::{Source, literal};
use crate::rust::syntax::{Room, write_ty};
use crate::rust::written::{Function, Written};
use crate::surface::Kind;

/// How many arguments a function may have before Clippy asks whether it should be a struct.
pub(super) const MANY_ARGUMENTS: usize = 7;

/// Prints a struct.
pub(crate) fn print(item: &Item, structure: &Struct, source: &mut Source) {
    source.written(definition(item, structure));
    source.text(keys(item, structure));
    let mark = (!structure.sent)
        .then(|| source.form().mark_with("testing"))
        .flatten();
    source.written(making(item, structure, mark));
}

fn definition(item: &Item, structure: &Struct) -> Written {
    let name = &item.name;
    let mut written = Written::default();
    let mut docs = prose::of_item(item);
    if let Some((key, value)) = &structure.tag {
        docs = docs.say(format!(
            "Its {} is {}.",
            inline_code(key),
            inline_code(value)
        ));
    }
    written.doc("", &docs.finish());
    let mut derives = vec!["Debug", "Clone", "PartialEq"];
    derives.extend(structure.default.then_some("Default"));
    derives.extend(item.derives.iter().map(|derive| derive.name()));
    written.line("", &["#[derive(", &derives.join(", "), ")]"]);
    written.line("", &["#[non_exhaustive]"]);
    let is_empty = structure.fields.is_empty() && structure.rest.is_none();
    let opening = if is_empty { " {}" } else { " {" };
    written.line("", &["pub struct ", name, opening]);
    for field in &structure.fields {
        let docs = prose::of(&field.docs, &renamed(field)).finish();
        written.field(name, &docs, &field.ident, &field_type(field));
    }
    if let Some(rest) = &structure.rest {
        let (docs, ty) = match &rest.ty {
            Some(value) => {
                let docs = Prose::default().say("All other members.");
                (docs.allow(&rest.allowed).finish(), map_of(value))
            }
            None => (
                "Members that this version of the crate does not know, kept and sent back."
                    .to_owned(),
                "Members".to_owned(),
            ),
        };
        written.field(name, &docs, &rest.ident, &ty);
    }
    if !is_empty {
        written.line("", &["}"]);
    }
    written.seen.named(name);
    let derives: Vec<String> = derives.into_iter().map(str::to_owned).collect();
    written.seen.derive(name, &derives);
    written.seen.add(name.clone(), Kind::Struct, "", &[]);
    written
}

/// What is said of a field of which the document says nothing: what its member is called, if its own name does
/// not tell.
fn renamed(field: &Field) -> String {
    let ident = field.ident.strip_prefix("r#").unwrap_or(&field.ident);
    match letters(ident).eq(letters(&field.key)) {
        true => String::new(),
        false => format!("{}.", inline_code(&field.key)),
    }
}

/// The letters and digits of a name, as if it had no capitals.
fn letters(name: &str) -> impl Iterator<Item = char> {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase)
}

fn written_type(ty: &RustType) -> String {
    let mut text = String::new();
    write_ty(ty, Room::Types, &mut text);
    text
}

fn map_of(value: &RustType) -> String {
    format!("BTreeMap<String, {}>", written_type(value))
}

fn field_type(field: &Field) -> String {
    let ty = written_type(&field.ty);
    match field.presence {
        Presence::Required => ty,
        Presence::Optional | Presence::RequiredNullable => format!("Option<{ty}>"),
        Presence::Nullable => format!("Nullable<{ty}>"),
    }
}

/// The call that writes `Serialize` and `Deserialize`.
fn keys(item: &Item, structure: &Struct) -> String {
    let fallible = structure
        .fields
        .iter()
        .any(|field| field.presence == Presence::Required && field.ty.reader() == Reader::Serde);
    let mark = if fallible { " fallible" } else { "" };
    let mut text = format!(
        "\nspecwright_runtime::v1::json_struct!({}{mark} {{",
        item.name
    );
    if let Some((key, value)) = &structure.tag {
        text.push_str(&format!("\n    {} = {},", literal(key), literal(value)));
    }
    for field in &structure.fields {
        let presence = match field.presence {
            Presence::Required => "required",
            // What is any JSON can be `null` and be there.
            Presence::Optional if field.ty == RustType::Json => "optional_json",
            Presence::Optional => "optional",
            Presence::Nullable => "nullable",
            Presence::RequiredNullable => "required_nullable",
        };
        text.push_str(&format!(
            "\n    {}: {presence}{} {},",
            field.ident,
            how(&field.ty),
            literal(&field.key)
        ));
    }
    if let Some(rest) = &structure.rest {
        let how = rest.ty.as_ref().map(how).unwrap_or_default();
        text.push_str(&format!("\n    ..{}{how}", rest.ident));
    }
    if structure.tag.is_none() && structure.fields.is_empty() && structure.rest.is_none() {
        text.push_str("});");
    } else {
        text.push_str("\n});");
    }
    text
}

/// How a type is read, where the runtime cannot do it by itself.
pub(super) fn how(ty: &RustType) -> &'static str {
    match ty.reader() {
        Reader::Serde => "(serde)",
        Reader::Runtime => "",
    }
}

/// `new` with what is required, and a setter for everything else. `mark` is the attribute of the whole.
fn making(item: &Item, structure: &Struct, mark: Option<String>) -> Written {
    let name = &item.name;
    let mut written = Written::default();
    if let Some(mark) = &mark {
        written.line("", &[mark]);
    }
    let marks = mark.as_slice();
    written.line("", &["impl ", name, " {"]);
    let required: Vec<&Field> = structure
        .fields
        .iter()
        .filter(|field| !is_set(field))
        .collect();
    let arguments = required
        .iter()
        .map(|field| format!("{}: {}", field.ident, argument_type(field)));
    let many = "#[expect(clippy::too_many_arguments, reason = \"so many members are required\")]";
    let mut attributes = vec!["#[must_use]"];
    if required.len() > MANY_ARGUMENTS {
        attributes.insert(0, many);
    }
    written.function(
        name,
        Function {
            docs: match required.is_empty() {
                true => "Makes one in which nothing is set.",
                false => "Makes one from what is required.",
            },
            attributes: &attributes,
            name: "new",
            arguments: &arguments.collect::<Vec<_>>(),
        },
        marks,
    );
    if structure.default {
        written.line("        ", &["Self::default()"]);
    } else {
        let rest = structure.rest.iter().map(|rest| match rest.ty {
            Some(_) => format!("{}: BTreeMap::new()", rest.ident),
            None => format!("{}: Members::default()", rest.ident),
        });
        let all = structure.fields.iter().map(initial).chain(rest);
        written.structure("        ", "Self", &all.collect::<Vec<_>>());
    }
    written.line("    ", &["}"]);
    for field in structure.fields.iter().filter(|field| is_set(field)) {
        let ident = &field.ident;
        let docs = format!("Sets `{ident}`.");
        let (argument, value) = match field.presence {
            Presence::Nullable => (
                format!("impl Into<Nullable<{}>>", written_type(&field.ty)),
                format!("{ident}.into()"),
            ),
            Presence::Optional if takes_into(&field.ty) => {
                (argument_type(field), format!("Some({ident}.into())"))
            }
            Presence::Required | Presence::Optional | Presence::RequiredNullable => {
                (argument_type(field), format!("Some({ident})"))
            }
        };
        setter(&mut written, name, &docs, ident, &argument, &value, marks);
    }
    if let Some(rest) = &structure.rest
        && let Some(value) = &rest.ty
    {
        let (ident, ty) = (&rest.ident, map_of(value));
        let docs = "Sets all other members.";
        setter(&mut written, name, docs, ident, &ty, ident, marks);
    }
    written.line("", &["}"]);
    written
}

/// Whether a field has a setter, and is not given to `new`.
fn is_set(field: &Field) -> bool {
    match field.presence {
        Presence::Optional | Presence::Nullable => true,
        Presence::Required | Presence::RequiredNullable => false,
    }
}

/// What a field is in `new`.
fn initial(field: &Field) -> String {
    let ident = &field.ident;
    match field.presence {
        Presence::Required if takes_into(&field.ty) => format!("{ident}: {ident}.into()"),
        Presence::Required | Presence::RequiredNullable => ident.clone(),
        Presence::Optional => format!("{ident}: None"),
        Presence::Nullable => format!("{ident}: Nullable::Absent"),
    }
}

fn setter(
    written: &mut Written,
    of: &str,
    docs: &str,
    ident: &str,
    ty: &str,
    value: &str,
    marks: &[String],
) {
    written.blank();
    written.function(
        of,
        Function {
            docs,
            attributes: &["#[must_use]"],
            name: &format!("with_{}", ident.trim_start_matches("r#")),
            arguments: &["mut self".to_owned(), format!("{ident}: {ty}")],
        },
        marks,
    );
    written.assign("        ", &format!("self.{ident}"), value);
    written.line("        ", &["self"]);
    written.line("    ", &["}"]);
}

/// Whether a value is easier given as something that becomes it.
pub(super) fn takes_into(ty: &RustType) -> bool {
    matches!(
        ty,
        RustType::String | RustType::Secret | RustType::Kept(_) | RustType::Boxed(_)
    )
}

fn argument_type(field: &Field) -> String {
    let inner = written_type(&field.ty);
    match field.presence {
        Presence::RequiredNullable => format!("Option<{inner}>"),
        Presence::Required | Presence::Optional if takes_into(&field.ty) => {
            format!("impl Into<{inner}>")
        }
        Presence::Required | Presence::Optional | Presence::Nullable => inner,
    }
}
