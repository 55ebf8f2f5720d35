//! What oasdiff says of the same changes: where we say another thing, there is a reason. `CHANGES.md`
//! of the generator is made of it: `INSTA_UPDATE=always` writes it anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::case::{self, Case, Level, Pair, Verdict};

/// A rule of `oasdiff.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    level: Level,
    /// The rule about the same change at another place.
    same_as: Option<String>,
    /// Why it is not about a client.
    not: Option<String>,
}

/// A rule, a case that shows it, and whether we say the same.
struct Shown<'a> {
    rule: &'a str,
    level: Level,
    pair: &'a Pair,
    agrees: bool,
}

fn rules() -> BTreeMap<String, Rule> {
    let text = text();
    let names: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(':').map(|(name, _)| name))
        .collect();
    assert!(names.is_sorted(), "oasdiff.yaml is not sorted");
    let rules: BTreeMap<String, Rule> = serde_yaml::from_str(&text).unwrap();
    assert_eq!(rules.len(), names.len(), "a rule is there twice");
    rules
}

fn text() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/changes/oasdiff.yaml");
    fs::read_to_string(path).unwrap()
}

fn shown(pairs: &[Pair]) -> Vec<Shown<'_>> {
    let shown = pairs.iter().flat_map(|pair| {
        pair.case.oasdiff.iter().map(move |(rule, level)| Shown {
            rule,
            level: *level,
            pair,
            agrees: agrees(rule, *level, &pair.case),
        })
    });
    shown.collect()
}

/// A rule about requests is held against what is said of requests, and so with answers.
fn agrees(rule: &str, level: Level, case: &Case) -> bool {
    let breaks = match (rule.contains("request"), rule.contains("response")) {
        (true, _) => case.request == Verdict::Breaks,
        (_, true) => case.response == Verdict::Breaks,
        (false, false) => [case.request, case.response].contains(&Verdict::Breaks),
    };
    match level {
        Level::Err => breaks,
        Level::Warn => true,
        Level::Info => !breaks,
    }
}

#[test]
fn every_rule_is_shown_or_said_why_not() {
    let (rules, pairs) = (rules(), case::all());
    let shown = shown(&pairs);
    for shown in &shown {
        let Pair { topic, name, .. } = shown.pair;
        let rule = rules.get(shown.rule);
        let rule = rule.unwrap_or_else(|| panic!("{topic}/{name}: no rule {}", shown.rule));
        assert_eq!(rule.level, shown.level, "{topic}/{name}: {}", shown.rule);
    }
    let names: BTreeSet<&str> = shown.iter().map(|shown| shown.rule).collect();
    for (name, rule) in &rules {
        let ways = [
            names.contains(name.as_str()),
            rule.same_as.is_some(),
            rule.not.is_some(),
        ];
        let ways = ways.into_iter().filter(|is_so| *is_so).count();
        assert_eq!(
            ways, 1,
            "{name} is shown, the same as another, or not for us"
        );
        if let Some(other) = &rule.same_as {
            assert!(
                names.contains(other.as_str()),
                "{name}: {other} is not shown"
            );
            assert_eq!(rules[other].level, rule.level, "{name}, {other}");
        }
    }
}

#[test]
fn a_verdict_that_is_another_has_a_reason() {
    let pairs = case::all();
    for pair in &pairs {
        let rules = pair.case.oasdiff.iter();
        let differs = rules
            .clone()
            .any(|(rule, level)| !agrees(rule, *level, &pair.case));
        assert_eq!(
            differs,
            pair.case.differs.is_some(),
            "{}/{}: {:?}",
            pair.topic,
            pair.name,
            pair.case.oasdiff
        );
    }
}

#[test]
fn the_page_about_changes_says_where_we_differ() {
    let page = page();
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/CHANGES.md");
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        fs::write(&place, page).unwrap();
        return;
    }
    let kept = fs::read_to_string(&place).unwrap_or_default();
    assert!(
        kept.replace("\r\n", "\n") == page,
        "CHANGES.md is not what the cases say: run this test with INSTA_UPDATE=always and read the diff"
    );
}

