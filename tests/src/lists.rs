//! A list that comes in pages by offset and limit, as the DLP API serves it, and what can
//! be wrong with one.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use wiremock::{Request, Respond, ResponseTemplate};

use crate::wire;

type Spoil = dyn Fn(usize, &mut Value) + Send + Sync;

/// A list of so many items, each of which says its place in the list.
#[derive(Clone)]
pub struct List {
    array: &'static str,
    id: &'static str,
    length: usize,
    largest_page: usize,
    fails_once_at: Arc<Mutex<BTreeSet<usize>>>,
    spoil: Arc<Spoil>,
}

impl List {
    /// What `GET /incidents` lists.
    pub fn of_incidents(length: usize) -> Self {
        Self::new("incidents", "incident_id", length)
    }

    /// What `GET /data-patterns` lists.
    pub fn of_data_patterns(length: usize) -> Self {
        Self::new("data_patterns", "id", length)
    }

    fn new(array: &'static str, id: &'static str, length: usize) -> Self {
        Self {
            array,
            id,
            length,
            largest_page: 500,
            fails_once_at: Arc::default(),
            spoil: Arc::new(|_, _| ()),
        }
    }

    /// No page has more than so many items, whatever the request says.
    pub fn at_most(mut self, largest_page: usize) -> Self {
        self.largest_page = largest_page;
        self
    }

    /// The first request for the page at each of these offsets gets a 503.
    pub fn failing_once_at(self, offsets: impl IntoIterator<Item = usize>) -> Self {
        self.fails_once_at.lock().unwrap().extend(offsets);
        self
    }

    /// What is done to the page at an offset before it goes out.
    pub fn spoiled(mut self, spoil: impl Fn(usize, &mut Value) + Send + Sync + 'static) -> Self {
        self.spoil = Arc::new(spoil);
        self
    }

    /// The IDs of all items, in order.
    pub fn ids(&self) -> Vec<String> {
        (0..self.length).map(|place| place.to_string()).collect()
    }
}

impl Respond for List {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let number = |name, default| -> usize {
            wire::query(request, name).map_or(default, |text| text.parse().unwrap())
        };
        let (offset, limit) = (number("offset", 0), number("limit", 100));
        if self.fails_once_at.lock().unwrap().remove(&offset) {
            return ResponseTemplate::new(503).set_body_string("<h1>try again</h1>");
        }
        let end = (offset + limit.min(self.largest_page)).min(self.length);
        let items: Vec<Value> = (offset..end)
            .map(|place| json!({ self.id: place.to_string() }))
            .collect();
        let mut page = json!({
            "total": self.length,
            "offset": offset,
            "limit": limit,
            self.array: items,
        });
        (self.spoil)(offset, &mut page);
        ResponseTemplate::new(200).set_body_json(page)
    }
}
