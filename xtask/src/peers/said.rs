//! What an API says, by its document or by generated code, so that the two can be compared.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Deref;

use serde::Serialize;

/// All operations. Those of one document that are the same call, since their paths differ in a fragment alone,
/// are one with all that they have.
#[derive(Debug, Default)]
pub(crate) struct Operations(BTreeMap<Call, Operation>);

impl Operations {
    /// Adds what is said of a call.
    pub(crate) fn add(&mut self, call: Call, said: Operation) {
        let all = self.0.entry(call).or_default();
        all.parameters.extend(said.parameters);
        all.body |= said.body;
        all.successes.extend(said.successes);
        all.errors.extend(said.errors);
    }
}

impl Deref for Operations {
    type Target = BTreeMap<Call, Operation>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

/// Where something is put into a request, and under which name; of headers, in lower case.
pub(crate) type Place = (Location, String);

/// What a document says.
#[derive(Debug, Default)]
pub(crate) struct Document {
    pub(crate) operations: Operations,
    /// The security schemes by their names, with where their credentials are.
    pub(crate) schemes: BTreeMap<String, Place>,
}

/// What generated code says.
#[derive(Debug, Default)]
pub(crate) struct Code {
    pub(crate) operations: Operations,
    /// Where it puts credentials.
    pub(crate) credentials: BTreeSet<Place>,
}

/// An operation: its method and its path, with `{}` for each parameter, since code need not know
/// what the document calls it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Call {
    method: String,
    path: String,
}

impl Call {
    /// Of a method in any case and a path template of OpenAPI. Some documents have whole URLs for
    /// paths, and some tell operations apart by fragments, which are not sent (RFC 9110 § 7.1).
    pub(crate) fn new(method: &str, template: &str) -> Self {
        let mut path = String::new();
        let host = template.split_once("://").map(|(_, host)| host);
        let rest = host.and_then(|host| host.find('/').and_then(|end| host.get(end..)));
        let rest = rest.unwrap_or(template);
        let mut rest = rest.split_once('#').map_or(rest, |(sent, _)| sent);
        while let Some((before, name)) = rest.split_once('{') {
            let Some((_, after)) = name.split_once('}') else {
                break;
            };
            path.push_str(before);
            path.push_str("{}");
            rest = after;
        }
        path.push_str(rest);
        Self {
            method: method.to_ascii_uppercase(),
            path,
        }
    }

    /// How many parameters the path has.
    pub(crate) fn placeholders(&self) -> usize {
        self.path.matches("{}").count()
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// What an operation says.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Operation {
    /// Those of a path by their number in it: code need not know what the document calls them.
    pub(crate) parameters: BTreeSet<Place>,
    /// Whether it has a body.
    pub(crate) body: bool,
    /// The types of what comes back when it succeeds, by any name.
    pub(crate) successes: BTreeSet<String>,
    /// The statuses of errors whose body has a type: `404`, `4XX`, `default`.
    pub(crate) errors: BTreeSet<String>,
}

impl Operation {
    pub(crate) fn parameter(&mut self, location: Location, name: &str) {
        self.parameters.insert(location.place(name));
    }
}

/// Where a parameter is (OAS 3.1 § 4.8.12.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

impl Location {
    /// Names of headers are the same in any case (RFC 9110 § 5.1).
    pub(crate) fn place(self, name: &str) -> Place {
        match self {
            Self::Header => (self, name.to_ascii_lowercase()),
            _ => (self, name.to_owned()),
        }
    }
}

/// How much of something there is, and how much of that the code has.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Part {
    pub(crate) generated: usize,
    pub(crate) documented: usize,
}

impl Part {
    fn add(&mut self, generated: usize, documented: usize) {
        self.generated += generated;
        self.documented += documented;
    }
}

/// What a crate has of its document.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Tally {
    pub(crate) operations: Part,
    pub(crate) path_parameters: Part,
    pub(crate) query_parameters: Part,
    pub(crate) header_parameters: Part,
    pub(crate) cookie_parameters: Part,
    pub(crate) bodies: Part,
    pub(crate) success_types: Part,
    pub(crate) error_bodies: Part,
    pub(crate) security_schemes: Part,
}

impl Tally {
    /// Counts what of a document is in code. What the code has beyond it counts for nothing.
    pub(crate) fn of(document: &Document, code: &Code) -> Self {
        let mut tally = Self::default();
        let nothing = Operation::default();
        for (call, documented) in document.operations.iter() {
            let found = code.operations.get(call);
            tally.operations.add(found.is_some().into(), 1);
            let generated = found.unwrap_or(&nothing);
            for parameter in &documented.parameters {
                let is_there = generated.parameters.contains(parameter);
                let part = match parameter.0 {
                    Location::Path => &mut tally.path_parameters,
                    Location::Query => &mut tally.query_parameters,
                    Location::Header => &mut tally.header_parameters,
                    Location::Cookie => &mut tally.cookie_parameters,
                };
                part.add(is_there.into(), 1);
            }
            if documented.body {
                tally.bodies.add(generated.body.into(), 1);
            }
            let successes = documented.successes.len();
            let found = generated.successes.len().min(successes);
            tally.success_types.add(found, successes);
            let errors = documented.errors.intersection(&generated.errors).count();
            tally.error_bodies.add(errors, documented.errors.len());
        }
        for place in document.schemes.values() {
            let is_there = code.credentials.contains(place);
            tally.security_schemes.add(is_there.into(), 1);
        }
        tally
    }

    /// The parts with what they are called above a column.
    pub(crate) fn parts(&self) -> [(&'static str, Part); 9] {
        [
            ("operations", self.operations),
            ("path", self.path_parameters),
            ("query", self.query_parameters),
            ("header", self.header_parameters),
            ("cookie", self.cookie_parameters),
            ("bodies", self.bodies),
            ("successes", self.success_types),
            ("errors", self.error_bodies),
            ("security", self.security_schemes),
        ]
    }

    fn parts_mut(&mut self) -> [&mut Part; 9] {
        [
            &mut self.operations,
            &mut self.path_parameters,
            &mut self.query_parameters,
            &mut self.header_parameters,
            &mut self.cookie_parameters,
            &mut self.bodies,
            &mut self.success_types,
            &mut self.error_bodies,
            &mut self.security_schemes,
        ]
    }

    /// Adds the figures of another document.
    pub(crate) fn add(&mut self, other: &Self) {
        for (sum, (_, part)) in self.parts_mut().into_iter().zip(other.parts()) {
            sum.add(part.generated, part.documented);
        }
    }
}
