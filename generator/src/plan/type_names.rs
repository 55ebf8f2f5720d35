//! Which type has which name.

use std::collections::BTreeMap;

use crate::hash::HashMap;
use crate::ir::{Api, NameHint, Role, Shape, TypeDef, TypeId};

use super::common_names::{self, Spelled};
use super::names::{Lock, Scope, Spelling, case};
use super::sharing::Sharing;
use super::types::Known;

/// Names that types of a crate cannot have: those that the generated code itself uses.
const RESERVED: &[&str] = &[
    "BTreeMap",
    "Box",
    "Default",
    "Err",
    "From",
    "Into",
    "Members",
    "None",
    "Nullable",
    "Ok",
    "Option",
    "Result",
    "Secret",
    "Self",
    "Some",
    "String",
    "ToString",
    "UnrecognizedInteger",
    "UnrecognizedJson",
    "UnrecognizedValue",
    "Vec",
];

/// Names every type that is printed.
///
/// Locked names come first, then requested ones, then components, then inline types from the
/// outside in, each group in the order of places. An inline type is named after the type or
/// the operation that it stands in and its role there; one that stands in several, after what
/// the names of these have in common. `methods` are the names of the client's methods, by
/// operation.
pub(crate) fn name_types(
    api: &Api,
    printed: &[TypeId],
    sharing: &Sharing,
    methods: &[String],
    lock: &Lock,
    scope: &mut Scope,
) -> HashMap<TypeId, String> {
    let mut names: HashMap<TypeId, String> = HashMap::default();
    let mut stood_for: BTreeMap<TypeId, Vec<(&str, TypeId)>> = BTreeMap::new();
    for (from, to) in sharing.pairs() {
        if let Some(def) = api.types.get(from) {
            stood_for.entry(to).or_default().push((&def.place.0, from));
        }
    }
    for others in stood_for.values_mut() {
        others.sort_unstable();
    }

    let mut open: Vec<(TypeId, usize)> = Vec::new();
    for &id in printed {
        let Some(def) = api.types.get(id) else {
            continue;
        };
        let others = stood_for.get(&id).into_iter().flatten();
        let mut places = [def.place.0.as_str()]
            .into_iter()
            .chain(others.map(|(place, _)| *place));
        let locked = places.find_map(|place| lock.types.get(place));
        match locked {
            Some(name) if is_type_name(name) && scope.take(name) => {
                names.insert(id, name.clone());
            }
            _ => open.push((id, depth(api, id))),
        }
    }

    open.sort_by_cached_key(|&(id, depth)| {
        api.types.get(id).map(|def| {
            let rank = match (&def.requested_name, &def.name) {
                (Some(_), _) => 0,
                (None, NameHint::Component(_)) => 1,
                (None, NameHint::Inside(..) | NameHint::Operation(..)) => 2,
            };
            let outside_components = !def.place.0.starts_with("components/");
            (rank, depth, outside_components, def.place.0.clone())
        })
    });
    for (id, _) in open {
        let natural = |id: TypeId| natural(api, id, sharing, methods, &names, 0);
        let others = stood_for.get(&id).map_or(&[][..], Vec::as_slice);
        let is_shared = |def: &&TypeDef| {
            // An enum is named after its first place, mostly that of a component.
            let is_enum = matches!(def.shape, Shape::TextEnum(_));
            !others.is_empty() && !is_enum && def.requested_name.is_none()
        };
        let name = match api.types.get(id).filter(is_shared) {
            None => scope.claim(&natural(id), Spelling::Pascal),
            Some(def) => {
                let all = [id].into_iter().chain(others.iter().map(|(_, id)| *id));
                let all: Vec<Spelled> = all.map(|id| spelled(api, id, natural(id))).collect();
                let title = def.docs.summary.as_deref().map(case::pascal);
                let wishes = common_names::of(&all, title.as_deref());
                let mut wishes = wishes
                    .into_iter()
                    .map(|name| free(case::pascal_shortened(name)));
                let first = wishes.next().unwrap_or_default();
                match scope.take(&first) {
                    true => first,
                    false => wishes
                        .find(|name| scope.take(name))
                        .unwrap_or_else(|| scope.claim(&first, Spelling::Pascal)),
                }
            }
        };
        names.insert(id, name);
    }
    names
}

/// The scope of type names, with what is taken from the start.
pub(crate) fn scope() -> Scope {
    Scope::reserving(RESERVED.iter().copied())
}

