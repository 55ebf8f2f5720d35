//! Components in whose place a type of another crate stands, as the settings say.

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, Limits, Shape, Type, TypeDef, TypeId, Unknown};
use crate::settings::{Replacement, Settings, Shown, nearest};

use super::names::wishes;

/// Puts them in their place: of such a component nothing is known but its name.
pub(crate) fn replace(
    api: &mut Api,
    settings: &Settings,
    shown: Shown,
    diagnostics: &mut Diagnostics,
) {
    for replacement in &settings.types {
        let is_it = |def: &TypeDef| wishes::is_component(def, &replacement.of);
        let id = api
            .types
            .iter()
            .find(|(_, def)| is_it(def))
            .map(|(id, _)| id);
        match id.and_then(|id| api.types.get_mut(id)) {
            Some(def) => {
                def.shape = Shape::Alias(Type::Any(Unknown::Elsewhere));
                def.limits = Limits::default();
            }
            None => diagnostics.push(without(api, replacement, shown)),
        }
    }
}

fn without(api: &Api, replacement: &Replacement, shown: Shown) -> Diagnostic {
    let words = format!(
        "`types` has a type for the component `{}`, and the document has none like it",
        replacement.of
    );
    let diagnostic = Diagnostic::new(Code::SettingMatchesNothing, words);
    let diagnostic = diagnostic.at(shown.at(&replacement.at));
    let names: Vec<String> = api
        .types
        .iter()
        .map(|(_, def)| wishes::type_key(def))
        .collect();
    match nearest(&replacement.of, names.iter().map(String::as_str)) {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
        None => diagnostic,
    }
}

/// What stands in the place of a component.
pub(crate) fn of<'s>(settings: &'s Settings, def: &TypeDef) -> Option<&'s Replacement> {
    let Shape::Alias(Type::Any(Unknown::Elsewhere)) = &def.shape else {
        return None;
    };
    let mut all = settings.types.iter();
    all.find(|replacement| wishes::is_component(def, &replacement.of))
}

/// Whether a type is one of another crate.
pub(crate) fn is(api: &Api, id: TypeId) -> bool {
    let shape = api.types.get(id).map(|def| &def.shape);
    matches!(shape, Some(Shape::Alias(Type::Any(Unknown::Elsewhere))))
}

/// The packages that have them: name, version, features.
pub(crate) fn packages(api: &Api, settings: &Settings) -> Vec<(String, String, Vec<String>)> {
    let mut packages: Vec<(String, String, Vec<String>)> = Vec::new();
    for replacement in api.types.iter().filter_map(|(_, def)| of(settings, def)) {
        let Replacement {
            package,
            version,
            features,
            ..
        } = replacement;
        match packages.iter_mut().find(|(name, ..)| name == package) {
            Some((.., all)) => {
                let new = features.iter().filter(|feature| !all.contains(feature));
                let new: Vec<String> = new.cloned().collect();
                all.extend(new);
            }
            None => packages.push((package.clone(), version.clone(), features.clone())),
        }
    }
    packages
}
