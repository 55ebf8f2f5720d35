//! The program that calls every operation of a crate.
//!
//! It leaves the types of values to the methods that it calls: what the sampler made is decoded
//! into whatever an argument takes, as a user's own JSON would be.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;
use specwright::ir::Location;
use specwright::plan::model::{Argument, Carrier, Operation, PartKind, RustType};
use specwright::plan::{Plan, method_word};

use super::Counterpart;
use super::samples::{Sample, Samples};

/// A program, as it is written.
#[derive(Debug)]
pub(super) struct Driver {
    /// What its document is called.
    pub(super) name: String,
    pub(super) document: PathBuf,
    pub(super) package: String,
    pub(super) manifest: String,
    pub(super) program: String,
    /// How many calls it makes.
    pub(super) calls: usize,
    /// Whom it calls.
    pub(super) counterpart: Counterpart,
}

/// Prints the program.
pub(super) fn print(name: &str, document: &Path, plan: &Plan, samples: &Samples) -> Driver {
    let (package, lib) = (&plan.package.name, &plan.package.lib);
    let mut functions = String::new();
    let mut calls = String::new();
    let mut count = 0;
    let none = Sample::default();
    for operation in plan.modules.iter().flat_map(|module| &module.operations) {
        let word = method_word(&operation.method);
        let key = format!("{word} {}", operation.path);
        let sample = samples.get(&key).unwrap_or(&none);
        for case in cases(operation) {
            let function = format!("call_{count}");
            let body = body(operation, &case, sample);
            let _ = write!(
                functions,
                "async fn {function}(client: &Client) -> Result<Answer, String> {{\n{body}}}\n\n"
            );
            let _ = writeln!(
                calls,
                "    tell({:?}, {:?}, {function}(&client).await);",
                key, case.name
            );
            count += 1;
        }
    }
    Driver {
        name: name.to_owned(),
        document: document.to_owned(),
        package: format!("live-{package}"),
        manifest: manifest(package),
        program: PROGRAM
            .replace("{lib}", lib)
            .replace("{functions}", &functions)
            .replace("{calls}", &calls),
        calls: count,
        counterpart: Counterpart::Prism,
    }
}

pub(super) fn manifest(package: &str) -> String {
    format!(
        "# {}\n\n[package]\nname = \"live-{package}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\n{package} = {{ path = \"../{package}\" }}\n\
         futures = \"0.3\"\nserde = \"1\"\nserde_json = \"1\"\n\
         tokio = {{ version = \"1\", features = [\"rt\", \"time\", \"macros\"] }}\n",
        specwright::output::MARK
    )
}

/// A way to call an operation.
struct Case<'a> {
    name: String,
    method: &'a str,
    /// With everything that can be given.
    all: bool,
    /// The body that is sent in the place of the usual one.
    body: Option<&'a Argument>,
}

fn cases(operation: &Operation) -> Vec<Case<'_>> {
    let case = |name: &str, all| Case {
        name: match operation.body {
            Some(1..) => format!("{name}, {}", operation.method_name),
            _ => name.to_owned(),
        },
        method: &operation.method_name,
        all,
        body: None,
    };
    let mut cases = vec![case("required", false)];
    if !operation.setters.is_empty() || operation.body.is_some() {
        cases.push(case("all", true));
    }
    cases.extend(operation.alternatives.iter().map(|other| Case {
        name: other.media_type.clone(),
        method: &other.method_name,
        all: true,
        body: Some(&other.argument),
    }));
    cases
}

/// The body of the function that makes a call.
fn body(operation: &Operation, case: &Case<'_>, sample: &Sample) -> String {
    let mut text = String::new();
    let mut arguments = Vec::new();
    let is_whole = |argument: &Argument| {
        !matches!(
            argument.carrier,
            Carrier::Parameter { .. } | Carrier::Part { .. }
        )
    };
    let beside = operation.arguments.iter().filter(|argument| {
        case.body.is_none() || matches!(argument.carrier, Carrier::Parameter { .. })
    });
    for (index, argument) in beside.chain(case.body).enumerate() {
        let name = format!("a{index}");
        // What is required and has no sample cannot be called; the program says so.
        let value = value(operation, argument, sample, case.all).unwrap_or(Value::Null);
        arguments.push(take(&mut text, &name, argument, &value));
    }
    let call = arguments.join(", ");
    let _ = writeln!(text, "    let request = client.{}({call});", case.method);
    let mut setters: Vec<&Argument> = Vec::new();
    if case.all {
        setters.extend(&operation.setters);
        if case.body.is_some() {
            setters.retain(|setter| matches!(setter.carrier, Carrier::Parameter { .. }));
        }
    }
    for (index, setter) in setters.into_iter().enumerate() {
        let Some(value) = value(operation, setter, sample, true) else {
            continue;
        };
        if is_whole(setter) && value.is_null() {
            continue;
        }
        let name = format!("s{index}");
        let given = take(&mut text, &name, setter, &value);
        let _ = writeln!(text, "    let request = request.{}({given});", setter.ident);
    }
    text.push_str("    sent(request).await\n");
    text
}

