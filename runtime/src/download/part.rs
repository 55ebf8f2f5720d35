//! The file that a download is written to, before it has its name.

use std::fs::{self, File, OpenOptions};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, ErrorKind, Seek, Write};
use std::path::PathBuf;

use tokio::task::spawn_blocking;

/// How much is kept in memory before it is written, in bytes.
const BUFFER: usize = 256 * 1024;

/// A file in the making. It is removed unless it is finished.
pub(super) struct Part {
    /// What it will be called.
    path: PathBuf,
    /// What it is called until then.
    hidden: PathBuf,
    /// `None` while another thread has it.
    file: Option<File>,
    buffer: Vec<u8>,
    /// Bytes that are written or in the buffer.
    written: u64,
    /// Whether what is in the file is to go before the next is written.
    is_stale: bool,
    is_finished: bool,
}

impl Part {
    /// Makes the hidden file.
    pub(super) async fn create(path: PathBuf) -> io::Result<Self> {
        let name = path.file_name().ok_or(ErrorKind::InvalidInput)?;
        let random = RandomState::new().build_hasher().finish();
        let name = format!(".{}.{random:016x}.part", name.to_string_lossy());
        let hidden = path.with_file_name(name);
        let created = hidden.clone();
        let file = blocking(move || {
            OpenOptions::new()
                .write(true)
                .create_new(true)
                .open(created)
        });
        Ok(Self {
            path,
            file: Some(file.await?),
            hidden,
            buffer: Vec::new(),
            written: 0,
            is_stale: false,
            is_finished: false,
        })
    }

    /// How many bytes there are.
    pub(super) fn written(&self) -> u64 {
        self.written
    }

    /// Forgets what there is.
    pub(super) fn clear(&mut self) {
        self.is_stale |= self.written > 0;
        self.written = 0;
        self.buffer.clear();
    }

    /// Appends.
    pub(super) async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.buffer.extend_from_slice(bytes);
        self.written = self.written.saturating_add(bytes.len() as u64);
        if self.buffer.len() >= BUFFER {
            self.flush().await?;
        }
        Ok(())
    }

    async fn flush(&mut self) -> io::Result<()> {
        let mut file = self.file.take().ok_or(ErrorKind::BrokenPipe)?;
        let mut buffer = std::mem::take(&mut self.buffer);
        let is_stale = std::mem::take(&mut self.is_stale);
        let flushed = blocking(move || {
            if is_stale {
                file.set_len(0)?;
                file.rewind()?;
            }
            file.write_all(&buffer)?;
            buffer.clear();
            Ok((file, buffer))
        });
        let (file, buffer) = flushed.await?;
        self.file = Some(file);
        self.buffer = buffer;
        Ok(())
    }

    /// Gives the file its name, and says how long it is.
    pub(super) async fn finish(mut self) -> io::Result<u64> {
        self.flush().await?;
        let file = self.file.take().ok_or(ErrorKind::BrokenPipe)?;
        let (hidden, path) = (self.hidden.clone(), self.path.clone());
        blocking(move || {
            file.sync_all()?;
            drop(file);
            fs::rename(hidden, path)
        })
        .await?;
        self.is_finished = true;
        Ok(self.written)
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.is_finished {
            // Closed first: not every system removes what is open.
            self.file = None;
            let _ = fs::remove_file(&self.hidden);
        }
    }
}

async fn blocking<T, F>(work: F) -> io::Result<T>
where
    T: Send + 'static,
    F: FnOnce() -> io::Result<T> + Send + 'static,
{
    match spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(io::Error::other(error)),
    }
}
