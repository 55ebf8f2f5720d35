//! What a generated crate may be called: by Cargo, and by rustc without a warning.

use std::fmt;

/// Why a text is not the name of a crate, with one that could be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotACrateName {
    name: String,
    reason: &'static str,
}

impl fmt::Display for NotACrateName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` cannot be the name of a crate: {}; `{}` can",
            self.name.escape_debug(),
            self.reason,
            derive(&self.name)
        )
    }
}

impl std::error::Error for NotACrateName {}

/// Names that mean another crate to the generated code, or to rustc.
const TAKEN: &[&str] = &[
    "alloc",
    "chrono",
    "core",
    "futures",
    "jiff",
    "proc_macro",
    "serde",
    "serde_json",
    "specwright_runtime",
    "std",
    "test",
    "tokio",
];

/// Checks the name of a crate.
///
/// ```
/// use specwright::crate_name;
///
/// assert!(crate_name::check("palo-alto-dlp").is_ok());
/// let error = crate_name::check("Palo--Alto").unwrap_err();
/// assert!(error.to_string().ends_with("; `palo-alto` can"));
/// ```
pub fn check(name: &str) -> Result<(), NotACrateName> {
    let lib = name.replace('-', "_");
    let begins_well = name.starts_with(|c: char| c.is_ascii_lowercase());
    let is_plain = lib
        .chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    let reason = if !begins_well {
        "it has to begin with an ASCII letter in lower case"
    } else if !is_plain {
        "it may have only ASCII letters in lower case, digits, `-` and `_`"
    } else if lib.contains("__") {
        "rustc warns of two `-` or `_` in a row"
    } else if is_taken(&lib) {
        "it is a word of Rust, or another crate's that the code uses"
    } else {
        return Ok(());
    };
    Err(NotACrateName {
        name: name.to_owned(),
        reason,
    })
}

/// A name for a crate, from any text: a title, or the path of a document.
pub fn derive(text: &str) -> String {
    let mut name = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            name.push(c.to_ascii_lowercase());
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    let name = name.trim_end_matches('-');
    if name.is_empty() {
        "api".to_owned()
    } else if name.starts_with(|c: char| c.is_ascii_digit()) {
        format!("api-{name}")
    } else if is_taken(&name.replace('-', "_")) {
        format!("{name}-api")
    } else {
        name.to_owned()
    }
}

fn is_taken(lib: &str) -> bool {
    TAKEN.contains(&lib) || syn::parse_str::<syn::Ident>(lib).is_err()
}

#[cfg(test)]
mod tests {
    use super::{check, derive};

    #[test]
    fn what_is_derived_can_be_a_name() {
        for (text, name) in [
            ("Palo Alto / DLP (v2)", "palo-alto-dlp-v2"),
            ("box", "box-api"),
            ("std", "std-api"),
            ("Specwright_Runtime", "specwright-runtime-api"),
            ("1forge.com", "api-1forge-com"),
            ("日本", "api"),
            ("__--", "api"),
            ("a__b", "a-b"),
        ] {
            assert_eq!(derive(text), name);
            assert_eq!(check(name), Ok(()), "{name}");
        }
    }

    #[test]
    fn what_cargo_or_rustc_would_complain_of_is_refused() {
        for name in [
            "", "-a", "_a", "1a", "a--b", "a-_b", "A", "aB", "a.b", "ä", "type", "tokio",
        ] {
            assert!(check(name).is_err(), "{name}");
        }
        for name in ["a", "a-b", "a_b", "a1", "a-1", "v2-"] {
            assert!(check(name).is_ok(), "{name}");
        }
    }
}
