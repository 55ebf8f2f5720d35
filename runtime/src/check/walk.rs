//! The walk over a value that is about to be sent, beside the table of its checks.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::fmt::Write as _;

use super::number::Number;
use super::seen::Seen;
use super::{Case, Check, Checks, Looks};

/// Tables may refer to one another without a step into the value between; this many times is a
/// mistake in them.
const DEEPEST: usize = 1000;

/// Names are the caller's own: a long one is cut.
const LONGEST_NAME: usize = 80;

/// A limit that a value breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Broken {
    /// Where the value is: `$.users[3].name`.
    pub(crate) place: String,
    /// What is wrong with it: `has more than 64 characters`.
    pub(crate) reason: String,
}

/// Holds a value against its checks; the first that it breaks comes back.
pub(crate) fn walk(value: Seen<'_>, checks: &Checks) -> Result<(), Broken> {
    let mut walk = Walk {
        place: "$".to_owned(),
        depth: 0,
    };
    walk.all(value, *checks)
}

struct Walk {
    place: String,
    depth: usize,
}

impl Walk {
    fn all(&mut self, value: Seen<'_>, checks: Checks) -> Result<(), Broken> {
        if value.is_null() || self.depth == DEEPEST {
            return Ok(());
        }
        self.depth += 1;
        let result = checks.0.iter().try_for_each(|check| self.one(value, check));
        self.depth -= 1;
        result
    }

    fn one(&mut self, value: Seen<'_>, check: &Check) -> Result<(), Broken> {
        match check {
            Check::Each(checks) => self.each(value, **checks),
            Check::Item(index, checks) => match value.items().unwrap_or_default().get(*index) {
                Some(item) => self.item(*index, *item, **checks),
                None => Ok(()),
            },
            Check::Rest(from, checks) => self.items(value, *from, **checks),
            Check::Member(name, checks) => match value.member(name) {
                Some(member) => self.member(name, member, **checks),
                None => Ok(()),
            },
            Check::Others(named, checks) => {
                let members = value.members().unwrap_or_default();
                members
                    .into_iter()
                    .filter(|(name, _)| !named.contains(name))
                    .try_for_each(|(name, member)| self.member(name, member, **checks))
            }
            Check::Like(checks) => self.all(value, **checks),
            Check::Cases(cases) => self.cases(value, cases),
            Check::Json(checks) => {
                let json = value.text().map(serde_json::from_str);
                match json {
                    Some(Ok(json)) => self.all(Seen::Json(&json), **checks),
                    // It was written by a serializer, so it can only be too deep to be read.
                    Some(Err(_)) => Err(self.broken("nests too deep to be checked".to_owned())),
                    None => Ok(()),
                }
            }
            plain => match reason(value, plain) {
                Some(reason) => Err(self.broken(reason)),
                None => Ok(()),
            },
        }
    }

    fn each(&mut self, value: Seen<'_>, checks: Checks) -> Result<(), Broken> {
        self.items(value, 0, checks)?;
        for (name, member) in value.members().unwrap_or_default() {
            self.member(name, member, checks)?;
        }
        Ok(())
    }

    fn items(&mut self, value: Seen<'_>, from: usize, checks: Checks) -> Result<(), Broken> {
        let items = value.items().unwrap_or_default();
        let mut items = items.into_iter().enumerate().skip(from);
        items.try_for_each(|(index, item)| self.item(index, item, checks))
    }

    fn item(&mut self, index: usize, value: Seen<'_>, checks: Checks) -> Result<(), Broken> {
        let length = self.place.len();
        let _ = write!(self.place, "[{index}]");
        self.all(value, checks)?;
        self.place.truncate(length);
        Ok(())
    }

    fn member(&mut self, name: &str, value: Seen<'_>, checks: Checks) -> Result<(), Broken> {
        let length = self.place.len();
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if !name.is_empty() && name.len() <= LONGEST_NAME && name.chars().all(plain) {
            let _ = write!(self.place, ".{name}");
        } else {
            let cut: String = name.chars().take(LONGEST_NAME).collect();
            let _ = write!(self.place, "[{cut:?}]");
        }
        self.all(value, checks)?;
        self.place.truncate(length);
        Ok(())
    }

    /// What one of the cases allows is allowed; what all refuse is told as the first tells it.
    fn cases(&mut self, value: Seen<'_>, cases: &[Case]) -> Result<(), Broken> {
        let length = self.place.len();
        let mut first = None;
        for case in cases.iter().filter(|case| looks(value, case.looks)) {
            match self.all(value, *case.checks) {
                Ok(()) => return Ok(()),
                Err(broken) => {
                    self.place.truncate(length);
                    first.get_or_insert(broken);
                }
            }
        }
        first.map_or(Ok(()), Err)
    }

