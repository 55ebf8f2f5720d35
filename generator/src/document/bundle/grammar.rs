//! What stands where in a document, as far as references have to know it: which
//! references lead to something that can be a component, and where there is data, in
//! which `$ref` is a member like any other.
//!
//! All versions from 2.0 on in one grammar: none gives a name another meaning at the
//! same place.

/// A kind of object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Thing {
    Root,
    Components,
    PathItem,
    Operation,
    Parameter,
    Header,
    RequestBody,
    Response,
    MediaType,
    Encoding,
    Example,
    Link,
    Callback,
    SecurityScheme,
    Schema,
    Discriminator,
    /// The mapping of a discriminator, whose values are references too.
    Mapping,
    /// Anything else that the specification defines.
    Other,
    /// Anything that it does not: examples, defaults, extensions.
    Data,
}

/// What is expected at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    One(Thing),
    List(Thing),
    Map(Thing),
}

impl Place {
    pub(super) const ROOT: Self = Self::One(Thing::Root);

    /// What is expected at a member of this name.
    pub(super) fn member(self, name: &str) -> Self {
        match self {
            Self::One(thing) => thing.member(name),
            // Elsewhere such a name is one like any other.
            Self::Map(Thing::PathItem | Thing::Response) if name.starts_with("x-") => {
                Self::One(Thing::Data)
            }
            Self::Map(thing) | Self::List(thing) => Self::One(thing),
        }
    }

    /// What is expected at an item.
    pub(super) fn item(self) -> Self {
        match self {
            Self::One(thing) | Self::List(thing) | Self::Map(thing) => Self::One(thing),
        }
    }

    /// The kind of component that the thing at this place can be.
    pub(super) fn component(self) -> Option<Thing> {
        match self {
            Self::One(thing) => Some(thing),
            Self::List(_) | Self::Map(_) => None,
        }
    }
}

impl Thing {
    /// Where components of this kind are kept, from the root; `None` if there is no
    /// such place, so that what a reference leads to is put in its place.
    ///
    /// Path items have one from 3.1 on, and no version needs it.
    pub(super) fn section(self, dialect: Dialect) -> Option<&'static [&'static str]> {
        match (self, dialect) {
            (Self::Schema, Dialect::Swagger) => Some(&["definitions"]),
            (Self::Parameter, Dialect::Swagger) => Some(&["parameters"]),
            (Self::Response, Dialect::Swagger) => Some(&["responses"]),
            (_, Dialect::Swagger) => None,
            (Self::Schema, Dialect::OpenApi) => Some(&["components", "schemas"]),
            (Self::Parameter, Dialect::OpenApi) => Some(&["components", "parameters"]),
            (Self::Header, Dialect::OpenApi) => Some(&["components", "headers"]),
            (Self::RequestBody, Dialect::OpenApi) => Some(&["components", "requestBodies"]),
            (Self::Response, Dialect::OpenApi) => Some(&["components", "responses"]),
            (Self::Example, Dialect::OpenApi) => Some(&["components", "examples"]),
            (Self::Link, Dialect::OpenApi) => Some(&["components", "links"]),
            (Self::Callback, Dialect::OpenApi) => Some(&["components", "callbacks"]),
            (Self::SecurityScheme, Dialect::OpenApi) => Some(&["components", "securitySchemes"]),
            (
                Self::Root
                | Self::Components
                | Self::PathItem
                | Self::Operation
                | Self::MediaType
                | Self::Encoding
                | Self::Discriminator
                | Self::Mapping
                | Self::Other
                | Self::Data,
                Dialect::OpenApi,
            ) => None,
        }
    }

    fn member(self, name: &str) -> Place {
        if name.starts_with("x-") && self != Self::Callback {
            return Place::One(Self::Data);
        }
        let place = match self {
            Self::Root => root(name),
            Self::Components => components(name),
            Self::PathItem => path_item(name),
            Self::Operation => operation(name),
            Self::Parameter | Self::Header => match name {
                // In 2.0 the keywords of a schema stand here.
                "schema" | "items" => Some(Place::One(Self::Schema)),
                "content" => Some(Place::Map(Self::MediaType)),
                "examples" => Some(Place::Map(Self::Example)),
                "example" | "default" | "enum" => Some(Place::One(Self::Data)),
                _ => None,
            },
            Self::RequestBody => match name {
                "content" => Some(Place::Map(Self::MediaType)),
                _ => None,
            },
            Self::Response => match name {
                "schema" => Some(Place::One(Self::Schema)),
                "headers" => Some(Place::Map(Self::Header)),
                "content" => Some(Place::Map(Self::MediaType)),
                "links" => Some(Place::Map(Self::Link)),
                "examples" => Some(Place::One(Self::Data)),
                _ => None,
            },
            Self::MediaType => match name {
                "schema" | "itemSchema" => Some(Place::One(Self::Schema)),
                "examples" => Some(Place::Map(Self::Example)),
                "example" => Some(Place::One(Self::Data)),
                "encoding" => Some(Place::Map(Self::Encoding)),
                _ => None,
            },
            Self::Encoding => match name {
                "headers" => Some(Place::Map(Self::Header)),
                _ => None,
            },
            Self::Example => match name {
                "value" | "dataValue" => Some(Place::One(Self::Data)),
                _ => None,
            },
            Self::Link => match name {
                "parameters" | "requestBody" => Some(Place::One(Self::Data)),
                _ => None,
            },
            Self::Callback => Some(Place::One(Self::PathItem)),
            Self::Schema => schema(name),
            Self::Discriminator => match name {
                "mapping" => Some(Place::One(Self::Mapping)),
                _ => None,
            },
            Self::SecurityScheme | Self::Mapping | Self::Other => None,
            Self::Data => Some(Place::One(Self::Data)),
        };
        place.unwrap_or(Place::One(Self::Other))
    }
}

