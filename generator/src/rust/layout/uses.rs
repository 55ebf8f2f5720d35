//! The `use` declarations at the top of a file.

use super::WIDTH;

/// Adds the declaration of what is imported, as it stands behind `use`: a path, or names between braces
/// behind one. `None` if it is neither, or too wide.
pub(in crate::rust) fn import(path: &str, text: &mut String) -> Option<()> {
    let is_path = |path: &str| {
        path.chars()
            .all(|c| c.is_alphanumeric() || "_:#".contains(c))
    };
    let grouped = path
        .strip_suffix('}')
        .and_then(|path| path.split_once("::{"));
    let grouped = grouped.map(|(before, names)| (before, names.split(", ").collect::<Vec<_>>()));
    let is_known = match &grouped {
        None => is_path(path),
        Some((before, names)) => {
            names.len() > 1 && is_path(before) && names.iter().all(|name| is_path(name))
        }
    };
    if !is_known {
        return None;
    }
    if "use ;".len() + path.len() <= WIDTH {
        for part in ["use ", path, ";\n"] {
            text.push_str(part);
        }
        return Some(());
    }
    let (before, names) = grouped?;
    for part in ["use ", before, "::{\n"] {
        text.push_str(part);
    }
    // As many names on each line as there is room for; the comma behind the last one does not count.
    let mut column = 0;
    for (index, name) in names.iter().enumerate() {
        let comma = usize::from(index + 1 < names.len());
        if column == 0 || column + 1 + name.len() + comma > WIDTH {
            if column > 0 {
                text.push('\n');
            }
            text.push_str("    ");
            column = 4;
        } else {
            text.push(' ');
            column += 1;
        }
        text.push_str(name);
        text.push(',');
        column += name.len() + 1;
    }
    text.push_str("\n};\n");
    Some(())
}
