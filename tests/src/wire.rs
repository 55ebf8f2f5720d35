//! Requests as a server received them.

use serde_json::Value;
use wiremock::{MockServer, Request};

/// All that a server received, in order.
pub async fn all(server: &MockServer) -> Vec<Request> {
    server.received_requests().await.unwrap_or_default()
}

/// The one request that a server received.
pub async fn only(server: &MockServer) -> Request {
    let mut requests = all(server).await;
    let request = requests.pop().expect("no request came");
    assert!(requests.is_empty(), "{} more came", requests.len());
    request
}

/// The request that a server received last.
pub async fn last(server: &MockServer) -> Request {
    all(server).await.pop().expect("no request came")
}

/// The method and what follows the origin: `GET /v4/incidents?limit=1`.
pub fn line(request: &Request) -> String {
    let target = &request.url[url::Position::BeforePath..];
    format!("{} {target}", request.method)
}

/// A header, if it is there.
pub fn header<'r>(request: &'r Request, name: &str) -> Option<&'r str> {
    let value = request.headers.get(name)?;
    Some(value.to_str().expect("the header is not ASCII"))
}

/// A parameter of the query, if it is there.
pub fn query(request: &Request, name: &str) -> Option<String> {
    let mut pairs = request.url.query_pairs();
    let (_, value) = pairs.find(|(other, _)| other == name)?;
    Some(value.into_owned())
}

/// The body, which is JSON and says so.
pub fn json(request: &Request) -> Value {
    assert_eq!(header(request, "content-type"), Some("application/json"));
    serde_json::from_slice(&request.body).expect("the body is not JSON")
}

/// All of a request, as it was on the wire.
pub fn text(request: &Request) -> String {
    let mut text = line(request);
    for (name, value) in &request.headers {
        text.push('\n');
        text.push_str(name.as_str());
        text.push_str(": ");
        text.push_str(&String::from_utf8_lossy(value.as_bytes()));
    }
    text.push_str("\n\n");
    text.push_str(&String::from_utf8_lossy(&request.body));
    text
}
