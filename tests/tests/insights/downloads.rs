//! What an export made is fetched from a signed URL, which is not the API's.

use futures::TryStreamExt;
use prisma_access_insights::{Client, Error};
use serde_json::json;
use specwright_tests::sase::token;
use specwright_tests::{shown, wire};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::{Insights, builder};

async fn storage(answer: ResponseTemplate) -> MockServer {
    let server = MockServer::builder().start().await;
    Mock::given(any()).respond_with(answer).mount(&server).await;
    server
}

#[tokio::test]
async fn it_carries_neither_credentials_nor_settings() {
    let csv = "site,users\nberlin,12\n".repeat(10_000);
    let storage = storage(ResponseTemplate::new(200).set_body_string(&csv)).await;
    let insights = Insights::with_json(200, json!({})).await;
    let client = builder(&insights.server, &insights.sase)
        .configure(|settings| settings.default_header("X-Team", "soc"))
        .build()
        .unwrap();
    // The token is at hand.
    client.get_export_job_status("7").await.unwrap();
    let asked = wire::only(&insights.server).await;
    assert!(wire::text(&asked).contains(&token(1)));

    let url = format!("{}/export.csv?X-Signature=s1gned%2F%2B&a=1", storage.uri());
    let response = client.download(&url).send().await.unwrap();
    let chunks: Vec<_> = response.into_inner().try_collect().await.unwrap();
    assert_eq!(chunks.concat(), csv.as_bytes());

    let request = wire::only(&storage).await;
    assert_eq!(
        wire::line(&request),
        "GET /export.csv?X-Signature=s1gned%2F%2B&a=1"
    );
    let names: Vec<&str> = request.headers.keys().map(|name| name.as_str()).collect();
    for name in [
        "authorization",
        "x-panw-region",
        "prisma-tenant",
        "x-team",
        "cookie",
    ] {
        assert!(!names.contains(&name), "{names:?}");
    }
    assert!(!wire::text(&request).contains(&token(1)));
}

#[tokio::test]
async fn also_on_the_api_s_own_origin() {
    let insights = Insights::with_json(200, json!({})).await;
    let url = format!("{}/files/1", insights.server.uri());
    insights.client.download(&url).await.unwrap();
    let request = wire::only(&insights.server).await;
    assert_eq!(wire::header(&request, "authorization"), None);
    assert_eq!(wire::header(&request, "x-panw-region"), None);
    assert_eq!(insights.sase.asked(), 0);
}

#[tokio::test]
async fn an_expired_url_is_an_error_that_does_not_show_it() {
    let expired = ResponseTemplate::new(403).set_body_raw("<Error>expired</Error>", "text/xml");
    let storage = storage(expired).await;
    let insights = Insights::with_json(200, json!({})).await;
    let url = format!("{}/secret-path/export.csv?sig=s1gned", storage.uri());
    let request = insights.client.download(&url);
    let mut text = shown::debug(&request);
    let error = request.await.unwrap_err();
    text += &shown::error(&error);
    for secret in ["s1gned", "secret-path"] {
        assert!(!text.contains(secret), "{text}");
    }
    let Error::Api(error) = error else {
        panic!("{error}");
    };
    assert_eq!(error.text(), "<Error>expired</Error>");
}

#[tokio::test]
async fn plain_http_and_what_is_no_web_address_are_refused() {
    let client = Client::builder()
        .bearer_auth("t")
        .region("de")
        .build()
        .unwrap();
    for url in [
        "http://storage.example/export.csv?sig=s1gned",
        "ftp://storage.example/s1gned",
        "file:///etc/s1gned",
        "https://robot:s1gned@storage.example/",
        "/relative/s1gned",
        "s1gned",
    ] {
        let error = client.download(url).await.unwrap_err();
        assert!(matches!(error, Error::Request(_)), "{url}: {error}");
        let text = shown::error(&error);
        assert!(!text.contains("s1gned"), "{text}");
    }
}
