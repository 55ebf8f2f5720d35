//! What `plan` decides: everything that `rust` prints, so that it asks no questions.

mod client;
mod items;
mod operation;
mod received;
mod xml;

use std::collections::BTreeMap;

use super::checks::model::Tables;
use crate::ir::{TypeId, Unknown};
use crate::json::{Text, Value};

pub use client::{
    Client, ClientSetting, Credential, ScopeValue, ServerChoice, ServerPart, ServerValues,
    ServerVariable, SignIn,
};
pub use items::{
    Choice, DateCrate, Field, Item, ItemKind, Looks, ObjectLooks, Piece, Presence, Reader, Rest,
    RustType, Struct, Tuple, TupleItem, TypeFile, Union, UnionVariant, ValueVariant,
};
pub use operation::{
    Access, Alternative, Answer, Argument, Asked, At, Carrier, Cut, Decoder, Header, Job, Link,
    Module, Named, Operation, OtherAnswer, Paging, PartKind, Parts, StatusEnum, StatusVariant,
    Step, Strategy,
};
pub use received::{Received, Webhooks};
pub use xml::{XmlMember, XmlName, XmlPlace, XmlRootTable, XmlTable, XmlTables, XmlValue};

/// The feature that has those of all tags.
pub const ALL_TAGS: &str = "all-tags";

/// A crate, decided.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What the manifest and the crate's docs say.
    pub package: Package,
    /// The client and its builder.
    pub client: Client,
    /// The operations, by tag.
    pub modules: Vec<Module>,
    /// The features that bring a part of the API each, sorted; none if all of it is always there.
    pub tag_features: Option<Vec<TagFeature>>,
    /// The types, by tag, those of several tags apart.
    pub type_files: Vec<TypeFile>,
    /// What `tests/examples.rs` decodes and encodes.
    pub examples: Vec<Example>,
    /// How types are written as XML.
    pub xml: XmlTables,
    /// The servers, where there is something to choose.
    pub servers: Vec<ServerChoice>,
    /// The webhooks.
    pub webhooks: Webhooks,
    /// The callbacks.
    pub callbacks: Vec<Received>,
    /// The headers that responses may have.
    pub headers: Vec<Header>,
    /// What requests are held against before they are sent.
    pub checks: Tables,
    /// What the quick start shows.
    pub quick_start: Option<QuickStart>,
    /// How many members, items and bodies are raw JSON, by cause.
    pub raw_json: BTreeMap<Unknown, usize>,
    /// The names of the API's types that are printed; several may have the same.
    pub type_names: BTreeMap<TypeId, String>,
}

/// A feature that brings a part of the API.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TagFeature {
    /// Its name.
    pub name: String,
    /// The other features that it cannot do without.
    pub needs: Vec<String>,
}

/// What the manifest and the crate's docs say.
#[derive(Debug, Clone)]
pub struct Package {
    /// The crate's name: `palo-alto-dlp`.
    pub name: String,
    /// The crate's version.
    pub version: String,
    /// The names of the features that are on by default.
    pub default_features: Vec<&'static str>,
    /// Its name in code: `palo_alto_dlp`.
    pub lib: String,
    /// The API's title.
    pub title: String,
    /// The API's version.
    pub api_version: String,
    /// What the API is for, in CommonMark.
    pub description: Option<Text>,
    /// Where the API is documented.
    pub homepage: Option<String>,
    /// Whether types of `jiff` are in the crate's surface.
    pub uses_jiff: bool,
    /// Whether types of `chrono` are in the crate's surface.
    pub uses_chrono: bool,
    /// How deep the compiler has to look into types, where its usual limit will not do.
    pub recursion_limit: Option<usize>,
    /// Packages of types that stand in the place of components: name, version, features.
    pub elsewhere: Vec<(String, String, Vec<String>)>,
    /// Whether types of `uuid` are in the crate's surface.
    pub uses_uuid: bool,
    /// Whether types of `std::net` are in the crate's surface.
    pub uses_addresses: bool,
    /// Whether types of `serde_json` are in the crate's surface.
    pub uses_json: bool,
    /// Whether names may have letters beyond ASCII.
    pub beyond_ascii: bool,
}

/// An example of the document.
#[derive(Debug, Clone)]
pub struct Example {
    /// Its JSON pointer in the document.
    pub pointer: String,
    /// The type that it decodes into.
    pub ty: RustType,
    /// The example.
    pub value: Value,
}

/// What the quick start shows: one operation that only reads.
#[derive(Debug, Clone)]
pub struct QuickStart {
    /// The client's method.
    pub method_name: String,
    /// Whether it shows `.items()`.
    pub items: bool,
}

impl Plan {
    /// Whether operations are grouped by their paths, since tags do not tell them apart.
    pub fn is_by_path(&self) -> bool {
        self.modules.iter().any(|module| !module.paths.is_empty())
    }

    /// The feature that one of the modules `callbacks` and `webhooks` needs, if it needs one: it has
    /// the module's name.
    pub fn feature_of_module(&self, name: &str) -> Option<&String> {
        // A tag may be called like another module, as `operations`, and is not that.
        if !matches!(name, "callbacks" | "webhooks") {
            return None;
        }
        let mut features = self
            .tag_features
            .iter()
            .flatten()
            .map(|feature| &feature.name);
        features.find(|feature| *feature == name)
    }
}
