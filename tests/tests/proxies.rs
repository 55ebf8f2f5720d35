//! Proxies that the environment names: what they are told, and what comes of it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail"
)]

use std::error::Error;
use std::process::Command;
use std::sync::{Arc, Mutex};

use palo_alto_dlp::Client;
use palo_alto_dlp::runtime::RetryPolicy;
use specwright_tests::tls::{Authority, head};
use tempfile::NamedTempFile;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// A connection, whatever is below.
trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}

/// What servers were asked.
type Seen = Arc<Mutex<String>>;

async fn accept(listener: &TcpListener, tls: Option<&TlsAcceptor>) -> Option<Box<dyn Wire>> {
    let (stream, _) = listener.accept().await.unwrap();
    match tls {
        Some(tls) => match tls.accept(stream).await {
            Ok(stream) => Some(Box::new(stream)),
            Err(_) => None,
        },
        None => Some(Box::new(stream)),
    }
}

async fn answer(stream: &mut dyn Wire, status: &str, body: &str) {
    let length = body.len();
    let answer = format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\n\r\n{body}");
    stream.write_all(answer.as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
}

/// A server of the API, over TLS or not, that answers each connection once. Its address.
async fn server(tls: Option<TlsAcceptor>, seen: Seen) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        loop {
            let Some(mut stream) = accept(&listener, tls.as_ref()).await else {
                continue;
            };
            let head = head(&mut stream).await;
            seen.lock().unwrap().push_str(&format!("server:\n{head}"));
            answer(&mut stream, "200 OK", r#"{"incident_id":"of the server"}"#).await;
        }
    });
    address
}

/// A proxy, over TLS or not: it makes tunnels, all of which lead to this server, and knows SOCKS 5. Other
/// requests it answers itself. Its address.
async fn proxy(tls: Option<TlsAcceptor>, server: String, seen: Seen) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        loop {
            let Some(stream) = accept(&listener, tls.as_ref()).await else {
                continue;
            };
            tokio::spawn(pass_on(stream, server.clone(), seen.clone()));
        }
    });
    address
}

