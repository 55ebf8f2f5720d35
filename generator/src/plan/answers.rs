//! What operations answer, decided: one type or an enum by status, and further ways to send that
//! ask for another media type.

use crate::ir::{Framing, Operation, Outcome, Response, Status, Words};

use super::model::{Answer, Decoder, OtherAnswer, RustType, StatusEnum, StatusVariant};
use super::names::{Scope, Spelling, case};
use super::types::Known;
use super::unions::is_large;
use super::{media, status};

/// What an operation answers.
pub(super) struct Answers {
    pub(super) success: Answer,
    pub(super) error: Answer,
    /// The media types that it asks for.
    pub(super) accept: String,
    /// The media types that an answer may have, where that has to be looked at.
    pub(super) expected: Vec<String>,
    /// Further ways to send it.
    pub(super) others: Vec<OtherAnswer>,
    /// The documented errors: status, meaning.
    pub(super) documented_errors: Vec<(String, Words)>,
}

/// Decides what an operation answers. `enums` are the names of types, `methods` those of the
/// builder.
pub(super) fn decide(
    known: &Known<'_>,
    operation: &Operation,
    builder: &str,
    enums: &mut Scope,
    methods: &mut Scope,
) -> Answers {
    let (successes, errors) = sort_responses(operation);
    let of_errors: Vec<(&Response, &Outcome)> = errors
        .iter()
        .map(|response| (*response, &response.content))
        .collect();
    let of_successes: Vec<(&Response, &Outcome)> = successes
        .iter()
        .map(|response| (*response, &response.content))
        .collect();
    let success = answer(
        known,
        &of_successes,
        &format!("{builder}Answer"),
        enums,
        Decoder::Empty,
    );
    let error = answer(
        known,
        &of_errors,
        &format!("{builder}Error"),
        enums,
        Decoder::Untyped,
    );
    let mut others: Vec<OtherAnswer> = Vec::new();
    let mut media_types: Vec<&str> = Vec::new();
    for other in successes.iter().flat_map(|response| &response.others) {
        media_types.extend(
            other
                .media_type()
                .filter(|name| !media_types.contains(name)),
        );
    }
    media_types.sort_unstable();
    for media_type in media_types {
        // What has no such alternative answers as ever.
        let contents: Vec<(&Response, &Outcome)> = successes
            .iter()
            .map(|response| {
                let other = response
                    .others
                    .iter()
                    .find(|other| other.media_type() == Some(media_type));
                (*response, other.unwrap_or(&response.content))
            })
            .collect();
        let word = media::word(media_type);
        let success = answer(
            known,
            &contents,
            &format!("{builder}{}Answer", case::pascal(&word)),
            enums,
            Decoder::Empty,
        );
        let asked = contents
            .iter()
            .filter(|(_, content)| content.media_type() == Some(media_type));
        let all = asked.chain(&contents).chain(&of_errors);
        others.push(OtherAnswer {
            method_name: methods.claim(&format!("send_as_{}", case::snake(&word)), Spelling::Snake),
            media_type: media_type.to_owned(),
            accept: accept(all.map(|(_, content)| *content)),
            expected: expected(&success, &contents),
            success,
        });
    }
    Answers {
        accept: accept(
            of_successes
                .iter()
                .chain(&of_errors)
                .map(|(_, content)| *content),
        ),
        expected: expected(&success, &of_successes),
        success,
        error,
        others,
        documented_errors: errors
            .iter()
            .map(|response| {
                (
                    status_text(response.status),
                    response.description.clone().unwrap_or_default(),
                )
            })
            .collect(),
    }
}

/// The responses that are successes, and those that are errors.
///
/// A `default` where no success is documented stands for both. Where only redirects succeed, those
/// with content are successes: they have it, or lead to it. The others are followed.
fn sort_responses(operation: &Operation) -> (Vec<&Response>, Vec<&Response>) {
    let mut successes: Vec<&Response> = Vec::new();
    let mut errors: Vec<&Response> = Vec::new();
    let redirects = Status::only_redirects_succeed(operation.responses.iter().map(|r| r.status));
    for response in &operation.responses {
        let has_content = response.content != Outcome::Empty;
        let leads_to_answer = redirects && response.status.is_redirect() && has_content;
        if response.status.is_success() || leads_to_answer {
            successes.push(response);
        }
        if response.status.is_error() {
            errors.push(response);
        }
    }
    if successes.is_empty() {
        successes.extend(errors.iter().filter(|r| r.status == Status::Default));
    }
    successes.sort_by_key(|response| response.status);
    errors.sort_by_key(|response| response.status);
    (successes, errors)
}

