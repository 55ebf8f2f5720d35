//! Operations: what can be called, what goes out, what comes back.

use crate::json::Text;

use super::{Docs, Limits, Place, Type, Words, XmlRoot};

/// Something that can be called.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Its identity over time: the method and the path.
    pub place: Place,
    /// Its JSON pointer in the canonical document.
    pub pointer: String,
    /// The name that the document gives it.
    pub id: Option<String>,
    /// The name that an annotation asks for.
    pub requested_name: Option<String>,
    /// The HTTP method.
    pub method: Method,
    /// The path, in parts; the base URL is not in it.
    pub path: Vec<PathPart>,
    /// What is written behind a `#` in the path: documents tell operations of one URL apart by it. No
    /// fragment is ever sent (RFC 9110 § 7.1).
    pub fragment: Option<String>,
    /// The group that it belongs to: the first tag, or what the plan makes of its path.
    pub tag: Option<String>,
    /// What the document says of it.
    pub docs: Docs,
    /// What it takes beside the body.
    pub parameters: Vec<Parameter>,
    /// The bodies it takes, of which one is sent: first the one that is preferred.
    pub bodies: Vec<Body>,
    /// What it answers, successes and errors.
    pub responses: Vec<Response>,
    /// The credentials that it asks for: alternatives of schemes. Empty: none.
    pub security: Vec<Vec<SchemeUse>>,
    /// Whether sending it twice does no more than sending it once (RFC 9110 § 9.2.2),
    /// by its method or because an annotation says so.
    pub repeatable: bool,
    /// A base URL of its own.
    pub server: Option<String>,
    /// How its answers are paged, where an annotation says so.
    pub paging: Paging,
    /// The job that it starts, where an annotation says so.
    pub polling: Option<Polling>,
}

/// An HTTP method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Method {
    /// GET
    Get,
    /// PUT
    Put,
    /// POST
    Post,
    /// DELETE
    Delete,
    /// OPTIONS
    Options,
    /// HEAD
    Head,
    /// PATCH
    Patch,
    /// TRACE
    Trace,
    /// Any other, in capitals as it is sent.
    Other(String),
}

/// A part of a path template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathPart {
    /// Text that is sent as it is.
    Literal(String),
    /// The value of the path parameter of this name.
    Parameter(String),
}

/// What an operation takes beside the body.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its identity over time.
    pub place: Place,
    /// Its JSON pointer in the canonical document.
    pub pointer: String,
    /// Its name on the wire.
    pub name: String,
    /// The name that an annotation asks for.
    pub requested_name: Option<String>,
    /// Where it goes.
    pub location: Location,
    /// What it holds.
    pub ty: Type,
    /// What it must keep to.
    pub limits: Limits,
    /// Whether it has to be there.
    pub required: bool,
    /// How lists and records are written.
    pub style: Style,
    /// In a path: how many segments the value may have. More than one keeps `/` apart.
    pub segments: usize,
    /// In a header: whether a call that has it may be repeated, for the server tells by its value
    /// that it has come before.
    pub makes_repeatable: bool,
    /// What the document says of it.
    pub docs: Docs,
}

/// Where a parameter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Location {
    /// Into the path.
    Path,
    /// Into the query.
    Query,
    /// Into a header.
    Header,
    /// Into a cookie.
    Cookie,
}

/// How a parameter's value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `a,b`
    Simple {
        /// Members as `key=value`.
        explode: bool,
    },
    /// `.a.b`
    Label {
        /// Members as `key=value`.
        explode: bool,
    },
    /// `;x=a;x=b`
    Matrix {
        /// Each item under the name of its own.
        explode: bool,
    },
    /// `x=a&x=b`
    Form {
        /// Each item under the name of its own.
        explode: bool,
        /// Reserved characters are sent as they are.
        allow_reserved: bool,
    },
    /// `x=a; x=b`, in a cookie as it is
    Cookie {
        /// Each item under the name of its own.
        explode: bool,
    },
    /// `x=a%20b`
    SpaceDelimited,
    /// `x=a|b`
    PipeDelimited,
    /// `x[a]=1&x[b]=2`
    DeepObject,
    /// JSON text.
    Json,
    /// The whole query: as JSON, or as the text that it is.
    Whole {
        /// Whether it is JSON.
        json: bool,
    },
}