/// Which of the two families of versions a document is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// 2.0.
    Swagger,
    /// 3.0 and later.
    OpenApi,
}

fn root(name: &str) -> Option<Place> {
    Some(match name {
        "paths" | "webhooks" => Place::Map(Thing::PathItem),
        "components" => Place::One(Thing::Components),
        "definitions" => Place::Map(Thing::Schema),
        "parameters" => Place::Map(Thing::Parameter),
        "responses" => Place::Map(Thing::Response),
        "securityDefinitions" => Place::Map(Thing::SecurityScheme),
        _ => return None,
    })
}

fn components(name: &str) -> Option<Place> {
    Some(Place::Map(match name {
        "schemas" => Thing::Schema,
        "responses" => Thing::Response,
        "parameters" => Thing::Parameter,
        "examples" => Thing::Example,
        "requestBodies" => Thing::RequestBody,
        "headers" => Thing::Header,
        "securitySchemes" => Thing::SecurityScheme,
        "links" => Thing::Link,
        "callbacks" => Thing::Callback,
        "pathItems" => Thing::PathItem,
        "mediaTypes" => Thing::MediaType,
        _ => return None,
    }))
}

fn path_item(name: &str) -> Option<Place> {
    Some(match name {
        "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace" | "query" => {
            Place::One(Thing::Operation)
        }
        "additionalOperations" => Place::Map(Thing::Operation),
        "parameters" => Place::List(Thing::Parameter),
        _ => return None,
    })
}

fn operation(name: &str) -> Option<Place> {
    Some(match name {
        "parameters" => Place::List(Thing::Parameter),
        "requestBody" => Place::One(Thing::RequestBody),
        "responses" => Place::Map(Thing::Response),
        "callbacks" => Place::Map(Thing::Callback),
        _ => return None,
    })
}

fn schema(name: &str) -> Option<Place> {
    Some(match name {
        "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" => {
            Place::Map(Thing::Schema)
        }
        "items"
        | "additionalProperties"
        | "not"
        | "if"
        | "then"
        | "else"
        | "contains"
        | "propertyNames"
        | "unevaluatedProperties"
        | "unevaluatedItems"
        | "additionalItems"
        | "contentSchema" => Place::One(Thing::Schema),
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => Place::List(Thing::Schema),
        "example" | "examples" | "default" | "enum" | "const" => Place::One(Thing::Data),
        "discriminator" => Place::One(Thing::Discriminator),
        _ => return None,
    })
}
