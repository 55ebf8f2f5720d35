//! Operations, decided: names, arguments, what they answer.

use std::collections::BTreeMap;

use crate::ir::{
    Api, Docs, Location, Method, Operation, Outcome, Parameter, Part, PathPart, Response, Shape,
    Status, TextFormat, Type,
};

use super::bodies;
use super::model::{
    Answer, Argument, Carrier, Decoder, Module, Operation as OperationPlan, RustType, StatusEnum,
    StatusVariant,
};
use super::names::{Lock, LockedMethod, Scope, Spelling, case};
use super::status;
use super::types::{Known, siblings};
use super::unions::is_large;

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
const BUILDER_METHODS: &[&str] = &["clone", "into_future", "items", "pages", "send", "wait"];

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
    "Head",
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
    case::snake(&words.join(" "))
}

/// The method as it is sent.
pub(crate) fn method_word(method: &Method) -> &str {
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
            Module {
                name: case::escaped(&scope.claim(
                    &tag.map_or_else(|| "untagged".to_owned(), case::module),
                    Spelling::Snake,
                )),
                tag: tag.map(str::to_owned),
                description: tag.and_then(|tag| {
                    let tag = known.api.tags.iter().find(|known| known.name == tag)?;
                    tag.description.clone()
                }),
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
        template(&operation.path),
        rank,
        method_word(&operation.method),
    )
}

