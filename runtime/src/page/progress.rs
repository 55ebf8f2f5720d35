//! How far a list has come, and what its next page is. The same code for all
//! types of pages.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use url::Url;

use super::position::{Place, Position};
use super::{At, Strategy};
use crate::error::{PageError, PageErrorKind, RequestError};
use crate::request::{NO_JSON, Patch, Request, Target};

/// How far a list has come.
pub(super) struct Progress {
    request: Request,
    strategy: Strategy,
    /// Where the page is that was handed out last.
    current: Position,
    /// Where the next page is.
    next: Position,
    /// Items that this stream received.
    received: u64,
    /// Items of the page that was handed out last.
    step: u64,
    /// Hashes of the cursors and links that were followed, eight bytes a page.
    seen: HashSet<u64>,
    hasher: RandomState,
    over: bool,
}

/// What a page says about the list.
pub(super) struct Facts {
    pub(super) count: Option<usize>,
    pub(super) total: Option<u64>,
    pub(super) next: Option<String>,
}

impl Facts {
    /// What a page without items and without a body says.
    pub(super) const NOTHING: Self = Self {
        count: Some(0),
        total: None,
        next: None,
    };
}

/// Why there is no request for a page.
pub(super) enum Refusal {
    Request(RequestError),
    Page(PageError),
}

impl Progress {
    pub(super) fn new(request: Request, strategy: Strategy) -> Self {
        Self {
            request,
            strategy,
            current: Position::at(Place::Start),
            next: Position::at(Place::Start),
            received: 0,
            step: 0,
            seen: HashSet::new(),
            hasher: RandomState::new(),
            over: false,
        }
    }

    pub(super) fn resume_at(&mut self, position: Position) {
        self.over = false;
        self.step = 0;
        self.seen.clear();
        match &position.place {
            Place::Cursor(cursor) => self.see(cursor),
            Place::Link(url) => self.see(url.as_str()),
            Place::Start | Place::Offset(_) | Place::Page(_) | Place::End => true,
        };
        self.current = position.clone();
        self.next = position;
    }

    /// Where the next page is.
    pub(super) fn position(&self) -> &Position {
        &self.next
    }

    /// How many items of the next page were handed out before.
    pub(super) fn skip(&self) -> u64 {
        self.next.skip
    }

    /// Where the item is that comes after `handed` items of the last page, which
    /// the server has sent after `served` of them.
    pub(super) fn within(&self, handed: u64, served: u64) -> Position {
        let total = self.next.total.or(self.current.total);
        match self.current.place {
            Place::Offset(offset) => {
                let offset = offset.saturating_add(served);
                Position {
                    place: Place::Offset(offset),
                    skip: 0,
                    before: None,
                    total,
                }
            }
            _ => Position {
                skip: handed,
                total,
                ..self.current.clone()
            },
        }
    }

    pub(super) fn is_over(&self) -> bool {
        self.over || self.next.is_end()
    }

    pub(super) fn end(&mut self) {
        self.over = true;
    }

    /// The place of the page that comes `further` pages after the next one, as
    /// far as can be told before that one is there: pages are taken to be as
    /// long as the last.
    pub(super) fn upcoming(&self, further: u64) -> Option<Place> {
        if further == 0 {
            return Some(self.next.place.clone());
        }
        let items = further.checked_mul(self.step)?;
        let may_be = |before: Option<u64>| match (before, self.next.total) {
            (Some(before), Some(total)) => before.saturating_add(items) < total,
            _ => true,
        };
        match self.next.place {
            Place::Offset(offset) if items > 0 && may_be(Some(offset)) => {
                Some(Place::Offset(offset.checked_add(items)?))
            }
            Place::Page(page) if items > 0 && may_be(self.next.before) => {
                Some(Place::Page(page.checked_add(further)?))
            }
            _ => None,
        }
    }

