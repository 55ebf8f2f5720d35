//! A server of incidents that fails as it is told. Below HTTP, so that it can fail anywhere.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};

use super::door::{Door, Tls, Wire};
use super::faults::{Fault, Plan};
use crate::search::find;

/// The client's secret. It is nowhere but in requests for tokens.
pub const SECRET: &str = "hunter2-of-the-soak";

/// What all tokens begin with. They are nowhere but in answers and in `Authorization`.
pub const TOKEN: &str = "hunter7-in-every-token-";

/// The items of a list.
pub const ITEMS: u64 = 100;
/// The items of a page.
pub const PER_PAGE: u64 = 5;

/// A server on loopback, which ends with this.
pub struct Server {
    shared: Arc<Answers>,
    door: Door,
}

/// What is behind the door.
#[derive(Default)]
pub(super) struct Answers {
    plan: Mutex<Option<Plan>>,
    /// All is 503.
    is_down: AtomicBool,
    /// Tokens of this number and above are good.
    good_from: AtomicU64,
    tokens: AtomicU64,
    secrets: AtomicU64,
    tokens_at_once: AtomicUsize,
    most_tokens_at_once: AtomicUsize,
    requests: AtomicU64,
    attempts: Mutex<HashMap<(u64, u64), u64>>,
    faults: Mutex<BTreeMap<Fault, u64>>,
    handshakes: Mutex<VecDeque<Fault>>,
}

impl Server {
    /// Starts one that speaks plain HTTP, and fails as the plan says.
    pub async fn start(plan: Option<Plan>) -> Self {
        Self::listening(plan, None).await
    }

    /// The same over TLS, under a certificate of its own authority.
    pub async fn start_tls(plan: Option<Plan>) -> Self {
        Self::listening(plan, Some(Tls::new())).await
    }

    async fn listening(plan: Option<Plan>, tls: Option<Tls>) -> Self {
        let answers = Answers {
            plan: Mutex::new(plan),
            ..Answers::default()
        };
        let shared = Arc::new(answers);
        let door = Door::open(shared.clone(), tls).await;
        Self { shared, door }
    }

    /// Its address.
    pub fn url(&self) -> String {
        self.door.url()
    }

    /// The certificate of its authority in PEM, if it speaks TLS.
    pub fn authority(&self) -> Option<String> {
        self.door.authority()
    }

    /// Ends all connections, refuses new ones for a while, and is there again.
    pub async fn restart(&mut self, down: Duration) {
        self.door.restart(self.shared.clone(), down).await;
    }

    /// From now on everything is 503, or all is well again.
    pub fn set_down(&self, is_down: bool) {
        self.shared.is_down.store(is_down, Ordering::SeqCst);
    }

    /// Requests so far, those for tokens apart.
    pub fn requests(&self) -> u64 {
        self.shared.requests.load(Ordering::SeqCst)
    }

    /// Tokens that were fetched so far.
    pub fn tokens(&self) -> u64 {
        self.shared.tokens.load(Ordering::SeqCst)
    }

    /// How often the client's secret came.
    pub fn secrets(&self) -> u64 {
        self.shared.secrets.load(Ordering::SeqCst)
    }

    /// How many requests for tokens there were at a time, at most.
    pub fn most_tokens_at_once(&self) -> usize {
        self.shared.most_tokens_at_once.load(Ordering::SeqCst)
    }

    /// How often each fault was brought about.
    pub fn faults(&self) -> BTreeMap<Fault, u64> {
        self.shared.faults.lock().unwrap().clone()
    }
}

/// One more of something, as long as this is there: a connection can end at any moment.
struct AtOnce<'a>(&'a AtomicUsize);

impl<'a> AtOnce<'a> {
    fn one_more(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(count)
    }
}

impl Drop for AtOnce<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// A request, as far as it matters.
struct Head {
    path: String,
    query: String,
    list: u64,
    token: u64,
    /// Whether it is for a token and has the client's secret.
    has_secret: bool,
}

impl Head {
    fn number(&self, name: &str) -> Option<u64> {
        let mut pairs = self
            .query
            .split('&')
            .filter_map(|pair| pair.split_once('='));
        pairs.find(|(other, _)| *other == name)?.1.parse().ok()
    }
}

impl Answers {
    /// Handshakes that are to fail, and how.
    pub(super) fn next_handshake(&self) -> Option<Fault> {
        self.handshakes.lock().unwrap().pop_front()
    }

