//! What an answer says of the list that it is a page of.

use crate::document::Pointer;
use crate::ir::{Docs, Operation, PathPart, TextFormat, Type};
use crate::plan::access::access;
use crate::plan::model::Access;
use crate::plan::names::case::snake;
use crate::plan::types::{Idents, Known};

/// Words for how many items the whole list has.
pub(super) const TOTALS: &[&str] = &[
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

/// Words for the URL of the next page.
const NEXT_LINKS: &[&str] = &[
    "next_url",
    "next_uri",
    "next_link",
    "next_href",
    "next_page_url",
    "next_page_uri",
    "next_page_link",
    "odata_next_link",
];

/// Words that may be such a URL, and may be anything else.
const NEXT: &[&str] = &["next", "next_page"];

/// Members that hold what is said of a page.
const ABOUT: &[&str] = &[
    "meta",
    "metadata",
    "response_metadata",
    "paging",
    "pagination",
    "page_info",
    "links",
    "cursors",
];

/// Lists that come with anything, and are not what was asked for, unless the path says so.
const BESIDE: &[&str] = &["links", "errors", "warnings", "messages", "included"];

/// What an operation answers.
pub(super) struct Answer<'a> {
    known: &'a Known<'a>,
    idents: &'a Idents,
    operation: &'a Operation,
    page: &'a Type,
}

/// A member that was found in an answer.
pub(super) struct Found {
    /// Where it is, for people: `meta.total`.
    pub(super) called: String,
    pub(super) access: Access,
}

impl<'a> Answer<'a> {
    pub(super) fn new(
        known: &'a Known<'a>,
        idents: &'a Idents,
        operation: &'a Operation,
        page: &'a Type,
    ) -> Self {
        Self {
            known,
            idents,
            operation,
            page,
        }
    }

    /// The pointer of the one list in a page: the page itself, or its only member that is one.
    pub(super) fn only_list(&self) -> Option<String> {
        match self.lists()?.as_slice() {
            [list] => Some(list.clone()),
            _ => None,
        }
    }

    /// Whether there are lists, of which it may not be clear which is meant.
    pub(super) fn has_list(&self) -> bool {
        self.lists().is_some_and(|lists| !lists.is_empty())
    }

    /// The pointers of the lists in a page, but for those that stand beside what was asked for.
    fn lists(&self) -> Option<Vec<String>> {
        let is_list = |ty| matches!(self.known.resolved(ty), Type::List(_));
        if is_list(self.page) {
            return Some(vec![String::new()]);
        }
        let (_, record) = self.known.record(self.page)?;
        let last = self.operation.path.last();
        let asked_for = match last {
            Some(PathPart::Literal(text)) => snake(text.rsplit('/').next().unwrap_or_default()),
            Some(PathPart::Parameter(_)) | None => String::new(),
        };
        let lists = record.members.iter().filter(|member| {
            let name = snake(&member.key);
            is_list(&member.ty) && (!BESIDE.contains(&&*name) || name == asked_for)
        });
        Some(lists.map(|list| pointer(&[&list.key])).collect())
    }

    /// Whether it is one thing and no page: it has an identity of its own.
    pub(super) fn is_one_thing(&self) -> bool {
        const IDENTITIES: &[&str] = &["id", "uid", "uuid", "key"];
        let is_identity = |key: &str| IDENTITIES.contains(&&*snake(key));
        let record = self.known.record(self.page);
        record.is_some_and(|(_, record)| record.members.iter().any(|it| is_identity(&it.key)))
    }

    /// How many items the whole list has.
    pub(super) fn total(&self) -> Option<Found> {
        self.member(TOTALS, is_integer).or_else(|| {
            // As Django has it, where it cannot be the page's.
            let is_there = |word| self.key_of(self.page, &[word], |_| true).is_some();
            let is_of_list = is_there("next") && is_there("previous");
            is_of_list.then(|| self.member(&["count"], is_integer))?
        })
    }

    /// The cursor of the next page.
    pub(super) fn next_cursor(&self) -> Option<Found> {
        self.member(NEXT_CURSORS, is_text).or_else(|| {
            // `next_page` of Dropshot's, and others that are called so and said to be one.
            self.places().into_iter().find_map(|(mut steps, ty)| {
                let (key, next, docs) = self.key_of(ty, NEXT, is_text)?;
                let is_cursor = says(docs, &["token", "cursor"]);
                steps.push(key);
                let found = is_cursor && !is_link(self.known.resolved(next), docs);
                found.then(|| self.found(&steps))?
            })
        })
    }

