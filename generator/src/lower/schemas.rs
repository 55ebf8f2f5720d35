//! Schemas into types.

use std::rc::Rc;

use crate::diagnostics::Code;
use crate::dialect::extension;
use crate::ir::{
    Additional, Limits, Member, NameHint, Place, Record, Role, Shape, Tuple, TupleItem, Type,
    TypeDef, TypeId, Unknown,
};

use super::context::{Lowered, Lowering, Scope};
use super::form::{AdditionalFields, Fields, Form, Look, Part, PartIdentity, Positions};
use super::node::Node;
use super::{docs, enums, extensions};

/// How many schemas may be inside one another without a reference between them.
const DEEPEST: usize = 100;

/// How many wrappers (`allOf` of one, references) are taken off a schema.
const MOST_WRAPPERS: usize = 64;

/// A schema with its wrappers taken off.
struct Unwrapped<'a> {
    parts: Vec<Part<'a>>,
    /// The type that it is known to be.
    known: Option<TypeId>,
    nullable: bool,
    /// A reference was followed on the way.
    elsewhere: bool,
}

impl<'a> Lowering<'a> {
    /// Makes types of all components, in the document's order.
    pub(super) fn component_schemas(&mut self) {
        let Some(schemas) = self
            .root()
            .get("components")
            .and_then(|node| node.get("schemas"))
        else {
            return;
        };
        let mut components = Vec::new();
        for (name, node) in schemas.members() {
            let place = self.claim(&Place("components".to_owned()).child(&docs::step(name)));
            let hint = NameHint::Component(name.to_owned());
            let id = self.reserve(place.clone(), &node.pointer, hint.clone());
            self.defined
                .insert(vec![Part::new(node.clone()).identity()], id);
            components.push((id, node, place, hint));
        }
        let nodes: Vec<Node<'a>> = components
            .iter()
            .map(|(_, node, ..)| node.clone())
            .collect();
        self.find_families(&nodes);
        for (id, node, place, hint) in components {
            self.component_schema(id, &node, place, hint);
        }
    }

    fn component_schema(&mut self, id: TypeId, node: &Node<'a>, place: Place, hint: NameHint) {
        let own = vec![Part::new(node.clone())];
        let unwrapped = if self.is_subtype(node) {
            Unwrapped {
                parts: own.clone(),
                known: None,
                nullable: false,
                elsewhere: false,
            }
        } else {
            self.unwrap(own.clone(), Some(id))
        };
        let form = self.form_of_all(&unwrapped.parts);
        let shape = if let Some(family) = self.family(node) {
            Shape::Union(self.union(id, &place, &family))
        } else if let Some(known) = unwrapped.known {
            Shape::Alias(Type::Named(known))
        } else if form.is_type() && !unwrapped.elsewhere {
            // What is wrapped is the component itself: whoever refers to it means this type.
            self.defined
                .entry(identities(&unwrapped.parts))
                .or_insert(id);
            self.shape(id, &place, &form)
        } else {
            let scope = match unwrapped.elsewhere {
                true => Scope::Elsewhere,
                false => Scope::Here {
                    place,
                    hint,
                    component: Some(id),
                },
            };
            let lowered = self.lower_form(&unwrapped.parts, &form, &scope);
            Shape::Alias(lowered.ty)
        };
        self.record_lowered(
            node,
            &Lowered::new(Type::Named(id), unwrapped.nullable || form.nullable),
        );
        let docs = docs::of_type(self, &own, &unwrapped.parts, &form);
        let limits = match &shape {
            Shape::Alias(ty) => self.limits(&own, ty),
            shape => self.limits_of_type(&own, shape, &form),
        };
        let requested_name = self.requested_type_name(&own);
        if let Some(def) = self.types.get_mut(id) {
            *def = TypeDef {
                docs,
                limits,
                requested_name,
                shape,
                ..def.clone()
            };
        }
    }

