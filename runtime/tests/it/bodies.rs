//! Bodies that are not what they should be, and errors of the API.

use serde_json::json as value;
use specwright_runtime::v1::json_struct;
use specwright_runtime::{
    DecodeErrorKind, Error, Limits, Operation, TransportErrorKind, Untyped, decode,
};

use crate::mock::{GET, JSON, Mock, OPERATION, call, json, reply};

#[derive(Debug)]
struct Page {
    incidents: Vec<Incident>,
}
json_struct!(Page { incidents: required "incidents" });

#[derive(Debug)]
struct Incident {
    status: String,
}
json_struct!(Incident { status: required "status" });

#[tokio::test]
async fn a_decode_error_says_where_and_keeps_the_body() {
    let body = "{\"incidents\": [\n  {\"status\": \"open\"},\n  {\"status\": 5}\n]}";
    let mock = Mock::new(move |_| reply(200).with_chunk(body));
    let request = mock.client().request(&GET);
    let error = request.send(decode::json::<Page>, JSON).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "getThing (GET /thing): the body of the response (200) is not as documented: invalid \
         type: integer `5`, expected a string, at `incidents[1].status`, line 3 column 14"
    );
    assert!(!error.is_retryable());
    assert_eq!(error.status(), Some(http::StatusCode::OK));
    let Error::Decode(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.path(), Some("incidents[1].status"));
    assert_eq!(error.raw(), body);
}

#[tokio::test]
async fn a_missing_member_is_named_with_its_object() {
    let mock = Mock::new(|_| json(200, value!({"incidents": [{"status": "a"}, {}]})));
    let request = mock.client().request(&GET);
    let Err(Error::Decode(error)) = request.send(decode::json::<Page>, JSON).await else {
        panic!("it has to fail")
    };
    assert_eq!(error.path(), Some("incidents[1]"));
    let DecodeErrorKind::Json { message, .. } = error.kind() else {
        panic!("{error:?}")
    };
    assert_eq!(message, "missing field `status`");
}

#[tokio::test]
async fn an_empty_body_is_no_json() {
    for status in [200, 204] {
        let mock = Mock::new(move |_| reply(status));
        let Err(Error::Decode(error)) = call(&mock.client(), &GET).await else {
            panic!("empty")
        };
        assert_eq!(*error.kind(), DecodeErrorKind::Empty);
        assert_eq!(mock.count(), 1);
    }
    let mock = Mock::new(|_| reply(204));
    mock.client()
        .request(&GET)
        .send(decode::empty, JSON)
        .await
        .unwrap();
}

#[tokio::test]
async fn other_decoders() {
    let mock = Mock::new(|_| reply(200).with_chunk("ü").with_chunk("!"));
    let text = mock
        .client()
        .request(&GET)
        .send(decode::text, JSON)
        .await
        .unwrap();
    assert_eq!(*text, "ü!");
    let bytes = mock
        .client()
        .request(&GET)
        .send(decode::bytes, JSON)
        .await
        .unwrap();
    assert_eq!(bytes.len(), 3);
    let mock = Mock::new(|_| reply(200).with_chunk(vec![0xff]));
    let error = mock
        .client()
        .request(&GET)
        .send(decode::text, JSON)
        .await
        .unwrap_err();
    assert!(error.to_string().ends_with("it is not UTF-8"), "{error}");
}

#[tokio::test]
async fn a_hostile_value_does_not_flood_or_forge_the_message() {
    let value = format!("\u{1b}[2J\n{}", "x".repeat(100_000));
    let mock = Mock::new(move |_| json(200, value!({ "incidents": value })));
    let error = mock
        .client()
        .request(&GET)
        .send(decode::json::<Page>, JSON)
        .await
        .unwrap_err();
    let text = error.to_string();
    assert!(text.len() < 600, "{}", text.len());
    assert!(!text.contains(char::is_control), "{text}");
}

#[tokio::test]
async fn an_undocumented_success_is_decoded_if_it_can_be() {
    let mock = Mock::new(|_| json(201, value!({"incidents": []})));
    let page = mock
        .client()
        .request(&GET)
        .send(decode::json::<Page>, JSON)
        .await
        .unwrap();
    assert_eq!(page.status(), http::StatusCode::CREATED);
}

#[derive(Debug)]
struct Problem {
    message: String,
}
json_struct!(Problem { message: required "message" });