/// A body that an operation takes.
#[derive(Debug, Clone)]
pub struct Body {
    /// Its identity over time.
    pub place: Place,
    /// Its JSON pointer in the canonical document.
    pub pointer: String,
    /// Whether one has to be there.
    pub required: bool,
    /// What it says of itself.
    pub description: Option<Text>,
    /// What it holds.
    pub content: BodyContent,
    /// What it must keep to.
    pub limits: Limits,
    /// The same in words, where the type does not say it.
    pub allowed: Vec<String>,
}

/// What a request's body holds.
#[derive(Debug, Clone)]
pub enum BodyContent {
    /// JSON under this media type.
    Json {
        /// The media type, parameters and all.
        media_type: String,
        /// The type.
        ty: Type,
    },
    /// A form (`application/x-www-form-urlencoded`) of a record's members.
    Form {
        /// The type.
        ty: Type,
        /// The members that are not written in the usual way, by name.
        styles: Vec<(String, Style)>,
    },
    /// Text under this media type.
    Text {
        /// The media type, parameters and all.
        media_type: String,
    },
    /// XML under this media type.
    Xml {
        /// The media type, parameters and all.
        media_type: String,
        /// The type.
        ty: Type,
        /// The document.
        root: XmlRoot,
    },
    /// Bytes under one of these media types, which may be ranges (`image/*`).
    Bytes {
        /// The media types, parameters and all; the first is the usual one.
        media_types: Vec<String>,
    },
    /// Parts (`multipart/*`).
    Multipart(Multipart),
}

impl BodyContent {
    /// The media type that it is sent under if nothing else is said.
    pub fn media_type(&self) -> &str {
        match self {
            Self::Json { media_type, .. }
            | Self::Text { media_type }
            | Self::Xml { media_type, .. } => media_type,
            Self::Form { .. } => "application/x-www-form-urlencoded",
            Self::Bytes { media_types } => media_types
                .first()
                .map_or("application/octet-stream", String::as_str),
            Self::Multipart(multipart) => &multipart.media_type,
        }
    }

    /// The type of what it holds, if that is one value.
    pub fn ty(&self) -> Option<&Type> {
        match self {
            Self::Json { ty, .. } | Self::Form { ty, .. } | Self::Xml { ty, .. } => Some(ty),
            Self::Text { .. } | Self::Bytes { .. } | Self::Multipart(_) => None,
        }
    }
}

/// A body of parts.
#[derive(Debug, Clone)]
pub struct Multipart {
    /// The media type: `multipart/form-data`, `multipart/mixed`, `multipart/related`.
    pub media_type: String,
    /// The parts that are known, in the order in which they are sent.
    pub parts: Vec<Part>,
    /// Whether nothing is known of its parts, so that any can be sent.
    pub open: bool,
}

/// A part of a body.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its JSON pointer in the canonical document.
    pub pointer: String,
    /// Its name on the wire.
    pub name: String,
    /// The name that an annotation asks for.
    pub requested_name: Option<String>,
    /// Whether it has to be there.
    pub required: bool,
    /// What it holds.
    pub content: PartContent,
    /// What it must keep to.
    pub limits: Limits,
    /// The media types that it may have, if the document says so.
    pub media_types: Vec<String>,
    /// What the document says of it.
    pub docs: Docs,
}

/// What a part holds.
#[derive(Debug, Clone)]
pub enum PartContent {
    /// A file, or bytes.
    File,
    /// Files, a part each.
    Files,
    /// A text; of a list, each item in a part of its own.
    Text(Type),
    /// JSON; of a list, each item in a part of its own.
    Json(Type),
}

