//! Operations, decided.

use crate::ir::{Docs, Framing, HeaderSyntax, Location, Method, Style, Type, Words, XmlRoot};
use crate::json::Text;

use super::{Presence, Reader, RustType};

/// The operations of one tag.
#[derive(Debug, Clone)]
pub struct Module {
    /// The module's name.
    pub name: String,
    /// The tag, as written.
    pub tag: Option<String>,
    /// What the tag is about.
    pub description: Option<Text>,
    /// What the paths of its operations begin with, if these are the tag.
    pub paths: Vec<String>,
    /// The feature that it needs, if it needs one.
    pub feature: Option<String>,
    /// Its operations.
    pub operations: Vec<Operation>,
}

/// An operation, decided.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Its position in `Api::operations`.
    pub source: usize,
    /// Which of its bodies it sends, by position.
    pub body: Option<usize>,
    /// The document's name for it, or method and path.
    pub id: String,
    /// The client's method.
    pub method_name: String,
    /// The builder.
    pub builder: String,
    /// The static that describes it, where several methods begin its request; those of its tables are
    /// named after it.
    pub descriptor: String,
    /// The HTTP method.
    pub method: Method,
    /// The path template.
    pub path: String,
    /// Alternatives of scheme names.
    pub security: Vec<Vec<String>>,
    /// The scopes that it needs, for the docs.
    pub scopes: Vec<String>,
    /// Whether it may be sent again.
    pub repeatable: bool,
    /// The media types that it asks for.
    pub accept: String,
    /// A base URL of its own.
    pub server: Option<String>,
    /// What the document says of it.
    pub docs: Docs,
    /// The arguments, in order; a required body is the last.
    pub arguments: Vec<Argument>,
    /// The setters.
    pub setters: Vec<Argument>,
    /// What is said of the parts of its body, if it has parts with names.
    pub parts: Option<Box<Parts>>,
    /// Further methods, each of which sends another body.
    pub alternatives: Vec<Alternative>,
    /// The media types that an answer may have, where that has to be looked at.
    pub expected: Vec<String>,
    /// Further ways to send it, each of which asks for another media type.
    pub answers: Vec<OtherAnswer>,
    /// The headers that its responses may have, by their constants.
    pub headers: Vec<String>,
    /// What its responses make possible.
    pub links: Vec<Link>,
    /// What comes back if all goes well.
    pub success: Answer,
    /// What comes back if it does not.
    pub error: Answer,
    /// The documented errors, for the docs: status, meaning.
    pub documented_errors: Vec<(String, Words)>,
    /// The pages, if there are any.
    pub paging: Option<Box<Paging>>,
    /// How its reader sees that an answer was cut, if there is no way to ask for the rest.
    pub cut: Option<Box<Cut>>,
    /// The job, if it starts one.
    pub job: Option<Box<Job>>,
    /// From where jobs are asked for by it.
    pub asked: Asked,
    /// The table that its requests are held against, if there is one.
    pub checks: Option<String>,
}

/// A way to send a request that asks for another media type.
#[derive(Debug, Clone)]
pub struct OtherAnswer {
    /// The builder's method.
    pub method_name: String,
    /// The media type, for the docs.
    pub media_type: String,
    /// The media types that it asks for.
    pub accept: String,
    /// The media types that an answer may have, where that has to be looked at.
    pub expected: Vec<String>,
    /// What comes back if all goes well.
    pub success: Answer,
}

/// A header of responses.
#[derive(Debug, Clone)]
pub struct Header {
    /// Its constant.
    pub constant: String,
    /// Its name, as written.
    pub name: String,
    /// Its type.
    pub ty: RustType,
    /// How it is written.
    pub syntax: HeaderSyntax,
    /// What the document says of it.
    pub docs: Docs,
}

/// A call that a response makes possible.
#[derive(Debug, Clone)]
pub struct Link {
    /// The client's method.
    pub method: String,
    /// What it gets, and from where: parameters by their names, and the body.
    pub values: Vec<(String, String)>,
    /// What the document says of it.
    pub description: Option<Text>,
}

/// A body of parts with names.
#[derive(Debug, Clone)]
pub struct Parts {
    /// The media type.
    pub media_type: String,
    /// Their names on the wire, in the order in which they are sent.
    pub order: Vec<String>,
    /// Whether a body is sent even if it has no part.
    pub required: bool,
}

