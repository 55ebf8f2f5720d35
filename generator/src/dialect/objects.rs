//! The objects of OpenAPI: which fields each has, and what kind of value each holds.
//!
//! One table for all versions from 3.0 on. The walk over a document follows it, so
//! that an example, a default or an extension is never taken for something else.

use super::extension;

/// What kind of value a field holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// Anything; it is not looked at.
    Any,
    /// A text.
    Text,
    /// True or false.
    Flag,
    /// A list of texts.
    Texts,
    /// Texts by name.
    TextMap,
    /// A list of objects of one kind.
    List(&'static Object),
    /// A list of objects of one kind, or references to them.
    ReferenceList(&'static Object),
    /// Objects of one kind by name.
    Map(&'static Object),
    /// Objects of one kind, or references to them, by name.
    ReferenceMap(&'static Object),
    /// An object.
    Object(&'static Object),
    /// An object, or a reference to one.
    Reference(&'static Object),
    /// Lists of scopes by the name of a scheme: alternatives of them.
    Security,
    /// A schema.
    Schema,
    /// Schemas by name.
    Schemas,
    /// Path items by path.
    Paths,
    /// Responses by status.
    Responses,
}

impl Shape {
    /// Whether a `$ref` in the value itself is somebody else's to look at: a reference
    /// by the specification, data, or that of an object, which has its own rules.
    pub(super) fn has_references(self) -> bool {
        match self {
            Self::Any | Self::Schema | Self::Reference(_) | Self::Object(_) => true,
            Self::Text | Self::Flag | Self::Texts | Self::TextMap | Self::Security => false,
            Self::List(_) | Self::ReferenceList(_) | Self::Map(_) | Self::ReferenceMap(_) => false,
            Self::Schemas | Self::Paths | Self::Responses => false,
        }
    }
}

/// What an object of the specification is like.
#[derive(Debug)]
pub(super) struct Object {
    /// The object, which has rules beyond the kinds of its fields.
    pub(super) kind: Kind,
    /// What it is called, with an article.
    pub(super) name: &'static str,
    /// Its fields.
    pub(super) fields: &'static [(&'static str, Shape)],
    /// What it cannot do without.
    pub(super) required: &'static [(&'static str, Fallback)],
}

/// What to do without a required field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fallback {
    /// An empty text does.
    Text,
    /// An empty object does.
    Object,
    /// Nothing does: the object is left out.
    None,
}

/// The objects that have rules of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Root,
    Components,
    PathItem,
    Operation,
    Parameter,
    Header,
    Response,
    MediaType,
    Encoding,
    /// A map from expressions to path items.
    Callback,
    Example,
    /// Any other: the kinds of its fields are all there is to know.
    Plain,
}

impl Object {
    pub(super) fn field(&self, name: &str) -> Option<Shape> {
        self.fields
            .iter()
            .find(|(field, _)| *field == name)
            .map(|(_, shape)| *shape)
    }
}

macro_rules! objects {
    ($($id:ident: $kind:ident, $name:literal
        { $($field:expr => $shape:expr,)* }
        $([ $($needed:literal: $fallback:ident,)* ])?
    )*) => {
        $(pub(super) static $id: Object = Object {
            kind: Kind::$kind,
            name: $name,
            fields: &[$(($field, $shape),)*],
            required: &[$($(($needed, Fallback::$fallback),)*)?],
        };)*
    };
}

