//! From a request in the making to what goes on the wire, but for the
//! credentials, which may be fetched anew between two attempts.

use std::borrow::Cow;

use bytes::Bytes;
use http::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, HeaderName, HeaderValue, IF_RANGE, RANGE, USER_AGENT,
};
use http::{HeaderMap, Method};
use percent_encoding::percent_decode_str;
use url::Url;

use super::{Content, Entry, Location, Request, Target, path, style};
use crate::error::RequestError;
use crate::transport::is_confidential;

/// A request without its credentials and its body.
pub(crate) struct Assembled {
    pub(crate) method: Method,
    pub(crate) url: Url,
    /// What any server may see: `Accept`, `User-Agent`, `Content-Type`.
    pub(crate) open: HeaderMap,
    /// What only the API may see.
    pub(crate) private: HeaderMap,
    /// Cookie pairs, which only the API may see.
    pub(crate) cookies: Vec<String>,
    /// The names of secret parameters in the query.
    pub(crate) secret_query: Vec<String>,
    /// Whether it carries a secret of its own.
    pub(crate) is_secret: bool,
}

impl Request {
    /// Where the request goes, without credentials.
    pub(crate) fn url(&self) -> Result<Url, RequestError> {
        let client = self.client();
        let (mut url, included): (_, fn(&Entry) -> bool) = match self.target() {
            Target::Operation => {
                let base = client.server(self.operation())?;
                let (template, fixed) = path::split_query(self.operation().path);
                let mut url = path::join(&base, &path::expand(template, &self.0.entries)?)?;
                if let Some(fixed) = fixed {
                    url.set_query(Some(&path::expand(fixed, &self.0.entries)?));
                }
                (url, |_| true)
            }
            Target::Path(path) => {
                let (path, in_path) = path::raw(path)?;
                let mut url = path::join(client.base_url(), &path)?;
                if in_path.is_some() {
                    url.set_query(in_path.filter(|query| !query.is_empty()));
                }
                (url, |_| true)
            }
            // A link has the whole query, but for what is secret, which was
            // taken out of it.
            Target::Link(link) => (link.clone(), |entry| entry.secret),
            Target::Elsewhere(url) => {
                let insecure = client.allows_insecure_http();
                if !matches!(url.scheme(), "http" | "https") {
                    return Err(RequestError::new("the URL is not an https URL"));
                }
                if !insecure && !is_confidential(url) {
                    return Err(RequestError::new(
                        "the URL is plain HTTP; use https, or `allow_insecure_http`",
                    ));
                }
                (url.clone(), |_| true)
            }
        };
        self.append_query(&mut url, included)?;
        Ok(url)
    }

    pub(crate) fn assemble(&self) -> Result<Assembled, RequestError> {
        if let Some(error) = self.0.error.as_ref().or_else(|| self.body().error()) {
            return Err(error.clone());
        }
        self.check()?;
        let operation = self.operation();
        let method = operation
            .method
            .to_http()
            .ok_or_else(|| RequestError::new("its method cannot be sent"))?;
        let url = self.url()?;

        let client = self.client();
        let mut open = HeaderMap::new();
        open.insert(USER_AGENT, client.user_agent().clone());
        let mut private = HeaderMap::new();
        if !matches!(self.target(), Target::Elsewhere(_)) {
            for (name, value) in client.headers() {
                let headers = if is_open(name) {
                    &mut open
                } else {
                    &mut private
                };
                headers.insert(name, value.clone());
            }
        }
        if !operation.accept.is_empty() {
            open.insert(ACCEPT, static_value("Accept", operation.accept)?);
        }
        if let Some(content_type) = self.body().content_type() {
            open.insert(CONTENT_TYPE, header_value("Content-Type", &content_type)?);
        }
        let mut cookies = Vec::new();
        for entry in &self.0.entries {
            let wrong = |error: super::value::Error| {
                RequestError::parameter(entry.name.as_ref(), error.to_string())
            };
            let Content::Value(value) = &entry.value else {
                continue;
            };
            match entry.location {
                Location::Path | Location::Query => {}
                Location::Header => {
                    let Some(text) = style::header(value, entry.style).map_err(wrong)? else {
                        continue;
                    };
                    let name = HeaderName::from_bytes(entry.name.as_bytes()).map_err(|_| {
                        RequestError::parameter(entry.name.as_ref(), "is not a header name")
                    })?;
                    let mut value = header_value(&entry.name, &text)?;
                    value.set_sensitive(entry.secret);
                    let headers = if is_open(&name) {
                        &mut open
                    } else {
                        &mut private
                    };
                    headers.insert(name, value);
                }
                Location::Cookie => {
                    let pairs = style::pairs(&entry.name, value, entry.style).map_err(wrong)?;
                    cookies.extend(pairs.iter().map(|(name, value)| format!("{name}={value}")));
                }
            }
        }
        let secret_query: Vec<String> = self.secret_query_names().map(Into::into).collect();
        let is_secret = !secret_query.is_empty()
            || !cookies.is_empty()
            || private.values().any(HeaderValue::is_sensitive)
            || self.0.entries.iter().any(|entry| entry.secret);
        Ok(Assembled {
            method,
            url,
            open,
            private,
            cookies,
            secret_query,
            is_secret,
        })
    }

