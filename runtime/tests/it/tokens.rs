//! Tokens from files, programs and variables.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json as value;
use specwright_runtime::auth::{
    BearerToken, Credential, CredentialProvider, Token, TokenCommand, TokenFile,
};
use specwright_runtime::{
    AuthError, AuthErrorKind, BoxFuture, BuildError, Client, Error, Transport,
};

use crate::mock::{JSON, Mock, SIGNED, call, json, reply};

/// A file of this test alone, gone with it.
struct Temporary(PathBuf);

impl Temporary {
    fn new(name: &str, text: &str) -> Self {
        let name = format!("specwright-tokens-{}-{name}", std::process::id());
        let file = Self(std::env::temp_dir().join(name));
        file.write(text);
        file
    }

    fn write(&self, text: &str) {
        std::fs::write(&self.0, text).unwrap();
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn client(mock: &Mock, token: impl Into<BearerToken>) -> Client {
    let credential = Credential::bearer(token);
    mock.builder()
        .credential("auth", credential)
        .build()
        .unwrap()
}

fn ok() -> Mock {
    Mock::new(|_| json(200, value!({})))
}

/// An API that takes one value of `Authorization` and no other.
fn accepting(authorization: &'static str) -> Mock {
    Mock::new(move |seen| match seen.header("authorization") {
        Some(carried) if carried == authorization => json(200, value!({})),
        _ => reply(401),
    })
}

fn carried(mock: &Mock) -> Vec<String> {
    let seen = mock.seen();
    seen.iter()
        .map(|seen| seen.header("authorization").unwrap_or_default().to_owned())
        .collect()
}

async fn refusal(client: &Client) -> AuthError {
    match call(client, &SIGNED).await.unwrap_err() {
        Error::Auth(error) => error,
        other => panic!("{other:?}"),
    }
}

fn reason(error: &AuthError) -> String {
    let source = std::error::Error::source(error).unwrap();
    source.to_string()
}

#[tokio::test(start_paused = true)]
async fn a_file_is_read_again_when_it_may_have_changed() {
    let file = Temporary::new("changes", "first\n");
    let mock = ok();
    let client = client(&mock, TokenFile::new(&file.0));
    call(&client, &SIGNED).await.unwrap();
    file.write("  second\r\n");
    call(&client, &SIGNED).await.unwrap();
    tokio::time::advance(Duration::from_secs(61)).await;
    call(&client, &SIGNED).await.unwrap();
    assert_eq!(
        carried(&mock),
        ["Bearer first", "Bearer first", "Bearer second"]
    );
}

#[tokio::test]
async fn a_file_is_read_again_at_once_when_its_token_is_refused() {
    let file = Temporary::new("refused", "old");
    let mock = accepting("Bearer new");
    let client = client(&mock, TokenFile::new(&file.0));
    call(&client, &SIGNED).await.unwrap_err();
    file.write("new");
    call(&client, &SIGNED).await.unwrap();
    // The one that is at hand is tried, refused, and read anew.
    assert_eq!(
        carried(&mock).last().map(String::as_str),
        Some("Bearer new")
    );
}

#[tokio::test(start_paused = true)]
async fn a_file_that_is_gone_for_a_moment_disturbs_nobody() {
    let file = Temporary::new("gone", "token");
    let mock = ok();
    let client = client(&mock, TokenFile::new(&file.0));
    call(&client, &SIGNED).await.unwrap();
    std::fs::remove_file(&file.0).unwrap();
    tokio::time::advance(Duration::from_secs(30)).await;
    call(&client, &SIGNED).await.unwrap();
    assert_eq!(carried(&mock), ["Bearer token", "Bearer token"]);
    tokio::time::advance(Duration::from_secs(31)).await;
    let error = refusal(&client).await;
    assert!(
        reason(&error).contains("specwright-tokens"),
        "{}",
        reason(&error)
    );
    assert_eq!(mock.count(), 2);
}

#[tokio::test]
async fn what_is_no_token_is_told_without_its_text() {
    for (name, text) in [
        ("empty", " \n"),
        ("two", "hunter2 hunter3"),
        ("huge", &"x".repeat(300_000)),
    ] {
        let file = Temporary::new(name, text);
        let error = refusal(&client(&ok(), TokenFile::new(&file.0))).await;
        assert!(
            matches!(error.kind(), AuthErrorKind::BadToken(_)),
            "{name}: {error:?}"
        );
        assert!(
            !format!("{error} {error:?}").contains("hunter"),
            "{error:?}"
        );
    }
}

#[cfg(unix)]
mod commands {
    use super::*;

    fn shell(script: &str) -> TokenCommand {
        TokenCommand::new("sh").args(["-c", script])
    }

    #[tokio::test]
    async fn a_program_is_run_once_for_many_calls() {
        let log = Temporary::new("runs", "");
        let place = log.0.display();
        let mock = ok();
        let client = client(&mock, shell(&format!("echo run >> '{place}'; echo token")));
        let calls = (0..100).map(|_| call(&client, &SIGNED));
        for result in futures::future::join_all(calls).await {
            result.unwrap();
        }
        assert!(carried(&mock).iter().all(|header| header == "Bearer token"));
        assert_eq!(std::fs::read_to_string(&log.0).unwrap(), "run\n");
    }

    #[tokio::test]
    async fn a_program_is_run_again_when_its_token_is_refused() {
        let state = Temporary::new("state", "1");
        let place = state.0.display();
        let mock = accepting("Bearer token-2");
        let script = format!("n=$(cat '{place}'); echo token-$n; echo $((n+1)) > '{place}'");
        call(&client(&mock, shell(&script)), &SIGNED).await.unwrap();
        assert_eq!(carried(&mock), ["Bearer token-1", "Bearer token-2"]);
    }

    #[tokio::test]
    async fn what_goes_wrong_is_told_without_what_was_printed() {
        let missing = refusal(&client(&ok(), TokenCommand::new("/no/such/program"))).await;
        assert!(
            reason(&missing).contains("cannot be started"),
            "{}",
            reason(&missing)
        );
        let failing = shell("echo hunter2; echo hunter2 >&2; exit 3");
        let failing = refusal(&client(&ok(), failing)).await;
        assert!(
            reason(&failing).contains("exit status: 3"),
            "{}",
            reason(&failing)
        );
        let slow = shell("sleep 60; echo hunter2").timeout(Duration::from_millis(50));
        let slow = refusal(&client(&ok(), slow)).await;
        assert!(
            reason(&slow).contains("took longer than 50ms"),
            "{}",
            reason(&slow)
        );
        for error in [missing, failing, slow] {
            assert!(
                !format!("{error:?} {}", reason(&error)).contains("hunter"),
                "{error:?}"
            );
        }
    }

    #[tokio::test]
    async fn what_a_program_leaves_behind_is_not_waited_for() {
        let mock = ok();
        let begin = std::time::Instant::now();
        // What goes on in the background has the same output, which does not end.
        let command = shell("sleep 20 & echo token").timeout(Duration::from_secs(2));
        let result = call(&client(&mock, command), &SIGNED).await;
        assert!(result.is_ok(), "{result:?}");
        assert_eq!(carried(&mock), ["Bearer token"]);
        assert!(begin.elapsed() < Duration::from_secs(10));
    }

    #[tokio::test]
    async fn a_lifetime_beyond_what_the_clock_can_tell_is_the_longest() {
        let mock = ok();
        let command = shell("echo token").lifetime(Duration::MAX);
        call(&client(&mock, command), &SIGNED).await.unwrap();
        assert_eq!(carried(&mock), ["Bearer token"]);
    }

    #[tokio::test]
    async fn a_program_that_prints_without_end_is_not_read_without_end() {
        let endless = shell("yes").timeout(Duration::from_millis(500));
        refusal(&client(&ok(), endless)).await;
    }
}

#[tokio::test]
async fn a_variable_is_read_when_the_client_is_built() {
    let mock = ok();
    // One that every process has, whatever is in it.
    let path = std::env::var("PATH").unwrap();
    call(&client(&mock, BearerToken::from_env("PATH")), &SIGNED)
        .await
        .unwrap();
    assert_eq!(carried(&mock), [format!("Bearer {path}")]);
    let missing = Credential::bearer(BearerToken::from_env("SPECWRIGHT_NO_SUCH_VARIABLE"));
    let error = mock
        .builder()
        .credential("auth", missing)
        .build()
        .unwrap_err();
    let name = "SPECWRIGHT_NO_SUCH_VARIABLE".to_owned();
    assert_eq!(error, BuildError::MissingVariables(vec![name]));
}

/// What a vault's client would be.
struct Vault;

impl CredentialProvider for Vault {
    fn token<'a>(&'a self, _: &'a Arc<dyn Transport>) -> BoxFuture<'a, Result<Token, AuthError>> {
        Box::pin(async {
            tokio::task::yield_now().await;
            Ok(Token::new("from the vault"))
        })
    }
}

#[tokio::test]
async fn one_provider_of_the_users_own_serves_several_clients() {
    let vault: Arc<dyn CredentialProvider> = Arc::new(Vault);
    for _ in 0..2 {
        let mock = ok();
        let client = client(&mock, BearerToken::provider(vault.clone()));
        client.request(&SIGNED).send(JSON, JSON).await.unwrap();
        assert_eq!(carried(&mock), ["Bearer from the vault"]);
    }
}
