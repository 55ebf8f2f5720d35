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
mod visible;
mod xml;

use crate::output::{FilePath, Files};
use crate::plan::Plan;
use crate::plan::names::case::escaped;
use crate::surface::Line;

pub use manifest::RuntimeSource;
pub use signature::{Signature, signature};
pub(crate) use source::NotRust;

/// Prints a crate. What its users can see of it comes back beside its files.
pub(crate) fn print(plan: &Plan, runtime: &RuntimeSource) -> Result<(Files, Vec<Line>), NotRust> {
    // Each source file, with the path that its items have in the crate.
    let mut sources = vec![
        ("lib".to_owned(), String::new(), lib_file::print(plan)?),
        ("client".to_owned(), String::new(), client::print(plan)?),
    ];
    let modules = [
        ("callbacks", received::callbacks(plan)?),
        ("headers", headers::print(plan)?),
        ("servers", servers::print(plan)?),
        ("webhooks", received::webhooks(plan)?),
    ];
    for (name, printed) in modules {
        sources.extend(printed.map(|printed| (name.to_owned(), format!("{name}::"), printed)));
    }
    for (name, printed) in operations::print(plan)? {
        let module = match name.as_str() {
            "mod" => "operations::".to_owned(),
            name => format!("operations::{}::", escaped(name)),
        };
        sources.push((format!("operations/{name}"), module, printed));
    }
    for (name, printed) in types::print(plan)? {
        sources.push((format!("types/{name}"), "types::".to_owned(), printed));
    }

    let mut files = Files::default();
    let mut add = |path: String, text: String| {
        let path = FilePath::new(path).map_err(|error| NotRust(error.to_string()))?;
        files
            .insert(path, text)
            .map_err(|error| NotRust(error.to_string()))
    };
    let mut seen = Vec::new();
    for (path, module, printed) in sources {
        add(format!("src/{path}.rs"), printed.text)?;
        seen.extend(printed.seen.finish(&module));
    }
    // No user sees what is in these.
    if let Some(printed) = checks::print(plan)? {
        add("src/checks.rs".to_owned(), printed.text)?;
    }
    if let Some(printed) = xml::print(plan)? {
        add("src/xml.rs".to_owned(), printed.text)?;
    }
    add("Cargo.toml".to_owned(), manifest::print(plan, runtime))?;
    add("README.md".to_owned(), readme::print(plan)?)?;
    if !plan.examples.is_empty() {
        add("tests/examples.rs".to_owned(), examples::tests(plan)?)?;
    }
    for (name, text) in examples::programs(plan)? {
        add(format!("examples/{name}.rs"), text)?;
    }
    Ok((files, seen))
}
