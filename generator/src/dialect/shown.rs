//! What examples show of schemas that have the form of an array and do not say their type.
//!
//! `items` says nothing of what is no array (JSON Schema, § 10.3.1.2 of the core). Most writers
//! who leave out the type mean a list all the same; some mean one of the items, and their own
//! examples show it. The examples are followed down their schemas before the document is
//! rewritten, so that what they show is known where the type is filled in.

use std::rc::Rc;

use crate::document::Pointer;
use crate::hash::{HashMap, HashSet};
use crate::json::{Map, Value};

use super::extension;
use super::follow;
use super::objects::{self, Kind, Object, Shape};
use super::schema::implied_type;

/// What a place takes beside a list, by the examples.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Shown {
    /// One of the items, without a list around it: the types of those that are shown.
    pub(super) items: Vec<&'static str>,
    /// Values of these types, which are no items.
    pub(super) types: Vec<&'static str>,
    /// The first example that shows it.
    pub(super) example: Pointer,
}

impl Shown {
    /// Where some objects are items and others are not, the items do not say what an object has to
    /// be: one that looks most like an item would be refused for what it lacks.
    fn settle(&mut self) {
        if self.items.iter().any(|ty| self.types.contains(ty)) {
            let items = std::mem::take(&mut self.items);
            let new = items.into_iter().filter(|ty| !self.types.contains(ty));
            let new: Vec<&'static str> = new.collect();
            self.types.extend(new);
        }
    }
}

/// What tells one node of the tree from another.
type Identity = *const Value;

/// How many schemas an example is followed through, so that none is too deep for the stack.
const DEEPEST: usize = 256;

/// What the examples show of the schemas that stand at these places.
#[derive(Debug, Default)]
pub(super) struct Examples {
    shown: HashMap<Pointer, Shown>,
}

impl Examples {
    /// Follows all examples of a document.
    pub(super) fn of(tree: &Value) -> Self {
        // Hardly any document has such a schema, and then nothing has to be followed.
        let mut look = Look::default();
        look.add(tree);
        if !look.is_there {
            return Self::default();
        }
        let mut reader = Reader {
            tree,
            leading: leading(tree, look.references),
            at: Pointer::root(),
            example: Pointer::root(),
            contradicted: HashMap::default(),
            accepted: HashMap::default(),
            depth: 0,
            shown: HashMap::default(),
        };
        reader.object(tree, &objects::ROOT);
        reader.shown.values_mut().for_each(Shown::settle);
        let mut examples = Self::default();
        if !reader.shown.is_empty() {
            examples.put(tree, &mut Pointer::root(), &mut reader.shown);
        }
        examples
    }

