//! The quick form of `cargo xtask soak`: what is counted, not what is timed.

use std::time::Duration;

use specwright_tests::soak::faults::{Fault, Plan};
use specwright_tests::soak::{lists, load, outage};

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_complete_or_say_that_they_are_not() {
    let plan = Plan {
        seed: 1,
        percent: 20,
    };
    for over_tls in [true, false] {
        hold(&lists::run(200, plan, over_tls).await);
    }
}

fn hold(report: &lists::Report) {
    assert!(report.wrong.is_empty(), "{report:?}");
    assert_eq!(report.at_once + report.continued, 200);
    assert!(
        report.continued > 0,
        "no list met an error: the faults are too few"
    );
    assert_eq!(report.most_tokens_at_once, 1);
    assert!(report.tokens > 1, "no token was revoked");
    let missing: Vec<_> = Fault::ALL
        .iter()
        .filter(|fault| !report.faults.contains_key(fault))
        .collect();
    assert!(missing.is_empty(), "{missing:?} did not come about");
}

#[test]
fn the_same_seed_brings_the_same_about() {
    let faults = |seed| {
        let plan = Plan { seed, percent: 20 };
        let all = (0..10_000).map(move |number| plan.fault(number, number % 20, 1));
        all.collect::<Vec<_>>()
    };
    assert_eq!(faults(7), faults(7));
    assert_ne!(faults(7), faults(8));
    let wrong = faults(7).iter().flatten().count();
    assert!((1_900..2_100).contains(&wrong), "{wrong}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_is_not_made_worse() {
    let report = outage::run(100, Duration::from_secs(3)).await;
    assert!(report.is_gentle(), "{report:?}");
    assert!(report.calls > 100, "{report:?}");
    assert!(report.recovery < Duration::from_secs(5), "{report:?}");
    assert_eq!(report.most_tokens_at_once, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn load_is_carried_and_leaves_nothing_behind() {
    // What is timed is for the optimized program; here it is only that all of them succeed.
    let report = load::run(2_000, 64, 1).await;
    assert!(
        report.throughput() > 0.2 && report.p99() < 10.0,
        "{report:?}"
    );
    if let Some((early, late)) = load::memory(20_000, 64).await {
        let most = early + early / 5;
        assert!(late <= most, "{early} bytes early, {late} after all");
    }
}