    /// Answers what comes over a connection.
    pub(super) async fn serve<S: Wire>(&self, stream: S) -> io::Result<()> {
        let mut stream = BufReader::new(stream);
        while let Some(head) = read(&mut stream).await? {
            if head.path == "/token" {
                self.secrets
                    .fetch_add(u64::from(head.has_secret), Ordering::SeqCst);
                self.give_token(stream.get_mut()).await?;
                continue;
            }
            self.requests.fetch_add(1, Ordering::SeqCst);
            if !self.answer(&head, stream.get_mut()).await? {
                break;
            }
        }
        Ok(())
    }

    async fn give_token<S: Wire>(&self, stream: &mut S) -> io::Result<()> {
        let at_once = AtOnce::one_more(&self.tokens_at_once);
        let count = at_once.0.load(Ordering::SeqCst);
        self.most_tokens_at_once.fetch_max(count, Ordering::SeqCst);
        // Long enough for a second one to come, if there is one.
        tokio::time::sleep(Duration::from_millis(1)).await;
        let number = self.tokens.fetch_add(1, Ordering::SeqCst) + 1;
        let body = format!(
            "{{\"access_token\":\"{TOKEN}{number}\",\"token_type\":\"Bearer\",\"expires_in\":900}}"
        );
        drop(at_once);
        stream.write_all(&response(200, "", body.as_bytes())).await
    }

    /// Answers; whether the connection can be used again.
    async fn answer<S: Wire>(&self, head: &Head, stream: &mut S) -> io::Result<bool> {
        if self.is_down.load(Ordering::SeqCst) {
            stream.write_all(&response(503, "", b"{}")).await?;
            return Ok(true);
        }
        if head.token < self.good_from.load(Ordering::SeqCst) {
            stream.write_all(&response(401, "", b"{}")).await?;
            return Ok(true);
        }
        let offset = head.number("offset").unwrap_or(0);
        let limit = head.number("limit").unwrap_or(PER_PAGE).min(PER_PAGE);
        let body = page(head.list, offset, limit);
        let plan = *self.plan.lock().unwrap();
        let fault = plan.and_then(|plan| {
            let mut attempts = self.attempts.lock().unwrap();
            let attempt = attempts.entry((head.list, offset)).or_default();
            *attempt += 1;
            plan.fault(head.list, offset, *attempt)
        });
        let Some(fault) = fault else {
            stream.write_all(&response(200, "", &body)).await?;
            return Ok(true);
        };
        *self.faults.lock().unwrap().entry(fault).or_default() += 1;
        self.fail(fault, head, stream, &body).await
    }

