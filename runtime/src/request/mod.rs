//! A request in the making: what generated builders are made of.
//!
//! Entries are kept by parameter, so that setting one twice replaces it, and
//! are written in their style when the request is sent. What goes wrong on the
//! way is kept and comes out of `send`.

mod as_json;
mod body;
mod build;
mod checks;
mod multipart;
mod options;
mod path;
mod raw;
mod style;
mod typed;
mod value;

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use serde::Serialize;
use url::Url;

use crate::check::{RequestChecks, Seen};
use crate::client::Client;
use crate::decode::{self, Decoder};
use crate::error::{Call, RequestError};
use crate::events::{EventStream, Framing, ItemStream};
use crate::json::FromJson;
use crate::operation::Operation;
use crate::page::{Pages, Paging};
use crate::secret::is_secret_name;
use crate::send::{ResponseFuture, RetryPolicy};
use crate::stream::ByteStream;
use crate::upload::Upload;

pub use as_json::AsJson;
pub use multipart::Multipart;
pub use options::RequestOptions;
pub use raw::{Download, RawRequest};
pub use style::{FormEncoding, Style, StyleKind};
pub use typed::TypedRequest;

pub(crate) use body::{Body, NO_JSON, Patch};
pub(crate) use build::{Assembled, strip_query};
use multipart::Parts;
pub(crate) use style::encode;
pub(crate) use value::Value as ParameterValue;
use value::Value;

/// A request in the making. Generated builders are newtypes over it.
///
/// `Debug` shows the operation and the names of the parameters, no values.
#[derive(Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct Request(Box<Inner>);

#[derive(Clone)]
struct Inner {
    client: Client,
    operation: Operation,
    target: Target,
    entries: Vec<Entry>,
    body: Body,
    /// What is held against the parameters and the body when it is sent.
    checks: Option<&'static RequestChecks>,
    options: Options,
    /// The media types that an answer may have; none: any.
    expected: &'static [&'static str],
    /// The first thing that went wrong, told by `send`.
    error: Option<RequestError>,
}

/// Where a request goes.
#[derive(Clone)]
pub(crate) enum Target {
    /// To the operation's path template under its server.
    Operation,
    /// To a path under the base URL, as it is.
    Path(String),
    /// To a link that the API gave, on the API's own origin, with the query it
    /// has.
    Link(Url),
    /// To any address, with nothing of the client's.
    Elsewhere(Url),
}

/// What a caller sets for one request.
#[derive(Clone, Default)]
pub(crate) struct Options {
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
}

/// Where a parameter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

#[derive(Clone)]
struct Entry {
    location: Location,
    name: Cow<'static, str>,
    value: Content,
    style: Style,
    secret: bool,
}

#[derive(Clone)]
enum Content {
    Value(Value),
    /// A path parameter that may span segments, at most so many.
    Segments(Value, usize),
}

impl Request {
    pub(crate) fn new(client: Client, operation: Operation, target: Target) -> Self {
        Self(Box::new(Inner {
            client,
            operation,
            target,
            entries: Vec::new(),
            body: Body::Empty,
            checks: None,
            options: Options::default(),
            expected: &[],
            error: None,
        }))
    }

    /// The client that sends it.
    pub fn client(&self) -> &Client {
        &self.0.client
    }

    /// Has the parameters and the body checked when the request is sent: every time, and
    /// before anything goes out.
    pub fn checked(mut self, checks: &'static RequestChecks) -> Self {
        self.0.checks = Some(checks);
        self
    }

    /// A path parameter. `.`, `..` and an empty value are refused; everything
    /// else is encoded, so that the route stays what it is.
    pub fn path<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Self {
        self.path_styled(name, value, Style::SIMPLE)
    }

