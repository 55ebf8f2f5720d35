//! What cannot be, and why.

use specwright::diagnostics::Code;

use crate::moved::Way;

/// Codes that no document brings about.
pub(crate) const NEVER: &[(Code, &str)] = &[
    (
        Code::NodeUndecodable,
        "all mistakes that are known have codes of their own; this is for the others",
    ),
    (Code::Internal, "no document is known that brings it about"),
];

/// Codes that are about what something is called, and not about what it is.
pub(crate) const OF_A_KEY: &[Code] = &[
    Code::DuplicatePath,
    Code::FragmentInPath,
    Code::PathTemplate,
    Code::QueryInPath,
];

/// Ways in which a code cannot be brought about.
const EXCEPTED: &[(&[Code], &[Way], &str)] = &[
    (
        &[
            Code::UnreadableFile,
            Code::FileTooLarge,
            Code::CrateName,
            Code::NamesLock,
        ],
        &Way::ALL,
        "it is not about what a document says",
    ),
    (
        &[Code::SettingMatchesNothing, Code::SettingNameTaken],
        &Way::ALL,
        "it is about what the settings say",
    ),
    (
        &[
            Code::NotText,
            Code::InvalidJson,
            Code::InvalidYaml,
            Code::NestsTooDeep,
            Code::AliasesExpandTooFar,
            Code::SeveralDocuments,
            Code::NotAnObject,
            Code::NotOpenApi,
        ],
        &[Way::Alias, Way::Merge],
        "it is about a file as a whole",
    ),
    (
        &[
            Code::NotText,
            Code::InvalidJson,
            Code::InvalidYaml,
            Code::NestsTooDeep,
            Code::AliasesExpandTooFar,
            Code::SeveralDocuments,
        ],
        &[Way::File],
        "it costs the reference to the file alone, which is `referenced-file`",
    ),
    (
        &[Code::NotAnObject, Code::NotOpenApi],
        &[Way::Overlay, Way::File],
        "it is about the file that the document begins with",
    ),
    (
        &[
            Code::InvalidOverlay,
            Code::InvalidTarget,
            Code::OverlayMatchesNothing,
            Code::OverlayTargetKind,
            Code::OverlayCopiesNotOne,
            Code::OverlayChangesNothing,
            Code::OverlayRemovesRoot,
            Code::OverlayExtendsOther,
        ],
        &[Way::Overlay, Way::File],
        "no overlay changes an overlay, and overlays have no references",
    ),
    (
        &[
            Code::UnsupportedVersion,
            Code::NewerVersion,
            Code::VersionNotText,
            Code::ServerRelative,
        ],
        &[Way::File],
        "no reference can stand for what is at the top of a document",
    ),
    (
        &[Code::ExternalReference],
        &[Way::Overlay, Way::File],
        "a file has a folder from which its references start",
    ),
    (
        &[Code::CircularReference],
        &[Way::File],
        "the reference to the file is part of the circle, and the first of it",
    ),
];

/// Why a code cannot be brought about in a way.
pub(crate) fn reason(code: Code, way: Way) -> Option<&'static str> {
    EXCEPTED
        .iter()
        .find(|(codes, ways, _)| codes.contains(&code) && ways.contains(&way))
        .map(|(_, _, reason)| *reason)
}
