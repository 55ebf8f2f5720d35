//! Servers with variables, of an operation's own, and any of the user's.

mod wire;

use servers::servers::{TheUsualOne, TheUsualOneRegion, WhereTheDocumentIs, SANDBOX};
use wire::{Answer, client, only, wire};

const DONE: Answer = (204, "", &[]);

#[tokio::test]
async fn urls_are_made_of_their_variables() {
    let usual = TheUsualOne::new().with_region(TheUsualOneRegion::EuWest1).with_port("8443");
    assert_eq!(usual.url(), "https://eu-west-1.example.com:8443/v1");
    assert_eq!(TheUsualOne::default().url(), servers::Client::BASE_URL);
    assert_eq!(WhereTheDocumentIs::new("https://a.example.com/").url(), "https://a.example.com/v1");
    let mock = wire(&[DONE]);
    client!(servers, mock, base_url(SANDBOX)).request(servers::Method::Get, "/any").send().await.unwrap();
    let seen = only(&mock);
    assert_eq!((seen.url.host_str(), &*seen.target()), (Some("sandbox.example.com"), "/v1/any"));
}

#[tokio::test]
async fn an_operation_goes_to_its_own_server_unless_the_user_says_otherwise() {
    let mock = wire(&[DONE; 2]);
    client!(servers, mock).ping().await.unwrap();
    client!(servers, mock, base_url("http://127.0.0.1:8080/")).ping().await.unwrap();
    let hosts: Vec<_> = mock.requests().into_iter().map(|seen| seen.url.to_string()).collect();
    assert_eq!(hosts, ["https://status.example.com/ping", "http://127.0.0.1:8080/ping"]);
}
