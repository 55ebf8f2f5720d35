//! What a schema looks like, before anything inside it is lowered.
//!
//! A schema is a list of *parts* that all hold. Most have one part; `allOf` and
//! members that several branches define have more. Finding the form of a schema
//! makes no types and looks at no member, so it can be asked of any node at any time,
//! in any order: cycles through members are none here.

use std::rc::Rc;

use crate::diagnostics::Code;
use crate::hash::{IndexMap, IndexSet};
use crate::ir::{EnumValue, Scalar, Type, Unknown};

use super::context::Lowering;
use super::node::{Identity, Node};

/// How many parts may be composed of one another: far more than anybody writes, and few
/// enough for the stack.
const DEEPEST: usize = 512;

/// Something that a schema says of its values.
#[derive(Debug, Clone)]
pub(super) struct Part<'a> {
    pub(super) node: Node<'a>,
    /// Only the keywords of the node itself, without its `allOf`, `oneOf` and `anyOf`.
    pub(super) bare: bool,
    /// A reference led here: what stands here is named where it stands.
    pub(super) foreign: bool,
}

/// What tells one part from another.
pub(super) type PartIdentity = (Identity, bool);

impl<'a> Part<'a> {
    pub(super) fn new(node: Node<'a>) -> Self {
        Self {
            node,
            bare: false,
            foreign: false,
        }
    }

    pub(super) fn bare(node: Node<'a>) -> Self {
        Self {
            node,
            bare: true,
            foreign: false,
        }
    }

    pub(super) fn identity(&self) -> PartIdentity {
        (self.node.identity(), self.bare)
    }

    pub(super) fn is_reference(&self) -> bool {
        !self.bare && self.node.reference().is_some()
    }

    pub(super) fn seen_from_elsewhere(&self) -> Self {
        Self {
            foreign: true,
            ..self.clone()
        }
    }
}

/// What a schema looks like.
#[derive(Debug, Clone)]
pub(super) struct Form<'a> {
    pub(super) look: Look<'a>,
    pub(super) nullable: bool,
    /// The members that have to be there, whether or not this schema defines them.
    pub(super) required: IndexSet<&'a str>,
    /// For an enum: the document allows any other text beside the values.
    pub(super) open: bool,
    /// If it was merged from several that go over the wire alike: the parts of each.
    pub(super) alternatives: Vec<Vec<Part<'a>>>,
}

