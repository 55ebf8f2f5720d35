//! TLS as a user sets it up: an authority of one's own, a certificate of the client.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use std::convert::Infallible;
use std::process::Command;

use http::{Request, Response};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use palo_alto_dlp::runtime::reqwest::{Certificate, Identity};
use palo_alto_dlp::runtime::{RetryPolicy, TransportErrorKind};
use palo_alto_dlp::{Client, Error};
use specwright_tests::shown;
use specwright_tests::tls::{Authority, head};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// A server that answers every connection once.
async fn server(acceptor: TlsAcceptor) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            if let Ok(mut stream) = acceptor.accept(stream).await {
                head(&mut stream).await;
                let body = r#"{"incident_id":"7"}"#;
                let length = body.len();
                let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{body}");
                stream.write_all(answer.as_bytes()).await.unwrap();
                stream.shutdown().await.unwrap();
            }
        }
    });
    url
}

/// A client that trusts this authority and no other, if there is one, and shows this identity.
fn client(url: &str, authority: Option<&Authority>, identity: Option<String>) -> Client {
    let authority = authority.map(Authority::pem);
    Client::builder()
        .base_url(url)
        .bearer_auth("t0ken-of-the-test")
        .configure(|runtime| {
            runtime
                .retry(RetryPolicy::none())
                .reqwest(move |mut settings| {
                    if let Some(pem) = &authority {
                        let certificate = Certificate::from_pem(pem.as_bytes()).unwrap();
                        settings = settings.tls_certs_only([certificate]);
                    }
                    if let Some(pem) = &identity {
                        settings = settings.identity(Identity::from_pem(pem.as_bytes()).unwrap());
                    }
                    settings
                })
        })
        .build()
        .unwrap()
}

/// Why there was no connection.
async fn refused(client: &Client) -> String {
    let error = client.get_incident("7").await.unwrap_err();
    let text = shown::error(&error);
    assert!(!text.contains("t0ken"), "{text}");
    let Error::Transport(error) = error else {
        panic!("{error}");
    };
    assert_eq!(error.kind(), TransportErrorKind::Connect, "{text}");
    text
}

#[tokio::test]
async fn an_authority_of_ones_own_is_trusted_when_it_is_given() {
    let authority = Authority::new();
    let url = server(authority.acceptor("127.0.0.1", false)).await;
    let incident = client(&url, Some(&authority), None)
        .get_incident("7")
        .await
        .unwrap();
    assert_eq!(incident.incident_id.as_deref(), Some("7"));
    // The system's do not know it, and nor does another.
    for other in [None, Some(&Authority::new())] {
        let why = refused(&client(&url, other, None)).await;
        assert!(why.contains("certificate"), "{why}");
    }
}

#[tokio::test]
async fn a_certificate_for_another_name_is_refused() {
    let authority = Authority::new();
    let url = server(authority.acceptor("other.example", false)).await;
    let why = refused(&client(&url, Some(&authority), None)).await;
    assert!(why.contains("not valid for name"), "{why}");
}

#[tokio::test]
async fn a_client_shows_its_certificate() {
    let authority = Authority::new();
    let url = server(authority.acceptor("127.0.0.1", true)).await;
    let identity = authority.identity("client.example");
    let shows = client(&url, Some(&authority), Some(identity));
    shows.get_incident("7").await.unwrap();
    // In TLS 1.3 the server says so when the connection is there for the client.
    let none = client(&url, Some(&authority), None);
    let error = none.get_incident("7").await.unwrap_err();
    let text = shown::error(&error);
    assert!(text.contains("CertificateRequired"), "{text}");
}

/// A server that says which version of HTTP it was spoken to in.
async fn server_of_http2(acceptor: TlsAcceptor) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(stream) = acceptor.accept(stream).await else {
                continue;
            };
            let service = service_fn(|request: Request<Incoming>| async move {
                let body = format!(r#"{{"incident_id":"{:?}"}}"#, request.version());
                Ok::<_, Infallible>(Response::new(Full::<Bytes>::from(body)))
            });
            tokio::spawn(async move {
                let server = auto::Builder::new(TokioExecutor::new());
                let _ = server.serve_connection(TokioIo::new(stream), service).await;
            });
        }
    });
    url
}

#[tokio::test]
async fn without_settings_the_authorities_are_those_of_the_system() {
    let authority = Authority::new();
    let http1 = server(authority.acceptor("127.0.0.1", false)).await;
    let http2 = server_of_http2(authority.acceptor_of_http2("127.0.0.1")).await;
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), authority.pem()).unwrap();
    for (url, trusted, expected) in [
        (&http1, Some(file.path()), "7"),
        (&http2, Some(file.path()), "HTTP/2.0"),
        (&http1, None, "refused"),
    ] {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "with_the_authorities_of_the_system", "--ignored"]);
        command.env("TEST_URL", url).env("TEST_EXPECTED", expected);
        // Where OpenSSL's own would be, and rustls looks, too.
        command
            .env_remove("SSL_CERT_DIR")
            .env_remove("SSL_CERT_FILE");
        command.envs(trusted.map(|trusted| ("SSL_CERT_FILE", trusted)));
        let run = tokio::task::spawn_blocking(move || command.output().unwrap());
        let output = run.await.unwrap();
        let words = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{expected}: {words}");
    }
}

#[tokio::test]
#[ignore = "run by the test above, with an authority in its environment"]
async fn with_the_authorities_of_the_system() {
    let client = Client::builder()
        .base_url(&std::env::var("TEST_URL").unwrap())
        .bearer_auth("t0ken-of-the-test")
        .configure(|runtime| runtime.retry(RetryPolicy::none()))
        .build()
        .unwrap();
    let expected = std::env::var("TEST_EXPECTED").unwrap();
    if expected == "refused" {
        let why = refused(&client).await;
        assert!(why.contains("certificate"), "{why}");
    } else {
        let incident = client.get_incident("7").await.unwrap();
        assert_eq!(incident.incident_id, Some(expected));
    }
}
