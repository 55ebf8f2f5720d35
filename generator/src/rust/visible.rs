//! What a user can see of what was printed, one line an item.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Fields, ImplItem, Item, UseTree, Visibility};

use crate::surface::{Kind, Lines};

use super::source::literal;

/// The module whose files are private, and so cannot say what they need.
pub(crate) const TYPES: &str = "types::";

/// What there is to see of a file, as it grows. Paths begin at the file's own module.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    lines: Vec<Line>,
    traits: BTreeMap<String, BTreeSet<String>>,
    /// The names that the file itself gives.
    own: BTreeSet<String>,
}

/// A line as it grows.
#[derive(Debug)]
struct Line {
    path: String,
    kind: Kind,
    says: String,
}

impl Line {
    fn new(path: String, kind: Kind, says: impl Into<String>) -> Self {
        let says = says.into();
        Self { path, kind, says }
    }

    /// Says one thing more: an attribute.
    fn mark(&mut self, attribute: &str) {
        if !self.says.is_empty() {
            self.says.push(' ');
        }
        self.says.push_str(attribute);
    }
}

/// The traits of the request of an operation.
const OF_REQUESTS: [&str; 4] = ["Clone", "Debug", "IntoFuture", "RequestOptions"];

/// The type of requests without setters, which a crate has aliases of.
const TYPED_REQUEST: &str = "TypedRequest<";

/// What a macro of the runtime writes for a type: traits, and lines of the type's own.
fn written_by(name: &str) -> (&'static [&'static str], &'static [(Kind, &'static str)]) {
    const JSON: &[&str] = &["Deserialize", "Serialize"];
    match name {
        "string_enum" => (
            &[
                "AsRef<str>",
                "Debug",
                "Deserialize",
                "Display",
                "Eq",
                "From<&str>",
                "From<String>",
                "FromStr",
                "Hash",
                "PartialEq",
                "Serialize",
            ],
            &[
                (Kind::Const, "KNOWN: &'static [&'static str]"),
                (Kind::Fn, "as_str(&self) -> &str"),
            ],
        ),
        "integer_enum" => (
            &["Deserialize", "Display", "From<i64>", "Serialize"],
            &[
                (Kind::Const, "KNOWN: &'static [i64]"),
                (Kind::Fn, "as_i64(&self) -> i64"),
            ],
        ),
        "scalar_enum" => (
            &[
                "Deserialize",
                "Display",
                "From<&str>",
                "From<Value>",
                "From<bool>",
                "From<i64>",
                "Serialize",
            ],
            &[(Kind::Fn, "to_value(&self) -> Value")],
        ),
        "json_struct" | "json_tuple" | "tagged_union" | "union" | "newtype" => (JSON, &[]),
        "operation" => (&OF_REQUESTS, &[]),
        _ => (&[], &[]),
    }
}

impl Seen {
    /// Adds the items of a file, or of a part of one.
    pub(crate) fn items(&mut self, file: &syn::File) {
        file.items.iter().for_each(|item| self.item(item));
    }

    /// Adds what a call of one of the runtime's macros writes, from its text.
    pub(crate) fn call(&mut self, text: &str) {
        let Some((name, rest)) = text
            .trim_start()
            .strip_prefix("specwright_runtime::v1::")
            .and_then(|call| call.split_once("!("))
        else {
            return;
        };
        let is_ident = |c: char| c.is_alphanumeric() || c == '_';
        let of: String = rest.chars().take_while(|c| is_ident(*c)).collect();
        let (traits, members) = written_by(name);
        let own = self.traits.entry(of.clone()).or_default();
        own.extend(traits.iter().map(|name| (*name).to_owned()));
        if let ("newtype", Some((_, inner))) = (name, rest.split_once(": ")) {
            let inner = inner.trim_end().trim_end_matches(");");
            own.insert(format!("From<{inner}>"));
        }
        for (kind, text) in members {
            let name: String = text.chars().take_while(|c| is_ident(*c)).collect();
            let says = text.get(name.len()..).unwrap_or_default();
            let says = says.trim_start_matches(": ");
            self.push(format!("{of}::{name}"), *kind, says, &[]);
        }
    }

