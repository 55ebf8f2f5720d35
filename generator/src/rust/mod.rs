//! A plan in, the files of a crate out. It prints, and decides nothing.

mod checks;
mod client;
pub mod docs;
mod examples;
mod features;
mod form;
mod headers;
mod layout;
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
mod written;
mod xml;

use crate::ir::AllWords;
use crate::output::{FilePath, Files};
use crate::parallel;
use crate::plan::Plan;
use crate::plan::names::case::escaped;
use crate::surface::Line;

use form::Form;
use source::Printed;
use visible::TYPES;

pub use manifest::{Dependency, RuntimeSource, dependencies};
pub use signature::{Signature, signature};
pub use source::NotRust;

/// Writes the words of a document as the docs of a crate have them, which needs nothing but them: it can
/// be done while a crate is planned.
pub(crate) fn write_words(words: &AllWords) {
    for words in words.descriptions() {
        docs::written(words);
    }
    for words in words.lines() {
        docs::line(words);
    }
}

/// A file of one of the folders below `src/`.
pub(crate) struct File<'p> {
    /// Its name, without `.rs`.
    pub(crate) name: String,
    /// The features of which it needs one; none if it is always there.
    pub(crate) features: &'p [String],
    /// What is in it.
    pub(crate) printed: Printed,
}

/// Prints a crate. What its users can see of it comes back beside its files, sorted within each.
pub(crate) fn print(plan: &Plan, runtime: &RuntimeSource) -> Result<(Files, Vec<Line>), NotRust> {
    let form = Form::Crate;
    // Files of which there is one each, beside those that are printed on all processors.
    let (single, (operations, types)) = parallel::both(
        || {
            let modules = (public(plan, form), private(plan, form));
            (modules, examples(plan), readme::print(plan))
        },
        || (operations::print(plan, form), types::print(plan, form)),
    );
    let ((public, private), examples, readme) = single;
    // Each source file, with the path that its items have in the crate and the features that it
    // needs one of.
    let always: &[String] = &[];
    let mut sources = vec![
        (
            "lib".to_owned(),
            String::new(),
            always,
            lib_file::print(plan)?,
        ),
        (
            "client".to_owned(),
            String::new(),
            always,
            client::print(plan, form)?,
        ),
    ];
    for (name, printed) in public? {
        sources.push((name.to_owned(), format!("{name}::"), always, printed));
    }
    for file in operations? {
        let name = file.name;
        let module = match name.as_str() {
            "mod" => "operations::".to_owned(),
            name => format!("operations::{}::", escaped(name)),
        };
        let path = format!("operations/{name}");
        sources.push((path, module, file.features, file.printed));
    }
    for file in types? {
        let path = format!("types/{}", file.name);
        sources.push((path, TYPES.to_owned(), file.features, file.printed));
    }

    let mut files = Files::default();
    let mut add = |path: String, text: String| {
        let path = FilePath::new(path).map_err(|error| NotRust(error.to_string()))?;
        files
            .insert(path, text)
            .map_err(|error| NotRust(error.to_string()))
    };
    let finished = parallel::map(
        sources,
        parallel::processors(),
        |(path, module, features, printed)| {
            let mut lines = printed.seen.finish(&module, features);
            lines.sort_unstable();
            (path, printed.text, lines)
        },
    );
    let mut seen = Vec::with_capacity(finished.iter().map(|(_, _, lines)| lines.len()).sum());
    for (path, text, lines) in finished {
        add(format!("src/{path}.rs"), text)?;
        seen.extend(lines);
    }
    // No user sees what is in these.
    for (name, printed) in private? {
        add(format!("src/{name}.rs"), printed.text)?;
    }
    let Examples { programs, tests } = examples?;
    let manifest = manifest::print(plan, runtime, &programs);
    add("Cargo.toml".to_owned(), manifest)?;
    add("README.md".to_owned(), readme?)?;
    if let Some(tests) = tests {
        add("tests/examples.rs".to_owned(), tests)?;
    }
    for program in programs {
        add(format!("examples/{}.rs", program.name), program.text)?;
    }
    Ok((files, seen))
}

/// Prints a client as one text, which stands in a module of a crate of edition 2021 or 2024
/// that has the [`dependencies`] of the plan. Paths in it lead upwards, so that the module can be
/// anywhere.
///
/// What a generated crate has with its feature `testing` is there. Its manifest and its examples are
/// not, and neither are its docs, which speak of a crate.
///
/// # Errors
///
/// If it is not Rust, which is an error of this program and not of its input.
pub fn module(plan: &Plan) -> Result<String, NotRust> {
    parallel::deep(|| module_here(plan))
}

fn module_here(plan: &Plan) -> Result<String, NotRust> {
    let form = Form::Module;
    let mut printed = vec![("client".to_owned(), client::print(plan, form)?)];
    for (name, module) in public(plan, form)?.into_iter().chain(private(plan, form)?) {
        printed.push((name.to_owned(), module));
    }
    for (name, modules) in [
        ("operations", operations::print(plan, form)?),
        ("types", types::print(plan, form)?),
    ] {
        printed.extend(
            modules
                .into_iter()
                .map(|module| (name.to_owned(), module.printed)),
        );
    }
    lib_file::module(plan, &printed)
}

/// What the document's examples are printed as.
struct Examples {
    programs: Vec<examples::Program>,
    tests: Option<String>,
}

fn examples(plan: &Plan) -> Result<Examples, NotRust> {
    Ok(Examples {
        programs: examples::programs(plan)?,
        tests: match plan.examples.as_slice() {
            [] => None,
            _ => Some(examples::tests(plan)?),
        },
    })
}

/// The modules of one file that users see, where there are any.
fn public(plan: &Plan, form: Form) -> Result<Vec<(&'static str, Printed)>, NotRust> {
    let modules = [
        ("callbacks", received::callbacks(plan, form)?),
        ("headers", headers::print(plan, form)?),
        ("servers", servers::print(plan, form)?),
        ("webhooks", received::webhooks(plan, form)?),
    ];
    let there = modules.into_iter();
    Ok(there
        .filter_map(|(name, printed)| Some((name, printed?)))
        .collect())
}

/// Those that only the others see.
fn private(plan: &Plan, form: Form) -> Result<Vec<(&'static str, Printed)>, NotRust> {
    let modules = [
        ("checks", checks::print(plan, form)?),
        ("xml", xml::print(plan, form)?),
    ];
    let there = modules.into_iter();
    Ok(there
        .filter_map(|(name, printed)| Some((name, printed?)))
        .collect())
}
