//! From the words of a document to Rust's spelling of them.
//!
//! The rules, once and for all:
//!
//! * Words are split where the case changes and at what is neither letter nor digit.
//! * Two numbers that stand beside each other stay apart: `1.1` is `1_1`, not `11`.
//! * A sign before a number is a word (`+1` is `Plus1`); text of nothing but symbols is spelled
//!   out (`>=` is `GreaterEquals`); empty text is `Empty`.
//! * A name that would begin with a digit gets an `N`: `15_MIN` is `N15Min`.
//! * Keywords are raw identifiers (`r#type`) where Rust has them, else get an underscore.
//! * Letters that Unicode has for compatibility are those that they stand for: `ﬁ` is `fi`, `１`
//!   is `1`. To rustc, names that differ in nothing else are the same, or a warning.
//! * Names longer than [`LONGEST`] lose words in the middle: the last ones tell most apart. Modules
//!   and environment variables are cut, as no `names.lock` keeps what they were called.
//! * What has the same name by these rules has it for the signs that are left out; beside each other,
//!   signs are words (`signs.rs`), and only then are there numbers (`scope.rs`).
//! * Letters of any script stay, but in modules and environment variables, which are ASCII.

use std::borrow::Cow;

use heck::{ToSnakeCase, ToUpperCamelCase};
use unicode_normalization::UnicodeNormalization as _;

use super::Spelling;

/// How many bytes a name may have; what is longer is shortened.
const LONGEST: usize = 80;

/// The name of a type or a variant.
pub(crate) fn pascal(text: &str) -> String {
    let name = join_numbers(&spelled(text), |words| words.to_upper_camel_case());
    shortened(valid(name, Spelling::Pascal), Spelling::Pascal)
}

/// The name of a field, a method or an argument, without `r#`.
pub(crate) fn snake(text: &str) -> String {
    shortened(whole_snake(text), Spelling::Snake)
}

/// That of any length.
fn whole_snake(text: &str) -> String {
    if is_snake(text) {
        return text.to_owned();
    }
    let name = join_numbers(&spelled(text), |words| words.to_snake_case());
    valid(name, Spelling::Snake)
}

/// The words of a name of a type.
pub(crate) fn words(pascal: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = pascal;
    let mut lower = false;
    for (at, c) in pascal.char_indices() {
        if c.is_uppercase() && lower {
            let (word, behind) = rest.split_at(at - (pascal.len() - rest.len()));
            words.push(word);
            rest = behind;
        }
        lower = !c.is_uppercase();
    }
    if !rest.is_empty() {
        words.push(rest);
    }
    words
}

/// Whether a text is spelled so already, which most keys are.
fn is_snake(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.split('_').all(|word| {
            let mut bytes = word.bytes();
            !word.is_empty() && bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

/// The name of a module, without `r#`. It names a file too, so it is ASCII (`rustc` finds no file
/// for other names, E0754) and not a name that Windows keeps for a device.
pub(crate) fn module(text: &str) -> String {
    let name = cut(whole_snake(&ascii(text)));
    // `mod.rs` is the folder's own.
    if name == "mod" || crate::portable::is_device(&name) {
        format!("{name}_tag")
    } else {
        name
    }
}

/// The name of a file for what has this name, which it has too if every system takes it.
pub(crate) fn file(name: &str) -> String {
    if name.is_ascii() && !crate::portable::is_device(name) {
        name.to_owned()
    } else {
        module(name)
    }
}

/// The name of an environment variable: ASCII, since not every shell can set another.
pub(crate) fn variable(text: &str) -> String {
    screaming(&cut(whole_snake(&ascii(text))))
}

/// The text in ASCII, transliterated where it is not.
fn ascii(text: &str) -> String {
    if text.is_ascii() {
        text.to_owned()
    } else {
        deunicode::deunicode_with_tofu(text, " ")
    }
}

/// A name put together from names, shortened where it is too long.
pub(crate) fn pascal_shortened(name: String) -> String {
    shortened(valid(name, Spelling::Pascal), Spelling::Pascal)
}

/// The name of a static: that of a method in capitals.
pub(crate) fn screaming(snake: &str) -> String {
    snake.trim_start_matches("r#").to_uppercase()
}

/// An identifier as Rust has to see it.
pub(crate) fn escaped(name: &str) -> String {
    match name {
        "self" | "Self" | "super" | "crate" | "_" => format!("{name}_"),
        _ if is_keyword(name) => format!("r#{name}"),
        _ => name.to_owned(),
    }
}

/// The singular of an English plural, or `None` if it does not look like one.
pub(crate) fn singular(pascal: &str) -> Option<String> {
    let stem = |suffix: &str| {
        pascal
            .strip_suffix(suffix)
            .filter(|stem| stem.len() >= 2)
            .map(str::to_owned)
    };
    if let Some(stem) = stem("ies").filter(|stem| stem.len() >= 3) {
        return Some(format!("{stem}y"));
    }
    for ending in ["sses", "shes", "ches", "xes", "zes"] {
        if pascal.ends_with(ending) {
            return stem("es");
        }
    }
    for singular in [
        "ss", "us", "is", "News", "Series", "Dns", "Tls", "Aws", "Sms", "Https",
    ] {
        if pascal.ends_with(singular) {
            return None;
        }
    }
    stem("s")
}

/// The text with the letters that others stand for.
pub(super) fn normal(text: &str) -> Cow<'_, str> {
    match text.is_ascii() {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.nfkc().collect()),
    }
}

/// Spells out what has no letters of its own and would be lost.
fn spelled(text: &str) -> String {
    let text: &str = &normal(text);
    if text.is_empty() {
        return "empty".to_owned();
    }
    if !text.chars().any(char::is_alphanumeric) {
        return text.chars().map(symbol).collect::<Vec<_>>().join(" ");
    }
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some('+'), Some('0'..='9')) => text.replacen('+', "plus ", 1),
        (Some('-'), Some('0'..='9')) => text.replacen('-', "minus ", 1),
        _ => text.to_owned(),
    }
}

