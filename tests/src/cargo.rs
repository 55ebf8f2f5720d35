//! Cargo, for tests that compile packages outside this workspace.
//!
//! All of them have one target folder, which is kept, and the same flags and profile: what their packages
//! depend on is compiled once, by whichever test comes first. Cargo locks the folder meanwhile.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The target folder, below the `CARGO_TARGET_TMPDIR` of a test.
pub fn target(tmp: &str) -> PathBuf {
    Path::new(tmp).join("target")
}

/// Cargo in a folder, with a command and its arguments; warnings are errors, and nothing is fetched.
pub fn at(folder: &Path, tmp: &str) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target(tmp))
        .env("CARGO_NET_OFFLINE", "true")
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_TERM_COLOR", "never")
        .env("RUSTFLAGS", "-D warnings")
        // It would go before.
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    cargo
}
