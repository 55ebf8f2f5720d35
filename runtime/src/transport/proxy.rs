//! The way to a server: straight, or by a proxy that the environment names.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::uri::{Authority, Scheme};
use http::{HeaderValue, Uri};
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::proxy::{SocksV5, Tunnel};
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use tower_service::Service;

use super::connect::OverTls;
use super::{BoxError, BoxFuture, is_this_machine};
use crate::error::BuildError;

/// The variables that name proxies, each with its other spelling.
const VARIABLES: [[&str; 2]; 3] = [
    ["HTTPS_PROXY", "https_proxy"],
    ["HTTP_PROXY", "http_proxy"],
    ["ALL_PROXY", "all_proxy"],
];

/// Which proxy is for which server.
#[derive(Clone)]
pub(super) struct Proxies(Arc<Matcher>);

impl Proxies {
    /// Those of the environment, as curl reads it; `None` if it names none, or is that of a CGI program
    /// (RFC 3875).
    ///
    /// # Errors
    ///
    /// If what it names is no proxy: nothing is to go past one that is wanted.
    pub(super) fn of_environment() -> Result<Option<Self>, BuildError> {
        // In a CGI program `HTTP_PROXY` is what the caller sent as a header `Proxy`.
        if std::env::var_os("REQUEST_METHOD").is_some() {
            return Ok(None);
        }
        let mut named = false;
        for [name, other] in VARIABLES {
            let value = std::env::var_os(name).or_else(|| std::env::var_os(other));
            let value = value.unwrap_or_default();
            if value.is_empty() {
                continue;
            }
            named = true;
            // The value may have a password.
            if !value.to_str().is_some_and(is_proxy) {
                return Err(BuildError::Transport(format!(
                    "what the environment variable {name} has is not the URL of an HTTP or a SOCKS 5 proxy"
                )));
            }
        }
        Ok(named.then(|| Self(Arc::new(Matcher::from_env()))))
    }

    /// What a proxy that sees the request itself is to be told.
    pub(super) fn authorization(&self, to: &Uri) -> Option<HeaderValue> {
        if to.scheme() != Some(&Scheme::HTTP) {
            return None;
        }
        self.of(to)?.basic_auth().cloned()
    }

    /// The proxy for a server. This machine is asked without: credentials go to it over plain HTTP, since
    /// they do not leave it.
    fn of(&self, to: &Uri) -> Option<Intercept> {
        match to.host() {
            Some(host) if !is_this_machine(host) => self.0.intercept(to),
            _ => None,
        }
    }
}

/// Whether there is a way by this proxy.
fn is_proxy(url: &str) -> bool {
    let rules = Matcher::builder().all(url).build();
    let proxy = rules.intercept(&Uri::from_static("https://server.example"));
    proxy.is_some_and(|proxy| !matches!(proxy.uri().scheme_str(), Some("socks4" | "socks4a")))
}

/// A connector that goes by proxies; what TLS there is to the server is above it.
#[derive(Clone)]
pub(super) struct Route {
    tcp: HttpConnector,
    /// And what connects to them.
    proxies: Option<(Proxies, OverTls<HttpConnector>)>,
}

impl Route {
    /// By these proxies, to which this connects.
    pub(super) fn new(
        tcp: HttpConnector,
        proxies: Option<(Proxies, OverTls<HttpConnector>)>,
    ) -> Self {
        Self { tcp, proxies }
    }