    /// Makes types of what was only referred to: definitions outside the usual places.
    pub(super) fn keep_promises(&mut self) {
        while let Some((id, parts)) = self.promised.pop_first() {
            let Some(pointer) = parts.first().map(|part| part.node.pointer.clone()) else {
                continue;
            };
            let name = pointer
                .last()
                .map(|name| name.into_owned())
                .unwrap_or_default();
            let place = Place(pointer.as_str().trim_start_matches('/').to_owned());
            let form = self.form_of_all(&parts);
            self.define(id, &parts, &form, &place, NameHint::Component(name));
        }
    }

    /// The type of a schema node, where it stands.
    pub(super) fn schema(&mut self, node: &Node<'a>, scope: &Scope) -> Lowered {
        self.lower(vec![Part::new(node.clone())], scope)
    }

    /// The type of what all these parts say together.
    pub(super) fn lower(&mut self, parts: Vec<Part<'a>>, scope: &Scope) -> Lowered {
        let first = parts.first().map(|part| part.node.clone());
        if first.as_ref().is_some_and(|node| self.is_too_deep(node)) {
            return Lowered::any(Unknown::Endless);
        }
        self.depth += 1;
        let unwrapped = self.unwrap(parts, None);
        let lowered = match unwrapped.known {
            Some(id) => Lowered::new(Type::Named(id), unwrapped.nullable),
            None => {
                let form = self.form_of_all(&unwrapped.parts);
                let scope = if unwrapped.elsewhere {
                    &Scope::Elsewhere
                } else {
                    scope
                };
                let mut lowered = self.lower_form(&unwrapped.parts, &form, scope);
                lowered.nullable |= unwrapped.nullable;
                Lowered::new(lowered.ty, lowered.nullable)
            }
        };
        for node in first
            .iter()
            .chain(unwrapped.parts.first().map(|part| &part.node))
        {
            self.record_lowered(node, &lowered);
        }
        self.depth -= 1;
        lowered
    }

    /// Whether a schema is inside too many others, which is reported.
    fn is_too_deep(&mut self, node: &Node<'a>) -> bool {
        let too_deep = self.depth >= DEEPEST;
        if too_deep {
            self.report(
                Code::NestsTooDeepForTypes,
                &node.pointer,
                "schemas are inside one another too deep here, so any JSON is taken",
            );
        }
        too_deep
    }