async fn pass_on(mut stream: Box<dyn Wire>, server: String, seen: Seen) {
    let mut first = [0];
    stream.read_exact(&mut first).await.unwrap();
    if first == [5] {
        return socks(stream, server, seen).await;
    }
    let head = String::from_utf8(first.to_vec()).unwrap() + &head(&mut stream).await;
    seen.lock().unwrap().push_str(&format!("proxy:\n{head}"));
    let Some(to) = head.strip_prefix("CONNECT ") else {
        return answer(&mut stream, "200 OK", r#"{"incident_id":"of the proxy"}"#).await;
    };
    if to.starts_with("refused") {
        return answer(&mut stream, "407 Proxy Authentication Required", "").await;
    }
    let mut server = TcpStream::connect(server).await.unwrap();
    stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
    let _ = copy_bidirectional(&mut stream, &mut server).await;
}

/// RFC 1928, with RFC 1929, from behind the first byte.
async fn socks(mut stream: Box<dyn Wire>, server: String, seen: Seen) {
    let count = stream.read_u8().await.unwrap();
    let mut methods = vec![0; count.into()];
    stream.read_exact(&mut methods).await.unwrap();
    let method = methods[0];
    stream.write_all(&[5, method]).await.unwrap();
    if method == 2 {
        stream.read_u8().await.unwrap();
        let (user, password) = (text(&mut stream).await, text(&mut stream).await);
        let told = format!("proxy:\nSOCKS for {user} with {password}\n");
        seen.lock().unwrap().push_str(&told);
        stream.write_all(&[1, 0]).await.unwrap();
    }
    let mut request = [0; 4];
    stream.read_exact(&mut request).await.unwrap();
    assert_eq!(request, [5, 1, 0, 3], "to a name");
    let name = text(&mut stream).await;
    let port = stream.read_u16().await.unwrap();
    let told = format!("proxy:\nSOCKS to {name}:{port}\n\n");
    seen.lock().unwrap().push_str(&told);
    stream
        .write_all(&[5, 0, 0, 1, 127, 0, 0, 1, 0, 0])
        .await
        .unwrap();
    let mut server = TcpStream::connect(server).await.unwrap();
    let _ = copy_bidirectional(&mut stream, &mut server).await;
}

async fn text(stream: &mut dyn Wire) -> String {
    let length = stream.read_u8().await.unwrap();
    let mut text = vec![0; length.into()];
    stream.read_exact(&mut text).await.unwrap();
    String::from_utf8(text).unwrap()
}

/// Calls an operation in another process: variables belong to a whole one. What proxy and server saw,
/// and what came of it. `PROXY` and `SERVER` in the arguments are their addresses.
async fn shown(proxy_over_tls: bool, url: &str, variables: &[(&str, &str)]) -> String {
    let authority = Authority::new();
    let trusted = NamedTempFile::new().unwrap();
    std::fs::write(trusted.path(), authority.pem()).unwrap();
    let seen = Seen::default();
    let to_server = url
        .starts_with("https")
        .then(|| match url.contains("SERVER") {
            true => authority.acceptor("127.0.0.1", false),
            false => authority.acceptor("api.example", false),
        });
    let server = server(to_server, seen.clone()).await;
    let to_proxy = proxy_over_tls.then(|| authority.acceptor("127.0.0.1", false));
    let proxy = proxy(to_proxy, server.clone(), seen.clone()).await;
    let with_addresses = |text: &str| text.replace("PROXY", &proxy).replace("SERVER", &server);

    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "in_another_process", "--ignored", "--nocapture"]);
    for name in [
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "NO_PROXY",
        "REQUEST_METHOD",
    ] {
        command.env_remove(name);
        command.env_remove(name.to_ascii_lowercase());
    }
    command.env("SSL_CERT_FILE", trusted.path());
    command.env("TEST_URL", with_addresses(url));
    for (name, value) in variables {
        command.env(name, with_addresses(value));
    }
    let run = tokio::task::spawn_blocking(move || command.output().unwrap());
    let output = run.await.unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    let told = output.split('|').nth(1).unwrap_or(&output);

    let seen = seen.lock().unwrap();
    // Of the headers, those that matter here.
    let matters = |line: &&str| !line.contains(": ") || line.contains("uthorization: ");
    let seen: Vec<_> = seen.lines().filter(matters).collect();
    let all = format!("{}\n{told}", seen.join("\n"));
    let all = all.replace(&proxy, "PROXY").replace(&server, "SERVER");
    all.trim().to_owned()
}

