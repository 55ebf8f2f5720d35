//! Bodies from files, streams and parts.

use std::path::PathBuf;

use bytes::Bytes;
use serde_json::json as value;
use specwright_runtime::{
    ByteStream, Error, Multipart, Operation, Request, RetryPolicy, TransportErrorKind, Upload,
    decode,
};

use crate::mock::{GET, JSON, Mock, json, reply};

static UPLOAD: Operation = Operation {
    id: "upload",
    method: specwright_runtime::Method::Put,
    repeatable: true,
    ..GET
};

/// A file that is gone when the test is over.
struct Temporary(PathBuf);

impl Temporary {
    fn new(name: &str, content: &[u8]) -> Self {
        let folder = std::env::temp_dir().join(format!("specwright-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(name);
        std::fs::write(&path, content).unwrap();
        Self(path)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

async fn sent(mock: &Mock, build: impl FnOnce(Request) -> Request) -> Result<(), Error> {
    let request = build(mock.client().request(&UPLOAD));
    let result = request.send(decode::empty, JSON).await;
    result.map(drop).map_err(Error::into_untyped)
}

fn ok() -> Mock {
    Mock::new(|_| reply(204))
}

/// The body that the mock saw last, with `BOUNDARY` in the place of the boundary.
fn parts(mock: &Mock) -> (String, String) {
    let seen = mock.last();
    let content_type = seen.header("content-type").unwrap().to_owned();
    let (_, boundary) = content_type.split_once("boundary=").unwrap();
    let body = String::from_utf8_lossy(&seen.body).replace(boundary, "BOUNDARY");
    (content_type.replace(boundary, "BOUNDARY"), body)
}

#[tokio::test]
async fn a_file_is_streamed_with_its_length() {
    let content: Vec<u8> = (0..200_000u32).map(|i| i.to_le_bytes()[0]).collect();
    let file = Temporary::new("large.bin", &content);
    let mock = ok();
    sent(&mock, |request| {
        request.upload(&["application/octet-stream"], Upload::file(&file.0))
    })
    .await
    .unwrap();
    let seen = mock.last();
    assert_eq!(seen.body, content);
    assert_eq!(seen.header("content-length"), Some("200000"));
    assert_eq!(
        seen.header("content-type"),
        Some("application/octet-stream")
    );
}

#[tokio::test]
async fn a_file_is_sent_again_when_a_request_is_retried() {
    let file = Temporary::new("again.txt", b"again");
    let mock = Mock::script(vec![|| reply(503), || reply(204)]);
    sent(&mock, |request| {
        request.upload(&["text/plain"], Upload::file(&file.0))
    })
    .await
    .unwrap();
    let bodies: Vec<Bytes> = mock.seen().into_iter().map(|seen| seen.body).collect();
    assert_eq!(bodies, ["again", "again"]);
}

#[tokio::test]
async fn a_file_that_is_not_there_is_an_error_that_says_no_path() {
    let mock = ok();
    let error = sent(&mock, |request| {
        request.upload(&["text/plain"], Upload::file("/no/such/secret-file"))
    })
    .await
    .unwrap_err();
    assert_eq!(mock.count(), 0);
    let Error::Transport(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.kind(), TransportErrorKind::UnreadableBody);
    assert!(
        !format!("{error:?} {error}").contains("secret-file"),
        "{error:?}"
    );
}

#[tokio::test]
async fn the_media_type_of_an_upload_is_its_own_or_the_first_that_is_no_range() {
    let cases: [(&'static [&'static str], Upload, &str); 4] = [
        (&["image/*", "image/png"], "x".into(), "image/png"),
        (&["image/*"], "x".into(), "application/octet-stream"),
        (
            &["image/*"],
            Upload::bytes("x").with_content_type("image/gif"),
            "image/gif",
        ),
        (&["text/csv", "text/plain"], "x".into(), "text/csv"),
    ];
    for (documented, upload, expected) in cases {
        let mock = ok();
        sent(&mock, |request| request.upload(documented, upload))
            .await
            .unwrap();
        assert_eq!(mock.last().header("content-type"), Some(expected));
    }
}

#[tokio::test]
async fn parts_are_written_in_their_order_as_browsers_do() {
    let file = Temporary::new("re\"port.csv", b"a,b\r\n");
    let mock = ok();
    sent(&mock, |request| {
        request
            .multipart(
                "multipart/form-data",
                &["note", "tags", "owner", "file"],
                true,
            )
            .part_file(
                "file",
                "text/csv",
                Upload::file(&file.0).with_header("X-Kind", "a\r\nb"),
            )
            .part_json("owner", "application/json", &value!({"name": "ü"}))
            .part_text("tags", "", &["x", "y"])
            .part_text("note", "", &"one\nline")
            .part_text("note", "", &"another")
    })
    .await
    .unwrap();
    let (content_type, body) = parts(&mock);
    assert_eq!(content_type, "multipart/form-data; boundary=BOUNDARY");
    let expected = "--BOUNDARY\n\
        Content-Disposition: form-data; name=\"note\"\n\nanother\n--BOUNDARY\n\
        Content-Disposition: form-data; name=\"tags\"\n\nx\n--BOUNDARY\n\
        Content-Disposition: form-data; name=\"tags\"\n\ny\n--BOUNDARY\n\
        Content-Disposition: form-data; name=\"owner\"\nContent-Type: application/json\n\n\
        {\"name\":\"ü\"}\n--BOUNDARY\n\
        Content-Disposition: form-data; name=\"file\"; filename=\"re%22port.csv\"\n\
        Content-Type: text/csv\nX-Kind: a  b\n\na,b\n\n--BOUNDARY--\n";
    assert_eq!(body, expected.replace('\n', "\r\n"));
    let length = mock.last().header("content-length").map(str::to_owned);
    assert_eq!(length, Some(mock.last().body.len().to_string()));
}

#[tokio::test]
async fn parts_in_memory_are_sent_again_and_a_stream_is_not() {
    let stream = || Upload::stream(ByteStream::once("x")).with_file_name("x");
    for (upload, attempts) in [(Upload::from("x"), 2), (stream(), 1)] {
        let mock = Mock::new(|_| reply(503));
        let request = mock
            .builder()
            .retry(RetryPolicy::default().with_attempts(2));
        let request = request.build().unwrap().request(&UPLOAD);
        let request = request
            .multipart("multipart/form-data", &["file"], true)
            .part_file("file", "", upload);
        request.send(decode::empty, JSON).await.unwrap_err();
        assert_eq!(mock.count(), attempts);
    }
}

#[tokio::test]
async fn related_parts_are_told_by_their_id_and_the_root_has_its_type() {
    let mock = ok();
    sent(&mock, |request| {
        request
            .multipart("multipart/related", &["metadata", "media"], true)
            .part_file("media", "image/png", "PNG")
            .part_json("metadata", "application/json", &value!({}))
    })
    .await
    .unwrap();
    let (content_type, body) = parts(&mock);
    assert_eq!(
        content_type,
        "multipart/related; type=\"application/json\"; boundary=BOUNDARY"
    );
    let expected = "--BOUNDARY\nContent-ID: <metadata>\nContent-Type: application/json\n\n{}\n\
        --BOUNDARY\nContent-ID: <media>\nContent-Type: image/png\n\nPNG\n--BOUNDARY--\n";
    assert_eq!(body, expected.replace('\n', "\r\n"));
}

#[tokio::test]
async fn parts_of_a_body_without_a_description_are_given_one_by_one() {
    let mock = ok();
    let all = Multipart::new().text("a", "1").unnamed("2").json("b", &[3]);
    sent(&mock, |request| request.parts("multipart/mixed", all))
        .await
        .unwrap();
    let (content_type, body) = parts(&mock);
    assert_eq!(content_type, "multipart/mixed; boundary=BOUNDARY");
    let expected = "--BOUNDARY\nContent-Disposition: attachment; name=\"a\"\n\n1\n\
        --BOUNDARY\nContent-Type: application/octet-stream\n\n2\n\
        --BOUNDARY\nContent-Disposition: attachment; name=\"b\"\nContent-Type: application/json\n\n[3]\n\
        --BOUNDARY--\n";
    assert_eq!(body, expected.replace('\n', "\r\n"));
}

#[tokio::test]
async fn a_body_without_parts_is_none_unless_one_is_required() {
    for (required, is_sent) in [(false, false), (true, true)] {
        let mock = Mock::new(|_| json(200, value!({})));
        sent(&mock, |request| {
            request.multipart("multipart/form-data", &["a"], required)
        })
        .await
        .unwrap();
        assert_eq!(mock.last().header("content-type").is_some(), is_sent);
        assert_eq!(!mock.last().body.is_empty(), is_sent);
    }
}
