//! `ir::Api` in, decisions about it out: names, shared types, recursion, directions,
//! pages and jobs. What is printed is decided here, and only here.

mod access;
mod answers;
mod bodies;
pub mod checks;
mod client;
mod common_names;
mod derives;
mod directions;
mod elsewhere;
mod fallible;
mod headers;
mod homes;
mod jobs;
mod letters;
mod links;
mod media;
mod mentions;
pub mod model;
pub(crate) mod names;
mod operations;
mod paging;
mod path_groups;
mod raw_json;
mod reach;
mod received;
mod recursion;
mod roles;
mod servers;
mod settled;
mod sharing;
mod status;
mod tag_features;
mod type_names;
mod types;
mod unions;
mod xml;

pub(crate) use elsewhere::replace;
pub use model::Plan;
pub use names::{Lock, LockError};
pub use operations::method_word;
pub use reach::no_longer_used;
pub(crate) use settled::settle;

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::document::Pointer;
use crate::hash::{HashMap, HashSet};
use crate::ir::{Api, Type, TypeId};
use crate::settings::{Settings, Shown};

use model::{ALL_TAGS, DateCrate, Example, Package, QuickStart, RustType};
use names::Wishes;
use tag_features::TagFeatures;
use types::{Idents, Known};

/// Decides everything about a crate. `old` are the names that it had; the names that it has
/// now come back beside the plan. Of types that are one the API speaks of one, and operations that
/// no tag tells apart have one for their path. `shown` is the file of the settings.
pub(crate) fn plan(
    api: &mut Api,
    crate_name: &str,
    settings: &Settings,
    shown: Shown,
    old: &Lock,
    diagnostics: &mut Diagnostics,
) -> (Plan, Lock) {
    let wishes = Wishes::of(settings, api, shown, diagnostics);
    let old = &wishes.fulfilled(api, old);
    let mut new = Lock::default();
    path_groups::divide(api, settings, old, &mut new);
    let sharing = sharing::share(api, old, &reach::reach(api));
    let api = &*api;
    let reach = reach::reach(api);
    let circles = recursion::circles(api);

    let methods = operations::method_names(api, old);
    let (methods, of_bodies) = (methods.of_operations, methods.of_bodies);
    let printed = types::printed(api, &reach);
    let mut type_scope = type_names::scope();
    let names = type_names::name_types(api, &printed, &sharing, &methods, old, &mut type_scope);
    let known = Known {
        api,
        settings,
        sharing: &sharing,
        circles: &circles,
        reach: &reach,
        names: &names,
        fallible: &HashSet::default(),
        dates: settings.dates,
    };
    let known = Known {
        fallible: &fallible::fallible(&known),
        ..known
    };
    let mut idents = Idents::default();
    let features = TagFeatures::decide(api, settings, &reach, old, &mut new);
    let features = features.as_ref();
    let mut types = types::decide(&known, &printed, features, old, &mut new, &mut idents);
    let mut modules =
        operations::modules(&known, &methods, &of_bodies, &mut type_scope, old, &mut new);
    for module in &mut modules {
        let tag = module.tag.as_deref();
        module.feature = features.and_then(|it| it.of_operations(tag)).cloned();
    }
    let mut plans: HashMap<String, &mut model::Operation> = modules
        .iter_mut()
        .flat_map(|module| &mut module.operations)
        .map(|plan| (plan.method_name.clone(), plan))
        .collect();
    for (operation, method) in api.operations.iter().zip(&methods) {
        let Some(plan) = plans.get_mut(&names::case::escaped(method)) else {
            continue;
        };
        plan.paging = paging::decide(&known, &idents, operation, diagnostics).map(Box::new);
        if plan.paging.is_none() && operation.paging != crate::ir::Paging::Off {
            plan.cut = paging::cut_without_a_way_on(&known, &idents, operation).map(Box::new);
        }
        if plan.paging.is_none()
            && plan.cut.is_none()
            && let Some(name) = paging::may_be_paged(&known, &idents, operation)
        {
            let message = format!(
                "the query has `{name}`, and it is not clear how the next page is asked for"
            );
            diagnostics.push(
                Diagnostic::new(Code::PagesNotInferred, message)
                    .at(Pointer::from(operation.pointer.clone()))
                    .help(
                        "say in an overlay how it is, or that it is not paged, with \
                         `x-specwright-pagination`",
                    ),
            );
        }
        if plan.cut.is_some() {
            diagnostics.push(
                Diagnostic::new(
                    Code::NotPaged,
                    "the answer speaks of an offset that no request can ask for, so it is not paged",
                )
                .at(Pointer::from(operation.pointer.clone()))
                .help(
                    "compare the count that the answer tells with the rows that it has; if there \
                     is a way to ask for more, say so in an overlay with `x-specwright-pagination`",
                ),
            );
        }
    }
    for plan in modules.iter_mut().flat_map(|module| &mut module.operations) {
        if let Some(operation) = api.operations.get(plan.source) {
            plan.links = links::decide(api, operation, &methods);
        }
    }
    let mut names = jobs::Names {
        methods: &methods,
        old,
        new: &mut new,
    };
    jobs::decide(&known, &idents, &mut names, &mut modules, diagnostics);

    let checks = if settings.validate {
        checks::decide(&known, &mut modules, diagnostics)
    } else {
        checks::model::Tables::default()
    };

    let xml = xml::decide(&known, &mut modules);
    types::add_answers(&mut types, &modules);
    let mut type_files = homes::files(types);
    derives::decide(&mut type_files, &settings.derives);
    let (webhooks, callbacks) = received::decide(&known, &methods, old, &mut new);
    let headers = headers::decide(&known, &mut modules, old, &mut new);

    roles::tell(
        &mut type_files,
        &modules,
        &headers,
        webhooks.all.iter().chain(&callbacks),
    );

    let client = client::decide(api, crate_name, &modules, old, &mut new);
    let examples = examples(&known);
    let mentions = |wanted: &dyn Fn(&RustType) -> bool| {
        type_files
            .iter()
            .any(|file| file.items.iter().any(|item| item.mentions(wanted)))
            || webhooks
                .all
                .iter()
                .chain(&callbacks)
                .any(|received| received.payload.iter().any(|ty| ty.mentions(wanted)))
            || xml.roots.iter().any(|root| root.mentions(wanted))
            || headers.iter().any(|header| header.ty.mentions(wanted))
            || modules.iter().any(|module| {
                module
                    .operations
                    .iter()
                    .any(|operation| operation.mentions(wanted))
            })
    };
    let tag_features = features.map(|features| features.all(&modules));
    let package = Package {
        name: crate_name.to_owned(),
        version: settings.version.clone(),
        default_features: settings
            .default_features
            .iter()
            .map(|feature| feature.name())
            .chain(features.map(|_| ALL_TAGS))
            .collect(),
        lib: crate_name.replace('-', "_"),
        title: api.title.clone(),
        api_version: api.version.clone(),
        description: api.description.clone(),
        homepage: api.homepage.clone(),
        uses_jiff: mentions(&|ty| is_of(DateCrate::Jiff, ty)),
        uses_chrono: mentions(&|ty| is_of(DateCrate::Chrono, ty)),
        recursion_limit: recursion_limit(recursion::depth(api)),
        elsewhere: elsewhere::packages(api, settings),
        uses_uuid: mentions(&|ty| matches!(ty, RustType::Uuid)),
        uses_addresses: mentions(&|ty| matches!(ty, RustType::Address(_))),
        uses_json: mentions(&|ty| matches!(ty, RustType::Json)),
        beyond_ascii: letters::beyond_ascii(&type_files, &modules),
    };
    let quick_start = quick_start(&modules);
    let plan = Plan {
        package,
        client,
        modules,
        tag_features,
        type_files,
        examples,
        xml,
        servers: servers::decide(api, old, &mut new),
        webhooks,
        callbacks,
        headers,
        checks,
        quick_start,
        raw_json: raw_json::count(&known, &printed),
        type_names: type_names::of_all(&known),
    };
    wishes.told(&new, diagnostics);
    (plan, new)
}

