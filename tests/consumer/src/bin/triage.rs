//! Shows the open incidents, then the critical ones, and resolves one.

use futures::TryStreamExt;
use palo_alto_dlp::{
    Client,
    types::{DlpIncidentSeverity, DlpIncidentStatus, UpdateIncidentRequest},
};

#[tokio::main]
#[rustfmt::skip]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env()?;

    let page = client.list_incidents()
        .status(DlpIncidentStatus::Open)
        .limit(200)
        .send().await?;
    println!("{} open incidents", page.total.unwrap_or_default());

    let mut critical = client.list_incidents()
        .severity(DlpIncidentSeverity::Critical)
        .items();
    while let Some(incident) = critical.try_next().await? {
        println!("critical: {}", incident.incident_id.unwrap_or_default());
    }

    client.update_incident("579842", &UpdateIncidentRequest::new()
        .with_status(DlpIncidentStatus::Resolved)).send().await?;
    Ok(())
}