    /// Puts what is shown of the nodes of a tree to their places.
    fn put(&mut self, node: &Value, at: &mut Pointer, shown: &mut HashMap<Identity, Shown>) {
        if let Some(shown) = shown.remove(&std::ptr::from_ref(node)) {
            self.shown.insert(at.clone(), shown);
        }
        let length = at.as_str().len();
        match node {
            Value::Object(members) => {
                for (name, member) in members {
                    at.push(name);
                    self.put(member, at, shown);
                    at.truncate(length);
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    at.push_index(index);
                    self.put(item, at, shown);
                    at.truncate(length);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// What is shown of the schema at a place.
    pub(super) fn at(&self, schema: &Pointer) -> Option<&Shown> {
        self.shown.get(schema)
    }
}

/// What there is in a node, at any depth.
#[derive(Debug, Default)]
struct Look<'a> {
    /// A schema that has the form of a list and does not say its type.
    is_there: bool,
    references: HashSet<&'a str>,
}

impl<'a> Look<'a> {
    fn add(&mut self, node: &'a Value) {
        match node {
            Value::Object(members) => {
                self.is_there |= may_be_list_unsaid(members);
                if let Some(Value::String(reference)) = members.get("$ref") {
                    self.references.insert(reference);
                }
                members.values().for_each(|member| self.add(member));
            }
            Value::Array(items) => items.iter().for_each(|item| self.add(item)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

/// Of the references of a tree those that lead to such a schema, however far.
fn leading<'a>(tree: &'a Value, references: HashSet<&'a str>) -> HashSet<&'a str> {
    let mut from: HashMap<&str, Vec<&'a str>> = HashMap::default();
    let mut open = Vec::new();
    for reference in references {
        let mut look = Look::default();
        if let Some((_, node)) = follow(tree, reference) {
            look.add(node);
        }
        for inside in look.references {
            from.entry(inside).or_default().push(reference);
        }
        if look.is_there {
            open.push(reference);
        }
    }
    let mut leading = HashSet::default();
    while let Some(reference) = open.pop() {
        if leading.insert(reference) {
            open.extend(from.get(reference).into_iter().flatten());
        }
    }
    leading
}

/// The same as [`is_list_unsaid`] for any object: two names are looked for, and hardly any has one of them.
fn may_be_list_unsaid(members: &Map) -> bool {
    let mut names = ["items", "prefixItems"].iter();
    names.any(|name| members.contains_key(name)) && is_list_unsaid(members)
}

fn is_list_unsaid(keywords: &Map) -> bool {
    let unsaid = !keywords.contains_key("type") && !keywords.contains_key("$ref");
    unsaid && !keywords.contains_key("const") && implied_type(keywords) == Some("array")
}

/// A schema whose form a value does not have.
#[derive(Debug, Clone, Copy)]
struct Contradiction<'a> {
    schema: &'a Value,
    value: &'a Value,
}

struct Reader<'a> {
    tree: &'a Value,
    /// The references that lead to a schema of the form of a list, which does not say its type.
    leading: HashSet<&'a str>,
    /// Where the walk for examples is.
    at: Pointer,
    /// Where the example stands that is followed.
    example: Pointer,
    contradicted: HashMap<(Identity, Identity), Rc<Vec<Contradiction<'a>>>>,
    accepted: HashMap<(Identity, Identity), bool>,
    depth: usize,
    shown: HashMap<Identity, Shown>,
}

impl<'a> Reader<'a> {
    // The walk to the examples.

    fn inside(&mut self, name: &str, f: impl FnOnce(&mut Self)) {
        let length = self.at.as_str().len();
        self.at.push(name);
        f(self);
        self.at.truncate(length);
    }

    fn each(&mut self, node: &'a Value, f: impl Fn(&mut Self, &'a Value)) {
        match node {
            Value::Object(members) => {
                for (name, member) in members {
                    self.inside(name, |reader| f(reader, member));
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.inside(&index.to_string(), |reader| f(reader, item));
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn value(&mut self, node: &'a Value, shape: Shape) {
        match shape {
            Shape::Any | Shape::Text | Shape::Flag | Shape::Texts | Shape::TextMap => {}
            Shape::Security => {}
            Shape::List(object)
            | Shape::ReferenceList(object)
            | Shape::Map(object)
            | Shape::ReferenceMap(object) => {
                self.each(node, |reader, node| reader.object(node, object));
            }
            Shape::Object(object) | Shape::Reference(object) => self.object(node, object),
            Shape::Schema => self.schema(node),
            Shape::Schemas => self.each(node, Self::schema),
            Shape::Paths => {
                self.each(node, |reader, item| {
                    reader.object(item, &objects::PATH_ITEM);
                });
            }
            Shape::Responses => {
                self.each(node, |reader, response| {
                    reader.object(response, &objects::RESPONSE);
                });
            }
        }
    }

    fn object(&mut self, node: &'a Value, object: &'static Object) {
        let Value::Object(fields) = node else {
            return;
        };
        if object.kind == Kind::Callback {
            return self.each(node, |reader, item| {
                reader.object(item, &objects::PATH_ITEM);
            });
        }
        if object.kind == Kind::MediaType
            && let Some(schema) = fields.get("schema")
        {
            self.examples_of_content(fields, schema);
        }
        // The list of a parameter is often shown as it is written in a URL or a header.
        let written = matches!(object.kind, Kind::Parameter | Kind::Header);
        for (name, value) in fields {
            let shape = object.field(name_in_table(name));
            if let Some(shape) = shape.filter(|shape| !(written && matches!(shape, Shape::Schema)))
            {
                self.inside(name, |reader| reader.value(value, shape));
            }
        }
    }

    fn examples_of_content(&mut self, fields: &'a Map, schema: &'a Value) {
        let follow_content = |reader: &mut Self, value: &'a Value| {
            // A text is often the content as it is written.
            if !value.is_string() {
                reader.follow(schema, value);
            }
        };
        if let Some(example) = fields.get("example") {
            self.inside("example", |reader| follow_content(reader, example));
        }
        let Some(named @ Value::Object(_)) = fields.get("examples") else {
            return;
        };
        self.inside("examples", |reader| {
            reader.each(named, |reader, example| {
                let example = reader.resolved(example);
                if let Some(value) = example.and_then(|example| example.get("value")) {
                    follow_content(reader, value);
                }
            });
        });
    }

    fn schema(&mut self, node: &'a Value) {
        let Value::Object(keywords) = node else {
            return;
        };
        if let Some(example) = keywords.get("example") {
            self.inside("example", |reader| reader.follow(node, example));
        }
        if let Some(examples @ Value::Array(_)) = keywords.get("examples") {
            self.inside("examples", |reader| {
                reader.each(examples, |reader, example| reader.follow(node, example));
            });
        }
        for (keyword, value) in keywords {
            self.inside(keyword, |reader| match keyword {
                "not" | "additionalProperties" => reader.schema(value),
                "items" if value.is_object() => reader.schema(value),
                "items" | "prefixItems" | "allOf" | "anyOf" | "oneOf" => {
                    reader.each(value, Self::schema);
                }
                "properties" | "patternProperties" | "$defs" | "definitions" => {
                    reader.each(value, Self::schema);
                }
                _ => {}
            });
        }
    }

    /// Follows an example down its schema, and takes down what it contradicts.
    fn follow(&mut self, schema: &'a Value, example: &'a Value) {
        if !self.leads(schema) {
            return;
        }
        self.example = self.at.clone();
        for Contradiction { schema, value } in self.contradictions(schema, example).iter() {
            let item = schema.get("items");
            let is_item = item.is_some_and(|item| self.is_item(item, value));
            let shown = self.shown.entry(std::ptr::from_ref(*schema));
            let shown = shown.or_insert_with(|| Shown {
                example: self.example.clone(),
                ..Shown::default()
            });
            let types = match is_item {
                true => &mut shown.items,
                false => &mut shown.types,
            };
            types.extend(kind(value).filter(|kind| !types.contains(kind)));
        }
    }

    /// Whether a schema that has the form of a list can be reached from one.
    fn leads(&self, node: &Value) -> bool {
        match node {
            Value::Object(members) => {
                may_be_list_unsaid(members)
                    || matches!(members.get("$ref"),
                        Some(Value::String(reference)) if self.leading.contains(reference.as_str()))
                    || members.values().any(|member| self.leads(member))
            }
            Value::Array(items) => items.iter().any(|item| self.leads(item)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
        }
    }

    // What an example contradicts.

    fn resolved(&self, node: &'a Value) -> Option<&'a Value> {
        match node.get("$ref") {
            Some(Value::String(reference)) => follow(self.tree, reference).map(|(_, node)| node),
            _ => Some(node),
        }
    }

    /// The schemas of the form of a list that a value reaches without being one.
    fn contradictions(
        &mut self,
        schema: &'a Value,
        value: &'a Value,
    ) -> Rc<Vec<Contradiction<'a>>> {
        let key = (std::ptr::from_ref(schema), std::ptr::from_ref(value));
        if let Some(known) = self.contradicted.get(&key) {
            return Rc::clone(known);
        }
        // Who comes back to it has nothing to add.
        self.contradicted.insert(key, Rc::default());
        if self.depth >= DEEPEST {
            return Rc::default();
        }
        self.depth += 1;
        let found = Rc::new(match self.resolved(schema) {
            Some(schema) if !value.is_null() => self.contradictions_of(schema, value),
            _ => Vec::new(),
        });
        self.depth -= 1;
        self.contradicted.insert(key, Rc::clone(&found));
        found
    }

    fn contradictions_of(&mut self, schema: &'a Value, value: &'a Value) -> Vec<Contradiction<'a>> {
        let Value::Object(keywords) = schema else {
            return Vec::new();
        };
        let mut found = Vec::new();
        if is_list_unsaid(keywords) && !value.is_array() {
            // A list that is written as a text shows a list.
            if value
                .as_str()
                .is_some_and(|text| text.trim_start().starts_with('['))
            {
                return found;
            }
            found.push(Contradiction { schema, value });
            if let Some(item) = keywords
                .get("items")
                .filter(|item| self.is_item(item, value))
            {
                found.extend(self.contradictions(item, value).iter());
            }
            return found;
        }
        for (schema, value) in inside(keywords, value) {
            found.extend(self.contradictions(schema, value).iter());
        }
        for branch in listed(keywords, "allOf") {
            found.extend(self.contradictions(branch, value).iter());
        }
        for keyword in ["oneOf", "anyOf"] {
            found.extend(self.contradictions_of_all(listed(keywords, keyword), value));
        }
        found
    }

    /// What a value contradicts of one of several schemas: nothing, if one takes it as it is.
    fn contradictions_of_all(
        &mut self,
        branches: &'a [Value],
        value: &'a Value,
    ) -> Vec<Contradiction<'a>> {
        let mut found = Vec::new();
        for branch in branches {
            if self.accepts(branch, value) {
                let more = self.contradictions(branch, value);
                if more.is_empty() {
                    return Vec::new();
                }
                found.extend(more.iter());
            }
        }
        found
    }

    // Whether a schema takes a value.

    /// Whether the items of a list say what they are, and a value is one.
    fn is_item(&mut self, item: &'a Value, value: &'a Value) -> bool {
        const SAYING: [&str; 8] = [
            "type",
            "enum",
            "const",
            "properties",
            "items",
            "allOf",
            "anyOf",
            "oneOf",
        ];
        let says = self
            .resolved(item)
            .is_some_and(|item| SAYING.iter().any(|keyword| item.get(keyword).is_some()));
        says && self.accepts(item, value)
    }

    /// Whether a value is one of a schema, as far as types, enums and required members tell.
    /// What may be a list is taken for what the value shows it to be.
    fn accepts(&mut self, schema: &'a Value, value: &'a Value) -> bool {
        let key = (std::ptr::from_ref(schema), std::ptr::from_ref(value));
        if let Some(known) = self.accepted.get(&key) {
            return *known;
        }
        self.accepted.insert(key, true);
        if self.depth >= DEEPEST {
            return true;
        }
        self.depth += 1;
        let accepts = match self.resolved(schema) {
            Some(Value::Object(keywords)) => value.is_null() || self.all_hold(keywords, value),
            Some(schema) => *schema == Value::Bool(true),
            None => false,
        };
        self.depth -= 1;
        self.accepted.insert(key, accepts);
        accepts
    }

    fn all_hold(&mut self, keywords: &'a Map, value: &'a Value) -> bool {
        let is_type = match keywords.get("type") {
            Some(Value::String(ty)) => is_of(value, ty),
            Some(Value::Array(types)) => types
                .iter()
                .any(|ty| ty.as_str().is_some_and(|ty| is_of(value, ty))),
            _ => implied_type(keywords) != Some("object") || value.is_object(),
        };
        let among = |values: &Value| match values {
            Value::Array(values) => values.contains(value),
            _ => true,
        };
        let is_one = keywords.get("enum").is_none_or(among)
            && keywords.get("const").is_none_or(|only| only == value);
        let is_whole = value.as_object().is_none_or(|members| {
            let mut required = listed(keywords, "required").iter();
            required.all(|name| name.as_str().is_none_or(|name| members.contains_key(name)))
        });
        if !(is_type && is_one && is_whole) {
            return false;
        }
        let inner = inside(keywords, value);
        let all = listed(keywords, "allOf");
        let holds = inner
            .into_iter()
            .all(|(schema, value)| self.accepts(schema, value))
            && all.iter().all(|branch| self.accepts(branch, value));
        holds
            && ["oneOf", "anyOf"].iter().all(|keyword| {
                let branches = listed(keywords, keyword);
                branches.is_empty() || branches.iter().any(|branch| self.accepts(branch, value))
            })
    }
}

/// The items and members of a value, each with the schema that speaks of it.
fn inside<'a>(keywords: &'a Map, value: &'a Value) -> Vec<(&'a Value, &'a Value)> {
    match value {
        Value::Array(list) => {
            let by_position = match keywords.get("items") {
                Some(Value::Array(schemas)) => schemas,
                _ => listed(keywords, "prefixItems"),
            };
            let rest = keywords.get("items").filter(|items| items.is_object());
            let schemas = by_position.iter().map(Some);
            let schemas = schemas.chain(std::iter::repeat(rest));
            list.iter()
                .zip(schemas)
                .filter_map(|(item, schema)| Some((schema?, item)))
                .collect()
        }
        Value::Object(members) => {
            let named = |name: &str| keywords.get("properties")?.get(name);
            let others = keywords.get("additionalProperties");
            let others = others.filter(|others| others.is_object());
            members
                .iter()
                .filter_map(|(name, member)| Some((named(name).or(others)?, member)))
                .collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

fn listed<'a>(keywords: &'a Map, keyword: &str) -> &'a [Value] {
    match keywords.get(keyword) {
        Some(Value::Array(listed)) => listed,
        _ => &[],
    }
}

/// The type that a value shows. Whole numbers may have fractions another time.
fn kind(value: &Value) -> Option<&'static str> {
    match value {
        Value::Object(_) => Some("object"),
        Value::String(_) => Some("string"),
        Value::Number(_) => Some("number"),
        Value::Bool(_) => Some("boolean"),
        Value::Array(_) | Value::Null => None,
    }
}

fn is_of(value: &Value, ty: &str) -> bool {
    match ty {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_number() && !value.is_f64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        // A mistake, which is corrected later.
        _ => true,
    }
}

/// What the table of objects calls a field.
fn name_in_table(name: &str) -> &str {
    match name {
        "webhooks" | "x-webhooks" => extension::WEBHOOKS,
        "callbacks" => extension::CALLBACKS,
        "pathItems" => extension::PATH_ITEMS,
        "mediaTypes" => extension::MEDIA_TYPES,
        "additionalOperations" => extension::ADDITIONAL_OPERATIONS,
        name => name,
    }
}
