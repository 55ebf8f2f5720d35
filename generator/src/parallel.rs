//! Work on many things, several at a time. The results are in the order of the things, so that it
//! does not show.
//!
//! All of it is done by the same threads, one for each processor, so that no stage begins with making its own.

use std::num::NonZero;
use std::sync::{LazyLock, Mutex, PoisonError, mpsc};
use std::thread;

use rayon::{ThreadPool, ThreadPoolBuilder};

/// Nested schemas are walked and printed recursively, and documents may nest them
/// deeper than the two megabytes of a thread. A thread that waits for another does what else there is to do
/// meanwhile, on top of what it waits with.
const STACK: usize = 32 << 20;

/// One for each processor; a single one where there can be no more, for its stack; `None` where there can be
/// none.
static THREADS: LazyLock<Option<ThreadPool>> = LazyLock::new(|| {
    let threads = |count| {
        let builder = ThreadPoolBuilder::new().num_threads(count);
        builder.stack_size(STACK).build().ok()
    };
    threads(processors()).or_else(|| threads(1))
});

/// As many as there are processors.
pub fn processors() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// Does `work` on a thread whose stack is deep enough for any document, whoever calls it; on the caller's where
/// there can be no other.
pub(crate) fn deep<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    match &*THREADS {
        Some(threads) => threads.install(work),
        None => work(),
    }
}

/// Does two things at a time, the second on the thread that is here.
pub fn both<A: Send, B>(one: impl Fn() -> A + Sync, other: impl FnOnce() -> B) -> (A, B) {
    let mut first = None;
    let second = match &*THREADS {
        Some(threads) => threads.in_place_scope(|scope| {
            scope.spawn(|_| first = Some(one()));
            other()
        }),
        None => other(),
    };
    (first.unwrap_or_else(one), second)
}

/// Drops what is no longer needed on another thread, for which nobody waits: of a large document, that
/// takes a while, and a program that ends need not do it at all.
pub fn drop_later<T: Send + 'static>(gone: T) {
    match &*THREADS {
        Some(threads) => threads.spawn(move || drop(gone)),
        None => drop(gone),
    }
}

/// Does `work` on each of the items, on so many threads, but on no more than there are processors. The
/// items are begun in their order, and the results are in it, whichever ended first.
pub fn map<T, R: Send>(
    items: impl IntoIterator<Item = T, IntoIter: ExactSizeIterator + Send>,
    jobs: usize,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    let items = items.into_iter();
    let count = items.len();
    let items = Mutex::new(items.enumerate());
    let (sender, receiver) = mpsc::channel();
    let run = |sender: mpsc::Sender<(usize, R)>| {
        loop {
            let next = items.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some((index, item)) = next else { break };
            // The receiver lives as long as the scope.
            let _ = sender.send((index, work(item)));
        }
    };
    match &*THREADS {
        Some(threads) => threads.scope(|scope| {
            for _ in 1..jobs.min(count) {
                let sender = sender.clone();
                scope.spawn(|_| run(sender));
            }
            run(sender);
        }),
        None => run(sender),
    }
    let mut results: Vec<Option<R>> = (0..count).map(|_| None).collect();
    for (index, result) in receiver {
        if let Some(slot) = results.get_mut(index) {
            *slot = Some(result);
        }
    }
    results.into_iter().flatten().collect()
}
