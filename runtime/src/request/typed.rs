//! A request that takes nothing more, with what its answer is.

use std::fmt;
use std::future::IntoFuture;

use super::{Request, RequestOptions};
use crate::ResponseValue;
use crate::decode::{self, Decoder};
use crate::error::Error;
use crate::json::FromJson;
use crate::send::ResponseFuture;

/// The request of an operation that has no optional parameters, with the types of its answers:
/// `T` of success, `E` of documented errors.
///
/// Generated crates have an alias for each such operation, which is what programs should call it
/// by: once the operation has an optional parameter, that name is a type of its own, with all that
/// this one has.
#[must_use = "a request does nothing until it is sent or awaited"]
pub struct TypedRequest<T, E> {
    request: Request,
    success: Decoder<T>,
    error: Decoder<E>,
}

impl<T, E> TypedRequest<T, E> {
    /// Sends the request.
    pub fn send(self) -> ResponseFuture<T, E> {
        self.request.send(self.success, self.error)
    }
}

impl<T, E> IntoFuture for TypedRequest<T, E> {
    type Output = Result<ResponseValue<T>, Error<E>>;
    type IntoFuture = ResponseFuture<T, E>;

    fn into_future(self) -> ResponseFuture<T, E> {
        self.send()
    }
}

impl<T, E> RequestOptions for TypedRequest<T, E> {
    fn request_mut(&mut self) -> &mut Request {
        &mut self.request
    }
}

impl<T, E> Clone for TypedRequest<T, E> {
    fn clone(&self) -> Self {
        Self {
            request: self.request.clone(),
            success: self.success,
            error: self.error,
        }
    }
}

impl<T, E> fmt::Debug for TypedRequest<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TypedRequest").field(&self.request).finish()
    }
}

impl Request {
    /// Says how the answers are decoded, of success and of documented errors.
    pub fn typed<T, E>(self, success: Decoder<T>, error: Decoder<E>) -> TypedRequest<T, E> {
        TypedRequest {
            request: self,
            success,
            error,
        }
    }

    /// Says that the answers are JSON, of success and of documented errors.
    pub fn typed_json<T: FromJson, E: FromJson>(self) -> TypedRequest<T, E> {
        self.typed(decode::json, decode::json)
    }
}
