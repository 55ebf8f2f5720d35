//! The files of a document, each read once, whatever it is called by.

use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::diagnostics::{Code, Diagnostics};
use crate::document::{Origin, SourceId, SourceMap, limits, load};
use crate::json::Value;

use super::fence::Fence;
use super::lost::Lost;
use super::target::Names;

/// A file of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct FileId(usize);

impl FileId {
    /// The file that the document begins with.
    pub(super) const ROOT: Self = Self(0);
}

/// The files that were read, by what they really are: a symbolic link and its target
/// are one file, as are `a.yaml` and `../here/a.yaml`.
#[derive(Debug, Clone, Default)]
pub(super) struct Files {
    all: Vec<File>,
    by_path: HashMap<PathBuf, Result<FileId, Lost>>,
    by_source: HashMap<SourceId, FileId>,
    fence: Option<Fence>,
    bytes: usize,
    nodes: usize,
}

#[derive(Debug, Clone)]
struct File {
    source: SourceId,
    /// Where it is, without symbolic links; `None` for a document given as text.
    path: Option<PathBuf>,
    tree: Arc<Value>,
    names: Option<Arc<Names>>,
}

impl Files {
    /// The file that the document begins with, or an overlay: their trees are not
    /// looked into by references, but what they refer to is relative to them.
    pub(super) fn register(&mut self, source: SourceId, path: Option<&Path>) {
        let path = path.and_then(|path| path.canonicalize().ok());
        if self.all.is_empty() {
            self.fence = path.as_deref().map(Fence::around);
        }
        let id = FileId(self.all.len());
        self.by_source.insert(source, id);
        // An overlay of the same file is no other document.
        if let Some(path) = &path {
            self.by_path.entry(path.clone()).or_insert(Ok(id));
        }
        self.all.push(File {
            source,
            path,
            tree: Arc::new(Value::Null),
            names: None,
        });
    }

    /// Says what the document is now.
    pub(super) fn set_root(&mut self, tree: Value) {
        if let Some(root) = self.all.first_mut() {
            root.tree = Arc::new(tree);
            root.names = None;
        }
    }

    /// How many nodes the files have that were read for references.
    pub(super) fn nodes(&self) -> usize {
        self.nodes
    }

    pub(super) fn of_source(&self, source: SourceId) -> Option<FileId> {
        self.by_source.get(&source).copied()
    }

    pub(super) fn source(&self, id: FileId) -> Option<SourceId> {
        self.all.get(id.0).map(|file| file.source)
    }

    pub(super) fn tree(&self, id: FileId) -> Arc<Value> {
        self.all
            .get(id.0)
            .map_or_else(Arc::default, |file| file.tree.clone())
    }

    /// What its schemas call themselves.
    pub(super) fn names(&mut self, id: FileId) -> Arc<Names> {
        let Some(file) = self.all.get_mut(id.0) else {
            return Arc::default();
        };
        let tree = &file.tree;
        file.names
            .get_or_insert_with(|| Arc::new(Names::of(tree)))
            .clone()
    }

    /// The folders from that of the document to the file, and the file's name. Folders
    /// above the document's do not count: what they are called depends on the machine.
    pub(super) fn relative(&self, id: FileId) -> Vec<String> {
        let path = self.all.get(id.0).and_then(|file| file.path.as_deref());
        let (Some(path), Some(fence)) = (path, &self.fence) else {
            return Vec::new();
        };
        fence
            .shown(path, Path::new(""))
            .components()
            .filter_map(|component| match component {
                Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
                _ => None,
            })
            .collect()
    }

    /// The name of the file alone.
    pub(super) fn file_name(&self, id: FileId) -> String {
        self.all
            .get(id.0)
            .and_then(|file| file.path.as_deref()?.file_name())
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default()
    }

    /// Whether there is a folder from which the paths of a file's references go on.
    pub(super) fn has_folder(&self, id: FileId) -> bool {
        self.all.get(id.0).is_some_and(|file| file.path.is_some())
    }

