//! Work on many things, several at a time. The results are in the order of the things, so that it
//! does not show.

use std::num::NonZero;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

/// Nested schemas are walked and printed recursively, and documents may nest them
/// deeper than the two megabytes of a thread.
const STACK: usize = 16 << 20;

/// As many as there are processors.
pub fn processors() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// Does `work` on a thread whose stack is deep enough for any document, whoever calls it.
pub(crate) fn deep<R: Send>(work: impl Fn() -> R + Sync) -> R {
    both(work, || {}).0
}

/// Does two things at a time, the first on a thread of its own.
pub fn both<A: Send, B>(one: impl Fn() -> A + Sync, other: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let thread = thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, &one);
        let other = other();
        let one = match thread {
            Ok(thread) => thread
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            Err(_) => one(),
        };
        (one, other)
    })
}

/// Drops what is no longer needed on a thread of its own, for which nobody waits: of a large document, that
/// takes a while, and a program that ends need not do it at all.
pub fn drop_later<T: Send + 'static>(gone: T) {
    // Where there can be no thread, it is dropped here.
    let _ = thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || drop(gone));
}

/// Does `work` on each of the items, on so many threads, of which the caller's is one. The results are
/// in the order of the items, whichever ended first.
pub fn map<T, R: Send>(
    items: impl IntoIterator<Item = T, IntoIter: ExactSizeIterator + Send>,
    jobs: usize,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    let items = items.into_iter();
    let count = items.len();
    let items = Mutex::new(items.enumerate());
    let (sender, receiver) = mpsc::channel();
    let run = || {
        let sender = sender.clone();
        loop {
            let next = items.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some((index, item)) = next else { break };
            // The receiver lives as long as the scope.
            let _ = sender.send((index, work(item)));
        }
    };
    thread::scope(|scope| {
        for _ in 1..jobs.min(count) {
            // Where there can be no other, this one does it all.
            let _ = thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, run);
        }
        run();
    });
    drop(sender);
    let mut results: Vec<(usize, R)> = receiver.into_iter().collect();
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
