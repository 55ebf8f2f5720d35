//! The names under which the canonical tree keeps what OpenAPI 3.0 has no words for.

/// On a schema: the one value that it allows, where that is an object or a list.
pub const CONST: &str = "x-specwright-const";
/// On a schema: `true` if it allows `null` and nothing else.
pub const NULL: &str = "x-specwright-null";
/// On a schema: the list of its examples, of which `example` is the first.
pub const EXAMPLES: &str = "x-specwright-examples";
/// On a schema: the schemas of the first items of a list, by position.
pub const PREFIX_ITEMS: &str = "x-specwright-prefix-items";
/// On a schema: the `names` of `patternProperties`, whose schemas are the `additionalProperties`,
/// and whether `others` are allowed, where that is said.
pub const PATTERNS: &str = "x-specwright-patterns";
/// On a schema: the media type of a text's content.
pub const CONTENT_MEDIA_TYPE: &str = "x-specwright-content-media-type";
/// On a schema: the encoding of a text's content.
pub const CONTENT_ENCODING: &str = "x-specwright-content-encoding";
/// On a schema: the schema of a text's content.
pub const CONTENT_SCHEMA: &str = "x-specwright-content-schema";
/// On a schema of integers: a lower bound outside 64 bits.
pub const MINIMUM: &str = "x-specwright-minimum";
/// On a schema of integers: an upper bound outside 64 bits.
pub const MAXIMUM: &str = "x-specwright-maximum";
/// On an operation: its callbacks.
pub const CALLBACKS: &str = "x-specwright-callbacks";
/// On a response: its links.
pub const LINKS: &str = "x-specwright-links";
/// On a media type: the schema of each item of a stream.
pub const ITEM_SCHEMA: &str = "x-specwright-item-schema";
/// On a path item: operations of other methods than the eight of 3.0, by method.
pub const ADDITIONAL_OPERATIONS: &str = "x-specwright-additional-operations";
/// On a parameter in the query: `true` if it is the whole of it.
pub const WHOLE_QUERY: &str = "x-specwright-whole-query";
/// On a parameter in a cookie: `true` if it has the style `cookie`, which encodes nothing (3.2).
pub const COOKIE_STYLE: &str = "x-specwright-cookie-style";
/// On the document: its webhooks.
pub const WEBHOOKS: &str = "x-specwright-webhooks";
/// On the components: path items, which are inlined where they are referred to.
pub const PATH_ITEMS: &str = "x-specwright-path-items";
/// On the components: media types (3.2), which are inlined where they are referred to.
pub const MEDIA_TYPES: &str = "x-specwright-media-types";
