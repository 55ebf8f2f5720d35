//! How an operation is paged, by what request and answer say.
//!
//! What can be relied on most comes first: a cursor or a total, then a link in the answer, then a
//! number that ends at an empty page, then a link in a header.

use crate::ir::{Method, Operation, Paging as PagingHint, Type};
use crate::plan::access::access;
use crate::plan::model::{Access, At, Paging, Strategy};
use crate::plan::types::{Idents, Known};

use super::answer::Answer;
use super::parameter::{Wanted, counts_items, first_page};
use super::{item_type, page_beside_nothing};

pub(super) fn infer(
    known: &Known<'_>,
    idents: &Idents,
    operation: &Operation,
    page: &Type,
) -> Option<Paging> {
    if operation.method != Method::Get {
        return None;
    }
    let answer = Answer::new(known, idents, operation, page);
    let list_pointer = answer.only_list()?;
    let (items, list) = access(known, idents, page, &list_pointer)?;
    let item = item_type(known, list)?;
    let wanted = Wanted::of(known, operation);
    let total = answer.total();
    let in_list = match list_pointer.as_str() {
        "" => "the answer is a list".to_owned(),
        pointer => format!(
            "the answer's only list is `{}`",
            pointer.trim_start_matches('/')
        ),
    };
    let of_total = total
        .as_ref()
        .map(|total| format!(", of which `{}` tells how many there are", total.called))
        .unwrap_or_default();
    let found = |strategy, next: Option<Access>, why: String| Paging {
        strategy,
        item: item.clone(),
        items_at: list_pointer.clone(),
        items: items.clone(),
        total: total.as_ref().map(|total| total.access.clone()),
        next,
        reason: why,
    };
    let by_cursor = || {
        let (cursor, next) = (wanted.cursor?, answer.next_cursor()?);
        Some(found(
            Strategy::Cursor(At::Query(cursor.name.clone())),
            Some(next.access),
            format!(
                "the query has `{}`, the answer `{}`, and {in_list}",
                cursor.name, next.called
            ),
        ))
    };
    let by_link = || {
        let next = answer.next_link()?;
        Some(found(
            Strategy::NextLink,
            Some(next.access),
            format!(
                "the answer has the URL of the next page, `{}`, and {in_list}",
                next.called
            ),
        ))
    };
    let by_number = || {
        if let Some(offset) = wanted.offset.filter(|offset| counts_items(offset)) {
            return Some(found(
                Strategy::Offset(At::Query(offset.name.clone())),
                None,
                format!("the query has `{}`, and {in_list}{of_total}", offset.name),
            ));
        }
        let (number, limit) = (wanted.page?, wanted.limit?);
        Some(found(
            Strategy::PageNumber(At::Query(number.name.clone()), first_page(number)?),
            None,
            format!(
                "the query has `{}` and `{}`, and {in_list}{of_total}",
                number.name, limit.name
            ),
        ))
    };
    // A thing with an identity may have a list, and is no page of it.
    if answer.is_one_thing() && total.is_none() {
        return by_cursor();
    }
    let has_total = total.is_some();
    by_cursor()
        .or_else(|| has_total.then(by_number).flatten())
        .or_else(by_link)
        .or_else(by_number)
        .or_else(|| {
            let has_link = operation.responses.iter().any(|response| {
                let mut headers = response.headers.iter();
                response.status.is_success()
                    && headers.any(|header| header.name.eq_ignore_ascii_case("link"))
            });
            let is_wanted = wanted.any().is_some() || wanted.limit.is_some();
            (has_link && is_wanted).then(|| {
                let why = format!("the answer has a header `Link`, and {in_list}");
                found(Strategy::LinkHeader, None, why)
            })
        })
}

/// The parameter by which an operation seems to be paged, though it is not clear how; `None` if there is
/// none, or somebody has said so.
pub(crate) fn may_be_paged(
    known: &Known<'_>,
    idents: &Idents,
    operation: &Operation,
) -> Option<String> {
    if operation.method != Method::Get || operation.paging != PagingHint::Unspoken {
        return None;
    }
    let page = page_beside_nothing(operation)?;
    let answer = Answer::new(known, idents, operation, page);
    let parameter = Wanted::of(known, operation).any()?;
    (answer.has_list() && !answer.is_one_thing()).then(|| parameter.name.clone())
}
