//! A document written in another way: the member in which the fault is comes from elsewhere.

use std::collections::BTreeMap;
use std::ops::Range;

use specwright::document::Pointer;

use crate::made;
use crate::told::{Spot, Told};
use crate::woven::{Member, Woven};

/// The files of a case by their names.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// How the member comes to where it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// Its value is an alias of an anchor.
    Alias,
    /// It is a member of an object that is merged in by `<<`.
    Merge,
    /// An overlay brings it in.
    Overlay,
    /// Its value is a reference to another file.
    File,
}

impl Way {
    pub(crate) const ALL: [Self; 4] = [Self::Alias, Self::Merge, Self::Overlay, Self::File];

    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Alias => "through an alias",
            Self::Merge => "through a merge key",
            Self::Overlay => "through an overlay",
            Self::File => "in another file",
        }
    }
}

/// Files that say what others say.
#[derive(Debug)]
pub(crate) struct Moved {
    pub(crate) files: Files,
    /// Where in which file each byte of the document is now.
    bytes: BTreeMap<usize, (String, usize)>,
    /// The file that was written anew.
    name: String,
    /// The key of the member, where its value alone is elsewhere.
    key: Option<Range<usize>>,
    /// What another file begins with, which stands for the member as a whole.
    root: Option<Spot>,
}

/// Writes the case in another way; `None` where that is not possible.
pub(crate) fn moved(files: &Files, told: &Told, way: Way) -> Option<Moved> {
    let name = &told.places().first()?.file;
    let at = Pointer::from(told.pointer.as_deref().unwrap_or_default());
    if at.as_str().is_empty() {
        return moved_whole(files, name, way);
    }
    let text = std::str::from_utf8(files.get(name)?).ok()?;
    let at = member_around(&at);
    let member = Member::find(text, &at)?;
    let around = at.parent()?;
    let (document, other) = match way {
        Way::Alias => (through_an_alias(text, &member), None),
        Way::Merge => (through_a_merge_key(text, &member), None),
        Way::Overlay if files.contains_key("overlay.yaml") => return None,
        Way::Overlay => {
            let (document, overlay) = in_an_overlay(text, &member, &around);
            (document, Some(("overlay.yaml", overlay)))
        }
        // No reference can stand for what is at the top.
        Way::File if around.as_str().is_empty() => return None,
        Way::File => {
            let (document, file) = in_a_file(text, &member);
            (document, Some(("moved.yaml", file)))
        }
    };
    let root = other.as_ref().map(|(name, other)| Spot {
        file: (*name).to_owned(),
        start: Some(0),
        underlined: other.text.chars().take(1).collect(),
    });
    let mut moved = Moved {
        files: files.clone(),
        bytes: BTreeMap::new(),
        name: name.clone(),
        key: matches!(way, Way::Alias | Way::File).then_some(member.key),
        root: root.filter(|_| way == Way::File),
    };
    moved.add(name, document);
    if let Some((name, other)) = other {
        moved.add(name, other);
    }
    Some(moved)
}

fn through_an_alias(text: &str, member: &Member) -> Woven {
    let mut document = Woven::default();
    document.add("x-moved: &moved");
    member.value(&mut document, text, 0);
    document.add("\n");
    document.take(text, 0..member.value.start);
    document.add(" *moved\n");
    document.take(text, member.end..text.len());
    document
}

fn through_a_merge_key(text: &str, member: &Member) -> Woven {
    let mut document = Woven::default();
    document.add("x-moved: &moved\n  ");
    member.whole(&mut document, text, 2);
    document.add("\n");
    document.take(text, 0..member.line());
    document.add(&" ".repeat(member.indent));
    document.add("<<: *moved\n");
    document.take(text, member.end..text.len());
    document
}

