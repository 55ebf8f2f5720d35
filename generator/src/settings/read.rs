//! From the text of a `codegen.toml` to settings.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::crate_name;

use super::keys;
use super::nearest::nearest;
use super::version;
use super::{
    Dates, Derive, Feature, Names, Pattern, Rename, Replacement, Selection, Settings, SettingsError,
};

/// Reads settings. The first mistake ends it.
pub(super) fn read(text: &str) -> Result<Settings, SettingsError> {
    let whole = DeTable::parse(text).map_err(|error| SettingsError {
        line: line(text, error.span().unwrap_or_default()),
        reason: error.message().to_owned(),
    })?;
    let root = Table {
        text,
        name: String::new(),
        members: whole.get_ref(),
    };
    root.check()?;
    let mut settings = Settings::default();
    if let Some(package) = root.table("crate")? {
        if let Some(name) = package.text("name")? {
            crate_name::check(name.value).map_err(|error| name.wrong(text, error.to_string()))?;
            settings.crate_name = Some(name.value.to_owned());
        }
        if let Some(version) = package.text("version")? {
            if let Some(mistake) = version::mistake(version.value) {
                let words = format!(
                    "`{}` is not the version of a crate: {mistake}",
                    version.value
                );
                return Err(version.wrong(text, words));
            }
            settings.version = version.value.to_owned();
        }
    }
    if let Some(features) = root.table("features")? {
        if let Some(default) = features.texts("default")? {
            let what = "feature that can be a default";
            settings.default_features = closed(text, &default, what, Feature::ALL, Feature::name)?;
        }
        settings.tag_features = features.flag("tags")?;
    }
    if let Some(dates) = root.text("dates")? {
        let known = closed(text, &[dates], "kind of dates", Dates::ALL, Dates::name)?;
        settings.dates = known.first().copied().unwrap_or_default();
    }
    if let Some(derives) = root.texts("derives")? {
        let what = "trait that types can be given";
        settings.derives = closed(text, &derives, what, Derive::ALL, Derive::name)?;
    }
    settings.include = selection(&root, "include")?;
    settings.exclude = selection(&root, "exclude")?;
    if let Some(names) = root.table("names")? {
        settings.names = Names {
            types: renames(&names, "types", mistake_of_type)?,
            operations: renames(&names, "operations", mistake_of_method)?,
        };
    }
    settings.types = replacements(&root)?;
    if let Some(validate) = root.flag("validate")? {
        settings.validate = validate;
    }
    Ok(settings)
}

/// The operations that a key speaks of; none without it.
fn selection(root: &Table<'_>, key: &str) -> Result<Selection, SettingsError> {
    let Some(table) = root.table(key)? else {
        return Ok(Selection::default());
    };
    let patterns = |name: &str| -> Result<Vec<Pattern>, SettingsError> {
        let words = table.texts(name)?.unwrap_or_default();
        let patterns = words.into_iter().map(|word| Pattern {
            text: word.value.to_owned(),
            at: word.at,
        });
        Ok(patterns.collect())
    };
    Ok(Selection {
        tags: patterns("tags")?,
        operations: patterns("operations")?,
    })
}

/// The names of a table whose keys are not the settings' own.
fn renames(
    names: &Table<'_>,
    key: &str,
    mistake: fn(&str) -> Option<&'static str>,
) -> Result<Vec<Rename>, SettingsError> {
    let mut renames: Vec<Rename> = Vec::new();
    for (of, at, value) in names.open_table(key)? {
        let Some(name) = word(value) else {
            return Err(names.kind(&format!("{key}.{of}"), "a text", value));
        };
        if let Some(mistake) = mistake(name.value) {
            let value = name.value.escape_debug();
            return Err(name.wrong(
                names.text,
                format!("`{value}` is not such a name: {mistake}"),
            ));
        }
        if let Some(other) = renames.iter().find(|other| other.name == name.value) {
            let words = format!("`{}` is the name of `{}` already", other.name, other.of);
            return Err(name.wrong(names.text, words));
        }
        renames.push(Rename {
            of: of.to_owned(),
            name: name.value.to_owned(),
            at,
        });
    }
    Ok(renames)
}

