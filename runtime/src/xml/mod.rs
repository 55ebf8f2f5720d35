//! XML (feature `xml`): how the types of an API are written as XML (OAS 3.1 § 4.8.26), as data.
//!
//! A generated crate has a table for each type that goes as XML. A value is written by its table
//! and read by it: element names, attributes, wrapped lists, namespaces. Names are compared without
//! their prefixes, and what a table does not speak of is passed over, as unknown members of JSON are.
//!
//! ```
//! use specwright_runtime::xml::{Member, Name, Place, Root, Xml};
//!
//! static PET: Xml = Xml::Object(&[
//!     Member { key: "id", name: Name::new("id"), place: Place::Attribute, value: &Xml::Number },
//!     Member { key: "name", name: Name::new("name"), place: Place::Element, value: &Xml::Text },
//! ]);
//! static ROOT: Root = Root { name: Name::new("pet"), value: &PET };
//! # let _ = &ROOT;
//! ```

mod read;
mod write;

pub(crate) use read::read;
pub(crate) use write::write;

/// The name of an element or an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    /// The name without its prefix.
    pub local: &'static str,
    /// The prefix; empty if there is none.
    pub prefix: &'static str,
    /// The namespace, which is declared where the name is; empty if it is not said.
    pub namespace: &'static str,
}

impl Name {
    /// A name without a prefix and a namespace.
    pub const fn new(local: &'static str) -> Self {
        Self {
            local,
            prefix: "",
            namespace: "",
        }
    }
}

/// How a value is written.
#[derive(Debug, Clone, Copy)]
pub enum Xml {
    /// As text.
    Text,
    /// As text that is a number.
    Number,
    /// As text that is `true` or `false`.
    Boolean,
    /// As an element with members.
    Object(&'static [Member]),
    /// As elements, one an item.
    List(&'static Items),
    /// As an element with an element for each member, whatever it is called.
    Map(&'static Xml),
    /// As it looks: what has members as an element with members.
    Any,
}

/// The items of a list.
#[derive(Debug, Clone, Copy)]
pub struct Items {
    /// The name of each.
    pub name: Name,
    /// Whether there is an element around all of them.
    pub wrapped: bool,
    /// What each is.
    pub value: &'static Xml,
}

/// A member of an object.
#[derive(Debug, Clone, Copy)]
pub struct Member {
    /// Its name in JSON.
    pub key: &'static str,
    /// Its name in XML.
    pub name: Name,
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub value: &'static Xml,
}

/// Where a member stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In an element of its own.
    Element,
    /// In an attribute.
    Attribute,
    /// It is the text of the element around it.
    Text,
}

/// A whole document.
#[derive(Debug, Clone, Copy)]
pub struct Root {
    /// The name of its element.
    pub name: Name,
    /// What it is.
    pub value: &'static Xml,
}

#[cfg(test)]
mod tests;