    /// The request for the next page, whose place is a definite one from then on.
    pub(super) fn request(&mut self) -> Result<Request, Refusal> {
        let request = if self.next.place == Place::Start {
            // The first request is the caller's, as it is.
            self.begin().map(|()| self.request.clone())
        } else {
            self.request_at(&self.next.place)
        };
        if request.is_err() {
            self.over = true;
        }
        request
    }

    /// Finds where the list begins.
    fn begin(&mut self) -> Result<(), Refusal> {
        match self.strategy {
            Strategy::Offset { offset } => {
                let start = start(&self.request, offset, 0).map_err(Refusal::Request)?;
                self.next.place = Place::Offset(start);
            }
            Strategy::PageNumber { page, first } => {
                let start = start(&self.request, page, first).map_err(Refusal::Request)?;
                self.next.place = Place::Page(start);
                self.next.before = (start == first).then_some(0);
            }
            Strategy::Cursor { cursor } => {
                // A list that begins at a cursor has items before it.
                match text_at(&self.request, cursor).map_err(Refusal::Request)? {
                    None => self.next.before = Some(0),
                    Some(cursor) => {
                        self.see(&cursor);
                    }
                }
            }
            Strategy::NextLink | Strategy::LinkHeader => {
                self.next.before = Some(0);
                let url = self.request.url().map_err(Refusal::Request)?;
                self.see(self.request.without_secrets(url).as_str());
            }
        }
        Ok(())
    }

    /// The request for the page at a place.
    pub(super) fn request_at(&self, place: &Place) -> Result<Request, Refusal> {
        let mut request = self.request.clone();
        match (self.strategy, place) {
            (Strategy::Offset { offset: at }, Place::Offset(number))
            | (Strategy::PageNumber { page: at, .. }, Place::Page(number)) => {
                set(&mut request, at, Patch::Number(*number)).map_err(Refusal::Request)?;
            }
            (Strategy::Cursor { cursor: at }, Place::Cursor(cursor)) => {
                set(&mut request, at, Patch::Text(cursor)).map_err(Refusal::Request)?;
            }
            (Strategy::NextLink | Strategy::LinkHeader, Place::Link(url)) => {
                // Checked here too: a position can come from anywhere.
                let own = request.url().map_err(Refusal::Request)?;
                if own.origin() != url.origin() {
                    return Err(Refusal::Page(self.error(PageErrorKind::ForeignLink)));
                }
                request = request.at(Target::Link(url.clone()));
            }
            (
                Strategy::Offset { .. }
                | Strategy::PageNumber { .. }
                | Strategy::Cursor { .. }
                | Strategy::NextLink
                | Strategy::LinkHeader,
                Place::Start
                | Place::Offset(_)
                | Place::Page(_)
                | Place::Cursor(_)
                | Place::Link(_)
                | Place::End,
            ) => return Err(Refusal::Page(self.error(PageErrorKind::WrongPosition))),
        }
        Ok(request)
    }

    /// Takes in what the page says, or refuses the page; then the position
    /// stays where that page is.
    pub(super) fn accept(&mut self, facts: Facts) -> Result<(), PageError> {
        match self.after(&facts) {
            Ok(next) => {
                self.step = facts.count.unwrap_or(0) as u64;
                self.received = self.received.saturating_add(self.step);
                self.current = std::mem::replace(&mut self.next, next);
                Ok(())
            }
            Err(kind) => {
                self.over = true;
                // Whoever resumes after a shrunken total has seen the error.
                if matches!(kind, PageErrorKind::TotalShrank { .. }) {
                    self.next.total = None;
                }
                Err(self.error(kind))
            }
        }
    }