fn symbol(c: char) -> String {
    word_of(c).map_or_else(|| format!("u{:x}", u32::from(c)), str::to_owned)
}

/// The word for a symbol that has one.
pub(super) fn word_of(symbol: char) -> Option<&'static str> {
    let word = match symbol {
        '*' => "star",
        '+' => "plus",
        '-' => "minus",
        '=' => "equals",
        '<' => "less",
        '>' => "greater",
        '!' => "not",
        '~' => "tilde",
        '/' => "slash",
        '\\' => "backslash",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        '@' => "at",
        '#' => "hash",
        '$' => "dollar",
        '^' => "caret",
        '?' => "question",
        '_' => "underscore",
        ' ' => "space",
        '(' => "open",
        ')' => "close",
        '"' => "quote",
        '\'' => "apostrophe",
        _ => return None,
    };
    Some(word)
}

/// Applies `case` to the runs between numbers that stand beside each other, and keeps those apart.
fn join_numbers(text: &str, case: impl Fn(&str) -> String) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut run = String::new();
    let mut last_digit = false;
    let mut gap = false;
    for c in text.chars() {
        if c.is_alphanumeric() {
            if gap && last_digit && c.is_numeric() {
                parts.push(case(&std::mem::take(&mut run)));
            }
            last_digit = c.is_numeric();
            gap = false;
        } else {
            gap = true;
        }
        run.push(c);
    }
    parts.push(case(&run));
    parts.retain(|part| !part.is_empty());
    parts.join("_")
}

/// Makes what is left a valid identifier.
fn valid(name: String, spelling: Spelling) -> String {
    let (before_digit, without_letters) = match spelling {
        Spelling::Pascal => ('N', "Unnamed"),
        Spelling::Snake => ('n', "unnamed"),
    };
    let mut kept = name;
    kept.retain(|c| c == '_' || c.is_ascii_alphanumeric() || unicode_ident::is_xid_continue(c));
    if kept.trim_matches('_').is_empty() {
        without_letters.clone_into(&mut kept);
    }
    if !kept.starts_with(unicode_ident::is_xid_start) {
        kept.insert(0, before_digit);
    }
    kept
}

/// Leaves out words in the middle of a name that is too long: the first ones say what it is about,
/// and the last ones tell it from others.
fn shortened(name: String, spelling: Spelling) -> String {
    if name.len() <= LONGEST {
        return name;
    }
    let words: Vec<&str> = match spelling {
        Spelling::Pascal => words(&name),
        Spelling::Snake => name.split_inclusive('_').collect(),
    };
    let first = fitting(words.iter(), LONGEST / 2);
    let room = LONGEST - first.iter().map(|word| word.len()).sum::<usize>();
    let mut last = fitting(words.iter().rev(), room);
    last.reverse();
    if first.is_empty() || last.is_empty() {
        return cut(name);
    }
    first.into_iter().chain(last).collect()
}