    fn broken(&self, reason: String) -> Broken {
        Broken {
            place: self.place.clone(),
            reason,
        }
    }
}

fn looks(value: Seen<'_>, looks: Looks) -> bool {
    match looks {
        Looks::Object { required, texts } => {
            value.members().is_some()
                && required.iter().all(|name| value.member(name).is_some())
                && texts.iter().all(|(name, allowed)| {
                    let member = value.member(name);
                    member.is_none_or(|member| {
                        member.tag().is_some_and(|tag| allowed.contains(&&*tag))
                    })
                })
        }
        Looks::List => value.items().is_some(),
        Looks::Text => value.text().is_some(),
        Looks::Number => value.number().is_some(),
        Looks::Boolean => value.is_boolean(),
        Looks::Any => true,
    }
}

/// What is wrong with a value, itself apart from what is in it.
fn reason(value: Seen<'_>, check: &Check) -> Option<String> {
    match check {
        Check::MinLength(least) => few(length(value)?, *least, "character"),
        Check::MaxLength(most) => many(length(value)?, *most, "character"),
        #[cfg(feature = "patterns")]
        Check::Pattern(pattern) => match super::pattern::matches(pattern, value.text()?) {
            Some(true) => None,
            Some(false) => Some(format!("does not match `{pattern}`")),
            None => Some(format!("cannot be held against `{pattern}`")),
        },
        Check::AtLeast(bound) => {
            number(value, *bound, Ordering::is_lt).then(|| format!("is less than {bound}"))
        }
        Check::AtMost(bound) => {
            number(value, *bound, Ordering::is_gt).then(|| format!("is more than {bound}"))
        }
        Check::MoreThan(bound) => {
            number(value, *bound, Ordering::is_le).then(|| format!("is not more than {bound}"))
        }
        Check::LessThan(bound) => {
            number(value, *bound, Ordering::is_ge).then(|| format!("is not less than {bound}"))
        }
        Check::MultipleOf(of) => {
            (!value.number()?.is_multiple_of(*of)).then(|| format!("is not a multiple of {of}"))
        }
        Check::OneOf(values) => {
            let own = value.canonical();
            let equal = |text: &&str| {
                let value: Option<serde_json::Value> = serde_json::from_str(text).ok();
                value.is_some_and(|value| same(&Seen::Json(&value).canonical(), &own))
            };
            (!values.iter().any(equal)).then(|| format!("is not one of {}", values.join(", ")))
        }
        Check::MinItems(least) => few(count(value.items()?), *least, "item"),
        Check::MaxItems(most) => many(count(value.items()?), *most, "item"),
        Check::UniqueItems => {
            let mut seen = HashSet::new();
            let items = value.items()?;
            let twice = items.iter().position(|item| !seen.insert(item.canonical()));
            twice.map(|index| format!("has an item twice, again at [{index}]"))
        }
        Check::MinMembers(least) => few(count(value.members()?), *least, "member"),
        Check::MaxMembers(most) => many(count(value.members()?), *most, "member"),
        // They are about what is in the value.
        Check::Each(_)
        | Check::Item(..)
        | Check::Rest(..)
        | Check::Member(..)
        | Check::Others(..)
        | Check::Like(_)
        | Check::Cases(_)
        | Check::Json(_) => None,
    }
}

/// Whether a value of a parameter, which may be written without quotes, is this JSON.
fn same(json: &str, own: &str) -> bool {
    json == own || own.strip_prefix('"').and_then(|own| own.strip_suffix('"')) == Some(json)
}

/// In code points, as JSON Schema counts (RFC 8259 § 7 has no other characters).
fn length(value: Seen<'_>) -> Option<u64> {
    u64::try_from(value.text()?.chars().count()).ok()
}

fn count<T>(all: Vec<T>) -> u64 {
    u64::try_from(all.len()).unwrap_or(u64::MAX)
}

fn few(count: u64, least: u64, what: &str) -> Option<String> {
    (count < least).then(|| format!("has less than {}", counted(least, what)))
}

fn many(count: u64, most: u64, what: &str) -> Option<String> {
    (count > most).then(|| format!("has more than {}", counted(most, what)))
}

fn counted(number: u64, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

fn number(value: Seen<'_>, bound: Number, is_broken: fn(Ordering) -> bool) -> bool {
    let order = value.number().and_then(|number| number.compare(bound));
    order.is_some_and(is_broken)
}
