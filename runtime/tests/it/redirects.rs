//! Where redirects lead, and what they take along.

use serde_json::json as value;
use specwright_runtime::auth::Credential;
use specwright_runtime::{ByteStream, Error, Limits, Operation, TransportErrorKind};

use crate::mock::{GET, JSON, Mock, OPERATION, POST, Seen, call, json, reply, wire};

static SIGNED: Operation = Operation {
    security: &[&["bearer", "query", "cookie", "header"]],
    ..OPERATION
};
static SIGNED_POST: Operation = Operation {
    security: &[&["bearer", "query", "cookie", "header"]],
    ..POST
};

const SECRETS: [&str; 8] = [
    "s3cret-bearer",
    "s3cret-query",
    "s3cret-cookie",
    "s3cret-header",
    "s3cret-default",
    "s3cret-param",
    "s3cret-setting",
    "s3cret-extra",
];

/// A client with a secret in every place there is.
fn client(mock: &Mock) -> specwright_runtime::Client {
    mock.builder()
        .credential("bearer", Credential::bearer(SECRETS[0]))
        .credential("query", Credential::api_key_query("api_key", SECRETS[1]))
        .credential("cookie", Credential::api_key_cookie("sid", SECRETS[2]))
        .credential(
            "header",
            Credential::api_key_header("x-api-key", SECRETS[3]),
        )
        .default_header("x-custom", SECRETS[4])
        .setting("x-tenant", SECRETS[6])
        .build()
        .unwrap()
}

fn request(mock: &Mock, operation: &'static Operation) -> specwright_runtime::Request {
    client(mock)
        .request(operation)
        .query("session_token", SECRETS[5])
        .header("x-extra", SECRETS[7])
        .query("page", &2)
}

fn secrets_in(seen: &Seen) -> Vec<&'static str> {
    let wire = wire(seen);
    SECRETS
        .into_iter()
        .filter(|secret| wire.contains(secret))
        .collect()
}

#[tokio::test]
async fn nothing_secret_goes_to_another_origin() {
    // The server echoes the whole query, as some do.
    let mock = Mock::new(|seen| match seen.url.host_str() {
        Some("api.example") => {
            let query = seen.url.query().unwrap_or_default();
            reply(307).with_header("location", format!("https://other.example/x?{query}"))
        }
        _ => json(200, value!({})),
    });
    request(&mock, &SIGNED).send(JSON, JSON).await.unwrap();
    let seen = mock.seen();
    assert_eq!(secrets_in(&seen[0]), SECRETS, "they did go to the API");
    assert_eq!(secrets_in(&seen[1]), Vec::<&str>::new());
    assert_eq!(seen[1].url.as_str(), "https://other.example/x?page=2");
    let names: Vec<_> = seen[1].headers.keys().map(|name| name.as_str()).collect();
    assert_eq!(names, ["user-agent", "accept", "accept-encoding"]);
}

#[tokio::test]
async fn what_was_left_behind_stays_behind() {
    for foreign in [
        "https://api.example:444",
        "https://sub.api.example",
        "https://evil.example",
    ] {
        // Away, on from there, and back again.
        let mock = Mock::new(move |seen| match seen.url.path() {
            "/v1/thing" => reply(302).with_header("location", format!("{foreign}/away")),
            "/away" => reply(302).with_header("location", "/on"),
            "/on" => reply(302).with_header("location", "https://api.example/back"),
            _ => json(200, value!({})),
        });
        request(&mock, &SIGNED).send(JSON, JSON).await.unwrap();
        let seen = mock.seen();
        assert_eq!(seen.len(), 4);
        assert_eq!(seen[3].url.as_str(), "https://api.example/back");
        assert!(
            seen.iter().skip(1).all(|seen| secrets_in(seen).is_empty()),
            "{foreign}"
        );
    }
}

#[tokio::test]
async fn the_same_origin_gets_what_it_needs() {
    let mock = Mock::new(|seen| match seen.url.path() {
        "/v1/thing" => reply(302).with_header("location", "/v2/thing?api_key=old"),
        _ => json(200, value!({})),
    });
    request(&mock, &SIGNED).send(JSON, JSON).await.unwrap();
    let last = mock.last();
    assert_eq!(last.url.query(), Some("api_key=s3cret-query"));
    assert_eq!(last.header("authorization"), Some("Bearer s3cret-bearer"));
    assert_eq!(last.header("x-tenant"), Some(SECRETS[6]));
}

