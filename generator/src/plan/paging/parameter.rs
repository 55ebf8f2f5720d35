//! The parameters by which a request says which page it wants.

use crate::ir::{Limit, Location, Operation, Parameter, Type};
use crate::plan::types::Known;

use super::answer::{first_called, is_text};

/// Words for where to begin, by what they count. `start` and `startIndex` are not among them:
/// some count from 1, and a client that guesses wrong hands out an item twice a page.
pub(super) const OFFSETS: &[&str] = &["offset", "skip"];

const PAGE_NUMBERS: &[&str] = &["page", "page_number", "page_num", "page_no"];

const CURSORS: &[&str] = &[
    "cursor",
    "page_token",
    "next_token",
    "next_page_token",
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

/// The parameters of an operation, as far as they are of pages.
pub(super) struct Wanted<'a> {
    /// How many items there are before the page.
    pub(super) offset: Option<&'a Parameter>,
    /// The number of the page.
    pub(super) page: Option<&'a Parameter>,
    /// A token from the page before.
    pub(super) cursor: Option<&'a Parameter>,
    /// How many items a page has.
    pub(super) limit: Option<&'a Parameter>,
}

impl<'a> Wanted<'a> {
    pub(super) fn of(known: &Known<'_>, operation: &'a Operation) -> Self {
        let called = |words, fits: fn(&Type) -> bool| {
            let parameters = operation.parameters.iter();
            let parameters = parameters.filter(|parameter| {
                parameter.location == Location::Query && fits(known.resolved(&parameter.ty))
            });
            first_called(words, parameters, |parameter: &Parameter| &parameter.name)
        };
        Self {
            offset: called(OFFSETS, is_number),
            page: called(PAGE_NUMBERS, is_number),
            cursor: called(CURSORS, is_text),
            limit: called(LIMITS, is_number),
        }
    }

    /// The first that says which page is wanted.
    pub(super) fn any(&self) -> Option<&'a Parameter> {
        self.offset.or(self.cursor).or(self.page)
    }
}

/// Whether it counts items, from 0 on. Some are called so and count pages, or are points in time.
pub(super) fn counts_items(offset: &Parameter) -> bool {
    let is_other = says(offset, &["page number", "number of the page", "timestamp"]);
    let begins = number_of(offset).or_else(|| least(offset));
    !is_other && begins.is_none_or(|begins| begins == 0)
}

/// The number of the first page; `None` if that is not clear.
pub(super) fn first_page(page: &Parameter) -> Option<u64> {
    if page.docs.default.is_some() {
        return number_of(page).filter(|first| *first <= 1);
    }
    let zero = [
        "zero-based",
        "zero based",
        "zero-indexed",
        "zero indexed",
        "0-based",
        "0 based",
        "0-indexed",
        "0 indexed",
        "at 0",
        "from 0",
        "with 0",
        "at zero",
        "from zero",
        "with zero",
        "first page is 0",
        "0 is the first",
    ];
    // Who allows it has a page of that number.
    let is_zero = says(page, &zero) || least(page) == Some(0);
    Some(if is_zero { 0 } else { 1 })
}

/// The default, which some write as a text.
fn number_of(parameter: &Parameter) -> Option<u64> {
    let default = parameter.docs.default.as_deref()?;
    match default.as_str() {
        Some(text) => text.parse().ok(),
        None => default
            .as_u64()
            .or_else(|| default.as_f64().filter(|number| *number == 0.0).map(|_| 0)),
    }
}

fn least(parameter: &Parameter) -> Option<u64> {
    parameter.limits.own.iter().find_map(|limit| match limit {
        Limit::AtLeast(least) => least.as_u64(),
        _ => None,
    })
}

fn says(parameter: &Parameter, words: &[&str]) -> bool {
    let docs = &parameter.docs;
    docs.description.iter().chain(&docs.summary).any(|text| {
        let text = text.to_ascii_lowercase();
        words.iter().any(|word| text.contains(word))
    })
}

fn is_number(ty: &Type) -> bool {
    matches!(ty, Type::Integer(_) | Type::Number(_))
}
