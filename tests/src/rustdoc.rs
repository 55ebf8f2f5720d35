//! What rustdoc says of a crate, in the lines of its `api.txt`.
//!
//! The JSON of rustdoc is no stable format; what is read of it here has been the same for years,
//! and what is not as expected fails.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::cargo;

/// Traits that are not in the file: those that the compiler gives, and what has to do with how a
/// macro writes code.
const OTHER_TRAITS: &[&str] = &[
    "Freeze",
    "FromJson",
    "IntegerEnum",
    "RefUnwindSafe",
    "Send",
    "StringEnum",
    "StructuralPartialEq",
    "Sync",
    "Unpin",
    "UnsafeUnpin",
    "UnwindSafe",
];

/// Runs rustdoc on a crate of a workspace; the JSON that it writes. The features are an argument of cargo.
pub fn json(workspace: &Path, tmp: &str, name: &str, features: &str) -> String {
    let output = cargo::at(workspace, tmp)
        .args(["rustdoc", "--lib", "--package", name, features])
        .args(["--", "-Zunstable-options", "--output-format", "json"])
        // The JSON is for tools, which ask for it so on a stable compiler.
        .env("RUSTC_BOOTSTRAP", "1")
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {words}");
    let file = format!("doc/{}.json", name.replace('-', "_"));
    fs::read_to_string(cargo::target(tmp).join(file)).unwrap()
}

/// All that is public in a crate, of which this is the JSON.
pub fn lines(crate_json: &Value) -> BTreeSet<String> {
    let mut found = Found {
        index: &crate_json["index"],
        lines: BTreeSet::new(),
    };
    found.module(&crate_json["root"], "");
    assert!(found.lines.len() > 20, "rustdoc says another thing");
    found.lines
}

struct Found<'a> {
    index: &'a Value,
    lines: BTreeSet<String>,
}

impl<'a> Found<'a> {
    fn item(&self, id: &Value) -> Option<&'a Value> {
        let id = id.as_u64().map(|id| id.to_string())?;
        self.index.get(id)
    }

    fn say(&mut self, line: &str) {
        self.lines.insert(line.trim_end().to_owned());
    }

    fn module(&mut self, id: &Value, path: &str) {
        let item = self.item(id).unwrap_or_else(|| panic!("no item {id}"));
        for id in list(&item["inner"]["module"]["items"]) {
            if let Some(item) = self.item(id) {
                self.public(id, item, path);
            }
        }
    }

    fn public(&mut self, id: &Value, item: &'a Value, path: &str) {
        let inner = &item["inner"];
        if let Some(import) = inner.get("use") {
            return self.import(import, path);
        }
        if item["visibility"] != "public" {
            return;
        }
        let name = format!("{path}{}", text(&item["name"]));
        let deprecated = deprecated(item);
        let (kind, of) = inner
            .as_object()
            .and_then(|inner| inner.iter().next())
            .unwrap();
        match kind.as_str() {
            "module" => {
                self.say(&format!("{name} mod"));
                self.module(id, &format!("{name}::"));
            }
            "struct" => {
                let (fields, is_open) = self.fields(&of["kind"], &name);
                self.lines.extend(fields);
                let open = is_open || is_non_exhaustive(item);
                let exhaustive = if open { "" } else { "exhaustive" };
                self.say(&format!("{name} struct {exhaustive}{deprecated}"));
                self.impls(&of["impls"], &name);
            }
            "enum" => {
                for id in list(&of["variants"]) {
                    let variant = self.item(id).unwrap();
                    let holds = match variant["inner"]["variant"]["kind"].get("tuple") {
                        Some(fields) => {
                            let types = list(fields)
                                .iter()
                                .map(|id| ty(&self.item(id).unwrap()["inner"]["struct_field"]));
                            format!("({})", types.collect::<Vec<_>>().join(", "))
                        }
                        None => String::new(),
                    };
                    self.say(&format!(
                        "{name}::{} variant {holds}",
                        text(&variant["name"])
                    ));
                }
                let exhaustive = if is_non_exhaustive(item) {
                    ""
                } else {
                    "exhaustive"
                };
                self.say(&format!("{name} enum {exhaustive}"));
                self.impls(&of["impls"], &name);
            }
            "type_alias" => self.alias(&name, &ty(&of["type"])),
            "constant" => self.say(&format!("{name} const {}", ty(&of["type"]))),
            "function" => self.say(&format!("{name} fn {}{deprecated}", signature(of))),
            other => panic!("{name} is a {other}"),
        }
    }

    /// A request without setters is told as what one with setters is.
    fn alias(&mut self, name: &str, of: &str) {
        let Some(answers) = of.strip_prefix("TypedRequest<") else {
            self.say(&format!("{name} type {of}"));
            return;
        };
        self.say(&format!("{name} struct "));
        self.say(&format!(
            "{name} traits Clone, Debug, IntoFuture, RequestOptions"
        ));
        self.say(&format!(
            "{name}::send fn (self) -> ResponseFuture<{answers}"
        ));
    }

    fn import(&mut self, import: &'a Value, path: &str) {
        if import["is_glob"] == true {
            // Of a module that is private: its items are said to be here.
            return self.module(&import["id"], path);
        }
        let source = text(&import["source"]);
        if let Some(item) = source
            .starts_with("client::")
            .then(|| self.item(&import["id"]))
        {
            return self.public(&import["id"], item.unwrap(), path);
        }
        self.say(&format!("{path}{} use {source}", text(&import["name"])));
    }

    fn fields(&self, kind: &Value, name: &str) -> (Vec<String>, bool) {
        let mut is_open = kind["plain"]["has_stripped_fields"] == true;
        let mut lines = Vec::new();
        let plain = kind["plain"].get("fields");
        let tuple = kind.get("tuple");
        for id in list(plain.or(tuple).unwrap_or(&Value::Null)) {
            match self.item(id).filter(|item| item["visibility"] == "public") {
                Some(field) => lines.push(format!(
                    "{name}.{} field {}",
                    text(&field["name"]),
                    ty(&field["inner"]["struct_field"])
                )),
                None => is_open = true,
            }
        }
        (lines, is_open)
    }

    fn impls(&mut self, impls: &Value, name: &str) {
        let mut traits = BTreeSet::new();
        for id in list(impls) {
            let item = self.item(id).unwrap();
            let of = &item["inner"]["impl"];
            // Those of other types are here too, if they are about this one.
            let is_own = of["blanket_impl"].is_null()
                && of["is_synthetic"] == false
                && name.rsplit("::").next() == Some(ty(&of["for"]).as_str());
            if !is_own {
                continue;
            }
            if !of["trait"].is_null() {
                let name = path(&of["trait"]).replace("Deserialize<>", "Deserialize");
                if !OTHER_TRAITS.contains(&name.as_str()) {
                    traits.insert(name);
                }
                continue;
            }
            for id in list(&of["items"]) {
                let item = self.item(id).unwrap();
                if item["visibility"] != "public" {
                    continue;
                }
                let own = text(&item["name"]);
                let inner = &item["inner"];
                match (inner.get("function"), inner.get("assoc_const")) {
                    (Some(of), _) => {
                        let (says, marks) = (signature(of), deprecated(item));
                        self.say(&format!("{name}::{own} fn {says}{marks}"));
                    }
                    (_, Some(of)) => self.say(&format!("{name}::{own} const {}", ty(&of["type"]))),
                    (None, None) => panic!("{name}::{own} is {inner}"),
                }
            }
        }
        let traits: Vec<String> = traits.into_iter().collect();
        self.say(&format!("{name} traits {}", traits.join(", ")));
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is no text"))
}

