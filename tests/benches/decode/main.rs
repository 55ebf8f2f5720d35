//! How fast JSON is decoded to the types of generated crates, to structs with derives of serde, and to a
//! tree: `cargo xtask bench --part decode` shows it.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench"
)]

mod flattened;
mod incidents;
mod plain;
mod tagged;
mod untagged;

use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use serde::de::DeserializeOwned;
use serde_json::Value;
use specwright_runtime::{decode, json::FromJson};

/// How many items a list has.
const ITEMS: usize = 20_000;

/// Decodes as a generated crate does.
fn ours<T: FromJson>(text: &[u8]) -> T {
    decode::payload(text).unwrap()
}

/// Decodes as most programs do.
fn by_serde<T: DeserializeOwned>(text: &[u8]) -> T {
    serde_json::from_slice(text).unwrap()
}

/// Measures a large list, of which this makes the item at a place, as each of the types.
fn measure<Ours: FromJson + Clone, Derived: DeserializeOwned>(
    criterion: &mut Criterion,
    name: &str,
    item: impl Fn(usize) -> Value,
) {
    measure_items::<Ours, Derived>(criterion, name, ITEMS, item);
}

/// Measures a list of so many items.
fn measure_items<Ours: FromJson + Clone, Derived: DeserializeOwned>(
    criterion: &mut Criterion,
    name: &str,
    count: usize,
    item: impl Fn(usize) -> Value,
) {
    let items: Vec<Value> = (0..count).map(item).collect();
    let text = serde_json::to_vec(&items).unwrap();
    assert_eq!(ours::<Vec<Ours>>(&text).len(), count);
    assert_eq!(by_serde::<Vec<Derived>>(&text).len(), count);
    // How much an allocator gives back to the system goes by the largest that it has been given.
    // That is a tree, and without one what is measured first would fetch its memory anew each time.
    assert_eq!(by_serde::<Vec<Value>>(&text).len(), count);
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("specwright", |bench| {
        bench.iter(|| ours::<Vec<Ours>>(&text))
    });
    group.bench_function("serde_derive", |bench| {
        bench.iter(|| by_serde::<Vec<Derived>>(&text));
    });
    group.bench_function("serde_json::Value", |bench| {
        bench.iter(|| by_serde::<Value>(&text));
    });
    // What it takes to make the values alone, which is the least that anything that makes them takes.
    let values = ours::<Vec<Ours>>(&text);
    group.bench_function("copies", |bench| bench.iter(|| values.clone()));
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(4));
    targets =
        plain::bench,
        incidents::bench,
        incidents::bench_page,
        tagged::bench,
        tagged::bench_last,
        untagged::bench,
        untagged::bench_of_five,
        flattened::bench,
        flattened::bench_of_structs,
        flattened::bench_of_any
}
criterion_main!(benches);
