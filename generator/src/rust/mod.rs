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
use crate::output::{FilePath, FileText, Files};
use crate::parallel;
use crate::plan::Plan;
use crate::plan::model::Module;
use crate::surface::Lines;

use form::Form;
use source::{Finished, Printed};

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
pub(crate) struct File {
    /// Its name, without `.rs`.
    pub(crate) name: String,
    /// What is in it.
    pub(crate) printed: Finished,
}

/// Prints a crate. What its users can see of it comes back beside its files, sorted within each.
pub(crate) fn print(plan: &Plan, runtime: &RuntimeSource) -> Result<(Files, Lines), NotRust> {
    let form = Form::Crate;
    let (single, folders) = printed(plan, form, || single(plan, form))?;
    let Single {
        modules,
        private,
        examples: Examples { programs, tests },
        readme,
    } = single?;
    let folders = folders.into_iter().flat_map(|(folder, files)| {
        let files = files.into_iter();
        files.map(move |file| (format!("{folder}/{}", file.name), file.printed))
    });
    let modules = modules.into_iter();
    let modules = modules.map(|(name, printed)| (name.to_owned(), printed));

    let mut files = Files::default();
    let mut add = |path: String, text: FileText| {
        let path = FilePath::new(path).map_err(|error| NotRust(error.to_string()))?;
        files
            .insert(path, text)
            .map_err(|error| NotRust(error.to_string()))
    };
    let mut seen = Lines::default();
    for (path, Finished { text, lines }) in modules.chain(folders) {
        add(format!("src/{path}.rs"), text)?;
        seen.append(lines);
    }
    for (name, text) in private {
        add(format!("src/{name}.rs"), text)?;
    }
    let manifest = manifest::print(plan, runtime, &programs);
    add("Cargo.toml".to_owned(), manifest.into())?;
    add("README.md".to_owned(), readme.into())?;
    if let Some(tests) = tests {
        add("tests/examples.rs".to_owned(), tests)?;
    }
    for program in programs {
        add(format!("examples/{}.rs", program.name), program.text.into())?;
    }
    Ok((files, seen))
}

/// The files of a folder below `src/`, with its name.
type Folder = (&'static str, Vec<File>);

/// Prints the files of the folders, and what there is beside them, on all processors.
fn printed<S: Send>(
    plan: &Plan,
    form: Form,
    single: impl Fn() -> S + Sync,
) -> Result<(S, [Folder; 2]), NotRust> {
    enum Job<'p> {
        Single,
        Module(&'p Module),
        Types(types::Part<'p>),
    }
    enum Done<S> {
        Single(S),
        Module(Result<Finished, NotRust>),
        Types(Option<Result<Finished, NotRust>>),
    }
    let files = types::Files::of(plan);
    let jobs: Vec<Job<'_>> = std::iter::once(Job::Single)
        .chain(plan.modules.iter().map(Job::Module))
        .chain(files.parts().map(Job::Types))
        .collect();
    let done = parallel::map(jobs, parallel::processors(), |job| match job {
        Job::Single => Done::Single(single()),
        Job::Module(module) => Done::Module(operations::print(plan, module, form)),
        Job::Types(part) => Done::Types(files.print(&part, form)),
    });
    let (mut beside, mut operations, mut types) = (None, Vec::new(), Vec::new());
    for done in done {
        match done {
            Done::Single(single) => beside = Some(single),
            Done::Module(module) => operations.push(module?),
            Done::Types(file) => types.extend(file.transpose()?),
        }
    }
    let beside = beside.ok_or_else(|| NotRust("nothing was printed".to_owned()))?;
    let operations = operations::files(plan, form, operations)?;
    let types = types::files(plan, form, types)?;
    Ok((beside, [("operations", operations), ("types", types)]))
}

/// What there is one file of each.
struct Single {
    /// The modules that users see.
    modules: Vec<(&'static str, Finished)>,
    /// Those that only the others see.
    private: Vec<(&'static str, FileText)>,
    examples: Examples,
    readme: String,
}

fn single(plan: &Plan, form: Form) -> Result<Single, NotRust> {
    let mut modules = vec![
        ("lib", Finished::new(lib_file::print(plan)?, "", &[])),
        ("client", Finished::new(client::print(plan, form)?, "", &[])),
    ];
    for (name, printed) in public(plan, form)? {
        let path = format!("{name}::");
        modules.push((name, Finished::new(printed, &path, &[])));
    }
    let private = private(plan, form)?.into_iter();
    Ok(Single {
        modules,
        private: private
            .map(|(name, printed)| (name, FileText::packed(&printed.text)))
            .collect(),
        examples: examples(plan)?,
        readme: readme::print(plan)?,
    })
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
    let mut printed = vec![("client".to_owned(), client::print(plan, form)?.text.into())];
    for (name, module) in public(plan, form)?.into_iter().chain(private(plan, form)?) {
        printed.push((name.to_owned(), module.text.into()));
    }
    let ((), folders) = self::printed(plan, form, || ())?;
    for (name, files) in folders {
        let files = files.into_iter();
        printed.extend(files.map(|file| (name.to_owned(), file.printed.text)));
    }
    lib_file::module(plan, &printed)
}

/// What the document's examples are printed as.
struct Examples {
    programs: Vec<examples::Program>,
    tests: Option<FileText>,
}

fn examples(plan: &Plan) -> Result<Examples, NotRust> {
    Ok(Examples {
        programs: examples::programs(plan)?,
        tests: match plan.examples.as_slice() {
            [] => None,
            _ => Some(FileText::packed(&examples::tests(plan)?)),
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
