//! Every type that is spoken of, to be replaced by another.

use super::{Additional, Api, BodyContent, Operation, Outcome, PartContent, Shape, Type};

impl Api {
    /// Shows every type that stands in an operation, a request of the API, an example or another
    /// type. Of lists, maps and what may be `null` it is the whole.
    pub fn for_each_type_mut(&mut self, mut change: impl FnMut(&mut Type)) {
        for def in self.types.iter_mut() {
            def.shape.for_each_part_mut(&mut change);
        }
        for operation in &mut self.operations {
            operation.for_each_type_mut(&mut change);
        }
        for received in &mut self.received {
            received.payload.iter_mut().for_each(&mut change);
        }
        for example in &mut self.examples {
            change(&mut example.ty);
        }
    }
}

impl Shape {
    /// Shows every type that values of this shape are directly made of.
    pub fn for_each_part_mut(&mut self, mut change: impl FnMut(&mut Type)) {
        match self {
            Self::Record(record) => {
                for member in &mut record.members {
                    change(&mut member.ty);
                }
                if let Additional::Typed(ty) = &mut record.additional {
                    change(ty);
                }
            }
            Self::Union(union) => {
                for variant in &mut union.variants {
                    change(&mut variant.ty);
                }
            }
            Self::Tuple(tuple) => {
                for item in &mut tuple.items {
                    change(&mut item.ty);
                }
                change(&mut tuple.rest);
            }
            Self::Alias(ty) | Self::Newtype(ty) => change(ty),
            Self::TextEnum(_) | Self::IntegerEnum(_) | Self::ScalarEnum(_) => {}
        }
    }
}

impl Operation {
    fn for_each_type_mut(&mut self, mut change: impl FnMut(&mut Type)) {
        for parameter in &mut self.parameters {
            change(&mut parameter.ty);
        }
        for body in &mut self.bodies {
            match &mut body.content {
                BodyContent::Json { ty, .. }
                | BodyContent::Form { ty, .. }
                | BodyContent::Xml { ty, .. } => change(ty),
                BodyContent::Multipart(multipart) => {
                    for part in &mut multipart.parts {
                        match &mut part.content {
                            PartContent::Text(ty) | PartContent::Json(ty) => change(ty),
                            PartContent::File | PartContent::Files => {}
                        }
                    }
                }
                BodyContent::Text { .. } | BodyContent::Bytes { .. } => {}
            }
        }
        for response in &mut self.responses {
            for outcome in [&mut response.content]
                .into_iter()
                .chain(&mut response.others)
            {
                match outcome {
                    Outcome::Json { ty, .. }
                    | Outcome::Xml { ty, .. }
                    | Outcome::Stream { ty, .. } => change(ty),
                    Outcome::Empty | Outcome::Text { .. } | Outcome::Bytes { .. } => {}
                }
            }
            for header in &mut response.headers {
                change(&mut header.ty);
            }
        }
    }
}

impl Type {
    /// The type with a name that this is, or is a list or a map of, to be replaced.
    pub fn named_mut(&mut self) -> Option<&mut super::TypeId> {
        match self {
            Self::Named(id) => Some(id),
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.named_mut(),
            Self::Text(_) | Self::Integer(_) | Self::Number(_) | Self::Boolean | Self::Any(_) => {
                None
            }
        }
    }
}