    /// The URL of the next page.
    pub(super) fn next_link(&self) -> Option<Found> {
        if let Some(link) = self.member(NEXT_LINKS, is_text) {
            return Some(link);
        }
        self.places().into_iter().find_map(|(steps, ty)| {
            let (key, next, docs) = self.key_of(ty, NEXT, |_| true)?;
            let mut steps = steps;
            steps.push(key);
            if !is_text(self.known.resolved(next)) {
                // `{"href": "https://…"}`, as HAL has it.
                let (key, ..) = self.key_of(next, &["href", "url"], is_text)?;
                steps.push(key);
            } else if !is_link(self.known.resolved(next), docs) {
                return None;
            }
            self.found(&steps)
        })
    }

    /// The member with the first of these names that there is, in the page or in what it says of
    /// itself.
    fn member(&self, words: &[&str], fits: fn(&Type) -> bool) -> Option<Found> {
        self.places().into_iter().find_map(|(mut steps, ty)| {
            steps.push(self.key_of(ty, words, fits)?.0);
            self.found(&steps)
        })
    }

    /// The page, and the members in which something may be said of it.
    fn places(&self) -> Vec<(Vec<&'a str>, &'a Type)> {
        let mut places = vec![(Vec::new(), self.page)];
        if let Some((_, record)) = self.known.record(self.page) {
            let members = record.members.iter();
            let about = members.filter(|member| ABOUT.contains(&&*snake(&member.key)));
            places.extend(about.map(|member| (vec![&*member.key], &member.ty)));
        }
        places
    }

    /// The member of a type with the first of these names that there is: its key, its type and its docs.
    pub(super) fn key_of(
        &self,
        ty: &'a Type,
        words: &[&str],
        fits: fn(&Type) -> bool,
    ) -> Option<(&'a str, &'a Type, &'a Docs)> {
        let (_, record) = self.known.record(ty)?;
        let members = record.members.iter();
        let members = members.filter(|member| fits(self.known.resolved(&member.ty)));
        let found = first_called(words, members, |member| &member.key)?;
        Some((&found.key, &found.ty, &found.docs))
    }

    fn found(&self, steps: &[&str]) -> Option<Found> {
        Some(Found {
            called: steps.join("."),
            access: access(self.known, self.idents, self.page, &pointer(steps))?.0,
        })
    }
}

/// Where the members lead that have these keys, one in the other.
fn pointer(steps: &[&str]) -> String {
    let steps = steps.iter();
    steps
        .fold(Pointer::root(), |at, key| at.child(key))
        .to_string()
}

/// The thing with the first of these names that there is, however it is spelled.
pub(super) fn first_called<'a, T>(
    words: &[&str],
    things: impl Iterator<Item = &'a T>,
    name: impl Fn(&T) -> &str,
) -> Option<&'a T> {
    let found = things.filter_map(|thing| {
        let name = snake(name(thing));
        Some((words.iter().position(|word| *word == name)?, thing))
    });
    // Of several the first: `min_by_key` has it so.
    found
        .min_by_key(|(place, _)| *place)
        .map(|(_, thing)| thing)
}

/// Whether a text is a URL, by its format, by its example or by what is said of it.
fn is_link(ty: &Type, docs: &Docs) -> bool {
    if matches!(ty, Type::Text(TextFormat::Uri)) {
        return true;
    }
    if let Some(example) = docs.example.as_deref().and_then(|value| value.as_str()) {
        return example.starts_with('/') || example.starts_with("http");
    }
    says(docs, &["url", "uri", "link", "hyperlink", "href"])
}

/// Whether one of the words is among those that something is described with.
fn says(docs: &Docs, words: &[&str]) -> bool {
    let said = docs.description.iter().chain(&docs.summary);
    let said: String = said.map(|text| text.to_ascii_lowercase()).collect();
    let mut said = said.split(|c: char| !c.is_alphanumeric());
    said.any(|word| words.contains(&word))
}

pub(super) fn is_integer(ty: &Type) -> bool {
    matches!(ty, Type::Integer(_))
}

pub(super) fn is_text(ty: &Type) -> bool {
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
