//! Operations, decided: names, arguments, what they answer.

use std::collections::BTreeMap;

use crate::ir::{
    Api, Docs, Location, Method, Operation, Parameter, Part, PathPart, Shape, TextFormat, Type,
};

use super::model::{Argument, Asked, Carrier, Module, Operation as OperationPlan, RustType};
use super::names::{Lock, LockedMethod, Scope, Spelling, case, told_apart};
use super::types::{Known, siblings};
use super::{answers, bodies};

/// Methods that every client has, whatever its operations.
const CLIENT_METHODS: &[&str] = &[
    "builder",
    "clone",
    "download",
    "from_env",
    "from_vars",
    "request",
];

/// Methods that every builder has, whatever its parameters.
const BUILDER_METHODS: &[&str] = &[
    "clone",
    "into_future",
    "items",
    "pages",
    "send",
    "send_raw",
    "wait",
];

/// Names that the files of operations use themselves.
pub(crate) const MODULE_NAMES: &[&str] = &[
    "AsJson",
    "At",
    "BTreeMap",
    "Box",
    "ByteStream",
    "Bytes",
    "Client",
    "DecodeError",
    "Err",
    "EventStream",
    "Head",
    "ItemStream",
    "Items",
    "Job",
    "JobState",
    "Method",
    "Multipart",
    "None",
    "Ok",
    "Operation",
    "Option",
    "Pages",
    "Paging",
    "Request",
    "ResponseFuture",
    "Result",
    "Secret",
    "Self",
    "Some",
    "Strategy",
    "String",
    "ToString",
    "Style",
    "StyleKind",
    "TypedRequest",
    "Untyped",
    "Upload",
    "Vec",
    "Wait",
];

/// The client's methods.
pub(crate) struct Methods {
    /// That of each operation, in the order of `api.operations`.
    pub(crate) of_operations: Vec<String>,
    /// Those that send another body than the preferred one, by the positions of the operation and
    /// of the body.
    pub(crate) of_bodies: BTreeMap<(usize, usize), String>,
}

/// Names all methods of the client.
pub(crate) fn method_names(api: &Api, old: &Lock) -> Methods {
    let mut scope = Scope::reserving(CLIENT_METHODS.iter().copied());
    for name in super::client::sign_in_functions(api) {
        scope.take(&name);
    }
    for name in super::jobs::locked(old) {
        scope.take(name);
    }
    let mut names: Vec<Option<String>> = api
        .operations
        .iter()
        .map(|operation| {
            let locked = &old.methods.get(&operation.place.0)?.name;
            let valid = syn::parse_str::<syn::Ident>(&case::escaped(locked)).is_ok();
            (valid && scope.take(locked)).then(|| locked.clone())
        })
        .collect();
    let mut open: Vec<(usize, &Operation)> = api.operations.iter().enumerate().collect();
    open.sort_by_key(|(_, operation)| (operation.requested_name.is_none(), &operation.place));
    for (index, operation) in open {
        if let Some(slot @ None) = names.get_mut(index) {
            *slot = Some(scope.claim(&natural_method(operation), Spelling::Snake));
        }
    }
    let of_operations: Vec<String> = names.into_iter().flatten().collect();
    let of_bodies = bodies::method_names(api, &of_operations, &mut scope, old);
    Methods {
        of_operations,
        of_bodies,
    }
}

fn natural_method(operation: &Operation) -> String {
    let name = plain_method(operation);
    if CLIENT_METHODS.contains(&name.as_str()) {
        format!("{name}_operation")
    } else {
        name
    }
}

fn plain_method(operation: &Operation) -> String {
    if let Some(name) = operation.requested_name.as_ref().or(operation.id.as_ref()) {
        return case::snake(name);
    }
    let mut words = vec![method_word(&operation.method).to_lowercase()];
    let mut by = Vec::new();
    for part in &operation.path {
        match part {
            PathPart::Literal(text) => words.push(text.clone()),
            PathPart::Parameter(name) => by.push(name.clone()),
        }
    }
    if !by.is_empty() {
        words.push("by".to_owned());
        words.extend(by);
    }
    words.extend(operation.fragment.clone());
    case::snake(&words.join(" "))
}

