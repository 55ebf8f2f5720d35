//! The same client, called by a program that is not async.

use palo_alto_dlp::runtime::blocking::{Block, BlockIter};
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::Dlp;

#[tokio::test(flavor = "multi_thread")]
async fn operations_and_lists_need_no_async() {
    let dlp = Dlp::answering(ResponseTemplate::new(200).set_body_json(json!({
        "incident_id": "7", "incidents": [{"incident_id": "1"}, {"incident_id": "2"}], "total": 2,
    })))
    .await;
    let client = dlp.client.clone();
    let ids = tokio::task::spawn_blocking(move || {
        let incident = client.get_incident("7").block().unwrap();
        assert_eq!(incident.incident_id.as_deref(), Some("7"));
        let incidents = client.list_incidents().items().block_iter();
        let ids = incidents.map(|incident| incident.unwrap().incident_id.unwrap());
        ids.collect::<Vec<_>>()
    });
    assert_eq!(ids.await.unwrap(), ["1", "2"]);
    // The sign-in, too, was waited for.
    assert_eq!(dlp.sase.asked(), 1);
}
