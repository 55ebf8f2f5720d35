//! The files of a run, and the way back into them.

use std::cell::OnceCell;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::packed::Packed;

use super::marks::{Marks, Spot};
use super::{Digest, Moves, Pointer, Whence};

/// A file of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(u32);

/// What a diagnostic points at.
#[derive(Debug, Clone, PartialEq)]
pub enum Origin {
    /// Nothing in particular.
    Nowhere,
    /// A file as a whole.
    File(SourceId),
    /// Some bytes of a file.
    Bytes(SourceId, Range<usize>),
    /// A node of a file, as it is written.
    Source(SourceId, Pointer),
    /// A node of the tree as the last step left it: the canonical one for every
    /// stage after `dialect`.
    Node(Pointer),
    /// The key of such a node, where what it holds can be from elsewhere.
    Key(Pointer),
}

impl From<Pointer> for Origin {
    fn from(pointer: Pointer) -> Self {
        Self::Node(pointer)
    }
}

impl From<&Pointer> for Origin {
    fn from(pointer: &Pointer) -> Self {
        Self::Node(pointer.clone())
    }
}

impl From<SourceId> for Origin {
    fn from(id: SourceId) -> Self {
        Self::File(id)
    }
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Location {
    /// The file.
    pub source: SourceId,
    /// The JSON pointer of the node in that file, if the place is a node.
    pub pointer: Option<Pointer>,
    /// The bytes to underline; `None` if only the file is known.
    pub span: Option<Range<usize>>,
}

#[derive(Debug)]
struct Source {
    name: String,
    text: OnceCell<Arc<String>>,
    packed: Packed,
    // Both are made the first time that something in the file is reported.
    marks: OnceCell<Marks>,
    lines: OnceCell<Vec<usize>>,
}

impl Source {
    fn text(&self) -> &Arc<String> {
        self.text.get_or_init(|| self.packed.text().into())
    }
}

/// A file that was looked for on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRead {
    /// Where it was looked for.
    pub path: PathBuf,
    /// What it said; `None` if it could not be read.
    pub digest: Option<Digest>,
}

/// The files that were read, and where each node of the tree came from.
///
/// The tree is rewritten in steps, and each leaves its [`Moves`] here. A node of the
/// last tree is followed back through them, to a node of a file, to its bytes.
#[derive(Debug, Default)]
pub struct SourceMap {
    sources: Vec<Source>,
    steps: Vec<Moves>,
    files: Vec<FileRead>,
    links: Vec<(PathBuf, PathBuf)>,
    document: Option<SourceId>,
}

