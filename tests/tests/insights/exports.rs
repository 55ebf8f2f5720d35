//! An export, from its beginning to its end, or to what else can become of it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use prisma_access_insights::Error;
use prisma_access_insights::runtime::{Wait, WaitError};
use prisma_access_insights::types::{
    DataResourceQuery, ErrorResponse, ExportJobState, ExportJobStatus, ResourceName,
};
use serde_json::{Value, json};
use specwright_tests::{shown, wire};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use wiremock::{Request, ResponseTemplate};

use crate::Insights;

type Failed = WaitError<ExportJobStatus, ErrorResponse>;

const SIGNED: &str = "https://storage.example/export.csv?signature=s1gned";

/// An API that starts a job with this answer, and tells its status in these, one after the
/// other and the last one again and again.
async fn exporting(started: Value, statuses: Vec<ResponseTemplate>) -> Insights {
    let next = Mutex::new(0);
    let answer = move |request: &Request| {
        if request.method.as_str() == "POST" {
            return ResponseTemplate::new(202).set_body_json(&started);
        }
        let mut next = next.lock().unwrap();
        let status = statuses[(*next).min(statuses.len() - 1)].clone();
        *next += 1;
        status
    };
    Insights::answering(answer).await
}

fn status(body: Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

/// The same, as quickly as a test wants it.
fn quick(wait: Wait<ExportJobStatus, ErrorResponse>) -> Wait<ExportJobStatus, ErrorResponse> {
    wait.first_wait(Duration::from_millis(2))
        .longest_wait(Duration::from_millis(10))
        .deadline(Duration::from_secs(30))
}

fn export(insights: &Insights) -> Wait<ExportJobStatus, ErrorResponse> {
    let body = DataResourceQuery::new().with_count(10);
    let request = insights
        .client
        .export_data_resource(ResourceName::TunnelStatus, &body);
    quick(request.wait())
}

#[tokio::test]
async fn it_is_waited_for_until_it_is_completed() {
    let insights = exporting(
        json!({"job_id": "job 7", "status": "PENDING"}),
        vec![
            status(json!({"job_id": "job 7", "status": "PENDING"})),
            status(json!({"job_id": "job 7", "status": "RUNNING"})),
            status(json!({"job_id": "job 7", "status": "COMPLETED", "download_url": SIGNED})),
        ],
    )
    .await;
    let done: ExportJobStatus = export(&insights).await.unwrap();
    assert_eq!(done.status, Some(ExportJobState::Completed));
    assert_eq!(done.download_url.as_deref(), Some(SIGNED));
    let requests = insights.requests().await;
    let lines: Vec<_> = requests.iter().map(wire::line).collect();
    let ask = "GET /insights/v3.0/resource/export/job%207/status";
    assert_eq!(
        lines,
        [
            "POST /insights/v3.0/resource/export/tunnel_status",
            ask,
            ask,
            ask
        ]
    );
    assert_eq!(wire::json(&requests[0]), json!({"count": 10}));
}

#[tokio::test]
async fn it_can_be_waited_for_elsewhere() {
    let insights = exporting(
        json!({}),
        vec![
            status(json!({"status": "RUNNING"})),
            status(json!({"status": "COMPLETED", "download_url": SIGNED})),
        ],
    )
    .await;
    let done = quick(insights.client.wait_export("42")).await.unwrap();
    assert_eq!(done.download_url.as_deref(), Some(SIGNED));
    let lines: Vec<_> = insights.requests().await.iter().map(wire::line).collect();
    assert_eq!(lines, ["GET /insights/v3.0/resource/export/42/status"; 2]);
}

#[tokio::test]
async fn a_status_that_is_not_known_or_not_there_is_asked_about_again() {
    let insights = exporting(
        json!({"job_id": "7"}),
        vec![
            status(json!({"status": "COMPRESSING"})),
            status(json!({})),
            status(json!({"status": null})),
            ResponseTemplate::new(503),
            status(json!({"status": "COMPLETED", "download_url": SIGNED})),
        ],
    )
    .await;
    export(&insights).await.unwrap();
    assert_eq!(insights.requests().await.len(), 6);
}

#[tokio::test]
async fn a_job_that_failed() {
    let insights = exporting(
        json!({"job_id": "7"}),
        vec![
            status(json!({"status": "RUNNING"})),
            status(json!({"status": "FAILED", "error_message": "the disk is full"})),
        ],
    )
    .await;
    let error: Failed = export(&insights).await.unwrap_err();
    assert!(matches!(error, WaitError::Failed { .. }), "{error}");
    assert_eq!(error.job_id(), Some("7"));
    let last = error.last().unwrap();
    assert_eq!(last.error_message.as_deref(), Some("the disk is full"));
    assert_eq!(error.to_string(), "job 7 failed");
}

#[tokio::test]
async fn a_job_without_an_id() {
    for started in [json!({}), json!({"job_id": null}), json!({"job_id": ""})] {
        let insights = exporting(started, vec![status(json!({}))]).await;
        let error = export(&insights).await.unwrap_err();
        assert!(matches!(error, WaitError::MissingJobId), "{error}");
        assert_eq!(error.job_id(), None);
        assert_eq!(insights.requests().await.len(), 1);
    }
}

#[tokio::test]
async fn a_completed_job_without_a_url() {
    for url in [json!(null), json!("")] {
        let last = json!({"status": "COMPLETED", "job_id": "7", "download_url": url});
        let insights = exporting(json!({"job_id": "7"}), vec![status(last)]).await;
        let error = export(&insights).await.unwrap_err();
        assert!(matches!(error, WaitError::MissingResult { .. }), "{error}");
        let last = error.last().unwrap();
        assert_eq!(last.status, Some(ExportJobState::Completed));
    }
}

#[tokio::test]
async fn a_deadline_that_passes() {
    let running = status(json!({"status": "RUNNING"}));
    let insights = exporting(json!({"job_id": "7"}), vec![running]).await;
    let begun = Instant::now();
    let wait = export(&insights).deadline(Duration::from_millis(200));
    let error = wait.await.unwrap_err();
    assert!(matches!(error, WaitError::DeadlinePassed { .. }), "{error}");
    assert_eq!(error.job_id(), Some("7"));
    assert_eq!(error.last().unwrap().status, Some(ExportJobState::Running));
    assert!(begun.elapsed() >= Duration::from_millis(200));

    // The job goes on, and can be waited for again.
    let wait = insights.client.wait_export(error.job_id().unwrap());
    let error = quick(wait).deadline(Duration::from_millis(50)).await;
    assert!(matches!(error, Err(WaitError::DeadlinePassed { .. })));
}

#[tokio::test]
async fn a_job_that_is_not_started_or_not_found() {
    let refused = json!({"error": {"code": "E_RANGE"}});
    let insights = Insights::with_json(400, refused).await;
    let error = export(&insights).await.unwrap_err();
    let WaitError::Start(Error::Api(source)) = &error else {
        panic!("{error}");
    };
    assert!(source.body().is_some());
    assert_eq!(insights.requests().await.len(), 1);

    let insights = Insights::with_json(404, json!({})).await;
    let error = quick(insights.client.wait_export("7")).await.unwrap_err();
    assert!(matches!(error, WaitError::Poll { .. }), "{error}");
    assert_eq!(insights.requests().await.len(), 1);
}

#[tokio::test]
async fn errors_do_not_show_the_signed_url() {
    let last = json!({"status": "FAILED", "download_url": SIGNED});
    let insights = exporting(json!({"job_id": "7"}), vec![status(last)]).await;
    let error = export(&insights).await.unwrap_err();
    assert_eq!(error.last().unwrap().download_url.as_deref(), Some(SIGNED));
    let text = shown::error(&error);
    assert!(!text.contains("s1gned"), "{text}");
}

#[test]
fn waiting_moves_between_threads() {
    fn sent<T: Send + 'static>(_: T) {}
    let client = prisma_access_insights::Client::builder()
        .bearer_auth("token")
        .region("de")
        .build()
        .unwrap();
    sent(client.wait_export("7"));
    sent(client.wait_export("7").into_future());
    let query = DataResourceQuery::new();
    let request = client.export_data_resource(ResourceName::Alerts, &query);
    sent(request.wait().into_future());
}

/// Storage whose connections break after a while; it knows ranges, and says how often it was asked.
async fn breaking_storage(content: Vec<u8>) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!(
        "http://{}/export.csv?signature=s1gned",
        listener.local_addr().unwrap()
    );
    let asked = Arc::new(AtomicUsize::new(0));
    let counts = asked.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counts.fetch_add(1, Ordering::Relaxed);
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                head.push(stream.read_u8().await.unwrap());
            }
            let head = String::from_utf8(head).unwrap().to_ascii_lowercase();
            let begin = head.split_once("range: bytes=").map_or(0, |(_, rest)| {
                rest.split('-').next().unwrap().parse().unwrap()
            });
            let end = content.len();
            let status = match begin {
                0 => "200 OK".to_owned(),
                _ => format!(
                    "206 Partial Content\r\nContent-Range: bytes {begin}-{}/{end}",
                    end - 1
                ),
            };
            let length = end - begin;
            let head =
                format!("HTTP/1.1 {status}\r\nETag: \"1\"\r\nContent-Length: {length}\r\n\r\n");
            stream.write_all(head.as_bytes()).await.unwrap();
            // No more than a part at a time.
            let part = &content[begin..end.min(begin + 400_000)];
            stream.write_all(part).await.unwrap();
            stream.shutdown().await.unwrap();
        }
    });
    (url, asked)
}

#[tokio::test]
async fn from_the_export_to_the_file_over_connections_that_break() {
    let content = "site,users\nberlin,12\n".repeat(50_000).into_bytes();
    let (url, asked) = breaking_storage(content.clone()).await;
    let insights = exporting(
        json!({"job_id": "7"}),
        vec![
            status(json!({"status": "RUNNING"})),
            status(json!({"status": "COMPLETED", "download_url": url})),
        ],
    )
    .await;
    let told = Arc::new(Mutex::new(Vec::new()));
    let tells = told.clone();
    let done = export(&insights)
        .on_status(move |status| tells.lock().unwrap().extend(status.status.clone()))
        .await
        .unwrap();
    let expected = [ExportJobState::Running, ExportJobState::Completed];
    assert_eq!(*told.lock().unwrap(), expected);

    let path = std::env::temp_dir().join(format!("specwright-export-{}.csv", std::process::id()));
    let download = insights.client.download(&done.download_url.unwrap());
    let written = download.to_file(&path).await.unwrap();
    assert_eq!(written, content.len() as u64);
    assert_eq!(std::fs::read(&path).unwrap(), content);
    assert_eq!(asked.load(Ordering::Relaxed), 3);
    std::fs::remove_file(path).unwrap();
}
