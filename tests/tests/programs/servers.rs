//! Servers with variables, of an operation's own, and any of the user's.

mod wire;

use servers::servers::{TheUsualOne, TheUsualOneRegion, WhereTheDocumentIs, SANDBOX};
use wire::{Answer, Wire};

const DONE: Answer = (204, "", &[]);

#[tokio::test]
async fn urls_are_made_of_their_variables() {
    let usual = TheUsualOne::new().with_region(TheUsualOneRegion::EuWest1).with_port("8443");
    assert_eq!(usual.url(), "https://eu-west-1.example.com:8443/v1");
    assert_eq!(TheUsualOne::default().url(), servers::Client::BASE_URL);
    assert_eq!(WhereTheDocumentIs::new("https://a.example.com/").url(), "https://a.example.com/v1");
    let wire = Wire::new(&[DONE]);
    client!(servers, wire, base_url(SANDBOX)).request(servers::Method::Get, "/any").send().await.unwrap();
    let seen = wire.only();
    assert_eq!((seen.host.as_str(), seen.target.as_str()), ("sandbox.example.com", "/v1/any"));
}

#[tokio::test]
async fn an_operation_goes_to_its_own_server_unless_the_user_says_otherwise() {
    let wire = Wire::new(&[DONE; 2]);
    client!(servers, wire).ping().await.unwrap();
    client!(servers, wire, base_url("http://127.0.0.1:8080/")).ping().await.unwrap();
    let hosts: Vec<_> = wire.seen().into_iter().map(|seen| seen.host + &seen.target).collect();
    assert_eq!(hosts, ["status.example.com/ping", "127.0.0.1/ping"]);
}