/// Whether a type is one of this crate's.
fn is_of(dates: DateCrate, ty: &RustType) -> bool {
    matches!(ty, RustType::Timestamp(of) | RustType::Date(of) if *of == dates)
}

/// To see that a value can move to another thread, the compiler goes through all types inside it,
/// with a few steps for each `Option`, `Box` and `Vec` between them. Its usual limit is 128.
fn recursion_limit(depth: usize) -> Option<usize> {
    const STEPS: usize = 8;
    let needed = depth.saturating_mul(STEPS);
    (needed > 128).then(|| needed.next_power_of_two())
}

fn examples(known: &Known<'_>) -> Vec<Example> {
    known
        .api
        .examples
        .iter()
        .filter(|example| {
            let made_of = reach::closure(known.api, &[&example.ty]);
            let mut made_of = made_of.into_iter();
            // What another crate makes of an example is its own.
            !made_of.any(|id| is_missing(known, id) || elsewhere::is(known.api, id))
        })
        .map(|example| {
            let ty = known.rust_type(&example.ty);
            let may_be_null = example.nullable && !matches!(example.ty, Type::Nullable(_));
            Example {
                pointer: example.pointer.clone(),
                ty: if may_be_null {
                    RustType::Option(Box::new(ty))
                } else {
                    ty
                },
                value: example.value.clone(),
            }
        })
        .collect()
}

/// Whether a type is not printed because the operations that use it are left out.
fn is_missing(known: &Known<'_>, id: TypeId) -> bool {
    let def = known.api.types.get(id);
    let is_unused = def.is_some_and(|def| known.api.unused.contains(&def.place));
    is_unused && !known.names.contains_key(&id)
}

/// The operation that shows a client best: a list without arguments, else anything that reads.
fn quick_start(modules: &[model::Module]) -> Option<QuickStart> {
    let operations = || {
        let all = modules.iter().flat_map(|module| &module.operations);
        all.filter(|operation| !operation.docs.deprecated)
    };
    let reads = |operation: &&model::Operation| {
        operation.arguments.is_empty() && operation.method == crate::ir::Method::Get
    };
    // How long an example is, of a body that can be sent without harm.
    let example = |operation: &&model::Operation| {
        let body = operation.arguments.iter().find(|a| a.ident == "body")?;
        let example = body
            .docs
            .example
            .as_ref()
            .filter(|_| operation.repeatable)?;
        Some(example.to_string().len())
    };
    let chosen = operations()
        .filter(reads)
        .max_by_key(|operation| (operation.paging.is_some(), operation.setters.len()))
        .or_else(|| {
            operations()
                .filter(|operation| example(operation).is_some())
                .min_by_key(example)
        })?;
    Some(QuickStart {
        method_name: chosen.method_name.clone(),
        items: chosen.paging.is_some(),
    })
}
