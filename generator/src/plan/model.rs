//! What `plan` decides: everything that `rust` prints, so that it asks no questions.

use std::collections::BTreeMap;

use serde_json::Value;

use super::checks::model::Tables;
use crate::ir::{
    ClientCredentials, CredentialScheme, Docs, Framing, HeaderSyntax, Location, Method, Scalar,
    Server, Setting, Style, Type, Unknown, XmlRoot,
};

/// A crate, decided.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What the manifest and the crate's docs say.
    pub package: Package,
    /// The client and its builder.
    pub client: Client,
    /// The operations, by tag.
    pub modules: Vec<Module>,
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
}

/// What the manifest and the crate's docs say.
#[derive(Debug, Clone)]
pub struct Package {
    /// The crate's name: `palo-alto-dlp`.
    pub name: String,
    /// Its name in code: `palo_alto_dlp`.
    pub lib: String,
    /// The API's title.
    pub title: String,
    /// The API's version.
    pub api_version: String,
    /// What the API is for, in CommonMark.
    pub description: Option<String>,
    /// Where the API is documented.
    pub homepage: Option<String>,
    /// Whether types of `jiff` are in the crate's surface.
    pub uses_jiff: bool,
    /// How deep the compiler has to look into types, where its usual limit will not do.
    pub recursion_limit: Option<usize>,
    /// Whether types of `uuid` are in the crate's surface.
    pub uses_uuid: bool,
    /// Whether types of `std::net` are in the crate's surface.
    pub uses_addresses: bool,
    /// Whether types of `serde_json` are in the crate's surface.
    pub uses_json: bool,
    /// Whether names may have letters beyond ASCII.
    pub beyond_ascii: bool,
}

/// The client and its builder.
#[derive(Debug, Clone)]
pub struct Client {
    /// The base URLs, the default first.
    pub servers: Vec<Server>,
    /// The environment variable that replaces the base URL.
    pub base_url_variable: String,
    /// The sign-ins, one builder method each.
    pub credentials: Vec<Credential>,
    /// The headers set once.
    pub settings: Vec<ClientSetting>,
    /// What a raw request asks for.
    pub security: Vec<Vec<String>>,
    /// Whether some operation asks for a certificate of the client's.
    pub mutual_tls: bool,
    /// Whether there is something to download from URLs that the API gives.
    pub downloads: bool,
}

/// A sign-in.
#[derive(Debug, Clone)]
pub struct Credential {
    /// What the API says of it.
    pub scheme: CredentialScheme,
    /// The builder's method.
    pub method: String,
    /// The environment variables that hold it: one for a token or a key, two for basic.
    pub variables: Vec<String>,
    /// How a token is fetched, if that is known.
    pub client_credentials: Option<SignIn>,
}

/// How a token is fetched.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// What the API says of it.
    pub source: ClientCredentials,
    /// The builder's method that takes the arguments below.
    pub method: String,
    /// What the user gives beside ID and secret: name in the scope, argument, variable.
    pub values: Vec<ScopeValue>,
    /// The variable with the client's ID.
    pub client_id_variable: String,
    /// The variable with the client's secret.
    pub client_secret_variable: String,
    /// The variable that replaces the token URL.
    pub token_url_variable: String,
}

/// A value in a scope that the user gives.
#[derive(Debug, Clone)]
pub struct ScopeValue {
    /// Its name between braces.
    pub name: String,
    /// The argument's name.
    pub argument: String,
    /// The environment variable.
    pub variable: String,
}

/// A header set once.
#[derive(Debug, Clone)]
pub struct ClientSetting {
    /// What the API says of it.
    pub source: Setting,
    /// The builder's method.
    pub method: String,
    /// The environment variable.
    pub variable: String,
}

