//! No text that a log can get to see has a secret in it.

use std::fmt::Debug;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures::TryStreamExt;
use palo_alto_dlp::runtime::RequestOptions;
use palo_alto_dlp::types::{ErrorResponse, UpdateIncidentRequest};
use palo_alto_dlp::{Client, Error, Method};
use serde_json::{Value, json};
use specwright_tests::sase::{CLIENT_ID, CLIENT_SECRET, Sase, TSG_ID, token};
use specwright_tests::{shown, wire};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::builder;

const KEY: &str = "k3y-of-a-gateway";
const COMMENT: &str = "the card number is 4111 1111 1111 1111";

/// All secrets, in every spelling in which they go over the wire.
fn secrets() -> Vec<String> {
    let encode =
        |text: &str| -> String { url::form_urlencoded::byte_serialize(text.as_bytes()).collect() };
    // In the header only what form decoding would change is encoded.
    let in_header = CLIENT_SECRET
        .replace('%', "%25")
        .replace(':', "%3A")
        .replace('+', "%2B");
    let basic = format!("{CLIENT_ID}:{in_header}");
    vec![
        CLIENT_SECRET.to_owned(),
        in_header,
        encode(CLIENT_SECRET),
        STANDARD.encode(basic),
        token(1),
        token(2),
        KEY.to_owned(),
        COMMENT.to_owned(),
    ]
}

/// What was written, to be searched.
#[derive(Default)]
struct Texts(Vec<String>);

impl Texts {
    fn value(&mut self, value: &impl Debug) {
        self.0.push(shown::debug(value));
    }

