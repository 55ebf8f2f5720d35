//! Bodies that are more, less or other than what the document says.

use std::sync::{Arc, Mutex};

use futures::TryStreamExt;
use palo_alto_dlp::Error;
use palo_alto_dlp::types::{DlpIncidentStatus, UpdateIncidentRequest};
use serde_json::json;
use specwright_tests::wire;
use wiremock::ResponseTemplate;

use crate::{Dlp, builder};

#[tokio::test]
async fn unknown_values_extra_fields_missing_fields_and_nulls_decode() {
    let dlp = Dlp::with_json(
        200,
        json!({
            "incident_id": "7",
            "status": "escalated",
            "severity": null,
            "channel": "carrier-pigeon",
            "reviewed_at": null,
            "timestamp": "2026-01-01T01:00:00+01:00",
            "risk_score": {"value": 97, "of": [100]},
        }),
    )
    .await;
    let incident = dlp.client.get_incident("7").await.unwrap().into_inner();
    let status = incident.status.unwrap();
    assert!(matches!(status, DlpIncidentStatus::Unrecognized(_)));
    assert_eq!(status.as_str(), "escalated");
    assert_eq!(incident.severity, None);
    assert_eq!(incident.channel.unwrap().as_str(), "carrier-pigeon");
    assert_eq!(incident.reviewed_at, None);
    assert_eq!(incident.user, None);
    let midnight = "2026-01-01T00:00:00Z".parse().unwrap();
    assert_eq!(incident.timestamp, Some(midnight));

    // An unknown value goes back out as it came, in a body and in a query.
    let request = UpdateIncidentRequest::new().with_status(status.clone());
    dlp.client.update_incident("7", &request).await.unwrap();
    let sent = wire::json(&wire::last(&dlp.server).await);
    assert_eq!(sent, json!({"status": "escalated"}));
    let _ = dlp.client.list_incidents().status(status).await;
    let request = wire::last(&dlp.server).await;
    assert_eq!(wire::query(&request, "status").unwrap(), "escalated");
}

#[tokio::test]
async fn a_value_of_another_type_is_an_error_that_names_its_path() {
    let dlp = Dlp::with_json(
        200,
        json!({"incidents": [{"incident_id": "1"}, {"match_count": "eleven"}]}),
    )
    .await;
    let error = dlp.client.list_incidents().await.unwrap_err();
    let Error::Decode(error) = error else {
        panic!("{error}");
    };
    assert_eq!(error.path(), Some("incidents[1].match_count"));
    assert_eq!(error.status().unwrap(), 200);
    assert!(error.raw().starts_with(b"{"));
    assert!(error.to_string().starts_with("listIncidents"), "{error}");
}

#[tokio::test]
async fn or_is_left_out_of_its_incident_and_told() {
    let incidents = json!({"incidents": [
        {"incident_id": "1", "match_count": 11, "timestamp": "last week"},
        {"incident_id": "2", "match_count": "eleven"},
    ], "total": 2});
    let dlp = Dlp::with_json(200, incidents).await;
    let told = Arc::new(Mutex::new(Vec::new()));
    let tells = told.clone();
    let client = builder(&dlp.server, &dlp.sase)
        .configure(|settings| {
            settings.leave_out_bad_values(move |bad| {
                let line = format!("{bad} {}", bad.raw());
                tells.lock().unwrap().push(line);
            })
        })
        .build()
        .unwrap();
    let incidents: Vec<_> = client.list_incidents().items().try_collect().await.unwrap();
    assert_eq!(incidents[0].match_count, Some(11));
    assert_eq!(incidents[0].timestamp, None);
    assert_eq!(incidents[1].incident_id.as_deref(), Some("2"));
    assert_eq!(incidents[1].match_count, None);
    let told = told.lock().unwrap();
    assert_eq!(told.len(), 2, "{told:#?}");
    let begin = "listIncidents: the value at `incidents[0].timestamp` is left out: ";
    assert!(
        told[0].starts_with(begin) && told[0].ends_with(r#" "last week""#),
        "{told:?}"
    );
    assert!(told[1].contains("incidents[1].match_count"), "{told:?}");
}

#[tokio::test]
async fn a_page_of_a_proxy_with_200_is_an_error_that_keeps_it() {
    let html = "<html>please log in to the wireless network</html>";
    let dlp = Dlp::answering(ResponseTemplate::new(200).set_body_raw(html, "text/html")).await;
    let error = dlp.client.get_incident("1").await.unwrap_err();
    let Error::Decode(error) = error else {
        panic!("{error}");
    };
    assert_eq!(&error.raw()[..], html.as_bytes());
}

#[tokio::test]
async fn so_are_an_empty_body_and_one_that_breaks_off() {
    for body in ["", "   ", "{\"incident_id\": \"1", "null"] {
        let answer = ResponseTemplate::new(200).set_body_raw(body, "application/json");
        let dlp = Dlp::answering(answer).await;
        let error = dlp.client.get_incident("1").await.unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{body}: {error}");
    }
}
