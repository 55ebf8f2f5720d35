//! Downloads from addresses that an API gave.

use bytes::Bytes;
use futures::TryStreamExt;
use serde_json::json as value;
use specwright_runtime::auth::Credential;
use specwright_runtime::{Client, Error, Method, RequestOptions, TransportErrorKind};

use crate::mock::{Mock, SIGNED, call, json, reply};

const SIGNATURE: &str = "https://bucket.example/export.csv?X-Amz-Signature=s3cret-signature";

fn client(mock: &Mock) -> Client {
    mock.builder()
        .credential("auth", Credential::bearer("s3cret-token"))
        .default_security(&[&["auth"]])
        .default_header("x-custom", "s3cret-default")
        .setting("x-region", "s3cret-setting")
        .build()
        .unwrap()
}

async fn collect(stream: specwright_runtime::ByteStream) -> Result<Vec<u8>, TransportErrorKind> {
    let chunks: Vec<Bytes> = stream.try_collect().await.map_err(|error| error.kind())?;
    Ok(chunks.concat())
}

#[tokio::test]
async fn nothing_of_the_client_goes_along() {
    let mock = Mock::new(|seen| match seen.url.path() {
        "/export.csv" => reply(302).with_header("location", "https://cdn.example/x?sig=1"),
        "/x" => reply(200)
            .with_header("content-length", "6")
            .with_chunk("a,b")
            .with_chunk("\n1\n"),
        _ => json(200, value!({})),
    });
    let client = client(&mock);
    let response = client.download(SIGNATURE).await.unwrap();
    assert_eq!(collect(response.into_inner()).await.unwrap(), b"a,b\n1\n");
    let seen = mock.seen();
    assert_eq!(
        seen[0].url.as_str(),
        SIGNATURE,
        "the signed query is sent as it is"
    );
    for seen in seen {
        let names: Vec<_> = seen.headers.keys().map(|name| name.as_str()).collect();
        assert_eq!(names, ["user-agent", "accept"]);
    }
    call(&client, &SIGNED).await.unwrap();
    assert_eq!(
        mock.last().header("authorization"),
        Some("Bearer s3cret-token")
    );
}

#[tokio::test]
async fn a_range_can_be_asked_for() {
    let mock = Mock::new(|_| reply(206).with_chunk("rest"));
    let download = client(&mock)
        .download(SIGNATURE)
        .with_header("Range", "bytes=10-");
    let response = download.await.unwrap();
    assert_eq!(response.status(), http::StatusCode::PARTIAL_CONTENT);
    assert_eq!(mock.last().header("range"), Some("bytes=10-"));
}

#[tokio::test]
async fn errors_do_not_show_the_address() {
    let mock = Mock::new(|_| reply(403).with_chunk("<Error>expired</Error>"));
    let error = client(&mock).download(SIGNATURE).await.unwrap_err();
    let text = format!("{error} {error:?}");
    assert!(text.contains("https://bucket.example/…"), "{text}");
    assert!(
        !text.contains("s3cret") && !text.contains("export.csv"),
        "{text}"
    );
    let Error::Api(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.text(), "<Error>expired</Error>");
}

#[tokio::test]
async fn only_safe_addresses() {
    let mock = Mock::new(|_| reply(200));
    for url in [
        "http://bucket.example/x",
        "file:///etc/passwd",
        "nothing",
        "https://u:p@bucket.example/",
    ] {
        let sent = client(&mock).download(url).await;
        assert!(matches!(sent, Err(Error::Request(_))), "{url}");
    }
    assert_eq!(mock.count(), 0);
    client(&mock).download("http://127.0.0.1/x").await.unwrap();
    let insecure = mock.builder().allow_insecure_http().build().unwrap();
    insecure.download("http://bucket.example/x").await.unwrap();

    let mock = Mock::new(|_| reply(302).with_header("location", "http://bucket.example/x"));
    client(&mock).download(SIGNATURE).await.unwrap_err();
    assert_eq!(mock.count(), 1);
}

#[tokio::test]
async fn a_wrong_length_is_an_error() {
    for (length, body) in [("10", "12345"), ("3", "12345")] {
        let mock = Mock::new(move |_| {
            reply(200)
                .with_header("content-length", length)
                .with_chunk(body)
        });
        let response = client(&mock).download(SIGNATURE).await.unwrap();
        let expected = length.parse().unwrap();
        let kind = TransportErrorKind::WrongLength {
            expected,
            received: 5,
        };
        assert_eq!(collect(response.into_inner()).await, Err(kind));
    }
}

#[tokio::test(start_paused = true)]
async fn a_break_and_a_stall_are_errors() {
    let mock = Mock::new(|_| reply(200).with_chunk("1").broken());
    let response = client(&mock).download(SIGNATURE).await.unwrap();
    assert_eq!(
        collect(response.into_inner()).await,
        Err(TransportErrorKind::BrokenBody)
    );

    let mock = Mock::new(|_| reply(200).with_chunk("1").stalled());
    let response = client(&mock).download(SIGNATURE).await.unwrap();
    let stalled = collect(response.into_inner()).await.unwrap_err();
    assert!(matches!(stalled, TransportErrorKind::Stalled(_)));
}

#[tokio::test]
async fn raw_requests_are_signed_and_say_what_went_wrong() {
    let mock = Mock::new(|seen| match seen.url.path() {
        "/v1/raw" => reply(200).with_chunk("raw"),
        _ => reply(418).with_chunk("tea"),
    });
    let client = client(&mock);
    let body = value!({"a": 1});
    let request = client
        .raw(Method::Post, "/raw")
        .query("q", &["x", "y"])
        .json(&body);
    let response = request.header("X-Own", "1").await.unwrap();
    assert_eq!(*response, "raw");
    let seen = mock.last();
    assert_eq!(seen.url.query(), Some("q=x&q=y"));
    assert_eq!(seen.header("authorization"), Some("Bearer s3cret-token"));
    assert_eq!(seen.header("x-region"), Some("s3cret-setting"));
    assert_eq!(seen.header("x-own"), Some("1"));
    assert_eq!(seen.text(), r#"{"a":1}"#);

    let error = client
        .raw(Method::Get, "/other?token=s3cret")
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.operation(), None);
    assert_eq!(
        error.to_string(),
        "GET /other: the API answered 418 I'm a teapot, which is not documented"
    );
    let stream = client.raw(Method::Get, "/raw").send_stream().await.unwrap();
    assert_eq!(collect(stream.into_inner()).await.unwrap(), b"raw");
    let purge = client.raw(Method::Other("PURGE"), "/raw").await;
    assert!(purge.is_ok() && mock.last().method.as_str() == "PURGE");
    assert!(
        client
            .raw(Method::Other("BAD METHOD"), "/raw")
            .await
            .is_err()
    );
}
