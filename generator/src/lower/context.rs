//! What all of lowering shares: the document, what has been made of it, where to report.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::dialect::Canonical;
use crate::document::{Origin, Pointer};
use crate::hash::{HashMap, HashSet};
use crate::ir::{
    AllWords, Docs, Limits, NameHint, Place, Role, Shape, Type, TypeDef, TypeId, Types, Unknown,
};
use crate::json::Value;

use super::form::{Form, Part, PartIdentity};
use super::node::{Identity, Node};
use super::subtypes::Families;

/// The state of one run.
pub(super) struct Lowering<'a> {
    pub(super) canonical: &'a Canonical,
    pub(super) document: &'a Value,
    diagnostics: &'a mut Diagnostics,
    pub(super) types: Types,
    /// The types of their own, by the parts of the schema.
    pub(super) defined: HashMap<Vec<PartIdentity>, TypeId>,
    /// Types that were referred to before the walk came by where they stand.
    pub(super) promised: BTreeMap<TypeId, Vec<Part<'a>>>,
    /// What each schema node became, for its examples.
    pub(super) lowered: HashMap<Identity, Lowered>,
    /// What each part looks like.
    pub(super) forms: HashMap<PartIdentity, Rc<Form<'a>>>,
    /// The parts whose look is being found out.
    pub(super) underway: HashSet<PartIdentity>,
    /// Which components build on which.
    pub(super) families: Families<'a>,
    /// Enums that the document opens itself: a text, or one of these.
    pub(super) open_enums: HashSet<TypeId>,
    /// The words of all docs.
    pub(super) words: AllWords,
    /// How many schemas are being lowered inside one another.
    pub(super) depth: usize,
    places: HashSet<Place>,
    /// What was said where: a schema that is used ten times has one mistake.
    said: HashSet<(Code, Pointer)>,
}

/// What a schema became where it is used.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Lowered {
    pub(super) ty: Type,
    pub(super) nullable: bool,
}

impl Lowered {
    pub(super) fn new(ty: Type, nullable: bool) -> Self {
        // `null` is JSON like any other.
        let nullable = nullable && !matches!(ty, Type::Any(_));
        Self { ty, nullable }
    }

    pub(super) fn any(why: Unknown) -> Self {
        Self::new(Type::Any(why), false)
    }

    /// The type where nothing beside it can say that `null` is allowed.
    pub(super) fn whole(self) -> Type {
        if self.nullable {
            Type::Nullable(Box::new(self.ty))
        } else {
            self.ty
        }
    }
}

/// Where a schema stands, for the types that it makes.
#[derive(Debug, Clone)]
pub(super) enum Scope {
    /// The walk is where the schema is written.
    Here {
        place: Place,
        hint: NameHint,
        /// The component that the schema is, if it is one.
        component: Option<TypeId>,
    },
    /// A reference led away from the walk; what stands there is named by its own place.
    Elsewhere,
}

impl Scope {
    pub(super) fn here(place: Place, hint: NameHint) -> Self {
        Self::Here {
            place,
            hint,
            component: None,
        }
    }

    /// The items of the list that stands here.
    pub(super) fn items(&self) -> Self {
        self.inside("[]", Role::Item)
    }

    /// The item at a position of the tuple that stands here.
    pub(super) fn position(tuple: TypeId, place: &Place, index: usize) -> Self {
        let role = Role::Member(format!("item {index}"));
        Self::here(
            place.child(&format!("[{index}]")),
            NameHint::Inside(tuple, role),
        )
    }

    /// The values of the map that stands here.
    pub(super) fn values(&self) -> Self {
        self.inside("{}", Role::MapValue)
    }

    fn inside(&self, step: &str, role: impl Fn(Option<String>) -> Role) -> Self {
        let Self::Here {
            place,
            hint,
            component,
        } = self
        else {
            return Self::Elsewhere;
        };
        let hint = match (hint, component) {
            (_, Some(component)) => NameHint::Inside(*component, role(None)),
            (NameHint::Component(name), None) => NameHint::Component(name.clone()),
            (NameHint::Inside(id, around), None) => {
                NameHint::Inside(*id, role(around_name(around)))
            }
            // A list of values in a parameter is named like one of them.
            (NameHint::Operation(operation, around @ Role::Parameter(_)), None) => {
                NameHint::Operation(*operation, around.clone())
            }
            (NameHint::Operation(operation, _), None) => {
                NameHint::Operation(*operation, role(None))
            }
        };
        Self::here(place.child(step), hint)
    }
}

fn around_name(role: &Role) -> Option<String> {
    match role {
        Role::Member(name) | Role::Variant(name) | Role::Parameter(name) => Some(name.clone()),
        Role::Item(name) | Role::MapValue(name) => name.clone(),
        Role::RequestBody | Role::RequestBodyAs(_) | Role::ResponseBody(_) | Role::ErrorBody(_) => {
            None
        }
    }
}

impl<'a> Lowering<'a> {
    pub(super) fn new(canonical: &'a Canonical, diagnostics: &'a mut Diagnostics) -> Self {
        Self {
            canonical,
            document: &canonical.tree,
            diagnostics,
            types: Types::default(),
            defined: HashMap::default(),
            promised: BTreeMap::new(),
            lowered: HashMap::default(),
            forms: HashMap::default(),
            underway: HashSet::default(),
            families: Families::default(),
            open_enums: HashSet::default(),
            words: AllWords::default(),
            depth: 0,
            places: HashSet::default(),
            said: HashSet::default(),
        }
    }

    pub(super) fn root(&self) -> Node<'a> {
        Node::root(self.document)
    }

    /// Reports something, once for each node.
    pub(super) fn say(&mut self, diagnostic: Diagnostic) {
        if let Origin::Node(pointer) | Origin::Key(pointer) = &diagnostic.origin
            && !self.said.insert((diagnostic.code, pointer.clone()))
        {
            return;
        }
        self.diagnostics.push(diagnostic);
    }

    /// Reports something about a node.
    pub(super) fn report(&mut self, code: Code, pointer: &Pointer, message: impl Into<String>) {
        self.say(Diagnostic::new(code, message).at(pointer));
    }

    /// Adds a type that is not known yet.
    pub(super) fn reserve(&mut self, place: Place, pointer: &Pointer, name: NameHint) -> TypeId {
        self.types.push(TypeDef {
            place,
            pointer: pointer.to_string(),
            name,
            requested_name: None,
            docs: Docs::default(),
            limits: Limits::default(),
            shape: Shape::Alias(Type::Any(Unknown::Unsaid)),
        })
    }

    /// The place, or one beside it if another type stands there already.
    pub(super) fn claim(&mut self, place: &Place) -> Place {
        let mut claimed = place.clone();
        let mut number = 2;
        while !self.places.insert(claimed.clone()) {
            claimed = Place(format!("{place}~{number}"));
            number += 1;
        }
        claimed
    }
}