/// The document, and the overlay that puts the member where it was.
fn in_an_overlay(text: &str, member: &Member, around: &Pointer) -> (Woven, Woven) {
    let steps: String = around.steps().map(|it| format!("['{it}']")).collect();
    let mut overlay = Woven::default();
    overlay.add("overlay: 1.1.0\ninfo: {title: What is moved, version: 1.0.0}\nactions:\n");
    overlay.add(&format!("  - target: ${steps}\n    update:\n      "));
    member.whole(&mut overlay, text, 6);
    overlay.add("\n");
    let mut document = Woven::default();
    match Member::find(text, around) {
        Some(around) if around.has_only(member, text) => {
            document.take(text, 0..around.value.start);
            document.add(" {}\n");
        }
        _ => document.take(text, 0..member.line()),
    }
    document.take(text, member.end..text.len());
    (document, overlay)
}

/// The document, and the file that it refers to for the value.
fn in_a_file(text: &str, member: &Member) -> (Woven, Woven) {
    let mut file = Woven::default();
    member.value(&mut file, text, -(member.inner_indent(text) as isize));
    file.add("\n");
    // What it refers to is still in the document.
    file.insert("'#/", 1, "openapi.yaml");
    let mut document = Woven::default();
    document.take(text, 0..member.value.start);
    document.add(" {$ref: moved.yaml}\n");
    document.take(text, member.end..text.len());
    (document, file)
}

/// The document itself is the overlay, or the other file, of one that is as it should be.
fn moved_whole(files: &Files, name: &str, way: Way) -> Option<Moved> {
    let bytes = files.get(name).filter(|_| name.starts_with("openapi."))?;
    let mut document = made::HEAD.to_owned();
    let other = match way {
        Way::Alias | Way::Merge => return None,
        Way::Overlay => {
            document.push_str("paths: {}\n");
            "overlay.yaml"
        }
        Way::File => {
            document.push_str("paths:\n  /pets: {$ref: moved.yaml}\n");
            "moved.yaml"
        }
    };
    let documents = [
        ("openapi.yaml", document.into_bytes()),
        (other, bytes.clone()),
    ];
    Some(Moved {
        files: documents.map(|(name, text)| (name.to_owned(), text)).into(),
        bytes: (0..bytes.len())
            .map(|at| (at, (other.to_owned(), at)))
            .collect(),
        name: name.to_owned(),
        key: None,
        root: None,
    })
}

impl Moved {
    fn add(&mut self, name: &str, woven: Woven) {
        for (now, before) in woven.from.iter().enumerate() {
            if let Some(before) = before {
                self.bytes.insert(*before, (name.to_owned(), now));
            }
        }
        self.files.insert(name.to_owned(), woven.text.into_bytes());
    }

    /// Where what was underlined is now. What is said of a member's key is said of it where it
    /// is; what is said of the member is said of what it is a reference to.
    pub(crate) fn now(&self, spot: &Spot, of_the_key: bool) -> Result<Spot, String> {
        let Some(start) = spot.start.filter(|_| spot.file == self.name) else {
            return Ok(spot.clone());
        };
        let (file, now) = self.bytes.get(&start).ok_or("the place is gone")?;
        let underlined = match (&self.key, &self.root) {
            (Some(key), Some(root)) if key.start == start && !of_the_key => {
                return Ok(root.clone());
            }
            // The scalar behind the key is elsewhere.
            (Some(key), _) if key.start == start => &spot.underlined[..key.len()],
            _ => &*spot.underlined,
        };
        let underlined = if file == "moved.yaml" {
            underlined.replace("'#/", "'openapi.yaml#/")
        } else {
            underlined.to_owned()
        };
        Ok(Spot {
            file: file.clone(),
            start: Some(*now),
            underlined,
        })
    }
}

/// The member that is moved as a whole: the path item or the component in which the node is,
/// which a reference can stand for, or else what stands at the top.
fn member_around(node: &Pointer) -> Pointer {
    let steps: Vec<_> = node.steps().collect();
    let depth = match steps.first().map(|step| &**step) {
        Some("components") => 3,
        Some("paths" | "webhooks" | "definitions") => 2,
        _ => 1,
    };
    let steps = steps.iter().take(depth);
    steps.fold(Pointer::root(), |at, step| at.child(step))
}
