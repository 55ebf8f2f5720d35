//! Where connections come in: plain or over TLS, whose handshakes fail as they are told.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::faults::Fault;
use super::server::Answers;
use crate::tls::Authority;

/// A connection, whatever is spoken on it.
pub(super) trait Wire: AsyncRead + AsyncWrite + Unpin + Send {
    /// What is below.
    fn tcp(&self) -> &TcpStream;
}

impl Wire for TcpStream {
    fn tcp(&self) -> &TcpStream {
        self
    }
}

impl Wire for TlsStream<TcpStream> {
    fn tcp(&self) -> &TcpStream {
        self.get_ref().0
    }
}

/// Certificates, and how connections are accepted under them.
#[derive(Clone)]
pub(super) struct Tls {
    authority: String,
    own: TlsAcceptor,
    other: TlsAcceptor,
}

impl Tls {
    pub(super) fn new() -> Self {
        let authority = Authority::new();
        Self {
            own: authority.acceptor("127.0.0.1", false),
            other: authority.acceptor("other.example", false),
            authority: authority.pem(),
        }
    }
}

/// A port on which a server is there, or is not.
pub(super) struct Door {
    port: u16,
    tls: Option<Tls>,
    /// The one that accepts. All of its connections end with it.
    accepting: JoinSet<()>,
}

impl Door {
    pub(super) async fn open(answers: Arc<Answers>, tls: Option<Tls>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut door = Self {
            port: listener.local_addr().unwrap().port(),
            tls,
            accepting: JoinSet::new(),
        };
        door.accept(listener, answers);
        door
    }

    pub(super) fn url(&self) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        format!("{scheme}://127.0.0.1:{}", self.port)
    }

    pub(super) fn authority(&self) -> Option<String> {
        self.tls.as_ref().map(|tls| tls.authority.clone())
    }

    pub(super) async fn restart(&mut self, answers: Arc<Answers>, down: Duration) {
        self.accepting.shutdown().await;
        tokio::time::sleep(down).await;
        let listener = loop {
            // The port is ours as soon as the last connection is gone.
            match TcpListener::bind(("127.0.0.1", self.port)).await {
                Ok(listener) => break listener,
                Err(_) => tokio::time::sleep(Duration::from_millis(1)).await,
            }
        };
        self.accept(listener, answers);
    }

    fn accept(&mut self, listener: TcpListener, answers: Arc<Answers>) {
        let tls = self.tls.clone();
        self.accepting.spawn(async move {
            let mut connections = JoinSet::new();
            loop {
                if let Ok((stream, _)) = listener.accept().await {
                    let (answers, tls) = (answers.clone(), tls.clone());
                    // A connection that breaks is no news here.
                    connections.spawn(async move { drop(connection(stream, tls, &answers).await) });
                }
                while connections.try_join_next().is_some() {}
            }
        });
    }
}

async fn connection(mut stream: TcpStream, tls: Option<Tls>, answers: &Answers) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let Some(tls) = tls else {
        return answers.serve(stream).await;
    };
    match answers.next_handshake() {
        Some(Fault::TlsBroken) => {
            stream.read_u8().await?;
            stream.set_zero_linger()
        }
        Some(Fault::TlsNone) => {
            stream.write_all(b"HTTP/1.1 400 -\r\n\r\n").await?;
            stream.shutdown().await
        }
        Some(Fault::TlsOther) => tls.other.accept(stream).await.map(drop),
        _ => answers.serve(tls.own.accept(stream).await?).await,
    }
}
