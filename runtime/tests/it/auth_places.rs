//! Which credential goes where, and where none goes.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json as value;
use specwright_runtime::auth::{Credential, CredentialProvider, Token};
use specwright_runtime::{
    AuthError, AuthErrorKind, BoxFuture, BuildError, Error, Operation, Transport,
};

use crate::mock::{GET, Mock, OPERATION, SIGNED, call, json, reply};

fn mock() -> Mock {
    Mock::new(|_| json(200, value!({})))
}

#[tokio::test]
async fn each_kind_in_its_place() {
    let mock = mock();
    let with = |credential| {
        mock.builder()
            .credential("auth", credential)
            .build()
            .unwrap()
    };

    call(&with(Credential::bearer("t0ken")), &SIGNED)
        .await
        .unwrap();
    assert_eq!(mock.last().header("authorization"), Some("Bearer t0ken"));

    call(&with(Credential::basic("user", "pass")), &SIGNED)
        .await
        .unwrap();
    assert_eq!(
        mock.last().header("authorization"),
        Some("Basic dXNlcjpwYXNz")
    );

    call(&with(Credential::api_key_header("X-Api-Key", "k")), &SIGNED)
        .await
        .unwrap();
    assert_eq!(mock.last().header("x-api-key"), Some("k"));
    assert!(mock.last().headers["x-api-key"].is_sensitive());

    call(&with(Credential::api_key_query("key", "k&/ü")), &SIGNED)
        .await
        .unwrap();
    assert_eq!(mock.last().url.query(), Some("key=k%26%2F%C3%BC"));

    let client = with(Credential::api_key_cookie("sid", "k"));
    let request = client.request(&SIGNED).cookie("theme", "dark blue");
    request
        .send(crate::mock::JSON, crate::mock::JSON)
        .await
        .unwrap();
    assert_eq!(
        mock.last().header("cookie"),
        Some("theme=dark%20blue; sid=k")
    );
    assert!(mock.last().headers["cookie"].is_sensitive());
}

static EITHER: Operation = Operation {
    security: &[&["a", "b"], &["c"]],
    ..OPERATION
};
static OPTIONAL: Operation = Operation {
    security: &[&[], &["c"]],
    ..OPERATION
};

#[tokio::test]
async fn the_first_alternative_that_can_be_met() {
    let mock = mock();
    let a = Credential::api_key_header("x-a", "1");
    let b = Credential::api_key_header("x-b", "2");
    let c = Credential::api_key_header("x-c", "3");
    let names = |mock: &Mock| {
        let seen = mock.last();
        ["x-a", "x-b", "x-c"].map(|name| seen.headers.contains_key(name))
    };

    let all = mock
        .builder()
        .credential("a", a.clone())
        .credential("b", b)
        .credential("c", c.clone());
    let all = all.build().unwrap();
    call(&all, &EITHER).await.unwrap();
    assert_eq!(names(&mock), [true, true, false]);
    call(&all, &GET).await.unwrap();
    assert_eq!(
        names(&mock),
        [false; 3],
        "an operation that needs none gets none"
    );
    call(&all, &OPTIONAL).await.unwrap();
    assert_eq!(
        names(&mock),
        [false, false, true],
        "an optional one is sent if it is there"
    );

    let some = mock
        .builder()
        .credential("a", a)
        .credential("c", c)
        .build()
        .unwrap();
    call(&some, &EITHER).await.unwrap();
    assert_eq!(names(&mock), [false, false, true]);

    let none = mock.client();
    call(&none, &OPTIONAL).await.unwrap();
    let before = mock.count();
    let error = call(&none, &EITHER).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "getThing (GET /thing): the client has no credential for a with b, or for c"
    );
    assert_eq!(mock.count(), before);
}

#[tokio::test]
async fn a_caller_may_bring_the_header_along() {
    let mock = mock();
    let client = mock
        .builder()
        .default_header("Authorization", "Custom x")
        .build()
        .unwrap();
    call(&client, &SIGNED).await.unwrap();
    assert_eq!(mock.last().header("authorization"), Some("Custom x"));
}

#[tokio::test]
async fn nothing_secret_over_plain_http() {
    let mock = mock();
    let insecure = |error: Error<_>| match error {
        Error::Auth(error) => *error.kind() == AuthErrorKind::Insecure,
        _ => false,
    };
    let at = |url: &str| {
        mock.builder()
            .base_url(url)
            .credential("auth", Credential::bearer("t"))
    };

    let plain = at("http://api.example").build().unwrap();
    assert!(insecure(call(&plain, &SIGNED).await.unwrap_err()));
    call(&plain, &GET).await.unwrap();
    let parameter = plain.request(&GET).header("X-Api-Key", "k");
    let sent = parameter.send(crate::mock::JSON, crate::mock::JSON).await;
    assert!(insecure(sent.unwrap_err()));
    let parameter = plain
        .request(&GET)
        .query("harmless", "k")
        .secret("harmless");
    let sent = parameter.send(crate::mock::JSON, crate::mock::JSON).await;
    assert!(insecure(sent.unwrap_err()));
    let header = at("http://api.example")
        .default_header("Cookie", "sid=1")
        .build()
        .unwrap();
    assert!(insecure(call(&header, &GET).await.unwrap_err()));

    for url in ["http://127.0.0.1:1", "http://localhost", "http://[::1]"] {
        call(&at(url).build().unwrap(), &SIGNED).await.unwrap();
    }
    let allowed = at("http://api.example")
        .allow_insecure_http()
        .build()
        .unwrap();
    call(&allowed, &SIGNED).await.unwrap();
}

/// Gives a new token after each refusal.
struct Counting(Arc<AtomicUsize>);

impl CredentialProvider for Counting {
    fn token<'a>(&'a self, _: &'a Arc<dyn Transport>) -> BoxFuture<'a, Result<Token, AuthError>> {
        Box::pin(async {
            match self.0.load(Ordering::SeqCst) {
                9 => Err(AuthError::provider("the vault is closed")),
                number => Ok(Token::new(format!("own-{number}"))),
            }
        })
    }

    fn invalidate(&self, refused: &Token) {
        assert_eq!(refused.secret().expose(), "own-0");
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

#[tokio::test]
async fn a_provider_of_ones_own() {
    let mock = Mock::new(|seen| match seen.header("x-key") {
        Some("own-1") => json(200, value!({})),
        _ => reply(401),
    });
    let count = Arc::new(AtomicUsize::new(0));
    let credential = Credential::provider(Counting(count.clone())).in_header("X-Key");
    let client = mock
        .builder()
        .credential("auth", credential)
        .build()
        .unwrap();
    call(&client, &SIGNED).await.unwrap();
    assert_eq!(mock.count(), 2);

    count.store(9, Ordering::SeqCst);
    let error = call(&client, &SIGNED).await.unwrap_err();
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "the vault is closed");
}

#[test]
fn credentials_that_cannot_be_sent_fail_when_the_client_is_built() {
    let mock = mock();
    for credential in [
        Credential::bearer("a\nb"),
        Credential::bearer(""),
        Credential::api_key_header("bad name", "k"),
        Credential::api_key_cookie("c", "a\0b"),
    ] {
        let built = mock.builder().credential("auth", credential).build();
        assert!(matches!(built, Err(BuildError::Header { .. })));
    }
}