    fn error(&mut self, error: &(dyn std::error::Error + 'static)) {
        self.0.push(shown::error(error));
    }

    fn check(&self) {
        for text in &self.0 {
            assert!(text.len() > 5, "{text:?} says nothing");
            for secret in secrets() {
                assert!(!text.contains(&secret), "{secret} is in:\n{text}");
            }
        }
    }
}

/// A client with secrets in all places where one can be.
fn client(server: &MockServer, sase: &Sase) -> Client {
    builder(server, sase)
        .configure(|settings| settings.default_header("X-Gateway-Key", KEY))
        .build()
        .unwrap()
}

/// An API that answers with all that it was sent, as some do in errors.
async fn echoing(server: &MockServer, status: u16) {
    server.reset().await;
    let echo = move |request: &wiremock::Request| {
        let echo: Value = json!({"error": wire::text(request), "message": wire::text(request)});
        ResponseTemplate::new(status).set_body_json(echo)
    };
    Mock::given(any()).respond_with(echo).mount(server).await;
}

async fn answering(server: &MockServer, answer: ResponseTemplate) {
    server.reset().await;
    Mock::given(any()).respond_with(answer).mount(server).await;
}

#[tokio::test]
async fn clients_builders_and_requests_show_none() {
    let (server, sase) = (MockServer::builder().start().await, Sase::start().await);
    echoing(&server, 200).await;
    let client = client(&server, &sase);
    let mut texts = Texts::default();
    let before = client.list_incidents();
    texts.value(&client);
    texts.value(&before);

    // With a token in the cache.
    before.await.unwrap();
    let body = UpdateIncidentRequest::new().with_reviewer_comments(COMMENT);
    let update = client.update_incident("1", &body);
    update.clone().await.unwrap();
    let wire: String = wire::all(&server).await.iter().map(wire::text).collect();
    let signed_in: String = sase.requests().await.iter().map(wire::text).collect();
    for secret in [&token(1), KEY, COMMENT] {
        assert!(wire.contains(secret), "{secret} was not sent:\n{wire}");
    }
    assert!(signed_in.contains(&secrets()[3]), "{signed_in}");

    texts.value(&client);
    texts.value(&client.clone());
    texts.value(&update);
    texts.value(&update.clone().send());
    texts.value(
        &client
            .list_incidents()
            .with_header("Authorization", &token(1)),
    );
    texts.value(&client.list_incidents().pages());
    texts.value(&client.list_incidents().items());
    let raw = client.request(Method::Get, "/x").header("X-Api-Key", KEY);
    texts.value(&raw.query("api_key", KEY).json(&json!({"k": KEY})));
    texts.value(&sase.sign_in());
    texts.value(&sase.sign_in().build().unwrap());
    texts.value(&Client::sign_in(CLIENT_ID, CLIENT_SECRET, TSG_ID).unwrap());
    texts.value(&Client::builder().client_credentials(CLIENT_ID, CLIENT_SECRET, TSG_ID));
    texts.value(&Client::builder().bearer_auth(token(1)));
    texts.value(&Client::builder().bearer_auth(token(1)).build().unwrap());
    texts.value(&builder(&server, &sase));
    texts.check();
}

#[tokio::test]
async fn errors_show_none_nor_do_their_sources() {
    let (server, sase) = (MockServer::builder().start().await, Sase::start().await);
    let client = client(&server, &sase);
    let body = UpdateIncidentRequest::new().with_reviewer_comments(COMMENT);
    let mut texts = Texts::default();

    for status in [400, 401, 404, 418, 500] {
        echoing(&server, status).await;
        let error = client.update_incident("1", &body).await.unwrap_err();
        if let Error::Api(error) = &error {
            assert!(error.text().contains(COMMENT), "nothing was echoed");
        }
        texts.error(&error);
        texts.error(&error.into_untyped());
        let raw = client.request(Method::Get, "/x").query("key", KEY).await;
        texts.error(&raw.unwrap_err());
    }

    // Bodies that cannot be read, with secrets at the very place.
    let tokens = [token(1), token(2)].join(" ");
    for (status, text) in [
        (200, format!("<p>{tokens} {KEY}</p>")),
        (200, format!(r#"{{"incident_id": "{tokens}"#)),
        (404, format!("<p>{tokens} {KEY}</p>")),
    ] {
        answering(&server, ResponseTemplate::new(status).set_body_string(text)).await;
        let error: Error<ErrorResponse> = client.get_incident("1").await.unwrap_err();
        texts.error(&error);
    }

    // Pages.
    let page = json!({"total": 3, "incidents": [], "next": tokens});
    answering(&server, ResponseTemplate::new(200).set_body_json(page)).await;
    let items = client.list_incidents().items();
    let error = items.try_collect::<Vec<_>>().await.unwrap_err();
    assert!(matches!(error, Error::Page(_)));
    texts.error(&error);

    // Requests that cannot be sent.
    let error = client.get_incident("..").await.unwrap_err();
    texts.error(&error);
    let header = client
        .list_incidents()
        .with_header("X-Key", &format!("{KEY}\n"));
    if let Err(error) = header.await {
        texts.error(&error);
    }

    // An API that is gone.
    drop(server);
    texts.check();
}

/// Whoever decodes likes to quote the value that it stumbles over.
#[tokio::test]
async fn not_even_where_the_api_echoes_one_in_the_place_of_something_else() {
    let (server, sase) = (MockServer::builder().start().await, Sase::start().await);
    let client = client(&server, &sase);
    let mut texts = Texts::default();
    for page in [
        json!({"total": token(1)}),
        json!({"incidents": token(1)}),
        json!({"incidents": [token(1)]}),
        json!({"incidents": [{"timestamp": token(1)}]}),
        json!({"incidents": [{"status": {"open": token(1)}}]}),
        json!({"incidents": [{"match_count": format!("\"{}\"", token(1))}]}),
    ] {
        answering(&server, ResponseTemplate::new(200).set_body_json(page)).await;
        let error = client.list_incidents().await.unwrap_err();
        assert!(matches!(error, Error::Decode(_)));
        texts.error(&error);
    }
    texts.check();
}

#[tokio::test]
async fn a_sign_in_that_fails_shows_none() {
    let (server, sase) = (MockServer::builder().start().await, Sase::start().await);
    let client = client(&server, &sase);
    let mut texts = Texts::default();
    for (status, code) in [
        (400, "invalid_scope"),
        (401, "invalid_client"),
        (503, CLIENT_SECRET),
    ] {
        // The answer repeats the client's secret.
        sase.refuses(status, code);
        texts.error(&client.list_incidents().await.unwrap_err());
    }
    drop(sase);
    texts.error(&client.list_incidents().await.unwrap_err());
    texts.check();
}

#[test]
fn nor_does_a_client_that_cannot_be_built() {
    let mut texts = Texts::default();
    for builder in [
        Client::builder().base_url(&format!("https://robot:{CLIENT_SECRET}@api.example")),
        Client::builder().base_url(&format!("https://api.example/?key={KEY}")),
        Client::builder().base_url(KEY),
        Client::builder().bearer_auth(format!("{}\n", token(1))),
        Client::builder().client_credentials(CLIENT_ID, "", TSG_ID),
        Client::builder()
            .bearer_auth("x")
            .configure(|settings| settings.default_header("X-Key", format!("{KEY}\u{0}"))),
    ] {
        texts.value(&builder);
        texts.error(&builder.build().unwrap_err());
    }
    let variables = |name: &str| match name {
        "SASE_CLIENT_SECRET" => Some(CLIENT_SECRET.to_owned()),
        "SASE_TOKEN_URL" => Some(format!("https://x:{KEY}@auth.example")),
        _ => None,
    };
    texts.error(&Client::from_vars(variables).unwrap_err());
    texts.check();
}
