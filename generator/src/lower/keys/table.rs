//! The table of all keys.

use crate::diagnostics::Code;
use crate::dialect::extension;

use super::super::extensions;

/// What becomes of a key.
#[derive(Debug)]
pub(super) enum Use {
    /// Something is generated from it, or it decides what is.
    Generated,
    /// A client does not need it, for this reason.
    NotNeeded(
        #[expect(dead_code, reason = "it is there for the reader of the table")] &'static str,
    ),
    /// Nothing is generated from it, and this is said wherever it is met.
    Diagnosed(Code, &'static str),
}

/// What stands under a key.
#[derive(Debug, Clone, Copy)]
pub(super) enum Inside {
    /// A value that is not looked into.
    Value,
    /// An object, or a reference to one where that may stand.
    One(Kind),
    /// Objects in a list.
    List(Kind),
    /// Objects by name.
    ByName(Kind),
    /// Values by name.
    Names,
}

/// A key of an object.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) becomes: Use,
    pub(super) inside: Inside,
}

use Inside::{ByName, List, Names, One, Value};
use Use::{Diagnosed, Generated, NotNeeded};

const TOOLS: &str = "it is for tools that read the document as such";
const LEGAL: &str = "it is about the document's owner, who is not the crate's";
const ELSEWHERE: &str = "it counts where it is referred to";
const WRITER: &str = "it is for whoever writes requests by hand";
const PERSON: &str = "a person goes through it outside of the client, which takes the token";

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident { $($name:expr => $becomes:expr, $inside:expr;)* })*) => {
        /// The kinds of objects in the tree.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(in super::super) enum Kind {
            $($(#[$doc])* $kind,)*
        }

        impl Kind {
            const ALL: &'static [Self] = &[$(Self::$kind,)*];

            fn keys(self) -> &'static [Key] {
                match self {
                    $(Self::$kind => {
                        const KEYS: &[Key] = &[
                            $(Key { name: $name, becomes: $becomes, inside: $inside },)*
                        ];
                        KEYS
                    })*
                }
            }
        }
    };
}

