//! A program that depends on a crate, with TLS, and calls the same ten operations of each.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use quote::ToTokens;
use specwright::surface::{Kind, Surface};
use syn::visit::Visit;

use crate::Failure;
use crate::peers::generator::NAME;
use crate::peers::{Generator, code};

use super::compiled::Compiled;
use super::generate::Made;

/// What the program is called.
pub(super) const PROGRAM: &str = "program";

/// How many operations it calls.
const CALLS: usize = 10;

/// The names of what all programs call: the first methods, by name, that need nothing but texts, and that
/// Progenitor's crate has as well as ours.
pub(super) fn common(crates: &[Made]) -> Result<Vec<String>, Failure> {
    let mut common: Option<BTreeSet<String>> = None;
    for made in crates.iter().filter(|made| made.refused.is_none()) {
        if let Generator::Specwright | Generator::Progenitor = made.generator {
            let names: BTreeSet<String> = methods(made)?.into_keys().collect();
            common = Some(match common {
                Some(common) => common.intersection(&names).cloned().collect(),
                None => names,
            });
        }
    }
    Ok(common.into_iter().flatten().take(CALLS).collect())
}

/// Writes the program, beside the crate; it calls nothing where it cannot, and this is why.
pub(super) fn write(
    made: &Made,
    names: &[String],
    folder: &Path,
) -> Result<Result<(), String>, Failure> {
    let methods = methods(made)?;
    let calls: Option<Vec<&String>> = names.iter().map(|name| methods.get(name)).collect();
    let program = match (calls, client(made)?) {
        _ if names.is_empty() => Err("no operation can be called with texts alone"),
        (None, _) => Err("lacks one of the methods, or it needs more than texts"),
        (_, None) => Err("has no client that is known"),
        (Some(calls), Some(client)) => Ok(calling(&client, &calls)),
    };
    let (program, calls) = match program {
        Ok(program) => (program, Ok(())),
        Err(reason) => (
            format!("use {NAME} as _;\n\nfn main() {{}}\n"),
            Err(reason.to_owned()),
        ),
    };
    let place = folder.join(PROGRAM);
    let failure = |error: &dyn std::fmt::Display| {
        Failure(format!("`{}` cannot be written: {error}", place.display()))
    };
    fs::create_dir_all(place.join("src")).map_err(|error| failure(&error))?;
    let manifest = manifest(made.generator);
    fs::write(place.join("Cargo.toml"), manifest).map_err(|error| failure(&error))?;
    fs::write(place.join("src/main.rs"), program).map_err(|error| failure(&error))?;
    Ok(calls)
}

/// Where cargo puts the program in its release build.
pub(super) fn built(compiled: &Compiled) -> PathBuf {
    let name = format!("release/{PROGRAM}{}", std::env::consts::EXE_SUFFIX);
    compiled.target().join(name)
}

/// Gives a crate that asks for the TLS of the system that of the others: the other needs a C library.
pub(super) fn use_rustls(made: &Made) -> Result<(), Failure> {
    let place = made.folder.join("Cargo.toml");
    let failure = |error: &dyn std::fmt::Display| {
        Failure(format!("`{}` cannot be changed: {error}", place.display()))
    };
    let text = fs::read_to_string(&place).map_err(|error| failure(&error))?;
    let text = text.replace("\"native-tls\"", "\"rustls\"");
    fs::write(&place, text).map_err(|error| failure(&error))
}

/// Progenitor leaves TLS to its users; the others have it by default.
fn manifest(generator: Generator) -> String {
    let tls = match generator {
        Generator::Progenitor => {
            "reqwest = { version = \"0.13\", default-features = false, features = [\"rustls\"] }\n"
        }
        Generator::Specwright | Generator::Ploidy | Generator::Oas3Gen => "",
    };
    format!(
        "[package]\nname = \"{PROGRAM}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\n{NAME} = {{ path = \"../{NAME}\" }}\n{tls}\
         tokio = {{ version = \"1\", features = [\"rt\"] }}\n"
    )
}

/// How a client is made, for one server; `None` where it is not known.
fn client(made: &Made) -> Result<Option<String>, Failure> {
    const SERVER: &str = "\"https://localhost\"";
    Ok(match made.generator {
        Generator::Specwright => Some(format!(
            "{NAME}::Client::builder().base_url({SERVER}).build()?"
        )),
        Generator::Ploidy => Some(format!("{NAME}::Client::new({SERVER})?")),
        Generator::Progenitor => Some(format!("{NAME}::Client::new({SERVER})")),
        // It is called as the API is.
        Generator::Oas3Gen => {
            let files = code::files(&made.folder).map_err(Failure)?;
            let mut items = files.iter().flat_map(|file| &file.items);
            let name = items.find_map(|item| match item {
                syn::Item::Struct(item) if item.ident.to_string().ends_with("Client") => {
                    Some(item.ident.to_string())
                }
                _ => None,
            });
            name.map(|name| format!("{NAME}::{name}::with_base_url({SERVER})?"))
        }
    })
}