/// The method as it is sent.
pub fn method_word(method: &Method) -> &str {
    match method {
        Method::Get => "GET",
        Method::Put => "PUT",
        Method::Post => "POST",
        Method::Delete => "DELETE",
        Method::Options => "OPTIONS",
        Method::Head => "HEAD",
        Method::Patch => "PATCH",
        Method::Trace => "TRACE",
        Method::Other(word) => word,
    }
}

/// The names of the builders, in the order of `api.operations`.
pub(crate) fn builder_names(methods: &[String]) -> Vec<String> {
    let mut scope = Scope::reserving(MODULE_NAMES.iter().copied());
    let mut order: Vec<(usize, &String)> = methods.iter().enumerate().collect();
    order.sort_by_key(|(_, name)| *name);
    let mut names = vec![String::new(); methods.len()];
    for (index, method) in order {
        let natural = case::pascal(method);
        let natural = if MODULE_NAMES.contains(&natural.as_str()) {
            format!("{natural}Request")
        } else {
            natural
        };
        if let Some(slot) = names.get_mut(index) {
            *slot = scope.claim(&natural, Spelling::Pascal);
        }
    }
    names
}

/// Decides all operations and sorts them into modules by tag.
pub(crate) fn modules(
    known: &Known<'_>,
    methods: &[String],
    of_bodies: &BTreeMap<(usize, usize), String>,
    status_enum_names: &mut Scope,
    old: &Lock,
    new: &mut Lock,
) -> Vec<Module> {
    // A body of parts has setters of its own, and so a builder of its own.
    let apart: Vec<((usize, usize), &String)> = of_bodies
        .iter()
        .filter(|((operation, body), _)| {
            let operation = known.api.operations.get(*operation);
            let body = operation.and_then(|operation| operation.bodies.get(*body));
            body.is_some_and(|body| bodies::has_setters(&body.content))
        })
        .map(|(key, method)| (*key, method))
        .collect();
    let named: Vec<String> = methods
        .iter()
        .chain(apart.iter().map(|(_, method)| *method))
        .cloned()
        .collect();
    let builders = builder_names(&named);
    let mut by_tag: BTreeMap<Option<&str>, Vec<(&Operation, OperationPlan)>> = BTreeMap::new();
    let mut order: Vec<usize> = (0..known.api.operations.len()).collect();
    order.sort_by_key(|&i| {
        known
            .api
            .operations
            .get(i)
            .map(|operation| &operation.place)
    });
    for index in order {
        let (Some(operation), Some(method), Some(builder)) = (
            known.api.operations.get(index),
            methods.get(index),
            builders.get(index),
        ) else {
            continue;
        };
        let mut planning = Planning {
            known,
            operation,
            source: index,
            status_enum_names: &mut *status_enum_names,
            old,
            new: &mut *new,
        };
        let mut plan = planning.plan(method, builder, &operation.place.0, 0);
        let own = apart.iter().zip(builders.iter().skip(methods.len()));
        let apart: Vec<OperationPlan> = own
            .filter(|(((source, _), _), _)| *source == index)
            .filter_map(|(((_, body), method), builder)| {
                let place = operation.bodies.get(*body)?.place.0.clone();
                Some(planning.plan(method, builder, &place, *body))
            })
            .collect();
        plan.alternatives = bodies::alternatives(known, operation, index, of_bodies, new);
        let of_tag = by_tag.entry(operation.tag.as_deref()).or_default();
        of_tag.push((operation, plan));
        of_tag.extend(apart.into_iter().map(|plan| (operation, plan)));
    }
    // A tuple struct is a value too, so a static must not be called like a builder (`A`).
    let mut statics = Scope::reserving(builders.iter().map(String::as_str));
    for (_, plan) in by_tag.values_mut().flatten() {
        let natural = case::screaming(&plan.method_name);
        plan.descriptor = if statics.take(&natural) {
            natural
        } else {
            statics.claim(&format!("{natural}_OPERATION"), Spelling::Snake)
        };
    }
    let mut scope = Scope::default();
    by_tag
        .into_iter()
        .map(|(tag, mut operations)| {
            operations.sort_by(|(a, _), (b, _)| sort_key(a).cmp(&sort_key(b)));
            let said = tag.and_then(|tag| known.api.tags.iter().find(|said| said.name == tag));
            Module {
                name: case::escaped(&scope.claim(
                    &tag.map_or_else(|| "untagged".to_owned(), case::module),
                    Spelling::Snake,
                )),
                tag: tag.map(str::to_owned),
                description: said.and_then(|said| said.description.clone()),
                paths: said.map(|said| said.paths.clone()).unwrap_or_default(),
                feature: None,
                operations: operations.into_iter().map(|(_, plan)| plan).collect(),
            }
        })
        .collect()
}

