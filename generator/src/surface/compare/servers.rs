//! Where requests go, before and after.

use super::super::wire::Heard;
use super::found::Found;
use super::words::bare;

/// Compares a server of the client or, of its own, of an operation.
pub(super) fn compare(path: &str, was: Option<&Heard>, is: Option<&Heard>, found: &mut Found) {
    match (was, is) {
        (Some(was), None) => {
            found.say(format!(
                "no server {}",
                was.words.last().map_or("", |url| bare(url))
            ));
            found.breaks_requests(match path {
                "Client" => "requests to it may no longer be answered",
                _ => "requests go to the old server",
            });
        }
        (Some(was), Some(is)) => {
            let said = match is.has("default") {
                true => "is the default server now",
                false => "is no longer the default server",
            };
            let url = was.words.last().map_or("", |url| bare(url));
            found.say(format!("{url} {said}"));
        }
        (None, Some(is)) => {
            let url = is.words.last().map_or("", |url| bare(url));
            found.say(format!("server {url}"));
            if path != "Client" {
                found.breaks_requests("requests go to the old server");
            }
        }
        (None, None) => {}
    }
}
