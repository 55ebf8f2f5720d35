//! `cargo xtask --explain CODE`: what a diagnostic means.

use specwright::diagnostics::Code;

use crate::screen::Screen;
use crate::{Failure, Verdict};

/// Says what a code means and what to do.
pub(crate) fn run(name: &str, screen: &Screen) -> Result<Verdict, Failure> {
    let Some(code) = Code::from_name(name) else {
        return Err(Failure(unknown(name)));
    };
    screen.find(&format!(
        "{}[{}]: {}",
        code.severity(),
        code.name(),
        code.title()
    ));
    screen.find("");
    screen.find(code.explanation());
    screen.find("");
    screen.find(&format!("What to do: {}.", code.remedy()));
    Ok(Verdict::Done)
}

fn unknown(name: &str) -> String {
    let near = |code: &Code| strsim::jaro_winkler(name, code.name());
    let nearest = Code::ALL
        .iter()
        .copied()
        .max_by(|one, other| near(one).total_cmp(&near(other)));
    let nearest = nearest.filter(|code| near(code) > 0.8);
    let perhaps = nearest.map(|code| format!("; perhaps `{}` is meant", code.name()));
    format!(
        "`{name}` is no code of a diagnostic{}",
        perhaps.unwrap_or_default()
    )
}
