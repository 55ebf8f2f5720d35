//! Which operations answer in pages, and how the next page is asked for.
//!
//! An annotation decides where there is one. Without it, pages are inferred where request and
//! answer both speak of them. An answer that tells an offset which no request can ask for is not
//! paged: its reader has to be told that it may be cut.

mod answer;
mod infer;
mod parameter;

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::document::Pointer;
use crate::ir::{
    Cursor, Operation, Outcome, PAGINATION, Paging as PagingHint, PagingStrategy, Status, Type,
};

use super::access::access;
use super::model::{At, Cut, Paging, Strategy};
use super::types::{Idents, Known};

use answer::{Answer, TOTALS};
use parameter::OFFSETS;

pub(crate) use infer::may_be_paged;

/// Decides how an operation is paged.
pub(crate) fn decide(
    known: &Known<'_>,
    idents: &Idents,
    operation: &Operation,
    diagnostics: &mut Diagnostics,
) -> Option<Paging> {
    let page = page_beside_nothing(operation)?;
    match &operation.paging {
        PagingHint::Off => None,
        PagingHint::By {
            strategy,
            items,
            total,
        } => {
            let found = annotated(known, idents, page, strategy, items, total.as_deref());
            found
                .map_err(|wrong| {
                    let message = format!(
                        "the pagination annotation's `{}` ({}) is not {} the answer",
                        wrong.member, wrong.pointer, wrong.expected
                    );
                    let annotation = Pointer::from(operation.pointer.clone()).child(PAGINATION);
                    diagnostics.push(
                        Diagnostic::new(Code::PagingNotFound, message)
                            .at(annotation.child(wrong.member))
                            .help(
                                "`items` has to be a JSON pointer to a list in the answer, \
                                 `total` and `next` to members beside it",
                            ),
                    );
                })
                .ok()
        }
        PagingHint::Unspoken => infer::infer(known, idents, operation, page),
    }
}

/// The one JSON type of an operation's successes.
pub(crate) fn page_type(operation: &Operation) -> Option<&Type> {
    let mut types = operation
        .responses
        .iter()
        .filter(|response| response.status.is_success())
        .map(|response| json_type(&response.content));
    match (types.next(), types.next()) {
        (Some(Some(ty)), None) => Some(ty),
        _ => None,
    }
}

fn json_type(content: &Outcome) -> Option<&Type> {
    match content {
        Outcome::Json { ty, .. } => Some(ty),
        Outcome::Empty
        | Outcome::Text { .. }
        | Outcome::Bytes { .. }
        | Outcome::Xml { .. }
        | Outcome::Stream { .. } => None,
    }
}

/// The one JSON type of an operation's successes, beside a 204: that is a page without items.
fn page_beside_nothing(operation: &Operation) -> Option<&Type> {
    let successes = operation
        .responses
        .iter()
        .filter(|response| response.status.is_success());
    let mut with_content = successes.filter(|response| {
        response.status != Status::Code(204) || response.content != Outcome::Empty
    });
    match (with_content.next(), with_content.next()) {
        (Some(one), None) => json_type(&one.content),
        _ => None,
    }
}

/// A member of an annotation that leads nowhere.
struct Wrong<'a> {
    member: &'static str,
    pointer: &'a str,
    expected: &'static str,
}

fn annotated<'a>(
    known: &Known<'_>,
    idents: &Idents,
    page: &Type,
    strategy: &'a PagingStrategy,
    items: &'a str,
    total: Option<&'a str>,
) -> Result<Paging, Wrong<'a>> {
    let there = |member, pointer: &'a str| {
        let wrong = Wrong {
            member,
            pointer,
            expected: "in",
        };
        Ok(access(known, idents, page, pointer).ok_or(wrong)?.0)
    };
    let items_at = items.to_owned();
    let list = access(known, idents, page, items);
    let list = list.and_then(|(items, list)| Some((items, item_type(known, list)?)));
    let (items, item) = list.ok_or(Wrong {
        member: "items",
        pointer: items,
        expected: "a list in",
    })?;
    let total = total.map(|total| there("total", total)).transpose()?;
    let (strategy, next) = match strategy {
        PagingStrategy::Offset(at) => (Strategy::Offset(at_of(at)), None),
        PagingStrategy::PageNumber { page, first } => {
            (Strategy::PageNumber(at_of(page), *first), None)
        }
        PagingStrategy::Cursor { cursor, next } => {
            (Strategy::Cursor(at_of(cursor)), Some(there("next", next)?))
        }
        PagingStrategy::NextLink(next) => (Strategy::NextLink, Some(there("next", next)?)),
        PagingStrategy::LinkHeader => (Strategy::LinkHeader, None),
    };
    Ok(Paging {
        strategy,
        item,
        items_at,
        items,
        total,
        next,
        reason: "an annotation says so".to_owned(),
    })
}

fn at_of(cursor: &Cursor) -> At {
    match cursor {
        Cursor::Query(name) => At::Query(name.clone()),
        Cursor::Body(pointer) => At::Body(pointer.clone()),
    }
}

fn item_type(known: &Known<'_>, list: &Type) -> Option<super::model::RustType> {
    match known.resolved(list) {
        Type::List(item) => Some(known.rust_type(item)),
        _ => None,
    }
}

/// How a reader sees that an answer was cut, where it speaks of an offset that no request can
/// ask for.
pub(crate) fn cut_without_a_way_on(
    known: &Known<'_>,
    idents: &Idents,
    operation: &Operation,
) -> Option<Cut> {
    let page = page_type(operation)?;
    let answer = Answer::new(known, idents, operation, page);
    let (_, record) = known.record(page)?;
    let offset = |ty| answer.key_of(ty, OFFSETS, answer::is_integer).is_some();
    let speaks_of_offset = offset(page) || record.members.iter().any(|member| offset(&member.ty));
    let rows = answer.only_list().filter(|_| speaks_of_offset)?;
    let count = |words| Some(answer.key_of(page, words, answer::is_integer)?.0.to_owned());
    Some(Cut {
        rows: rows.trim_start_matches('/').to_owned(),
        count: count(TOTALS).or_else(|| count(&["count"])),
    })
}
