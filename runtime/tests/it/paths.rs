//! Path parameters that would like to change the route.

use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use serde_json::json as value;
use specwright_runtime::{Error, Method, Operation, Request, Style, StyleKind};

use crate::mock::{JSON, Mock, OPERATION, block_on, json};

static ITEM: Operation = Operation {
    path: "/items/{id}/parts",
    ..OPERATION
};
static TWO: Operation = Operation {
    path: "/x/{a}{b}/{c}.json",
    ..OPERATION
};

fn mock() -> Mock {
    Mock::new(|_| json(200, value!({})))
}

/// The path that the request would go to, or what was wrong.
fn path_of(request: impl FnOnce(&specwright_runtime::Client) -> Request) -> Result<String, String> {
    let mock = mock();
    let request = request(&mock.client());
    let sent = block_on(request.send(JSON, JSON));
    match sent {
        Ok(_) => Ok(mock.last().url.path().to_owned()),
        Err(Error::Request(error)) => {
            assert_eq!(mock.count(), 0);
            Err(error.parameter_name().unwrap_or_default().to_owned())
        }
        Err(other) => panic!("{other:?}"),
    }
}

fn item(id: &str) -> Result<String, String> {
    path_of(|client| client.request(&ITEM).path("id", id))
}

#[test]
fn nasty_values_are_encoded() {
    for (value, encoded) in [
        ("a/b", "a%2Fb"),
        ("../x", "..%2Fx"),
        ("a?b", "a%3Fb"),
        ("a#b", "a%23b"),
        ("50%", "50%25"),
        ("%2e%2e", "%252e%252e"),
        ("%2F", "%252F"),
        ("a b", "a%20b"),
        (" ", "%20"),
        ("ü漢🦀", "%C3%BC%E6%BC%A2%F0%9F%A6%80"),
        ("a\\b", "a%5Cb"),
        ("a\tb\nc\r", "a%09b%0Ac%0D"),
        ("\0", "%00"),
        ("...", "..."),
        ("~a-b_c.d", "~a-b_c.d"),
        ("@:;,=+$&!*'()", "%40%3A%3B%2C%3D%2B%24%26%21%2A%27%28%29"),
        ("{id}", "%7Bid%7D"),
        ("[]|\"<>^`", "%5B%5D%7C%22%3C%3E%5E%60"),
        ("\u{202e}", "%E2%80%AE"),
        ("//evil.example", "%2F%2Fevil.example"),
    ] {
        assert_eq!(
            item(value),
            Ok(format!("/v1/items/{encoded}/parts")),
            "{value:?}"
        );
    }
}

#[test]
fn values_that_change_the_route_are_refused() {
    for value in ["", ".", ".."] {
        assert_eq!(item(value), Err("id".to_owned()), "{value:?}");
    }
    assert_eq!(
        path_of(|client| client.request(&ITEM)),
        Err("id".to_owned()),
        "no value at all"
    );
    assert!(path_of(|client| client.request(&ITEM).path("id", &None::<i32>)).is_err());
    assert!(path_of(|client| client.request(&ITEM).path("id", &Vec::<i32>::new())).is_err());
    assert!(path_of(|client| client.request(&ITEM).path("id", &["..", ""][..1])).is_err());
}

#[test]
fn two_parameters_in_a_segment() {
    let two = |a: &str, b: &str, c: &str| {
        path_of(|client| client.request(&TWO).path("a", a).path("b", b).path("c", c))
    };
    assert_eq!(two("1", "2", "x/y"), Ok("/v1/x/12/x%2Fy.json".to_owned()));
    // Each is refused for itself already.
    assert!(two(".", ".", "x").is_err());
    assert!(two("a", "b", "..").is_err());
}

#[test]
fn a_label_of_a_dot_is_two_dots() {
    let style = Style {
        kind: StyleKind::Label,
        explode: false,
        allow_reserved: false,
    };
    let label = |id: &str| path_of(|client| client.request(&ITEM).path_styled("id", id, style));
    assert_eq!(label("blue"), Ok("/v1/items/.blue/parts".to_owned()));
    assert!(label(".").is_err());
    assert!(label("").is_err());
}

