//! Requests that are no operation of the API's document.

use std::future::IntoFuture;

use bytes::Bytes;
use progenitor_client::ResponseValue;
use serde::Serialize;

use super::value::{self, Value};
use super::{Location, Request, RequestOptions, Style};
use crate::decode;
use crate::error::{Error, Untyped};
use crate::send::ResponseFuture;
use crate::stream::ByteStream;

/// A request to any path of the API, with its sign-in, headers and retries.
/// What is not a 2xx comes back as [`Error::Api`].
#[derive(Debug, Clone)]
#[must_use = "a request does nothing until it is sent or awaited"]
pub struct RawRequest(pub(crate) Request);

impl RawRequest {
    /// A query parameter: anything that serializes, arrays as repeated
    /// parameters.
    pub fn query<T: Serialize + ?Sized>(mut self, name: &str, value: &T) -> Self {
        let value = value::to_value(value);
        self.0
            .set(Location::Query, name.to_owned().into(), value, Style::FORM);
        self
    }

    /// A header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let value = Value::Scalar(value.to_owned());
        self.0.set(
            Location::Header,
            name.to_owned().into(),
            Ok(value),
            Style::SIMPLE,
        );
        self
    }

    /// A JSON body.
    pub fn json<T: Serialize + ?Sized>(self, body: &T) -> Self {
        Self(self.0.json(body))
    }

    /// A body of bytes.
    pub fn body(self, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        Self(self.0.bytes(content_type, body))
    }

    /// Says that the request can be sent twice without harm, as a POST that
    /// only reads can: it is then retried like a GET.
    pub fn repeatable(mut self) -> Self {
        self.0.0.operation.repeatable = true;
        self
    }

    /// Sends it and reads the whole body.
    pub fn send(self) -> ResponseFuture<Bytes, Untyped> {
        self.0.send(decode::bytes, decode::untyped)
    }

    /// Sends it and hands out the body as it comes.
    pub fn send_stream(self) -> ResponseFuture<ByteStream, Untyped> {
        self.0.send_stream(decode::untyped)
    }
}

impl RequestOptions for RawRequest {
    fn request_mut(&mut self) -> &mut Request {
        &mut self.0
    }
}

impl IntoFuture for RawRequest {
    type Output = Result<ResponseValue<Bytes>, Error>;
    type IntoFuture = ResponseFuture<Bytes, Untyped>;

    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

/// A download from an address that the API gave, such as a signed URL. It
/// carries no credential, no default header and no setting of the client, and
/// its address shows in no error.
#[derive(Debug, Clone)]
#[must_use = "a download does nothing until it is sent or awaited"]
pub struct Download(pub(crate) Request);

impl Download {
    /// Sends the request; the body comes as a stream, which ends in an error
    /// if it breaks off, stalls, or has another length than the server said.
    pub fn send(self) -> ResponseFuture<ByteStream, Untyped> {
        self.0.send_stream(decode::untyped)
    }
}

impl RequestOptions for Download {
    fn request_mut(&mut self) -> &mut Request {
        &mut self.0
    }
}

impl IntoFuture for Download {
    type Output = Result<ResponseValue<ByteStream>, Error>;
    type IntoFuture = ResponseFuture<ByteStream, Untyped>;

    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}
