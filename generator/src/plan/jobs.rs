//! Operations that start a job, and how its end is awaited.

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::document::Pointer;
use crate::hash::{HashMap, HashSet};
use crate::ir::{Api, Operation, POLLING, Polling, Shape, Type};

use super::access::access;
use super::model::{Asked, Job, Module, Operation as OperationPlan, RustType};
use super::names::{Lock, Scope, Spelling, case};
use super::paging::page_type;
use super::types::{Idents, Known};

/// The suffix of a place in `names.lock` that holds the name of what waits.
const WAIT: &str = "#wait";

/// The names that what waits has had, which no operation may take.
pub(crate) fn locked(old: &Lock) -> impl Iterator<Item = &str> {
    old.members
        .iter()
        .filter(|(place, _)| place.ends_with(WAIT))
        .map(|(_, name)| name.as_str())
}

/// The names that there are, were and will be.
pub(crate) struct Names<'a> {
    pub(crate) methods: &'a [String],
    pub(crate) old: &'a Lock,
    pub(crate) new: &'a mut Lock,
}

/// Decides the jobs of all operations and puts them into their plans.
pub(crate) fn decide(
    known: &Known<'_>,
    idents: &Idents,
    names: &mut Names<'_>,
    modules: &mut [Module],
    diagnostics: &mut Diagnostics,
) {
    let mut scope = Scope::default();
    for method in names.methods {
        scope.take(method);
    }
    let mut jobs: HashMap<String, Job> = HashMap::default();
    for (operation, method) in known.api.operations.iter().zip(names.methods) {
        let Some(polling) = &operation.polling else {
            continue;
        };
        match job(known, idents, operation, polling, modules) {
            Ok(mut job) => {
                let word = polling.name.as_deref().unwrap_or(method);
                let place = format!("{}{WAIT}", operation.place);
                let old = names.old.members.get(&place);
                let valid = |name: &&String| syn::parse_str::<syn::Ident>(name).is_ok();
                job.wait_method = match old.filter(valid).filter(|name| scope.take(name)) {
                    Some(name) => name.clone(),
                    None => scope.claim(&format!("wait_{}", case::snake(word)), Spelling::Snake),
                };
                names.new.members.insert(place, job.wait_method.clone());
                jobs.insert(case::escaped(method), job);
            }
            Err(wrong) => diagnostics.push(
                Diagnostic::new(
                    Code::PollingNotFound,
                    format!("the polling annotation's `{}` {}", wrong.member, wrong.why),
                )
                .at(Pointer::from(operation.pointer.clone())
                    .child(POLLING)
                    .child(wrong.member))
                .help("correct the annotation; until then the operation has no `wait`"),
            ),
        }
    }
    for operation in modules.iter_mut().flat_map(|module| &mut module.operations) {
        operation.job = jobs.remove(&operation.method_name).map(Box::new);
    }
    let asked: Vec<HashSet<String>> = modules.iter().map(asked).collect();
    for (at, module) in modules.iter_mut().enumerate() {
        for operation in &mut module.operations {
            let mut from = (0..asked.len()).filter(|of| {
                let methods = asked.get(*of);
                methods.is_some_and(|methods| methods.contains(&operation.method_name))
            });
            operation.asked = match (from.next(), from.next()) {
                (None, _) => Asked::Never,
                (Some(of), None) if of == at => Asked::Here,
                _ => Asked::Elsewhere,
            };
        }
    }
}

/// The methods that the jobs of a module are asked for by.
fn asked(module: &Module) -> HashSet<String> {
    let jobs = module.operations.iter().filter_map(|it| it.job.as_ref());
    jobs.map(|job| job.poll_method.clone()).collect()
}

/// A member of the annotation that does not do, and why, as the rest of a sentence.
struct Wrong {
    member: &'static str,
    why: String,
}

fn wrong(member: &'static str, why: impl Into<String>) -> Wrong {
    let why = why.into();
    Wrong { member, why }
}