#[test]
fn segments_are_counted_and_checked_one_by_one() {
    let segments =
        |value: &str| path_of(|client| client.request(&ITEM).path_segments("id", value, 2));
    assert_eq!(segments("one"), Ok("/v1/items/one/parts".to_owned()));
    assert_eq!(
        segments("one/t wo?"),
        Ok("/v1/items/one/t%20wo%3F/parts".to_owned())
    );
    for value in ["", "/", "a/", "/a", "a//b", "a/..", "../a", "./a", "a/b/c"] {
        assert_eq!(segments(value), Err("id".to_owned()), "{value:?}");
    }
    assert_eq!(
        segments("%2e%2e/a"),
        Ok("/v1/items/%252e%252e/a/parts".to_owned())
    );
}

proptest! {
    #[test]
    fn any_value_comes_out_as_it_went_in(value: String) {
        match item(&value) {
            Err(name) => {
                prop_assert_eq!(name, "id");
                prop_assert!(matches!(value.as_str(), "" | "." | ".."));
            }
            Ok(path) => {
                let segments: Vec<_> = path.split('/').collect();
                prop_assert_eq!(segments.len(), 5, "{}", path);
                prop_assert_eq!((segments[2], segments[4]), ("items", "parts"));
                let decoded = percent_decode_str(segments[3]).decode_utf8().unwrap();
                prop_assert_eq!(decoded.as_ref(), value.as_str());
            }
        }
    }

    #[test]
    fn any_query_value_comes_out_as_it_went_in(value: String) {
        let mock = mock();
        let request = mock.client().request(&crate::mock::GET).query("q", &value).query("z", &1);
        block_on(request.send(JSON, JSON)).unwrap();
        let seen = mock.last();
        let pairs: Vec<_> = seen.url.query_pairs().into_owned().collect();
        prop_assert_eq!(pairs, [("q".to_owned(), value), ("z".to_owned(), "1".to_owned())]);
        prop_assert_eq!(seen.url.fragment(), None);
    }
}

fn raw(path: &str) -> Result<String, Error> {
    let mock = mock();
    block_on(mock.client().raw(Method::Get, path).send())?;
    let seen = mock.last();
    assert_eq!(seen.url.host_str(), Some("api.example"));
    Ok(seen
        .url
        .as_str()
        .trim_start_matches("https://api.example")
        .to_owned())
}

#[test]
fn raw_paths_stay_as_they_are_and_under_the_base() {
    for (path, expected) in [
        ("/incidents", "/v1/incidents"),
        ("incidents/1", "/v1/incidents/1"),
        ("/a%2Fb/ü x", "/v1/a%2Fb/%C3%BC%20x"),
        ("/a?limit=2&x=%41", "/v1/a?limit=2&x=%41"),
        ("/a:b@c", "/v1/a:b@c"),
        ("", "/v1/"),
    ] {
        assert_eq!(raw(path).unwrap(), expected, "{path}");
    }
    for path in [
        "https://evil.example/",
        "//evil.example/",
        "/../admin",
        "/a/../../b",
        "/%2e%2e/admin",
        "/.%2E/admin",
        "/./a",
        "\\\\evil.example",
        "/a#b",
    ] {
        assert!(matches!(raw(path), Err(Error::Request(_))), "{path}");
    }
}

#[test]
fn a_second_value_replaces_the_first() {
    let mock = mock();
    let request = mock
        .client()
        .request(&ITEM)
        .path("id", "one")
        .path("id", "two")
        .query("tags", &["a", "b"])
        .query("tags", &["c"])
        .header("X-A", "1")
        .header("x-a", "2");
    block_on(request.send(JSON, JSON)).unwrap();
    let seen = mock.last();
    assert_eq!(
        seen.url.as_str(),
        "https://api.example/v1/items/two/parts?tags=c"
    );
    assert_eq!(seen.headers.get_all("x-a").iter().count(), 1);
    assert_eq!(seen.header("x-a"), Some("2"));
}

#[test]
fn what_does_not_serialize_fails_when_it_is_sent() {
    let mock = mock();
    let request = mock
        .client()
        .request(&crate::mock::GET)
        .query("n", &f64::NAN)
        .query("m", &1);
    let error = block_on(request.send(JSON, JSON)).unwrap_err();
    let Error::Request(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.parameter_name(), Some("n"));
    let header = mock
        .client()
        .request(&crate::mock::GET)
        .header("x", "a\r\nevil: 1");
    let error = block_on(header.send(JSON, JSON)).unwrap_err();
    assert!(matches!(error, Error::Request(_)), "{error:?}");
    assert_eq!(mock.count(), 0);
}
