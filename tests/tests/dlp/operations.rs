//! Every operation, and the request that a server receives of it.

use jiff::Timestamp;
use palo_alto_dlp::runtime::RequestOptions;
use palo_alto_dlp::types::{DlpIncidentSeverity, DlpIncidentStatus, UpdateIncidentRequest};
use palo_alto_dlp::{Client, Method, ResponseValue};
use serde_json::{Value, json};
use specwright_tests::sase::{Sase, token};
use specwright_tests::wire;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::{Dlp, builder};

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// An API that knows these routes and no other.
async fn serving(routes: &[(&str, &str, Value)]) -> Dlp {
    let (server, sase) = (MockServer::builder().start().await, Sase::start().await);
    for (verb, route, body) in routes {
        Mock::given(method(*verb))
            .and(path(format!("/v4{route}")))
            .respond_with(ResponseTemplate::new(200).set_body_json(body))
            .mount(&server)
            .await;
    }
    // As a program would do it, with the addresses from the environment too.
    let base_url = format!("{}/v4", server.uri());
    let variables = sase.variables(&[("PALO_ALTO_DLP_BASE_URL", &base_url)]);
    let client = Client::from_vars(variables).unwrap();
    Dlp {
        server,
        sase,
        client,
    }
}

#[tokio::test]
async fn all_seven_operations() {
    let incident = json!({"incident_id": "1", "status": "open", "file_size": 5_000_000_000_i64});
    let pattern = json!({"id": "p", "type": "custom"});
    let dlp = serving(&[
        (
            "GET",
            "/incidents",
            json!({"total": 1, "incidents": [incident]}),
        ),
        ("GET", "/incidents/1", incident.clone()),
        ("PUT", "/incidents/1", incident.clone()),
        (
            "GET",
            "/incidents/1/snippets",
            json!({"incident_id": "1", "snippets": [{"masked": true, "position": 3}]}),
        ),
        (
            "GET",
            "/data-patterns",
            json!({"total": 1, "data_patterns": [pattern]}),
        ),
        ("GET", "/data-patterns/p", pattern.clone()),
        (
            "GET",
            "/reports/summary",
            json!({"total_incidents": 9, "by_severity": {"critical": 2}}),
        ),
    ])
    .await;
    let client = &dlp.client;
    let (start, end) = (
        instant("2026-01-01T00:00:00Z"),
        instant("2026-02-01T00:00:00.5Z"),
    );

    let page = client
        .list_incidents()
        .status(DlpIncidentStatus::InReview)
        .severity(DlpIncidentSeverity::Critical)
        .start_time(start)
        .end_time(end)
        .limit(200)
        .offset(400)
        .send()
        .await
        .unwrap();
    assert_eq!(page.status(), 200);
    let incidents = page.into_inner().incidents.unwrap();
    assert_eq!(incidents[0].status, Some(DlpIncidentStatus::Open));
    assert_eq!(incidents[0].file_size, Some(5_000_000_000));

    // Awaited as it is.
    let incident = client.get_incident("1").await.unwrap();
    assert_eq!(incident.incident_id.as_deref(), Some("1"));
    let changes = UpdateIncidentRequest::new()
        .with_status(DlpIncidentStatus::Resolved)
        .with_reviewer_comments("a \"false\" alarm");
    client.update_incident("1", &changes).await.unwrap();
    let snippets = client.get_incident_snippets("1").await.unwrap();
    assert_eq!(snippets.snippets.as_ref().unwrap()[0].masked, Some(true));
    let patterns = client.list_data_patterns().limit(1).await.unwrap();
    assert_eq!(patterns.total, Some(1));
    let pattern = client.get_data_pattern("p").await.unwrap();
    assert_eq!(pattern.id.as_deref(), Some("p"));
    let summary: ResponseValue<_> = client.get_report_summary(start, end).await.unwrap();
    assert_eq!(summary.by_severity.as_ref().unwrap().critical, Some(2));

    let requests = dlp.requests().await;
    let mut lines: Vec<String> = requests.iter().map(wire::line).collect();
    // The order of a query means nothing.
    let (route, query) = lines[0].split_once('?').unwrap();
    let mut pairs: Vec<&str> = query.split('&').collect();
    pairs.sort_unstable();
    lines[0] = format!("{route}?{}", pairs.join("&"));
    insta::assert_snapshot!(lines.join("\n"), @r"
    GET /v4/incidents?end_time=2026-02-01T00%3A00%3A00.5Z&limit=200&offset=400&severity=critical&start_time=2026-01-01T00%3A00%3A00Z&status=in_review
    GET /v4/incidents/1
    PUT /v4/incidents/1
    GET /v4/incidents/1/snippets
    GET /v4/data-patterns?limit=1
    GET /v4/data-patterns/p
    GET /v4/reports/summary?start_time=2026-01-01T00%3A00%3A00Z&end_time=2026-02-01T00%3A00%3A00.5Z
    ");
    for request in &requests {
        let bearer = format!("Bearer {}", token(1));
        assert_eq!(wire::header(request, "authorization"), Some(&*bearer));
        assert_eq!(wire::header(request, "accept"), Some("application/json"));
        let agent = wire::header(request, "user-agent").unwrap();
        assert!(agent.starts_with("palo-alto-dlp/"), "{agent}");
        let has_body = request.method.as_str() == "PUT";
        assert_eq!(request.body.is_empty(), !has_body);
        assert_eq!(request.headers.contains_key("content-type"), has_body);
    }
    assert_eq!(
        wire::json(&requests[2]),
        json!({"status": "resolved", "reviewer_comments": "a \"false\" alarm"})
    );
    // One token for all of it.
    assert_eq!(dlp.sase.asked(), 1);
}

#[tokio::test]
async fn what_is_not_set_is_not_sent() {
    let dlp = Dlp::with_json(200, json!({})).await;
    dlp.client.list_incidents().await.unwrap();
    let empty = UpdateIncidentRequest::new();
    dlp.client.update_incident("1", &empty).await.unwrap();
    let requests = dlp.requests().await;
    assert_eq!(wire::line(&requests[0]), "GET /v4/incidents");
    assert_eq!(wire::json(&requests[1]), json!({}));
}

#[tokio::test]
async fn a_second_call_of_a_setter_replaces_the_first() {
    let dlp = Dlp::with_json(200, json!({})).await;
    let request = dlp.client.list_incidents().limit(1);
    // A builder can be kept and used again.
    request.clone().limit(2).await.unwrap();
    request.await.unwrap();
    let lines: Vec<String> = dlp.requests().await.iter().map(wire::line).collect();
    assert_eq!(
        lines,
        ["GET /v4/incidents?limit=2", "GET /v4/incidents?limit=1"]
    );
}

#[tokio::test]
async fn a_request_of_ones_own_is_signed_in_too() {
    let dlp = Dlp::with_json(201, json!({"made": true})).await;
    let response = dlp
        .client
        .request(Method::Post, "/policies?dry_run=true")
        .query("tag", &["a b", "c"])
        .header("X-Trace", "7")
        .json(&json!({"name": "block"}))
        .await
        .unwrap();
    assert_eq!(response.status(), 201);
    let body: Value = serde_json::from_slice(&response).unwrap();
    assert_eq!(body, json!({"made": true}));
    let request = wire::only(&dlp.server).await;
    assert_eq!(
        wire::line(&request),
        "POST /v4/policies?dry_run=true&tag=a%20b&tag=c"
    );
    let bearer = format!("Bearer {}", token(1));
    assert_eq!(wire::header(&request, "authorization"), Some(&*bearer));
    assert_eq!(wire::header(&request, "x-trace"), Some("7"));
    assert_eq!(wire::json(&request), json!({"name": "block"}));
}

#[tokio::test]
async fn headers_of_ones_own() {
    let dlp = Dlp::with_json(200, json!({})).await;
    let client = builder(&dlp.server, &dlp.sase)
        .configure(|settings| {
            settings
                .default_header("X-Team", "soc")
                .user_agent("triage/2.0")
        })
        .build()
        .unwrap();
    client.get_incident("1").await.unwrap();
    client
        .get_incident("1")
        .with_header("x-team", "forensics")
        .with_query("expand", "user")
        .await
        .unwrap();
    client.request(Method::Get, "/raw").await.unwrap();
    let requests = dlp.requests().await;
    let seen: Vec<_> = requests
        .iter()
        .map(|request| {
            (
                wire::line(request),
                wire::header(request, "x-team"),
                wire::header(request, "user-agent"),
            )
        })
        .collect();
    let expected = [
        ("GET /v4/incidents/1", "soc"),
        ("GET /v4/incidents/1?expand=user", "forensics"),
        ("GET /v4/raw", "soc"),
    ]
    .map(|(line, team)| (line.to_owned(), Some(team), Some("triage/2.0")));
    assert_eq!(seen, expected);
}

#[test]
fn builders_futures_and_streams_move_between_threads() {
    fn shared<T: Clone + Send + Sync + 'static>(_: &T) {}
    fn sent<T: Send + Unpin + 'static>(_: &T) {}
    let client = Client::builder().bearer_auth("token").build().unwrap();
    shared(&client);
    shared(&Client::builder());
    let request = client.list_incidents();
    shared(&request);
    sent(&request.clone().into_future());
    sent(&request.clone().send());
    sent(&request.clone().pages());
    sent(&request.items());
}
