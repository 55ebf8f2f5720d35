//! Every secret there is, every text there is: none in any.

use std::error::Error as StdError;
use std::fmt::Debug;
use std::sync::Mutex;

use base64::Engine as _;
use futures::StreamExt;
use serde_json::{Value, json as value};
use specwright_runtime::auth::{BearerToken, ClientCredentials, Credential, Token};
use specwright_runtime::{
    At, BuildError, Client, Error, Method, Operation, Paging, RequestOptions, Secret, Strategy,
    TransportErrorKind,
};

use crate::mock::{JSON, Mock, OPERATION, Reply, Seen, call, fails, json, reply, wire};
use crate::server::{Server, read_head, reset};

const BEARER: &str = "q9-bearer-secret";
const PASSWORD: &str = "q9-basic-secret";
const HEADER_KEY: &str = "q9-header-secret";
const QUERY_KEY: &str = "q9-query-secret";
const COOKIE: &str = "q9-cookie-secret";
const CLIENT_SECRET: &str = "q9-client-secret";
const TOKEN: &str = "q9-fetched-secret";
const DEFAULT: &str = "q9-default-secret";
const PARAMETER: &str = "q9-parameter-secret";
const SECRETS: [&str; 9] = [
    BEARER,
    PASSWORD,
    HEADER_KEY,
    QUERY_KEY,
    COOKIE,
    CLIENT_SECRET,
    TOKEN,
    DEFAULT,
    PARAMETER,
];

static ALL: Operation = Operation {
    id: "all",
    security: &[&["bearer", "header", "query", "cookie"]],
    ..OPERATION
};
static BASIC: Operation = Operation {
    security: &[&["basic"]],
    ..OPERATION
};
static OAUTH: Operation = Operation {
    security: &[&["oauth"]],
    ..OPERATION
};

/// What was written, to be searched.
#[derive(Default)]
struct Texts(Mutex<Vec<String>>);

impl Texts {
    fn debug(&self, value: &impl Debug) {
        self.0
            .lock()
            .unwrap()
            .extend([format!("{value:?}"), format!("{value:#?}")]);
    }

    fn error(&self, error: &impl StdError) {
        self.debug(error);
        self.0.lock().unwrap().push(error.to_string());
        let mut source = error.source();
        while let Some(error) = source {
            self.0
                .lock()
                .unwrap()
                .extend([error.to_string(), format!("{error:?}")]);
            source = error.source();
        }
    }

    /// Searches for the secrets, as they are, in base64, percent-encoded, and
    /// in halves.
    fn search(&self) {
        let texts = self.0.lock().unwrap();
        assert!(texts.len() > 10);
        for text in texts.iter() {
            for form in SECRETS.iter().flat_map(|secret| forms(secret)) {
                assert!(!text.contains(&form), "{form} in {text}");
            }
        }
    }
}

fn forms(secret: &str) -> Vec<String> {
    let standard = base64::engine::general_purpose::STANDARD;
    let (left, right) = secret.split_at(secret.len() / 2);
    vec![
        secret.to_owned(),
        left.to_owned(),
        right.to_owned(),
        standard.encode(secret).trim_end_matches('=').to_owned(),
        standard
            .encode(format!("user:{secret}"))
            .trim_end_matches('=')
            .to_owned(),
        standard
            .encode(format!("id:{secret}"))
            .trim_end_matches('=')
            .to_owned(),
        secret.replace('-', "%2D"),
    ]
}

fn sign_in() -> ClientCredentials {
    let url = "https://auth.example/token?tenant=q9-query-secret";
    ClientCredentials::builder(url, "id", CLIENT_SECRET)
        .scope(PARAMETER)
        .build()
        .unwrap()
}

fn with_secrets(builder: specwright_runtime::ClientBuilder) -> specwright_runtime::ClientBuilder {
    builder
        .credential("bearer", Credential::bearer(BEARER))
        .credential("basic", Credential::basic("user", PASSWORD))
        .credential(
            "header",
            Credential::api_key_header("x-api-key", HEADER_KEY),
        )
        .credential("query", Credential::api_key_query("api_key", QUERY_KEY))
        .credential("cookie", Credential::api_key_cookie("sid", COOKIE))
        .credential("oauth", Credential::client_credentials(sign_in()))
        .default_security(&[&["bearer", "query"]])
        .default_header("X-Auth-Token", DEFAULT)
        .default_header("X-Plain", DEFAULT)
}

/// A token endpoint beside an API that echoes all it got.
fn echo(status: u16) -> Mock {
    Mock::new(move |seen: &Seen| -> Reply {
        if seen.url.host_str() == Some("auth.example") {
            return json(200, value!({"access_token": TOKEN}));
        }
        let wire = wire(seen);
        reply(status)
            .with_header("x-echo", wire.replace('\n', ""))
            .with_chunk(wire)
    })
}

async fn fail(client: &Client, operation: &'static Operation) -> Error<Value> {
    let request = client.request(operation).query("session_token", PARAMETER);
    request.send(JSON, JSON).await.unwrap_err()
}

