//! Clients that can and cannot be built.

use serde_json::json as value;
use specwright_runtime::{BuildError, Client, Environment, Operation};

use crate::mock::{GET, Mock, OPERATION, call, json};

fn mock() -> Mock {
    Mock::new(|_| json(200, value!({})))
}

#[tokio::test]
async fn the_path_of_the_base_url_stays() {
    let mock = mock();
    for (base, expected) in [
        ("https://a.example", "https://a.example/thing"),
        ("https://a.example/", "https://a.example/thing"),
        ("https://a.example/v1/x", "https://a.example/v1/x/thing"),
        (
            "https://a.example:8443/v%201/",
            "https://a.example:8443/v%201/thing",
        ),
    ] {
        call(&mock.builder().base_url(base).build().unwrap(), &GET)
            .await
            .unwrap();
        assert_eq!(mock.last().url.as_str(), expected);
    }
}

#[test]
fn a_base_url_that_cannot_be_one_is_refused_and_not_shown() {
    for base in [
        "s3cret",
        "ftp://a.example",
        "https://a.example?key=s3cret",
        "https://a.example#s3cret",
        "https://user:s3cret@a.example",
        "",
    ] {
        let builder = mock().builder().base_url(base);
        assert!(!format!("{builder:?}").contains("s3cret"), "{base}");
        let error = builder.build().unwrap_err();
        assert!(matches!(error, BuildError::BaseUrl(_)), "{base}");
        assert!(!format!("{error} {error:?}").contains("s3cret"));
    }
    let error = Client::builder(None, "test/1").build().unwrap_err();
    assert_eq!(error, BuildError::MissingBaseUrl);
}

static ELSEWHERE: Operation = Operation {
    server: Some("https://eu.example/x"),
    ..OPERATION
};
static RELATIVE: Operation = Operation {
    server: Some("/other"),
    ..OPERATION
};

#[tokio::test]
async fn an_operations_own_server_goes_before_the_documents_and_not_before_the_callers() {
    let mock = mock();
    call(&mock.client(), &ELSEWHERE).await.unwrap();
    assert_eq!(mock.last().url.as_str(), "https://eu.example/x/thing");
    call(&mock.client(), &RELATIVE).await.unwrap();
    assert_eq!(mock.last().url.as_str(), "https://api.example/other/thing");
    let set = mock
        .builder()
        .base_url("http://127.0.0.1:1")
        .build()
        .unwrap();
    call(&set, &ELSEWHERE).await.unwrap();
    assert_eq!(mock.last().url.as_str(), "http://127.0.0.1:1/thing");
}

#[tokio::test]
async fn settings_that_are_needed() {
    let mock = mock();
    let builder = mock
        .builder()
        .require_setting("X-PANW-Region", "call `region`, or set PANW_REGION")
        .require_setting("X-Other", "call `other`");
    let error = builder.clone().setting("x-other", " ").build().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the client cannot be built: every request needs the header X-PANW-Region: call \
         `region`, or set PANW_REGION; every request needs the header X-Other: call `other`"
    );
    let client = builder
        .setting("x-panw-region", "de")
        .setting("X-Other", "1")
        .build()
        .unwrap();
    call(&client, &GET).await.unwrap();
    assert_eq!(mock.last().header("x-panw-region"), Some("de"));
}

#[tokio::test]
async fn headers_of_ones_own() {
    let mock = mock();
    let client = mock
        .builder()
        .default_header("X-A", "1")
        .default_header("x-a", "2")
        .user_agent("mine/2")
        .build()
        .unwrap();
    call(&client, &GET).await.unwrap();
    let seen = mock.last();
    assert_eq!(seen.headers.get_all("x-a").iter().count(), 1);
    assert_eq!(seen.header("x-a"), Some("2"));
    assert_eq!(seen.header("user-agent"), Some("mine/2"));
    assert_eq!(seen.header("accept"), Some("application/json"));

    use specwright_runtime::RequestOptions;
    let request = client
        .request(&GET)
        .with_header("X-A", "3")
        .with_header("Accept", "text/csv");
    request
        .send(crate::mock::JSON, crate::mock::JSON)
        .await
        .unwrap();
    assert_eq!(mock.last().header("x-a"), Some("3"));
    assert_eq!(mock.last().header("accept"), Some("text/csv"));

    let client = mock
        .builder()
        .default_header("Accept", "text/x")
        .default_header("User-Agent", "u");
    call(&client.build().unwrap(), &GET).await.unwrap();
    assert_eq!(
        mock.last().header("accept"),
        Some("application/json"),
        "the operation's own"
    );
    assert_eq!(mock.last().header("user-agent"), Some("u"));

    for (name, value) in [("bad name", "x"), ("x", "a\nb")] {
        let built = mock.builder().default_header(name, value).build();
        assert!(matches!(built, Err(BuildError::Header { .. })));
    }
}

#[test]
fn the_environment_names_all_that_is_missing() {
    let lookup = |name: &str| match name {
        "A" => Some("1".to_owned()),
        "EMPTY" => Some("  ".to_owned()),
        _ => None,
    };
    let mut environment = Environment::new(&lookup);
    assert_eq!(environment.required("A"), "1");
    environment.required("B");
    environment.required("EMPTY");
    assert_eq!(environment.optional("C"), None);
    let error = environment.finish().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the client cannot be built: the environment variables B, EMPTY are not set"
    );
    Environment::process().finish().unwrap();
}

#[test]
fn reqwest_can_be_set_up_more_than_once_and_twice_built() {
    let builder = Client::builder(Some("http://127.0.0.1:1"), "test/1")
        .reqwest(|builder| builder.no_proxy())
        .reqwest(|builder| builder.tcp_nodelay(false));
    builder.clone().build().unwrap();
    builder.build().unwrap();
}