kinds! {
    /// The whole document.
    Root {
        "openapi" => NotNeeded(TOOLS), Value;
        "$self" => NotNeeded(TOOLS), Value;
        "jsonSchemaDialect" => NotNeeded(TOOLS), Value;
        "info" => Generated, One(Kind::Info);
        "servers" => Generated, List(Kind::Server);
        "paths" => Generated, ByName(Kind::PathItem);
        "components" => Generated, One(Kind::Components);
        "security" => Generated, List(Kind::Requirement);
        "tags" => Generated, List(Kind::Tag);
        "externalDocs" => Generated, One(Kind::ExternalDocs);
        extension::WEBHOOKS => Generated, ByName(Kind::PathItem);
        extensions::SETTINGS => Generated, Value;
    }
    Info {
        "title" => Generated, Value;
        "version" => Generated, Value;
        "description" => Generated, Value;
        "summary" => NotNeeded("the description says more"), Value;
        "termsOfService" => NotNeeded(LEGAL), Value;
        "contact" => NotNeeded(LEGAL), One(Kind::Contact);
        "license" => NotNeeded(LEGAL), One(Kind::License);
    }
    Contact {
        "name" => NotNeeded(LEGAL), Value;
        "url" => NotNeeded(LEGAL), Value;
        "email" => NotNeeded(LEGAL), Value;
    }
    License {
        "name" => NotNeeded(LEGAL), Value;
        "url" => NotNeeded(LEGAL), Value;
        "identifier" => NotNeeded(LEGAL), Value;
    }
    Server {
        "url" => Generated, Value;
        "description" => Generated, Value;
        "name" => Generated, Value;
        "variables" => Generated, ByName(Kind::ServerVariable);
    }
    ServerVariable {
        "default" => Generated, Value;
        "enum" => Generated, Value;
        "description" => Generated, Value;
    }
    Tag {
        "name" => Generated, Value;
        "description" => Generated, Value;
        "summary" => NotNeeded("the name says it"), Value;
        "externalDocs" => NotNeeded("the API's own page leads there"), One(Kind::ExternalDocs);
        "parent" => NotNeeded("groups are modules, which do not nest"), Value;
        "kind" => NotNeeded(TOOLS), Value;
    }
    ExternalDocs {
        "url" => Generated, Value;
        "description" => NotNeeded("the page has a title of its own"), Value;
    }
    Components {
        "schemas" => Generated, ByName(Kind::Schema);
        "responses" => Generated, ByName(Kind::Response);
        "parameters" => Generated, ByName(Kind::Parameter);
        "examples" => Generated, ByName(Kind::Example);
        "requestBodies" => Generated, ByName(Kind::RequestBody);
        "headers" => NotNeeded(ELSEWHERE), ByName(Kind::Header);
        "securitySchemes" => Generated, ByName(Kind::SecurityScheme);
        "links" => NotNeeded(ELSEWHERE), ByName(Kind::Link);
        "callbacks" => NotNeeded(ELSEWHERE), ByName(Kind::Callback);
        extension::PATH_ITEMS => NotNeeded(ELSEWHERE), Value;
        extension::MEDIA_TYPES => NotNeeded(ELSEWHERE), Value;
    }
    PathItem {
        "summary" => Generated, Value;
        "description" => Generated, Value;
        "get" => Generated, One(Kind::Operation);
        "put" => Generated, One(Kind::Operation);
        "post" => Generated, One(Kind::Operation);
        "delete" => Generated, One(Kind::Operation);
        "options" => Generated, One(Kind::Operation);
        "head" => Generated, One(Kind::Operation);
        "patch" => Generated, One(Kind::Operation);
        "trace" => Generated, One(Kind::Operation);
        "servers" => Generated, List(Kind::Server);
        "parameters" => Generated, List(Kind::Parameter);
        extension::ADDITIONAL_OPERATIONS => Generated, ByName(Kind::Operation);
    }
    Operation {
        "operationId" => Generated, Value;
        "summary" => Generated, Value;
        "description" => Generated, Value;
        "tags" => Generated, Value;
        "externalDocs" => Generated, One(Kind::ExternalDocs);
        "parameters" => Generated, List(Kind::Parameter);
        "requestBody" => Generated, One(Kind::RequestBody);
        "responses" => Generated, ByName(Kind::Response);
        "deprecated" => Generated, Value;
        "security" => Generated, List(Kind::Requirement);
        "servers" => Generated, List(Kind::Server);
        extension::CALLBACKS => Generated, ByName(Kind::Callback);
        extensions::NAME => Generated, Value;
        extensions::SAFE => Generated, Value;
        extensions::PAGINATION => Generated, Value;
        extensions::POLLING => Generated, Value;
    }
    Parameter {
        "name" => Generated, Value;
        "in" => Generated, Value;
        "description" => Generated, Value;
        "required" => Generated, Value;
        "deprecated" => Generated, Value;
        "allowEmptyValue" => NotNeeded("an empty text can be sent in any case"), Value;
        "style" => Generated, Value;
        "explode" => Generated, Value;
        "allowReserved" => Generated, Value;
        "schema" => Generated, One(Kind::Schema);
        "content" => Generated, ByName(Kind::MediaType);
        "example" => Generated, Value;
        "examples" => Generated, ByName(Kind::Example);
        extension::WHOLE_QUERY => Generated, Value;
        extension::COOKIE_STYLE => Generated, Value;
        extensions::NAME => Generated, Value;
        extensions::SEGMENTS => Generated, Value;
        extensions::IDEMPOTENCY => Generated, Value;
    }
    RequestBody {
        "description" => Generated, Value;
        "content" => Generated, ByName(Kind::MediaType);
        "required" => Generated, Value;
    }
    MediaType {
        "schema" => Generated, One(Kind::Schema);
        "example" => Generated, Value;
        "examples" => Generated, ByName(Kind::Example);
        "encoding" => Generated, ByName(Kind::Encoding);
        "prefixEncoding" => Diagnosed(
            Code::EncodingNotGenerated,
            "`prefixEncoding` is not generated"
        ), Value;
        "itemEncoding" => Diagnosed(
            Code::EncodingNotGenerated,
            "`itemEncoding` is not generated"
        ), Value;
        extension::ITEM_SCHEMA => Generated, One(Kind::Schema);
    }
    Encoding {
        "contentType" => Generated, Value;
        "style" => Generated, Value;
        "explode" => Generated, Value;
        "allowReserved" => Generated, Value;
        "headers" => NotNeeded("an upload takes any header"), ByName(Kind::Header);
        "encoding" => Diagnosed(
            Code::EncodingNotGenerated,
            "parts inside parts are written in the default way, not as `encoding` says"
        ), Value;
        "prefixEncoding" => Diagnosed(
            Code::EncodingNotGenerated,
            "`prefixEncoding` is not generated"
        ), Value;
        "itemEncoding" => Diagnosed(
            Code::EncodingNotGenerated,
            "`itemEncoding` is not generated"
        ), Value;
    }
    Response {
        "description" => Generated, Value;
        "summary" => NotNeeded("the description says more"), Value;
        "headers" => Generated, ByName(Kind::Header);
        "content" => Generated, ByName(Kind::MediaType);
        extension::LINKS => Generated, ByName(Kind::Link);
    }
    Link {
        "operationRef" => Generated, Value;
        "operationId" => Generated, Value;
        "parameters" => Generated, Value;
        "requestBody" => Generated, Value;
        "description" => Generated, Value;
        "server" => NotNeeded("the operation that it leads to has servers of its own"), Value;
    }
    /// Of a response.
    Header {
        "description" => Generated, Value;
        "required" => NotNeeded("whether a header came is for the user to see"), Value;
        "deprecated" => Generated, Value;
        "allowEmptyValue" => NotNeeded(WRITER), Value;
        "style" => NotNeeded("a header has one style, `simple`"), Value;
        "explode" => Generated, Value;
        "schema" => Generated, One(Kind::Schema);
        "content" => Generated, ByName(Kind::MediaType);
        "example" => NotNeeded(WRITER), Value;
        "examples" => NotNeeded(WRITER), Value;
    }
    Example {
        "summary" => NotNeeded(WRITER), Value;
        "description" => NotNeeded(WRITER), Value;
        "value" => Generated, Value;
        "dataValue" => NotNeeded("`value` says the same"), Value;
        "serializedValue" => NotNeeded("`value` says the same"), Value;
        "externalValue" => NotNeeded("nothing is fetched while a crate is generated"), Value;
    }
    Schema {
        "title" => Generated, Value;
        "description" => Generated, Value;
        "type" => Generated, Value;
        "format" => Generated, Value;
        "enum" => Generated, Value;
        "properties" => Generated, ByName(Kind::Schema);
        "required" => Generated, Value;
        "additionalProperties" => Generated, One(Kind::Schema);
        "items" => Generated, One(Kind::Schema);
        "allOf" => Generated, List(Kind::Schema);
        "oneOf" => Generated, List(Kind::Schema);
        "anyOf" => Generated, List(Kind::Schema);
        "not" => Diagnosed(
            Code::NotKeyword,
            "`not` only restricts values; the type is that of the other keywords"
        ), One(Kind::Schema);
        "discriminator" => Generated, One(Kind::Discriminator);
        "nullable" => Generated, Value;
        "readOnly" => Generated, Value;
        "writeOnly" => Generated, Value;
        "deprecated" => Generated, Value;
        "default" => Generated, Value;
        "example" => Generated, Value;
        "externalDocs" => Generated, One(Kind::ExternalDocs);
        "xml" => Generated, One(Kind::Xml);
        "minimum" => Generated, Value;
        "maximum" => Generated, Value;
        "exclusiveMinimum" => Generated, Value;
        "exclusiveMaximum" => Generated, Value;
        "multipleOf" => Generated, Value;
        "minLength" => Generated, Value;
        "maxLength" => Generated, Value;
        "pattern" => Generated, Value;
        "minItems" => Generated, Value;
        "maxItems" => Generated, Value;
        "uniqueItems" => Generated, Value;
        "minProperties" => Generated, Value;
        "maxProperties" => Generated, Value;
        extension::CONST => Generated, Value;
        extension::NULL => Generated, Value;
        extension::EXAMPLES => Generated, Value;
        extension::PREFIX_ITEMS => Generated, List(Kind::Schema);
        extension::PATTERNS => Generated, Value;
        extension::CONTENT_MEDIA_TYPE => Generated, Value;
        extension::CONTENT_ENCODING => Generated, Value;
        extension::CONTENT_SCHEMA => Generated, One(Kind::Schema);
        extension::MINIMUM => Generated, Value;
        extension::MAXIMUM => Generated, Value;
        extensions::NAME => Generated, Value;
        "x-enum-varnames" => Generated, Value;
        "x-enumNames" => Generated, Value;
        "x-enum-descriptions" => Generated, Value;
        "x-enumDescriptions" => Generated, Value;
        "x-ms-enum" => Generated, Value;
    }
    Xml {
        "name" => Generated, Value;
        "namespace" => Generated, Value;
        "prefix" => Generated, Value;
        "attribute" => Generated, Value;
        "wrapped" => Generated, Value;
        "nodeType" => Generated, Value;
    }
    Discriminator {
        "propertyName" => Generated, Value;
        "mapping" => Generated, Names;
        "defaultMapping" => NotNeeded("an unknown tag is kept as it is"), Value;
    }
    SecurityScheme {
        "type" => Generated, Value;
        "description" => Generated, Value;
        "name" => Generated, Value;
        "in" => Generated, Value;
        "scheme" => Generated, Value;
        "bearerFormat" => NotNeeded("a token is sent as it is"), Value;
        "flows" => Generated, One(Kind::Flows);
        "openIdConnectUrl" => Generated, Value;
        "oauth2MetadataUrl" => NotNeeded(PERSON), Value;
        "deprecated" => NotNeeded("the documents that deprecate a scheme name no other"), Value;
        extensions::CLIENT_CREDENTIALS => Generated, Value;
    }
    Flows {
        "implicit" => Generated, One(Kind::Flow);
        "password" => Generated, One(Kind::Flow);
        "clientCredentials" => Generated, One(Kind::Flow);
        "authorizationCode" => Generated, One(Kind::Flow);
        "deviceAuthorization" => Generated, One(Kind::Flow);
    }
    Flow {
        "tokenUrl" => Generated, Value;
        "authorizationUrl" => Generated, Value;
        "deviceAuthorizationUrl" => Generated, Value;
        "refreshUrl" => Generated, Value;
        "scopes" => Generated, Names;
    }
    /// Path items by expression.
    Callback {}
    /// Schemes by name.
    Requirement {}
    /// `{"$ref": "#/…"}` in place of another object.
    Reference {
        "$ref" => Generated, Value;
        "summary" => NotNeeded("what is referred to speaks for itself"), Value;
        "description" => Generated, Value;
    }
}

