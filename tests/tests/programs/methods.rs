//! Methods beyond the five.

mod wire;

use methods::types::QueryThingsRequest;
use futures::TryStreamExt;
use wire::{client, wire};

#[tokio::test]
async fn each_method_goes_over_the_wire_by_its_name() {
    let mock = wire(&[
        (200, "application/json", &[]),
        (204, "", &[]),
        (200, "message/http", &["TRACE /v1/things HTTP/1.1\r\n"]),
        (200, "application/json", &[r#"["a"]"#]),
        (204, "", &[]),
    ]);
    let client = client!(methods, mock);
    client.check_things().await.unwrap();
    client.thing_options().await.unwrap();
    let traced: Vec<_> =
        client.trace_things().await.unwrap().into_inner().try_collect().await.unwrap();
    assert_eq!(traced.concat(), b"TRACE /v1/things HTTP/1.1\r\n");
    let things = client.query_things(&QueryThingsRequest::new().with_text("a")).await.unwrap();
    assert_eq!(*things, ["a"]);
    client.copy_things().await.unwrap();

    let seen = mock.requests();
    let methods: Vec<&str> = seen.iter().map(|request| request.method.as_str()).collect();
    assert_eq!(methods, ["HEAD", "OPTIONS", "TRACE", "QUERY", "COPY"]);
    assert!(seen.iter().all(|request| request.target() == "/v1/things"));
    assert_eq!(seen[3].text(), r#"{"text":"a"}"#);
}

/// A QUERY is safe (RFC 10008) and is sent again; a COPY is not known to be.
#[tokio::test]
async fn what_is_safe_is_sent_again() {
    let trouble = (503, "", &[] as &[&str]);
    let mock = wire(&[(503, "", &[]), (200, "application/json", &["[]"])]);
    let client = client!(methods, mock);
    client.query_things(&QueryThingsRequest::new()).await.unwrap();
    assert_eq!(mock.requests().len(), 2);
    let mock = wire(&[trouble, (204, "", &[])]);
    client!(methods, mock).copy_things().await.unwrap_err();
    assert_eq!(mock.requests().len(), 1);
}
