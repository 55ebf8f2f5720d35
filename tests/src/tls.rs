//! Certificates for a server on loopback, and what a server does with them and what it is sent.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

/// An authority of its own, in which no system has any trust.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    /// Another one each time.
    pub fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        Self(CertifiedIssuer::self_signed(params, key).unwrap())
    }

    /// Its certificate, in PEM.
    pub fn pem(&self) -> String {
        self.0.pem()
    }

    /// A certificate for a name and its key, one behind the other in PEM.
    pub fn identity(&self, name: &str) -> String {
        let (certificate, key) = self.issue(name);
        certificate.pem() + &key.serialize_pem()
    }

    /// What accepts connections under a certificate for this name, and asks for one of the client
    /// if it is to be from this authority.
    pub fn acceptor(&self, name: &str, asks_for_one: bool) -> TlsAcceptor {
        TlsAcceptor::from(Arc::new(self.config(name, asks_for_one)))
    }

    /// The same, and says that it speaks HTTP/2.
    pub fn acceptor_of_http2(&self, name: &str) -> TlsAcceptor {
        let mut config = self.config(name, false);
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        TlsAcceptor::from(Arc::new(config))
    }

    fn config(&self, name: &str, asks_for_one: bool) -> ServerConfig {
        let (certificate, key) = self.issue(name);
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let builder = ServerConfig::builder();
        let builder = if asks_for_one {
            let mut roots = RootCertStore::empty();
            roots.add(self.0.der().clone()).unwrap();
            let verifier = WebPkiClientVerifier::builder(Arc::new(roots))
                .build()
                .unwrap();
            builder.with_client_cert_verifier(verifier)
        } else {
            builder.with_no_client_auth()
        };
        let config = builder.with_single_cert(vec![certificate.der().clone()], key);
        config.unwrap()
    }

    fn issue(&self, name: &str) -> (rcgen::Certificate, KeyPair) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        (params.signed_by(&key, &self.0).unwrap(), key)
    }
}

impl Default for Authority {
    fn default() -> Self {
        Self::new()
    }
}

/// Reads up to the end of what is before a body, byte by byte.
pub async fn head(stream: &mut (impl AsyncRead + Unpin + ?Sized)) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => break,
        }
    }
    String::from_utf8(head).unwrap()
}
