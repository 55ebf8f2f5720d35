//! The features of a crate, as its docs speak of them.

use crate::plan::model::Package;

/// A feature's name, and whether it is on by itself.
pub(crate) fn name(package: &Package, feature: &str) -> String {
    match package.default_features.contains(&feature) {
        true => format!("`{feature}` (default)"),
        false => format!("`{feature}`"),
    }
}
