//! The features of a crate, as its docs speak of them.

use crate::plan::Plan;
use crate::plan::model::{ALL_TAGS, Package};

/// A feature's name, and whether it is on by itself.
pub(crate) fn name(package: &Package, feature: &str) -> String {
    match package.default_features.contains(&feature) {
        true => format!("`{feature}` (default)"),
        false => format!("`{feature}`"),
    }
}

/// What there is to say of the features of tags, in CommonMark; nothing if there are none.
pub(crate) fn of_tags(plan: &Plan) -> String {
    let Some(features) = &plan.tag_features else {
        return String::new();
    };
    let names: Vec<String> = features.iter().map(|it| format!("`{}`", it.name)).collect();
    let all = name(&plan.package, ALL_TAGS);
    if names.is_empty() {
        return format!("{all} is the whole API, of which no part has a feature of its own.");
    }
    format!(
        "{all} is the whole API. Programs that call a part of it build less with \
         `default-features = false` and the features of that part, beside `rustls`: what is not \
         asked for is not compiled, with the types that nothing else needs. The features are {}.",
        names.join(", ")
    )
}