#[tokio::test]
async fn a_documented_error_has_its_type() {
    let mock =
        Mock::new(|_| json(404, value!({"message": "gone"})).with_header("x-request-id", "7"));
    let sent = mock
        .client()
        .request(&GET)
        .send(JSON, decode::json::<Problem>)
        .await;
    let Err(Error::Api(error)) = sent else {
        panic!("it has to fail")
    };
    assert_eq!(error.body().unwrap().message, "gone");
    assert!(error.is_documented() && error.body_error().is_none() && !error.is_truncated());
    assert_eq!(error.headers()["x-request-id"], "7");
    assert_eq!(error.operation(), Some("getThing"));
    assert_eq!(error.path(), Some("/thing"));
    assert_eq!(error.text(), r#"{"message":"gone"}"#);
    assert_eq!(
        error.to_string(),
        "getThing (GET /thing): the API answered 404 Not Found (request ID 7)",
        "no word of the body"
    );

    let untyped: Error<Untyped> = Error::Api(error).into_untyped();
    let Error::Api(untyped) = untyped else {
        panic!("{untyped:?}")
    };
    assert!(untyped.body().is_none() && untyped.is_documented());
    assert_eq!(untyped.text(), r#"{"message":"gone"}"#);
}

#[tokio::test]
async fn an_undocumented_error_has_none_and_a_malformed_one_says_why() {
    let mock = Mock::new(|_| json(418, value!({"message": "tea"})));
    let sent = mock
        .client()
        .request(&GET)
        .send(JSON, decode::json::<Problem>)
        .await;
    let Err(Error::Api(error)) = sent else {
        panic!("it has to fail")
    };
    assert!(error.body().is_none() && error.body_error().is_none() && !error.is_documented());
    assert_eq!(error.text(), r#"{"message":"tea"}"#);

    let mock = Mock::new(|_| reply(404).with_chunk("<html>not here</html>"));
    let sent = mock
        .client()
        .request(&GET)
        .send(JSON, decode::json::<Problem>)
        .await;
    let Err(Error::Api(error)) = sent else {
        panic!("it has to fail")
    };
    assert!(error.body().is_none() && error.is_documented());
    let reason = error.body_error().unwrap();
    assert_eq!(reason.status(), Some(http::StatusCode::NOT_FOUND));
    assert_eq!(reason.raw(), "<html>not here</html>");
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test]
async fn bodies_have_limits() {
    let mock = Mock::new(|_| {
        reply(200)
            .with_chunk(vec![b'1'; 60])
            .with_chunk(vec![b'1'; 60])
    });
    let limits = Limits::default().with_body(100).with_error_body(10);
    let client = mock.builder().limits(limits.clone()).build().unwrap();
    let error = call(&client, &GET).await.unwrap_err();
    let Error::Transport(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.kind(), TransportErrorKind::TooLarge { limit: 100 });
    assert!(error.to_string().contains("limit of 100 bytes"), "{error}");
    assert_eq!(mock.count(), 1, "a second attempt would be as long");

    // A header is enough to know: the body is not waited for.
    let mock = Mock::new(|_| reply(200).with_header("content-length", "101").stalled());
    let client = mock.builder().limits(limits.clone()).build().unwrap();
    let Err(Error::Transport(error)) = call(&client, &GET).await else {
        panic!("too long")
    };
    assert_eq!(error.kind(), TransportErrorKind::TooLarge { limit: 100 });

    let mock = Mock::new(|_| {
        reply(404)
            .with_chunk("12345")
            .with_chunk("67890")
            .with_chunk("rest")
    });
    let client = mock.builder().limits(limits).build().unwrap();
    let Err(Error::Api(error)) = call(&client, &GET).await else {
        panic!("an API error")
    };
    assert_eq!(error.text(), "1234567890");
    assert!(error.is_truncated());
}

#[tokio::test]
async fn exactly_the_limit_is_within_it() {
    let mock = Mock::new(|_| reply(200).with_chunk("12").with_chunk("34"));
    let limits = Limits::default().with_body(4);
    let client = mock.builder().limits(limits).build().unwrap();
    assert_eq!(*call(&client, &GET).await.unwrap(), value!(1234));
}

#[tokio::test]
async fn an_error_whose_body_breaks_off_is_still_that_error() {
    let mock = Mock::new(|_| reply(404).with_chunk("{\"mess").broken());
    let Err(Error::Api(error)) = call(&mock.client(), &GET).await else {
        panic!("an API error")
    };
    assert_eq!(error.status(), http::StatusCode::NOT_FOUND);
    assert_eq!(error.text(), "{\"mess");
    assert!(error.is_truncated());
}

static RANGES: Operation = Operation {
    success: &[2],
    errors: &[4, 0],
    ..OPERATION
};

#[tokio::test]
async fn ranges_and_default_are_documented() {
    let documented = |status: u16| async move {
        let mock = Mock::new(move |_| json(status, value!({})));
        let request = mock.client().request(&RANGES);
        let request = specwright_runtime::RequestOptions::with_retry(
            request,
            specwright_runtime::RetryPolicy::none(),
        );
        match request.send(JSON, JSON).await {
            Err(Error::Api(error)) => error.is_documented(),
            other => panic!("{other:?}"),
        }
    };
    assert!(documented(404).await);
    assert!(documented(503).await);
    assert!(documented(304).await);
}

#[test]
fn errors_are_small() {
    assert!(size_of::<Error<Problem>>() <= 16);
}

#[test]
fn errors_of_progenitor_become_ours() {
    let theirs = progenitor_client::Error::<Problem>::InvalidRequest("no\nway".to_owned());
    let ours: Error<Problem> = theirs.into();
    assert_eq!(ours.to_string(), "the request was not sent: no\\nway");

    let response = specwright_runtime::ResponseValue::new(
        Problem {
            message: "m".to_owned(),
        },
        http::StatusCode::CONFLICT,
        http::HeaderMap::new(),
    );
    let ours: Error<Problem> = progenitor_client::Error::ErrorResponse(response).into();
    assert_eq!(ours.status(), Some(http::StatusCode::CONFLICT));
    let Error::Api(error) = ours else {
        panic!("{ours:?}")
    };
    assert_eq!(error.into_body().unwrap().message, "m");
}