fn page() -> String {
    let (rules, pairs) = (rules(), case::all());
    let shown = shown(&pairs);
    let differing: BTreeSet<&str> = shown
        .iter()
        .filter(|shown| !shown.agrees)
        .map(|shown| shown.rule)
        .collect();
    let (mut agree, mut differ, mut none) = (0, 0, 0);
    for (name, rule) in &rules {
        let of = rule.same_as.as_deref().unwrap_or(name);
        match (rule.not.is_some(), differing.contains(of)) {
            (true, _) => none += 1,
            (false, true) => differ += 1,
            (false, false) => agree += 1,
        }
    }
    let programs = pairs.iter().filter(|pair| pair.case.user.is_some()).count();
    let mut page = format!(
        "{ABOUT}\n## Compared with oasdiff\n\n\
         [oasdiff](https://github.com/oasdiff/oasdiff) compares documents, and has {} rules of what \
         breaks. Of these, {none} are not about a client (dates of an end, levels of stability, \
         versions of documents), {agree} say what is said here of the wire, and {differ} say \
         another thing for the reasons below. Each rule is shown by one of {} pairs of documents \
         (`tests/tests/changes/cases/`) or is the same as one that is; {programs} of the pairs come \
         with a program that is compiled with both crates, which proves what is said of source.\n\n\
         `err` breaks and `info` does not; a `warn` agrees with either. A rule may be here for one \
         change and agree for another. *Not told* is what the report does not see.\n\n\
         | rules | oasdiff | here | why |\n|---|---|---|---|\n",
        rules.len(),
        pairs.len(),
    );
    let mut rows: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for shown in shown.iter().filter(|shown| !shown.agrees) {
        let verdicts = match shown.level {
            Level::Err | Level::Warn => "err | works",
            Level::Info => "info | breaks",
        };
        let why = shown.pair.case.differs.as_deref().unwrap_or_default();
        let same = rules
            .iter()
            .filter(|(_, rule)| rule.same_as.as_deref() == Some(shown.rule));
        let names = rows.entry((why, verdicts)).or_default();
        names.insert(shown.rule);
        names.extend(same.map(|(name, _)| name.as_str()));
    }
    for ((why, verdicts), names) in rows {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        writeln!(page, "| {} | {verdicts} | {why} |", names.join(", ")).unwrap();
    }
    page
}

const ABOUT: &str = "\
# What a change of a document means for users of the crate

`codegen` and `cargo xtask diff` compare the crate as it was with the crate as it is, by their
`api.txt`: what a program can see of it, and what goes over the wire. Of each change they say
whether it breaks

| | what it means | who notices |
|---|---|---|
| **source** | a program that compiled no longer does | whoever moves to the new crate |
| **the wire (request)** | requests that worked are refused | whoever stays with the old crate |
| **the wire (response)** | answers no longer decode | whoever stays with the old crate |

The sides of the wire are told apart because what one may do, the other may not: an API may ask
for less than it did, and answer with more.

- A request breaks if the API asks for more: a member that is required now, a value that is no
  longer taken, a limit that is narrower, a sign-in.
- An answer breaks if the old crate cannot decode it. Decoding is lenient: members that are not
  known are no harm, enums and unions are open (a value that they do not know is `Unrecognized`),
  what is optional takes `null` for absent, limits are not looked at, some formats (`uri`, `time`,
  `duration`, `byte`, `decimal`) are kept as the text that came, a success is one whether it is
  documented or not, and an error is one whether its body decodes or not.
- What is there under the feature `testing` alone breaks no source.

## Which version follows

By Cargo's rules, which are about source: if a program may no longer compile, the next version is
one that is not compatible (`0.4.2` to `0.5.0`, `1.4.2` to `2.0.0`); if there is more to call, it is
the next minor one above 1.0.0; and a patch else. A change of the wire alone asks for no major
version: the crate that follows its API is what its users want to be given, and the report says
what they have to know.
";