objects! {
    ROOT: Root, "an OpenAPI document" {
        "openapi" => Shape::Text,
        "$self" => Shape::Text,
        "info" => Shape::Object(&INFO),
        "jsonSchemaDialect" => Shape::Text,
        "servers" => Shape::List(&SERVER),
        "paths" => Shape::Paths,
        extension::WEBHOOKS => Shape::ReferenceMap(&PATH_ITEM),
        "components" => Shape::Object(&COMPONENTS),
        "security" => Shape::Security,
        "tags" => Shape::List(&TAG),
        "externalDocs" => Shape::Object(&EXTERNAL_DOCS),
    } [ "info": Object, "paths": Object, ]

    INFO: Plain, "the info" {
        "title" => Shape::Text,
        "summary" => Shape::Text,
        "description" => Shape::Text,
        "termsOfService" => Shape::Text,
        "contact" => Shape::Object(&CONTACT),
        "license" => Shape::Object(&LICENSE),
        "version" => Shape::Text,
    } [ "title": Text, "version": Text, ]

    CONTACT: Plain, "a contact" {
        "name" => Shape::Text,
        "url" => Shape::Text,
        "email" => Shape::Text,
    }

    LICENSE: Plain, "a license" {
        "name" => Shape::Text,
        "identifier" => Shape::Text,
        "url" => Shape::Text,
    } [ "name": Text, ]

    SERVER: Plain, "a server" {
        "url" => Shape::Text,
        "name" => Shape::Text,
        "description" => Shape::Text,
        "variables" => Shape::Map(&SERVER_VARIABLE),
    } [ "url": None, ]

    SERVER_VARIABLE: Plain, "a server variable" {
        "enum" => Shape::Texts,
        "default" => Shape::Text,
        "description" => Shape::Text,
    } [ "default": Text, ]

    TAG: Plain, "a tag" {
        "name" => Shape::Text,
        "summary" => Shape::Text,
        "description" => Shape::Text,
        "externalDocs" => Shape::Object(&EXTERNAL_DOCS),
        "parent" => Shape::Text,
        "kind" => Shape::Text,
    } [ "name": None, ]

    EXTERNAL_DOCS: Plain, "a link to a documentation" {
        "description" => Shape::Text,
        "url" => Shape::Text,
    } [ "url": None, ]

    COMPONENTS: Components, "the components" {
        "schemas" => Shape::Schemas,
        "responses" => Shape::ReferenceMap(&RESPONSE),
        "parameters" => Shape::ReferenceMap(&PARAMETER),
        "examples" => Shape::ReferenceMap(&EXAMPLE),
        "requestBodies" => Shape::ReferenceMap(&REQUEST_BODY),
        "headers" => Shape::ReferenceMap(&HEADER),
        "securitySchemes" => Shape::ReferenceMap(&SECURITY_SCHEME),
        "links" => Shape::ReferenceMap(&LINK),
        "callbacks" => Shape::ReferenceMap(&CALLBACK),
        extension::PATH_ITEMS => Shape::ReferenceMap(&PATH_ITEM),
        extension::MEDIA_TYPES => Shape::ReferenceMap(&MEDIA_TYPE),
    }

    PATH_ITEM: PathItem, "a path item" {
        "$ref" => Shape::Text,
        "summary" => Shape::Text,
        "description" => Shape::Text,
        "get" => Shape::Object(&OPERATION),
        "put" => Shape::Object(&OPERATION),
        "post" => Shape::Object(&OPERATION),
        "delete" => Shape::Object(&OPERATION),
        "options" => Shape::Object(&OPERATION),
        "head" => Shape::Object(&OPERATION),
        "patch" => Shape::Object(&OPERATION),
        "trace" => Shape::Object(&OPERATION),
        extension::ADDITIONAL_OPERATIONS => Shape::Map(&OPERATION),
        "servers" => Shape::List(&SERVER),
        "parameters" => Shape::ReferenceList(&PARAMETER),
    }

    OPERATION: Operation, "an operation" {
        "tags" => Shape::Texts,
        "summary" => Shape::Text,
        "description" => Shape::Text,
        "externalDocs" => Shape::Object(&EXTERNAL_DOCS),
        "operationId" => Shape::Text,
        "parameters" => Shape::ReferenceList(&PARAMETER),
        "requestBody" => Shape::Reference(&REQUEST_BODY),
        "responses" => Shape::Responses,
        extension::CALLBACKS => Shape::ReferenceMap(&CALLBACK),
        "deprecated" => Shape::Flag,
        "security" => Shape::Security,
        "servers" => Shape::List(&SERVER),
    } [ "responses": Object, ]

    PARAMETER: Parameter, "a parameter" {
        "name" => Shape::Text,
        "in" => Shape::Text,
        "description" => Shape::Text,
        "required" => Shape::Flag,
        "deprecated" => Shape::Flag,
        "allowEmptyValue" => Shape::Flag,
        "style" => Shape::Text,
        "explode" => Shape::Flag,
        "allowReserved" => Shape::Flag,
        "schema" => Shape::Schema,
        "content" => Shape::Map(&MEDIA_TYPE),
        "example" => Shape::Any,
        "examples" => Shape::ReferenceMap(&EXAMPLE),
    } [ "name": None, "in": None, ]

    HEADER: Header, "a header" {
        "description" => Shape::Text,
        "required" => Shape::Flag,
        "deprecated" => Shape::Flag,
        "allowEmptyValue" => Shape::Flag,
        "style" => Shape::Text,
        "explode" => Shape::Flag,
        "schema" => Shape::Schema,
        "content" => Shape::Map(&MEDIA_TYPE),
        "example" => Shape::Any,
        "examples" => Shape::ReferenceMap(&EXAMPLE),
    }

    REQUEST_BODY: Plain, "a request body" {
        "description" => Shape::Text,
        "content" => Shape::Map(&MEDIA_TYPE),
        "required" => Shape::Flag,
    } [ "content": Object, ]

    RESPONSE: Response, "a response" {
        "summary" => Shape::Text,
        "description" => Shape::Text,
        "headers" => Shape::ReferenceMap(&HEADER),
        "content" => Shape::Map(&MEDIA_TYPE),
        extension::LINKS => Shape::ReferenceMap(&LINK),
    } [ "description": Text, ]

    MEDIA_TYPE: MediaType, "a media type" {
        "schema" => Shape::Schema,
        extension::ITEM_SCHEMA => Shape::Schema,
        "example" => Shape::Any,
        "examples" => Shape::ReferenceMap(&EXAMPLE),
        "encoding" => Shape::Map(&ENCODING),
        "prefixEncoding" => Shape::Any,
        "itemEncoding" => Shape::Any,
    }

    ENCODING: Encoding, "an encoding" {
        "contentType" => Shape::Text,
        "headers" => Shape::ReferenceMap(&HEADER),
        "style" => Shape::Text,
        "explode" => Shape::Flag,
        "allowReserved" => Shape::Flag,
        "encoding" => Shape::Any,
        "prefixEncoding" => Shape::Any,
        "itemEncoding" => Shape::Any,
    }

    EXAMPLE: Example, "an example" {
        "summary" => Shape::Text,
        "description" => Shape::Text,
        "value" => Shape::Any,
        "dataValue" => Shape::Any,
        "serializedValue" => Shape::Text,
        "externalValue" => Shape::Text,
    }

    LINK: Plain, "a link" {
        "operationRef" => Shape::Text,
        "operationId" => Shape::Text,
        "parameters" => Shape::Any,
        "requestBody" => Shape::Any,
        "description" => Shape::Text,
        "server" => Shape::Object(&SERVER),
    }

    CALLBACK: Callback, "a callback" {}

    SECURITY_SCHEME: Plain, "a security scheme" {
        "type" => Shape::Text,
        "description" => Shape::Text,
        "name" => Shape::Text,
        "in" => Shape::Text,
        "scheme" => Shape::Text,
        "bearerFormat" => Shape::Text,
        "flows" => Shape::Object(&FLOWS),
        "openIdConnectUrl" => Shape::Text,
        "oauth2MetadataUrl" => Shape::Text,
        "deprecated" => Shape::Flag,
    } [ "type": None, ]

    FLOWS: Plain, "the flows of OAuth 2.0" {
        "implicit" => Shape::Object(&FLOW),
        "password" => Shape::Object(&FLOW),
        "clientCredentials" => Shape::Object(&FLOW),
        "authorizationCode" => Shape::Object(&FLOW),
        "deviceAuthorization" => Shape::Object(&FLOW),
    }

    FLOW: Plain, "a flow of OAuth 2.0" {
        "authorizationUrl" => Shape::Text,
        "deviceAuthorizationUrl" => Shape::Text,
        "tokenUrl" => Shape::Text,
        "refreshUrl" => Shape::Text,
        "scopes" => Shape::TextMap,
    } [ "scopes": Object, ]
}
