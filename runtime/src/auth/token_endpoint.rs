//! The request for a token and what comes back (RFC 6749 § 4.4.2, § 5).

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use http::{HeaderMap, StatusCode};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use tokio::time::Instant;
use url::Url;
use zeroize::Zeroizing;

use super::cache::Fetched;
use super::client_credentials::ClientAuthentication;
use super::provider::Token;
use crate::error::{AuthError, AuthErrorKind, TransportError, TransportErrorKind};
use crate::observe::{self, Outgoing};
use crate::secret::Secret;
use crate::send::{Backoff, read_body, retry_after};
use crate::transport::{BoxFuture, Transport, TransportBody, TransportRequest};

/// A token response is some kilobytes; a large JWT is some tens.
const LARGEST_RESPONSE: usize = 256 << 10;
const ATTEMPTS: u32 = 3;
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(30);
const BACKOFF: Backoff = Backoff {
    base: Duration::from_millis(200),
    longest: Duration::from_secs(5),
};

/// How long a token is used whose `expires_in` is missing.
const DEFAULT_LIFETIME: Duration = Duration::from_secs(10 * 60);
/// How long one is used at most, whatever `expires_in` says.
const LONGEST_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

/// A token endpoint and who asks it.
pub(super) struct TokenEndpoint {
    pub(super) url: Url,
    pub(super) client_id: String,
    pub(super) client_secret: Secret,
    pub(super) authentication: ClientAuthentication,
    pub(super) form: Vec<(String, Secret)>,
    pub(super) transport: Option<Arc<dyn Transport>>,
}

impl TokenEndpoint {
    /// Fetches a token, trying again when the endpoint is in trouble and never
    /// when it refuses.
    pub(super) fn fetch(
        self: Arc<Self>,
        transport: Arc<dyn Transport>,
    ) -> BoxFuture<'static, Result<Fetched, AuthError>> {
        Box::pin(async move {
            let transport = self.transport.as_ref().unwrap_or(&transport);
            let mut attempt = 1;
            loop {
                let Failed { error, retry_after } = match self.ask(transport, attempt).await {
                    Ok(fetched) => return Ok(fetched),
                    Err(failed) => failed,
                };
                if !error.is_retryable() || attempt >= ATTEMPTS {
                    return Err(error);
                }
                let wait = match retry_after {
                    // Those who wait have deadlines of their own.
                    Some(wait) if wait > BACKOFF.longest => return Err(error),
                    Some(wait) => wait,
                    None => BACKOFF.wait(attempt),
                };
                tokio::time::sleep(wait).await;
                attempt += 1;
            }
        })
    }

    async fn ask(&self, transport: &Arc<dyn Transport>, attempt: u32) -> Result<Fetched, Failed> {
        let asked_at = Instant::now();
        let request = self.request()?;
        let exchange = async {
            let watched = Outgoing {
                call: None,
                method: &http::Method::POST,
                url: &self.url,
                resend: attempt - 1,
            };
            let response = observe::outgoing(watched, transport.send(request)).await?;
            let (head, body) = response.into_parts();
            let body = read_body(body, LARGEST_RESPONSE).await?;
            Ok::<_, TransportError>((head.status, head.headers, body))
        };
        let (status, headers, body) = match tokio::time::timeout(ATTEMPT_TIMEOUT, exchange).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(error)) if matches!(error.kind(), TransportErrorKind::TooLarge { .. }) => {
                return Err(bad("the response is too large"));
            }
            Ok(Err(error)) => return Err(AuthError::unreachable(error).into()),
            Err(_) => {
                let kind = TransportErrorKind::AttemptTimeout(ATTEMPT_TIMEOUT);
                return Err(AuthError::unreachable(TransportError::new(kind)).into());
            }
        };
        if status.is_success() {
            return accept(&body, asked_at);
        }
        Err(Failed {
            error: refusal(status, &body),
            retry_after: retry_after(&headers),
        })
    }

    fn request(&self) -> Result<TransportRequest, Failed> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        );
        let mut form = form_urlencoded();
        form.append_pair("grant_type", "client_credentials");
        for (name, value) in &self.form {
            form.append_pair(name, value.expose());
        }
        match self.authentication {
            ClientAuthentication::Basic => {
                let secret = Zeroizing::new(encode(self.client_secret.expose()));
                let pair = Zeroizing::new(format!("{}:{}", encode(&self.client_id), *secret));
                let basic = Zeroizing::new(format!("Basic {}", STANDARD.encode(&*pair)));
                let mut value = HeaderValue::from_str(&basic)
                    .map_err(|_| bad("the client's ID and secret cannot be sent"))?;
                value.set_sensitive(true);
                headers.insert(AUTHORIZATION, value);
            }
            ClientAuthentication::Body => {
                form.append_pair("client_id", &self.client_id);
                form.append_pair("client_secret", self.client_secret.expose());
            }
        }
        let body = TransportBody::Bytes(form.finish().into());
        Ok(TransportRequest::new(
            http::Method::POST,
            self.url.clone(),
            headers,
            body,
        ))
    }
}

fn form_urlencoded() -> url::form_urlencoded::Serializer<'static, String> {
    url::form_urlencoded::Serializer::new(String::new())
}

/// What form decoding would change, and what ends the ID.
const CHANGED_BY_DECODING: &AsciiSet = &CONTROLS.add(b'%').add(b'+').add(b':');