    /// Adds what there is to see of another part of the file.
    pub(crate) fn extend(&mut self, other: Self) {
        self.lines.extend(other.lines);
        self.own.extend(other.own);
        for (path, traits) in other.traits {
            self.traits.entry(path).or_default().extend(traits);
        }
    }

    /// All lines, sorted, those of a type's traits among them, with the path of the module before what is
    /// the file's own. `features` are those of which the file needs one: a public module says so
    /// itself, a type of a private one and a method of a type elsewhere are marked.
    pub(crate) fn finish(self, module: &str, features: &[String]) -> Lines {
        let Self { lines, traits, own } = self;
        let traits = traits.into_iter().map(|(path, traits)| {
            let traits: Vec<String> = traits.into_iter().collect();
            Line::new(path, Kind::Traits, traits.join(", "))
        });
        let mark = condition(features);
        let mut all = Lines::default();
        for mut line in lines.into_iter().chain(traits) {
            let name = line.path.split([':', '.']).next().unwrap_or_default();
            let is_own = own.contains(name);
            let is_marked = match line.kind {
                Kind::Struct | Kind::Enum | Kind::Type => module == TYPES,
                Kind::Fn => !is_own,
                _ => false,
            };
            if let Some(mark) = mark.as_ref().filter(|_| is_marked) {
                line.mark(mark);
            }
            let module = if is_own { module } else { "" };
            all.add(&[module, &line.path], line.kind, &[&line.says]);
        }
        all.sort();
        all
    }

    /// Adds a line, with the marks of what it is about.
    pub(crate) fn add(
        &mut self,
        path: String,
        kind: Kind,
        says: impl Into<String>,
        marks: &[String],
    ) {
        let mut line = Line::new(path, kind, says);
        marks.iter().for_each(|mark| line.mark(mark));
        self.lines.push(line);
    }

    /// Says that the file gives this name.
    pub(crate) fn named(&mut self, name: &str) {
        self.own.insert(name.to_owned());
    }

    /// Adds traits that a type derives.
    pub(crate) fn derive(&mut self, name: &str, traits: &[String]) {
        let own = self.traits.entry(name.to_owned()).or_default();
        own.extend(traits.iter().cloned());
    }

    /// Adds another name for a type.
    ///
    /// The alias of a request without setters is told as what one with setters is, a type of its
    /// own with the same methods and traits: it becomes one with the first of them, which is no
    /// change for the programs that call it by its name.
    pub(crate) fn alias(&mut self, name: &str, of: &str, marks: &[String]) {
        self.named(name);
        let Some(answers) = of.strip_prefix(TYPED_REQUEST) else {
            self.add(name.to_owned(), Kind::Type, of, marks);
            return;
        };
        self.derive(name, &OF_REQUESTS.map(str::to_owned));
        let send = format!("(self) -> ResponseFuture<{answers}");
        self.add(format!("{name}::send"), Kind::Fn, send, &[]);
        self.add(name.to_owned(), Kind::Struct, "", marks);
    }

    /// Adds a trait that a type implements.
    pub(crate) fn implement(&mut self, of: &str, name: &str) {
        let own = self.traits.entry(of.to_owned()).or_default();
        own.insert(name.to_owned());
    }