fn template(path: &[PathPart]) -> String {
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

        let (successes, errors) = sort_responses(operation);
        let success = answer(
            known,
            &successes,
            &format!("{builder}Answer"),
            self.status_enum_names,
            Decoder::Empty,
        );
        let error = answer(
            known,
            &errors,
            &format!("{builder}Error"),
            self.status_enum_names,
            Decoder::Untyped,
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
            accept: accept(&successes, &errors),
            server: operation.server.clone(),
            docs: operation.docs.clone(),
            arguments,
            setters,
            parts: content.and_then(bodies::parts_plan),
            alternatives: Vec::new(),
            success,
            error,
            documented_errors: errors
                .iter()
                .map(|response| {
                    (
                        status_text(response.status),
                        response.description.clone().unwrap_or_default(),
                    )
                })
                .collect(),
            paging: None,
            cut: None,
            job: None,
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
        let wishes: Vec<(&str, String)> = inputs
            .iter()
            .zip(&keys)
            .map(|(input, key)| {
                let snake = case::snake(input.requested_name().unwrap_or(key));
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
    let locked = old.methods.get(place);
    required.sort_by_key(|p| {
        let place = locked.and_then(|method| method.arguments.iter().position(|a| *a == p.name));
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
    docs.default = docs.default.or_else(|| known.default_of(&p.ty).cloned());
    docs
}

/// Whether a value is handed over as it is: it costs nothing, or it is used up.
pub(super) fn is_by_value(ty: &RustType) -> bool {
    matches!(
        ty,
        RustType::Primitive(_)
            | RustType::Timestamp
            | RustType::Date
            | RustType::Uuid
            | RustType::Address(_)
            | RustType::Bytes
            | RustType::Upload
            | RustType::Multipart
    )
}

/// The responses that are successes, and those that are errors.
///
/// A `default` where no success is documented stands for both.
fn sort_responses(operation: &Operation) -> (Vec<&Response>, Vec<&Response>) {
    let mut successes: Vec<&Response> = Vec::new();
    let mut errors: Vec<&Response> = Vec::new();
    for response in &operation.responses {
        if response.status.is_success() {
            successes.push(response);
        }
        if response.status.is_error() {
            errors.push(response);
        }
    }
    if successes.is_empty() {
        successes.extend(errors.iter().filter(|r| r.status == Status::Default));
    }
    successes.sort_by_key(|response| response.status);
    errors.sort_by_key(|response| response.status);
    (successes, errors)
}

/// One type for all responses if they agree, else an enum by status.
fn answer(
    known: &Known<'_>,
    responses: &[&Response],
    enum_name: &str,
    names: &mut Scope,
    nothing: Decoder,
) -> Answer {
    let statuses = responses.iter().map(|r| status_number(r.status)).collect();
    let mut distinct: Vec<(RustType, Decoder)> = Vec::new();
    for response in responses {
        let (ty, decoder) = outcome(known, &response.content);
        if !distinct.iter().any(|(other, _)| *other == ty) {
            distinct.push((ty, decoder));
        }
    }
    let is_error = matches!(nothing, Decoder::Untyped);
    if is_error {
        // An error without a body has nothing to tell apart: its status says it all.
        distinct.retain(|(ty, _)| *ty != RustType::Unit);
        // An error's body is read whole, so that it can be shown.
        for (ty, decoder) in &mut distinct {
            if *ty == RustType::ByteStream {
                (*ty, *decoder) = (RustType::Bytes, Decoder::Bytes);
            }
        }
    }
    match distinct.as_slice() {
        [] if is_error => Answer {
            statuses,
            ty: RustType::Untyped,
            decoder: Decoder::Untyped,
        },
        [] => Answer {
            statuses,
            ty: RustType::Unit,
            decoder: nothing,
        },
        [(ty, decoder)] => Answer {
            statuses,
            ty: ty.clone(),
            decoder: decoder.clone(),
        },
        _ => {
            let name = names.claim(enum_name, Spelling::Pascal);
            let mut variant_names = Scope::reserving(["Unrecognized", "Self"]);
            let variants = responses
                .iter()
                .map(|response| status_variant(known, response, &mut variant_names))
                .collect();
            Answer {
                statuses,
                ty: RustType::Named(name.clone()),
                decoder: Decoder::ByStatus(StatusEnum { name, variants }),
            }
        }
    }
}

fn status_variant(known: &Known<'_>, response: &Response, names: &mut Scope) -> StatusVariant {
    let status = status_number(response.status);
    let (ty, decoder) = match outcome(known, &response.content) {
        // Among other answers bytes are read whole: a stream cannot wait in an enum that is
        // compared and cloned.
        (RustType::ByteStream, _) => (RustType::Bytes, Decoder::Bytes),
        other => other,
    };
    let large = match &response.content {
        Outcome::Json { ty, .. } => is_large(known.api, known.resolved(ty)),
        Outcome::Empty | Outcome::Text { .. } | Outcome::Bytes { .. } => false,
    };
    StatusVariant {
        name: names.claim(&status::number_name(status), Spelling::Pascal),
        status,
        ty: match ty {
            RustType::Unit => None,
            ty if large => Some(RustType::Boxed(Box::new(ty))),
            ty => Some(ty),
        },
        decoder,
        description: response.description.clone(),
    }
}

fn outcome(known: &Known<'_>, content: &Outcome) -> (RustType, Decoder) {
    match content {
        Outcome::Empty => (RustType::Unit, Decoder::Empty),
        Outcome::Json { ty, .. } => (known.rust_type(ty), Decoder::Json),
        Outcome::Text { .. } => (RustType::String, Decoder::Text),
        Outcome::Bytes { .. } => (RustType::ByteStream, Decoder::Stream),
    }
}

fn status_number(status: Status) -> u16 {
    match status {
        Status::Code(code) => code,
        Status::Range(digit) => u16::from(digit),
        Status::Default => 0,
    }
}

fn status_text(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(digit) => format!("{digit}XX"),
        Status::Default => "other".to_owned(),
    }
}

/// The media types that an operation's answers come in, those of successes first.
fn accept(successes: &[&Response], errors: &[&Response]) -> String {
    let mut types: Vec<&str> = Vec::new();
    for response in successes.iter().chain(errors) {
        let media_type = match &response.content {
            Outcome::Empty => continue,
            Outcome::Json { media_type, .. }
            | Outcome::Text { media_type }
            | Outcome::Bytes { media_type } => media_type,
        };
        if !types.contains(&media_type.as_str()) {
            types.push(media_type);
        }
    }
    types.join(", ")
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