/// Form encoding, which RFC 6749 § 2.3.1 wants inside of the basic header too.
///
/// Servers that forget to decode are common, so only that is encoded which decoding would
/// change: an ID such as `robot@1234.iam.example` reaches both kinds of servers.
fn encode(text: &str) -> String {
    utf8_percent_encode(text, CHANGED_BY_DECODING).to_string()
}

struct Failed {
    error: AuthError,
    retry_after: Option<Duration>,
}

impl From<AuthError> for Failed {
    fn from(error: AuthError) -> Self {
        Self {
            error,
            retry_after: None,
        }
    }
}

fn bad(reason: &'static str) -> Failed {
    AuthError::new(AuthErrorKind::BadToken(reason)).into()
}

/// A response of success. No word of it goes into an error.
fn accept(body: &Bytes, asked_at: Instant) -> Result<Fetched, Failed> {
    let Ok(serde_json::Value::Object(response)) = serde_json::from_slice(body) else {
        return Err(bad("the response is not a JSON object"));
    };
    let token = match response.get("access_token") {
        Some(serde_json::Value::String(token)) if !token.is_empty() => token.as_str(),
        _ => return Err(bad("the response has no `access_token`")),
    };
    if HeaderValue::from_str(token).is_err() {
        return Err(bad("the token has characters that cannot be sent"));
    }
    match response
        .get("token_type")
        .and_then(serde_json::Value::as_str)
    {
        // Required by RFC 6749 § 5.1, and left out by some all the same.
        None => {}
        Some(kind) if kind.eq_ignore_ascii_case("bearer") => {}
        Some(_) => return Err(bad("its `token_type` is not `Bearer`")),
    }
    let lifetime = lifetime(response.get("expires_in"));
    Ok(Fetched::lasting(Token::new(token), asked_at, lifetime))
}

/// `expires_in` is a number; some servers send it as a string. What is
/// negative has expired, what is not a number is not there.
fn lifetime(expires_in: Option<&serde_json::Value>) -> Duration {
    let seconds = match expires_in {
        Some(serde_json::Value::Number(number)) => number.as_f64(),
        Some(serde_json::Value::String(text)) => text.trim().parse().ok(),
        _ => None,
    };
    match seconds {
        Some(seconds) if seconds.is_nan() => DEFAULT_LIFETIME,
        Some(seconds) => {
            Duration::from_secs_f64(seconds.clamp(0.0, LONGEST_LIFETIME.as_secs_f64()))
        }
        None => DEFAULT_LIFETIME,
    }
}

/// What a response of failure means (RFC 6749 § 5.2).
fn refusal(status: StatusCode, body: &Bytes) -> AuthError {
    let number = status.as_u16();
    if status.is_server_error()
        || status == StatusCode::TOO_MANY_REQUESTS
        || status == StatusCode::REQUEST_TIMEOUT
    {
        return AuthError::new(AuthErrorKind::Unavailable {
            status: Some(number),
        });
    }
    let response: Option<serde_json::Value> = serde_json::from_slice(body).ok();
    let code = response
        .as_ref()
        .and_then(|response| response.get("error")?.as_str());
    AuthError::new(match code {
        Some("invalid_client" | "unauthorized_client") => AuthErrorKind::WrongClient,
        Some("invalid_scope") => AuthErrorKind::WrongScope,
        // Only codes that are known are repeated: a server may echo anything.
        Some("invalid_request") => refused("invalid_request", number),
        Some("invalid_grant") => refused("invalid_grant", number),
        Some("unsupported_grant_type") => refused("unsupported_grant_type", number),
        _ if status == StatusCode::UNAUTHORIZED => AuthErrorKind::WrongClient,
        _ => AuthErrorKind::Refused {
            code: None,
            status: number,
        },
    })
}

fn refused(code: &'static str, status: u16) -> AuthErrorKind {
    AuthErrorKind::Refused {
        code: Some(code),
        status,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lifetimes_of_all_kinds() {
        let lifetime = |value| lifetime(Some(&value));
        assert_eq!(lifetime(json!(900)), Duration::from_secs(900));
        assert_eq!(lifetime(json!("900")), Duration::from_secs(900));
        assert_eq!(lifetime(json!(0)), Duration::ZERO);
        assert_eq!(lifetime(json!(-5)), Duration::ZERO);
        assert_eq!(lifetime(json!(1e300)), LONGEST_LIFETIME);
        assert_eq!(lifetime(json!("NaN")), DEFAULT_LIFETIME);
        assert_eq!(lifetime(json!("soon")), DEFAULT_LIFETIME);
        assert_eq!(lifetime(json!(null)), DEFAULT_LIFETIME);
        assert_eq!(super::lifetime(None), DEFAULT_LIFETIME);
    }

    #[test]
    fn id_and_secret_are_form_encoded_before_base64() {
        let text = "robot@1234.iam.example a+b:c%d/é";
        let encoded = encode(text);
        assert_eq!(encoded, "robot@1234.iam.example a%2Bb%3Ac%25d/%C3%A9");
        let pair = url::form_urlencoded::parse(encoded.as_bytes()).next();
        assert_eq!(
            pair.map(|(decoded, _)| decoded.into_owned()),
            Some(text.to_owned())
        );
    }
}
