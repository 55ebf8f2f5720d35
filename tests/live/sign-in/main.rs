//! Signs in at oidc-provider by the crate made of `openapi.yaml`, in each way there is, and calls the
//! API behind it. Each check becomes a line of JSON on standard output, as `cargo xtask live` reads it.

use std::fmt::Debug;
use std::time::Duration;

use futures::future::try_join_all;
use serde_json::json;
use sign_in::runtime::auth::{ClientAuthentication, ClientCredentials};
use sign_in::runtime::{AuthErrorKind, Error as AnyError};
use sign_in::{Client, Error};

/// What a check finds: nothing, or what is wrong.
type Found = Result<(), String>;

/// As the server has it.
const SECRET: &str = "a secret:%2B+/=&\"~";
const BASIC: &str = "basic client:%+";
const POST: &str = "post client:%+";

fn equal<T: PartialEq + Debug>(what: &str, seen: T, expected: T) -> Found {
    match seen == expected {
        true => Ok(()),
        false => Err(format!("{what}: {seen:?}, and {expected:?} was expected")),
    }
}

fn failed(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// Who signs in, and how.
#[derive(Clone, Copy)]
struct Who<'a> {
    url: &'a str,
    id: &'a str,
    secret: &'a str,
    scope: &'a str,
    authentication: ClientAuthentication,
}

impl Who<'_> {
    fn client(self) -> Result<Client, String> {
        let url = format!("{}/token", self.url);
        let sign_in = ClientCredentials::builder(&url, self.id, self.secret)
            .authentication(self.authentication)
            .scope(self.scope)
            .build()
            .map_err(failed)?;
        Client::builder().base_url(self.url).oauth(sign_in).build().map_err(failed)
    }

    async fn signs_in(self) -> Found {
        let me = self.client()?.get_me().await.map_err(failed)?;
        equal("client", me.client.as_str(), self.id)?;
        equal("scope", me.scope.as_str(), self.scope)
    }

    /// Why it cannot sign in.
    async fn refused(self, expected: AuthErrorKind) -> Found {
        match self.client()?.get_me().await {
            Err(Error::Auth(error)) => equal("refused", error.kind().clone(), expected),
            Err(error) => Err(failed(error)),
            Ok(_) => Err("it could sign in".to_owned()),
        }
    }
}

async fn secrets(basic: Who<'_>, post: Who<'_>) -> Found {
    for who in [basic, post] {
        let wrong = Who { secret: "wrong", ..who };
        wrong.refused(AuthErrorKind::WrongClient).await?;
        let unknown = Who { id: "nobody", ..who };
        unknown.refused(AuthErrorKind::WrongClient).await?;
    }
    Ok(())
}

async fn rights(who: Who<'_>) -> Found {
    let code = Some("invalid_request");
    let refused = AuthErrorKind::Refused { code, status: 400 };
    Who { id: "no grant", ..who }.refused(refused).await?;
    Who { scope: "admin", ..who }.refused(AuthErrorKind::WrongScope).await
}

async fn one_for_all(who: Who<'_>) -> Found {
    let client = who.client()?;
    let before = client.control().await.map_err(failed)?.tokens;
    let calls = (0..50).map(|_| client.get_me().send());
    try_join_all(calls).await.map_err(failed)?;
    let after = client.control().await.map_err(failed)?.tokens;
    equal("tokens for fifty calls at once", after - before, 1)
}

async fn expiry(who: Who<'_>) -> Found {
    let client = who.client()?;
    let before = client.control().ttl(2).await.map_err(failed)?.tokens;
    for _ in 0..60 {
        client.get_me().await.map_err(failed)?;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let tokens = client.control().ttl(600).await.map_err(failed)?.tokens - before;
    match (3..=12).contains(&tokens) {
        true => Ok(()),
        false => Err(format!("{tokens} tokens of two seconds in six")),
    }
}

async fn revocation(who: Who<'_>) -> Found {
    let client = who.client()?;
    client.get_me().await.map_err(failed)?;
    let before = client.control().revoke(true).await.map_err(failed)?;
    client.get_me().await.map_err(failed)?;
    let after = client.control().await.map_err(failed)?;
    equal("calls", after.calls - before.calls, 2)?;
    equal("tokens", after.tokens - before.tokens, 1)
}

async fn token_of_ones_own(url: &str) -> Found {
    let client = Client::builder().base_url(url).oauth("no-token").build().map_err(failed)?;
    match client.get_me().await {
        Err(AnyError::Api(error)) => equal("status", error.status().as_u16(), 401),
        Err(error) => Err(failed(error)),
        Ok(_) => Err("any token is good".to_owned()),
    }
}

fn tell(check: &str, found: Found) {
    let line = match found {
        Ok(()) => json!({"operation": check, "case": "sign-in", "status": 200}),
        Err(error) => json!({"operation": check, "case": "sign-in", "error": error}),
    };
    println!("{line}");
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::args().nth(1).unwrap_or_default();
    let basic = Who {
        url: &url,
        id: BASIC,
        secret: SECRET,
        scope: "read",
        authentication: ClientAuthentication::Basic,
    };
    let post = Who { id: POST, authentication: ClientAuthentication::Body, ..basic };
    tell("basic authentication of the client", basic.signs_in().await);
    tell("the client in the form", post.signs_in().await);
    tell("two scopes", Who { scope: "read write", ..basic }.signs_in().await);
    tell("wrong secrets and clients", secrets(basic, post).await);
    tell("rights that a client has not", rights(basic).await);
    tell("one token for many calls", one_for_all(basic).await);
    tell("tokens of two seconds", expiry(post).await);
    tell("tokens that are revoked", revocation(basic).await);
    tell("a token that is none", token_of_ones_own(&url).await);
    Ok(())
}
