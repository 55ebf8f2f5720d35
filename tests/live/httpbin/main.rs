//! Calls httpbin by the crate made of `openapi.yaml`, and compares what the server saw with what was
//! said. Each check becomes a line of JSON on standard output, as `cargo xtask live` reads it.

use std::fmt::Debug;

use futures::TryStreamExt;
use httpbin::runtime::{ByteStream, RetryPolicy, Upload, bytes::Bytes};
use httpbin::types::{Color, Form};
use httpbin::{Client, Error, RequestOptions, headers};
use serde_json::{Value, json};

/// What a check finds: nothing, or what is wrong.
type Found = Result<(), String>;

fn equal<T: PartialEq + Debug>(what: &str, seen: T, expected: T) -> Found {
    match seen == expected {
        true => Ok(()),
        false => Err(format!("{what}: the server saw {seen:?}, and {expected:?} was said")),
    }
}

fn failed(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn color() -> Color {
    Color::new(100).with_g(200)
}

/// The query of a URL as it was sent.
fn query(url: &str) -> &str {
    url.split_once('?').map_or("", |(_, query)| query)
}

async fn path(client: &Client) -> Found {
    let list = ["b c".to_owned(), "d".to_owned()];
    let echo = client.echo_path("a/ü;?", &list, &color()).await.map_err(failed)?;
    let (_, path) = echo.url.split_once("/anything/").unwrap_or_default();
    equal("path", path, "a/ü;%3F/.b%20c.d/;R=100;G=200")
}

async fn query_styles(client: &Client) -> Found {
    let list = ["a,b".to_owned(), "c".to_owned()];
    let echo = client
        .echo_query()
        .text("a&b=c d+ü")
        .number(0.5)
        .flag(true)
        .form(&list)
        .csv(&list)
        .space(&list)
        .pipe(&list)
        .deep(&color())
        .spread(&color())
        .reserved("a/b:c@d")
        .json(&color())
        .await
        .map_err(failed)?;
    let expected = json!({
        "text": "a&b=c d+ü", "number": "0.5", "flag": "true", "form": ["a,b", "c"], "csv": "a,b,c",
        "space": "a,b c", "pipe": "a,b|c", "deep[R]": "100", "deep[G]": "200", "R": "100", "G": "200",
        "reserved": "a/b:c@d", "json": "{\"R\":100,\"G\":200}",
    });
    equal("query", json!(echo.args), expected)?;
    match query(&echo.url).contains("reserved=a/b:c@d") {
        true => Ok(()),
        false => Err(format!("reserved characters were encoded: {}", echo.url)),
    }
}

async fn header_styles(client: &Client) -> Found {
    let echo = client
        .echo_headers()
        .x_text("a b")
        .x_list(&[1, 2])
        .x_object(&color())
        .x_json(&color())
        .await
        .map_err(failed)?;
    let seen = |name: &str| echo.headers.get(name).map(String::as_str);
    equal("X-Text", seen("X-Text"), Some("a b"))?;
    equal("X-List", seen("X-List"), Some("1,2"))?;
    equal("X-Object", seen("X-Object"), Some("R=100,G=200"))?;
    equal("X-Json", seen("X-Json"), Some("{\"R\":100,\"G\":200}"))
}

async fn cookies(client: &Client) -> Found {
    let answer = client.echo_cookies().session("a b=c").count(3).await.map_err(failed)?;
    let seen = |name: &str| answer.cookies.get(name).map(String::as_str);
    equal("session", seen("session"), Some("a%20b%3Dc"))?;
    equal("count", seen("count"), Some("3"))
}

async fn bodies(client: &Client) -> Found {
    let echo = client.echo_body(&color()).await.map_err(failed)?;
    equal("JSON", echo.json.clone(), Some(json!({"R": 100, "G": 200})))?;
    let form = Form::new()
        .with_name("a b")
        .with_tags(vec!["x".to_owned(), "y".to_owned()])
        .with_color(color());
    let echo = client.echo_body_as_form(&form).await.map_err(failed)?;
    let expected = json!({"name": "a b", "tags": ["x", "y"], "color": "{\"G\":200,\"R\":100}"});
    equal("form", json!(echo.form), expected)?;
    let echo = client.echo_body_as_text("ü").await.map_err(failed)?;
    equal("text", echo.data.as_deref(), Some("ü"))?;
    let echo = client.echo_body_as_xml(&color()).await.map_err(failed)?;
    let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><color><R>100</R><G>200</G></color>";
    equal("XML", echo.data.as_deref(), Some(expected))?;
    let chunks = futures::stream::iter(["a", "b"].map(|chunk| Ok(Bytes::from_static(chunk.as_bytes()))));
    let stream = Upload::stream_of_length(ByteStream::new(chunks), 2);
    let echo = client.echo_body_as_bytes(stream).await.map_err(failed)?;
    equal("bytes", echo.data.as_deref(), Some("ab"))
}

async fn parts(client: &Client) -> Found {
    let file = std::env::temp_dir().join(format!("specwright-live-{}.txt", std::process::id()));
    std::fs::write(&file, "content of the file").map_err(failed)?;
    let result = client
        .echo_body_as_multipart(Upload::file(&file).with_content_type("text/plain"))
        .note("a \"note\"")
        .tags(&["x".to_owned(), "y".to_owned()])
        .color(&color())
        .await;
    let _ = std::fs::remove_file(&file);
    let echo = result.map_err(failed)?;
    equal("files", json!(echo.files), json!({"file": "content of the file"}))?;
    let expected = json!({"note": "a \"note\"", "tags": ["x", "y"], "color": "{\"R\":100,\"G\":200}"});
    equal("parts", json!(echo.form), expected)
}

async fn methods(client: &Client) -> Found {
    client.put_empty().await.map_err(failed)?;
    client.delete_it().await.map_err(failed)?;
    let body = [("a".to_owned(), Value::Null)].into();
    let echo = client.patch_it().body(&body).await.map_err(failed)?;
    equal("patch", echo.json.clone(), Some(json!({"a": null})))?;
    client.head_it().await.map_err(failed)?;
    let answer = client.options_of_it().await.map_err(failed)?;
    let allow = headers::ALLOW.get(answer.headers()).map_err(failed)?;
    match allow.is_some_and(|allow| allow.contains("GET")) {
        true => Ok(()),
        false => Err("OPTIONS has no `Allow`".to_owned()),
    }
}

async fn sign_in(client: &Client, other: &Client) -> Found {
    let answer = client.basic_auth("user", "pass:word").await.map_err(failed)?;
    equal("basic", answer.authenticated, true)?;
    let refused = other.basic_auth("user", "pass:word").await;
    equal("refused", refused.err().and_then(|error| error.status()).map(|s| s.as_u16()), Some(401))?;
    let answer = client.bearer_auth().await.map_err(failed)?;
    equal("bearer", answer.token.as_deref(), Some("the-token"))?;
    let echo = client.key_auth().await.map_err(failed)?;
    equal("key", echo.headers.get("X-Api-Key").map(String::as_str), Some("the-key"))?;
    equal("query key", echo.args.get("api_key"), Some(&json!("the-query-key")))?;
    equal("cookie key", echo.headers.get("Cookie").map(String::as_str), Some("api_session=the-cookie"))?;
    let echo = client.open().await.map_err(failed)?;
    let carried = ["Authorization", "X-Api-Key", "Cookie"].map(|name| echo.headers.contains_key(name));
    equal("no credentials", carried, [false; 3])
}

async fn redirects(client: &Client) -> Found {
    client.redirect_relative(3).await.map_err(failed)?;
    client.redirect_absolute(3).await.map_err(failed)?;
    // 307 keeps the method and the body, 303 makes a GET of it.
    let echo = client.redirect_to(307, "/anything/query", &color()).await.map_err(failed)?;
    equal("307", (echo.method.as_deref(), echo.json.clone()), (Some("POST"), Some(json!({"R": 100, "G": 200}))))?;
    let echo = client.redirect_to(303, "/anything/query", &color()).await.map_err(failed)?;
    equal("303", echo.method.as_deref(), Some("GET"))?;
    match client.redirect_relative(11).await {
        Err(Error::Transport(_)) => Ok(()),
        other => Err(format!("eleven redirects were followed: {:?}", other.map(|_| ()))),
    }
}

async fn streams(client: &Client) -> Found {
    let lines = client.stream_lines(5).await.map_err(failed)?.into_inner();
    let items: Vec<i64> = lines.map_ok(|line| line.id).try_collect().await.map_err(failed)?;
    equal("lines", items, vec![0, 1, 2, 3, 4])?;
    let bytes = client.stream_bytes(5000).seed(1).await.map_err(failed)?.into_inner();
    let chunks: Vec<Bytes> = bytes.try_collect().await.map_err(failed)?;
    equal("bytes", chunks.iter().map(Bytes::len).sum::<usize>(), 5000)
}

async fn statuses(client: &Client) -> Found {
    for (code, is_ok, documented) in [
        (200, true, true),
        (204, true, true),
        (202, true, true),
        (404, false, true),
        (503, false, true),
        (418, false, false),
    ] {
        let once = RetryPolicy::none();
        let result = client.status(code).with_retry(once).send().await;
        equal("success", result.is_ok(), is_ok)?;
        match result {
            Ok(answer) => equal("status", i64::from(answer.status().as_u16()), code)?,
            Err(Error::Api(error)) => equal("documented", error.is_documented(), documented)?,
            Err(error) => return Err(failed(error)),
        }
    }
    Ok(())
}

async fn answers(client: &Client) -> Found {
    match client.csv_that_is_html().await {
        Err(Error::Decode(error)) if error.raw().starts_with(b"<!DOCTYPE html>") => {}
        other => return Err(format!("HTML was taken as CSV: {:?}", other.map(|_| ()))),
    }
    let show = client.slideshow().await.map_err(failed)?;
    equal("XML", show.title.as_deref(), Some("Sample Slide Show"))?;
    let slides = show.slides.as_deref().unwrap_or_default();
    equal("slides", slides.len(), 0).or_else(|_| {
        equal("slide", slides.first().and_then(|slide| slide.title.as_deref()), Some("Wake up to WonderWidgets!"))
    })?;
    let answer = client.response_headers().x_count(7).x_words("a,b").await.map_err(failed)?;
    equal("X-Count", headers::X_COUNT.get(answer.headers()).map_err(failed)?, Some(7))?;
    let words = headers::X_WORDS.get(answer.headers()).map_err(failed)?;
    equal("X-Words", words, Some(vec!["a".to_owned(), "b".to_owned()]))
}

fn tell(check: &str, found: Found) {
    let line = match found {
        Ok(()) => json!({"operation": check, "case": "echo", "status": 200}),
        Err(error) => json!({"operation": check, "case": "echo", "error": error}),
    };
    println!("{line}");
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::args().nth(1).unwrap_or_default();
    let build = |password: &str| {
        Client::builder()
            .base_url(&url)
            .basic("user", password)
            .bearer("the-token")
            .key("the-key")
            .query("the-query-key")
            .cookie("the-cookie")
            .build()
    };
    let (client, other) = (build("pass:word")?, build("wrong")?);
    tell("parameters in the path", path(&client).await);
    tell("parameters in the query", query_styles(&client).await);
    tell("parameters in headers", header_styles(&client).await);
    tell("cookies", cookies(&client).await);
    tell("bodies", bodies(&client).await);
    tell("bodies of parts", parts(&client).await);
    tell("methods", methods(&client).await);
    tell("sign-in", sign_in(&client, &other).await);
    tell("redirects", redirects(&client).await);
    tell("streams", streams(&client).await);
    tell("statuses", statuses(&client).await);
    tell("answers", answers(&client).await);
    Ok(())
}
