//! A path parameter never changes the route, whatever is in it.

use palo_alto_dlp::{Error, Method};
use percent_encoding::percent_decode_str;
use serde_json::json;
use specwright_tests::wire;

use crate::Dlp;

/// What callers pass on from elsewhere.
const IDS: [&str; 27] = [
    "..",
    ".",
    "",
    "%2e%2e",
    "%2E.",
    "%252e",
    "a/b",
    "../incidents",
    "../../data-patterns",
    "a/../b",
    "/",
    "//evil.example",
    "a?b",
    "a?limit=1&offset=2",
    "a#b",
    "#",
    "?",
    "a b",
    " ",
    "a%b",
    "a%2Fb",
    "a\\b",
    "..\\..",
    "ünïcödé/事件",
    "a\nb\u{0}c",
    ";jsessionid=1",
    "https://evil.example/x",
];

/// The same, which are no segment that a route could have.
const REFUSED: [&str; 3] = ["..", ".", ""];

#[tokio::test]
async fn it_is_encoded_or_refused() {
    let dlp = Dlp::with_json(200, json!({})).await;
    for id in IDS {
        let before = dlp.requests().await.len();
        let result = dlp.client.get_incident_snippets(id).await;
        let requests = dlp.requests().await;
        if REFUSED.contains(&id) {
            let Err(Error::Request(error)) = result else {
                panic!("{id:?} was sent: {result:?}");
            };
            assert_eq!(error.parameter_name(), Some("incident_id"));
            assert_eq!(requests.len(), before, "{id:?}");
            continue;
        }
        assert!(result.is_ok(), "{id:?}: {result:?}");
        let url = &requests.last().unwrap().url;
        assert_eq!((url.query(), url.fragment()), (None, None), "{id:?}");
        let segments: Vec<&str> = url.path().split('/').collect();
        let ["", "v4", "incidents", sent, "snippets"] = segments[..] else {
            panic!("{id:?} changed the route to {}", url.path());
        };
        let decoded = percent_decode_str(sent).decode_utf8().unwrap();
        assert_eq!(decoded, id);
    }
}

#[tokio::test]
async fn nor_does_it_where_it_is_the_last_segment() {
    let dlp = Dlp::with_json(200, json!({})).await;
    for id in IDS.into_iter().filter(|id| !REFUSED.contains(id)) {
        dlp.client.get_data_pattern(id).await.unwrap();
        let request = wire::last(&dlp.server).await;
        let path = request.url.path();
        let sent = path.strip_prefix("/v4/data-patterns/").unwrap();
        assert!(!sent.contains('/'), "{id:?}: {path}");
        assert_eq!(percent_decode_str(sent).decode_utf8().unwrap(), id);
    }
    for id in REFUSED {
        let error = dlp.client.get_data_pattern(id).await.unwrap_err();
        assert!(matches!(error, Error::Request(_)), "{id:?}: {error}");
    }
}

#[tokio::test]
async fn a_request_of_ones_own_stays_below_the_base_url() {
    let dlp = Dlp::with_json(200, json!({})).await;
    for path in [
        "/../admin",
        "/incidents/../../admin",
        "/%2e%2e/admin",
        "//evil.example/x",
        "https://evil.example/x",
        "/a\\..\\b",
        "/a#b",
    ] {
        let error = dlp.client.request(Method::Get, path).await.unwrap_err();
        assert!(matches!(error, Error::Request(_)), "{path}: {error}");
    }
    assert!(dlp.requests().await.is_empty());
    assert_eq!(dlp.sase.asked(), 0);
}
