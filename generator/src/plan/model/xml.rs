//! The tables of XML, decided.

use super::RustType;

/// The tables of `src/xml.rs`. Empty if nothing goes as XML.
#[derive(Debug, Clone, Default)]
pub struct XmlTables {
    /// The documents.
    pub roots: Vec<XmlRootTable>,
    /// The types, by name.
    pub types: Vec<XmlTable>,
}

/// A document in XML.
#[derive(Debug, Clone)]
pub struct XmlRootTable {
    /// The static.
    pub ident: String,
    /// The function that reads it.
    pub function: String,
    /// Its element.
    pub name: XmlName,
    /// What it is.
    pub value: XmlValue,
    /// Its type.
    pub ty: RustType,
    /// Whether an answer comes so.
    pub is_read: bool,
    /// The features that the function needs one of; none if it is always there.
    pub features: Vec<String>,
}

/// The members of a type, in XML.
#[derive(Debug, Clone)]
pub struct XmlTable {
    /// The static.
    pub ident: String,
    /// The members.
    pub members: Vec<XmlMember>,
}

/// A member, in XML.
#[derive(Debug, Clone)]
pub struct XmlMember {
    /// Its name in JSON.
    pub key: String,
    /// Its name in XML.
    pub name: XmlName,
    /// Where it stands.
    pub place: XmlPlace,
    /// What it is.
    pub value: XmlValue,
}

/// Where a member stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum XmlPlace {
    /// In an element of its own.
    Element,
    /// In an attribute.
    Attribute,
    /// It is the text of the element around it.
    Text,
}

/// The name of an element or an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct XmlName {
    /// The name without its prefix.
    pub local: String,
    /// The prefix; empty if there is none.
    pub prefix: String,
    /// The namespace; empty if it is not said.
    pub namespace: String,
}

/// How a value is written.
#[derive(Debug, Clone)]
pub enum XmlValue {
    /// As text.
    Text,
    /// As a number.
    Number,
    /// As `true` or `false`.
    Boolean,
    /// As it looks.
    Any,
    /// By the table of a type, by its static.
    Type(String),
    /// As an element for each member.
    Map(Box<XmlValue>),
    /// As an element for each item.
    List {
        /// Its name.
        name: XmlName,
        /// Whether there is an element around all.
        wrapped: bool,
        /// What each is.
        value: Box<XmlValue>,
    },
}
