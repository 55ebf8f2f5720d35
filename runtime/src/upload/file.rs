//! A file, read in pieces where reading may block.

use std::fs::File;
use std::future::Future;
use std::io::{self, Read};
use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use tokio::task::{JoinHandle, spawn_blocking};

use super::unreadable;
use crate::error::TransportError;

/// How much is read at once, in bytes.
const CHUNK: usize = 64 * 1024;

/// The pieces of a file and how many bytes they are together.
pub(super) async fn open(path: PathBuf) -> io::Result<(Chunks, u64)> {
    let opened = spawn_blocking(move || {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        Ok((file, length))
    });
    let (file, length) = joined(opened.await)?;
    let chunks = Chunks {
        state: State::Idle(file),
        left: length,
    };
    Ok((chunks, length))
}

/// The pieces of a file.
pub(super) struct Chunks {
    state: State,
    /// How many bytes are still to come. What is appended meanwhile is not sent.
    left: u64,
}

enum State {
    Idle(File),
    Reading(JoinHandle<io::Result<(File, Bytes)>>),
    Done,
}

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match std::mem::replace(&mut self.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Idle(_) if self.left == 0 => return Poll::Ready(None),
                State::Idle(file) => {
                    let most = usize::try_from(self.left).map_or(CHUNK, |left| left.min(CHUNK));
                    self.state = State::Reading(spawn_blocking(move || read(file, most)));
                }
                State::Reading(mut reading) => {
                    let Poll::Ready(read) = Pin::new(&mut reading).poll(cx) else {
                        self.state = State::Reading(reading);
                        return Poll::Pending;
                    };
                    return Poll::Ready(Some(match joined(read) {
                        Ok((file, chunk)) => {
                            self.left = self.left.saturating_sub(chunk.len() as u64);
                            self.state = State::Idle(file);
                            Ok(chunk)
                        }
                        Err(error) => Err(unreadable(error)),
                    }));
                }
            }
        }
    }
}

fn read(mut file: File, most: usize) -> io::Result<(File, Bytes)> {
    let mut chunk = vec![0; most];
    let length = loop {
        match file.read(&mut chunk) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => break other?,
        }
    };
    if length == 0 {
        return Err(io::Error::new(
            io::ErrorKind::UnexpectedEof,
            "the file became shorter while it was sent",
        ));
    }
    chunk.truncate(length);
    Ok((file, chunk.into()))
}

/// What a thread has done, or why it could not.
fn joined<T>(result: Result<io::Result<T>, tokio::task::JoinError>) -> io::Result<T> {
    result.unwrap_or_else(|error| Err(io::Error::other(error)))
}