impl SourceMap {
    /// No files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file under the name by which reports show it.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        let id = SourceId(u32::try_from(self.sources.len()).unwrap_or(u32::MAX));
        self.sources.push(Source {
            name: name.into(),
            text: OnceCell::from(Arc::new(text.into())),
            packed: Packed::default(),
            marks: OnceCell::new(),
            lines: OnceCell::new(),
        });
        id
    }

    /// Packs the texts of files until someone asks for them again, which is where something is reported.
    pub(crate) fn pack(&mut self) {
        for source in &mut self.sources {
            if let Some(text) = source.text.take() {
                source.packed = Packed::of(&text);
            }
        }
    }

    /// Says which file the tree begins as.
    pub fn set_document(&mut self, id: SourceId) {
        self.document = Some(id);
        self.steps.clear();
    }

    /// Adds what a step did to the tree.
    pub fn add_step(&mut self, moves: Moves) {
        if !moves.is_empty() {
            self.steps.push(moves);
        }
    }

    /// Adds a file that was looked for on disk, with what it said if it could be read.
    pub(crate) fn add_file(&mut self, path: impl Into<PathBuf>, digest: Option<Digest>) {
        self.files.push(FileRead {
            path: path.into(),
            digest,
        });
    }

    /// Adds a path by which a file was reached that is really elsewhere.
    pub(crate) fn add_link(&mut self, written: &Path, real: &Path) {
        self.links.push((written.to_owned(), real.to_owned()));
    }

    /// The document, its overlays and the files that they refer to, whether or not they are there: what
    /// has to be looked at to see whether another run would be any different, beside `names.lock` and
    /// settings.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(|file| file.path.as_path())
    }

    /// The same with what each of them said.
    pub fn files(&self) -> &[FileRead] {
        &self.files
    }

    /// The paths by which files were reached that are really elsewhere, with the place where they are.
    pub fn links(&self) -> &[(PathBuf, PathBuf)] {
        &self.links
    }

    /// The names of all files, in the order in which they were read.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.sources.iter().map(|source| source.name.as_str())
    }

    /// The name of a file.
    pub fn name(&self, id: SourceId) -> &str {
        self.get(id).map_or("", |source| &source.name)
    }

    /// The text of a file.
    pub fn text(&self, id: SourceId) -> Arc<String> {
        self.get(id)
            .map_or_else(Arc::default, |source| source.text().clone())
    }

    /// Follows a node of the tree, as the last step left it, back to its file.
    pub fn origin(&self, pointer: &Pointer) -> Origin {
        let mut pointer = pointer.clone();
        for moves in self.steps.iter().rev() {
            match moves.whence(&pointer) {
                Whence::Before(before) => pointer = before,
                Whence::Source(id, inside) => return Origin::Source(id, inside),
            }
        }
        match self.document {
            Some(id) => Origin::Source(id, pointer),
            None => Origin::Nowhere,
        }
    }

    /// Where a member has its name: beside the other members of the object around it if
    /// that is where it is written, else where the member is from.
    pub(crate) fn key(&self, around: Origin, name: &str, member: Origin) -> Origin {
        let Origin::Source(id, around) = around else {
            return member;
        };
        let beside = around.child(name);
        // Mostly that is where it is from, and then the file need not be looked at.
        let is_same = matches!(&member, Origin::Source(from, at) if *from == id && *at == beside);
        match !is_same && self.spot(id, &beside).is_some() {
            true => Origin::Source(id, beside),
            false => member,
        }
    }

    /// The place in a file that an origin means.
    ///
    /// A node that the file does not have (one that a repair put in) is shown by the
    /// nearest node around it that is there.
    pub fn locate(&self, origin: &Origin) -> Option<Location> {
        match origin {
            Origin::Nowhere => None,
            Origin::File(id) => Some(Location {
                source: *id,
                pointer: None,
                span: None,
            }),
            Origin::Bytes(id, span) => Some(Location {
                source: *id,
                pointer: None,
                span: Some(span.clone()),
            }),
            Origin::Source(id, pointer) => Some(Location {
                source: *id,
                pointer: Some(pointer.clone()),
                span: self.marks(*id).and_then(|marks| marks.nearest(pointer)),
            }),
            Origin::Node(pointer) => self.locate(&self.origin(pointer)),
            Origin::Key(pointer) => {
                let member = self.origin(pointer);
                let (Some(around), Some(name)) = (pointer.parent(), pointer.last()) else {
                    return self.locate(&member);
                };
                self.locate(&self.key(self.origin(&around), &name, member))
            }
        }
    }

    /// The text of a scalar as it is written, for what a parser rounds: the version
    /// `4.10`, an integer of thirty digits.
    pub fn written(&self, pointer: &Pointer) -> Option<&str> {
        let Origin::Source(id, inside) = self.origin(pointer) else {
            return None;
        };
        let spot = self.spot(id, &inside)?;
        self.get(id)?.text().get(spot.scalar?)
    }

    /// Where a node and its key stand in a file.
    pub(crate) fn spot(&self, id: SourceId, pointer: &Pointer) -> Option<Spot> {
        self.marks(id)?.spot(pointer)
    }

    /// Where a file has a node's key, each time that it is there.
    pub(crate) fn keys(&self, id: SourceId, pointer: &Pointer) -> Vec<Range<usize>> {
        self.marks(id)
            .map(|marks| marks.keys(pointer))
            .unwrap_or_default()
    }

    /// The line of a byte, from 1, and the byte at which that line begins.
    pub(crate) fn line(&self, id: SourceId, offset: usize) -> Option<(usize, usize)> {
        let source = self.get(id)?;
        let starts = source.lines.get_or_init(|| {
            let newlines = source
                .text()
                .bytes()
                .enumerate()
                .filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0)
                .chain(newlines.map(|(at, _)| at + 1))
                .collect()
        });
        let line = starts.partition_point(|start| *start <= offset);
        Some((line, *starts.get(line.checked_sub(1)?)?))
    }

    fn marks(&self, id: SourceId) -> Option<&Marks> {
        let source = self.get(id)?;
        Some(source.marks.get_or_init(|| Marks::of(source.text())))
    }

    fn get(&self, id: SourceId) -> Option<&Source> {
        self.sources.get(id.0 as usize)
    }
}