/// By path, then as one thinks of the methods: read, create, change, delete.
fn sort_key(operation: &Operation) -> (String, u8, &str) {
    let rank = match operation.method {
        Method::Get => 0,
        Method::Head => 1,
        Method::Post => 2,
        Method::Put => 3,
        Method::Patch => 4,
        Method::Delete => 5,
        Method::Options => 6,
        Method::Trace => 7,
        Method::Other(_) => 8,
    };
    (
        written_path(operation),
        rank,
        method_word(&operation.method),
    )
}

/// The path as the document has it.
pub(crate) fn written_path(operation: &Operation) -> String {
    let fragment = operation.fragment.as_ref();
    let fragment = fragment.map(|fragment| format!("#{fragment}"));
    template(&operation.path) + &fragment.unwrap_or_default()
}

/// The path as it is sent, with the names of its parameters.
pub(crate) fn template(path: &[PathPart]) -> String {
    path.iter()
        .map(|part| match part {
            PathPart::Literal(text) => text.clone(),
            PathPart::Parameter(name) => format!("{{{name}}}"),
        })
        .collect()
}

/// What the plan of an operation is made of.
struct Planning<'a, 'k> {
    known: &'a Known<'k>,
    operation: &'a Operation,
    /// Its position in `Api::operations`.
    source: usize,
    status_enum_names: &'a mut Scope,
    old: &'a Lock,
    new: &'a mut Lock,
}

impl Planning<'_, '_> {
    /// The operation with one of its bodies; `place` is the identity of the method.
    fn plan(&mut self, method: &str, builder: &str, place: &str, body: usize) -> OperationPlan {
        let (known, operation) = (self.known, self.operation);
        let (positional, setters) = split_parameters(operation, place, self.old);
        let content = operation.bodies.get(body);
        let parts: &[Part] = content.map_or(&[], |body| bodies::parts(&body.content));
        let required = content.is_some_and(|body| body.required);
        let (required_parts, optional_parts) =
            bodies::split_parts(parts, required, place, self.old);
        let locked = positional.iter().map(|p| p.name.clone());
        let locked = locked.chain(required_parts.iter().map(|part| bodies::lock_key(part)));
        self.new.methods.insert(
            place.to_owned(),
            LockedMethod {
                name: method.to_owned(),
                arguments: locked.collect(),
            },
        );

        let mut scope = Scope::reserving(BUILDER_METHODS.iter().copied());
        if content.is_some() {
            scope.take("body");
        }
        let inputs: Vec<Input<'_>> = positional
            .iter()
            .map(|p| Input::Parameter(p))
            .chain(required_parts.iter().map(|part| Input::Part(part)))
            .chain(setters.iter().map(|p| Input::Parameter(p)))
            .chain(optional_parts.iter().map(|part| Input::Part(part)))
            .collect();
        let idents = self.idents(&inputs, place, &mut scope);
        let mut planned: Vec<Argument> = inputs
            .iter()
            .zip(idents)
            .map(|(input, ident)| {
                let ident = case::escaped(&ident);
                match input {
                    Input::Parameter(p) => argument(known, p, ident),
                    Input::Part(part) => bodies::part_argument(known, part, ident),
                }
            })
            .collect();
        let mut setters = planned.split_off(positional.len() + required_parts.len());
        let mut arguments = planned;
        if let Some(body) = content
            && !bodies::has_setters(&body.content)
        {
            let argument = bodies::argument(known, body);
            if body.required {
                arguments.push(argument);
            } else {
                setters.push(argument);
            }
        }
        setters.sort_by(|a, b| a.ident.cmp(&b.ident));

        let answers = answers::decide(
            known,
            operation,
            builder,
            self.status_enum_names,
            &mut scope,
        );
        OperationPlan {
            source: self.source,
            body: content.map(|_| body),
            id: operation
                .id
                .clone()
                .unwrap_or_else(|| operation.place.0.clone()),
            method_name: case::escaped(method),
            builder: builder.to_owned(),
            descriptor: String::new(),
            method: operation.method.clone(),
            path: template(&operation.path),
            security: scheme_names(&operation.security),
            scopes: scopes(operation),
            repeatable: operation.repeatable,
            accept: answers.accept,
            expected: answers.expected,
            answers: answers.others,
            headers: Vec::new(),
            links: Vec::new(),
            server: operation.server.clone(),
            docs: operation.docs.clone(),
            arguments,
            setters,
            parts: content.and_then(bodies::parts_plan).map(Box::new),
            alternatives: Vec::new(),
            success: answers.success,
            error: answers.error,
            documented_errors: answers.documented_errors,
            paging: None,
            cut: None,
            job: None,
            asked: Asked::Never,
            checks: None,
        }
    }