impl PartContent {
    /// The type, if it is not a file.
    pub fn ty(&self) -> Option<&Type> {
        match self {
            Self::Text(ty) | Self::Json(ty) => Some(ty),
            Self::File | Self::Files => None,
        }
    }
}

/// What an operation answers.
#[derive(Debug, Clone)]
pub struct Response {
    /// Its JSON pointer in the canonical document.
    pub pointer: String,
    /// When it comes.
    pub status: Status,
    /// What it means.
    pub description: Option<Words>,
    /// What it carries, of several alternatives the one that is preferred.
    pub content: Outcome,
    /// The alternatives that carry something else.
    pub others: Vec<Outcome>,
    /// The headers that it may have.
    pub headers: Vec<ResponseHeader>,
    /// What can be called next.
    pub links: Vec<Link>,
}

/// A call that a response makes possible.
#[derive(Debug, Clone)]
pub struct Link {
    /// What the document calls it.
    pub name: String,
    /// The operation, by its `id` or by its pointer in the canonical document.
    pub target: LinkTarget,
    /// The parameters that it gets, and from where: runtime expressions and constants.
    pub parameters: Vec<(String, String)>,
    /// Where its body comes from.
    pub body: Option<String>,
    /// What the document says of it.
    pub description: Option<Text>,
}

/// The operation that a link leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// The operation with this `id`.
    Id(String),
    /// The operation at this pointer.
    Pointer(String),
}

/// A header that a response may have.
#[derive(Debug, Clone)]
pub struct ResponseHeader {
    /// Its name, as written.
    pub name: String,
    /// What it holds.
    pub ty: Type,
    /// How it is written.
    pub syntax: HeaderSyntax,
    /// What the document says of it.
    pub docs: Docs,
}

/// How the value of a header is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HeaderSyntax {
    /// Lists and objects by commas.
    Simple,
    /// The same, and members of objects as `key=value`.
    Exploded,
    /// As JSON.
    Json,
}

/// The statuses that a response stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// This one.
    Code(u16),
    /// All that begin with this digit.
    Range(u8),
    /// All that nothing else stands for.
    Default,
}

impl Status {
    /// Whether it stands for answers to a request that went well.
    pub fn is_success(self) -> bool {
        match self {
            Self::Code(code) => (200..300).contains(&code),
            Self::Range(digit) => digit == 2,
            Self::Default => false,
        }
    }

    /// Whether it stands for errors.
    pub fn is_error(self) -> bool {
        match self {
            Self::Code(code) => code >= 400,
            Self::Range(digit) => digit >= 4,
            Self::Default => true,
        }
    }

    /// Whether it stands for answers that lead to another place (RFC 9110 § 15.4).
    pub fn is_redirect(self) -> bool {
        match self {
            Self::Code(code) => matches!(code, 301 | 302 | 303 | 307 | 308),
            Self::Range(digit) => digit == 3,
            Self::Default => false,
        }
    }

    /// Whether of all that is documented only redirects go well, so that what they lead to is the
    /// answer.
    pub fn only_redirects_succeed(statuses: impl IntoIterator<Item = Self>) -> bool {
        let mut redirects = false;
        for status in statuses {
            // A `default` stands for the success that is not documented.
            if status.is_success() || status == Self::Default {
                return false;
            }
            redirects |= status.is_redirect();
        }
        redirects
    }
}

