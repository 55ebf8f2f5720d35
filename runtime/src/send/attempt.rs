//! One attempt: sign in, send, follow redirects, receive.

use std::pin::pin;
use std::time::Duration;

use http::header::{
    ACCEPT_ENCODING, AUTHORIZATION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, COOKIE,
    HeaderValue,
};
use http::{HeaderMap, Method, Response, StatusCode};
use tokio::time::Instant;
use url::Url;

use super::deadline::Deadline;
use super::receive::{Payload, Received, Unexpected, is_asked_for, read_body, read_error_body};
use super::redirect::{Redirect, redirect};
use super::{Failure, Receive};
use crate::auth::{Applied, Chosen, Used, choose};
use crate::client::Shared;
use crate::decode::Head;
use crate::error::{AuthError, AuthErrorKind, RequestError, TransportError, TransportErrorKind};
use crate::observe::{self, Outgoing};
use crate::operation::Meaning;
use crate::request::{Assembled, Request, encode, strip_query};
use crate::stream::ByteStream;
use crate::transport::{BoxFuture, TransportBody, TransportRequest, is_confidential};

/// What all attempts of a call have in common.
///
/// What is alive while an attempt waits is kept small: with many calls at a time
/// it is what the memory of a program is made of, and it has to come into the
/// processor's caches each time something arrives.
pub(super) struct Attempt<'r> {
    request: &'r Request,
    shared: &'r Shared,
    receive: Receive,
    timeout: Option<Duration>,
    /// Whether the answer may come compressed. Not what comes piece by piece: who
    /// compresses keeps pieces back.
    takes_gzip: bool,
}

/// The last of an attempt's redirects.
struct Answer {
    response: Response<ByteStream>,
    method: Method,
    /// Whether it is of the API, and had credentials to look at.
    had_credentials: bool,
}

impl<'r> Attempt<'r> {
    pub(super) fn prepare(request: &'r Request, receive: Receive) -> Self {
        let shared = request.client().shared();
        let timeout = request
            .options()
            .attempt_timeout
            .or(shared.timeouts.attempt);
        let takes_gzip = cfg!(feature = "gzip")
            && receive != Receive::Stream
            && !request.goes_elsewhere()
            && !request.sets_header(&ACCEPT_ENCODING);
        Self {
            request,
            shared,
            receive,
            timeout,
            takes_gzip,
        }
    }

    /// Makes one attempt, and says which tokens it carried.
    /// `number` counts from 1.
    pub(super) async fn run(
        &self,
        number: u32,
        call_ends: &Deadline,
    ) -> (Result<Received, Failure>, Used) {
        let assembled = match self.assemble() {
            Ok(assembled) => assembled,
            Err(error) => return (Err(error.into()), Used::default()),
        };
        let chosen = match self.credentials(&assembled) {
            Ok(chosen) => chosen,
            Err(error) => return (Err(error.into()), Used::default()),
        };
        // In blocks, so that the next may lie where the last one was.
        let signed_in = {
            let signing_in = pin!(chosen.fetch(&self.shared.transport));
            call_ends.bound(signing_in).await
        };
        drop(chosen);
        let (applied, used) = match signed_in {
            Ok(Ok(signed_in)) => signed_in,
            Ok(Err(error)) => return (Err(error.into()), Used::default()),
            Err(error) => return (Err(error.into()), Used::default()),
        };
        let ends = call_ends.or_attempt(self.timeout);
        let result = {
            let exchange = pin!(self.exchange(assembled, applied, number));
            ends.bound(exchange).await
        };
        let result = result.map_err(Failure::Transport).and_then(|result| result);
        (result, used)
    }

    /// The request without its credentials, on the heap: it is moved often.
    fn assemble(&self) -> Result<Box<Assembled>, RequestError> {
        let mut assembled = self.request.assemble()?;
        if self.takes_gzip {
            let gzip = HeaderValue::from_static("gzip");
            assembled.open.insert(ACCEPT_ENCODING, gzip);
        }
        Ok(Box::new(assembled))
    }