/// The operations of one tag.
#[derive(Debug, Clone)]
pub struct Module {
    /// The module's name.
    pub name: String,
    /// The tag, as written.
    pub tag: Option<String>,
    /// What the tag is about.
    pub description: Option<String>,
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
    /// The static that describes it.
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
    pub parts: Option<Parts>,
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
    pub documented_errors: Vec<(String, String)>,
    /// The pages, if there are any.
    pub paging: Option<Paging>,
    /// How its reader sees that an answer was cut, if there is no way to ask for the rest.
    pub cut: Option<Cut>,
    /// The job, if it starts one.
    pub job: Option<Job>,
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

/// A server that can be chosen.
#[derive(Debug, Clone)]
pub struct ServerChoice {
    /// Its constant, or the name of its struct if it has variables.
    pub name: String,
    /// Its URL: text, and variables by their position.
    pub url: Vec<ServerPart>,
    /// What the document says of it.
    pub description: Option<String>,
    /// Its variables.
    pub variables: Vec<ServerVariable>,
    /// Whether its origin is for the user to say.
    pub needs_origin: bool,
}

/// A part of a URL.
#[derive(Debug, Clone)]
pub enum ServerPart {
    /// Text.
    Text(String),
    /// A variable, by its field.
    Variable(String),
}

/// A variable of a server.
#[derive(Debug, Clone)]
pub struct ServerVariable {
    /// Its name on the wire.
    pub name: String,
    /// The field.
    pub field: String,
    /// The setter's suffix, which is the name without `r#`.
    pub word: String,
    /// The enum of its values, its variants and the position of the default; none if any text is
    /// a value.
    pub values: Option<ServerValues>,
    /// The value if none is chosen.
    pub default: String,
    /// What it is for.
    pub description: Option<String>,
}

/// The values of a variable.
#[derive(Debug, Clone)]
pub struct ServerValues {
    /// The enum.
    pub name: String,
    /// Variants and values, the default first.
    pub variants: Vec<(String, String)>,
}

/// The webhooks of an API.
#[derive(Debug, Clone, Default)]
pub struct Webhooks {
    /// All of them, by name.
    pub all: Vec<Received>,
    /// The member that tells them apart, if there is one in each.
    pub tag: Option<String>,
}

/// A request that the API sends.
#[derive(Debug, Clone)]
pub struct Received {
    /// The function that takes its body apart.
    pub function: String,
    /// Of webhooks: the variant.
    pub variant: String,
    /// The name that the document gives it.
    pub name: String,
    /// The value of the member that tells webhooks apart.
    pub tag: Option<String>,
    /// How it comes.
    pub method: Method,
    /// Of callbacks: where it goes, and the client's method that asks for it.
    pub callback: Option<(String, String)>,
    /// What the document says of it.
    pub docs: Docs,
    /// What it carries, if that is known.
    pub payload: Option<RustType>,
    /// Whether a variant holds it in a `Box`.
    pub boxed: bool,
    /// The headers that it has.
    pub headers: Vec<String>,
    /// What may be answered: status, meaning.
    pub answers: Vec<(String, String)>,
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
    pub description: Option<String>,
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
    Json,
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
    Items(Framing),
    /// By the status, into an enum of its own.
    ByStatus(StatusEnum),
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
    pub description: Option<String>,
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

/// A file of types.
#[derive(Debug, Clone)]
pub struct TypeFile {
    /// The module's name.
    pub name: String,
    /// What is in it, in words.
    pub title: String,
    /// The types.
    pub items: Vec<Item>,
}

/// A type, decided.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its name.
    pub name: String,
    /// What the document says of it.
    pub docs: Docs,
    /// What it looks like.
    pub kind: ItemKind,
}

/// What a type looks like.
#[derive(Debug, Clone)]
pub enum ItemKind {
    /// A struct.
    Struct(Struct),
    /// An enum of strings.
    TextEnum(Vec<ValueVariant<String>>),
    /// An enum of whole numbers.
    IntegerEnum(Vec<ValueVariant<i64>>),
    /// An enum of values of several types.
    ScalarEnum(Vec<ValueVariant<Scalar>>),
    /// A tuple struct.
    Tuple(Tuple),
    /// An enum of types.
    Union(Union),
    /// A struct around a type.
    Newtype(RustType),
    /// Another name for a type.
    Alias(RustType),
    /// What an operation answers, by status.
    Answers(StatusEnum),
}

/// A struct.
#[derive(Debug, Clone)]
pub struct Struct {
    /// Its fields.
    pub fields: Vec<Field>,
    /// The field of the members that have no field.
    pub rest: Option<Rest>,
    /// Whether users make it; otherwise only with the feature `testing`.
    pub sent: bool,
    /// Whether it has a `Default`.
    pub default: bool,
}

/// A tuple struct.
#[derive(Debug, Clone)]
pub struct Tuple {
    /// Its fields; those that are required come first.
    pub items: Vec<TupleItem>,
    /// What further items are.
    pub rest: RustType,
    /// What values are allowed there, in words.
    pub rest_allowed: Vec<String>,
    /// Whether users make it; otherwise only with the feature `testing`.
    pub sent: bool,
}

/// A field of a tuple struct.
#[derive(Debug, Clone)]
pub struct TupleItem {
    /// What it holds, `Option` apart.
    pub ty: RustType,
    /// Whether it is always there.
    pub required: bool,
    /// What the document says of it.
    pub docs: Docs,
}

/// The field of the members that have no field.
#[derive(Debug, Clone)]
pub struct Rest {
    /// Its name.
    pub ident: String,
    /// What they hold; `None` if the document does not speak of them.
    pub ty: Option<RustType>,
    /// What values are allowed, in words.
    pub allowed: Vec<String>,
}

/// A field.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name in Rust, `r#` and all.
    pub ident: String,
    /// Its name in JSON.
    pub key: String,
    /// When it is there.
    pub presence: Presence,
    /// What it holds, `Option` and the like apart.
    pub ty: RustType,
    /// What the document says of it.
    pub docs: Docs,
}