    /// The position after a page that says this.
    fn after(&mut self, facts: &Facts) -> Result<Position, PageErrorKind> {
        let count = facts.count.ok_or(PageErrorKind::MissingItems)? as u64;
        let total = match (self.next.total, facts.total) {
            (Some(from), Some(to)) if to < from => {
                return Err(PageErrorKind::TotalShrank { from, to });
            }
            (before, now) => now.or(before),
        };
        let before = match self.next.place {
            Place::Offset(offset) => Some(offset),
            _ => self.next.before,
        };
        let after = before.map(|before| before.saturating_add(count));
        let place = match &self.next.place {
            Place::Offset(_) | Place::Page(_) if count == 0 => Place::End,
            // A total that is less than what came is wrong, and not to be
            // trusted about the end: then an empty page is the end.
            Place::Offset(_) | Place::Page(_) if total.is_some() && total == after => Place::End,
            Place::Offset(offset) => Place::Offset(offset.saturating_add(count)),
            Place::Page(page) => Place::Page(page.saturating_add(1)),
            Place::Start | Place::Cursor(_) | Place::Link(_) => self.follow(facts)?,
            Place::End => Place::End,
        };
        if let (Place::End, Some(total), Some(after)) = (&place, total, after)
            && after < total
        {
            return Err(PageErrorKind::EndedEarly { total });
        }
        // An offset says by itself how much is before it.
        let before = if matches!(place, Place::Offset(_)) {
            None
        } else {
            after
        };
        Ok(Position {
            place,
            skip: 0,
            before,
            total,
        })
    }

    /// Where a cursor or a link leads.
    fn follow(&mut self, facts: &Facts) -> Result<Place, PageErrorKind> {
        let Some(next) = facts.next.as_deref().filter(|next| !next.is_empty()) else {
            return Ok(Place::End);
        };
        if let Strategy::Cursor { .. } = self.strategy {
            if !self.see(next) {
                return Err(PageErrorKind::Repeated);
            }
            return Ok(Place::Cursor(next.to_owned()));
        }
        let current = match &self.next.place {
            Place::Link(url) => url.clone(),
            _ => self.request.url().map_err(|_| PageErrorKind::BadLink)?,
        };
        let link = resolve(&current, next)?;
        let link = self.request.without_secrets(link);
        if !self.see(link.as_str()) {
            return Err(PageErrorKind::Repeated);
        }
        Ok(Place::Link(link))
    }

    /// Whether it is seen for the first time.
    fn see(&mut self, text: &str) -> bool {
        self.seen.insert(self.hasher.hash_one(text))
    }

    fn error(&self, kind: PageErrorKind) -> PageError {
        PageError::new(kind, self.next.clone(), self.received, self.request.call())
    }
}

fn resolve(current: &Url, link: &str) -> Result<Url, PageErrorKind> {
    let mut url = current.join(link).map_err(|_| PageErrorKind::BadLink)?;
    if url.origin() != current.origin() || !url.username().is_empty() || url.password().is_some() {
        return Err(PageErrorKind::ForeignLink);
    }
    url.set_fragment(None);
    Ok(url)
}

/// Where the caller wants to begin.
fn start(request: &Request, at: At, default: u64) -> Result<u64, RequestError> {
    let Some(text) = text_at(request, at)? else {
        return Ok(default);
    };
    let (At::Query(name) | At::Body(name)) = at;
    text.parse()
        .map_err(|_| RequestError::parameter(name, "is not a number to begin a list at"))
}

fn text_at(request: &Request, at: At) -> Result<Option<String>, RequestError> {
    match at {
        At::Query(name) => Ok(request.query_text(name).map(ToOwned::to_owned)),
        At::Body(pointer) if request.body().is_json() => Ok(request.body().scalar(pointer)),
        // Told before the first page, rather than at the second.
        At::Body(pointer) => Err(RequestError::parameter(pointer, NO_JSON)),
    }
}

fn set(request: &mut Request, at: At, value: Patch<'_>) -> Result<(), RequestError> {
    match (at, value) {
        (At::Query(name), Patch::Number(number)) => {
            request.set_query_text(name, number.to_string());
        }
        (At::Query(name), Patch::Text(text)) => request.set_query_text(name, text.to_owned()),
        (At::Body(pointer), value) => {
            let patched = request.body_mut().patch(pointer, value);
            patched.map_err(|reason| RequestError::parameter(pointer, reason))?;
        }
    }
    Ok(())
}