    /// A path parameter in a style of its own.
    pub fn path_styled<T>(mut self, name: &'static str, value: &T, style: Style) -> Self
    where
        T: Serialize + ?Sized,
    {
        self.set(Location::Path, name.into(), value::to_value(value), style);
        self
    }

    /// A path parameter that may span up to `max` segments:
    /// `applications/application_list`. Each is checked and encoded by itself.
    pub fn path_segments<T>(mut self, name: &'static str, value: &T, max: usize) -> Self
    where
        T: Serialize + ?Sized,
    {
        self.set(
            Location::Path,
            name.into(),
            value::to_value(value),
            Style::SIMPLE,
        );
        if let Some(entry) = self
            .0
            .entries
            .iter_mut()
            .rfind(|entry| entry.is(Location::Path, name))
            && let Content::Value(value) = &entry.value
        {
            entry.value = Content::Segments(value.clone(), max);
        }
        self
    }

    /// A query parameter: arrays as repeated parameters (`form`, exploded).
    pub fn query<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Self {
        self.query_styled(name, value, Style::FORM)
    }

    /// A query parameter in a style of its own.
    pub fn query_styled<T>(mut self, name: &'static str, value: &T, style: Style) -> Self
    where
        T: Serialize + ?Sized,
    {
        self.set(Location::Query, name.into(), value::to_value(value), style);
        self
    }

    /// A header parameter.
    pub fn header<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Self {
        self.header_styled(name, value, Style::SIMPLE)
    }

    /// A header parameter in a style of its own.
    pub fn header_styled<T>(mut self, name: &'static str, value: &T, style: Style) -> Self
    where
        T: Serialize + ?Sized,
    {
        self.set(Location::Header, name.into(), value::to_value(value), style);
        self
    }

    /// A cookie parameter.
    pub fn cookie<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Self {
        self.cookie_styled(name, value, Style::FORM)
    }

    /// A cookie parameter in a style of its own.
    pub fn cookie_styled<T>(mut self, name: &'static str, value: &T, style: Style) -> Self
    where
        T: Serialize + ?Sized,
    {
        self.set(Location::Cookie, name.into(), value::to_value(value), style);
        self
    }

    /// Marks the parameters of this name as secret: they follow no redirect to
    /// another origin and do not go over plain HTTP.
    pub fn secret(mut self, name: &str) -> Self {
        for entry in self.0.entries.iter_mut().filter(|entry| entry.name == name) {
            entry.secret = true;
        }
        self
    }

    /// Marks the header of this name as a key by which the server tells that a request has come
    /// before: a call that has it is tried again like one that is safe to repeat.
    pub fn repeatable_by(mut self, name: &str) -> Self {
        let is_key = |entry: &Entry| entry.is(Location::Header, name) && entry.value.is_text();
        if self.0.entries.iter().any(is_key) {
            self.0.operation.repeatable = true;
        }
        self
    }

    /// A JSON body. It is written at once, so that the value need not live on.
    pub fn json<T: Serialize + ?Sized>(self, body: &T) -> Self {
        self.json_as("application/json", body)
    }

    /// A JSON body of a content type of its own, such as
    /// `application/merge-patch+json`.
    pub fn json_as<T>(mut self, content_type: &'static str, body: &T) -> Self
    where
        T: Serialize + ?Sized,
    {
        let body = serde_json::to_vec(body)
            .map(|bytes| Body::Json(content_type, bytes.into()))
            .map_err(|error| RequestError::serialize("body", &error));
        self.set_body(body);
        self
    }

    /// A body of XML, written as a table says.
    #[cfg(feature = "xml")]
    pub fn xml<T>(mut self, content_type: &'static str, body: &T, root: &crate::xml::Root) -> Self
    where
        T: Serialize + ?Sized,
    {
        let written = value::to_value(body)
            .map_err(|reason| RequestError::serialize("body", &reason))
            .and_then(|value| {
                self.check_form(&value)?;
                crate::xml::write(root, &value)
                    .map_err(|reason| RequestError::parameter("body", reason.0))
            });
        self.set_body(written.map(|bytes| Body::Bytes(content_type.into(), bytes.into())));
        self
    }

    /// A body of text.
    pub fn text(mut self, content_type: &'static str, body: impl Into<String>) -> Self {
        self.0.body = Body::Text(content_type, Bytes::from(body.into()));
        self
    }

    /// A body of bytes.
    pub fn bytes(mut self, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        self.0.body = Body::Bytes(content_type.into(), body.into());
        self
    }

    /// A body that is uploaded, under one of these media types: the upload's own, else the first
    /// that is no range (`image/*`). A stream can be sent once: such a request is not retried once
    /// it was begun.
    pub fn upload(
        mut self,
        content_types: &'static [&'static str],
        body: impl Into<Upload>,
    ) -> Self {
        self.0.body = Body::Upload(content_types, body.into());
        self
    }

    /// A body of parts, which the methods below add. They are sent in this order, whatever order
    /// they are set in. Unless it is `required`, a body without parts is none.
    pub fn multipart(
        mut self,
        media_type: &'static str,
        order: &'static [&'static str],
        required: bool,
    ) -> Self {
        self.0.body = Body::Parts(Box::new(Parts::new(media_type, order, required)));
        self
    }

    /// All parts of a body at once.
    pub fn parts(mut self, media_type: &'static str, parts: Multipart) -> Self {
        self.0.body = Body::Parts(Box::new(Parts::all(media_type, parts)));
        self
    }

    /// A part of text; of a list, each item in a part of its own. An empty `content_type` is none.
    pub fn part_text<T>(self, name: &'static str, content_type: &'static str, value: &T) -> Self
    where
        T: Serialize + ?Sized,
    {
        let written = value::to_value(value)
            .map_err(|error| RequestError::serialize(name, &error))
            .and_then(|value| {
                self.check_part(name, Seen::Parameter(&value))?;
                multipart::texts(&value, content_type)
                    .map_err(|error| RequestError::parameter(name, error.to_string()))
            });
        self.set_parts(name, written, false)
    }

    /// A part of JSON; of a list, each item in a part of its own.
    pub fn part_json<T>(self, name: &'static str, content_type: &'static str, value: &T) -> Self
    where
        T: Serialize + ?Sized,
    {
        let written = serde_json::to_vec(value)
            .map_err(|error| RequestError::serialize(name, &error))
            .and_then(|json| {
                self.check_part_json(name, &json)?;
                multipart::texts_of_json(json, content_type)
                    .map_err(|error| RequestError::serialize(name, &error))
            });
        self.set_parts(name, written, false)
    }

    /// A part that is a file. An empty `content_type` is that of bytes.
    pub fn part_file(
        self,
        name: &'static str,
        content_type: &'static str,
        file: impl Into<Upload>,
    ) -> Self {
        let file = multipart::as_file(file.into(), content_type);
        self.set_parts(name, Ok(vec![file]), true)
    }

    /// Parts that are files, all of one name.
    pub fn part_files(
        self,
        name: &'static str,
        content_type: &'static str,
        files: impl IntoIterator<Item = Upload>,
    ) -> Self {
        let files = files.into_iter();
        let files = files.map(|file| multipart::as_file(file, content_type));
        let files = files.collect();
        self.set_parts(name, Ok(files), true)
    }

    fn set_parts(
        mut self,
        name: &'static str,
        parts: Result<Vec<Upload>, RequestError>,
        are_files: bool,
    ) -> Self {
        match (parts, &mut self.0.body) {
            (Ok(parts), Body::Parts(body)) => body.set(name, parts, are_files),
            (Ok(_), _) => self.fail(RequestError::parameter(
                name,
                "is a part, and the request has another body",
            )),
            (Err(error), _) => self.fail(error),
        }
        self
    }

    /// A form (`application/x-www-form-urlencoded`) from a struct or a map.
    pub fn form<T: Serialize + ?Sized>(self, body: &T) -> Self {
        self.form_encoded(body, &[])
    }

    /// A form whose members are not all written in the usual way.
    pub fn form_encoded<T>(mut self, body: &T, encoding: FormEncoding) -> Self
    where
        T: Serialize + ?Sized,
    {
        let json = |name: &str| Some(serde_json::to_value(body).ok()?.get(name)?.to_string());
        let written = value::to_value(body)
            .and_then(|value| Ok((style::form_body(&value, encoding, json)?, value)))
            .map_err(|reason| RequestError::serialize("body", &reason));
        // The text of a form does not tell any more where it has which value.
        let body = written.and_then(|(text, value)| {
            self.check_form(&value)?;
            Ok(Body::Bytes(
                "application/x-www-form-urlencoded".into(),
                text.into(),
            ))
        });
        self.set_body(body);
        self
    }

    /// Sends it. The answer is JSON, of success and of documented errors.
    pub fn send_json<T: FromJson, E: FromJson>(self) -> ResponseFuture<T, E> {
        self.send(decode::json, decode::json)
    }

    /// Sends it, with the decoders for success and for documented errors.
    pub fn send<T, E>(self, success: Decoder<T>, error: Decoder<E>) -> ResponseFuture<T, E> {
        ResponseFuture::new(self, success, error)
    }

    /// Sends it and hands out the body as it comes.
    pub fn send_stream<E>(self, error: Decoder<E>) -> ResponseFuture<ByteStream, E> {
        ResponseFuture::stream(self, error)
    }

    /// Sends it and hands out the events of `text/event-stream`, each with its data decoded.
    pub fn send_events<T: 'static, E>(
        self,
        data: Decoder<T>,
        error: Decoder<E>,
    ) -> ResponseFuture<EventStream<T>, E> {
        ResponseFuture::events(self, data, error)
    }

    /// Sends it and hands out the items of lines of JSON.
    pub fn send_lines<T: 'static, E>(
        self,
        item: Decoder<T>,
        error: Decoder<E>,
    ) -> ResponseFuture<ItemStream<T>, E> {
        ResponseFuture::items(self, Framing::Lines, item, error)
    }

    /// Sends it and hands out the items of a sequence of JSON texts (RFC 7464).
    pub fn send_records<T: 'static, E>(
        self,
        item: Decoder<T>,
        error: Decoder<E>,
    ) -> ResponseFuture<ItemStream<T>, E> {
        ResponseFuture::items(self, Framing::Records, item, error)
    }

    /// Asks for these media types, in the place of the operation's own `Accept`.
    pub fn accepting(mut self, accept: &'static str) -> Self {
        self.0.operation.accept = accept;
        self
    }

    /// Has an answer of success refused that says to be of none of these media types, which may be
    /// ranges (`image/*`). JSON needs no such check: what is not JSON cannot be read.
    pub fn expecting(mut self, media_types: &'static [&'static str]) -> Self {
        self.0.expected = media_types;
        self
    }

    /// The pages of a list, one request a page.
    pub fn pages<P, I, E>(
        self,
        paging: &'static Paging<P, I>,
        success: Decoder<P>,
        error: Decoder<E>,
    ) -> Pages<P, I, E> {
        Pages::new(self, paging, success, error)
    }

    fn set(
        &mut self,
        location: Location,
        name: Cow<'static, str>,
        value: Result<Value, value::Error>,
        style: Style,
    ) {
        let value = match value {
            Ok(value) => Content::Value(value),
            Err(error) => return self.fail(RequestError::serialize(&name, &error)),
        };
        let secret = is_secret_name(&name);
        // The server will see that it is the same request (see `with_idempotency_key`).
        if location == Location::Header && is_idempotency_key(&name) && value.is_text() {
            self.0.operation.repeatable = true;
        }
        let entry = Entry {
            location,
            name,
            value,
            style,
            secret,
        };
        match self
            .0
            .entries
            .iter_mut()
            .find(|other| other.is(location, &entry.name))
        {
            Some(other) => *other = entry,
            None => self.0.entries.push(entry),
        }
    }

    fn set_body(&mut self, body: Result<Body, RequestError>) {
        match body {
            Ok(body) => self.0.body = body,
            Err(error) => self.fail(error),
        }
    }

    pub(crate) fn fail(&mut self, error: RequestError) {
        self.0.error.get_or_insert(error);
    }

    /// The same request to another address.
    pub(crate) fn at(mut self, target: Target) -> Self {
        self.0.target = target;
        self
    }

    /// A query parameter whose text is known.
    pub(crate) fn set_query_text(&mut self, name: &'static str, text: String) {
        self.set(
            Location::Query,
            name.into(),
            Ok(Value::Scalar(text)),
            Style::FORM,
        );
    }

    /// The text of a query parameter that was set to one value.
    pub(crate) fn query_text(&self, name: &str) -> Option<&str> {
        let entry = self
            .0
            .entries
            .iter()
            .find(|entry| entry.is(Location::Query, name))?;
        match &entry.value {
            Content::Value(Value::Scalar(text)) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn body(&self) -> &Body {
        &self.0.body
    }

    pub(crate) fn body_mut(&mut self) -> &mut Body {
        &mut self.0.body
    }

    pub(crate) fn expected(&self) -> &'static [&'static str] {
        self.0.expected
    }

    pub(crate) fn operation(&self) -> &Operation {
        &self.0.operation
    }

    pub(crate) fn target(&self) -> &Target {
        &self.0.target
    }

    /// Whether it goes to an address that is not the API's.
    pub(crate) fn goes_elsewhere(&self) -> bool {
        matches!(self.0.target, Target::Elsewhere(_))
    }

    /// Gives a call that is not safe to repeat a key, unless it has one.
    pub(crate) fn add_idempotency_key(&mut self, make: impl FnOnce() -> String) {
        let is_key = |entry: &Entry| {
            entry.location == Location::Header
                && is_idempotency_key(&entry.name)
                && entry.value.is_text()
        };
        if self.0.operation.repeatable || self.goes_elsewhere() || self.0.entries.iter().any(is_key)
        {
            return;
        }
        self.set(
            Location::Header,
            IDEMPOTENCY_KEY.into(),
            Ok(Value::Scalar(make())),
            Style::SIMPLE,
        );
    }

    pub(crate) fn options(&self) -> &Options {
        &self.0.options
    }

    /// What errors say about it. A query is never part of that.
    /// Whether the caller or the client has said what this header is to be.
    pub(crate) fn sets_header(&self, name: &http::HeaderName) -> bool {
        let is_it = |entry: &Entry| {
            entry.location == Location::Header && entry.name.eq_ignore_ascii_case(name.as_str())
        };
        self.0.entries.iter().any(is_it) || self.client().headers().contains_key(name)
    }

    pub(crate) fn call(&self) -> Call {
        let operation = &self.0.operation;
        let path = match &self.0.target {
            Target::Operation | Target::Link(_) => operation.path.into(),
            Target::Path(path) => path
                .split(['?', '#'])
                .next()
                .unwrap_or_default()
                .to_owned()
                .into(),
            // The path of a signed address may be as secret as its query.
            Target::Elsewhere(url) => format!("{}/…", url.origin().ascii_serialization()).into(),
        };
        Call {
            operation: operation.id,
            method: operation.method,
            path,
            attempts: 0,
        }
    }
}

/// The header of draft-ietf-httpapi-idempotency-key-header.
pub(crate) const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

/// The names under which APIs take such a key.
fn is_idempotency_key(header: &str) -> bool {
    [IDEMPOTENCY_KEY, "X-Idempotency-Key"]
        .iter()
        .any(|name| name.eq_ignore_ascii_case(header))
}

impl Content {
    /// Whether it is a text that says something.
    fn is_text(&self) -> bool {
        matches!(self, Self::Value(Value::Scalar(text)) if !text.is_empty())
    }
}

impl Entry {
    fn is(&self, location: Location, name: &str) -> bool {
        // Header names have no case (RFC 9110 § 5.1).
        self.location == location
            && match location {
                Location::Header => self.name.eq_ignore_ascii_case(name),
                _ => self.name == name,
            }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.0.entries.iter().map(|entry| &entry.name).collect();
        f.debug_struct("Request")
            .field("call", &format_args!("{}", self.call()))
            .field("parameters", &names)
            .field("body", &self.0.body)
            .finish_non_exhaustive()
    }
}