/// When a field is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Always.
    Required,
    /// Not always; `null` is the same as absent.
    Optional,
    /// Not always, and `null` says something else.
    Nullable,
    /// Always, and it can be `null`.
    RequiredNullable,
}

/// A variant of an enum of values.
#[derive(Debug, Clone)]
pub struct ValueVariant<T> {
    /// Its name.
    pub name: String,
    /// What goes over the wire.
    pub value: T,
    /// What it means.
    pub description: Option<String>,
}

/// An enum of types.
#[derive(Debug, Clone)]
pub struct Union {
    /// How it tells which one it has.
    pub choice: Choice,
    /// Its variants.
    pub variants: Vec<UnionVariant>,
}

/// How a union tells which type it has.
#[derive(Debug, Clone)]
pub enum Choice {
    /// By the value of this member.
    Tag(String),
    /// By what the value looks like.
    Looks,
}

/// A variant of an enum of types.
#[derive(Debug, Clone)]
pub struct UnionVariant {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub ty: RustType,
    /// The values of the tag that mean it.
    pub tags: Vec<String>,
    /// What it looks like.
    pub looks: Looks,
    /// What values are allowed, in words.
    pub allowed: Vec<String>,
    /// Whether no other variant holds the same type, so that `From` is clear.
    pub from: bool,
    /// What the document says of it.
    pub description: Option<String>,
}

/// What a JSON value of a variant looks like.
#[derive(Debug, Clone, PartialEq)]
pub enum Looks {
    /// An object with these members.
    Object(ObjectLooks),
    /// A list.
    Array,
    /// A string.
    String,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// Anything.
    Any,
}

/// The members of an object, as far as they tell it from others.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ObjectLooks {
    /// Those that are always there.
    pub required: Vec<String>,
    /// All that are known.
    pub known: Vec<String>,
    /// Those that always have the same value.
    pub constant: Vec<(String, Scalar)>,
    /// Those that have one of some values.
    pub values: Vec<(String, Vec<Scalar>)>,
    /// Those whose values look like something.
    pub types: Vec<(String, Looks)>,
    /// Those that are lists of what looks like something.
    pub items: Vec<(String, Looks)>,
}

/// A type as Rust has it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RustType {
    /// `()`
    Unit,
    /// `String`
    String,
    /// `i32` and so on, `f64`, `bool`.
    Primitive(&'static str),
    /// `jiff::Timestamp`
    Timestamp,
    /// `jiff::civil::Date`
    Date,
    /// `uuid::Uuid`
    Uuid,
    /// `Ipv4Addr` or `Ipv6Addr`.
    Address(&'static str),
    /// The type of this name in the runtime's `text`, which takes any text.
    Kept(&'static str),
    /// The runtime's `text::DecimalNumber`.
    DecimalNumber,
    /// The runtime's `Secret`.
    Secret,
    /// `serde_json::Value`
    Json,
    /// The runtime's `Bytes`.
    Bytes,
    /// The runtime's `ByteStream`.
    ByteStream,
    /// The runtime's `EventStream`
    Events(Box<RustType>),
    /// The runtime's `ItemStream`
    Items(Box<RustType>),
    /// The runtime's `Upload`, or what becomes one.
    Upload,
    /// The runtime's `Multipart`.
    Multipart,
    /// The runtime's `Untyped`.
    Untyped,
    /// A type of the crate's own.
    Named(String),
    /// `Vec<T>`
    Vec(Box<RustType>),
    /// `BTreeMap<String, T>`
    Map(Box<RustType>),
    /// `Option<T>`
    Option(Box<RustType>),
    /// `Box<T>`
    Boxed(Box<RustType>),
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