    fn push<'a>(
        &mut self,
        path: String,
        kind: Kind,
        says: impl Into<String>,
        attributes: impl IntoIterator<Item = &'a Attribute>,
    ) {
        self.add(path, kind, says, &marks(attributes));
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Struct(item) if is_public(&item.vis) => {
                let name = item.ident.to_string();
                self.derives(&name, &item.attrs);
                self.own.insert(name.clone());
                let mut is_open = is_non_exhaustive(&item.attrs);
                for (at, field) in item.fields.iter().enumerate() {
                    if !is_public(&field.vis) {
                        is_open = true;
                        continue;
                    }
                    let field_name = match &field.ident {
                        Some(ident) => ident.to_string(),
                        None => at.to_string(),
                    };
                    let path = format!("{name}.{field_name}");
                    self.push(path, Kind::Field, spelled(&field.ty), &field.attrs);
                }
                let says = if is_open { "" } else { "exhaustive" };
                self.push(name, Kind::Struct, says, &item.attrs);
            }
            Item::Enum(item) if is_public(&item.vis) => {
                let name = item.ident.to_string();
                self.derives(&name, &item.attrs);
                self.own.insert(name.clone());
                let is_open = is_non_exhaustive(&item.attrs);
                let says = if is_open { "" } else { "exhaustive" };
                for variant in &item.variants {
                    let path = format!("{name}::{}", variant.ident);
                    let holds = match &variant.fields {
                        Fields::Unit => String::new(),
                        fields => spelled(fields),
                    };
                    self.push(path, Kind::Variant, holds, &variant.attrs);
                }
                self.push(name, Kind::Enum, says, &item.attrs);
            }
            Item::Type(item) if is_public(&item.vis) => {
                let name = item.ident.to_string();
                self.alias(&name, &spelled(&item.ty), &marks(&item.attrs));
            }
            Item::Const(item) if is_public(&item.vis) => {
                let name = item.ident.to_string();
                self.own.insert(name.clone());
                self.push(name, Kind::Const, spelled(&item.ty), &item.attrs);
            }
            Item::Fn(item) if is_public(&item.vis) => {
                let name = item.sig.ident.to_string();
                self.own.insert(name.clone());
                self.push(name, Kind::Fn, signature(&item.sig), &item.attrs);
            }
            Item::Mod(item) if is_public(&item.vis) => {
                let name = item.ident.to_string();
                self.own.insert(name.clone());
                self.push(name, Kind::Module, "", &item.attrs);
            }
            Item::Use(item) if is_public(&item.vis) => self.uses("", &item.tree),
            Item::Impl(item) => self.implementation(item),
            _ => {}
        }
    }

    fn implementation(&mut self, item: &syn::ItemImpl) {
        let of = spelled(&item.self_ty);
        if let Some((path, _)) = &item.trait_ {
            let name = path.segments.last().map(spelled).unwrap_or_default();
            self.traits.entry(of).or_default().insert(name);
            return;
        }
        let around = &item.attrs;
        for item in &item.items {
            match item {
                ImplItem::Fn(item) if is_public(&item.vis) => {
                    let path = format!("{of}::{}", item.sig.ident);
                    let attributes = around.iter().chain(&item.attrs);
                    self.push(path, Kind::Fn, signature(&item.sig), attributes);
                }
                ImplItem::Const(item) if is_public(&item.vis) => {
                    let path = format!("{of}::{}", item.ident);
                    self.push(path, Kind::Const, spelled(&item.ty), around);
                }
                _ => {}
            }
        }
    }

    /// What is another crate's; of what is private in this one the items have been seen where
    /// they are.
    fn uses(&mut self, before: &str, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => {
                let before = format!("{before}{}::", path.ident);
                self.uses(&before, &path.tree);
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.uses(before, tree)),
            UseTree::Name(name) => self.used(before, &name.ident.to_string(), None),
            UseTree::Rename(name) => {
                self.used(
                    before,
                    &name.ident.to_string(),
                    Some(&name.rename.to_string()),
                );
            }
            UseTree::Glob(_) => {}
        }
    }

    fn used(&mut self, before: &str, name: &str, rename: Option<&str>) {
        if before.starts_with("client::") {
            return;
        }
        let from = match name {
            "self" => before.trim_end_matches("::").to_owned(),
            name => format!("{before}{name}"),
        };
        let name = rename.unwrap_or(name).to_owned();
        self.own.insert(name.clone());
        self.push(name, Kind::Use, from, &[]);
    }

    fn derives(&mut self, name: &str, attributes: &[Attribute]) {
        let own = self.traits.entry(name.to_owned()).or_default();
        for attribute in attributes.iter().filter(|a| a.path().is_ident("derive")) {
            // The tokens are this program's own, so that they are a list of paths.
            let _ = attribute.parse_nested_meta(|meta| {
                own.insert(spelled(&meta.path));
                Ok(())
            });
        }
    }
}