#[tokio::test]
async fn a_less_safe_scheme_is_refused() {
    for (location, allow) in [
        ("http://api.example/", false),
        ("http://api.example/", true),
    ] {
        let mock = Mock::new(move |_| reply(302).with_header("location", location));
        let builder = mock.builder();
        let builder = if allow {
            builder.allow_insecure_http()
        } else {
            builder
        };
        let error = call(&builder.build().unwrap(), &GET).await.unwrap_err();
        let Error::Transport(error) = error else {
            panic!("{error:?}")
        };
        assert!(matches!(error.kind(), TransportErrorKind::BadRedirect(_)));
        assert_eq!(mock.count(), 1);
    }
}

#[tokio::test]
async fn methods_and_bodies() {
    for (status, method, keeps) in [
        (301, "GET", false),
        (303, "GET", false),
        (307, "POST", true),
    ] {
        let mock = Mock::new(move |seen| match seen.url.path() {
            "/v1/thing" => reply(status).with_header("location", "/there"),
            _ => json(200, value!({})),
        });
        let request = request(&mock, &SIGNED_POST).json(&value!({"a": 1}));
        request.send(JSON, JSON).await.unwrap();
        let last = mock.last();
        assert_eq!(last.method.as_str(), method);
        assert_eq!(last.text(), if keeps { r#"{"a":1}"# } else { "" });
        assert_eq!(last.headers.contains_key("content-type"), keeps);
    }
}

#[tokio::test]
async fn a_body_stays_at_its_origin() {
    for (status, origins) in [(307, 1), (308, 1), (303, 2)] {
        let mock = Mock::new(move |seen| match seen.url.host_str() {
            Some("api.example") => reply(status).with_header("location", "https://other.example/x"),
            _ => json(200, value!({})),
        });
        let request = request(&mock, &SIGNED_POST).json(&value!({"password": "s3cret-body"}));
        let result = request.send(JSON, JSON).await;
        assert_eq!(mock.count(), origins, "{status}");
        assert!(mock.seen()[0].text().contains("s3cret-body"));
        match result {
            // Without its body it may go on.
            Ok(_) => assert_eq!(mock.last().text(), ""),
            Err(error) => assert!(error.to_string().contains("another origin"), "{error}"),
        }
    }
}

#[tokio::test]
async fn a_stream_is_not_sent_to_a_second_place() {
    let mock = Mock::new(|_| reply(308).with_header("location", "/there"));
    let request = mock
        .client()
        .request(&POST)
        .upload(&["text/plain"], ByteStream::once("x"));
    let error = request.send(JSON, JSON).await.unwrap_err();
    assert!(
        error.to_string().contains("cannot be sent again"),
        "{error}"
    );
    assert_eq!(mock.count(), 1);
}

#[tokio::test]
async fn redirects_have_an_end() {
    let mock = Mock::new(|_| reply(302).with_header("location", "/again"));
    let Err(Error::Transport(error)) = call(&mock.client(), &GET).await else {
        panic!("a loop")
    };
    assert_eq!(
        error.kind(),
        TransportErrorKind::TooManyRedirects { limit: 10 }
    );
    assert_eq!(mock.count(), 11);

    let mock = Mock::new(|_| reply(302).with_header("location", "/again"));
    let client = mock
        .builder()
        .limits(Limits::default().with_redirects(0))
        .build()
        .unwrap();
    call(&client, &GET).await.unwrap_err();
    assert_eq!(mock.count(), 1);
}

static DOCUMENTED: Operation = Operation {
    success: &[302],
    ..OPERATION
};

#[tokio::test]
async fn a_documented_redirect_is_a_result() {
    let mock = Mock::new(|_| json(302, value!("x")).with_header("location", "/elsewhere"));
    let result = call(&mock.client(), &DOCUMENTED).await.unwrap();
    assert_eq!(result.headers()["location"], "/elsewhere");
    assert_eq!(mock.count(), 1);
}

/// What many servers write beside `Location` is for people.
#[tokio::test]
async fn a_documented_redirect_without_the_documented_content_is_followed() {
    for media_type in [None, Some("text/html")] {
        let mock = Mock::new(move |seen| match seen.url.path() {
            "/v1/thing" => {
                let to = reply(302).with_header("location", "/elsewhere");
                match media_type {
                    Some(name) => to.with_header("content-type", name).with_chunk("Found"),
                    None => to,
                }
            }
            _ => json(200, value!("there")),
        });
        let result = call(&mock.client(), &DOCUMENTED).await.unwrap();
        assert_eq!(result.into_inner(), value!("there"));
        assert_eq!(mock.count(), 2);
    }
}

#[tokio::test]
async fn one_without_an_address_is_an_answer() {
    for answer in [
        reply(302),
        reply(304),
        reply(302).with_header("location", "http://[bad"),
    ] {
        let answer = std::sync::Mutex::new(Some(answer));
        let mock = Mock::new(move |_| answer.lock().unwrap().take().unwrap());
        let Err(Error::Api(error)) = call(&mock.client(), &GET).await else {
            panic!("an answer")
        };
        assert!(error.status().is_redirection());
    }
}

/// As a file behind a signed address: what the redirect leads to comes piece by piece.
#[tokio::test]
async fn a_stream_is_of_what_the_redirect_leads_to() {
    use futures::TryStreamExt;
    use wiremock::matchers::{header, path};
    use wiremock::{Mock, MockServer, ResponseTemplate};

    let (api, files) = (
        MockServer::builder().start().await,
        MockServer::builder().start().await,
    );
    let to = format!("{}/archive.tar.gz?signature=1", files.uri());
    Mock::given(path("/thing"))
        .and(header("authorization", "Bearer s3cret-bearer"))
        .respond_with(ResponseTemplate::new(302).insert_header("location", to))
        .mount(&api)
        .await;
    Mock::given(path("/archive.tar.gz"))
        .respond_with(ResponseTemplate::new(200).set_body_raw(b"\x1f\x8bbytes", "application/gzip"))
        .mount(&files)
        .await;
    static ARCHIVE: Operation = Operation {
        security: &[&["bearer"]],
        accept: "*/*, application/json",
        success: &[2],
        ..OPERATION
    };
    let client = crate::server::builder(&api.uri())
        .credential("bearer", Credential::bearer(SECRETS[0]))
        .build()
        .unwrap();
    let answer = client.request(&ARCHIVE).send_stream(JSON).await.unwrap();
    let pieces: Vec<_> = answer.into_inner().try_collect().await.unwrap();
    assert_eq!(pieces.concat(), b"\x1f\x8bbytes");

    let received = &files.received_requests().await.unwrap()[0];
    let wire = format!("{} {:?}", received.url, received.headers);
    assert!(!wire.contains("s3cret"), "{wire}");
    assert_eq!(received.url.query(), Some("signature=1"));
}

/// Over the real transport: it must not follow by itself.
#[tokio::test]
async fn reqwest_leaves_redirects_to_the_runtime() {
    use wiremock::matchers::{header_exists, method, path};
    use wiremock::{Mock, MockServer, ResponseTemplate};

    let (api, other) = (
        MockServer::builder().start().await,
        MockServer::builder().start().await,
    );
    let to = ResponseTemplate::new(302).insert_header(
        "location",
        format!("{}/elsewhere?api_key=s3cret-query", other.uri()),
    );
    Mock::given(method("GET"))
        .and(path("/thing"))
        .and(header_exists("authorization"))
        .and(header_exists("x-api-key"))
        .respond_with(to)
        .expect(1)
        .mount(&api)
        .await;
    Mock::given(path("/elsewhere"))
        .respond_with(ResponseTemplate::new(200).set_body_json(value!({})))
        .mount(&other)
        .await;
    let client = crate::server::builder(&api.uri())
        .credential("bearer", Credential::bearer(SECRETS[0]))
        .credential("query", Credential::api_key_query("api_key", SECRETS[1]))
        .credential("cookie", Credential::api_key_cookie("sid", SECRETS[2]))
        .credential(
            "header",
            Credential::api_key_header("x-api-key", SECRETS[3]),
        )
        .build()
        .unwrap();
    call(&client, &SIGNED).await.unwrap();

    let received = &other.received_requests().await.unwrap()[0];
    let wire = format!("{} {:?}", received.url, received.headers);
    assert!(!wire.contains("s3cret"), "{wire}");
    assert!(!received.headers.contains_key("referer"));
}
