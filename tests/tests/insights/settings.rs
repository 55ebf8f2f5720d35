//! The settings of the client: sign-in, region and sub-tenant.

use palo_alto_dlp::Client as Dlp;
use prisma_access_insights::runtime::RequestOptions;
use prisma_access_insights::types::DataResourceQuery;
use prisma_access_insights::{Client, Method};
use serde_json::json;
use specwright_tests::sase::{CLIENT_ID, CLIENT_SECRET, Sase, TSG_ID, token};
use specwright_tests::transport::Rerouted;
use specwright_tests::{shown, wire};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::{Insights, REGION, SUB_TENANT, builder};

#[tokio::test]
async fn all_of_them_come_from_variables() {
    let insights = Insights::with_json(200, json!({})).await;
    let base_url = insights.server.uri();
    let variables = insights.sase.variables(&[
        ("PRISMA_ACCESS_INSIGHTS_BASE_URL", &base_url),
        ("SASE_REGION", "us"),
        ("SASE_SUB_TENANT", "t-1"),
    ]);
    let client = Client::from_vars(variables).unwrap();
    client.get_export_job_status("1").await.unwrap();
    let request = wire::only(&insights.server).await;
    let bearer = format!("Bearer {}", token(1));
    assert_eq!(wire::header(&request, "authorization"), Some(&*bearer));
    assert_eq!(wire::header(&request, "x-panw-region"), Some("us"));
    assert_eq!(wire::header(&request, "prisma-tenant"), Some("t-1"));
}

#[tokio::test]
async fn a_sub_tenant_is_left_out_if_there_is_none() {
    let insights = Insights::with_json(200, json!({})).await;
    let base_url = insights.server.uri();
    let variables = insights.sase.variables(&[
        ("PRISMA_ACCESS_INSIGHTS_BASE_URL", &base_url),
        ("SASE_REGION", "us"),
        ("SASE_SUB_TENANT", ""),
    ]);
    let client = Client::from_vars(variables).unwrap();
    client.get_export_job_status("1").await.unwrap();
    let request = wire::only(&insights.server).await;
    assert_eq!(wire::header(&request, "prisma-tenant"), None);
}

#[tokio::test]
async fn both_headers_go_with_every_request() {
    let insights = Insights::with_json(200, json!({})).await;
    let client = &insights.client;
    client.get_export_job_status("1").await.unwrap();
    let query = DataResourceQuery::new();
    client
        .query_data_resource("alerts".into(), &query)
        .await
        .unwrap();
    client.request(Method::Get, "/raw").await.unwrap();
    // And one request can ask elsewhere.
    client
        .get_export_job_status("1")
        .with_header("Prisma-Tenant", "another")
        .await
        .unwrap();
    let requests = insights.requests().await;
    let tenants: Vec<_> = requests
        .iter()
        .map(|request| {
            assert_eq!(wire::header(request, "x-panw-region"), Some(REGION));
            wire::header(request, "prisma-tenant").unwrap()
        })
        .collect();
    assert_eq!(tenants, [SUB_TENANT, SUB_TENANT, SUB_TENANT, "another"]);
}

#[test]
fn a_missing_region_is_told_when_the_client_is_built() {
    let error = Client::builder().bearer_auth("t").build().unwrap_err();
    insta::assert_snapshot!(error, @"the client cannot be built: every request needs the header X-PANW-Region: call `region` or set SASE_REGION");
    let error = Client::from_vars(|_| None).unwrap_err();
    insta::assert_snapshot!(error, @"the client cannot be built: the environment variables SASE_CLIENT_ID, SASE_CLIENT_SECRET, SASE_TSG_ID, SASE_REGION are not set");
}

#[tokio::test]
async fn one_sign_in_serves_both_clients_with_one_token() {
    let (api, sase) = (MockServer::builder().start().await, Sase::start().await);
    Mock::given(any())
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({})))
        .mount(&api)
        .await;
    // Nothing is configured but the network: the addresses are those of production.
    let network = Rerouted::new([
        ("https://auth.apps.paloaltonetworks.com", sase.uri()),
        ("https://api.dlp.paloaltonetworks.com", api.uri()),
        ("https://api.sase.paloaltonetworks.com", api.uri()),
    ]);
    let sign_in = Client::sign_in(CLIENT_ID, CLIENT_SECRET, TSG_ID).unwrap();
    let insights = Client::builder()
        .bearer_auth(sign_in.clone())
        .region(REGION)
        .configure(|settings| settings.transport(network.clone()))
        .build()
        .unwrap();
    let dlp = Dlp::builder()
        .bearer_auth(sign_in)
        .configure(|settings| settings.transport(network))
        .build()
        .unwrap();
    let (one, other) = (
        insights.get_export_job_status("1").into_future(),
        dlp.get_incident("2").into_future(),
    );
    let (one, other) = futures::join!(one, other);
    one.unwrap();
    other.unwrap();
    dlp.get_incident("3").await.unwrap();

    assert_eq!(sase.asked(), 1);
    let requests = wire::all(&api).await;
    let mut lines: Vec<String> = requests.iter().map(wire::line).collect();
    lines[..2].sort();
    assert_eq!(
        lines,
        [
            "GET /insights/v3.0/resource/export/1/status",
            "GET /v4/incidents/2",
            "GET /v4/incidents/3",
        ]
    );
    let bearer = format!("Bearer {}", token(1));
    for request in &requests {
        assert_eq!(wire::header(request, "authorization"), Some(&*bearer));
    }
}

#[tokio::test]
async fn the_client_shows_no_secret() {
    let insights = Insights::with_json(200, json!({})).await;
    insights.client.get_export_job_status("1").await.unwrap();
    let mut text = shown::debug(&insights.client);
    text += &shown::debug(&builder(&insights.server, &insights.sase));
    text += &shown::debug(&insights.client.get_export_job_status("1"));
    assert!(text.to_lowercase().contains("x-panw-region"), "{text}");
    for secret in [CLIENT_SECRET, &token(1)] {
        assert!(!text.contains(secret), "{text}");
    }
}
