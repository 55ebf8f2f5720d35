//! Which operations answer in pages, and how the next page is asked for.
//!
//! An annotation decides where there is one. Without it, pages are inferred only where both
//! sides speak of them: the request has a parameter that says where to begin, and the answer
//! has exactly one list. An answer that tells an offset which no request can ask for is not
//! paged: its reader has to be told that it may be cut.

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::document::Pointer;
use crate::ir::{
    Cursor, Location, Method, Operation, Outcome, PAGINATION, Paging as PagingHint, PagingStrategy,
    Parameter, Status, TextFormat, Type,
};

use super::access::access;
use super::model::{Access, At, Cut, Paging, Strategy};
use super::types::{Idents, Known};

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
        PagingHint::Unspoken => infer(known, idents, operation, page),
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

/// Words for where to begin, by what they count. `start` and `startIndex` are not among them:
/// some count from 1, and a client that guesses wrong hands out an item twice a page.
const OFFSETS: &[&str] = &["offset", "skip"];
const PAGE_NUMBERS: &[&str] = &["page", "page_number", "page_num", "page_no"];
const CURSORS: &[&str] = &[
    "cursor",
    "page_token",
    "next_token",
    "continuation_token",
    "starting_after",
    "after",
    "next_cursor",
    "page_cursor",
    "marker",
];
/// Words for how many are wanted: without one, `page` may be anything.
const LIMITS: &[&str] = &[
    "limit",
    "per_page",
    "page_size",
    "size",
    "count",
    "max_results",
    "page_limit",
    "take",
    "top",
    "max",
    "results_per_page",
];
const TOTALS: &[&str] = &[
    "total",
    "total_count",
    "total_results",
    "total_items",
    "total_size",
    "total_records",
];
const NEXT_CURSORS: &[&str] = &[
    "next_cursor",
    "next_page_token",
    "next_token",
    "continuation_token",
    "next_marker",
    "next_page_cursor",
    "end_cursor",
];

fn infer(known: &Known<'_>, idents: &Idents, operation: &Operation, page: &Type) -> Option<Paging> {
    if operation.method != Method::Get {
        return None;
    }
    let list_pointer = only_list(known, page)?;
    let (items, list) = access(known, idents, page, &list_pointer)?;
    let item = item_type(known, list)?;
    let number = |words| query_parameter(known, operation, words, is_integer);
    let text = |words| query_parameter(known, operation, words, is_text);
    let member = |words: &[&str], fits: fn(&Type) -> bool| {
        let key = member_key(known, page, words, fits)?;
        let pointer = format!("/{}", key.replace('~', "~0").replace('/', "~1"));
        Some((key, access(known, idents, page, &pointer)?.0))
    };
    let limit = number(LIMITS);
    let total = member(TOTALS, is_integer);
    let in_list = match list_pointer.as_str() {
        "" => "the answer is a list".to_owned(),
        pointer => format!(
            "the answer's only list is `{}`",
            pointer.trim_start_matches('/')
        ),
    };
    let of_total = total
        .as_ref()
        .map(|(key, _)| format!(", of which `{key}` tells how many there are"))
        .unwrap_or_default();
    let found = |strategy, next: Option<Access>, why: String| Paging {
        strategy,
        item: item.clone(),
        items_at: list_pointer.clone(),
        items: items.clone(),
        total: total.clone().map(|(_, access)| access),
        next,
        reason: why,
    };
    if let Some(offset) = number(OFFSETS) {
        return Some(found(
            Strategy::Offset(At::Query(offset.name.clone())),
            None,
            format!("the query has `{}`, and {in_list}{of_total}", offset.name),
        ));
    }
    if let (Some(cursor), Some((key, next))) = (text(CURSORS), member(NEXT_CURSORS, is_text)) {
        return Some(found(
            Strategy::Cursor(At::Query(cursor.name.clone())),
            Some(next),
            format!(
                "the query has `{}`, the answer `{key}`, and {in_list}",
                cursor.name
            ),
        ));
    }
    if let (Some(number), Some(limit)) = (number(PAGE_NUMBERS), limit) {
        let first = match number.docs.default.as_deref() {
            Some(default) => default.as_u64().filter(|first| *first <= 1)?,
            None => 1,
        };
        return Some(found(
            Strategy::PageNumber(At::Query(number.name.clone()), first),
            None,
            format!(
                "the query has `{}` and `{}`, and {in_list}{of_total}",
                number.name, limit.name
            ),
        ));
    }
    None
}

