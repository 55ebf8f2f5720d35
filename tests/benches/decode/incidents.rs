//! Incidents of Enterprise DLP: texts, enums and timestamps, all of which may be absent.

use criterion::Criterion;
use palo_alto_dlp::types::DlpIncident;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Open,
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Severity {
    High,
    Low,
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "it is decoded and dropped")]
struct Derived {
    incident_id: Option<String>,
    status: Option<Status>,
    severity: Option<Severity>,
    data_pattern_name: Option<String>,
    data_pattern_id: Option<String>,
    match_count: Option<i64>,
    channel: Option<String>,
    user: Option<String>,
    timestamp: Option<jiff::Timestamp>,
    application: Option<String>,
    file_name: Option<String>,
    file_type: Option<String>,
    file_size: Option<i64>,
    direction: Option<String>,
    action_taken: Option<String>,
    reviewer_comments: Option<String>,
    reviewed_by: Option<String>,
    reviewed_at: Option<jiff::Timestamp>,
}

fn incident(at: usize) -> Value {
    json!({
        "incident_id": format!("{at}"),
        "status": "open",
        "severity": if at.is_multiple_of(2) { "high" } else { "low" },
        "data_pattern_name": "Credit card numbers",
        "data_pattern_id": format!("pattern-{}", at % 50),
        "match_count": at % 100,
        "channel": "saas",
        "user": format!("user{}@example.com", at % 1000),
        "timestamp": "2026-02-28T12:30:45Z",
        "application": "Box",
        "file_name": format!("report-{at}.xlsx"),
        "file_type": "application/vnd.ms-excel",
        "file_size": at * 1024,
        "direction": "upload",
        "action_taken": "blocked",
    })
}

pub(crate) fn bench(criterion: &mut Criterion) {
    super::measure::<DlpIncident, Derived>(criterion, "incidents of DLP", incident);
}

/// As many as an answer has.
pub(crate) fn bench_page(criterion: &mut Criterion) {
    let name = "a page of 100 incidents of DLP";
    super::measure_items::<DlpIncident, Derived>(criterion, name, 100, incident);
}