    /// The file at a path that a reference in another file has.
    pub(super) fn open(
        &mut self,
        from: FileId,
        relative: &str,
        sources: &mut SourceMap,
        diagnostics: &mut Diagnostics,
    ) -> Result<FileId, Lost> {
        let folder = self
            .all
            .get(from.0)
            .and_then(|file| file.path.as_deref()?.parent())
            .unwrap_or(Path::new(""));
        let written = folder.join(relative);
        if let Some(known) = self.by_path.get(&written) {
            return known.clone();
        }
        let opened = self.open_path(&written, sources, diagnostics);
        self.by_path.insert(written, opened.clone());
        opened
    }

    fn open_path(
        &mut self,
        written: &Path,
        sources: &mut SourceMap,
        diagnostics: &mut Diagnostics,
    ) -> Result<FileId, Lost> {
        let root = self
            .source(FileId::ROOT)
            .map(|id| sources.name(id).to_owned())
            .unwrap_or_default();
        let above = Path::new(&root).parent().unwrap_or(Path::new(""));
        let shown = |path: &Path| {
            let shown = self
                .fence
                .as_ref()
                .map_or_else(|| path.to_owned(), |fence| fence.shown(path, above));
            shown.display().to_string()
        };
        let path = written.canonicalize().map_err(|error| {
            let lexical = lexical(written);
            let name = shown(&lexical);
            sources.add_file(lexical, None);
            let message = match error.kind() {
                ErrorKind::NotFound => format!("there is no file `{name}`"),
                _ => format!("`{name}` cannot be read: {error}"),
            };
            Lost::new(Code::ReferencedFile, message)
        })?;
        if written != path {
            sources.add_link(written, &path);
        }
        if let Some(known) = self.by_path.get(&path) {
            return known.clone();
        }
        let name = shown(&path);
        if let Some(fence) = &self.fence {
            fence.admits(&path).map_err(|why| {
                Lost::new(
                    Code::ReferenceOutside,
                    format!("`{name}` is not read: {why}"),
                )
            })?;
        }
        // Before it is opened: opening a FIFO waits for whoever writes into it.
        if !path.metadata().is_ok_and(|metadata| metadata.is_file()) {
            let message = format!("`{name}` is not a file");
            return Err(Lost::new(Code::ReferencedFile, message));
        }
        if self.all.len() >= limits::FILES || self.bytes as u64 > limits::FILE_BYTES {
            let message = format!(
                "`{name}` is not read: more than {} files, or {} MiB, belong to the document",
                limits::FILES,
                limits::FILE_BYTES >> 20
            );
            return Err(Lost::new(Code::ReferencedFile, message));
        }
        let read = self.read(&path, &name, sources, diagnostics);
        self.by_path.insert(path, read.clone());
        read
    }

    fn read(
        &mut self,
        path: &Path,
        name: &str,
        sources: &mut SourceMap,
        diagnostics: &mut Diagnostics,
    ) -> Result<FileId, Lost> {
        // What is an error in the document itself costs a reference here.
        let mut own = Diagnostics::new();
        let tree = load::read_file(path, name, sources, &mut own)
            .and_then(|source| Ok((source, load::parse(source, sources, &mut own)?)));
        let Ok((source, tree)) = tree else {
            let why = own.iter().last();
            let message = why.map(|why| why.message.clone()).unwrap_or_default();
            let message = if message.contains(name) {
                message
            } else {
                format!("`{name}` cannot be used: {message}")
            };
            return Err(Lost {
                code: Code::ReferencedFile,
                message,
                there: why.map_or(Origin::Nowhere, |why| why.origin.clone()),
            });
        };
        for diagnostic in &own {
            diagnostics.push(diagnostic.clone());
        }
        self.bytes += sources.text(source).len();
        self.nodes += limits::count(&tree);
        let id = FileId(self.all.len());
        self.by_source.insert(source, id);
        self.all.push(File {
            source,
            path: Some(path.to_owned()),
            tree: Arc::new(tree),
            names: None,
        });
        Ok(id)
    }
}

/// The path without `.` and `..`, for a file that is not there to ask.
fn lexical(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            Component::Normal(_) | Component::Prefix(_) | Component::RootDir => {
                plain.push(component);
            }
        }
    }
    plain
}
