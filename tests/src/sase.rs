//! The SASE sign-in, played by a server on loopback.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use specwright_runtime::auth::{ClientCredentials, ClientCredentialsBuilder};
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::wire;

/// Client IDs look like this one.
pub const CLIENT_ID: &str = "robot@1234567890.iam.panserviceaccount.com";
/// The client's secret. Encoded or not, no text may show it.
pub const CLIENT_SECRET: &str = "n0t/t0:be+sh0wn";
/// The tenant service group.
pub const TSG_ID: &str = "1234567890";

const PATH: &str = "/oauth2/access_token";

/// The token that the endpoint gives the first, second … time, counted from 1.
pub fn token(number: usize) -> String {
    format!("t0ken-number-{number}")
}

/// A token endpoint that knows one client.
pub struct Sase {
    server: MockServer,
    state: Arc<State>,
}

struct State {
    asked: AtomicUsize,
    given: AtomicUsize,
    mood: Mutex<Mood>,
}

#[derive(Clone)]
struct Mood {
    takes: Duration,
    lifetime: u64,
    refusal: Option<(u16, &'static str)>,
}

impl Sase {
    /// An endpoint whose tokens live as long as the real one's.
    pub async fn start() -> Self {
        let server = MockServer::builder().start().await;
        let state = Arc::new(State {
            asked: AtomicUsize::new(0),
            given: AtomicUsize::new(0),
            mood: Mutex::new(Mood {
                takes: Duration::ZERO,
                lifetime: 900,
                refusal: None,
            }),
        });
        Mock::given(path(PATH))
            .respond_with(Endpoint(state.clone()))
            .mount(&server)
            .await;
        Self { server, state }
    }

    /// Where it is.
    pub fn token_url(&self) -> String {
        format!("{}{PATH}", self.server.uri())
    }

    /// The origin, without the path.
    pub fn uri(&self) -> String {
        self.server.uri()
    }

    /// Sign-in with the client that it knows.
    pub fn sign_in(&self) -> ClientCredentialsBuilder {
        ClientCredentials::builder(&self.token_url(), CLIENT_ID, CLIENT_SECRET)
            .scope(format!("tsg_id:{TSG_ID}"))
    }

    /// What `from_vars` looks up: the sign-in at this endpoint, and these.
    pub fn variables(&self, others: &[(&str, &str)]) -> impl Fn(&str) -> Option<String> + use<> {
        let mut variables: BTreeMap<String, String> = [
            ("SASE_CLIENT_ID", CLIENT_ID),
            ("SASE_CLIENT_SECRET", CLIENT_SECRET),
            ("SASE_TSG_ID", TSG_ID),
            ("SASE_TOKEN_URL", &self.token_url()),
        ]
        .iter()
        .chain(others)
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
        // As the process' environment has it: an unset variable is not there.
        variables.retain(|_, value| !value.is_empty());
        move |name| variables.get(name).cloned()
    }

    /// From now on an answer takes this long.
    pub fn takes(&self, time: Duration) -> &Self {
        self.state.mood.lock().unwrap().takes = time;
        self
    }

    /// From now on tokens live for so many seconds.
    pub fn gives_tokens_for(&self, seconds: u64) -> &Self {
        self.state.mood.lock().unwrap().lifetime = seconds;
        self
    }

    /// From now on every request is refused with this status and error code.
    pub fn refuses(&self, status: u16, code: &'static str) -> &Self {
        self.state.mood.lock().unwrap().refusal = Some((status, code));
        self
    }

    /// From now on it gives tokens again.
    pub fn accepts(&self) -> &Self {
        self.state.mood.lock().unwrap().refusal = None;
        self
    }

    /// How many requests it has received.
    pub fn asked(&self) -> usize {
        self.state.asked.load(Ordering::SeqCst)
    }

    /// The requests it has received.
    pub async fn requests(&self) -> Vec<Request> {
        wire::all(&self.server).await
    }
}

struct Endpoint(Arc<State>);

impl Respond for Endpoint {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        self.0.asked.fetch_add(1, Ordering::SeqCst);
        let mood = self.0.mood.lock().unwrap().clone();
        let answer = match check(request) {
            Err((status, code)) => error(status, code),
            Ok(()) => match mood.refusal {
                Some((status, code)) => error(status, code),
                None => {
                    let number = self.0.given.fetch_add(1, Ordering::SeqCst) + 1;
                    ResponseTemplate::new(200).set_body_json(json!({
                        "access_token": token(number),
                        "token_type": "Bearer",
                        "expires_in": mood.lifetime,
                        "scope": format!("tsg_id:{TSG_ID}"),
                    }))
                }
            },
        };
        answer.set_delay(mood.takes)
    }
}

fn error(status: u16, code: &str) -> ResponseTemplate {
    // Servers do echo what they were given.
    ResponseTemplate::new(status).set_body_json(json!({
        "error": code,
        "error_description": format!("{CLIENT_ID} with {CLIENT_SECRET} was refused"),
    }))
}

/// RFC 6749 § 2.3.1 and § 4.4.2, to the letter.
fn check(request: &Request) -> Result<(), (u16, &'static str)> {
    const WRONG_REQUEST: (u16, &str) = (400, "invalid_request");
    const WRONG_CLIENT: (u16, &str) = (401, "invalid_client");
    if request.method.as_str() != "POST"
        || wire::header(request, "content-type") != Some("application/x-www-form-urlencoded")
    {
        return Err(WRONG_REQUEST);
    }
    let basic = wire::header(request, "authorization")
        .and_then(|value| value.strip_prefix("Basic "))
        .and_then(|text| STANDARD.decode(text).ok())
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or(WRONG_CLIENT)?;
    let (id, secret) = basic.split_once(':').ok_or(WRONG_CLIENT)?;
    if form_decoded(id) != CLIENT_ID || form_decoded(secret) != CLIENT_SECRET {
        return Err(WRONG_CLIENT);
    }
    let form: BTreeMap<String, String> = url::form_urlencoded::parse(&request.body)
        .into_owned()
        .collect();
    let expected = [
        ("grant_type", "client_credentials".to_owned()),
        ("scope", format!("tsg_id:{TSG_ID}")),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), value));
    if form == BTreeMap::from(expected) {
        Ok(())
    } else {
        Err((400, "invalid_scope"))
    }
}

fn form_decoded(text: &str) -> String {
    let pair = format!("x={text}");
    url::form_urlencoded::parse(pair.as_bytes())
        .map(|(_, value)| value.into_owned())
        .collect()
}