/// A scheme of a Security Requirement Object: its key is a name.
const SCHEME: Key = Key {
    name: "",
    becomes: Generated,
    inside: Value,
};

/// A path item of a Callback Object: its key is an expression.
const EXPRESSION: Key = Key {
    name: "",
    becomes: Generated,
    inside: One(Kind::PathItem),
};

impl Kind {
    /// The key of this name.
    pub(super) fn key(self, name: &str) -> Option<&'static Key> {
        match self {
            Self::Requirement => Some(&SCHEME),
            Self::Callback if name.starts_with("x-") => None,
            Self::Callback => Some(&EXPRESSION),
            _ => self.keys().iter().find(|key| key.name == name),
        }
    }

    /// Whether a reference may stand in place of such an object.
    pub(super) fn can_be_reference(self) -> bool {
        match self {
            Self::Schema
            | Self::Response
            | Self::Parameter
            | Self::Example
            | Self::RequestBody
            | Self::Header
            | Self::PathItem
            | Self::Callback
            | Self::Link
            | Self::SecurityScheme => true,
            Self::Root
            | Self::Info
            | Self::Contact
            | Self::License
            | Self::Server
            | Self::ServerVariable
            | Self::Tag
            | Self::ExternalDocs
            | Self::Components
            | Self::Operation
            | Self::MediaType
            | Self::Encoding
            | Self::Xml
            | Self::Discriminator
            | Self::Flows
            | Self::Flow
            | Self::Requirement
            | Self::Reference => false,
        }
    }

    /// Whether the map of such objects may have extensions among its names.
    pub(super) fn is_among_extensions(self) -> bool {
        matches!(self, Self::PathItem | Self::Response)
    }
}

/// The names of all extensions that are read somewhere.
pub(super) fn extensions() -> impl Iterator<Item = &'static str> {
    let keys = Kind::ALL.iter().flat_map(|kind| kind.keys());
    keys.map(|key| key.name)
        .filter(|name| name.starts_with(super::PREFIX))
}

/// Whether an extension is one that `dialect` writes, and nobody else.
pub(super) fn is_internal(name: &str) -> bool {
    const READ: &[&str] = &[
        extensions::NAME,
        extensions::SAFE,
        extensions::SEGMENTS,
        extensions::IDEMPOTENCY,
        extensions::SETTINGS,
        extensions::PAGINATION,
        extensions::POLLING,
        extensions::CLIENT_CREDENTIALS,
    ];
    !READ.contains(&name)
}