/// The mark of what needs one of these features.
fn condition(features: &[String]) -> Option<String> {
    let names: Vec<String> = features
        .iter()
        .map(|name| format!("feature = {}", literal(name)))
        .collect();
    match names.as_slice() {
        [] => None,
        [one] => Some(format!("#[cfg({one})]")),
        all => Some(format!("#[cfg(any({}))]", all.join(", "))),
    }
}

/// The function in the one block of a file, if it is public: its name, what it takes and gives, and its
/// marks.
pub(crate) fn function(file: &syn::File) -> Option<(String, String, Vec<String>)> {
    let [Item::Impl(block)] = file.items.as_slice() else {
        return None;
    };
    let [ImplItem::Fn(function)] = block.items.as_slice() else {
        return None;
    };
    is_public(&function.vis).then(|| {
        (
            function.sig.ident.to_string(),
            signature(&function.sig),
            marks(&function.attrs),
        )
    })
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_non_exhaustive(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .any(|attribute| attribute.path().is_ident("non_exhaustive"))
}

/// What is said of an item beside its type.
fn marks<'a>(attributes: impl IntoIterator<Item = &'a Attribute>) -> Vec<String> {
    let marks = attributes.into_iter().filter_map(|attribute| {
        let path = attribute.path();
        if path.is_ident("deprecated") {
            return Some("#[deprecated]".to_owned());
        }
        path.is_ident("cfg").then(|| spelled(&attribute.meta))
    });
    marks
        .map(|mark| match mark.strip_prefix("cfg") {
            Some(condition) => format!("#[cfg{condition}]"),
            None => mark,
        })
        .collect()
}

/// The arguments and what comes back.
fn signature(signature: &syn::Signature) -> String {
    // Whether a function changes what it owns is its own business.
    let arguments = signature.inputs.iter().map(|input| match input {
        syn::FnArg::Receiver(own) => match spelled(own).as_str() {
            "mut self" => "self".to_owned(),
            own => own.to_owned(),
        },
        input => spelled(input),
    });
    let arguments: Vec<String> = arguments.collect();
    let generics = match signature.generics.params.is_empty() {
        true => String::new(),
        false => spelled(&signature.generics),
    };
    let output = match &signature.output {
        syn::ReturnType::Default => String::new(),
        syn::ReturnType::Type(_, ty) => format!(" -> {}", spelled(ty)),
    };
    format!("{generics}({}){output}", arguments.join(", "))
}

/// Tokens as people write them, in one line.
fn spelled(tokens: impl ToTokens) -> String {
    let mut text = String::new();
    spell(tokens.to_token_stream(), &mut text);
    text
}

fn spell(tokens: TokenStream, text: &mut String) {
    let mut after_word = false;
    let mut tokens = tokens.into_iter().peekable();
    let mut colons = 0;
    while let Some(token) = tokens.next() {
        let is_word = matches!(token, TokenTree::Ident(_) | TokenTree::Literal(_));
        if is_word && after_word {
            text.push(' ');
        }
        after_word = is_word;
        match token {
            TokenTree::Ident(ident) => text.push_str(&ident.to_string()),
            TokenTree::Literal(literal) => text.push_str(&literal.to_string()),
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::None => ("", ""),
                };
                text.push_str(open);
                spell(group.stream(), text);
                text.push_str(close);
            }
            TokenTree::Punct(punct) => {
                // The comma behind the last of several lines is not there in one.
                let is_last = match tokens.peek() {
                    None => true,
                    Some(TokenTree::Punct(next)) => next.as_char() == '>',
                    Some(_) => false,
                };
                match (punct.as_char(), punct.spacing()) {
                    (',', _) if is_last => {}
                    (',', _) => text.push_str(", "),
                    (':', Spacing::Joint) => {
                        text.push(':');
                        colons = 1;
                        continue;
                    }
                    (':', Spacing::Alone) if colons == 0 => text.push_str(": "),
                    ('-', Spacing::Joint) => text.push_str(" -"),
                    ('>', _) if text.ends_with(" -") => text.push_str("> "),
                    ('+', _) => text.push_str(" + "),
                    ('=', _) => text.push_str(" = "),
                    (other, _) => text.push(other),
                }
            }
        }
        colons = 0;
    }
}
