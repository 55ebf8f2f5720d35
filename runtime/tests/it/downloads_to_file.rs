//! Downloads into files, over connections that break.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use specwright_runtime::testing::MockRequest;
use specwright_runtime::{Client, Error, RequestOptions, RetryPolicy, TransportErrorKind};

use crate::mock::{Mock, Reply, reply};

const URL: &str = "https://bucket.example/export.csv?sig=s1gned";

/// A folder that is there as long as the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("specwright-downloads-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self) -> PathBuf {
        self.0.join("export.csv")
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let name =
            |entry: Result<fs::DirEntry, _>| entry.unwrap().file_name().into_string().unwrap();
        entries.map(name).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn content(length: usize) -> Vec<u8> {
    (0..length).map(|at| (at % 251) as u8).collect()
}

/// Where the range begins that is asked for.
fn begin(seen: &MockRequest) -> Option<usize> {
    let range = seen.header("range")?;
    Some(
        range
            .strip_prefix("bytes=")?
            .strip_suffix('-')?
            .parse()
            .unwrap(),
    )
}

/// What storage answers that knows ranges, whole.
fn stored(seen: &MockRequest, all: &[u8], tag: &str) -> (Reply, usize) {
    let matches = seen.header("if-range").is_none_or(|wanted| wanted == tag);
    let (answer, begin) = match begin(seen).filter(|_| matches) {
        Some(begin) => {
            let range = format!("bytes {begin}-{}/{}", all.len() - 1, all.len());
            (reply(206).with_header("content-range", range), begin)
        }
        None => (reply(200), 0),
    };
    let length = (all.len() - begin).to_string();
    (
        answer
            .with_header("content-length", length)
            .with_header("etag", tag),
        begin,
    )
}

fn client(mock: &Mock) -> Client {
    mock.builder().build().unwrap()
}

async fn download(mock: &Mock, folder: &Folder) -> Result<u64, Error> {
    client(mock).download(URL).to_file(folder.file()).await
}

#[tokio::test(start_paused = true)]
async fn the_file_is_there_when_all_of_it_is() {
    let all = content(1_000_000);
    let body = all.clone();
    let mock = Mock::new(move |seen| {
        let (answer, _) = stored(seen, &body, "\"1\"");
        body.chunks(70_001)
            .fold(answer, |answer, chunk| answer.with_chunk(chunk.to_vec()))
    });
    let folder = Folder::new();
    fs::write(folder.file(), "of yesterday").unwrap();
    let told = Arc::new(Mutex::new(Vec::new()));
    let tells = told.clone();
    let written = client(&mock)
        .download(URL)
        .to_file(folder.file())
        .on_progress(move |written, total| tells.lock().unwrap().push((written, total)))
        .await
        .unwrap();
    assert_eq!(written, 1_000_000);
    assert_eq!(fs::read(folder.file()).unwrap(), all);
    assert_eq!(folder.names(), ["export.csv"]);
    let told = told.lock().unwrap();
    assert_eq!(told.len(), 15);
    assert_eq!(told[0], (70_001, Some(1_000_000)));
    assert_eq!(told[14], (1_000_000, Some(1_000_000)));
    assert_eq!(mock.last().header("accept-encoding"), Some("identity"));
}

#[tokio::test(start_paused = true)]
async fn the_rest_is_asked_for_when_it_breaks_off() {
    let all = content(1_000_000);
    let body = all.clone();
    let times = AtomicUsize::new(0);
    let mock = Mock::new(move |seen| {
        let (answer, begin) = stored(seen, &body, "\"1\"");
        // Each way to break off, and once nothing at all.
        let end = (begin + 90_000).min(body.len());
        let answer = answer.with_chunk(body[begin..end].to_vec());
        match times.fetch_add(1, Ordering::Relaxed) % 4 {
            _ if end == body.len() => answer,
            0 => answer.broken(),
            1 => answer.stalled(),
            2 => reply(503),
            _ => answer,
        }
    });
    let folder = Folder::new();
    assert_eq!(download(&mock, &folder).await.unwrap(), 1_000_000);
    assert_eq!(fs::read(folder.file()).unwrap(), all);
    let seen = mock.seen();
    assert_eq!(seen[0].header("range"), None);
    for later in &seen[1..] {
        assert!(later.header("range").is_some());
        assert_eq!(later.header("if-range"), Some("\"1\""));
    }
}

#[tokio::test(start_paused = true)]
async fn a_range_is_asked_for_behind_a_redirect_too() {
    let all = content(1_000);
    let body = all.clone();
    let mock = Mock::new(move |seen| {
        if seen.url.host_str() == Some("bucket.example") {
            return reply(302).with_header("location", "https://cdn.example/x");
        }
        let (answer, begin) = stored(seen, &body, "\"1\"");
        if begin == 0 {
            return answer.with_chunk(body[..600].to_vec()).broken();
        }
        answer.with_chunk(body[begin..].to_vec())
    });
    let folder = Folder::new();
    assert_eq!(download(&mock, &folder).await.unwrap(), 1_000);
    assert_eq!(fs::read(folder.file()).unwrap(), all);
}