/// A locked name comes from a file that a person may have edited.
pub(crate) fn is_type_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_uppercase()) && syn::parse_str::<syn::Ident>(name).is_ok()
}

/// How many types a type stands in.
pub(super) fn depth(api: &Api, mut id: TypeId) -> usize {
    let mut depth = 0;
    while let Some(NameHint::Inside(parent, _)) = api.types.get(id).map(|def| &def.name) {
        depth += 1;
        id = *parent;
        if depth > api.types.len() {
            break;
        }
    }
    depth
}

/// The name that a type would have if it were alone.
fn natural(
    api: &Api,
    id: TypeId,
    sharing: &Sharing,
    methods: &[String],
    names: &HashMap<TypeId, String>,
    depth: usize,
) -> String {
    let Some(def) = api.types.get(id) else {
        return "Unnamed".to_owned();
    };
    if let Some(requested) = &def.requested_name {
        return free(case::pascal(requested));
    }
    let name = match &def.name {
        NameHint::Component(name) => case::pascal(name),
        NameHint::Inside(parent, role) => {
            let parent = sharing.resolve(*parent);
            let prefix = match names.get(&parent) {
                Some(name) => name.clone(),
                None if depth > 64 => String::new(),
                None => natural(api, parent, sharing, methods, names, depth + 1),
            };
            with_role(&prefix, role)
        }
        NameHint::Operation(index, role) => {
            let prefix = methods.get(*index).map(|name| case::pascal(name));
            with_role(&prefix.unwrap_or_default(), role)
        }
    };
    free(case::pascal_shortened(name))
}

/// What a name is made of.
fn spelled(api: &Api, id: TypeId, name: String) -> Spelled {
    let mut root = id;
    for _ in 0..api.types.len() {
        match api.types.get(root).map(|def| &def.name) {
            Some(NameHint::Inside(parent, _)) => root = *parent,
            _ => break,
        }
    }
    let hint = |id: TypeId| api.types.get(id).map(|def| &def.name);
    let holder = match hint(id) {
        Some(NameHint::Inside(parent, _)) => hint(*parent).and_then(|hint| match hint {
            NameHint::Component(name) => Some(case::pascal(name)),
            NameHint::Inside(_, role) => Some(with_role("", role)),
            NameHint::Operation(..) => None,
        }),
        _ => None,
    };
    Spelled {
        begins_with_verb: match hint(root) {
            Some(NameHint::Operation(index, _)) => {
                let tag = api.operations.get(*index).and_then(|it| it.tag.as_deref());
                let tag = tag.map(case::pascal);
                tag.as_deref() != case::words(&name).first().copied()
            }
            _ => false,
        },
        holder,
        name,
    }
}

/// A name that the generated code does not use itself.
fn free(name: String) -> String {
    if RESERVED.contains(&name.as_str()) {
        format!("{name}Type")
    } else {
        name
    }
}

pub(super) fn with_role(prefix: &str, role: &Role) -> String {
    let suffix = match role {
        Role::Member(name) | Role::Parameter(name) | Role::Variant(name) => case::pascal(name),
        Role::Item(Some(list)) => {
            let list = case::pascal(list);
            case::singular(&list).unwrap_or_else(|| format!("{list}Item"))
        }
        Role::Item(None) => "Item".to_owned(),
        Role::MapValue(Some(map)) => format!("{}Value", case::pascal(map)),
        Role::MapValue(None) => "Value".to_owned(),
        Role::RequestBody => "Request".to_owned(),
        Role::RequestBodyAs(media_type) => {
            format!("{}Request", case::pascal(&super::media::word(media_type)))
        }
        Role::ResponseBody(None) => "Response".to_owned(),
        Role::ResponseBody(Some(status)) => format!("{}Response", super::status::name(status)),
        Role::ErrorBody(status) => {
            let reason = super::status::name(status);
            format!("{}Error", reason.strip_suffix("Error").unwrap_or(&reason))
        }
    };
    format!("{prefix}{suffix}")
}

/// The name of each type that has one, of its own or of the one that stands for it.
pub(crate) fn of_all(known: &Known<'_>) -> BTreeMap<TypeId, String> {
    let all = known.api.types.iter();
    let named = all.filter_map(|(id, _)| {
        let name = known.names.get(&known.sharing.resolve(id))?;
        Some((id, name.clone()))
    });
    named.collect()
}
