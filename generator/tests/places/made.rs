//! The files that bring a code about.

use std::fs;
use std::path::Path;

use specwright::diagnostics::Code;

use crate::moved::Files;

/// What is in `tests/codes`, or else is made here for being large or not about a document.
pub(crate) fn files(code: Code) -> Option<Files> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/codes");
    if let Ok(entries) = fs::read_dir(folder.join(code.name())) {
        let read = |entry: std::io::Result<fs::DirEntry>| {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            (name, fs::read(entry.path()).unwrap())
        };
        return Some(entries.map(read).collect());
    }
    let text = match code {
        Code::UnreadableFile | Code::FileTooLarge => return Some(Files::new()),
        Code::CrateName => format!("{HEAD}paths: {{}}\n"),
        Code::ExternalReference => format!(
            "{HEAD}paths: {{}}\ncomponents:\n  schemas:\n    \
             Pet: {{type: array, items: {{$ref: pet.yaml}}}}\n"
        ),
        Code::TooManyCopies => copies(),
        Code::NestsTooDeepForTypes => {
            let (open, close) = ("{items: ".repeat(110), "}".repeat(110));
            format!("{HEAD}paths: {{}}\ncomponents:\n  schemas:\n    Deep: {open}{{}}{close}\n")
        }
        _ => return None,
    };
    Some(Files::from([("openapi.yaml".to_owned(), text.into())]))
}

pub(crate) const HEAD: &str = "openapi: 3.1.0\ninfo: {title: Pets, version: 1.0.0}\n\
                    servers: [{url: 'https://pets.example.com'}]\n";

/// A server with a long list, in so many places that it is too much.
fn copies() -> String {
    let list = "0, ".repeat(3000);
    let mut text = format!(
        "{HEAD}components:\n  x-server: {{url: 'https://pets.example.com', x-list: [{list}]}}\n\
         paths:\n  /pets:\n    servers:\n"
    );
    for _ in 0..40 {
        text.push_str("      - {$ref: '#/components/x-server'}\n");
    }
    text
}

/// What no text can be.
pub(crate) fn on_disk(code: Code, folder: &Path) {
    if code == Code::FileTooLarge {
        let file = fs::File::create(folder.join("openapi.yaml")).unwrap();
        file.set_len((256 << 20) + 1).unwrap();
    }
}

/// The name of the crate that is asked for.
pub(crate) fn crate_name(code: Code) -> &'static str {
    match code {
        Code::CrateName => "Pets API",
        _ => "pets",
    }
}
