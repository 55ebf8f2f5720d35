//! One attempt: sign in, send, follow redirects, receive.

use std::pin::pin;
use std::time::Duration;

use http::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HeaderValue};
use http::{HeaderMap, Method, Response, StatusCode};
use tokio::time::Instant;
use url::Url;

use super::deadline::Deadline;
use super::receive::{Payload, Received, Unexpected, read_body, read_error_body};
use super::redirect::{Redirect, redirect};
use super::{Failure, Receive};
use crate::auth::{Applied, Used, choose};
use crate::client::Shared;
use crate::decode::Head;
use crate::error::{AuthError, AuthErrorKind, RequestError, TransportError, TransportErrorKind};
use crate::observe::{self, Outgoing};
use crate::operation::Meaning;
use crate::request::{Assembled, Request, encode, strip_query};
use crate::stream::ByteStream;
use crate::transport::{TransportBody, TransportRequest, is_confidential};

/// What all attempts of a call have in common.
pub(super) struct Attempt<'r> {
    request: &'r Request,
    shared: &'r Shared,
    assembled: Assembled,
    receive: Receive,
    timeout: Option<Duration>,
}

impl<'r> Attempt<'r> {
    pub(super) fn prepare(request: &'r Request, receive: Receive) -> Result<Self, RequestError> {
        let shared = request.client().shared();
        let timeout = request
            .options()
            .attempt_timeout
            .or(shared.timeouts.attempt);
        let assembled = request.assemble()?;
        Ok(Self {
            request,
            shared,
            assembled,
            receive,
            timeout,
        })
    }

    /// Makes one attempt, and says which tokens it carried.
    /// `number` counts from 1.
    pub(super) async fn run(
        &self,
        number: u32,
        call_ends: &Deadline,
    ) -> (Result<Received, Failure>, Used) {
        let signing_in = pin!(self.sign_in());
        let (applied, used) = match call_ends.bound(signing_in).await {
            Ok(Ok(signed_in)) => signed_in,
            Ok(Err(error)) => return (Err(error.into()), Used::default()),
            Err(error) => return (Err(error.into()), Used::default()),
        };
        let ends = call_ends.or_attempt(self.timeout);
        let exchange = pin!(self.exchange(&applied, number));
        let result = ends.bound(exchange).await.and_then(|result| result);
        (result.map_err(Failure::Transport), used)
    }

    async fn sign_in(&self) -> Result<(Applied, Used), AuthError> {
        let security = self.request.operation().security;
        let brings_own = self.assembled.private.contains_key(AUTHORIZATION);
        let mut chosen = match choose(&self.shared.credentials, security) {
            Ok(chosen) => chosen,
            Err(_) if brings_own => return Ok(Default::default()),
            Err(error) => return Err(error),
        };
        if brings_own {
            // The caller's own header stands, and a 401 for it says nothing of our token.
            chosen.without_authorization();
        }
        let carries_secret = !chosen.is_empty() || self.assembled.is_secret;
        if carries_secret
            && !self.shared.allow_insecure_http
            && !is_confidential(&self.assembled.url)
        {
            return Err(AuthError::new(AuthErrorKind::Insecure));
        }
        chosen.fetch(&self.shared.transport).await
    }

    async fn exchange(&self, applied: &Applied, number: u32) -> Result<Received, TransportError> {
        let mut method = self.assembled.method.clone();
        let mut url = self.assembled.url.clone();
        let mut sends_body = true;
        // Once a redirect has left the API's origin, it is never home again:
        // where it leads from there is not the API's word.
        let mut at_home = true;
        let limit = self.shared.limits.redirects;
        for hop in 0..=limit {
            let body = if sends_body {
                self.request.body().open().await?
            } else {
                Some((TransportBody::Empty, None))
            };
            let (body, length) = body.ok_or_else(|| {
                TransportError::new(TransportErrorKind::BadRedirect(
                    "the body is a stream, which cannot be sent again",
                ))
            })?;
            let mut outgoing = self.outgoing(&method, &url, sends_body, at_home, applied, body);
            if let Some(length) = length {
                outgoing.headers.insert(CONTENT_LENGTH, length.into());
            }
            // What a hook sets is for the API, and a download goes anywhere.
            if at_home && !self.request.goes_elsewhere() {
                self.shared.hooks.before(&mut outgoing)?;
            }
            let begin = Instant::now();
            let sending = self.shared.transport.send(outgoing);
            let call = self.request.call();
            let watched = Outgoing {
                call: Some(&call),
                method: &method,
                url: &url,
                resend: number - 1 + hop,
            };
            let response = observe::outgoing(watched, sending).await?;
            let status = response.status();
            let (hooks, headers) = (&self.shared.hooks, response.headers());
            hooks.after(&call, number, status, headers, begin.elapsed());
            // What another server says is of its own quotas.
            if at_home && !self.request.goes_elsewhere() {
                self.shared.gate.learn(headers);
            }
            let next = if self.request.operation().names(status) {
                None
            } else {
                redirect(status, response.headers(), &url, &method)?
            };
            let Some(Redirect {
                url: to,
                method: by,
                keeps_body,
                leaves,
            }) = next
            else {
                let had_credentials = at_home && !applied.is_empty();
                return self.receive(response, &method, had_credentials).await;
            };
            let has_body = !self.request.body().is_empty();
            if leaves && keeps_body && sends_body && has_body {
                return Err(TransportError::new(TransportErrorKind::BadRedirect(
                    "it would send the body to another origin",
                )));
            }
            at_home &= !leaves;
            sends_body &= keeps_body;
            (url, method) = (to, by);
        }
        Err(TransportError::new(TransportErrorKind::TooManyRedirects {
            limit,
        }))
    }

