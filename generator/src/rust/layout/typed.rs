//! Types, on as many lines as they need.

use super::WIDTH;

/// Adds a type between what stands before and behind it: in one line, or with each argument of its generics
/// on lines of its own. What cannot be broken is as wide as it is. `None` where it takes more to know how.
pub(in crate::rust) fn typed(
    indent: &str,
    before: &str,
    ty: &str,
    behind: &str,
    text: &mut String,
) -> Option<()> {
    opened(indent, before, ty, behind, behind.len(), text)?;
    text.push('\n');
    Some(())
}

/// The same without the end of the line. What stands behind counts with this width alone.
pub(in crate::rust) fn opened(
    indent: &str,
    before: &str,
    ty: &str,
    behind: &str,
    width_behind: usize,
    text: &mut String,
) -> Option<()> {
    let width = indent.len() + before.len() + ty.len() + width_behind;
    if width <= WIDTH || ty.chars().all(is_of_name) {
        for part in [indent, before, ty, behind] {
            text.push_str(part);
        }
        return Some(());
    }
    let (name, arguments) = ty.strip_suffix('>')?.split_once('<')?;
    for part in [indent, before, name, "<\n"] {
        text.push_str(part);
    }
    arguments_of(indent, arguments, text)?;
    for part in [indent, ">", behind] {
        text.push_str(part);
    }
    Some(())
}

/// Adds types with commas between them, each on lines of its own, a level deeper.
pub(super) fn arguments_of(indent: &str, arguments: &str, text: &mut String) -> Option<()> {
    let indent = format!("{indent}    ");
    let mut rest = Some(arguments);
    while let Some(all) = rest {
        let (argument, behind) = first(all)?;
        // The last comma is there because of the line, and not what makes it too wide.
        let width = usize::from(behind.is_some());
        opened(&indent, "", argument, ",", width, text)?;
        text.push('\n');
        rest = behind;
    }
    Some(())
}

/// The first of several types, and those behind it. Only of paths with generics it is known how they are
/// broken.
fn first(types: &str) -> Option<(&str, Option<&str>)> {
    let mut depth = 0_usize;
    for (at, sign) in types.char_indices() {
        match sign {
            '<' => depth += 1,
            '>' => depth = depth.checked_sub(1)?,
            ',' if depth == 0 => {
                let (first, behind) = types.split_at_checked(at)?;
                return Some((first, Some(behind.strip_prefix(", ")?)));
            }
            '(' if types.get(at..)?.starts_with("()") => {}
            ')' if types.get(..=at)?.ends_with("()") => {}
            ',' | ' ' => {}
            _ if is_of_name(sign) => {}
            _ => return None,
        }
    }
    (depth == 0).then_some((types, None))
}

fn is_of_name(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, ':' | '_')
}