/// One type for all responses if they agree, else an enum by status.
fn answer(
    known: &Known<'_>,
    responses: &[(&Response, &Outcome)],
    enum_name: &str,
    names: &mut Scope,
    nothing: Decoder,
) -> Answer {
    let statuses = responses
        .iter()
        .map(|(r, _)| status_number(r.status))
        .collect();
    let mut distinct: Vec<(RustType, Decoder)> = Vec::new();
    for (_, content) in responses {
        let (ty, decoder) = outcome(known, content);
        if !distinct.iter().any(|(other, _)| *other == ty) {
            distinct.push((ty, decoder));
        }
    }
    let is_error = matches!(nothing, Decoder::Untyped);
    if is_error {
        // An error without a body has nothing to tell apart: its status says it all.
        distinct.retain(|(ty, _)| *ty != RustType::Unit);
        // An error's body is read whole, so that it can be shown.
        for (ty, decoder) in &mut distinct {
            if is_stream(ty) {
                (*ty, *decoder) = (RustType::Bytes, Decoder::Bytes);
            }
        }
    }
    // Beside an answer without a body a stream is one without items.
    let streams = distinct.iter().filter(|(ty, _)| is_stream(ty)).count();
    if streams == 1
        && distinct
            .iter()
            .all(|(ty, _)| is_stream(ty) || *ty == RustType::Unit)
    {
        distinct.retain(|(ty, _)| is_stream(ty));
    }
    match distinct.as_slice() {
        [] if is_error => Answer {
            statuses,
            ty: RustType::Untyped,
            decoder: Decoder::Untyped,
        },
        [] => Answer {
            statuses,
            ty: RustType::Unit,
            decoder: nothing,
        },
        [(ty, decoder)] => Answer {
            statuses,
            ty: ty.clone(),
            decoder: decoder.clone(),
        },
        _ => {
            let name = names.claim(enum_name, Spelling::Pascal);
            let mut variant_names = Scope::reserving(["Unrecognized", "Self"]);
            let variants = responses
                .iter()
                .map(|(response, content)| {
                    status_variant(known, response, content, &mut variant_names)
                })
                .collect();
            Answer {
                statuses,
                ty: RustType::Named(name.clone()),
                decoder: Decoder::ByStatus(StatusEnum { name, variants }),
            }
        }
    }
}

fn status_variant(
    known: &Known<'_>,
    response: &Response,
    content: &Outcome,
    names: &mut Scope,
) -> StatusVariant {
    let status = status_number(response.status);
    let (ty, decoder) = match outcome(known, content) {
        // Among other answers bytes are read whole: a stream cannot wait in an enum that is
        // compared and cloned.
        (stream, _) if is_stream(&stream) => (RustType::Bytes, Decoder::Bytes),
        other => other,
    };
    let large = match content {
        Outcome::Json { ty, .. } | Outcome::Xml { ty, .. } => {
            is_large(known.api, known.resolved(ty))
        }
        Outcome::Empty | Outcome::Text { .. } | Outcome::Bytes { .. } | Outcome::Stream { .. } => {
            false
        }
    };
    StatusVariant {
        name: names.claim(&status::number_name(status), Spelling::Pascal),
        status,
        ty: match ty {
            RustType::Unit => None,
            ty if large => Some(RustType::Boxed(Box::new(ty))),
            ty => Some(ty),
        },
        decoder,
        description: response.description.clone(),
    }
}

fn outcome(known: &Known<'_>, content: &Outcome) -> (RustType, Decoder) {
    match content {
        Outcome::Empty => (RustType::Unit, Decoder::Empty),
        Outcome::Json { ty, .. } => {
            let ty = known.rust_type(ty);
            let reader = ty.reader();
            (ty, Decoder::Json(reader))
        }
        Outcome::Text { .. } => (RustType::String, Decoder::Text),
        Outcome::Xml { ty, root, .. } => (
            known.rust_type(ty),
            Decoder::Xml {
                function: String::new(),
                of: root.clone(),
                ty: ty.clone(),
            },
        ),
        Outcome::Bytes { .. } => (RustType::ByteStream, Decoder::Stream),
        Outcome::Stream { framing, ty, .. } => {
            let item = Box::new(known.rust_type(ty));
            let reader = item.reader();
            let ty = match framing {
                Framing::Events | Framing::TextEvents => RustType::Events(item),
                Framing::Lines | Framing::Records => RustType::Items(item),
            };
            (ty, Decoder::Items(*framing, reader))
        }
    }
}

fn status_number(status: Status) -> u16 {
    match status {
        Status::Code(code) => code,
        Status::Range(digit) => u16::from(digit),
        Status::Default => 0,
    }
}

pub(super) fn status_text(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(digit) => format!("{digit}XX"),
        Status::Default => "other".to_owned(),
    }
}

/// The media types to ask for, those of successes first.
fn accept<'a>(contents: impl Iterator<Item = &'a Outcome>) -> String {
    let mut types: Vec<&str> = Vec::new();
    for media_type in contents.filter_map(Outcome::media_type) {
        if !types.contains(&media_type) {
            types.push(media_type);
        }
    }
    types.join(", ")
}

/// The media types that a success has to have: JSON shows by itself whether it is JSON, and an enum
/// by status has several.
fn expected(success: &Answer, contents: &[(&Response, &Outcome)]) -> Vec<String> {
    match success.decoder {
        Decoder::Text
        | Decoder::Bytes
        | Decoder::Stream
        | Decoder::Xml { .. }
        | Decoder::Items(Framing::Events | Framing::TextEvents, _) => {}
        // What is no JSON shows in each item.
        Decoder::Items(Framing::Lines | Framing::Records, _) => return Vec::new(),
        Decoder::Empty | Decoder::Untyped | Decoder::Json(_) | Decoder::ByStatus(_) => {
            return Vec::new();
        }
    }
    let mut types: Vec<String> = Vec::new();
    for media_type in contents
        .iter()
        .filter_map(|(_, content)| content.media_type())
    {
        // What the parameters say is for the reader of the body.
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        if essence == "*/*" {
            return Vec::new();
        }
        if !types.iter().any(|known| known == essence) {
            types.push(essence.to_owned());
        }
    }
    types
}

fn is_stream(ty: &RustType) -> bool {
    matches!(
        ty,
        RustType::ByteStream | RustType::Events(_) | RustType::Items(_)
    )
}