    /// The names of arguments and setters.
    fn idents(&mut self, inputs: &[Input<'_>], place: &str, scope: &mut Scope) -> Vec<String> {
        let keys: Vec<String> = inputs
            .iter()
            .map(|input| {
                let clash = inputs
                    .iter()
                    .any(|other| other.name() == input.name() && other.place() != input.place());
                if clash {
                    // The same name in two places is two parameters (OAS 3.1 § 4.8.12).
                    format!("{} {}", input.name(), input.place())
                } else {
                    input.name().to_owned()
                }
            })
            .collect();
        let texts: Vec<&str> = inputs
            .iter()
            .zip(&keys)
            .map(|(input, key)| input.requested_name().unwrap_or(key))
            .collect();
        let wishes: Vec<(&str, String)> = keys
            .iter()
            .zip(told_apart(&texts, case::snake))
            .map(|(key, snake)| {
                let natural = if BUILDER_METHODS.contains(&snake.as_str()) || snake == "body" {
                    format!("{snake}_parameter")
                } else {
                    snake
                };
                (key.as_str(), natural)
            })
            .collect();
        siblings(scope, place, &wishes, Spelling::Snake, self.old, self.new)
    }
}

/// Something that a user gives beside a whole body.
enum Input<'a> {
    Parameter(&'a Parameter),
    Part(&'a Part),
}

impl Input<'_> {
    fn name(&self) -> &str {
        match self {
            Self::Parameter(p) => &p.name,
            Self::Part(part) => &part.name,
        }
    }

    fn requested_name(&self) -> Option<&str> {
        match self {
            Self::Parameter(p) => p.requested_name.as_deref(),
            Self::Part(part) => part.requested_name.as_deref(),
        }
    }

    /// Where it goes, in a word.
    fn place(&self) -> &'static str {
        match self {
            Self::Parameter(p) => location_word(p.location),
            Self::Part(_) => "part",
        }
    }
}

/// The parameters that are arguments, and those that are setters.
///
/// Arguments are those of the path in the template's order, then other required ones. Their
/// order among themselves is locked; at first it is that of their names, with what begins
/// before what ends (`start_time`, `end_time`), never that of the document.
fn split_parameters<'a>(
    operation: &'a Operation,
    place: &str,
    old: &Lock,
) -> (Vec<&'a Parameter>, Vec<&'a Parameter>) {
    let mut positional: Vec<&Parameter> = Vec::new();
    for part in &operation.path {
        if let PathPart::Parameter(name) = part {
            let found = operation
                .parameters
                .iter()
                .find(|p| p.location == Location::Path && p.name == *name);
            if let Some(p) = found
                && !positional.iter().any(|q| std::ptr::eq(*q, p))
            {
                positional.push(p);
            }
        }
    }
    let mut required: Vec<&Parameter> = operation
        .parameters
        .iter()
        .filter(|p| p.required && p.location != Location::Path)
        .collect();
    // One of the path may have the same name, and comes before all of these.
    let locked = old.methods.get(place);
    let locked = locked.and_then(|method| method.arguments.get(positional.len()..));
    required.sort_by_key(|p| {
        let place = locked.and_then(|arguments| arguments.iter().position(|a| *a == p.name));
        (place.unwrap_or(usize::MAX), span_key(&p.name), p.location)
    });
    positional.extend(required);
    let setters = operation
        .parameters
        .iter()
        .filter(|p| !p.required && p.location != Location::Path)
        .collect();
    (positional, setters)
}