fn calling(client: &str, calls: &[&String]) -> String {
    let calls: String = calls
        .iter()
        .map(|call| format!("    answered += usize::from({call}.is_ok());\n"))
        .collect();
    format!(
        "fn main() -> Result<(), Box<dyn std::error::Error>> {{\n\
         \x20   let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;\n\
         \x20   println!(\"{{}}\", runtime.block_on(answered())?);\n\
         \x20   Ok(())\n\
         }}\n\n\
         async fn answered() -> Result<usize, Box<dyn std::error::Error>> {{\n\
         \x20   let client = {client};\n\
         \x20   let mut answered = 0;\n\
         {calls}\
         \x20   Ok(answered)\n\
         }}\n"
    )
}

/// The methods that need nothing but texts, with how each is called.
fn methods(made: &Made) -> Result<BTreeMap<String, String>, Failure> {
    match made.generator {
        Generator::Specwright => ours(&made.folder),
        Generator::Ploidy | Generator::Progenitor | Generator::Oas3Gen => {
            let files = code::files(&made.folder).map_err(Failure)?;
            let mut methods = Methods {
                generator: made.generator,
                found: BTreeMap::new(),
            };
            for file in &files {
                methods.visit_file(file);
            }
            Ok(methods.found)
        }
    }
}

/// `Client::get_pet fn (&self, id: &str) -> GetPet`.
fn ours(folder: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let place = folder.join("api.txt");
    let failure = |reason: &str| Failure(format!("`{}` cannot be read: {reason}", place.display()));
    let text = fs::read_to_string(&place).map_err(|error| failure(&error.to_string()))?;
    let surface =
        Surface::parse(&text).map_err(|line| failure(&format!("line {line} is no item")))?;
    let of_client = |path: &str| path.strip_prefix("Client::").map(str::to_owned);
    let operations: BTreeSet<String> = surface
        .lines()
        .filter(|line| line.kind == Kind::Wire && line.says.starts_with("request "))
        .filter_map(|line| of_client(line.path))
        .collect();
    let mut found = BTreeMap::new();
    for line in surface.lines().filter(|line| line.kind == Kind::Fn) {
        let Some(name) = of_client(line.path).filter(|name| operations.contains(name)) else {
            continue;
        };
        let arguments = line.says.split(')').next().unwrap_or_default();
        let mut arguments = arguments.split(", ").skip(1).peekable();
        let texts: Option<Vec<&str>> = arguments
            .by_ref()
            .map(|argument| argument.ends_with(": &str").then_some("\"x\""))
            .collect();
        if let Some(texts) = texts {
            let call = format!("client.{name}({}).send().await", texts.join(", "));
            found.insert(name, call);
        }
    }
    Ok(found)
}

struct Methods {
    generator: Generator,
    found: BTreeMap<String, String>,
}

impl<'a> Visit<'a> for Methods {
    fn visit_item_impl(&mut self, item: &'a syn::ItemImpl) {
        let of = item.self_ty.to_token_stream().to_string();
        if item.trait_.is_some() || !of.ends_with("Client") {
            return;
        }
        for member in &item.items {
            if let syn::ImplItem::Fn(method) = member
                && let Some(call) = self.call(method)
            {
                self.found.insert(method.sig.ident.to_string(), call);
            }
        }
    }
}

impl Methods {
    fn call(&self, method: &syn::ImplItemFn) -> Option<String> {
        let name = &method.sig.ident;
        match self.generator {
            // Ploidy's query is a struct, which has a default if nothing of it is required; Progenitor's
            // arguments are optional, or texts.
            Generator::Ploidy | Generator::Progenitor if method.sig.asyncness.is_some() => {
                let arguments = method.sig.inputs.iter().skip(1);
                let values = arguments.map(|argument| {
                    let syn::FnArg::Typed(argument) = argument else {
                        return None;
                    };
                    let name = argument.pat.to_token_stream().to_string();
                    match argument.ty.to_token_stream().to_string().as_str() {
                        "& str" | "& 'a str" => Some("\"x\""),
                        of if of.starts_with("Option <") => Some("None"),
                        _ if name == "query" => Some("&Default::default()"),
                        _ => None,
                    }
                });
                let values: Option<Vec<&str>> = values.collect();
                values.map(|values| format!("client.{name}({}).await", values.join(", ")))
            }
            // All requests have a default.
            Generator::Oas3Gen if method.sig.asyncness.is_some() => {
                Some(format!("client.{name}(Default::default()).await"))
            }
            Generator::Specwright
            | Generator::Ploidy
            | Generator::Progenitor
            | Generator::Oas3Gen => None,
        }
    }
}