/// A method that sends another body.
#[derive(Debug, Clone)]
pub struct Alternative {
    /// Which body it is, by position.
    pub body: usize,
    /// The client's method.
    pub method_name: String,
    /// The media type, for the docs.
    pub media_type: String,
    /// The body.
    pub argument: Argument,
    /// The table that its requests are held against, if there is one.
    pub checks: Option<String>,
}

/// An answer that may be cut.
#[derive(Debug, Clone)]
pub struct Cut {
    /// The member with the rows.
    pub rows: String,
    /// The member that tells how many there are.
    pub count: Option<String>,
}

/// A parameter or the body.
#[derive(Debug, Clone)]
pub struct Argument {
    /// Its name in Rust.
    pub ident: String,
    /// Its type.
    pub ty: RustType,
    /// Whether it is taken by value; otherwise by reference, to save the user a copy.
    pub by_value: bool,
    /// How it gets into the request.
    pub carrier: Carrier,
    /// What the document says of it.
    pub docs: Docs,
}

/// How an argument gets into the request.
#[derive(Debug, Clone)]
pub enum Carrier {
    /// As a parameter.
    Parameter {
        /// Where.
        location: Location,
        /// Its name on the wire.
        name: String,
        /// How it is written.
        style: Style,
        /// In a path: how many segments it may have.
        segments: usize,
        /// Whether it is shown nowhere.
        secret: bool,
        /// Whether a call that has it may be repeated.
        makes_repeatable: bool,
    },
    /// As a JSON body.
    Json {
        /// The media type.
        media_type: String,
    },
    /// As a form.
    Form {
        /// The members that are not written in the usual way, by name.
        styles: Vec<(String, Style)>,
    },
    /// As text.
    Text {
        /// The media type.
        media_type: String,
    },
    /// As XML.
    Xml {
        /// The media type.
        media_type: String,
        /// The static of the document.
        root: String,
        /// The document that it is made of.
        of: XmlRoot,
        /// The type that it is made of.
        ty: Type,
    },
    /// As bytes, from wherever they come.
    Upload {
        /// The media types that it may have; the first is the usual one.
        media_types: Vec<String>,
    },
    /// As a part of the body.
    Part {
        /// Its name on the wire.
        name: String,
        /// How it is written.
        kind: PartKind,
        /// The media type; empty if it is not said.
        media_type: String,
    },
    /// As all parts of the body.
    Parts {
        /// The media type.
        media_type: String,
    },
}

/// What of a request has a name on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named<'a> {
    /// A parameter.
    Parameter(Location, &'a str),
    /// A part of the body.
    Part(&'a str),
}

impl Carrier {
    /// What of the request an argument is sent as; a whole body has no name.
    pub fn named(&self) -> Option<Named<'_>> {
        match self {
            Self::Parameter { location, name, .. } => Some(Named::Parameter(*location, name)),
            Self::Part { name, .. } => Some(Named::Part(name)),
            Self::Json { .. }
            | Self::Form { .. }
            | Self::Xml { .. }
            | Self::Text { .. }
            | Self::Upload { .. }
            | Self::Parts { .. } => None,
        }
    }
}

/// How a part is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// As text.
    Text,
    /// As JSON.
    Json,
    /// As a file.
    File,
    /// As files, each in a part of its own.
    Files,
}

/// What comes back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The statuses that are documented for it: codes, `2` for `2XX`, `0` for the default.
    pub statuses: Vec<u16>,
    /// Its type.
    pub ty: RustType,
    /// How a body becomes that type.
    pub decoder: Decoder,
}

/// How a body becomes a type.
#[derive(Debug, Clone)]
pub enum Decoder {
    /// There is nothing to decode.
    Empty,
    /// No error is documented.
    Untyped,
    /// JSON.
    Json(Reader),
    /// Text.
    Text,
    /// Bytes, all of them.
    Bytes,
    /// Bytes, as they come.
    Stream,
    /// XML.
    Xml {
        /// The function that reads it.
        function: String,
        /// The document that it is made of.
        of: XmlRoot,
        /// The type that it is made of.
        ty: Type,
    },
    /// Items as they come, each decoded by itself.
    Items(Framing, Reader),
    /// By the status, into an enum of its own.
    ByStatus(StatusEnum),
}

