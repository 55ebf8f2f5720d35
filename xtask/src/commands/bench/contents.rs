//! What is in a crate: how much code, how much of the document, how many fields.

use std::fs;
use std::path::Path;

use syn::visit::Visit;

use crate::Failure;
use crate::peers::code;
use crate::peers::said::{Document, Tally};

use super::figures::What;
use super::generate::Made;

/// The counts of a crate.
pub(super) fn of(made: &Made, document: &Document) -> Result<Vec<(What, usize)>, Failure> {
    let code = code::read(made.generator, &made.folder).map_err(Failure)?;
    let tally = Tally::of(document, &code);
    let parameters = [
        tally.path_parameters,
        tally.query_parameters,
        tally.header_parameters,
        tally.cookie_parameters,
    ];
    let mut size = Size::default();
    size.add(&made.folder)?;
    Ok(vec![
        (What::Lines, size.lines),
        (What::Bytes, size.bytes),
        (What::Operations, tally.operations.generated),
        (
            What::Parameters,
            parameters.iter().map(|part| part.generated).sum(),
        ),
        (What::Bodies, tally.bodies.generated),
        (What::Successes, tally.success_types.generated),
        (What::Errors, tally.error_bodies.generated),
        (What::Fields, size.fields),
    ])
}

/// How much code there is.
#[derive(Debug, Default)]
struct Size {
    lines: usize,
    bytes: usize,
    fields: usize,
}

impl Size {
    /// Adds the Rust files of the library below a folder.
    fn add(&mut self, folder: &Path) -> Result<(), Failure> {
        let folder = folder.join("src");
        let mut open = vec![folder];
        while let Some(folder) = open.pop() {
            let failure = |error: &dyn std::fmt::Display| {
                Failure(format!("`{}` cannot be read: {error}", folder.display()))
            };
            for entry in fs::read_dir(&folder).map_err(|error| failure(&error))? {
                let path = entry.map_err(|error| failure(&error))?.path();
                if path.is_dir() {
                    open.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    let text = fs::read_to_string(&path).map_err(|error| failure(&error))?;
                    self.lines += text.lines().count();
                    self.bytes += text.len();
                    let file = syn::parse_file(&text).map_err(|error| failure(&error))?;
                    Fields(&mut self.fields).visit_file(&file);
                }
            }
        }
        Ok(())
    }
}

/// Counts the fields that a user of the crate sees: public ones of public structs, and those of the
/// variants of public enums.
struct Fields<'a>(&'a mut usize);

impl<'a> Visit<'a> for Fields<'_> {
    fn visit_item_struct(&mut self, item: &'a syn::ItemStruct) {
        if is_public(&item.vis) {
            let fields = item.fields.iter();
            *self.0 += fields
                .filter(|field| field.ident.is_some() && is_public(&field.vis))
                .count();
        }
    }

    fn visit_item_enum(&mut self, item: &'a syn::ItemEnum) {
        if is_public(&item.vis) {
            let fields = item.variants.iter().flat_map(|variant| &variant.fields);
            *self.0 += fields.filter(|field| field.ident.is_some()).count();
        }
    }
}

fn is_public(visibility: &syn::Visibility) -> bool {
    matches!(visibility, syn::Visibility::Public(_))
}
