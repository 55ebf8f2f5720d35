//! Path templates.

use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Origin, Pointer};
use crate::ir::PathPart;

use super::context::Lowering;

impl Lowering<'_> {
    /// The parts of a template: `/a/{b}.json` is text, a parameter, text.
    pub(super) fn path(&mut self, template: &str) -> Vec<PathPart> {
        let mut parts = Vec::new();
        let mut text = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, behind)) = after.split_once('}') else {
                break;
            };
            text.push_str(before);
            if name.is_empty() || name.contains('{') {
                self.odd(template);
                text.push_str(&format!("{{{name}}}"));
            } else {
                if !text.is_empty() {
                    parts.push(PathPart::Literal(std::mem::take(&mut text)));
                }
                parts.push(PathPart::Parameter(name.to_owned()));
            }
            rest = behind;
        }
        if rest.contains(['{', '}']) {
            self.odd(template);
        }
        text.push_str(rest);
        if !text.is_empty() {
            parts.push(PathPart::Literal(text));
        }
        parts
    }

    fn odd(&mut self, template: &str) {
        let message =
            format!("the braces of `{template}` do not pair; the odd ones are sent as they are");
        let at = Origin::Key(Pointer::root().child("paths").child(template));
        self.say(Diagnostic::new(Code::PathTemplate, message).at(at));
    }
}

/// A path, and the fragment that stands behind it.
pub(super) fn without_fragment(template: &str) -> (&str, Option<&str>) {
    let mut is_name = false;
    for (at, sign) in template.char_indices() {
        match sign {
            '{' => is_name = true,
            '}' => is_name = false,
            '#' if !is_name => {
                let (path, behind) = template.split_at(at);
                return (
                    path,
                    behind.get(1..).filter(|fragment| !fragment.is_empty()),
                );
            }
            _ => {}
        }
    }
    (template, None)
}

/// The names of the parameters in a path, each once.
pub(super) fn names(path: &[PathPart]) -> Vec<&str> {
    let mut names = Vec::new();
    for part in path {
        if let PathPart::Parameter(name) = part
            && !names.contains(&name.as_str())
        {
            names.push(name.as_str());
        }
    }
    names
}