/// The types of other crates.
fn replacements(root: &Table<'_>) -> Result<Vec<Replacement>, SettingsError> {
    const KEYS: &[&str] = &["features", "package", "path", "version"];
    let mut all = Vec::new();
    for (of, at, value) in root.open_table("types")? {
        let DeValue::Table(members) = value.get_ref() else {
            return Err(root.kind(&format!("types.{of}"), "a table", value));
        };
        let table = Table {
            text: root.text,
            name: format!("types.{of}"),
            members,
        };
        table.check_keys(KEYS)?;
        let needed = |name: &str| -> Result<Word<'_>, SettingsError> {
            let word = table.text(name)?;
            word.ok_or_else(|| table.wrong(at.clone(), format!("`types.{of}` needs a `{name}`")))
        };
        let path = needed("path")?;
        if !is_path(path.value) {
            let value = path.value.escape_debug();
            let words = format!("`{value}` is not the path of a type: `rust_decimal::Decimal`");
            return Err(path.wrong(root.text, words));
        }
        let version = needed("version")?;
        if !version
            .value
            .starts_with(|c: char| c.is_ascii_digit() || "=^~<>".contains(c))
        {
            let words = format!("`{}` is no version", version.value.escape_debug());
            return Err(version.wrong(root.text, words));
        }
        let package = match table.text("package")? {
            Some(package) => {
                crate_name::check(package.value)
                    .map_err(|error| package.wrong(root.text, error.to_string()))?;
                package.value.to_owned()
            }
            None => path.value.split("::").next().unwrap_or_default().to_owned(),
        };
        let features = table.texts("features")?.unwrap_or_default();
        all.push(Replacement {
            of: of.to_owned(),
            path: path.value.to_owned(),
            package,
            version: version.value.to_owned(),
            features: features.iter().map(|word| word.value.to_owned()).collect(),
            at,
        });
    }
    Ok(all)
}

/// Whether a text is a crate and the path of something in it.
fn is_path(text: &str) -> bool {
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let keywords = ["crate", "self", "super", "Self"];
    text.contains("::")
        && text
            .split("::")
            .all(|name| is_name(name) && !keywords.contains(&name))
}

/// What is wrong with the name of a type, as Rust spells it, if anything.
fn mistake_of_type(name: &str) -> Option<&'static str> {
    let is_plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_name = is_plain && name.starts_with(|c: char| c.is_ascii_uppercase());
    (!is_name).then_some("a type is called by ASCII letters and digits, a capital first: `FooBar`")
}

/// What is wrong with the name of a method, as Rust spells it, if anything.
fn mistake_of_method(name: &str) -> Option<&'static str> {
    let is_plain = name
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    let is_name = is_plain
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && !name.ends_with('_')
        && !name.contains("__");
    (!is_name).then_some(
        "a method is called by ASCII letters in lower case, digits and single `_`: `foo_bar`",
    )
}

/// A table of the file.
struct Table<'t> {
    /// The whole file.
    text: &'t str,
    /// Its name, after those of the tables that it is in; empty for the file itself.
    name: String,
    members: &'t DeTable<'t>,
}

/// A text of the file, and where it stands.
struct Word<'t> {
    value: &'t str,
    at: Range<usize>,
}

impl<'t> Table<'t> {
    /// Fails if it has a key that is not known.
    fn check(&self) -> Result<(), SettingsError> {
        self.check_keys(&keys::within(&self.name))
    }

    fn check_keys(&self, known: &[&str]) -> Result<(), SettingsError> {
        for key in self.members.keys() {
            let name: &str = key.get_ref();
            if known.contains(&name) {
                continue;
            }
            let full = self.full(name);
            let meant = nearest(name, known.iter().copied());
            let place = match self.name.as_str() {
                "" => "The keys are".to_owned(),
                table => format!("The keys of `{table}` are"),
            };
            return Err(self.wrong(
                key.span(),
                format!(
                    "unknown key `{full}`{} {place} {}",
                    did_you_mean(meant),
                    list(known)
                ),
            ));
        }
        Ok(())
    }

    fn full(&self, name: &str) -> String {
        match self.name.as_str() {
            "" => name.to_owned(),
            table => format!("{table}.{name}"),
        }
    }

    fn value(&self, name: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        let mut members = self.members.iter();
        members
            .find(|(key, _)| key.get_ref() == name)
            .map(|(_, value)| value)
    }

    fn wrong(&self, at: Range<usize>, reason: String) -> SettingsError {
        SettingsError {
            line: line(self.text, at),
            reason,
        }
    }

    /// Of a value that is of another kind than it should be.
    fn kind(&self, name: &str, takes: &str, found: &Spanned<DeValue<'_>>) -> SettingsError {
        let found_kind = kind(found.get_ref());
        let words = format!(
            "`{}` takes {takes}, and this is {found_kind}",
            self.full(name)
        );
        self.wrong(found.span(), words)
    }

