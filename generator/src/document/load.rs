//! From a path to a tree.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use crate::diagnostics::{Code, Diagnostic, Diagnostics, Reported};
use crate::json::Value;

use super::bundle::{self, Bundle};
use super::tree::{Finding, Oddity};
use super::wide::Numbers;
use super::yaml::Trouble;
use super::{
    Digest, Document, Origin, Pointer, SourceId, SourceMap, json, limits, text, wide, yaml,
};

/// Reads a document, JSON or YAML by its content, with the files that it refers to.
pub fn load(
    path: &Path,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Reported> {
    let source = read_file(path, &path.display().to_string(), sources, diagnostics)?;
    begin(source, Some(path), sources, diagnostics)
}

/// Reads a document from its text; reports call it by `name`. Without a folder it
/// cannot refer to other files.
pub fn load_text(
    name: &str,
    text: &str,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Reported> {
    let source = sources.add(name, text.strip_prefix('\u{FEFF}').unwrap_or(text));
    begin(source, None, sources, diagnostics)
}

fn begin(
    source: SourceId,
    path: Option<&Path>,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Reported> {
    sources.set_document(source);
    let tree = parse(source, sources, diagnostics)?;
    if !tree.is_object() {
        let found = match &tree {
            Value::Null => "empty",
            other => kind(other),
        };
        let message = format!("an OpenAPI document is an object, and this is {found}");
        let origin = Origin::Source(source, Pointer::root());
        return Err(diagnostics.error(Diagnostic::new(Code::NotAnObject, message).at(origin)));
    }
    let mut bundle = Bundle::default();
    bundle.register(source, path);
    let mut document = Document {
        tree,
        source,
        bundle,
        is_as_written: true,
    };
    bundle::follow(&mut document, sources, diagnostics);
    Ok(document)
}

/// Adds a file to the sources, under the name by which reports show it.
pub(super) fn read_file(
    path: &Path,
    name: &str,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> Result<SourceId, Reported> {
    let bytes = match read_bytes(path) {
        Ok(bytes) => {
            sources.add_file(path, Some(Digest::of(&bytes)));
            bytes
        }
        Err(error) => {
            sources.add_file(path, None);
            let id = sources.add(name, "");
            let found = format!("`{name}` cannot be read: {error}");
            return Err(diagnostics.error(Diagnostic::new(Code::UnreadableFile, found).at(id)));
        }
    };
    if bytes.len() as u64 > limits::FILE_BYTES {
        let id = sources.add(name, "");
        let found = format!(
            "`{name}` is larger than {} MiB, the most that is read",
            limits::FILE_BYTES >> 20
        );
        return Err(diagnostics.error(Diagnostic::new(Code::FileTooLarge, found).at(id)));
    }
    match text::decode_all(bytes) {
        Ok(text) => Ok(sources.add(name, text)),
        Err((error, bytes)) => {
            // The excerpt around the bad byte is worth more than an exact copy.
            let id = sources.add(name, String::from_utf8_lossy(&bytes));
            let found = format!(
                "`{name}` is not {} text: byte {} is not part of a character",
                error.encoding, error.offset
            );
            let span = error.offset..error.offset + 1;
            Err(diagnostics
                .error(Diagnostic::new(Code::NotText, found).at(Origin::Bytes(id, span))))
        }
    }
}

fn read_bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let size = file.metadata()?.len().min(limits::FILE_BYTES);
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
    // One more than allowed, to tell a file that is too large from one that just fits.
    file.take(limits::FILE_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The tree of a file, whatever it is the tree of.
pub(super) fn parse(
    source: SourceId,
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) -> Result<Value, Reported> {
    let text = sources.text(source);
    let (tree, findings) = match parse_text(&text) {
        Ok(parsed) => parsed,
        Err(trouble) => {
            let span = trouble.offset.map(|offset| offset..offset + 1);
            let origin = span.map_or(Origin::File(source), |span| Origin::Bytes(source, span));
            let diagnostic = Diagnostic::new(trouble.code, trouble.message);
            return Err(diagnostics.error(diagnostic.at(origin)));
        }
    };
    let numbers = LazyCell::new(|| Numbers::of(&text));
    let described = findings.iter();
    let mut described: Vec<Diagnostic> = described
        .filter_map(|finding| describe(finding, source, sources, &numbers))
        .collect();
    leave_once(&mut described, sources);
    for diagnostic in described {
        diagnostics.push(diagnostic);
    }
    Ok(tree)
}

/// Leaves each of these once: an alias repeats what its anchor has, which is written once. Where they are
/// is asked only of those that say the same.
fn leave_once(diagnostics: &mut Vec<Diagnostic>, sources: &SourceMap) {
    let words = |diagnostic: &Diagnostic| (diagnostic.code, diagnostic.message.clone());
    let mut times: HashMap<_, usize> = HashMap::new();
    for diagnostic in &*diagnostics {
        *times.entry(words(diagnostic)).or_default() += 1;
    }
    let mut said = HashSet::new();
    diagnostics.retain(|diagnostic| {
        let words = words(diagnostic);
        if times.get(&words) == Some(&1) {
            return true;
        }
        let place = sources.locate(&diagnostic.origin);
        said.insert((words, place.and_then(|place| place.span)))
    });
}

/// The tree of a file that was read before; what there is to say about it was said then.
pub(crate) fn read_again(source: SourceId, sources: &SourceMap) -> Value {
    parse_text(&sources.text(source)).map_or(Value::Null, |(tree, _)| tree)
}

/// How many of the members that a repeated one replaces are shown.
const SHOWN_DUPLICATES: usize = 4;

struct Unreadable {
    code: Code,
    message: String,
    offset: Option<usize>,
}

/// JSON if the text begins like JSON and is; else YAML.
///
/// JSON with a trailing comma or unquoted keys is YAML in flow style. Where neither
/// parser accepts the text, the error is that of the one that it looks like.
fn parse_text(text: &str) -> Result<(Value, Vec<Finding>), Unreadable> {
    let mut start = text.trim_start().chars();
    let as_json = match start.next() {
        Some('{' | '[') => match json::parse(text) {
            Ok(parsed) => return Ok(parsed),
            Err(error) => Some(error),
        },
        _ => None,
    };
    if let Some(error) = &as_json
        && error.too_deep
    {
        return Err(Unreadable {
            code: Code::NestsTooDeep,
            message: format!("more than {} levels of arrays and objects", limits::DEPTH),
            offset: Some(error.offset),
        });
    }
    let error = match yaml::parse(text) {
        Ok(parsed) => return Ok(parsed),
        Err(error) => error,
    };
    let quoted = start
        .as_str()
        .trim_start()
        .starts_with(['"', '}', ']', '{', '[']);
    if let Some(json) = as_json
        && (quoted || start.as_str().trim().is_empty())
    {
        return Err(Unreadable {
            code: Code::InvalidJson,
            message: format!("this is not JSON: {}", json.message),
            offset: Some(json.offset),
        });
    }
    let (code, message) = match error.kind {
        Trouble::Malformed => (
            Code::InvalidYaml,
            format!("this is not YAML: {}", error.message),
        ),
        Trouble::TooDeep => (
            Code::NestsTooDeep,
            format!(
                "more than {} levels of arrays and objects, or an alias inside its own anchor",
                limits::DEPTH
            ),
        ),
        Trouble::TooManyNodes => (
            Code::AliasesExpandTooFar,
            format!(
                "written out, its aliases make more than {} nodes",
                limits::nodes(text.len())
            ),
        ),
        Trouble::SeveralDocuments => (
            Code::SeveralDocuments,
            "the file holds several YAML documents, and one was expected".to_owned(),
        ),
    };
    Err(Unreadable {
        code,
        message,
        offset: error.offset,
    })
}

fn describe<'t>(
    finding: &Finding,
    source: SourceId,
    sources: &SourceMap,
    numbers: &LazyCell<Numbers<'t>, impl FnOnce() -> Numbers<'t>>,
) -> Option<Diagnostic> {
    let Finding { at, what } = finding;
    let origin = Origin::Source(source, at.clone());
    let name = at.last().unwrap_or_default();
    let diagnostic = match what {
        Oddity::Duplicate => {
            let mut keys = sources.keys(source, at);
            keys.pop();
            let message = format!("`{name}` is there more than once; the last one counts");
            let diagnostic = Diagnostic::new(Code::DuplicateKey, message).at(origin);
            keys.into_iter()
                .take(SHOWN_DUPLICATES)
                .fold(diagnostic, |diagnostic, key| {
                    diagnostic.related(Origin::Bytes(source, key), "this one is not read")
                })
        }
        Oddity::Wide(rounded) => {
            let rounded = rounded.as_f64()?;
            let written = numbers
                .integer(rounded)
                .map(str::to_owned)
                .or_else(|| written(source, at, sources))?;
            if !wide::is_integer(&written) {
                return None;
            }
            let message = format!("{written} needs more than 64 bits; the nearest number is used");
            Diagnostic::new(Code::WideInteger, message).at(origin)
        }
        Oddity::NotFinite => Diagnostic::new(
            Code::NotANumber,
            format!(
                "`{}` is infinite or not a number, which JSON cannot say; it is read as text",
                written(source, at, sources).unwrap_or(name.into_owned())
            ),
        )
        .at(origin),
        Oddity::Tag(tag) => Diagnostic::new(
            Code::UnknownTag,
            format!("the YAML tag `!{tag}` is not known; the value is read without it"),
        )
        .at(origin),
        Oddity::Merge => Diagnostic::new(
            Code::InvalidMergeKey,
            "`<<` merges an object or a list of objects, and this is neither; it is left out",
        )
        .at(origin),
    };
    Some(diagnostic)
}

/// A scalar of a file as it is written.
fn written(source: SourceId, at: &Pointer, sources: &SourceMap) -> Option<String> {
    let spot = sources.spot(source, at)?;
    Some(sources.text(source).get(spot.scalar?)?.to_owned())
}

/// What a value is, in words with an article.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
