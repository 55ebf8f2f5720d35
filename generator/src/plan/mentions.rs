//! Which types of other crates a plan mentions.

use super::model::{Answer, Item, ItemKind, Operation, Reader, RustType};

impl RustType {
    /// The type inside this one: of an item, of a value, or of what is in a box.
    pub(crate) fn inside(&self) -> Option<&RustType> {
        match self {
            Self::Vec(inner)
            | Self::Map(inner)
            | Self::Option(inner)
            | Self::Boxed(inner)
            | Self::Events(inner)
            | Self::Items(inner) => Some(inner),
            Self::Unit
            | Self::String
            | Self::Primitive(_)
            | Self::Timestamp(_)
            | Self::Date(_)
            | Self::Uuid
            | Self::Address(_)
            | Self::Kept(_)
            | Self::DecimalNumber
            | Self::Secret
            | Self::Json
            | Self::Bytes
            | Self::ByteStream
            | Self::Upload
            | Self::Multipart
            | Self::Untyped
            | Self::Elsewhere(_)
            | Self::NamedBySerde(_)
            | Self::Named(_) => None,
        }
    }

    /// Whether this type, or one inside it, is as wanted.
    pub(crate) fn mentions(&self, wanted: &dyn Fn(&RustType) -> bool) -> bool {
        wanted(self) || self.inside().is_some_and(|inner| inner.mentions(wanted))
    }

    /// Who reads it from JSON: where a type is in it that only `serde` can read, `serde` does.
    pub(crate) fn reader(&self) -> Reader {
        let by_serde = |ty: &Self| matches!(ty, Self::Elsewhere(_) | Self::NamedBySerde(_));
        match self.mentions(&by_serde) {
            true => Reader::Serde,
            false => Reader::Runtime,
        }
    }
}

impl Item {
    /// Whether a type in it is as wanted.
    pub(crate) fn mentions(&self, wanted: &dyn Fn(&RustType) -> bool) -> bool {
        match &self.kind {
            ItemKind::Struct(structure) => {
                structure
                    .fields
                    .iter()
                    .any(|field| field.ty.mentions(wanted))
                    || structure
                        .rest
                        .iter()
                        .filter_map(|rest| rest.ty.as_ref())
                        .any(|ty| ty.mentions(wanted))
            }
            ItemKind::Union(union) => union.variants.iter().any(|v| v.ty.mentions(wanted)),
            ItemKind::Alias(ty) => ty.mentions(wanted),
            ItemKind::Answers(by_status) => by_status
                .variants
                .iter()
                .filter_map(|variant| variant.ty.as_ref())
                .any(|ty| ty.mentions(wanted)),
            ItemKind::Tuple(tuple) => {
                let items = tuple.items.iter().map(|item| &item.ty);
                items.chain([&tuple.rest]).any(|ty| ty.mentions(wanted))
            }
            ItemKind::Newtype(ty) => ty.mentions(wanted),
            ItemKind::TextEnum(_) | ItemKind::IntegerEnum(_) | ItemKind::ScalarEnum(_) => false,
        }
    }
}

impl Operation {
    /// Whether a type in it is as wanted.
    pub(crate) fn mentions(&self, wanted: &dyn Fn(&RustType) -> bool) -> bool {
        let others = self.alternatives.iter().map(|other| &other.argument);
        self.arguments
            .iter()
            .chain(&self.setters)
            .chain(others)
            .any(|argument| argument.ty.mentions(wanted))
            || self.success.mentions(wanted)
            || self.error.mentions(wanted)
            || self
                .answers
                .iter()
                .any(|other| other.success.mentions(wanted))
            || self
                .paging
                .iter()
                .any(|paging| paging.item.mentions(wanted))
    }
}

impl Answer {
    fn mentions(&self, wanted: &dyn Fn(&RustType) -> bool) -> bool {
        self.ty.mentions(wanted)
    }
}