    fn outgoing(
        &self,
        method: &Method,
        url: &Url,
        sends_body: bool,
        at_home: bool,
        applied: &Applied,
        body: TransportBody,
    ) -> TransportRequest {
        let Assembled {
            open,
            private,
            cookies,
            secret_query,
            ..
        } = &self.assembled;
        let mut url = url.clone();
        let mut headers = open.clone();
        if !sends_body {
            headers.remove(CONTENT_TYPE);
        }
        let mut secret_names: Vec<&str> = applied
            .query
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        if !at_home {
            // The server may have echoed them into the address.
            secret_names.extend(secret_query.iter().map(String::as_str));
            secret_names.extend(self.request.client().credential_query_names());
            strip_query(&mut url, &secret_names);
            return TransportRequest::new(method.clone(), url, headers, body);
        }
        strip_query(&mut url, &secret_names);
        for (name, secret) in &applied.query {
            let pair = format!("{}={}", encode(name), encode(secret.expose()));
            let query = match url.query() {
                Some(query) if !query.is_empty() => format!("{query}&{pair}"),
                _ => pair,
            };
            url.set_query(Some(&query));
        }
        for (name, value) in &applied.headers {
            headers.insert(name, value.clone());
        }
        // A header that the caller set for this request goes before a
        // credential.
        for (name, value) in private {
            headers.insert(name, value.clone());
        }
        let mut pairs = cookies.clone();
        pairs.extend(
            applied
                .cookies
                .iter()
                .map(|(name, secret)| format!("{name}={}", secret.expose())),
        );
        if let Some(own) = private.get(COOKIE).and_then(|value| value.to_str().ok()) {
            pairs.push(own.to_owned());
        }
        if let Ok(mut value) = HeaderValue::try_from(pairs.join("; "))
            && !pairs.is_empty()
        {
            value.set_sensitive(true);
            headers.insert(COOKIE, value);
        }
        TransportRequest::new(method.clone(), url, headers, body)
    }

    async fn receive(
        &self,
        response: Response<ByteStream>,
        method: &Method,
        had_credentials: bool,
    ) -> Result<Received, TransportError> {
        let (head, body) = response.into_parts();
        let meaning = self.request.operation().meaning(head.status);
        // What is read whole has the time of an attempt.
        let stall = match self.receive {
            Receive::Whole | Receive::Raw if self.timeout.is_some() => None,
            _ => self.shared.timeouts.stall,
        };
        let expected = expected_length(method, head.status, &head.headers);
        let limits = &self.shared.limits;
        let unexpected = match (meaning, self.receive) {
            (Meaning::Success, Receive::Whole | Receive::Stream) => {
                Unexpected::of(&head.headers, self.request.expected())
            }
            (Meaning::Success, Receive::Raw)
            | (Meaning::DocumentedError | Meaning::UndocumentedError, _) => None,
        };
        let body = match (meaning, self.receive) {
            _ if unexpected.is_some() => {
                read_error_body(body.guarded(expected, stall), limits.error_body).await
            }
            (Meaning::Success, Receive::Stream) => Payload::Stream(body.guarded(expected, stall)),
            (Meaning::Success, Receive::Whole) | (_, Receive::Raw) => {
                // Not begun, if it is known to be too long.
                let limit = limits.body;
                if expected.is_some_and(|length| length > limit as u64) {
                    return Err(TransportError::new(TransportErrorKind::TooLarge { limit }));
                }
                Payload::Whole(read_body(body.guarded(expected, stall), limit).await?)
            }
            (Meaning::DocumentedError | Meaning::UndocumentedError, _) => {
                read_error_body(body.guarded(expected, stall), limits.error_body).await
            }
        };
        let refused_credentials = head.status == StatusCode::UNAUTHORIZED && had_credentials;
        Ok(Received {
            head: Head::new(head.status, head.headers),
            meaning,
            body,
            unexpected,
            call: self.request.call(),
            refused_credentials,
        })
    }
}

/// How long the body has to be. `Content-Length` is of the body on the wire,
/// so it says nothing about one that was decompressed, and nothing in an
/// answer that has no body (RFC 9110 § 8.6).
fn expected_length(method: &Method, status: StatusCode, headers: &HeaderMap) -> Option<u64> {
    let bodiless = *method == Method::HEAD
        || status == StatusCode::NO_CONTENT
        || status == StatusCode::NOT_MODIFIED;
    if bodiless {
        return None;
    }
    headers
        .get(CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .trim()
        .parse()
        .ok()
}
