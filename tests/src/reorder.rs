//! The same document in another order.

use serde_json::{Map, Value};

/// Puts the paths, their methods, the parameters, the responses and the components into an
/// order that the seed decides. None of it means anything in OpenAPI.
pub fn reorder(document: &Value, seed: u64) -> Value {
    let mut document = document.clone();
    let mut random = Random(seed);
    if let Some(components) = document.get_mut("components") {
        random.shuffle_each(components);
    }
    let Some(Value::Object(paths)) = document.get_mut("paths") else {
        return document;
    };
    for item in paths.values_mut() {
        random.shuffle_at(item, "parameters");
        for operation in methods(item) {
            random.shuffle_at(operation, "parameters");
            random.shuffle_at(operation, "responses");
        }
        random.shuffle(item);
    }
    random.shuffle_at(&mut document, "paths");
    document
}

fn methods(item: &mut Value) -> impl Iterator<Item = &mut Value> {
    item.as_object_mut()
        .into_iter()
        .flat_map(Map::values_mut)
        .filter(|operation| operation.get("responses").is_some())
}

/// A generator of random numbers that gives the same ones on every machine (Knuth's MMIX).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    fn shuffle(&mut self, value: &mut Value) {
        match value {
            Value::Array(items) => self.permute(items),
            Value::Object(members) => {
                let mut entries: Vec<_> = std::mem::take(members).into_iter().collect();
                self.permute(&mut entries);
                members.extend(entries);
            }
            _ => {}
        }
    }

    fn shuffle_at(&mut self, node: &mut Value, key: &str) {
        if let Some(value) = node.get_mut(key) {
            self.shuffle(value);
        }
    }

    fn shuffle_each(&mut self, node: &mut Value) {
        for value in node.as_object_mut().into_iter().flat_map(Map::values_mut) {
            self.shuffle(value);
        }
        self.shuffle(node);
    }

    /// Fisher and Yates.
    fn permute<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}