#[tokio::test]
#[ignore = "run by the tests here, with proxies in its environment"]
async fn in_another_process() {
    let client = Client::builder()
        .base_url(&std::env::var("TEST_URL").unwrap())
        .bearer_auth("t0ken")
        .configure(|runtime| {
            let runtime = runtime.retry(RetryPolicy::none());
            match std::env::var_os("TEST_INSECURE") {
                Some(_) => runtime.allow_insecure_http(),
                None => runtime,
            }
        })
        .build();
    let client = match client {
        Ok(client) => client,
        Err(error) => return println!("|{error}|"),
    };
    match client.get_incident("7").await {
        Ok(incident) => println!("|{}|", incident.incident_id.as_deref().unwrap()),
        Err(error) => {
            let mut next = Some(&error as &(dyn Error + 'static));
            print!("|");
            while let Some(error) = next {
                println!("{error}");
                next = error.source();
            }
            println!("|");
        }
    }
}

#[tokio::test]
async fn https_goes_through_a_tunnel_and_the_proxy_sees_no_credential_of_the_api() {
    let variables = [("HTTPS_PROXY", "http://user:pass%40word@PROXY")];
    insta::assert_snapshot!(shown(false, "https://api.example", &variables).await, @r"
    proxy:
    CONNECT api.example:443 HTTP/1.1
    Proxy-Authorization: Basic dXNlcjpwYXNzQHdvcmQ=

    server:
    GET /incidents/7 HTTP/1.1
    authorization: Bearer t0ken

    of the server
    ");
}

#[tokio::test]
async fn http_is_read_by_the_proxy() {
    let variables = [
        ("http_proxy", "user:password@PROXY"),
        ("TEST_INSECURE", "1"),
    ];
    insta::assert_snapshot!(shown(false, "http://api.example/v1", &variables).await, @r"
    proxy:
    GET http://api.example/v1/incidents/7 HTTP/1.1
    authorization: Bearer t0ken
    proxy-authorization: Basic dXNlcjpwYXNzd29yZA==

    of the proxy
    ");
}

#[tokio::test]
async fn a_proxy_may_want_tls_itself() {
    let variables = [("ALL_PROXY", "https://PROXY"), ("TEST_INSECURE", "1")];
    insta::assert_snapshot!(shown(true, "https://api.example", &variables).await, @r"
    proxy:
    CONNECT api.example:443 HTTP/1.1

    server:
    GET /incidents/7 HTTP/1.1
    authorization: Bearer t0ken

    of the server
    ");
    insta::assert_snapshot!(shown(true, "http://api.example", &variables).await, @r"
    proxy:
    GET http://api.example/incidents/7 HTTP/1.1
    authorization: Bearer t0ken

    of the proxy
    ");
}

#[tokio::test]
async fn socks_5_is_told_names() {
    let variables = [("ALL_PROXY", "socks5h://user:password@PROXY")];
    insta::assert_snapshot!(shown(false, "https://api.example", &variables).await, @r"
    proxy:
    SOCKS for user with password
    proxy:
    SOCKS to api.example:443

    server:
    GET /incidents/7 HTTP/1.1
    authorization: Bearer t0ken

    of the server
    ");
    let variables = [("ALL_PROXY", "socks5://PROXY"), ("TEST_INSECURE", "1")];
    insta::assert_snapshot!(shown(false, "http://api.example", &variables).await, @r"
    proxy:
    SOCKS to api.example:80

    server:
    GET /incidents/7 HTTP/1.1
    authorization: Bearer t0ken

    of the server
    ");
}

#[tokio::test]
async fn nothing_that_stays_on_this_machine_goes_to_a_proxy() {
    let variables = [("ALL_PROXY", "http://PROXY")];
    insta::assert_snapshot!(shown(false, "https://SERVER", &variables).await, @r"
    server:
    GET /incidents/7 HTTP/1.1
    authorization: Bearer t0ken

    of the server
    ");
    insta::assert_snapshot!(shown(false, "http://SERVER", &variables).await, @r"
    server:
    GET /incidents/7 HTTP/1.1
    authorization: Bearer t0ken

    of the server
    ");
}

#[tokio::test]
async fn some_servers_are_asked_without() {
    let variables = [
        ("HTTPS_PROXY", "http://PROXY"),
        ("NO_PROXY", "other.example, .invalid"),
    ];
    let shown = shown(false, "https://api.invalid", &variables).await;
    // Its name is looked up here, where nobody has it.
    assert!(shown.starts_with("getIncident"), "{shown}");
    assert!(shown.contains("dns error"), "{shown}");
}

#[tokio::test]
async fn a_proxy_that_refuses_is_told_of() {
    let variables = [("HTTPS_PROXY", "http://PROXY")];
    insta::assert_snapshot!(shown(false, "https://refused.example", &variables).await, @r"
    proxy:
    CONNECT refused.example:443 HTTP/1.1

    getIncident (GET /incidents/{incident_id}): no connection could be made
    client error (Connect)
    tunnel error: proxy authorization required
    ");
}

#[tokio::test]
async fn nothing_goes_past_a_proxy_that_cannot_be_asked() {
    for value in ["socks4://user:password@PROXY", "password of a proxy"] {
        let variables = [("HTTPS_PROXY", value)];
        let shown = shown(false, "https://api.example", &variables).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(shown, @"the client cannot be built: the HTTP client cannot be set up: what the environment variable HTTPS_PROXY has is not the URL of an HTTP or a SOCKS 5 proxy");
        }
    }
}

#[tokio::test]
async fn a_cgi_program_takes_no_proxy_from_its_caller() {
    let variables = [
        ("REQUEST_METHOD", "GET"),
        ("HTTP_PROXY", "what a caller sent"),
        ("HTTPS_PROXY", "http://PROXY"),
    ];
    let shown = shown(false, "https://api.invalid", &variables).await;
    assert!(shown.starts_with("getIncident"), "{shown}");
    assert!(shown.contains("dns error"), "{shown}");
}
