//! Calls from programs that are not async (feature `blocking`).
//!
//! The builders, their options and their types are the same. What is awaited
//! elsewhere, a request, a wait for a job or a download into a file, has
//! [`block`](Block::block); lists and other streams have
//! [`block_iter`](BlockIter::block_iter), and bodies
//! [`block_read`](ByteStream::block_read):
//!
//! ```no_run
//! use specwright_runtime::blocking::Block;
//! use specwright_runtime::{Client, Method};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder(Some("https://api.example"), "example/1").build()?;
//! let answer = client.raw(Method::Get, "/things").block()?;
//! # let _ = answer;
//! # Ok(())
//! # }
//! ```
//!
//! Connections, timers and what happens in the background live on one thread,
//! which the first call starts. Within an async program a call holds up the
//! thread that it is made on: await there instead. A client is used from both
//! kinds of code only with care, since a connection ends with the Tokio runtime
//! that it was made on.
//!
//! # Panics
//!
//! The first call panics if the system has no thread left for it.

use std::fmt;
use std::future::{Future, IntoFuture, poll_fn};
use std::io::{self, BufRead, Read};
use std::pin::{Pin, pin};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use bytes::{Buf, Bytes};
use futures_core::Stream;
use tokio::runtime::{Builder, Handle};

use crate::stream::ByteStream;

/// What can be awaited, and so be waited for.
pub trait Block: IntoFuture + Sized {
    /// Waits until it is done.
    fn block(self) -> Self::Output {
        wait(self.into_future())
    }
}

impl<F: IntoFuture> Block for F {}

/// What comes one after the other, in a loop that is not async.
pub trait BlockIter: Stream + Unpin + Sized {
    /// An iterator that waits for each item. It can be turned back into the
    /// stream, to ask a list for its position for example.
    fn block_iter(self) -> Iter<Self> {
        Iter(self)
    }
}

impl<S: Stream + Unpin> BlockIter for S {}

/// An iterator that waits for each item of a stream.
#[derive(Debug, Clone)]
#[must_use = "iterators do nothing unless they are advanced"]
pub struct Iter<S>(S);

impl<S> Iter<S> {
    /// The stream, from the next item on.
    pub fn into_inner(self) -> S {
        self.0
    }

    /// The stream, of which the next item is the iterator's next.
    pub fn get_ref(&self) -> &S {
        &self.0
    }
}

impl<S: Stream + Unpin> Iterator for Iter<S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        wait(poll_fn(|cx| Pin::new(&mut self.0).poll_next(cx)))
    }
}

impl ByteStream {
    /// A reader that waits for each piece. A body that breaks off is an error.
    pub fn block_read(self) -> Reader {
        Reader {
            stream: self,
            chunk: Bytes::new(),
        }
    }
}

/// A body, read without async.
pub struct Reader {
    stream: ByteStream,
    chunk: Bytes,
}

impl Read for Reader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let chunk = self.fill_buf()?;
        let length = chunk.len().min(into.len());
        let (into, chunk) = (into.get_mut(..length), chunk.get(..length));
        if let (Some(into), Some(chunk)) = (into, chunk) {
            into.copy_from_slice(chunk);
        }
        self.consume(length);
        Ok(length)
    }
}

impl BufRead for Reader {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.chunk.is_empty() {
            match wait(poll_fn(|cx| Pin::new(&mut self.stream).poll_next(cx))) {
                None => break,
                Some(Ok(chunk)) => self.chunk = chunk,
                Some(Err(error)) => return Err(io::Error::other(error)),
            }
        }
        Ok(&self.chunk)
    }

    fn consume(&mut self, length: usize) {
        self.chunk.advance(length.min(self.chunk.len()));
    }
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reader")
    }
}

/// Polls on this thread, within the runtime that lives on another.
fn wait<F: Future>(future: F) -> F::Output {
    let _entered = runtime().enter();
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut cx = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
        thread::park();
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// The runtime that drives connections and timers.
#[expect(
    clippy::expect_used,
    reason = "documented: without a thread there is nothing to call with"
)]
fn runtime() -> &'static Handle {
    static RUNTIME: OnceLock<Handle> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("the system gives no more files for a runtime");
        let handle = runtime.handle().clone();
        thread::Builder::new()
            .name("specwright-blocking".to_owned())
            .spawn(move || runtime.block_on(std::future::pending::<()>()))
            .expect("the system gives no more threads");
        handle
    })
}
