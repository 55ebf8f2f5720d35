//! The network of production, led to servers on loopback.

use std::sync::Arc;

use specwright_runtime::{
    BoxFuture, ByteStream, Transport, TransportBody, TransportError, TransportErrorKind,
    TransportRequest, http, reqwest,
};

/// Takes requests to one origin to another: a client that knows the addresses of production
/// alone can be tried without them.
#[derive(Clone)]
pub struct Rerouted {
    client: reqwest::Client,
    routes: Arc<Vec<(String, String)>>,
}

impl Rerouted {
    /// From these origins to those.
    pub fn new<const N: usize>(routes: [(&str, String); N]) -> Self {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let routes = routes.map(|(from, to)| (from.to_owned(), to));
        Self {
            client,
            routes: Arc::new(routes.into()),
        }
    }
}

impl Transport for Rerouted {
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'static, Result<http::Response<ByteStream>, TransportError>> {
        let origin = request.url.origin().ascii_serialization();
        let (_, to) = self
            .routes
            .iter()
            .find(|(from, _)| *from == origin)
            .unwrap_or_else(|| panic!("a request to {origin}"));
        let url = format!("{to}{}", &request.url[url::Position::BeforePath..]);
        let body = match request.body {
            TransportBody::Bytes(bytes) => bytes,
            _ => Default::default(),
        };
        let pending = self
            .client
            .request(request.method, url)
            .headers(request.headers)
            .body(body)
            .send();
        Box::pin(async move {
            let lost = |error| TransportError::new(TransportErrorKind::Broken).with_source(error);
            let response = pending.await.map_err(lost)?;
            let mut ours = http::Response::builder().status(response.status());
            if let Some(headers) = ours.headers_mut() {
                headers.clone_from(response.headers());
            }
            let body = response.bytes().await.map_err(lost)?;
            Ok(ours.body(ByteStream::once(body)).unwrap())
        })
    }
}