fn job(
    known: &Known<'_>,
    idents: &Idents,
    operation: &Operation,
    polling: &Polling,
    modules: &[Module],
) -> Result<Job, Wrong> {
    let asked = &polling.operation;
    let poll = find_operation(known.api, asked).ok_or_else(|| {
        let why = format!("names `{asked}`, which is not there");
        wrong("operation", why)
    })?;
    let poll_plan = find_plan(modules, asked)
        .ok_or_else(|| wrong("operation", format!("names `{asked}`, which was dropped")))?;
    let only = match poll_plan.arguments.as_slice() {
        [only] if parameter_name(only) == Some(&polling.parameter) => Some(only),
        _ => None,
    };
    let poll_parameter = match only.map(|only| (&only.ty, is_in_path(only))) {
        Some((RustType::String, _)) => None,
        Some((RustType::Uuid, true)) => Some(polling.parameter.clone()),
        _ => {
            let why = format!(
                "has to be the only argument of `{asked}`, a string; it is `{}`",
                polling.parameter
            );
            return Err(wrong("parameter", why));
        }
    };
    let started = page_type(operation).ok_or_else(|| {
        let why = format!(
            "({}) leads into the answer, and there is more than one, or one that is not JSON",
            polling.id
        );
        wrong("id", why)
    })?;
    let status = page_type(poll).ok_or_else(|| {
        let why = format!("names `{asked}`, which has more than one answer");
        wrong("operation", why)
    })?;
    let not =
        |member, pointer: &str, what: &str| wrong(member, format!("({pointer}) is not {what}"));
    let (id, id_type) = access(known, idents, started, &polling.id)
        .ok_or_else(|| not("id", &polling.id, "there"))?;
    if !matches!(known.resolved(id_type), Type::Text(_)) {
        return Err(not("id", &polling.id, "a string"));
    }
    let (state, state_type) = access(known, idents, status, &polling.state)
        .ok_or_else(|| not("state", &polling.state, "there"))?;
    let Type::Named(state_id) = known.resolved(state_type) else {
        return Err(not("state", &polling.state, "an enum"));
    };
    let state_id = *state_id;
    let is_enum = known
        .api
        .types
        .get(state_id)
        .is_some_and(|def| matches!(def.shape, Shape::TextEnum(_)));
    let state_name = known
        .names
        .get(&state_id)
        .filter(|_| is_enum)
        .ok_or_else(|| not("state", &polling.state, "an enum"))?;
    let variants = |member, values: &[String]| {
        values
            .iter()
            .map(|value| {
                idents
                    .variants
                    .get(&(state_id, value.clone()))
                    .cloned()
                    .ok_or_else(|| {
                        let why = format!("has `{value}`, which is none of the documented states");
                        wrong(member, why)
                    })
            })
            .collect::<Result<Vec<_>, _>>()
    };
    if polling.done.is_empty() {
        let why = "names no state, so nobody would see the job done";
        return Err(wrong("done", why));
    }
    let result = match &polling.result {
        Some(pointer) => {
            let (access, ty) = access(known, idents, status, pointer)
                .ok_or_else(|| not("result", pointer, "there"))?;
            let may_be_empty = matches!(
                known.rust_type(known.resolved(ty)),
                RustType::String | RustType::Kept(_)
            );
            Some((access, may_be_empty))
        }
        None => None,
    };
    // One error type has to do for starting and for asking.
    let started_plan = modules
        .iter()
        .flat_map(|module| &module.operations)
        .find(|plan| operation.id.as_ref() == Some(&plan.id));
    let same = started_plan.is_some_and(|plan| plan.error.ty == poll_plan.error.ty);
    let (error_type, poll_error) = if same {
        (poll_plan.error.ty.clone(), poll_plan.error.decoder.clone())
    } else {
        (RustType::Untyped, super::model::Decoder::Untyped)
    };
    Ok(Job {
        wait_method: String::new(),
        id,
        poll_method: poll_plan.method_name.clone(),
        poll_parameter,
        status_type: known.rust_type(status),
        error_type,
        poll_success: poll_plan.success.decoder.clone(),
        poll_error,
        state,
        state_type: state_name.clone(),
        done: variants("done", &polling.done)?,
        failed: variants("failed", &polling.failed)?,
        result,
    })
}

fn find_operation<'a>(api: &'a Api, id: &str) -> Option<&'a Operation> {
    api.operations
        .iter()
        .find(|operation| operation.id.as_deref() == Some(id))
}

fn find_plan<'a>(modules: &'a [Module], id: &str) -> Option<&'a OperationPlan> {
    modules
        .iter()
        .flat_map(|module| &module.operations)
        .find(|operation| operation.id == id)
}

fn parameter_name(argument: &super::model::Argument) -> Option<&String> {
    match &argument.carrier {
        super::model::Carrier::Parameter { name, .. } => Some(name),
        _ => None,
    }
}

fn is_in_path(argument: &super::model::Argument) -> bool {
    matches!(
        argument.carrier,
        super::model::Carrier::Parameter {
            location: crate::ir::Location::Path,
            ..
        }
    )
}