/// The kind of type that a schema becomes.
#[derive(Debug, Clone)]
pub(super) enum Look<'a> {
    /// Nothing is known.
    Any(Unknown),
    /// An object, and nothing more is said.
    Object,
    Scalar(Type),
    List(Vec<Part<'a>>),
    /// A list with several kinds of items: the alternatives of each item.
    Lists(Vec<Vec<Part<'a>>>),
    Tuple(Positions<'a>),
    Map(Vec<Part<'a>>),
    Record(Fields<'a>),
    TextEnum(Vec<EnumValue<String>>),
    IntegerEnum(Vec<EnumValue<i64>>),
    ScalarEnum(Vec<EnumValue<Scalar>>),
    Union(Branches<'a>),
}

/// The items of a tuple.
#[derive(Debug, Clone)]
pub(super) struct Positions<'a> {
    /// By position.
    pub(super) items: Vec<Vec<Part<'a>>>,
    /// How many of them have to be there.
    pub(super) required: usize,
    /// All further ones; empty if nothing is said of them.
    pub(super) rest: Vec<Part<'a>>,
}

/// The members of a record.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields<'a> {
    pub(super) members: IndexMap<&'a str, Vec<Part<'a>>>,
    pub(super) additional: AdditionalFields<'a>,
}

/// The members of a record that have no name.
#[derive(Debug, Clone, Default)]
pub(super) enum AdditionalFields<'a> {
    #[default]
    Unspoken,
    Any,
    Like(Vec<Part<'a>>),
}

/// What a union can be.
#[derive(Debug, Clone)]
pub(super) struct Branches<'a> {
    /// The Discriminator Object.
    pub(super) discriminator: Option<Node<'a>>,
    pub(super) branches: Vec<Branch<'a>>,
}

/// One of the things that a union can be.
#[derive(Debug, Clone)]
pub(super) struct Branch<'a> {
    /// What all holds of it, or for a merged branch: what it was merged from.
    pub(super) parts: Vec<Part<'a>>,
    /// What it looks like, if it was merged from several that go over the wire alike.
    pub(super) merged: Option<Rc<Form<'a>>>,
}

impl<'a> Branch<'a> {
    pub(super) fn new(parts: Vec<Part<'a>>) -> Self {
        Self {
            parts,
            merged: None,
        }
    }
}

impl<'a> Form<'a> {
    pub(super) fn new(look: Look<'a>) -> Self {
        Self {
            look,
            nullable: false,
            required: IndexSet::default(),
            open: false,
            alternatives: Vec::new(),
        }
    }

    /// Whether it says nothing that another part of the same schema would have to respect.
    pub(super) fn is_neutral(&self) -> bool {
        let open = match &self.look {
            Look::Any(_) | Look::Object => true,
            Look::Record(fields) => {
                fields.members.is_empty() && matches!(fields.additional, AdditionalFields::Unspoken)
            }
            Look::Scalar(_)
            | Look::List(_)
            | Look::Lists(_)
            | Look::Tuple(_)
            | Look::Map(_)
            | Look::TextEnum(_)
            | Look::IntegerEnum(_)
            | Look::ScalarEnum(_)
            | Look::Union(_) => false,
        };
        open && self.required.is_empty()
    }

    /// Whether it becomes a type of its own.
    pub(super) fn is_type(&self) -> bool {
        match self.look {
            Look::Record(_)
            | Look::Tuple(_)
            | Look::TextEnum(_)
            | Look::IntegerEnum(_)
            | Look::ScalarEnum(_)
            | Look::Union(_) => true,
            Look::Any(_)
            | Look::Object
            | Look::Scalar(_)
            | Look::List(_)
            | Look::Lists(_)
            | Look::Map(_) => false,
        }
    }

    /// The same, as it is seen through a reference.
    pub(super) fn seen_from_elsewhere(&self) -> Self {
        let away = |parts: &Vec<Part<'a>>| parts.iter().map(Part::seen_from_elsewhere).collect();
        let look = match &self.look {
            Look::List(items) => Look::List(away(items)),
            Look::Lists(items) => Look::Lists(items.iter().map(away).collect()),
            Look::Tuple(tuple) => Look::Tuple(Positions {
                items: tuple.items.iter().map(away).collect(),
                required: tuple.required,
                rest: away(&tuple.rest),
            }),
            Look::Map(values) => Look::Map(away(values)),
            Look::Record(fields) => Look::Record(Fields {
                members: fields
                    .members
                    .iter()
                    .map(|(key, parts)| (*key, away(parts)))
                    .collect(),
                additional: match &fields.additional {
                    AdditionalFields::Like(parts) => AdditionalFields::Like(away(parts)),
                    other @ (AdditionalFields::Unspoken | AdditionalFields::Any) => other.clone(),
                },
            }),
            Look::Union(union) => Look::Union(Branches {
                discriminator: union.discriminator.clone(),
                branches: union
                    .branches
                    .iter()
                    .map(|branch| Branch {
                        parts: away(&branch.parts),
                        merged: branch
                            .merged
                            .as_ref()
                            .map(|form| Rc::new(form.seen_from_elsewhere())),
                    })
                    .collect(),
            }),
            other @ (Look::Any(_)
            | Look::Object
            | Look::Scalar(_)
            | Look::TextEnum(_)
            | Look::IntegerEnum(_)
            | Look::ScalarEnum(_)) => other.clone(),
        };
        Self {
            look,
            nullable: self.nullable,
            required: self.required.clone(),
            open: self.open,
            alternatives: self.alternatives.iter().map(away).collect(),
        }
    }
}

impl<'a> Lowering<'a> {
    /// What a part looks like.
    pub(super) fn form(&mut self, part: &Part<'a>) -> Rc<Form<'a>> {
        let identity = part.identity();
        if let Some(form) = self.forms.get(&identity) {
            return Rc::clone(form);
        }
        if self.underway.len() >= DEEPEST {
            self.report(
                Code::NestsTooDeepForTypes,
                &part.node.pointer,
                "schemas are composed of one another too deep here, so any JSON is taken",
            );
            return Rc::new(Form::new(Look::Any(Unknown::Endless)));
        }
        if !self.underway.insert(identity) {
            self.report(
                Code::CompositionCycle,
                &part.node.pointer,
                "this schema is composed of itself, so nothing is known of its shape",
            );
            return Rc::new(Form::new(Look::Any(Unknown::Endless)));
        }
        let form = if part.is_reference() {
            match self.follow(&part.node) {
                Some(target) => self.form(&Part::new(target)),
                None => Rc::new(Form::new(Look::Any(Unknown::Mistake))),
            }
        } else if part.bare {
            Rc::new(self.own_form(&part.node))
        } else {
            Rc::new(self.composed_form(&part.node))
        };
        self.underway.remove(&identity);
        self.forms.insert(identity, Rc::clone(&form));
        form
    }

    /// What a branch of a union looks like.
    pub(super) fn form_of_branch(&mut self, branch: &Branch<'a>) -> Rc<Form<'a>> {
        match &branch.merged {
            Some(form) => Rc::clone(form),
            None => self.form_of_all(&branch.parts),
        }
    }

    /// What several parts that all hold look like.
    pub(super) fn form_of_all(&mut self, parts: &[Part<'a>]) -> Rc<Form<'a>> {
        match parts {
            [part] => self.form(part),
            parts => Rc::new(self.meet(parts)),
        }
    }
}
