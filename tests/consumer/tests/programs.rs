//! Runs both programs against servers on loopback, which they know from their environment.

use std::process::{Command, Output};

use serde_json::{Value, json};
use wiremock::matchers::{basic_auth, body_string, header, method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

/// A server that gives a token to a client that is called `robot`.
async fn server() -> MockServer {
    let server = MockServer::builder().start().await;
    let token = json!({"access_token": "t0ken", "token_type": "Bearer", "expires_in": 900});
    Mock::given(method("POST"))
        .and(path("/token"))
        .and(basic_auth("robot", "s3cret"))
        .and(body_string(
            "grant_type=client_credentials&scope=tsg_id%3A1234",
        ))
        .respond_with(ResponseTemplate::new(200).set_body_json(token))
        .expect(1)
        .mount(&server)
        .await;
    server
}

async fn answer(server: &MockServer, verb: &str, route: &str, status: u16, body: Value) {
    Mock::given(method(verb))
        .and(path(route))
        .and(header("authorization", "Bearer t0ken"))
        .respond_with(ResponseTemplate::new(status).set_body_json(body))
        .mount(server)
        .await;
}

/// Runs a program with these variables and no other that could lead it elsewhere.
fn run(program: &str, server: &MockServer, base_url: &str) -> Output {
    Command::new(program)
        .env("SASE_CLIENT_ID", "robot")
        .env("SASE_CLIENT_SECRET", "s3cret")
        .env("SASE_TSG_ID", "1234")
        .env("SASE_TOKEN_URL", format!("{}/token", server.uri()))
        .env("SASE_REGION", "de")
        .env("PALO_ALTO_DLP_BASE_URL", base_url)
        .env("PRISMA_ACCESS_INSIGHTS_BASE_URL", base_url)
        .env_remove("SASE_SUB_TENANT")
        .env_remove("PALO_ALTO_DLP_TOKEN")
        .env_remove("PRISMA_ACCESS_INSIGHTS_TOKEN")
        .env("NO_PROXY", "127.0.0.1")
        .output()
        .expect("the program does not run")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

async fn requests(server: &MockServer) -> Vec<Request> {
    server.received_requests().await.unwrap_or_default()
}

#[tokio::test]
async fn triage() {
    let server = server().await;
    let pages = |request: &Request| {
        let query: Vec<_> = request.url.query_pairs().collect();
        let value = |name: &str| {
            let (_, value) = query.iter().find(|(other, _)| other == name)?;
            value.parse::<usize>().ok()
        };
        let offset = value("offset").unwrap_or(0);
        let items: Vec<Value> = (offset..(offset + 2).min(5))
            .map(|place| json!({"incident_id": format!("i-{place}")}))
            .collect();
        ResponseTemplate::new(200).set_body_json(json!({"total": 5, "incidents": items}))
    };
    Mock::given(method("GET"))
        .and(path("/v4/incidents"))
        .and(header("authorization", "Bearer t0ken"))
        .respond_with(pages)
        .mount(&server)
        .await;
    answer(&server, "PUT", "/v4/incidents/579842", 200, json!({})).await;

    let base_url = format!("{}/v4", server.uri());
    let output = run(env!("CARGO_BIN_EXE_triage"), &server, &base_url);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(
        text(&output.stdout),
        "5 open incidents\n\
         critical: i-0\ncritical: i-1\ncritical: i-2\ncritical: i-3\ncritical: i-4\n"
    );
    let requests = requests(&server).await;
    let lines: Vec<String> = requests
        .iter()
        .map(|request| format!("{} {}", request.method, request.url.path()))
        .collect();
    assert_eq!(
        lines,
        [
            "POST /token",
            "GET /v4/incidents",
            "GET /v4/incidents",
            "GET /v4/incidents",
            "GET /v4/incidents",
            "PUT /v4/incidents/579842",
        ]
    );
    assert_eq!(requests[1].url.query(), Some("status=open&limit=200"));
    assert_eq!(requests[5].body, br#"{"status":"resolved"}"#);
}

#[tokio::test]
async fn export() {
    let server = server().await;
    let at = |rest: &str| format!("/insights/v3.0/resource{rest}");
    let rows = json!({"data": [{"user": "a"}], "count": 3});
    answer(&server, "POST", &at("/query/connected_users"), 200, rows).await;
    let job = json!({"job_id": "7", "status": "PENDING"});
    answer(&server, "POST", &at("/export/connected_users"), 202, job).await;
    let url = format!("{}/signed.csv?signature=x", server.uri());
    let done = json!({"job_id": "7", "status": "COMPLETED", "download_url": url});
    answer(&server, "GET", &at("/export/7/status"), 200, done).await;
    Mock::given(path("/signed.csv"))
        .respond_with(ResponseTemplate::new(200).set_body_string("user\na\nb\nc\n"))
        .mount(&server)
        .await;

    let output = run(env!("CARGO_BIN_EXE_export"), &server, &server.uri());
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "user\na\nb\nc\n");
    assert_eq!(text(&output.stderr), "1 rows of 3: exporting all\n");
    for request in requests(&server).await {
        let region = request.headers.get("x-panw-region");
        let of_the_api = request.url.path().starts_with("/insights/");
        assert_eq!(region.is_some(), of_the_api, "{}", request.url.path());
        if request.url.path() == "/signed.csv" {
            assert!(!request.headers.contains_key("authorization"));
        }
    }
}

#[test]
fn without_its_environment_a_program_says_what_is_missing() {
    for program in [env!("CARGO_BIN_EXE_triage"), env!("CARGO_BIN_EXE_export")] {
        let output = Command::new(program).env_clear().output();
        let output = output.expect("the program does not run");
        assert!(!output.status.success());
        assert!(text(&output.stderr).contains("SASE_CLIENT_ID"));
    }
}
