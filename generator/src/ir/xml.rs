//! XML: what elements and attributes are called.

/// How a value is written as XML, where that is not simply by its name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct XmlHint {
    /// The name of the element or the attribute.
    pub name: Option<String>,
    /// Its prefix.
    pub prefix: Option<String>,
    /// Its namespace.
    pub namespace: Option<String>,
    /// It is an attribute.
    pub attribute: bool,
    /// A list has an element around it.
    pub wrapped: bool,
    /// It is the text of the element around it.
    pub text: bool,
}

/// A member of an object.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MemberXml {
    /// The member itself.
    pub own: XmlHint,
    /// Of a list: each item.
    pub items: XmlHint,
}

/// A whole document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct XmlRoot {
    /// Its element, which has a name.
    pub element: XmlHint,
    /// Of a list: the element of each item.
    pub items: XmlHint,
}
