//! Where a redirect leads, and what may go along (RFC 9110 § 15.4).

use http::header::LOCATION;
use http::{HeaderMap, Method, StatusCode};
use url::Url;

use crate::error::{TransportError, TransportErrorKind};

/// The request after a redirect.
pub(super) struct Redirect {
    pub(super) url: Url,
    pub(super) method: Method,
    /// Whether the body goes along.
    pub(super) keeps_body: bool,
    /// Whether it leads to another origin.
    pub(super) leaves: bool,
}

/// Where the response leads; `None` if it is no redirect to follow. One
/// without a usable `Location` is an answer like any other.
pub(super) fn redirect(
    status: StatusCode,
    headers: &HeaderMap,
    from: &Url,
    method: &Method,
) -> Result<Option<Redirect>, TransportError> {
    let becomes_get = match status.as_u16() {
        // A HEAD stays one: it asks for no body either way.
        303 => *method != Method::HEAD,
        // What browsers do, and RFC 9110 § 15.4.2 allows.
        301 | 302 => *method == Method::POST,
        307 | 308 => false,
        _ => return Ok(None),
    };
    let Some(location) = headers.get(LOCATION).and_then(|value| value.to_str().ok()) else {
        return Ok(None);
    };
    let Ok(mut url) = from.join(location) else {
        return Ok(None);
    };
    let refused = |reason| TransportError::new(TransportErrorKind::BadRedirect(reason));
    match (from.scheme(), url.scheme()) {
        (_, "https") | ("http", "http") => {}
        ("https", "http") => return Err(refused("it leads from https to http")),
        _ => return Err(refused("it leads to no web address")),
    }
    // A user name and a password in a URL would be sent as a credential.
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused("its address holds a user name or a password"));
    }
    url.set_fragment(None);
    let leaves = url.origin() != from.origin();
    let method = if becomes_get {
        Method::GET
    } else {
        method.clone()
    };
    Ok(Some(Redirect {
        url,
        method,
        keeps_body: !becomes_get,
        leaves,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn follow(status: u16, location: &'static str, method: Method) -> Option<Redirect> {
        let from = Url::parse("https://a.example/x/y?q=1").ok()?;
        let mut headers = HeaderMap::new();
        headers.insert(LOCATION, HeaderValue::from_static(location));
        let status = StatusCode::from_u16(status).ok()?;
        redirect(status, &headers, &from, &method).ok()?
    }

    #[test]
    fn methods_change_as_they_should() {
        let cases = [
            (301, Method::POST, Method::GET, false),
            (302, Method::POST, Method::GET, false),
            (302, Method::PUT, Method::PUT, true),
            (303, Method::PUT, Method::GET, false),
            (303, Method::HEAD, Method::HEAD, true),
            (307, Method::POST, Method::POST, true),
            (308, Method::DELETE, Method::DELETE, true),
        ];
        for (status, before, after, keeps_body) in cases {
            let next = follow(status, "/z", before);
            let next = next.map(|next| (next.method, next.keeps_body));
            assert_eq!(next, Some((after, keeps_body)), "{status}");
        }
        assert!(follow(300, "/z", Method::GET).is_none());
        assert!(follow(304, "/z", Method::GET).is_none());
    }

    #[test]
    fn origins_are_told_apart() {
        let leaves = |location| follow(302, location, Method::GET).map(|next| next.leaves);
        assert_eq!(leaves("z"), Some(false));
        assert_eq!(leaves("https://a.example:443/"), Some(false));
        assert_eq!(leaves("https://a.example:444/"), Some(true));
        assert_eq!(leaves("https://b.example/"), Some(true));
        assert_eq!(leaves("//b.example/"), Some(true));
        // To a less safe scheme, to none, with a password: refused.
        assert_eq!(leaves("http://a.example/"), None);
        assert_eq!(leaves("file:///etc/passwd"), None);
        assert_eq!(leaves("https://u:p@a.example/"), None);
    }
}
