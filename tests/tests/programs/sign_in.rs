//! A credential goes only where an operation asks for it.

mod wire;

use sign_in::{Client, Error};
use specwright_runtime::testing::{MockRequest, MockTransport};
use wire::{Answer, client, wire};

const DONE: Answer = (204, "", &[]);

fn client(mock: &MockTransport) -> Client {
    client!(
        sign_in,
        mock,
        basic("user", "pass:word"),
        cookie("the-cookie"),
        key("the-key"),
        query("the-query-key"),
    )
}

/// What a request carried of credentials.
fn carried(seen: &MockRequest) -> [Option<&str>; 4] {
    let header = |name| seen.header(name);
    [header("authorization"), header("x-api-key"), header("cookie"), seen.url.query()]
}

#[tokio::test]
async fn each_operation_gets_what_it_asks_for() {
    let mock = wire(&[DONE; 4]);
    let client = client(&mock);
    client.open().await.unwrap();
    client.either().await.unwrap();
    client.both().await.unwrap();
    client.maybe().await.unwrap();
    let seen = mock.requests();
    let carried: Vec<_> = seen.iter().map(carried).collect();
    assert_eq!(carried[0], [None; 4], "`security: []`");
    assert_eq!(carried[1], [None, Some("the-key"), None, None], "the alternative that is there");
    assert_eq!(
        carried[2],
        [Some("Basic dXNlcjpwYXNzOndvcmQ="), None, None, Some("key=the-query-key")],
        "two at once"
    );
    assert_eq!(carried[3], [None, None, Some("session=the-cookie"), None], "optional, and there");
}

#[tokio::test]
async fn without_a_credential_nothing_is_sent_that_needs_one() {
    let mock = wire(&[DONE; 2]);
    let client = client!(sign_in, mock);
    client.open().await.unwrap();
    client.maybe().await.unwrap();
    for error in [client.either().await.unwrap_err(), client.both().await.unwrap_err()] {
        assert!(matches!(error, Error::Auth(_)), "{error:?}");
    }
    assert_eq!(mock.requests().len(), 2);
}

#[test]
fn no_secret_is_in_what_is_printed() {
    let printed = format!("{:?}", client(&wire(&[])));
    for secret in ["pass:word", "the-cookie", "the-key", "the-query-key"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}
