//! From the errors of `progenitor-client`, for code that moves here from
//! Progenitor.

use bytes::Bytes;
use http::HeaderMap;

use super::{ApiError, ApiParts, DecodeError, Error, RequestError, TransportErrorKind, excerpt};
use crate::transport::from_reqwest;

impl<E> From<progenitor_client::Error<E>> for Error<E> {
    fn from(error: progenitor_client::Error<E>) -> Self {
        use progenitor_client::Error as Theirs;
        match error {
            Theirs::InvalidRequest(reason) | Theirs::Custom(reason) => {
                RequestError::new(excerpt(&reason)).into()
            }
            Theirs::CommunicationError(error) | Theirs::InvalidUpgrade(error) => {
                from_reqwest(error, TransportErrorKind::Broken).into()
            }
            Theirs::ResponseBodyError(error) => {
                from_reqwest(error, TransportErrorKind::BrokenBody).into()
            }
            Theirs::ErrorResponse(response) => {
                let parts = parts(response.status(), response.headers().clone(), true);
                ApiError::new(parts, Some(Ok(response.into_inner()))).into()
            }
            Theirs::InvalidResponsePayload(raw, error) => {
                DecodeError::json(&error, &raw).with_raw(raw).into()
            }
            // Its body cannot be read without waiting for it.
            Theirs::UnexpectedResponse(response) => {
                let parts = parts(response.status(), response.headers().clone(), false);
                ApiError::new(parts, None).into()
            }
        }
    }
}

fn parts(status: http::StatusCode, headers: HeaderMap, documented: bool) -> ApiParts {
    ApiParts {
        status,
        headers,
        raw: Bytes::new(),
        truncated: false,
        documented,
        call: None,
    }
}
