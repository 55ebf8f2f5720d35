//! What a request carries that is not made of values: files, bytes, streams.

mod file;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

use crate::error::{TransportError, TransportErrorKind};
use crate::stream::ByteStream;

/// Bytes to be sent: from memory, from a file, or from a stream, with the name and the media type
/// that the server is told.
///
/// A body that is one, or a part of a body. What is in memory or in a file can be sent again when
/// a request is retried; a stream is sent once.
///
/// ```
/// use specwright_runtime::Upload;
///
/// // The file is opened when the request is sent, and read in pieces.
/// let report = Upload::file("reports/2026-10.pdf").with_content_type("application/pdf");
/// let logo = Upload::bytes(b"<svg/>".as_slice()).with_file_name("logo.svg");
/// # let _ = (report, logo);
/// ```
#[derive(Clone)]
pub struct Upload {
    source: Source,
    file_name: Option<String>,
    content_type: Option<String>,
    headers: Vec<(String, String)>,
}

#[derive(Clone)]
enum Source {
    Bytes(Bytes),
    File(PathBuf),
    Stream(Arc<Mutex<Option<ByteStream>>>, Option<u64>),
}

/// The bytes of an upload, and how many there are if that is known.
pub(crate) enum Opened {
    Bytes(Bytes),
    Stream(ByteStream, Option<u64>),
}

impl Upload {
    /// Bytes in memory.
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self::new(Source::Bytes(bytes.into()))
    }

    /// A file on disk, under its own name. It is opened for each attempt to send it, so that what
    /// is wrong with it comes out of `send`; it must not change meanwhile.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name();
        let name = name.map(|name| name.to_string_lossy().into_owned());
        Self {
            file_name: name,
            ..Self::new(Source::File(path))
        }
    }

    /// A stream. It is sent once: a request that carries one is not retried once it was begun.
    pub fn stream(stream: ByteStream) -> Self {
        Self::new(Source::Stream(Arc::new(Mutex::new(Some(stream))), None))
    }

    /// A stream of this many bytes, for servers that want to know beforehand.
    pub fn stream_of_length(stream: ByteStream, length: u64) -> Self {
        Self::new(Source::Stream(
            Arc::new(Mutex::new(Some(stream))),
            Some(length),
        ))
    }

    fn new(source: Source) -> Self {
        Self {
            source,
            file_name: None,
            content_type: None,
            headers: Vec::new(),
        }
    }

    /// The name that the server is told (RFC 7578 § 4.2). It counts for a part of a body. Without
    /// one, what is not from a file is called `blob` in `multipart/form-data`, as browsers do.
    pub fn with_file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// The media type, in the place of the one that the API's document has.
    pub fn with_content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// A header of the part of a body that this is. It counts for nothing else.
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    pub(crate) fn file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    pub(crate) fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    pub(crate) fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// Whether it can be sent again.
    pub(crate) fn is_replayable(&self) -> bool {
        !matches!(self.source, Source::Stream(..))
    }

    /// The bytes from their beginning; `None` if they were sent before and cannot be again.
    pub(crate) async fn open(&self) -> Result<Option<Opened>, TransportError> {
        Ok(match &self.source {
            Source::Bytes(bytes) => Some(Opened::Bytes(bytes.clone())),
            Source::File(path) => {
                let (chunks, length) = file::open(path.clone()).await.map_err(unreadable)?;
                Some(Opened::Stream(ByteStream::new(chunks), Some(length)))
            }
            Source::Stream(stream, length) => {
                let mut stream = stream.lock().unwrap_or_else(PoisonError::into_inner);
                stream.take().map(|stream| Opened::Stream(stream, *length))
            }
        })
    }
}

/// A file that cannot be read will not be readable a moment later.
fn unreadable(error: std::io::Error) -> TransportError {
    TransportError::new(TransportErrorKind::UnreadableBody).with_source(error)
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let source = match &self.source {
            Source::Bytes(bytes) => format!("{} bytes", bytes.len()),
            Source::File(_) => "a file".to_owned(),
            Source::Stream(..) => "a stream".to_owned(),
        };
        f.debug_struct("Upload")
            .field("source", &format_args!("{source}"))
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}

impl From<Bytes> for Upload {
    fn from(bytes: Bytes) -> Self {
        Self::bytes(bytes)
    }
}

impl From<Vec<u8>> for Upload {
    fn from(bytes: Vec<u8>) -> Self {
        Self::bytes(bytes)
    }
}

impl From<&'static [u8]> for Upload {
    fn from(bytes: &'static [u8]) -> Self {
        Self::bytes(bytes)
    }
}

impl<const N: usize> From<&'static [u8; N]> for Upload {
    fn from(bytes: &'static [u8; N]) -> Self {
        Self::bytes(bytes.as_slice())
    }
}

impl From<String> for Upload {
    fn from(text: String) -> Self {
        Self::bytes(text)
    }
}

impl From<&'static str> for Upload {
    fn from(text: &'static str) -> Self {
        Self::bytes(text)
    }
}

impl From<&Path> for Upload {
    fn from(path: &Path) -> Self {
        Self::file(path)
    }
}

impl From<PathBuf> for Upload {
    fn from(path: PathBuf) -> Self {
        Self::file(path)
    }
}

impl From<ByteStream> for Upload {
    fn from(stream: ByteStream) -> Self {
        Self::stream(stream)
    }
}