impl Answer {
    /// The type of a page and how it is decoded, where answers are paged: beside it there is at
    /// most a status without a body.
    pub fn page(&self) -> (&RustType, &Decoder) {
        let Decoder::ByStatus(by_status) = &self.decoder else {
            return (&self.ty, &self.decoder);
        };
        let mut variants = by_status.variants.iter();
        let page = variants.find_map(|variant| Some((variant.ty.as_ref()?, &variant.decoder)));
        match page {
            Some((RustType::Boxed(page), decoder)) => (page, decoder),
            Some(page) => page,
            None => (&self.ty, &self.decoder),
        }
    }
}

/// An enum with a variant a status.
#[derive(Debug, Clone)]
pub struct StatusEnum {
    /// Its name.
    pub name: String,
    /// Its variants.
    pub variants: Vec<StatusVariant>,
}

/// A variant of an enum by status.
#[derive(Debug, Clone)]
pub struct StatusVariant {
    /// Its name.
    pub name: String,
    /// The status: a code, `2` for `2XX`, `0` for the default.
    pub status: u16,
    /// What it holds; `None` if there is no body.
    pub ty: Option<RustType>,
    /// How the body is decoded.
    pub decoder: Decoder,
    /// What the document says of it.
    pub description: Option<Words>,
}

/// How to get from a value to something in it.
#[derive(Debug, Clone)]
pub struct Access {
    /// From the outside in.
    pub steps: Vec<Step>,
    /// Whether a `String` is there, and nothing that would have to be written as one.
    pub is_string: bool,
}

/// A step of an [`Access`].
#[derive(Debug, Clone)]
pub struct Step {
    /// The field.
    pub ident: String,
    /// When it is there.
    pub presence: Presence,
    /// Whether it is behind a `Box`.
    pub boxed: bool,
}

/// The pages of a list.
#[derive(Debug, Clone)]
pub struct Paging {
    /// How the next one is asked for.
    pub strategy: Strategy,
    /// The type of an item.
    pub item: RustType,
    /// Where the items are, as a JSON pointer.
    pub items_at: String,
    /// Where the items are; empty if the page is the list.
    pub items: Access,
    /// Where the total is, if it is said.
    pub total: Option<Access>,
    /// Where the next cursor or link is, if the page says it.
    pub next: Option<Access>,
    /// Why it is taken to be paged.
    pub reason: String,
}

/// How the next page is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Strategy {
    /// By the number of items to skip.
    Offset(At),
    /// By the number of the page.
    PageNumber(At, u64),
    /// By a mark that the last page gives.
    Cursor(At),
    /// By a URL in the page.
    NextLink,
    /// By the `Link` header.
    LinkHeader,
}

/// Where a request says which page it wants.
#[derive(Debug, Clone, PartialEq)]
pub enum At {
    /// In the query.
    Query(String),
    /// In the body, by JSON pointer.
    Body(String),
}

/// A job that an operation starts.
#[derive(Debug, Clone)]
pub struct Job {
    /// `wait_…`, which waits for a job started elsewhere.
    pub wait_method: String,
    /// Where the job's ID is in the answer.
    pub id: Access,
    /// The client's method that asks for the state.
    pub poll_method: String,
    /// The parameter of that method that takes the ID as it is, where the method's argument is
    /// a UUID.
    pub poll_parameter: Option<String>,
    /// What that method answers.
    pub status_type: RustType,
    /// The type of its errors.
    pub error_type: RustType,
    /// Its decoder for answers.
    pub poll_success: Decoder,
    /// Its decoder for errors.
    pub poll_error: Decoder,
    /// Where the state is.
    pub state: Access,
    /// The enum of states.
    pub state_type: String,
    /// The variants in which it is done.
    pub done: Vec<String>,
    /// The variants in which it has failed.
    pub failed: Vec<String>,
    /// Where what a finished job must carry is, and whether it is text, which may be empty.
    pub result: Option<(Access, bool)>,
}

/// From where an operation is called to ask for jobs that others start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// It asks for none.
    Never,
    /// From its own module alone.
    Here,
    /// From another module.
    Elsewhere,
}
