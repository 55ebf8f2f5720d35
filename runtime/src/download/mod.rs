//! Downloads into files: checked in length, and continued where they broke off.

mod part;
mod range;

use std::fmt;
use std::future::{IntoFuture, poll_fn};
use std::path::PathBuf;
use std::pin::Pin;

use futures_core::Stream;
use http::StatusCode;
use http::header::{ACCEPT_ENCODING, IF_RANGE, RANGE};

use crate::error::{Call, Error, TransportError, TransportErrorKind};
use crate::request::{Download, Request, RequestOptions};
use crate::stream::ByteStream;
use crate::transport::BoxFuture;

use part::Part;
use range::{Version, begin_of_range};

/// Called with the bytes there are, and with those that there will be.
type OnProgress = Box<dyn FnMut(u64, Option<u64>) + Send>;

/// A download into a file.
///
/// The file appears under its name when all of it is there, in the place of one
/// that was there before; until then the bytes are in a hidden file beside it,
/// which is removed if the download fails or is dropped.
///
/// When the connection breaks or stalls, the rest is asked for (RFC 9110 § 14),
/// as often as the client's retry policy allows without a byte in between. That
/// needs a server that says how long the file is and which version of it (a
/// strong `ETag`, or a `Last-Modified` that is one), so that no file is made of
/// two. Without that it begins again.
///
/// A time limit of the request is for each of its requests, until their headers.
#[must_use = "a download does nothing until it is awaited"]
pub struct ToFile {
    request: Request,
    path: PathBuf,
    progress: Option<OnProgress>,
}

impl Download {
    /// Downloads into a file, and gives the number of its bytes.
    pub fn to_file(self, path: impl Into<PathBuf>) -> ToFile {
        ToFile {
            request: self.0,
            path: path.into(),
            progress: None,
        }
    }
}

impl ToFile {
    /// Calls `progress` after each piece with the bytes there are, and with those
    /// that there will be, if the server has told. A download that has to begin
    /// again begins at 0. To cancel it, drop the future.
    pub fn on_progress(mut self, progress: impl FnMut(u64, Option<u64>) + Send + 'static) -> Self {
        self.progress = Some(Box::new(progress));
        self
    }

    async fn run(mut self) -> Result<u64, Error> {
        let part = Part::create(self.path.clone()).await;
        let mut part = part.map_err(|error| self.unwritable(error))?;
        let client = self.request.client().clone();
        let policy = self.request.options().retry.clone();
        let policy = policy.unwrap_or_else(|| client.shared().retry.clone());
        let mut version: Option<Version> = None;
        let (mut attempts, mut failures, mut furthest) = (0, 0, 0);
        loop {
            attempts += 1;
            let broken = match self.fetch(&mut part, &mut version).await? {
                None => break,
                Some(broken) => broken,
            };
            failures = if part.written() > furthest {
                1
            } else {
                failures + 1
            };
            furthest = furthest.max(part.written());
            let wait = policy.wait(failures, None);
            let Some(wait) = wait.filter(|_| broken.is_retryable()) else {
                let call = Call {
                    attempts,
                    ..self.request.call()
                };
                return Err(broken.with_call(call).into());
            };
            if version.as_ref().is_none_or(|version| !version.is_certain()) {
                part.clear();
            }
            tokio::time::sleep(wait).await;
        }
        let written = part.finish().await;
        written.map_err(|error| self.unwritable(error))
    }

    /// Fetches what is missing; what it broke off with, if it did.
    async fn fetch(
        &mut self,
        part: &mut Part,
        version: &mut Option<Version>,
    ) -> Result<Option<TransportError>, Error> {
        // What is stored is what the server has, not another form of it.
        let mut request = self
            .request
            .clone()
            .with_header(ACCEPT_ENCODING.as_str(), "identity");
        if let Some(version) = version.as_ref().filter(|_| part.written() > 0) {
            request = request
                .with_header(RANGE.as_str(), &format!("bytes={}-", part.written()))
                .with_header(IF_RANGE.as_str(), version.validator());
        }
        let response = match request.send_stream(crate::decode::untyped).await {
            // What is there is longer than what the server has now.
            Err(Error::Api(error))
                if error.status() == StatusCode::RANGE_NOT_SATISFIABLE && part.written() > 0 =>
            {
                part.clear();
                let changed = TransportError::new(TransportErrorKind::BrokenBody);
                return Ok(Some(changed));
            }
            response => response?,
        };
        let goes_on = response.status() == StatusCode::PARTIAL_CONTENT && part.written() > 0;
        if goes_on {
            let begins = begin_of_range(response.headers());
            let is_same = |version: &Version| version.fits(response.headers());
            if begins != Some(part.written()) || !version.as_ref().is_some_and(is_same) {
                part.clear();
                let other = TransportError::new(TransportErrorKind::BrokenBody);
                return Ok(Some(other));
            }
        } else {
            part.clear();
            // A part that was not asked for says nothing of the whole.
            let is_whole = response.status() != StatusCode::PARTIAL_CONTENT;
            *version = is_whole.then(|| Version::of(response.headers()));
        }
        let total = version.as_ref().and_then(Version::length);
        let received = self.receive(response.into_inner(), part, total).await?;
        let received = received.or_else(|| {
            // A range can be shorter than what was asked for.
            let expected = total.filter(|total| *total != part.written())?;
            let received = part.written();
            let kind = TransportErrorKind::WrongLength { expected, received };
            Some(TransportError::new(kind))
        });
        Ok(received)
    }

    async fn receive(
        &mut self,
        mut body: ByteStream,
        part: &mut Part,
        total: Option<u64>,
    ) -> Result<Option<TransportError>, Error> {
        let broken = loop {
            match poll_fn(|cx| Pin::new(&mut body).poll_next(cx)).await {
                None => break None,
                Some(Err(error)) => break Some(error),
                Some(Ok(chunk)) => {
                    let written = part.write(&chunk).await;
                    written.map_err(|error| self.unwritable(error))?;
                    if let Some(progress) = &mut self.progress {
                        progress(part.written(), total);
                    }
                }
            }
        };
        Ok(broken)
    }

    fn unwritable(&self, error: std::io::Error) -> Error {
        let error = TransportError::new(TransportErrorKind::UnwritableFile).with_source(error);
        error.with_call(self.request.call()).into()
    }
}

impl IntoFuture for ToFile {
    type Output = Result<u64, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl RequestOptions for ToFile {
    fn request_mut(&mut self) -> &mut Request {
        &mut self.request
    }
}

impl fmt::Debug for ToFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ToFile")
            .field("request", &self.request)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}
