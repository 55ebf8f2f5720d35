//! What comes back, before and after.

use std::collections::BTreeMap;

use super::super::wire::Heard;
use super::found::Found;
use super::relation::{Reader, takes};
use super::wire::Wires;

impl Wires<'_> {
    /// The answers that say that all went well. Others are errors with or without a body that
    /// decodes.
    pub(super) fn answers(
        &self,
        old: &BTreeMap<String, Heard>,
        new: &BTreeMap<String, Heard>,
        found: &mut Found,
    ) {
        let (old, new) = (of(old), of(new));
        said(&old, &new, found);
        let successes = || successes(&old);
        for is in self::successes(&new).filter(|is| !old.contains(is)) {
            let of_status = successes().filter(|was| was.word(0) == is.word(0));
            // Another media type of the same status comes only to those who ask for it.
            let is_unasked = old.iter().any(|was| {
                was.word(0) == is.word(0)
                    && kind(was) != kind(is)
                    && new.iter().any(|is| is_same(was, is))
            });
            let readers: Vec<&Heard> = match of_status.clone().count() {
                0 => successes().collect(),
                _ => of_status.collect(),
            };
            if !is_unasked && !readers.is_empty() && !readers.iter().any(|was| self.reads(was, is))
            {
                found.breaks_responses("what comes does not decode");
            }
        }
        for was in successes().filter(|was| was.word(1) != "empty") {
            let of_status = || new.iter().filter(|is| is.word(0) == was.word(0));
            let is_left = of_status().any(|is| old.iter().any(|was| is_same(was, is)));
            if is_left && !of_status().any(|is| is_same(was, is)) {
                found.breaks_responses(format!("{} is asked for and does not come", was.word(1)));
            }
        }
    }

    /// Whether what is read as one answer can be another.
    fn reads(&self, was: &Heard, is: &Heard) -> bool {
        match (was.word(1), is.word(1)) {
            ("empty", _) => true,
            (_, "empty") => false,
            _ if kind(was) != kind(is) => false,
            _ => takes(Reader::Crate, (last(was), &self.old), (last(is), &self.new)),
        }
    }
}

fn of(all: &BTreeMap<String, Heard>) -> Vec<Heard> {
    let answers = all.values().filter(|heard| heard.role == "answer");
    answers.cloned().collect()
}

/// Says which answers there are now, and which there were.
fn said(old: &[Heard], new: &[Heard], found: &mut Found) {
    let said = |heard: &Heard| match heard.word(1) {
        "empty" => format!("{} without a body", heard.word(0)),
        media_type => format!("{} with {media_type} `{}`", heard.word(0), last(heard)),
    };
    for was in old.iter().filter(|was| !new.contains(was)) {
        let of_status = |is: &&Heard| is.word(0) == was.word(0) && !old.contains(is);
        let mut others = new.iter().filter(of_status);
        let same = others.clone().find(|is| is_same(was, is));
        match same.or_else(|| others.next()) {
            Some(is) => found.say(format!("answers {}, was {}", said(is), said(was))),
            None => found.say(format!("no longer answers {}", said(was))),
        }
    }
    for is in new.iter().filter(|is| !old.contains(is)) {
        let of_status = |was: &&Heard| was.word(0) == is.word(0) && !new.contains(was);
        if !old.iter().any(|was| of_status(&was)) {
            found.say(format!("answers {}", said(is)));
        }
    }
}

/// Whether two answers are of the same status and kind.
fn is_same(one: &Heard, other: &Heard) -> bool {
    one.word(0) == other.word(0) && kind(one) == kind(other)
}

/// What a media type is decoded as: all of JSON is read as JSON, whatever it is called.
fn kind(answer: &Heard) -> &str {
    let media_type = answer.word(1).trim_matches('"');
    let essence = media_type.split(';').next().unwrap_or(media_type).trim();
    match essence.rsplit(['/', '+']).next() {
        Some("json") => "json",
        Some("xml") => "xml",
        _ => essence,
    }
}

/// The answers of an operation that say that all went well.
pub(super) fn successes(answers: &[Heard]) -> impl Iterator<Item = &Heard> + Clone {
    let statuses = || answers.iter().map(|answer| answer.word(0));
    let redirects = statuses().all(|status| !status.starts_with('2') && status != "default");
    answers.iter().filter(move |answer| match answer.word(0) {
        // What it has, or leads to, where no other is a success.
        "301" | "302" | "303" | "307" | "308" | "3XX" => redirects && answer.word(1) != "empty",
        status => status.starts_with('2'),
    })
}

fn last(answer: &Heard) -> &str {
    answer.words.last().map_or("", String::as_str)
}