    fn credentials(&self, assembled: &Assembled) -> Result<Chosen<'r>, AuthError> {
        let security = self.request.operation().security;
        let brings_own = assembled.private.contains_key(AUTHORIZATION);
        let mut chosen = match choose(&self.shared.credentials, security) {
            Ok(chosen) => chosen,
            Err(_) if brings_own => return Ok(Chosen::default()),
            Err(error) => return Err(error),
        };
        if brings_own {
            // The caller's own header stands, and a 401 for it says nothing of our token.
            chosen.without_authorization();
        }
        let carries_secret = !chosen.is_empty() || assembled.is_secret;
        if carries_secret && !self.shared.allow_insecure_http && !is_confidential(&assembled.url) {
            return Err(AuthError::new(AuthErrorKind::Insecure));
        }
        Ok(chosen)
    }

    async fn exchange(
        &self,
        assembled: Box<Assembled>,
        applied: Applied,
        number: u32,
    ) -> Result<Received, Failure> {
        let answer = self.follow(assembled, applied, number).await?;
        Ok(self.receive(answer).await?)
    }

    /// Sends, and follows redirects.
    async fn follow(
        &self,
        assembled: Box<Assembled>,
        applied: Applied,
        number: u32,
    ) -> Result<Answer, Failure> {
        let mut method = assembled.method.clone();
        let mut url = assembled.url.clone();
        let mut first = Some(assembled);
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
            let body = body.ok_or_else(|| {
                TransportError::new(TransportErrorKind::BadRedirect(
                    "the body is a stream, which cannot be sent again",
                ))
            })?;
            let assembled = match first.take() {
                Some(assembled) => assembled,
                None => self.assemble()?,
            };
            let hop = Hop {
                method: &method,
                url: &url,
                resend: number - 1 + hop,
                sends_body,
                at_home,
            };
            let begin = Instant::now();
            let sending = self.dispatch(assembled, &hop, &applied, body)?;
            let response = self.watched(&hop, sending).await?;
            let next = self.next(&response, &hop, number, begin)?;
            let Some(Redirect {
                url: to,
                method: by,
                keeps_body,
                leaves,
            }) = next
            else {
                return Ok(Answer {
                    response,
                    method,
                    had_credentials: at_home && !applied.is_empty(),
                });
            };
            let has_body = !self.request.body().is_empty();
            if leaves && keeps_body && sends_body && has_body {
                let kind =
                    TransportErrorKind::BadRedirect("it would send the body to another origin");
                return Err(TransportError::new(kind).into());
            }
            at_home &= !leaves;
            sends_body &= keeps_body;
            (url, method) = (to, by);
        }
        Err(TransportError::new(TransportErrorKind::TooManyRedirects { limit }).into())
    }

    /// Hands one request to the transport.
    fn dispatch(
        &self,
        assembled: Box<Assembled>,
        hop: &Hop<'_>,
        applied: &Applied,
        (body, length): (TransportBody, Option<u64>),
    ) -> Result<Sending, TransportError> {
        let mut outgoing = self.outgoing(*assembled, hop, applied, body);
        if let Some(length) = length {
            outgoing.headers.insert(CONTENT_LENGTH, length.into());
        }
        // What a hook sets is for the API, and a download goes anywhere.
        if hop.at_home && !self.request.goes_elsewhere() {
            self.shared.hooks.before(&mut outgoing)?;
        }
        Ok(self.shared.transport.send(outgoing))
    }

    async fn watched(
        &self,
        hop: &Hop<'_>,
        sending: Sending,
    ) -> Result<Response<ByteStream>, TransportError> {
        if !observe::IS_ON {
            return sending.await;
        }
        let call = self.request.call();
        let watched = Outgoing {
            call: Some(&call),
            method: hop.method,
            url: hop.url,
            resend: hop.resend,
        };
        observe::outgoing(watched, sending).await
    }

    /// Lets everybody look at the head of a response, and says where it leads.
    fn next(
        &self,
        response: &Response<ByteStream>,
        hop: &Hop<'_>,
        number: u32,
        begin: Instant,
    ) -> Result<Option<Redirect>, TransportError> {
        let (status, headers) = (response.status(), response.headers());
        if self.shared.hooks.look() {
            let (hooks, call) = (&self.shared.hooks, self.request.call());
            hooks.after(&call, number, status, headers, begin.elapsed());
        }
        // What another server says is of its own quotas.
        if hop.at_home && !self.request.goes_elsewhere() {
            self.shared.gate.learn(headers);
        }
        // A documented redirect with what is documented of it is a result, not an
        // instruction to the client.
        let operation = self.request.operation();
        if operation.names(status) && is_asked_for(operation.accept, headers) {
            return Ok(None);
        }
        redirect(status, headers, hop.url, hop.method)
    }

    fn outgoing(
        &self,
        assembled: Assembled,
        hop: &Hop<'_>,
        applied: &Applied,
        body: TransportBody,
    ) -> TransportRequest {
        let Assembled {
            open: mut headers,
            private,
            cookies: mut pairs,
            secret_query,
            ..
        } = assembled;
        let mut url = hop.url.clone();
        if !hop.sends_body {
            headers.remove(CONTENT_TYPE);
        }
        let mut secret_names: Vec<&str> = applied
            .query
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        if !hop.at_home {
            // The server may have echoed them into the address.
            secret_names.extend(secret_query.iter().map(String::as_str));
            secret_names.extend(self.request.client().credential_query_names());
            strip_query(&mut url, &secret_names);
            return TransportRequest::new(hop.method.clone(), url, headers, body);
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
        let own_cookies = private.get(COOKIE).cloned();
        // A header that the caller set for this request goes before a
        // credential.
        headers.extend(private);
        pairs.extend(
            applied
                .cookies
                .iter()
                .map(|(name, secret)| format!("{name}={}", secret.expose())),
        );
        let own_cookies = own_cookies.as_ref().and_then(|value| value.to_str().ok());
        pairs.extend(own_cookies.map(str::to_owned));
        if let Ok(mut value) = HeaderValue::try_from(pairs.join("; "))
            && !pairs.is_empty()
        {
            value.set_sensitive(true);
            headers.insert(COOKIE, value);
        }
        TransportRequest::new(hop.method.clone(), url, headers, body)
    }

    async fn receive(&self, answer: Answer) -> Result<Received, TransportError> {
        let Answer {
            response,
            method,
            had_credentials,
        } = answer;
        let (mut head, body) = response.into_parts();
        let meaning = self.request.operation().meaning(head.status);
        // What is read whole has the time of an attempt.
        let stall = match self.receive {
            Receive::Whole | Receive::Raw if self.timeout.is_some() => None,
            _ => self.shared.timeouts.stall,
        };
        let expected = expected_length(&method, head.status, &head.headers);
        let limits = &self.shared.limits;
        let unexpected = match (meaning, self.receive) {
            (Meaning::Success, Receive::Whole | Receive::Stream) => {
                Unexpected::of(&head.headers, self.request.expected())
            }
            (Meaning::Success, Receive::Raw)
            | (Meaning::DocumentedError | Meaning::UndocumentedError, _) => None,
        };
        let length_matters = !self.takes_gzip || !is_gzip(&head.headers);
        let body = body.guarded(expected, stall);
        let body = self.unpacked(&mut head.headers, body);
        let body = match (meaning, self.receive) {
            _ if unexpected.is_some() => read_error_body(body, limits.error_body).await,
            (Meaning::Success, Receive::Stream) => Payload::Stream(body),
            (Meaning::Success, Receive::Whole) | (_, Receive::Raw) => {
                // Not begun, if it is known to be too long.
                let limit = limits.body;
                if length_matters && expected.is_some_and(|length| length > limit as u64) {
                    return Err(TransportError::new(TransportErrorKind::TooLarge { limit }));
                }
                Payload::Whole(read_body(body, limit).await?)
            }
            (Meaning::DocumentedError | Meaning::UndocumentedError, _) => {
                read_error_body(body, limits.error_body).await
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

impl Attempt<'_> {
    /// The body as it was before it was compressed, and the headers without word of that.
    fn unpacked(&self, headers: &mut HeaderMap, body: ByteStream) -> ByteStream {
        if !self.takes_gzip || !is_gzip(headers) {
            return body;
        }
        headers.remove(CONTENT_ENCODING);
        headers.remove(CONTENT_LENGTH);
        #[cfg(feature = "gzip")]
        let body = crate::gzip::Gunzip::stream(body);
        body
    }
}

fn is_gzip(headers: &HeaderMap) -> bool {
    let encoding = headers.get(CONTENT_ENCODING);
    encoding.is_some_and(|encoding| encoding.as_bytes().eq_ignore_ascii_case(b"gzip"))
}

/// One request on the way of an attempt.
struct Hop<'a> {
    method: &'a Method,
    url: &'a Url,
    /// How often the call was sent before, redirects among them.
    resend: u32,
    sends_body: bool,
    at_home: bool,
}

type Sending = BoxFuture<'static, Result<Response<ByteStream>, TransportError>>;

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