    async fn fail<S: Wire>(
        &self,
        fault: Fault,
        head: &Head,
        stream: &mut S,
        body: &[u8],
    ) -> io::Result<bool> {
        let whole = response(200, "", body);
        let headers = whole.len() - body.len();
        let half = headers + body.len() / 2;
        // Longer than the client waits for an attempt, shorter than a run.
        let forever = Duration::from_secs(5);
        match fault {
            Fault::Reset => stream.tcp().set_zero_linger()?,
            Fault::InHeaders => stream.write_all(&whole[..headers / 2]).await?,
            Fault::AfterHeaders => stream.write_all(&whole[..headers]).await?,
            Fault::InBody => stream.write_all(&whole[..half]).await?,
            Fault::ResetInBody => {
                stream.write_all(&whole[..half]).await?;
                stream.flush().await?;
                stream.tcp().set_zero_linger()?;
            }
            Fault::Slow => {
                for byte in whole.chunks(1) {
                    stream.write_all(byte).await?;
                }
                return Ok(true);
            }
            Fault::Silent => tokio::time::sleep(forever).await,
            Fault::Stalled => {
                stream.write_all(&whole[..half]).await?;
                tokio::time::sleep(forever).await;
            }
            Fault::TooLittle => {
                let head = headers_of(200, "", body.len() + 7);
                stream.write_all(&[head.as_bytes(), body].concat()).await?;
            }
            Fault::TooMuch => {
                let head = headers_of(200, "", body.len() - 7);
                stream.write_all(&[head.as_bytes(), body].concat()).await?;
            }
            Fault::BadGzip => {
                let gzip = response(
                    200,
                    "content-encoding: gzip\r\n",
                    b"\x1f\x8b\x08 not at all",
                );
                stream.write_all(&gzip).await?;
                return Ok(true);
            }
            Fault::GzipBomb => {
                let bomb = response(200, "content-encoding: gzip\r\n", bomb());
                stream.write_all(&bomb).await?;
                return Ok(true);
            }
            Fault::EndlessHeaders => {
                stream.write_all(b"HTTP/1.1 200 -\r\n").await?;
                // Far more than anybody takes.
                for _ in 0..4_096 {
                    let line = format!("x-more: {}\r\n", "x".repeat(1_024));
                    stream.write_all(line.as_bytes()).await?;
                }
            }
            Fault::TlsBroken | Fault::TlsOther | Fault::TlsNone => {
                self.handshakes.lock().unwrap().push_back(fault);
            }
            Fault::OtherClock => {
                let day = ["Tue, 20 Oct 1970", "Fri, 20 Oct 2226"][head.list as usize % 2];
                let date = format!("{day} 07:28:00 GMT");
                let headers = format!("date: {date}\r\nretry-after: {date}\r\n");
                stream.write_all(&response(429, &headers, b"{}")).await?;
                return Ok(true);
            }
            Fault::HalfJson => {
                stream
                    .write_all(&response(200, "", &body[..body.len() / 2]))
                    .await?;
                return Ok(true);
            }
            Fault::Html => {
                let page = b"<html>Please sign in to the network.</html>";
                stream
                    .write_all(&response(200, "x-proxy: yes\r\n", page))
                    .await?;
                return Ok(true);
            }
            Fault::TooMany => {
                stream
                    .write_all(&response(429, "retry-after: 0\r\n", b"{}"))
                    .await?;
                return Ok(true);
            }
            Fault::Unavailable | Fault::Broken | Fault::Gateway => {
                let status = match fault {
                    Fault::Unavailable => 503,
                    Fault::Broken => 500,
                    _ => 502,
                };
                stream.write_all(&response(status, "", b"{}")).await?;
                return Ok(true);
            }
            Fault::Revoked => {
                self.good_from.fetch_max(head.token + 1, Ordering::SeqCst);
                stream.write_all(&response(401, "", b"{}")).await?;
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Sixteen MiB, in sixteen KiB.
fn bomb() -> &'static [u8] {
    static BOMB: OnceLock<Vec<u8>> = OnceLock::new();
    BOMB.get_or_init(|| {
        let mut packed = GzEncoder::new(Vec::new(), Compression::best());
        packed.write_all(&vec![b' '; 16 << 20]).unwrap();
        packed.finish().unwrap()
    })
}

/// Some items of a list, of which each has the number of its list and its own.
fn page(list: u64, offset: u64, limit: u64) -> Vec<u8> {
    let items: Vec<String> = (offset..(offset + limit).min(ITEMS))
        .map(|item| format!("{{\"incident_id\":\"{list}-{item}\",\"severity\":\"high\"}}"))
        .collect();
    format!(
        "{{\"total\":{ITEMS},\"offset\":{offset},\"limit\":{limit},\"incidents\":[{}]}}",
        items.join(",")
    )
    .into_bytes()
}

/// Whether a request for a token has the client's secret.
fn has_secret(head: &str, body: &[u8]) -> bool {
    let body = String::from_utf8_lossy(body);
    find(head, &[SECRET]).is_some() || find(&body, &[SECRET]).is_some()
}

fn headers_of(status: u16, more: &str, length: usize) -> String {
    format!(
        "HTTP/1.1 {status} -\r\ncontent-type: application/json\r\n{more}content-length: {length}\r\n\r\n"
    )
}

fn response(status: u16, more: &str, body: &[u8]) -> Vec<u8> {
    [headers_of(status, more, body.len()).as_bytes(), body].concat()
}

/// Reads a request and its body; `None` when the client is gone.
async fn read<S: Wire>(stream: &mut BufReader<S>) -> io::Result<Option<Head>> {
    let mut text = Vec::new();
    while !text.ends_with(b"\r\n\r\n") {
        if stream.read_until(b'\n', &mut text).await? == 0 {
            return Ok(None);
        }
    }
    let text = String::from_utf8_lossy(&text);
    let mut lines = text.lines();
    let target = lines
        .next()
        .and_then(|line| line.split(' ').nth(1))
        .unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let headers: HashMap<String, &str> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim()))
        .collect();
    let number = |name: &str| headers.get(name).and_then(|value| value.parse().ok());
    let token = headers
        .get("authorization")
        .and_then(|value| value.strip_prefix("Bearer "))
        .and_then(|token| token.strip_prefix(TOKEN));
    let mut body = vec![0; number("content-length").unwrap_or(0) as usize];
    stream.read_exact(&mut body).await?;
    Ok(Some(Head {
        path: path.to_owned(),
        query: query.to_owned(),
        list: number("x-list").unwrap_or(0),
        token: token.and_then(|token| token.parse().ok()).unwrap_or(0),
        has_secret: path == "/token" && has_secret(&text, &body),
    }))
}