    /// A link from the API, without the secrets that it may echo.
    pub(crate) fn without_secrets(&self, mut link: Url) -> Url {
        let credentials = self.client().credential_query_names();
        let names: Vec<&str> = self.secret_query_names().chain(credentials).collect();
        strip_query(&mut link, &names);
        link
    }

    fn secret_query_names(&self) -> impl Iterator<Item = &str> {
        let is_secret = |entry: &&Entry| entry.location == Location::Query && entry.secret;
        self.0
            .entries
            .iter()
            .filter(is_secret)
            .map(|entry| entry.name.as_ref())
    }

    /// Writes parameters behind the query that is there.
    fn append_query(
        &self,
        url: &mut Url,
        included: fn(&Entry) -> bool,
    ) -> Result<(), RequestError> {
        let mut query = String::new();
        for entry in &self.0.entries {
            if entry.location != Location::Query || !included(entry) {
                continue;
            }
            let Content::Value(value) = &entry.value else {
                continue;
            };
            style::write_query(&mut query, &entry.name, value, entry.style)
                .map_err(|error| RequestError::parameter(entry.name.as_ref(), error.to_string()))?;
        }
        if query.is_empty() {
            return Ok(());
        }
        match url.query() {
            Some(old) if !old.is_empty() => {
                let query = format!("{old}&{query}");
                url.set_query(Some(&query));
            }
            _ => url.set_query(Some(&query)),
        }
        Ok(())
    }
}

/// Whether any server may see the header.
fn is_open(name: &HeaderName) -> bool {
    const OPEN: [HeaderName; 6] = [
        ACCEPT,
        ACCEPT_ENCODING,
        CONTENT_TYPE,
        IF_RANGE,
        RANGE,
        USER_AGENT,
    ];
    OPEN.contains(name)
}

/// The same of what lives on: nothing is copied.
fn static_value(name: &str, text: &'static str) -> Result<HeaderValue, RequestError> {
    HeaderValue::from_maybe_shared(Bytes::from_static(text.trim().as_bytes()))
        .map_err(|_| RequestError::parameter(name, UNSENDABLE))
}

const UNSENDABLE: &str = "has characters that a header cannot have";

fn header_value(name: &str, text: &str) -> Result<HeaderValue, RequestError> {
    HeaderValue::from_bytes(text.trim().as_bytes())
        .map_err(|_| RequestError::parameter(name, UNSENDABLE))
}

/// Takes the parameters of these names out of a query and leaves the others
/// byte for byte.
pub(crate) fn strip_query(url: &mut Url, names: &[&str]) {
    let Some(query) = url.query().filter(|_| !names.is_empty()) else {
        return;
    };
    let is_kept = |pair: &&str| {
        let name = pair.split('=').next().unwrap_or_default().replace('+', " ");
        let name: Cow<'_, str> = percent_decode_str(&name).decode_utf8_lossy();
        !names.contains(&name.as_ref())
    };
    let kept: Vec<&str> = query.split('&').filter(is_kept).collect();
    let kept = kept.join("&");
    url.set_query(Some(kept.as_str()).filter(|query| !query.is_empty()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_leave_a_query_and_the_rest_stays() -> Result<(), url::ParseError> {
        let mut url = Url::parse("https://a.example/?x=%41&api%5Fkey=s&api_key&y=+")?;
        strip_query(&mut url, &["api_key"]);
        assert_eq!(url.as_str(), "https://a.example/?x=%41&y=+");
        strip_query(&mut url, &["x", "y"]);
        assert_eq!(url.as_str(), "https://a.example/");
        Ok(())
    }
}