/// The first words, as many as there is room for.
fn fitting<'a>(words: impl Iterator<Item = &'a &'a str>, room: usize) -> Vec<&'a str> {
    let mut used = 0;
    let fits = |word: &&str| {
        used += word.len();
        used <= room
    };
    words.copied().take_while(fits).collect()
}

/// Cuts a name that is too long.
fn cut(mut name: String) -> String {
    if name.len() > LONGEST {
        let mut end = LONGEST;
        while !name.is_char_boundary(end) {
            end -= 1;
        }
        name.truncate(end);
        name.truncate(name.trim_end_matches('_').len());
    }
    name
}

/// Strict and reserved keywords of all editions (The Rust Reference, "Keywords").
fn is_keyword(name: &str) -> bool {
    matches!(
        name,
        "abstract"
            | "as"
            | "async"
            | "await"
            | "become"
            | "box"
            | "break"
            | "const"
            | "continue"
            | "do"
            | "dyn"
            | "else"
            | "enum"
            | "extern"
            | "false"
            | "final"
            | "fn"
            | "for"
            | "gen"
            | "if"
            | "impl"
            | "in"
            | "let"
            | "loop"
            | "macro"
            | "match"
            | "mod"
            | "move"
            | "mut"
            | "override"
            | "priv"
            | "pub"
            | "ref"
            | "return"
            | "static"
            | "struct"
            | "trait"
            | "true"
            | "try"
            | "type"
            | "typeof"
            | "unsafe"
            | "unsized"
            | "use"
            | "virtual"
            | "where"
            | "while"
            | "yield"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_and_variants() {
        for (text, name) in [
            ("DLPIncident", "DlpIncident"),
            ("15_MIN", "N15Min"),
            ("in_review", "InReview"),
            ("1.1", "N1_1"),
            ("2024-01-31", "N2024_01_31"),
            ("+1", "Plus1"),
            ("-1", "Minus1"),
            (">=", "GreaterEquals"),
            ("", "Empty"),
            ("été", "Été"),
            ("😀", "U1f600"),
            ("a\u{0}b", "AB"),
            ("ﬁ", "Fi"),
            ("e\u{301}", "É"),
            ("１", "N1"),
        ] {
            assert_eq!(pascal(text), name, "{text:?}");
        }
    }

    #[test]
    fn long_names_keep_whole_words_of_both_ends() {
        let words = "payment_method_options_of_the_customer_portal_configuration_for_all_features";
        assert_eq!(
            snake(&format!("create_{words}_settings_pay")),
            "create_payment_method_options_of_the_configuration_for_all_features_settings_pay"
        );
        assert_eq!(
            pascal(&format!("create_{words}_settings_pay")),
            "CreatePaymentMethodOptionsOfTheCustomerConfigurationForAllFeaturesSettingsPay"
        );
        assert_eq!(pascal(&"x".repeat(5000)).len(), LONGEST);
        assert_eq!(snake(&"é".repeat(5000)).len(), LONGEST);
        assert!(snake(&"a_".repeat(5000)).len() <= LONGEST);
        assert_eq!(
            module(&format!("{words} and what else they ask for")),
            format!("{words}_and")
        );
    }

    #[test]
    fn fields() {
        for (text, name) in [
            ("requestId", "request_id"),
            ("2fa", "n2fa"),
            ("X-PANW-Region", "x_panw_region"),
            ("@type", "type"),
        ] {
            assert_eq!(snake(text), name, "{text:?}");
        }
        assert_eq!(escaped("type"), "r#type");
        assert_eq!(escaped("self"), "self_");
    }

    #[test]
    fn modules() {
        for (text, name) in [
            ("Utilities", "utilities"),
            ("aux", "aux_tag"),
            ("Mod", "mod_tag"),
            ("COM1", "com1_tag"),
            ("Été", "ete"),
            ("ユーザー", "yuza"),
            ("用户 管理", "yong_hu_guan_li"),
            ("\u{e000}", "space"),
        ] {
            assert_eq!(module(text), name, "{text:?}");
        }
        assert_eq!(variable("clé d’accès"), "CLE_D_ACCES");
    }

    #[test]
    fn plurals() {
        for (plural, one) in [
            ("Rules", Some("Rule")),
            ("Policies", Some("Policy")),
            ("Boxes", Some("Box")),
            ("Addresses", Some("Address")),
            ("Status", None),
            ("Data", None),
            ("S", None),
        ] {
            assert_eq!(singular(plural).as_deref(), one, "{plural}");
        }
    }
}