#[tokio::test(start_paused = true)]
async fn no_file_is_made_of_two_versions() {
    // It changes between the two requests; then the whole comes, or a part of the
    // other, or nothing because the other is shorter.
    for how in 0..3 {
        let (old, new) = (content(1_000), vec![7; 900]);
        let expected = new.clone();
        let mock = Mock::new(move |seen| match (begin(seen), how) {
            (None, _) if seen.header("if-range").is_none() => {
                static FIRST: Mutex<[bool; 3]> = Mutex::new([true; 3]);
                let is_first = std::mem::take(&mut FIRST.lock().unwrap()[how]);
                if is_first {
                    let (answer, _) = stored(seen, &old, "\"old\"");
                    return answer.with_chunk(old[..950].to_vec()).broken();
                }
                stored(seen, &new, "\"new\"").0.with_chunk(new.clone())
            }
            (_, 0) => stored(seen, &new, "\"new\"").0.with_chunk(new.clone()),
            (_, 1) => reply(206)
                .with_header("content-range", "bytes 950-999/1000")
                .with_header("etag", "\"new\"")
                .with_chunk(vec![7; 50]),
            _ => reply(416),
        });
        let folder = Folder::new();
        assert_eq!(download(&mock, &folder).await.unwrap(), 900, "{how}");
        assert_eq!(fs::read(folder.file()).unwrap(), expected, "{how}");
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_sign_of_the_version_it_begins_again() {
    const DATE: &str = "Wed, 21 Oct 2026 07:28:00 GMT";
    let no = None;
    for (etag, modified, date, goes_on) in [
        (no, no, no, false),
        (Some("W/\"1\""), no, no, false),
        (no, Some(DATE), no, false),
        // Another may have come in the same second.
        (no, Some(DATE), Some(DATE), false),
        (no, Some(DATE), Some("Wed, 21 Oct 2026 07:28:01 GMT"), true),
    ] {
        let all = content(1_000);
        let body = all.clone();
        let times = AtomicUsize::new(0);
        let mock = Mock::new(move |seen| {
            let begin = begin(seen).unwrap_or(0);
            let mut answer = reply(if begin > 0 { 206 } else { 200 });
            if begin > 0 {
                answer = answer.with_header("content-range", format!("bytes {begin}-999/1000"));
            }
            for (name, value) in [("etag", etag), ("last-modified", modified), ("date", date)] {
                if let Some(value) = value {
                    answer = answer.with_header(name, value);
                }
            }
            answer = answer.with_header("content-length", (1_000 - begin).to_string());
            if times.fetch_add(1, Ordering::Relaxed) == 0 {
                return answer.with_chunk(body[..600].to_vec()).broken();
            }
            answer.with_chunk(body[begin..].to_vec())
        });
        let folder = Folder::new();
        assert_eq!(download(&mock, &folder).await.unwrap(), 1_000);
        assert_eq!(fs::read(folder.file()).unwrap(), all);
        assert_eq!(
            mock.last().header("range").is_some(),
            goes_on,
            "{etag:?} {modified:?} {date:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn it_ends_where_nothing_more_comes() {
    for can_go_on in [true, false] {
        let mock = Mock::new(move |seen| {
            let all = content(1_000);
            let tag = if can_go_on { "\"1\"" } else { "W/\"1\"" };
            let (answer, begin) = stored(seen, &all, tag);
            let end = begin.max(600);
            answer.with_chunk(all[begin..end].to_vec()).broken()
        });
        let folder = Folder::new();
        let error = download(&mock, &folder).await.unwrap_err();
        let Error::Transport(error) = error else {
            panic!("{error}");
        };
        assert_eq!(error.kind(), TransportErrorKind::BrokenBody);
        assert_eq!(mock.count(), 4, "as often as the policy allows");
        assert!(folder.names().is_empty(), "{:?}", folder.names());
    }
    let mock = Mock::new(|_| {
        reply(200)
            .with_header("content-length", "5")
            .with_chunk("abc")
    });
    let folder = Folder::new();
    let once = client(&mock).download(URL).with_retry(RetryPolicy::none());
    let error = once.to_file(folder.file()).await.unwrap_err();
    assert!(error.to_string().contains("3"), "{error}");
    assert_eq!(mock.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_was_there_stays_if_it_fails_or_is_dropped() {
    let folder = Folder::new();
    fs::write(folder.file(), "of yesterday").unwrap();
    let mock = Mock::new(|_| reply(403).with_chunk("<Error>expired</Error>"));
    let error = download(&mock, &folder).await.unwrap_err();
    let text = format!("{error} {error:?}");
    assert!(
        matches!(error, Error::Api(_)) && !text.contains("s1gned"),
        "{text}"
    );

    let mock = Mock::new(|_| reply(200).with_chunk("abc").stalled());
    let client = client(&mock);
    let running = client.download(URL).to_file(folder.file()).into_future();
    let stopped = tokio::time::timeout(Duration::from_secs(1), running).await;
    assert!(stopped.is_err());
    assert_eq!(fs::read(folder.file()).unwrap(), b"of yesterday");
    assert_eq!(folder.names(), ["export.csv"]);
}

#[tokio::test]
async fn a_file_that_cannot_be_written_is_an_error() {
    let mock = Mock::new(|_| reply(200).with_chunk("abc"));
    let folder = Folder::new();
    for path in [
        folder.0.join("not/there/export.csv"),
        folder.0.join(".."),
        folder.0.clone(),
    ] {
        let error = client(&mock)
            .download(URL)
            .to_file(&path)
            .await
            .unwrap_err();
        let Error::Transport(error) = error else {
            panic!("{error}");
        };
        assert_eq!(error.kind(), TransportErrorKind::UnwritableFile, "{path:?}");
    }
    assert!(folder.names().is_empty());
    let beside = fs::read_dir(std::env::temp_dir()).unwrap();
    let names = beside.map(|entry| entry.unwrap().file_name().into_string().unwrap_or_default());
    assert!(names.into_iter().all(|name| !name.ends_with(".part")));
}