    /// The type of a form; `parts` are what it was found from.
    pub(super) fn lower_form(
        &mut self,
        parts: &[Part<'a>],
        form: &Rc<Form<'a>>,
        scope: &Scope,
    ) -> Lowered {
        let ty = match &form.look {
            Look::Any(why) => Type::Any(*why),
            Look::Object => Type::Map(Box::new(Type::Any(Unknown::FreeForm))),
            Look::Scalar(ty) => {
                self.content_of_text(parts);
                ty.clone()
            }
            Look::List(items) => Type::List(Box::new(self.inner(
                items,
                &scope.items(),
                Unknown::FreeItems,
            ))),
            Look::Lists(alternatives) => Type::List(Box::new(self.one_of(
                alternatives.clone(),
                parts,
                &scope.items(),
            ))),
            Look::Map(values) => Type::Map(Box::new(self.inner(
                values,
                &scope.values(),
                Unknown::FreeForm,
            ))),
            Look::Record(_)
            | Look::Tuple(_)
            | Look::TextEnum(_)
            | Look::IntegerEnum(_)
            | Look::ScalarEnum(_)
            | Look::Union(_) => Type::Named(self.type_of_its_own(parts, form, scope)),
        };
        Lowered::new(ty, form.nullable)
    }

    /// Says that what is inside a text is left to the user.
    fn content_of_text(&mut self, parts: &[Part<'a>]) {
        let inside = parts
            .iter()
            .find_map(|part| part.node.get(extension::CONTENT_SCHEMA));
        if let Some(schema) = inside {
            self.report(
                Code::ContentAsText,
                &schema.pointer,
                "the content of this text is not taken apart",
            );
        }
    }

    /// The items of a list or the values of a map; without a schema, any JSON.
    fn inner(&mut self, parts: &[Part<'a>], scope: &Scope, without: Unknown) -> Type {
        if parts.is_empty() {
            return Type::Any(without);
        }
        self.lower(parts.to_vec(), &scope_for(parts, scope)).whole()
    }

    /// One of several schemas that no keyword of the document puts together.
    fn one_of(
        &mut self,
        alternatives: Vec<Vec<Part<'a>>>,
        parts: &[Part<'a>],
        scope: &Scope,
    ) -> Type {
        let Some(first) = parts.first() else {
            return Type::Any(Unknown::Unsaid);
        };
        if self.is_too_deep(&first.node) {
            return Type::Any(Unknown::Endless);
        }
        self.depth += 1;
        let all: Vec<Part<'a>> = alternatives.iter().flatten().cloned().collect();
        let form = Rc::new(Form {
            alternatives: alternatives.clone(),
            ..self.choose(alternatives, None, &first.node)
        });
        let ty = self.lower_form(&all, &form, scope).whole();
        self.depth -= 1;
        ty
    }

    fn type_of_its_own(
        &mut self,
        parts: &[Part<'a>],
        form: &Rc<Form<'a>>,
        scope: &Scope,
    ) -> TypeId {
        let key = identities(parts);
        let known = self.defined.get(&key).copied();
        match scope {
            Scope::Here { place, hint, .. } => {
                let id = match known {
                    Some(id) if self.promised.remove(&id).is_none() => return id,
                    Some(id) => id,
                    None => self.reserve_for(parts, key),
                };
                self.define(id, parts, form, place, hint.clone());
                id
            }
            Scope::Elsewhere => known.unwrap_or_else(|| {
                let id = self.reserve_for(parts, key);
                self.promised.insert(id, parts.to_vec());
                id
            }),
        }
    }

    fn reserve_for(&mut self, parts: &[Part<'a>], key: Vec<PartIdentity>) -> TypeId {
        let pointer = parts
            .first()
            .map(|part| part.node.pointer.clone())
            .unwrap_or_default();
        let id = self.reserve(
            Place(String::new()),
            &pointer,
            NameHint::Component(String::new()),
        );
        self.defined.insert(key, id);
        id
    }

    fn define(
        &mut self,
        id: TypeId,
        parts: &[Part<'a>],
        form: &Rc<Form<'a>>,
        place: &Place,
        name: NameHint,
    ) {
        let place = self.claim(place);
        // Set before what is inside is lowered, which may come back here.
        if let Some(def) = self.types.get_mut(id) {
            def.place = place.clone();
            def.name = name;
        }
        let shape = self.shape(id, &place, form);
        let docs = docs::of_type(self, parts, parts, form);
        let limits = self.limits_of_type(parts, &shape, form);
        let requested_name = self.requested_type_name(parts);
        if let Some(def) = self.types.get_mut(id) {
            *def = TypeDef {
                docs,
                limits,
                requested_name,
                shape,
                ..def.clone()
            };
        }
    }

    fn shape(&mut self, id: TypeId, place: &Place, form: &Form<'a>) -> Shape {
        if form.open {
            self.open_enums.insert(id);
        }
        match &form.look {
            Look::Record(fields) => Shape::Record(self.record(id, place, fields, form)),
            Look::TextEnum(values) => Shape::TextEnum(values.clone()),
            Look::IntegerEnum(values) => Shape::IntegerEnum(values.clone()),
            Look::ScalarEnum(values) => Shape::ScalarEnum(values.clone()),
            Look::Tuple(positions) => Shape::Tuple(self.tuple_items(id, place, positions)),
            Look::Union(branches) => Shape::Union(self.union(id, place, branches)),
            Look::Any(why) => Shape::Alias(Type::Any(*why)),
            Look::Object => Shape::Alias(Type::Map(Box::new(Type::Any(Unknown::FreeForm)))),
            Look::Scalar(ty) => Shape::Alias(ty.clone()),
            // Only forms that are types of their own are defined.
            Look::List(_) | Look::Lists(_) | Look::Map(_) => {
                Shape::Alias(Type::Any(Unknown::Unsaid))
            }
        }
    }

    fn tuple_items(&mut self, id: TypeId, place: &Place, positions: &Positions<'a>) -> Tuple {
        let mut items = Vec::new();
        for (index, parts) in positions.items.iter().enumerate() {
            let scope = scope_for(parts, &Scope::position(id, place, index));
            let form = self.form_of_all(parts);
            let ty = self.lower(parts.clone(), &scope).whole();
            items.push(TupleItem {
                limits: self.limits(parts, &ty),
                ty,
                required: index < positions.required,
                docs: docs::of_use(self, parts, &form),
            });
        }
        let further = Scope::here(place.child("[]"), NameHint::Inside(id, Role::Item(None)));
        let rest = self.inner(&positions.rest, &further, Unknown::Beside);
        let form = self.form_of_all(&positions.rest);
        Tuple {
            items,
            rest_limits: self.limits(&positions.rest, &rest),
            rest_allowed: docs::of_nameless(self, &positions.rest, &form),
            rest,
        }
    }

    fn record(
        &mut self,
        id: TypeId,
        place: &Place,
        fields: &Fields<'a>,
        form: &Form<'a>,
    ) -> Record {
        let members = fields
            .members
            .iter()
            .map(|(key, parts)| {
                let scope = Scope::here(
                    place.child(&docs::step(key)),
                    NameHint::Inside(id, Role::Member((*key).to_owned())),
                );
                self.member(key, parts, &scope, form.required.contains(key))
            })
            .collect();
        let values = || {
            Scope::here(
                place.child("{}"),
                NameHint::Inside(id, Role::MapValue(None)),
            )
        };
        let mut additional_limits = Limits::default();
        let mut additional_allowed = Vec::new();
        let additional = match &fields.additional {
            AdditionalFields::Unspoken => Additional::Unspoken,
            AdditionalFields::Any => Additional::Typed(Type::Any(Unknown::Beside)),
            AdditionalFields::Like(parts) => {
                let ty = self.inner(parts, &values(), Unknown::Beside);
                let form = self.form_of_all(parts);
                additional_limits = self.limits(parts, &ty);
                additional_allowed = docs::of_nameless(self, parts, &form);
                Additional::Typed(ty)
            }
        };
        Record {
            members,
            additional,
            additional_limits,
            additional_allowed,
        }
    }

    fn member(&mut self, key: &str, parts: &[Part<'a>], scope: &Scope, required: bool) -> Member {
        let scope = scope_for(parts, scope);
        let lowered = self.lower(parts.to_vec(), &scope);
        let form = self.form_of_all(parts);
        let names_type = form.is_type() && !parts.iter().any(Part::is_reference);
        let requested = self.requested_name(parts);
        Member {
            key: key.to_owned(),
            requested_name: requested.filter(|_| !names_type),
            limits: self.limits(parts, &lowered.ty),
            ty: lowered.ty,
            required,
            nullable: lowered.nullable,
            read_only: self.is_flagged(parts, "readOnly"),
            write_only: self.is_flagged(parts, "writeOnly"),
            docs: docs::of_use(self, parts, &form),
            constant: enums::constant(parts, &form).map(Box::new),
            settled: false,
            xml: self.xml_of_member(parts).map(Box::new),
        }
    }

    /// The name that `x-specwright-name` or `x-ms-enum` gives to a type.
    fn requested_type_name(&mut self, parts: &[Part<'a>]) -> Option<String> {
        let microsoft = |part: &Part<'a>| {
            let name = part.node.member("x-ms-enum")?.get("name")?.as_str()?;
            Some(name.to_owned())
        };
        let ours = self.requested_name(parts);
        ours.or_else(|| parts.iter().find_map(microsoft))
    }

    pub(super) fn requested_name(&mut self, parts: &[Part<'a>]) -> Option<String> {
        parts
            .iter()
            .find_map(|part| extensions::name(self, &part.node))
    }

    fn record_lowered(&mut self, node: &Node<'a>, lowered: &Lowered) {
        self.lowered
            .entry(node.identity())
            .or_insert_with(|| lowered.clone());
    }

    /// Takes references and compositions of one off a schema, down to what has a form of
    /// its own or is a known type. `itself` is a type that is being defined: it is not its
    /// own answer.
    fn unwrap(&mut self, parts: Vec<Part<'a>>, itself: Option<TypeId>) -> Unwrapped<'a> {
        let mut seen = Unwrapped {
            parts,
            known: None,
            nullable: false,
            elsewhere: false,
        };
        for _ in 0..MOST_WRAPPERS {
            seen.parts = self.without_neutral(seen.parts);
            let [part] = seen.parts.as_slice() else {
                return seen;
            };
            if part.bare {
                return seen;
            }
            let part = part.clone();
            // A promised type is completed by who walks by where it stands.
            let known = self.defined.get(&[part.identity()][..]).copied();
            let known = known.filter(|id| Some(*id) != itself && !self.promised.contains_key(id));
            if known.is_some() {
                seen.nullable |= self.form(&part).nullable;
                seen.known = known;
                return seen;
            }
            if part.is_reference() {
                let Some(target) = self.follow(&part.node) else {
                    return seen;
                };
                seen.parts = vec![Part {
                    foreign: true,
                    ..Part::new(target)
                }];
                seen.elsewhere = true;
                continue;
            }
            let Some((inner, nullable)) = self.wrapped(&part) else {
                return seen;
            };
            seen.nullable |= nullable;
            seen.elsewhere |= part.foreign;
            seen.parts = inner;
        }
        seen
    }

    /// What a schema is a mere wrapper of, and whether it allows `null` beside that.
    fn wrapped(&mut self, part: &Part<'a>) -> Option<(Vec<Part<'a>>, bool)> {
        let composed = ["allOf", "oneOf", "anyOf"]
            .iter()
            .any(|key| part.node.has(key));
        if !composed {
            return None;
        }
        let mut nullable = part.node.flag("nullable");
        let mut parts = vec![Part::bare(part.node.clone())];
        parts.extend(part.node.items_of("allOf").map(Part::new));
        for keyword in ["oneOf", "anyOf"] {
            let all: Vec<Part<'a>> = part.node.items_of(keyword).map(Part::new).collect();
            let listed = all.len();
            let mut branches: Vec<Part<'a>> =
                all.into_iter().filter(|part| !self.is_null(part)).collect();
            nullable |= branches.len() < listed;
            if branches.len() > 1 {
                return None;
            }
            parts.append(&mut branches);
        }
        let mut parts = self.without_neutral(parts);
        match parts.as_slice() {
            [only] if !only.bare => {}
            _ => return None,
        }
        if part.foreign {
            parts.iter_mut().for_each(|part| part.foreign = true);
        }
        Some((parts, nullable))
    }

    /// The parts without those that say nothing of the shape; one always stays.
    fn without_neutral(&mut self, parts: Vec<Part<'a>>) -> Vec<Part<'a>> {
        if parts.len() < 2 {
            return parts;
        }
        let telling: Vec<Part<'a>> = parts
            .iter()
            .filter(|part| !self.form(part).is_neutral())
            .cloned()
            .collect();
        if telling.is_empty() {
            parts.into_iter().take(1).collect()
        } else {
            telling
        }
    }
}

/// What stands behind a reference is named where it stands, not where it is used.
pub(super) fn scope_for(parts: &[Part<'_>], scope: &Scope) -> Scope {
    match parts {
        [part] if part.foreign => Scope::Elsewhere,
        _ => scope.clone(),
    }
}

fn identities(parts: &[Part<'_>]) -> Vec<PartIdentity> {
    parts.iter().map(Part::identity).collect()
}