    /// To this server by a proxy.
    fn by(
        &self,
        proxy: &Intercept,
        mut to_proxy: OverTls<HttpConnector>,
        to: Uri,
    ) -> BoxFuture<'static, Result<Routed, BoxError>> {
        let place = proxy.uri().clone();
        if let Some("socks5" | "socks5h") = place.scheme_str() {
            let mut socks = SocksV5::new(with_port(place, 1080), self.tcp.clone());
            if let Some((user, password)) = proxy.raw_auth() {
                socks = socks.with_auth(user.to_owned(), password.to_owned());
            }
            // It takes https for granted.
            let to = match to.scheme() == Some(&Scheme::HTTP) {
                true => with_port(to, 80),
                false => to,
            };
            let connecting = socks.call(to);
            return Box::pin(async move { Ok(Routed::straight(connecting.await?)) });
        }
        if to.scheme() == Some(&Scheme::HTTPS) {
            let mut tunnel = Tunnel::new(place, to_proxy);
            if let Some(authorization) = proxy.basic_auth() {
                tunnel = tunnel.with_auth(authorization.clone());
            }
            let connecting = tunnel.call(to);
            return Box::pin(async move {
                Ok(Routed {
                    stream: connecting.await?,
                    proxy_reads: false,
                })
            });
        }
        let connecting = to_proxy.call(place);
        Box::pin(async move {
            Ok(Routed {
                stream: connecting.await?,
                proxy_reads: true,
            })
        })
    }
}

/// A URI whose port is said, this one if it was not.
fn with_port(uri: Uri, port: u16) -> Uri {
    let mut parts = uri.clone().into_parts();
    let with_port = |authority: &Authority| match authority.port() {
        Some(_) => None,
        None => format!("{authority}:{port}").parse().ok(),
    };
    match parts.authority.as_ref().and_then(with_port) {
        Some(authority) => parts.authority = Some(authority),
        None => return uri,
    }
    Uri::from_parts(parts).unwrap_or(uri)
}

impl Service<Uri> for Route {
    type Response = Routed;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Routed, BoxError>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.tcp.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        // A tunnel would take anything.
        #[cfg(not(feature = "rustls"))]
        if to.scheme() != Some(&Scheme::HTTP) {
            return Box::pin(async { Err("there is no TLS without the feature `rustls`".into()) });
        }
        if let Some((proxies, to_proxy)) = &self.proxies
            && let Some(proxy) = proxies.of(&to)
        {
            return self.by(&proxy, to_proxy.clone(), to);
        }
        let connecting = self.tcp.call(to);
        Box::pin(async move { Ok(Routed::straight(connecting.await?)) })
    }
}

type Tcp = <HttpConnector as Service<Uri>>::Response;

/// A connection to a server, or to a proxy that passes on what is sent.
pub(super) struct Routed {
    stream: <OverTls<HttpConnector> as Service<Uri>>::Response,
    /// The proxy reads requests itself: the first line has the whole URL then (RFC 9112 § 3.2.2).
    proxy_reads: bool,
}

impl Routed {
    /// A connection on which the server is.
    fn straight(tcp: Tcp) -> Self {
        Self {
            #[allow(clippy::useless_conversion, reason = "it is none with TLS")]
            stream: tcp.into(),
            proxy_reads: false,
        }
    }
}

impl Connection for Routed {
    fn connected(&self) -> Connected {
        self.stream.connected().proxy(self.proxy_reads)
    }
}

impl Read for Routed {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl Write for Routed {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_a_url_of_http_or_socks_5() {
        for (url, expected) in [
            ("http://proxy.example:3128", true),
            ("https://user:password@proxy.example", true),
            ("proxy.example:3128", true),
            ("socks5://127.0.0.1:1080", true),
            ("socks5h://proxy.example", true),
            ("socks4://127.0.0.1:1080", false),
            ("ftp://proxy.example", false),
            ("http://", false),
            ("not a URL", false),
        ] {
            assert_eq!(is_proxy(url), expected, "{url}");
        }
    }

    #[test]
    fn a_port_that_is_said_stays() {
        for (uri, expected) in [
            ("http://api.example/", "http://api.example:80/"),
            ("http://api.example:8080/", "http://api.example:8080/"),
            ("http://[::1]/", "http://[::1]:80/"),
        ] {
            assert_eq!(with_port(Uri::from_static(uri), 80), expected, "{uri}");
        }
    }
}