fn deprecated(item: &Value) -> &'static str {
    match item["deprecation"].is_null() {
        true => "",
        false => " #[deprecated]",
    }
}

fn is_non_exhaustive(item: &Value) -> bool {
    item["attrs"].to_string().contains("non_exhaustive")
}

fn signature(function: &Value) -> String {
    let inputs = list(&function["sig"]["inputs"]).iter().map(|input| {
        let (name, of) = (text(&input[0]), ty(&input[1]));
        match (name, of.as_str()) {
            ("self", "Self") => "self".to_owned(),
            ("self", "&Self") => "&self".to_owned(),
            ("self", "&mut Self") => "&mut self".to_owned(),
            _ => format!("{name}: {of}"),
        }
    });
    let inputs: Vec<String> = inputs.collect();
    let output = match &function["sig"]["output"] {
        Value::Null => String::new(),
        of => format!(" -> {}", ty(of)),
    };
    format!("({}){output}", inputs.join(", "))
}

/// A type, each path by its last part alone, without lifetimes but `'static`.
fn ty(of: &Value) -> String {
    let (kind, of) = of
        .as_object()
        .and_then(|of| of.iter().next())
        .unwrap_or_else(|| panic!("{of} is no type"));
    match kind.as_str() {
        "resolved_path" => path(of),
        "generic" | "primitive" => text(of).to_owned(),
        "tuple" => {
            let items: Vec<String> = list(of).iter().map(ty).collect();
            format!("({})", items.join(", "))
        }
        "slice" => format!("[{}]", ty(of)),
        "borrowed_ref" => {
            let lifetime = match of["lifetime"].as_str() {
                Some("'static") => "'static ",
                _ => "",
            };
            let mutable = if of["is_mutable"] == true { "mut " } else { "" };
            format!("&{lifetime}{mutable}{}", ty(&of["type"]))
        }
        "impl_trait" => {
            let bounds = list(of).iter().filter_map(|bound| bound.get("trait_bound"));
            let bounds: Vec<String> = bounds.map(|bound| path(&bound["trait"])).collect();
            format!("impl {}", bounds.join(" + "))
        }
        other => panic!("{other} in a type: {of}"),
    }
}

fn path(of: &Value) -> String {
    let name = text(&of["path"]).rsplit("::").next().unwrap_or_default();
    let args = &of["args"];
    if let Some(called) = args.get("parenthesized") {
        let inputs: Vec<String> = list(&called["inputs"]).iter().map(ty).collect();
        let output = match &called["output"] {
            Value::Null => String::new(),
            of => format!(" -> {}", ty(of)),
        };
        return format!("{name}({}){output}", inputs.join(", "));
    }
    let args = list(&args["angle_bracketed"]["args"]).iter();
    let types: Vec<String> = args.filter_map(|arg| arg.get("type")).map(ty).collect();
    match types.is_empty() {
        true => name.to_owned(),
        false => format!("{name}<{}>", types.join(", ")),
    }
}
