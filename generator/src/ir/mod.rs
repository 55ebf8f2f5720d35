//! An API as a client sees it: operations, types, credentials, servers.
//!
//! `lower` writes it, `plan` reads it, and nothing in it belongs to either side:
//! no words of a description format, no syntax of the language that is printed.
//! Everything that can be named carries a [`Place`], which stays the same when the
//! document is reordered, and a pointer, which says where it stands today.

use crate::json::Text;

use std::collections::BTreeSet;

mod limits;
mod operation;
mod received;
mod schema;
mod sign_in;
mod visit;
mod words;
mod xml;

pub use limits::{Limit, Limits, Said};
pub use operation::{
    Body, BodyContent, Cursor, Framing, HeaderSyntax, Link, LinkTarget, Location, Method,
    Multipart, Operation, Outcome, PAGINATION, POLLING, Paging, PagingStrategy, Parameter, Part,
    PartContent, PathPart, Polling, Response, ResponseHeader, SchemeUse, Status, Style,
};
pub use received::{Occasion, Received};
pub use schema::{
    Additional, Docs, EnumValue, Example, IntegerWidth, Member, NameHint, NumberWidth, Record,
    Role, Scalar, Shape, TagMember, TextFormat, Tuple, TupleItem, Type, TypeDef, TypeId, Types,
    Union, Unknown, Variant,
};
pub use sign_in::{
    ClientCredentials, CredentialKind, CredentialScheme, Flow, KeyLocation, Setting,
};
pub use words::{AllWords, Words};
pub use xml::{MemberXml, XmlHint, XmlRoot};

/// Where a thing stands in the document, by names and never by positions.
///
/// It is the key of `names.lock`, so it survives the reordering of paths,
/// parameters and members: `components/DLPIncident/status`,
/// `get /incidents ? status`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place(pub String);

impl Place {
    /// The place of something inside this one.
    pub fn child(&self, step: &str) -> Self {
        Self(format!("{}/{step}", self.0))
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A whole API.
#[derive(Debug, Clone, Default)]
pub struct Api {
    /// Its title, as written.
    pub title: String,
    /// The version of the API, which is not the version of the crate.
    pub version: String,
    /// What the API is for, in CommonMark.
    pub description: Option<Text>,
    /// Where it is documented, if it says so.
    pub homepage: Option<String>,
    /// Base URLs, in the document's order.
    pub servers: Vec<Server>,
    /// The ways to prove who is calling.
    pub credentials: Vec<CredentialScheme>,
    /// What is asked for where an operation does not say: alternatives of schemes.
    pub security: Vec<Vec<SchemeUse>>,
    /// Whether some operation asks for a certificate of the client's.
    pub mutual_tls: bool,
    /// Headers that are set once, on the client.
    pub settings: Vec<Setting>,
    /// Groups of operations, in the document's order.
    pub tags: Vec<Tag>,
    /// What can be called.
    pub operations: Vec<Operation>,
    /// What the API calls itself: webhooks and callbacks.
    pub received: Vec<Received>,
    /// What is sent and received.
    pub types: Types,
    /// Where the types stand that only operations use which are left out.
    pub unused: BTreeSet<Place>,
    /// Every example of the document, with the type that it is an example of.
    pub examples: Vec<Example>,
    /// The words of all docs.
    pub words: AllWords,
}

/// A base URL.
#[derive(Debug, Clone)]
pub struct Server {
    /// The URL, its variables replaced by their defaults.
    pub url: String,
    /// The URL as written, with its variables in braces.
    pub template: String,
    /// What it is called.
    pub name: Option<String>,
    /// What the server is.
    pub description: Option<Text>,
    /// Its variables, in the order in which they are in the URL.
    pub variables: Vec<ServerVariable>,
    /// Whether it says where it is: otherwise it is relative to where the document was found.
    pub is_absolute: bool,
}

/// A part of a base URL that its user chooses.
#[derive(Debug, Clone)]
pub struct ServerVariable {
    /// Its name between braces.
    pub name: String,
    /// Its value if none is chosen.
    pub default: String,
    /// The values that it can have; empty if any.
    pub values: Vec<String>,
    /// What it is for.
    pub description: Option<Text>,
}

/// A group of operations.
#[derive(Debug, Clone)]
pub struct Tag {
    /// Its name, as written.
    pub name: String,
    /// What its operations are about.
    pub description: Option<Text>,
    /// What the paths of its operations begin with, if these group them and not a tag of the document.
    pub paths: Vec<String>,
}