/// What a response carries.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Nothing.
    Empty,
    /// JSON under this media type.
    Json {
        /// The media type to ask for.
        media_type: String,
        /// The type.
        ty: Type,
    },
    /// Text under this media type.
    Text {
        /// The media type to ask for.
        media_type: String,
    },
    /// Bytes under this media type.
    Bytes {
        /// The media type to ask for.
        media_type: String,
    },
    /// XML under this media type.
    Xml {
        /// The media type to ask for.
        media_type: String,
        /// The type.
        ty: Type,
        /// The document.
        root: XmlRoot,
    },
    /// Items, each when it comes.
    Stream {
        /// The media type to ask for.
        media_type: String,
        /// How the items are told apart.
        framing: Framing,
        /// The type of an item: of an event, that of its data.
        ty: Type,
    },
}

impl Outcome {
    /// The media type to ask for; `None` if there is nothing to ask for.
    pub fn media_type(&self) -> Option<&str> {
        match self {
            Self::Empty => None,
            Self::Json { media_type, .. }
            | Self::Text { media_type }
            | Self::Bytes { media_type }
            | Self::Xml { media_type, .. }
            | Self::Stream { media_type, .. } => Some(media_type),
        }
    }

    /// The type of what it holds, or of each item.
    pub fn ty(&self) -> Option<&Type> {
        match self {
            Self::Json { ty, .. } | Self::Xml { ty, .. } | Self::Stream { ty, .. } => Some(ty),
            Self::Empty | Self::Text { .. } | Self::Bytes { .. } => None,
        }
    }
}

/// How the items of a stream are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// They are server-sent events, whose data is text.
    TextEvents,
    /// They are server-sent events, whose data is JSON.
    Events,
    /// Each is a line of JSON.
    Lines,
    /// Each is a JSON text behind a record separator (RFC 7464).
    Records,
}

/// A scheme that an operation asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemeUse {
    /// The scheme's name.
    pub scheme: String,
    /// The scopes that the operation needs.
    pub scopes: Vec<String>,
}

/// Where an operation says how it is paged.
pub const PAGINATION: &str = "x-specwright-pagination";

/// Where an operation says how to ask for the job that it starts.
pub const POLLING: &str = "x-specwright-polling";

/// What is known of an operation's pages before anything is inferred.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Paging {
    /// Nothing: it is to be inferred from the shape.
    #[default]
    Unspoken,
    /// An annotation says that there are no pages.
    Off,
    /// An annotation says how.
    By {
        /// How the next page is asked for.
        strategy: PagingStrategy,
        /// JSON pointer of the items in a page.
        items: String,
        /// JSON pointer of the total in a page.
        total: Option<String>,
    },
}

/// How the next page is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum PagingStrategy {
    /// By the number of items to skip.
    Offset(Cursor),
    /// By the number of the page.
    PageNumber {
        /// Where the number goes.
        page: Cursor,
        /// The number of the first page.
        first: u64,
    },
    /// By a mark that the last page gives.
    Cursor {
        /// Where the mark goes.
        cursor: Cursor,
        /// JSON pointer of the next mark in a page.
        next: String,
    },
    /// By a URL in the page, at this JSON pointer.
    NextLink(String),
    /// By the `Link` header (RFC 8288).
    LinkHeader,
}

/// Where a request says which page it wants.
#[derive(Debug, Clone, PartialEq)]
pub enum Cursor {
    /// In the query parameter of this name.
    Query(String),
    /// In the body, at this JSON pointer.
    Body(String),
}

/// A job that an operation starts.
#[derive(Debug, Clone, PartialEq)]
pub struct Polling {
    /// What it is called, in words: `export` makes `wait_export`.
    pub name: Option<String>,
    /// The `id` of the operation that tells how it goes.
    pub operation: String,
    /// JSON pointer of the job's ID in the answer to the start.
    pub id: String,
    /// The parameter that takes the ID.
    pub parameter: String,
    /// JSON pointer of the state.
    pub state: String,
    /// The states in which it is done.
    pub done: Vec<String>,
    /// The states in which it has failed.
    pub failed: Vec<String>,
    /// JSON pointer of what a finished job must carry.
    pub result: Option<String>,
    /// Whether the result is a URL to download from.
    pub download: bool,
}
