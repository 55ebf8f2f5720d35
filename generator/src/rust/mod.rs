//! A plan in, the files of a crate out. It prints, and decides nothing.

mod checks;
mod client;
pub mod docs;
mod examples;
mod features;
mod headers;
mod lib_file;
mod manifest;
mod operations;
mod prose;
mod readme;
mod received;
mod servers;
mod signature;
mod source;
mod syntax;
mod types;
mod xml;

use crate::output::{FilePath, Files};
use crate::plan::Plan;

pub use manifest::RuntimeSource;
pub use signature::{Signature, signature};
pub(crate) use source::NotRust;

/// Prints a crate.
pub(crate) fn print(plan: &Plan, runtime: &RuntimeSource) -> Result<Files, NotRust> {
    let mut files = Files::default();
    let mut add = |path: String, text: String| {
        let path = FilePath::new(path).map_err(|error| NotRust(error.to_string()))?;
        files
            .insert(path, text)
            .map_err(|error| NotRust(error.to_string()))
    };
    add("Cargo.toml".to_owned(), manifest::print(plan, runtime))?;
    add("README.md".to_owned(), readme::print(plan)?)?;
    add("src/lib.rs".to_owned(), lib_file::print(plan)?)?;
    add("src/client.rs".to_owned(), client::print(plan)?)?;
    if let Some(text) = checks::print(plan)? {
        add("src/checks.rs".to_owned(), text)?;
    }
    if let Some(text) = headers::print(plan)? {
        add("src/headers.rs".to_owned(), text)?;
    }
    if let Some(text) = xml::print(plan)? {
        add("src/xml.rs".to_owned(), text)?;
    }
    if let Some(text) = servers::print(plan)? {
        add("src/servers.rs".to_owned(), text)?;
    }
    if let Some(text) = received::webhooks(plan)? {
        add("src/webhooks.rs".to_owned(), text)?;
    }
    if let Some(text) = received::callbacks(plan)? {
        add("src/callbacks.rs".to_owned(), text)?;
    }
    for (name, text) in operations::print(plan)? {
        add(format!("src/operations/{name}.rs"), text)?;
    }
    for (name, text) in types::print(plan)? {
        add(format!("src/types/{name}.rs"), text)?;
    }
    if !plan.examples.is_empty() {
        add("tests/examples.rs".to_owned(), examples::tests(plan)?)?;
    }
    for (name, text) in examples::programs(plan)? {
        add(format!("examples/{name}.rs"), text)?;
    }
    Ok(files)
}