#[tokio::test(start_paused = true)]
async fn no_text_shows_a_secret() {
    let texts = Texts::default();
    let mut sent = String::new();

    // What holds them.
    texts.debug(&Secret::new(BEARER));
    texts.debug(&BearerToken::from(BEARER));
    texts.debug(&Token::new(TOKEN));
    texts.debug(&sign_in());
    let url = "https://auth.example/token";
    texts.debug(&ClientCredentials::builder(url, "id", CLIENT_SECRET).scope(PARAMETER));
    let mock = echo(200);
    let builder = with_secrets(mock.builder());
    texts.debug(&builder);
    let client = builder.build().unwrap();
    texts.debug(&client);
    let request = client
        .request(&ALL)
        .query("session_token", PARAMETER)
        .with_header("X-Signature", PARAMETER)
        .json(&value!({ "password": PARAMETER }));
    texts.debug(&request);
    texts.debug(&client.raw(Method::Get, "/x?api_key=q9-query-secret"));
    texts.debug(&client.download("https://x.example/q9-query-secret?sig=q9-query-secret"));

    // What goes wrong when they are sent.
    for status in [200, 400, 401, 418, 500] {
        let mock = echo(status);
        let client = with_secrets(mock.builder()).build().unwrap();
        for operation in [&ALL, &BASIC, &OAUTH] {
            let error = fail(&client, operation).await;
            texts.error(&error);
            texts.error(&error.into_untyped());
        }
        let raw = client.raw(Method::Get, "/x?k=q9-query-secret").json(&1);
        // A stream of a success has no error.
        if let Err(error) = raw.send_stream().await {
            texts.error(&error);
        }
        sent.extend(mock.seen().iter().map(wire));
    }
    for kind in [
        TransportErrorKind::Connect,
        TransportErrorKind::Broken,
        TransportErrorKind::BrokenBody,
        TransportErrorKind::BadRedirect("for a reason"),
    ] {
        let mock = Mock::new(move |_| fails(kind));
        let client = with_secrets(mock.builder()).build().unwrap();
        for operation in [&ALL, &BASIC, &OAUTH] {
            texts.error(&fail(&client, operation).await);
        }
    }
    // Redirects that echo.
    let mock = Mock::new(|seen| reply(302).with_header("location", format!("{}", seen.url)));
    texts.error(&fail(&with_secrets(mock.builder()).build().unwrap(), &ALL).await);
    // A token endpoint that echoes.
    for status in [200, 400, 401, 500] {
        let mock = Mock::new(move |seen| {
            let body = value!({"error": seen.text(), "error_description": wire(seen)});
            json(status, body)
        });
        texts.error(&fail(&with_secrets(mock.builder()).build().unwrap(), &OAUTH).await);
    }
    // What cannot be built.
    let bad = with_secrets(mock.builder()).default_header("X-Key", "q9-header-secret\n");
    let error: BuildError = bad.build().unwrap_err();
    texts.error(&error);

    texts.search();
    let encoded = |secret: &str| {
        forms(secret).iter().skip(3).any(|form| sent.contains(form)) || sent.contains(secret)
    };
    for secret in SECRETS {
        assert!(
            encoded(secret),
            "{secret} did not go over the wire: the search proves nothing"
        );
    }
}

#[tokio::test]
async fn nor_do_errors_of_the_real_transport() {
    let texts = Texts::default();
    let server = Server::new(|_, mut stream| async move {
        let head = read_head(&mut stream).await;
        assert!(head.contains(QUERY_KEY), "{head}");
        reset(stream);
    })
    .await;
    let client = with_secrets(server.builder()).build().unwrap();
    for _ in 0..3 {
        texts.error(&fail(&client, &ALL).await);
    }
    let refused = with_secrets(crate::server::builder("http://127.0.0.1:1"))
        .build()
        .unwrap();
    texts.error(&fail(&refused, &ALL).await);
    let nowhere = with_secrets(crate::server::builder("https://nowhere.invalid"))
        .build()
        .unwrap();
    texts.error(&fail(&nowhere, &ALL).await);
    let signed = "http://127.0.0.1:1/x?signature=q9-query-secret";
    texts.error(&refused.download(signed).await.unwrap_err());
    texts.search();
}

const fn paging(strategy: Strategy) -> Paging<Value, Value> {
    Paging {
        strategy,
        items_at: "/items",
        items: |page| page["items"].as_array_mut(),
        total: None,
        next: Some(|page| page["next"].as_str().map(str::to_owned)),
    }
}

static BY_LINK: Paging<Value, Value> = paging(Strategy::NextLink);
static BY_CURSOR: Paging<Value, Value> = paging(Strategy::Cursor {
    cursor: At::Query("cursor"),
});

#[tokio::test]
async fn nor_do_lists() {
    let texts = Texts::default();
    let mock = Mock::new(|seen| {
        json(
            200,
            value!({"items": [1], "next": format!("{}&p=2", seen.url)}),
        )
    });
    let client = with_secrets(mock.builder()).build().unwrap();
    let request = client.request(&ALL).query("session_token", PARAMETER);
    let mut pages = request.clone().pages(&BY_LINK, JSON, JSON);
    while let Some(page) = pages.next().await {
        texts.debug(&pages);
        texts.debug(&pages.position());
        let saved = serde_json::to_string(&pages.position()).unwrap();
        texts.0.lock().unwrap().push(saved);
        if let Err(error) = page {
            texts.error(&error);
        }
        if mock.count() > 5 {
            break;
        }
    }
    texts.debug(&request.clone().pages(&BY_CURSOR, JSON, JSON).items());
    for _ in 0..10 {
        texts.debug(&call(&client, &ALL));
    }
    texts.search();
}