/// The value that the sampler made for an argument.
fn value(operation: &Operation, argument: &Argument, sample: &Sample, all: bool) -> Option<Value> {
    let whole = |media_type: &str| sample.body(media_type, all).cloned();
    match &argument.carrier {
        Carrier::Parameter { location, name, .. } => {
            let place = match location {
                Location::Path => "path",
                Location::Query => "query",
                Location::Header => "header",
                Location::Cookie => "cookie",
            };
            sample.parameter(place, name).cloned()
        }
        Carrier::Json { media_type }
        | Carrier::Xml { media_type, .. }
        | Carrier::Text { media_type } => whole(media_type),
        Carrier::Form { .. } => whole("application/x-www-form-urlencoded"),
        Carrier::Upload { media_types } => {
            whole(media_types.first().map(String::as_str).unwrap_or_default())
        }
        Carrier::Parts { media_type } => whole(media_type),
        Carrier::Part { name, .. } => {
            let media_type = operation.parts.as_ref()?.media_type.as_str();
            sample.body(media_type, true)?.get(name).cloned()
        }
    }
}

/// Decodes a value into a variable, and says how it is handed over.
fn take(text: &mut String, name: &str, argument: &Argument, value: &Value) -> String {
    let json = format!("{:?}", value.to_string());
    let kind = match (&argument.carrier, &argument.ty) {
        (
            Carrier::Part {
                kind: PartKind::File,
                ..
            }
            | Carrier::Upload { .. },
            _,
        ) => {
            return format!("upload({json})");
        }
        (
            Carrier::Part {
                kind: PartKind::Files,
                ..
            },
            _,
        ) => {
            return format!("vec![upload({json})]");
        }
        (Carrier::Parts { .. }, _) => return format!("parts({json})"),
        (_, RustType::String) if matches!(argument.carrier, Carrier::Text { .. }) => {
            let _ = writeln!(text, "    let {name}: String = text({json});");
            return format!("&{name}");
        }
        (_, RustType::String | RustType::Kept(_))
            if !matches!(argument.carrier, Carrier::Json { .. } | Carrier::Xml { .. }) =>
        {
            let _ = writeln!(text, "    let {name}: String = plain({json})?;");
            return format!("&{name}");
        }
        (_, RustType::String) => ": String",
        (_, RustType::Vec(_)) => ": Vec<_>",
        _ => "",
    };
    let _ = writeln!(text, "    let {name}{kind} = decode({json})?;");
    match argument.by_value {
        true => name.to_owned(),
        false => format!("&{name}"),
    }
}

/// What is the same in every program.
const PROGRAM: &str = r#"// @generated by specwright: calls every operation of a crate.
#![allow(deprecated, unused_variables, dead_code, clippy::all)]
#![recursion_limit = "4096"]

use std::time::Duration;

use {lib}::runtime::{Multipart, RetryPolicy, Upload};
use {lib}::{Client, RequestOptions};
use serde::de::DeserializeOwned;
use serde_json::Value;

struct Answer {
    status: u16,
    body: String,
}

fn decode<T: DeserializeOwned>(json: &str) -> Result<T, String> {
    serde_json::from_str(json).map_err(|error| format!("{error}: {json}"))
}

/// A text, or what is written as one.
fn plain(json: &str) -> Result<String, String> {
    match decode(json)? {
        Value::String(text) => Ok(text),
        Value::Null => Err("no value".to_owned()),
        other => Ok(other.to_string()),
    }
}

fn text(json: &str) -> String {
    plain(json).unwrap_or_default()
}

fn upload(json: &str) -> Upload {
    Upload::bytes(text(json)).with_file_name("file.bin")
}

fn parts(json: &str) -> Multipart {
    match decode(json) {
        Ok(Value::Object(members)) => members.into_iter().fold(Multipart::new(), |parts, (name, value)| {
            match value {
                Value::String(text) => parts.text(name, text),
                other => parts.json(name, &other),
            }
        }),
        _ => Multipart::new().text("part", "text"),
    }
}

async fn sent(request: impl RequestOptions) -> Result<Answer, String> {
    let request = request
        .with_retry(RetryPolicy::none())
        .with_timeout(Duration::from_secs(30));
    let answer = request.send_raw().await.map_err(|error| format!("not sent: {error}"))?;
    Ok(Answer {
        status: answer.status().as_u16(),
        body: String::from_utf8_lossy(&answer.into_inner()).into_owned(),
    })
}

fn tell(operation: &str, case: &str, result: Result<Answer, String>) {
    let line = match result {
        Ok(Answer { status, body }) => {
            let problem: Option<Value> = serde_json::from_str(&body).ok();
            serde_json::json!({"operation": operation, "case": case, "status": status, "body": problem})
        }
        Err(error) => serde_json::json!({"operation": operation, "case": case, "error": error}),
    };
    println!("{line}");
}

{functions}
#[tokio::main(flavor = "current_thread")]
async fn main() {
    let url = std::env::args().nth(1).unwrap_or_default();
    let client = Client::from_vars(|name| match name {
        name if name.ends_with("_BASE_URL") => Some(url.clone()),
        _ => Some("dGVzdDp0ZXN0".to_owned()),
    });
    let client = client.expect("the client");
{calls}}
"#;
