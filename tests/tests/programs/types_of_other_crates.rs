//! A component is what a crate of the user's choice makes of it.

mod wire;

use specwright_runtime::testing::{MockResponse, MockTransport};
use types_of_other_crates::types::{Shop, Website};
use wire::client;

#[tokio::test]
async fn what_another_crate_reads_and_writes_goes_there_and_back() {
    let body = r#"[{"website":"HTTPS://Example.com:443/a/../b"}]"#;
    let mock = MockTransport::new()
        .answer(MockResponse::body(200, "application/json", body))
        .answer(MockResponse::new(204))
        .answer(MockResponse::body(200, "application/json", r#"[{"website":"no"}]"#));
    let client = client!(types_of_other_crates, mock);
    let website: Website = "https://shops.example".parse().unwrap();
    let shops = client.find_shops().website(&website).send().await.unwrap();
    let shops = shops.into_inner();
    assert_eq!(shops[0].website.path(), "/b");
    let shop = Shop::new(website).with_mirrors(vec![shops[0].website.clone()]);
    client.add_shop(&shop).send().await.unwrap();
    assert!(client.find_shops().send().await.is_err());

    let seen = mock.requests();
    assert_eq!(seen[0].query("website").unwrap(), "https://shops.example/");
    assert_eq!(
        seen[1].text(),
        r#"{"website":"https://shops.example/","mirrors":["https://example.com/b"]}"#
    );
}