    fn flag(&self, name: &str) -> Result<Option<bool>, SettingsError> {
        match self.value(name).map(|value| (value, value.get_ref())) {
            None => Ok(None),
            Some((_, DeValue::Boolean(flag))) => Ok(Some(*flag)),
            Some((value, _)) => Err(self.kind(name, "`true` or `false`", value)),
        }
    }

    fn text(&self, name: &str) -> Result<Option<Word<'t>>, SettingsError> {
        match self.value(name) {
            None => Ok(None),
            Some(value) => match word(value) {
                Some(word) => Ok(Some(word)),
                None => Err(self.kind(name, "a text", value)),
            },
        }
    }

    fn texts(&self, name: &str) -> Result<Option<Vec<Word<'t>>>, SettingsError> {
        match self.value(name).map(|value| (value, value.get_ref())) {
            None => Ok(None),
            Some((_, DeValue::Array(items))) => {
                let words = items
                    .iter()
                    .map(|item| word(item).ok_or_else(|| self.kind(name, "a list of texts", item)));
                words.collect::<Result<_, _>>().map(Some)
            }
            Some((value, _)) => Err(self.kind(name, "a list of texts", value)),
        }
    }

    /// The members of a table in it that may have any keys: each with the place of its key.
    #[expect(clippy::type_complexity, reason = "a member")]
    fn open_table(
        &self,
        name: &str,
    ) -> Result<Vec<(&'t str, Range<usize>, &'t Spanned<DeValue<'t>>)>, SettingsError> {
        match self.value(name).map(|value| (value, value.get_ref())) {
            None => Ok(Vec::new()),
            Some((_, DeValue::Table(members))) => {
                let members = members.iter();
                Ok(members
                    .map(|(key, value)| (&**key.get_ref(), key.span(), value))
                    .collect())
            }
            Some((value, _)) => Err(self.kind(name, "a table", value)),
        }
    }

    /// A table in it, all of whose keys are known.
    fn table(&self, name: &str) -> Result<Option<Table<'t>>, SettingsError> {
        match self.value(name).map(|value| (value, value.get_ref())) {
            None => Ok(None),
            Some((_, DeValue::Table(members))) => {
                let table = Table {
                    text: self.text,
                    name: self.full(name),
                    members,
                };
                table.check()?;
                Ok(Some(table))
            }
            Some((value, _)) => Err(self.kind(name, "a table", value)),
        }
    }
}

impl Word<'_> {
    fn wrong(&self, text: &str, reason: String) -> SettingsError {
        SettingsError {
            line: line(text, self.at.clone()),
            reason,
        }
    }
}

/// What some words are the names of, of a closed list.
fn closed<T: Copy + PartialEq>(
    text: &str,
    words: &[Word<'_>],
    what: &str,
    all: &[T],
    name: impl Fn(T) -> &'static str,
) -> Result<Vec<T>, SettingsError> {
    let mut found = Vec::new();
    for word in words {
        let Some(one) = all.iter().copied().find(|one| name(*one) == word.value) else {
            let names: Vec<&str> = all.iter().map(|one| name(*one)).collect();
            let meant = did_you_mean(nearest(word.value, names.iter().copied()));
            let value = word.value.escape_debug();
            let words = format!("`{value}` is no {what}{meant} There are {}", list(&names));
            return Err(word.wrong(text, words));
        };
        if found.contains(&one) {
            return Err(word.wrong(text, format!("`{}` is there twice", word.value)));
        }
        found.push(one);
    }
    Ok(found)
}

fn word<'t>(value: &'t Spanned<DeValue<'t>>) -> Option<Word<'t>> {
    match value.get_ref() {
        DeValue::String(text) => Some(Word {
            value: text,
            at: value.span(),
        }),
        _ => None,
    }
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The end of a sentence about a word that is not known.
fn did_you_mean(meant: Option<&str>) -> String {
    match meant {
        Some(meant) => format!("; did you mean `{meant}`?"),
        None => ".".to_owned(),
    }
}

fn list(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, rest @ [_, ..])) => format!("{} and {last}", rest.join(", ")),
        Some((only, _)) => only.clone(),
        None => String::new(),
    }
}

/// The line that a place in a text is on, from 1.
fn line(text: &str, place: Range<usize>) -> usize {
    let before = text.get(..place.start).unwrap_or_default();
    before.matches('\n').count() + 1
}
