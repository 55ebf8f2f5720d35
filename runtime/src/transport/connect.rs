//! Connections of the transport over `hyper`: TCP, TLS, and a limit of time for both.

use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use hyper_util::client::legacy::connect::HttpConnector;
use tower_service::Service;

use super::proxy::{Proxies, Route};
use super::{BoxError, BoxFuture};
use crate::error::BuildError;

/// As `reqwest` has them.
const KEEPALIVE: Duration = Duration::from_secs(15);
const KEEPALIVE_RETRIES: u32 = 3;
#[cfg(target_os = "linux")]
const UNACKNOWLEDGED: Duration = Duration::from_secs(30);

/// A connector whose whole work, that of a proxy and TLS too, has a time limit.
#[derive(Clone)]
pub(super) struct Connect {
    connector: OverTls<Route>,
    limit: Duration,
}

impl Connect {
    /// Connects within this time, by these proxies.
    pub(super) fn new(limit: Duration, proxies: Option<Proxies>) -> Result<Self, BuildError> {
        let mut tcp = HttpConnector::new();
        tcp.set_nodelay(true);
        tcp.set_keepalive(Some(KEEPALIVE));
        tcp.set_keepalive_interval(Some(KEEPALIVE));
        tcp.set_keepalive_retries(Some(KEEPALIVE_RETRIES));
        #[cfg(target_os = "linux")]
        tcp.set_tcp_user_timeout(Some(UNACKNOWLEDGED));
        // An address that does not answer leaves time for the next.
        tcp.set_connect_timeout(Some(limit));
        // Whoever is above it knows which schemes there can be.
        tcp.enforce_http(false);
        Ok(Self {
            connector: connector(tcp, proxies)?,
            limit,
        })
    }
}

/// A connector of connections that may have TLS; without the feature, none can.
#[cfg(feature = "rustls")]
pub(super) type OverTls<C> = hyper_rustls::HttpsConnector<C>;
/// A connector of connections that may have TLS; without the feature, none can.
#[cfg(not(feature = "rustls"))]
pub(super) type OverTls<C> = C;

/// TLS by rustls, with the authorities of the system.
#[cfg(feature = "rustls")]
fn connector(tcp: HttpConnector, proxies: Option<Proxies>) -> Result<OverTls<Route>, BuildError> {
    use rustls::crypto::{CryptoProvider, aws_lc_rs};
    use rustls_platform_verifier::BuilderVerifierExt;

    let failed = |error: rustls::Error| BuildError::Transport(error.to_string());
    let provider = CryptoProvider::get_default().cloned();
    let provider = provider.unwrap_or_else(|| aws_lc_rs::default_provider().into());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(failed)?
        .with_platform_verifier()
        .map_err(failed)?
        .with_no_client_auth();
    let builder = || hyper_rustls::HttpsConnectorBuilder::new().with_tls_config(config.clone());
    let proxies = proxies.map(|proxies| {
        // What a proxy is asked for is HTTP/1.
        let to_proxy = builder().https_or_http().enable_http1();
        (proxies, to_proxy.wrap_connector(tcp.clone()))
    });
    Ok(builder()
        .https_or_http()
        .enable_all_versions()
        .wrap_connector(Route::new(tcp, proxies)))
}

#[cfg(not(feature = "rustls"))]
fn connector(tcp: HttpConnector, proxies: Option<Proxies>) -> Result<OverTls<Route>, BuildError> {
    let proxies = proxies.map(|proxies| (proxies, tcp.clone()));
    Ok(Route::new(tcp, proxies))
}

impl Service<Uri> for Connect {
    type Response = <OverTls<Route> as Service<Uri>>::Response;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.connector.poll_ready(cx)
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        let connecting = self.connector.call(to);
        let limit = self.limit;
        Box::pin(async move {
            match tokio::time::timeout(limit, connecting).await {
                Ok(connected) => connected,
                Err(_) => Err("no connection in time".into()),
            }
        })
    }
}