/// Sorts the two ends of a span together, and the beginning before the end.
pub(super) fn span_key(name: &str) -> (String, u8, String) {
    let mut rank = 1;
    let words: Vec<String> = case::snake(name)
        .split('_')
        .filter(|word| {
            let of_word = match *word {
                "start" | "begin" | "from" | "since" | "after" | "min" | "first" | "lower" => 0,
                "end" | "until" | "to" | "before" | "max" | "last" | "upper" => 2,
                _ => return true,
            };
            rank = of_word;
            false
        })
        .map(str::to_owned)
        .collect();
    (words.join("_"), rank, name.to_owned())
}

fn location_word(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    }
}

fn argument(known: &Known<'_>, p: &Parameter, ident: String) -> Argument {
    let resolved = known.resolved(&p.ty);
    let is_enum = is_enum(known, resolved);
    let ty = known.rust_type(resolved);
    Argument {
        ident,
        by_value: is_enum || is_by_value(&ty),
        ty,
        carrier: Carrier::Parameter {
            location: p.location,
            name: p.name.clone(),
            style: p.style,
            segments: p.segments,
            makes_repeatable: p.makes_repeatable,
            secret: matches!(known.resolved(&p.ty), Type::Text(TextFormat::Secret)),
        },
        docs: docs_through_aliases(known, p),
    }
}

/// Whether a type is an enum of values.
pub(super) fn is_enum(known: &Known<'_>, resolved: &Type) -> bool {
    match resolved {
        Type::Named(id) => known.api.types.get(*id).is_some_and(|def| {
            matches!(
                def.shape,
                Shape::TextEnum(_) | Shape::IntegerEnum(_) | Shape::ScalarEnum(_)
            )
        }),
        _ => false,
    }
}

/// What is said of a parameter, and of the aliases that its type does without: they show nowhere
/// else.
fn docs_through_aliases(known: &Known<'_>, p: &Parameter) -> Docs {
    let mut docs = p.docs.clone();
    for alias in known.aliases(&p.ty) {
        for limit in &alias.limits {
            if !docs.limits.contains(limit) {
                docs.limits.push(limit.clone());
            }
        }
        docs.description = docs.description.or_else(|| alias.description.clone());
    }
    docs.default = docs
        .default
        .or_else(|| known.default_of(&p.ty).cloned().map(Box::new));
    docs
}

/// Whether a value is handed over as it is: it costs nothing, or it is used up.
pub(super) fn is_by_value(ty: &RustType) -> bool {
    matches!(
        ty,
        RustType::Primitive(_)
            | RustType::Timestamp(_)
            | RustType::Date(_)
            | RustType::Uuid
            | RustType::Address(_)
            | RustType::Bytes
            | RustType::Upload
            | RustType::Multipart
    )
}

/// The names of the schemes that are asked for.
pub(crate) fn scheme_names(security: &[Vec<crate::ir::SchemeUse>]) -> Vec<Vec<String>> {
    security
        .iter()
        .map(|set| set.iter().map(|used| used.scheme.clone()).collect())
        .collect()
}

fn scopes(operation: &Operation) -> Vec<String> {
    let mut scopes: Vec<String> = operation
        .security
        .iter()
        .flatten()
        .flat_map(|used| used.scopes.iter().cloned())
        .collect();
    scopes.sort();
    scopes.dedup();
    scopes
}