/// The pointer of the one list in a page: the page itself, or its only member that is one.
fn only_list(known: &Known<'_>, page: &Type) -> Option<String> {
    if matches!(known.resolved(page), Type::List(_)) {
        return Some(String::new());
    }
    let (_, record) = known.record(page)?;
    let mut lists = record
        .members
        .iter()
        .filter(|member| matches!(known.resolved(&member.ty), Type::List(_)));
    match (lists.next(), lists.next()) {
        (Some(list), None) => Some(format!(
            "/{}",
            list.key.replace('~', "~0").replace('/', "~1")
        )),
        _ => None,
    }
}

fn query_parameter<'a>(
    known: &Known<'_>,
    operation: &'a Operation,
    words: &[&str],
    fits: fn(&Type) -> bool,
) -> Option<&'a Parameter> {
    let parameters = operation.parameters.iter();
    let parameters: Vec<&Parameter> = parameters
        .filter(|p| p.location == Location::Query && fits(known.resolved(&p.ty)))
        .collect();
    first_called(words, parameters, |parameter| &parameter.name)
}

/// The thing with the first of these names that there is, however it is spelled.
fn first_called<'a, T>(
    words: &[&str],
    things: Vec<&'a T>,
    name: impl Fn(&T) -> &str,
) -> Option<&'a T> {
    let place = |thing: &&T| {
        let name = super::names::case::snake(name(thing));
        words.iter().position(|word| *word == name)
    };
    let found = things
        .into_iter()
        .filter_map(|thing| Some((place(&thing)?, thing)));
    // Of several the first: `min_by_key` has it so.
    found
        .min_by_key(|(place, _)| *place)
        .map(|(_, thing)| thing)
}

fn member_key(
    known: &Known<'_>,
    page: &Type,
    words: &[&str],
    fits: fn(&Type) -> bool,
) -> Option<String> {
    let (_, record) = known.record(page)?;
    let members = record.members.iter();
    let members: Vec<_> = members
        .filter(|member| fits(known.resolved(&member.ty)))
        .collect();
    first_called(words, members, |member| &member.key).map(|member| member.key.clone())
}

fn is_integer(ty: &Type) -> bool {
    matches!(ty, Type::Integer(_))
}

fn is_text(ty: &Type) -> bool {
    let is_token = |format: &TextFormat| match format {
        TextFormat::Plain | TextFormat::Uri | TextFormat::Uuid | TextFormat::Base64 => true,
        TextFormat::Instant
        | TextFormat::Date
        | TextFormat::Secret
        | TextFormat::Ipv4
        | TextFormat::Ipv6
        | TextFormat::Time
        | TextFormat::Duration
        | TextFormat::Decimal => false,
    };
    matches!(ty, Type::Text(format) if is_token(format))
}

/// How a reader sees that an answer was cut, where it speaks of an offset that no request can
/// ask for.
pub(crate) fn cut_without_a_way_on(known: &Known<'_>, operation: &Operation) -> Option<Cut> {
    let page = page_type(operation)?;
    let (_, record) = known.record(page)?;
    let is_offset = |key: &str| OFFSETS.contains(&super::names::case::snake(key).as_str());
    let speaks_of_offset = record.members.iter().any(|member| {
        let inside = known.record(&member.ty);
        is_offset(&member.key)
            || inside.is_some_and(|(_, inner)| inner.members.iter().any(|m| is_offset(&m.key)))
    });
    let rows = only_list(known, page).filter(|_| speaks_of_offset)?;
    Some(Cut {
        rows: rows.trim_start_matches('/').to_owned(),
        count: member_key(known, page, TOTALS, is_integer)
            .or_else(|| member_key(known, page, &["count"], is_integer)),
    })
}
