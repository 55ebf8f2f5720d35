//! What values are allowed, as data; [`limits`](super::limits) says the same in words.

use crate::dialect::extension;
use crate::document::Pointer;
use crate::hash::HashSet;
use crate::ir::{Limit, Limits, Said, Shape, Type};
use crate::json::{Number, Value};

use super::context::Lowering;
use super::form::{Form, Look, Part};
use super::limits;
use super::node::{Identity, Node};

/// How many schemas may lead to one another before what they say of a value is left at that.
const MOST: usize = 64;

/// How many branches are looked into for what they say of one value.
const MOST_BRANCHES: usize = 256;

/// Which enums are a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Values {
    /// None: the type says it.
    None,
    /// Those that do not become a type.
    Listed,
    /// All: it is one branch of several, and the type is that of all.
    All,
}

/// How far the branches of `oneOf` and `anyOf` are looked into.
struct Choices {
    left: usize,
    /// The schemas whose branches are being looked into.
    underway: Vec<Identity>,
}

impl Choices {
    fn new() -> Self {
        Self {
            left: MOST_BRANCHES,
            underway: Vec::new(),
        }
    }
}

impl<'a> Lowering<'a> {
    /// What a value of this type must keep to where these parts describe it.
    pub(super) fn limits(&mut self, parts: &[Part<'a>], ty: &Type) -> Limits {
        self.limits_of_use(parts, ty, Values::Listed, &mut Choices::new())
    }

    /// What a value must keep to that one of these describes, but not which.
    pub(super) fn limits_of_one(&mut self, alternatives: &[Vec<Part<'a>>], ty: &Type) -> Limits {
        self.any_of(alternatives, Some(ty), &mut Choices::new())
    }

    /// What every value of a type of its own must keep to.
    pub(super) fn limits_of_type(
        &mut self,
        parts: &[Part<'a>],
        shape: &Shape,
        form: &Form<'a>,
    ) -> Limits {
        // Each variant of a union has the limits of its branch.
        let is_union = matches!(shape, Shape::Union(_));
        let choices = &mut Choices::new();
        match (form.alternatives.as_slice(), is_union) {
            ([], true) => {
                let described = self.described_by(parts, true);
                Limits {
                    own: own(&described, Values::None),
                    ..Limits::default()
                }
            }
            ([], false) => self.limits_of_values(parts, Values::None, choices),
            (_, true) => Limits::default(),
            (alternatives, false) => self.any_of(alternatives, None, choices),
        }
    }

    /// Whether a schema that holds of a value says `true` under this keyword.
    pub(super) fn is_flagged(&mut self, parts: &[Part<'a>], keyword: &str) -> bool {
        let described = self.described_by(parts, true);
        described.nodes.iter().any(|node| node.flag(keyword))
    }

    /// The schemas that all hold of a value, references followed, without those in it.
    pub(super) fn described(&mut self, parts: &[Part<'a>]) -> Vec<Node<'a>> {
        self.described_by(parts, true).nodes
    }

    fn limits_of_use(
        &mut self,
        parts: &[Part<'a>],
        ty: &Type,
        values: Values,
        choices: &mut Choices,
    ) -> Limits {
        if let Some(pointer) = self.of_some_only(parts) {
            return Limits {
                own: vec![Limit::OfSomeOnly {
                    pointer: Said(pointer),
                }],
                ..Limits::default()
            };
        }
        let ty = match ty {
            Type::Nullable(inner) => inner,
            ty => ty,
        };
        // What is behind a reference, or one of several, holds of the type that it has become.
        if let Type::Named(_) = ty {
            let described = self.described_by(parts, false);
            return Limits {
                own: own(&described, Values::None),
                ..Limits::default()
            };
        }
        let described = self.described_by(parts, true);
        let mut limits = Limits {
            own: own(&described, values),
            ..Limits::default()
        };
        self.add_choices(&described, Some(ty), choices, &mut limits.own);
        match ty {
            Type::List(ty) => self.add_items(parts, &described.nodes, ty, choices, &mut limits),
            Type::Map(ty) => {
                let form = self.form_of_all(parts);
                if let Look::Map(values) = &form.look {
                    let inner = self.limits_of_use(values, ty, Values::Listed, choices);
                    limits.inner = Some(Box::new(inner)).filter(|inner| !inner.is_empty());
                }
            }
            Type::Text(_)
            | Type::Integer(_)
            | Type::Number(_)
            | Type::Boolean
            | Type::Named(_)
            | Type::Nullable(_)
            | Type::Any(_) => {}
        }
        limits
    }

    /// Where it is said which members a schema is about, if others are allowed beside them that
    /// have the same type here.
    fn of_some_only(&self, parts: &[Part<'a>]) -> Option<String> {
        parts.iter().find_map(|part| {
            if part.node.pointer.last()? != "additionalProperties" {
                return None;
            }
            let patterns = part.node.pointer.parent()?.child(extension::PATTERNS);
            let others = patterns.get(self.document)?.get("others");
            (others != Some(&Value::Bool(false))).then(|| patterns.to_string())
        })
    }

    /// The limits of values alone, without those of what is in them.
    fn limits_of_values(
        &mut self,
        parts: &[Part<'a>],
        values: Values,
        choices: &mut Choices,
    ) -> Limits {
        let described = self.described_by(parts, true);
        let mut own = own(&described, values);
        self.add_choices(&described, None, choices, &mut own);
        Limits {
            own,
            ..Limits::default()
        }
    }

    /// The limits of a list's items. Those by position hold where the type has no positions: it is
    /// a list if all of them are of one type.
    fn add_items(
        &mut self,
        parts: &[Part<'a>],
        nodes: &[Node<'a>],
        ty: &Type,
        choices: &mut Choices,
        limits: &mut Limits,
    ) {
        let prefixes: Vec<Vec<Node<'a>>> = nodes
            .iter()
            .map(|node| node.items_of(extension::PREFIX_ITEMS).collect())
            .collect();
        let count = prefixes.iter().map(Vec::len).max().unwrap_or_default();
        let form = self.form_of_all(parts);
        let inner = match &form.look {
            Look::List(items) if count == 0 => {
                self.limits_of_use(items, ty, Values::Listed, choices)
            }
            Look::List(_) | Look::Tuple(_) => {
                let mut at = |position: usize| {
                    let parts: Vec<Part<'a>> = nodes
                        .iter()
                        .zip(&prefixes)
                        .filter_map(|(node, prefix)| match prefix.get(position) {
                            Some(item) => Some(item.clone()),
                            None => node.get("items"),
                        })
                        .map(Part::new)
                        .collect();
                    self.limits_of_use(&parts, ty, Values::Listed, choices)
                };
                limits.first = (0..count).map(&mut at).collect();
                at(count)
            }
            Look::Any(_)
            | Look::Object
            | Look::Scalar(_)
            // The branches that it was merged from say what their items keep to.
            | Look::Lists(_)
            | Look::Map(_)
            | Look::Record(_)
            | Look::TextEnum(_)
            | Look::IntegerEnum(_)
            | Look::ScalarEnum(_)
            | Look::Union(_) => Limits::default(),
        };
        limits.inner = Some(Box::new(inner)).filter(|inner| !inner.is_empty());
        if limits.inner.is_none() && limits.first.iter().all(Limits::is_empty) {
            limits.first.clear();
        }
    }

    /// What the branches say of a value that is of one type whichever of them holds.
    fn add_choices(
        &mut self,
        described: &Described<'a>,
        ty: Option<&Type>,
        choices: &mut Choices,
        own: &mut Vec<Limit>,
    ) {
        for node in &described.nodes {
            if choices.underway.contains(&node.identity()) {
                continue;
            }
            choices.underway.push(node.identity());
            for keyword in ["oneOf", "anyOf"] {
                let branches: Vec<Vec<Part<'a>>> = self
                    .branches(node, keyword)
                    .into_iter()
                    .map(|branch| vec![Part::new(branch)])
                    .collect();
                // The only one is among what describes the value.
                if branches.len() > 1 {
                    own.extend(self.any_of(&branches, ty, choices).own);
                }
            }
            choices.underway.pop();
        }
    }

    /// What all values keep to of which each is one of these; `ty` is that of all of them, if it
    /// is no type of its own.
    fn any_of(
        &mut self,
        alternatives: &[Vec<Part<'a>>],
        ty: Option<&Type>,
        choices: &mut Choices,
    ) -> Limits {
        let mut all: Vec<Limits> = Vec::new();
        for parts in alternatives {
            if choices.left == 0 {
                let pointer = parts.first().map(|part| part.node.pointer.clone());
                return Limits {
                    own: vec![not_checked(
                        "too many branches say something of one value",
                        &pointer.unwrap_or_default(),
                    )],
                    ..Limits::default()
                };
            }
            choices.left -= 1;
            let limits = match ty {
                Some(ty) => self.limits_of_use(parts, ty, Values::All, choices),
                None => self.limits_of_values(parts, Values::All, choices),
            };
            if limits.is_empty() {
                return limits;
            }
            if !all.contains(&limits) {
                all.push(limits);
            }
        }
        let only_values = |limits: &Limits| matches!(limits.own.as_slice(), [Limit::OneOf(_)]);
        let said_by_type = ty.is_none() && all.iter().all(only_values);
        match all.as_slice() {
            _ if said_by_type => Limits::default(),
            [] => Limits::default(),
            [only] if only.first.is_empty() && only.inner.is_none() => only.clone(),
            _ => Limits {
                own: vec![Limit::AnyOf(all)],
                ..Limits::default()
            },
        }
    }

    /// The branches of a choice, without `null`.
    fn branches(&mut self, node: &Node<'a>, keyword: &str) -> Vec<Node<'a>> {
        let mut branches: Vec<Node<'a>> = node.items_of(keyword).collect();
        branches.retain(|branch| !self.is_null(&Part::new(branch.clone())));
        branches
    }

    /// The schemas that all hold of a value, without those in it.
    fn described_by(&mut self, parts: &[Part<'a>], referred: bool) -> Described<'a> {
        // Of most values it is one, which is neither a reference nor composed.
        if let [Part { node, .. }] = parts
            && node.reference().is_none()
            && !node.is_composed()
        {
            return Described {
                nodes: vec![node.clone()],
                left_out: None,
            };
        }
        let mut seen: HashSet<Identity> = HashSet::default();
        let mut described = Described::default();
        let mut open: Vec<Node<'a>> = parts.iter().rev().map(|part| part.node.clone()).collect();
        while let Some(node) = open.pop() {
            if !seen.insert(node.identity()) {
                continue;
            }
            if described.nodes.len() == MOST {
                described.left_out = Some(node.pointer);
                break;
            }
            if node.reference().is_some() {
                open.extend(referred.then(|| self.follow(&node)).flatten());
                continue;
            }
            let branches: Vec<Node<'a>> = node.items_of("allOf").collect();
            open.extend(branches.into_iter().rev());
            for keyword in ["oneOf", "anyOf"] {
                // Of several branches it is not known which one holds.
                if let [only] = self.branches(&node, keyword).as_slice() {
                    open.push(only.clone());
                }
            }
            described.nodes.push(node);
        }
        described
    }
}

/// The schemas that all hold of a value.
#[derive(Default)]
struct Described<'a> {
    nodes: Vec<Node<'a>>,
    /// The first that there was no room for.
    left_out: Option<Pointer>,
}

/// What the keywords of schemas limit that all hold.
fn own(described: &Described<'_>, values: Values) -> Vec<Limit> {
    let mut own = Vec::new();
    for limit in described.nodes.iter().flat_map(|node| of(node, values)) {
        if !own.contains(&limit) {
            own.push(limit);
        }
    }
    let left_out = described.left_out.as_ref();
    own.extend(left_out.map(|pointer| not_checked("too many schemas hold of one value", pointer)));
    own
}

fn not_checked(reason: &'static str, pointer: &Pointer) -> Limit {
    Limit::NotChecked {
        reason,
        pointer: Said(pointer.to_string()),
    }
}

/// What the keywords of one schema limit.
fn of(node: &Node<'_>, values: Values) -> Vec<Limit> {
    let ty = node.text("type");
    let about = |kinds: &[&str]| ty.is_none_or(|ty| kinds.contains(&ty));
    let count = |key: &str| node.member(key).and_then(Value::as_u64);
    // None is no limit.
    let some = |key: &str| count(key).filter(|least| *least > 0);
    let number = |key: &str| node.member(key).and_then(Value::as_number).cloned();
    let bound = |key: &str, wide: &str| -> Option<Number> { number(wide).or_else(|| number(key)) };
    let (above, below) = (node.flag("exclusiveMinimum"), node.flag("exclusiveMaximum"));
    let mut all = Vec::new();
    if about(&["string"]) {
        all.extend(some("minLength").map(Limit::MinLength));
        all.extend(count("maxLength").map(Limit::MaxLength));
        all.extend(node.text("pattern").map(|pattern| Limit::Pattern {
            pattern: pattern.to_owned(),
            pointer: Said(node.pointer.child("pattern").to_string()),
        }));
    }
    if about(&["integer", "number"]) {
        all.extend(
            bound("minimum", extension::MINIMUM).map(|bound| match above {
                true => Limit::MoreThan(bound),
                false => Limit::AtLeast(bound),
            }),
        );
        all.extend(
            bound("maximum", extension::MAXIMUM).map(|bound| match below {
                true => Limit::LessThan(bound),
                false => Limit::AtMost(bound),
            }),
        );
        all.extend(number("multipleOf").map(Limit::MultipleOf));
    }
    if about(&["array"]) {
        all.extend(some("minItems").map(Limit::MinItems));
        all.extend(count("maxItems").map(Limit::MaxItems));
        all.extend(node.flag("uniqueItems").then_some(Limit::UniqueItems));
    }
    if about(&["object"]) {
        all.extend(some("minProperties").map(Limit::MinMembers));
        all.extend(count("maxProperties").map(Limit::MaxMembers));
        all.extend(node.get(extension::PATTERNS).map(|patterns| {
            not_checked(
                "the members that a pattern names are told from others by the server",
                &patterns.pointer,
            )
        }));
    }
    let listed = match values {
        Values::None => None,
        Values::Listed => limits::listed(node),
        Values::All => node
            .value
            .get("enum")
            .and_then(Value::as_array)
            .map(Vec::as_slice),
    };
    all.extend(listed.map(|values| Limit::OneOf(values.to_vec())));
    all
}
