//! The fault suite and the load, as `cargo xtask soak` runs them: figures on standard output, and
//! status 1 if one of them is not as it has to be.

use std::process::{Command, ExitCode};
use std::time::Duration;

use specwright_tests::soak::faults::Plan;
use specwright_tests::soak::{lists, load, outage};

/// How much of each there is.
struct Size {
    lists: u64,
    callers: u64,
    outage: Duration,
    requests: u64,
    turns: usize,
    requests_for_memory: u64,
}

const WHOLE: Size = Size {
    lists: 10_000,
    callers: 500,
    outage: Duration::from_secs(60),
    requests: 50_000,
    turns: 5,
    requests_for_memory: 1_000_000,
};

const QUICK: Size = Size {
    lists: 500,
    callers: 200,
    outage: Duration::from_secs(5),
    requests: 5_000,
    turns: 3,
    requests_for_memory: 400_000,
};

/// What is asked of the figures: of memory and time more than of what is counted, since a machine does
/// other things, too.
const LEAST_THROUGHPUT: f64 = 0.97;
const MOST_P99: f64 = 1.05;
const LONGEST_RECOVERY: Duration = Duration::from_secs(5);
const MOST_GROWTH: f64 = 1.1;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let is_quick = arguments.iter().any(|argument| argument == "--quick");
    let seed = arguments
        .iter()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(1);
    let parts: Vec<&str> = arguments
        .iter()
        .filter_map(|argument| argument.strip_prefix("--only="))
        .collect();
    let wants = |part: &str| parts.is_empty() || parts.contains(&part);
    let size = if is_quick { QUICK } else { WHOLE };
    let mut judge = Judge::default();
    if wants("lists") {
        for over_tls in [true, false] {
            of_lists(size.lists / 2, seed, over_tls, &mut judge).await;
        }
    }
    if wants("outage") {
        of_outage(&size, &mut judge).await;
    }
    if wants("load") {
        of_load(&size, &mut judge).await;
    }
    if parts == ["memory"] {
        of_memory(&size, &mut judge).await;
    } else if wants("memory") {
        // What the others left to the allocator would count, too.
        let mut alone = Command::new(std::env::current_exe().unwrap_or_default());
        alone
            .arg("--only=memory")
            .args(is_quick.then_some("--quick"));
        let is_met = alone.status().is_ok_and(|status| status.success());
        judge.failed += usize::from(!is_met);
    }
    match judge.failed {
        0 => ExitCode::SUCCESS,
        failed => {
            println!("\n{failed} figures are not as they have to be");
            ExitCode::FAILURE
        }
    }
}

/// Says each figure with what is asked of it.
#[derive(Default)]
struct Judge {
    failed: usize,
}

impl Judge {
    fn of(&mut self, what: &str, figure: &str, asked: &str, is_met: bool) {
        let word = if is_met { "met" } else { "NOT MET" };
        println!("  {what}: {figure} (asked: {asked}; {word})");
        self.failed += usize::from(!is_met);
    }
}

async fn of_lists(lists: u64, seed: u64, over_tls: bool, judge: &mut Judge) {
    let plan = Plan { seed, percent: 20 };
    let report = lists::run(lists, plan, over_tls).await;
    let how = if over_tls { "over TLS" } else { "plain" };
    println!(
        "Lists of 20 pages, {how}, 20 % of all requests go wrong, seed {seed}: {} lists, {} requests, {} s",
        report.lists,
        report.requests,
        report.took.as_secs()
    );
    println!("  complete without an error: {}", report.at_once);
    println!(
        "  with an error, and complete when they went on: {}",
        report.continued
    );
    let wrong = report.wrong.len();
    judge.of(
        "ended without an error and not complete",
        &wrong.to_string(),
        "0",
        wrong == 0,
    );
    for wrong in report.wrong.iter().take(10) {
        println!("    {wrong}");
    }
    let at_once = report.most_tokens_at_once;
    println!("  tokens fetched: {}", report.tokens);
    judge.of(
        "requests for tokens at a time",
        &at_once.to_string(),
        "1",
        at_once == 1,
    );
    println!("  the server went away: {} times", report.restarts);
    println!("  faults:");
    for (fault, count) in &report.faults {
        println!("    {count:>7} {fault:?}");
    }
    println!("  errors:");
    for (error, count) in &report.errors {
        println!("    {count:>7} {error}");
    }
}

async fn of_outage(size: &Size, judge: &mut Judge) {
    let report = outage::run(size.callers, size.outage).await;
    println!(
        "\nAn outage of {} s with {} callers: {} calls, {} requests",
        report.outage.as_secs(),
        report.callers,
        report.calls,
        report.requests
    );
    let figure = format!(
        "{:.3} of the calls",
        report.requests as f64 / report.calls as f64
    );
    judge.of(
        "requests",
        &figure,
        "1.1 and the budget of 100",
        report.is_gentle(),
    );
    let recovery = format!("{:.1} s", report.recovery.as_secs_f64());
    judge.of(
        "all succeed again after",
        &recovery,
        "5 s",
        report.recovery <= LONGEST_RECOVERY,
    );
    let at_once = report.most_tokens_at_once;
    judge.of(
        "requests for tokens at a time",
        &at_once.to_string(),
        "1",
        at_once == 1,
    );
}

async fn of_load(size: &Size, judge: &mut Judge) {
    let report = load::run(size.requests, 256, size.turns).await;
    println!(
        "\n{} requests at concurrency {}, beside the same by hand, medians of {} turns",
        report.requests, report.concurrency, size.turns
    );
    for (who, figures) in [("client", report.client), ("by hand", report.by_hand)] {
        let p99 = figures.p99.as_secs_f64() * 1e3;
        println!(
            "  {who}: {:.0} requests a second, p99 {p99:.1} ms",
            figures.throughput
        );
    }
    let throughput = report.throughput();
    let met = throughput >= LEAST_THROUGHPUT;
    judge.of(
        "throughput",
        &format!("{throughput:.3} of that by hand"),
        "0.97",
        met,
    );
    let p99 = report.p99();
    judge.of(
        "p99",
        &format!("{p99:.3} of that by hand"),
        "1.05",
        p99 <= MOST_P99,
    );
}

async fn of_memory(size: &Size, judge: &mut Judge) {
    println!(
        "\nMemory over {} requests at concurrency 256",
        size.requests_for_memory
    );
    match load::memory(size.requests_for_memory, 256).await {
        None => println!("  this system does not tell"),
        Some((early, late)) => {
            let mib = |bytes: u64| format!("{:.1} MiB", bytes as f64 / f64::from(1 << 20));
            let figure = format!("{} early, {} after all", mib(early), mib(late));
            let met = late as f64 <= early as f64 * MOST_GROWTH;
            judge.of("resident", &figure, "a tenth more", met);
        }
    }
}
