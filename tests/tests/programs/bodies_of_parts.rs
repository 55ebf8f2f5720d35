//! Bodies of parts, read back part by part.

mod wire;

use bodies_of_parts::runtime::{Multipart, Upload};
use bodies_of_parts::types::{
    Draft, UploadReportOwner, UploadReportPurpose, UploadReportReviewers,
};
use specwright_runtime::testing::{MockRequest, MockResponse, MockTransport};
use wire::{client, only, wire};

const KEPT: wire::Answer = (204, "", &[]);

/// The media type of a body without its boundary, and the parts: their headers and content.
fn parts(seen: &MockRequest) -> (String, Vec<(Vec<String>, String)>) {
    let (media_type, boundary) = seen.header("content-type").unwrap().split_once("; boundary=").unwrap();
    let text = seen.text();
    let (body, end) = text.rsplit_once(&format!("--{boundary}--")).unwrap();
    assert_eq!(end, "\r\n");
    let between = format!("--{boundary}\r\n");
    let mut parts = body.split(&between);
    assert_eq!(parts.next(), Some(""));
    let parts = parts.map(|part| {
        let (headers, content) = part.split_once("\r\n\r\n").unwrap();
        let headers = headers.split("\r\n").map(str::to_owned).collect();
        (headers, content.strip_suffix("\r\n").unwrap().to_owned())
    });
    (media_type.to_owned(), parts.collect())
}

fn part(headers: &[&str], content: &str) -> (Vec<String>, String) {
    (headers.iter().map(|&header| header.to_owned()).collect(), content.to_owned())
}

#[tokio::test]
async fn every_kind_of_part_is_sent() {
    let mock = wire(&[KEPT]);
    let place = std::env::temp_dir().join(format!("specwright-parts-{}.pdf", std::process::id()));
    std::fs::write(&place, "a report").unwrap();
    let logo = Upload::bytes("<svg/>").with_content_type("image/svg+xml").with_file_name("a \"logo\".svg");
    client!(bodies_of_parts, mock)
        .upload_report("r/1", Upload::file(&place), UploadReportPurpose::Audit)
        .notify(true)
        .labels(&["a".to_owned(), "b".to_owned()])
        .owner(&UploadReportOwner::new("Ü"))
        .reviewers(&[UploadReportReviewers::new().with_mail("a@b")])
        .pages_parameter(vec![Upload::bytes("1"), Upload::bytes("2")])
        .logo(logo)
        .size(3)
        .expires("2026-01-01T00:00:00Z".parse().unwrap())
        .id_part("other")
        .await
        .unwrap();
    std::fs::remove_file(&place).unwrap();
    let seen = only(&mock);
    assert_eq!(seen.target(), "/v1/reports/r%2F1?notify=true");
    let (media_type, mut parts) = parts(&seen);
    assert_eq!(media_type, "multipart/form-data");
    let form = "content-disposition: form-data; name=";
    let name = place.file_name().unwrap().to_str().unwrap();
    let json = "content-type: application/json";
    let mut expected = [
        part(&[&format!("{form}\"file\"; filename=\"{name}\""), "content-type: application/pdf"], "a report"),
        part(&[&format!("{form}\"purpose\"")], "audit"),
        part(&[&format!("{form}\"labels\"")], "a"),
        part(&[&format!("{form}\"labels\"")], "b"),
        part(&[&format!("{form}\"owner\""), json], r#"{"name":"Ü"}"#),
        part(&[&format!("{form}\"reviewers\""), json], r#"{"mail":"a@b"}"#),
        part(&[&format!("{form}\"pages\"; filename=\"blob\""), "content-type: application/octet-stream"], "1"),
        part(&[&format!("{form}\"pages\"; filename=\"blob\""), "content-type: application/octet-stream"], "2"),
        part(&[&format!("{form}\"logo\"; filename=\"a %22logo%22.svg\""), "content-type: image/svg+xml"], "<svg/>"),
        part(&[&format!("{form}\"size\"")], "3"),
        part(&[&format!("{form}\"expires\"")], "2026-01-01T00:00:00Z"),
        part(&[&format!("{form}\"id\"")], "other"),
    ];
    for (headers, _) in &mut parts {
        for header in headers {
            let (name, value) = header.split_once(": ").unwrap();
            *header = format!("{}: {value}", name.to_lowercase());
        }
    }
    parts.sort();
    expected.sort();
    assert_eq!(parts, expected);
}

#[tokio::test]
async fn a_file_goes_again_when_the_server_says_it_did_not_act() {
    let place = std::env::temp_dir().join(format!("specwright-again-{}", std::process::id()));
    std::fs::write(&place, "once and again").unwrap();
    let draft = Draft::new().with_title("t");
    let mock = MockTransport::new()
        .answer(MockResponse::new(503).with_header("retry-after", "0"))
        .answer(MockResponse::new(204));
    client!(bodies_of_parts, mock).upload_media(Upload::file(&place), &draft).await.unwrap();
    std::fs::remove_file(&place).unwrap();
    let seen = mock.requests();
    assert_eq!(seen.len(), 2);
    for request in &seen {
        let (media_type, parts) = parts(request);
        assert_eq!(media_type, "multipart/related; type=\"application/json\"");
        let contents: Vec<&str> = parts.iter().map(|(_, content)| content.as_str()).collect();
        assert_eq!(contents, [r#"{"title":"t"}"#, "once and again"]);
    }
}

#[tokio::test]
async fn parts_without_a_schema_are_the_callers() {
    let mock = wire(&[KEPT]);
    let body = Multipart::new().unnamed(Upload::bytes("Hello").with_content_type("text/plain"));
    client!(bodies_of_parts, mock).send_mail(body).await.unwrap();
    let (media_type, parts) = parts(&only(&mock));
    assert_eq!(media_type, "multipart/mixed");
    assert_eq!(parts.len(), 1);
    assert_eq!(parts[0].1, "Hello");
}
