//! The kinds of things that can be said about a document.

/// How grave a diagnostic is; the gravest comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The document cannot be used.
    Error,
    /// Something that the document says is not in the crate.
    Dropped,
    /// The document has a mistake, and what it means was plain.
    Repaired,
    /// Worth knowing; nothing is lost.
    Note,
}

impl Severity {
    /// The word that reports begin with.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Dropped => "dropped",
            Self::Repaired => "repaired",
            Self::Note => "note",
        }
    }
}

impl std::fmt::Display for Severity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Declares the codes: name, severity, title, remedy, explanation.
macro_rules! codes {
    ($($variant:ident = $name:literal, $severity:ident, $title:literal, $remedy:literal, $explanation:literal;)*) => {
        /// What kind of thing a diagnostic says.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = concat!("`", $name, "`: ", $title, ".")] $variant,)*
        }

        impl Code {
            /// All codes, by stage.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable name, as reports and settings have it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// How grave it is, always.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// One line that says what it is.
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }

            /// What to do about it where the diagnostic does not know better.
            pub fn remedy(self) -> &'static str {
                match self { $(Self::$variant => $remedy,)* }
            }

            /// What it means, with an example, in CommonMark.
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$variant => $explanation,)* }
            }

            /// The code of this name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

codes! {
    // document: from bytes to a tree
    UnreadableFile = "unreadable-file", Error,
        "A file cannot be read",
        "check the path and the permissions",
        "The operating system refused to open or read the file. The message has its words.";
    FileTooLarge = "file-too-large", Error,
        "A file is larger than what is read",
        "split the document, or take out what is not a description of the API",
        "Files are read up to 256 MiB, twenty times the largest description in public use.";
    NotText = "not-text", Error,
        "A file is not text in the encoding that it begins with",
        "save the file as UTF-8",
        "Files are read as UTF-8, with or without a byte order mark, and as UTF-16 where a mark says so. The place shown is the first byte that fits neither.";
    InvalidJson = "invalid-json", Error,
        "The text is not JSON",
        "correct the JSON at the place shown",
        "The text begins like JSON and is not JSON from the place shown on.\n\nHere a comma is missing after `\"3.1.0\"`.";
    InvalidYaml = "invalid-yaml", Error,
        "The text is not YAML",
        "correct the YAML at the place shown; often it is an indentation or a colon inside an unquoted text",
        "The YAML parser gave up at the place shown.\n\nHere the text needs quotes, since it holds a colon and a space. Keys that are lists or objects are refused too: JSON has no such keys.";
    NestsTooDeep = "nests-too-deep", Error,
        "Arrays and objects nest too deep",
        "move inner schemas to `components` and refer to them",
        "Documents are read to a depth of 128. The deepest in public use have about 30 levels; more is a mistake, an attack, or an alias inside its own anchor.";
    AliasesExpandTooFar = "aliases-expand-too-far", Error,
        "YAML aliases expand to too much",
        "use `$ref` instead of aliases of aliases",
        "A few lines of aliases of aliases can stand for billions of nodes. The expansion stops at four nodes for each byte of the text, and a hundred thousand.";
    SeveralDocuments = "several-documents", Error,
        "A YAML stream holds several documents",
        "keep one document in a file",
        "A line of `---` in the middle of a file begins another document. Which of them is the API is not guessed.";
    NotAnObject = "not-an-object", Error,
        "The document is not an object",
        "check that this is the right file",
        "An OpenAPI document is an object with `openapi` or `swagger` in it. This file is a list, a text or empty.";
    DuplicateKey = "duplicate-key", Repaired,
        "An object has a key twice",
        "remove one of the two, or merge them",
        "JSON and YAML parsers differ on what two members with one name mean; the last one counts here, as in most JSON parsers.\n\nAll places are shown.";
    WideInteger = "wide-integer", Note,
        "An integer needs more than 64 bits",
        "nothing, unless the exact value matters: then give it as a text",
        "JSON numbers have no limit, but most programs hold 64 bits. The nearest number that a double can hold is used.";
    NotANumber = "not-a-number", Note,
        "A number is infinite or not a number",
        "write a number, or quote the text",
        "YAML has `.inf` and `.nan`, JSON has neither. They are read as texts.";
    UnknownTag = "unknown-tag", Note,
        "A YAML tag is not known",
        "remove the tag",
        "Tags such as `!Ref` mean something to one program only. The value behind it is read as if it had none.";
    InvalidMergeKey = "invalid-merge-key", Dropped,
        "A merge key has nothing to merge",
        "give `<<` an alias of an object, or a list of such aliases",
        "`<<` copies the members of another object into this one. It stands before something that is not an object here, and is left out.";

    // overlay: changes on top of a document
    InvalidOverlay = "invalid-overlay", Error,
        "An overlay is not as the Overlay Specification has it",
        "see https://spec.openapis.org/overlay/v1.1.0 for the fields that an overlay has",
        "An overlay is an object with `overlay: 1.0.0`, `info` with a title and a version, and at least one action.";
    InvalidTarget = "invalid-target", Error,
        "An action's target is not a JSONPath",
        "see RFC 9535 for the syntax; names with other characters than letters go into `['…']`",
        "Targets are JSONPath expressions (RFC 9535).";
    OverlayMatchesNothing = "overlay-matches-nothing", Dropped,
        "An action's target matches nothing",
        "correct the target, or remove the action if the document has changed",
        "The action has no effect: no node of the document, as the actions before left it, is selected by its target. Often a path or a name is misspelt, or the document has a new version.";
    OverlayTargetKind = "overlay-target-kind", Error,
        "An action updates something that cannot be updated so",
        "select nodes of one kind, and give them what fits that kind; before Overlay 1.1 select the object around a text, a number or a boolean",
        "An update merges an object into an object or appends to a list; since Overlay 1.1 a text, a number, a boolean or null replaces another. All nodes that an action selects have to be of one kind.";
    OverlayCopiesNotOne = "overlay-copies-not-one", Error,
        "An action copies no node, or more than one",
        "let `copy` select exactly one node of the document, as the actions before left it",
        "What `copy` selects is merged into each target, so it has to be one node (Overlay 1.1).";
    OverlayChangesNothing = "overlay-changes-nothing", Repaired,
        "An action changes nothing",
        "remove the action: the document says by itself what it was to say",
        "All that the action would bring in is there already. Often the document has a new version, in which what the overlay corrects is right.";
    OverlayRemovesRoot = "overlay-removes-root", Error,
        "An action removes the whole document",
        "select what is to be removed inside the document",
        "The target `$` is the document itself. Without it there is nothing to generate.";
    OverlayExtendsOther = "overlay-extends-other", Note,
        "An overlay names another document than the one that it is applied to",
        "correct `extends`, or leave it out",
        "`extends` says which document an overlay is for. Its file name is another than that of the document, and the overlay is applied all the same.";

    // dialect: every version into one
    NotOpenApi = "not-openapi", Error,
        "The document is not an OpenAPI document",
        "check that this is the right file; an OpenAPI document has `openapi` or `swagger` at its top",
        "Without `openapi: 3.x.y` or `swagger: \"2.0\"` the other fields mean nothing.";
    UnsupportedVersion = "unsupported-version", Error,
        "The version of OpenAPI is not supported",
        "convert the document to OpenAPI 3.1",
        "Documents of version 2.0 and of 3.0 to 3.2 are read.";
    NewerVersion = "newer-version", Note,
        "The version of OpenAPI is newer than this program",
        "check the crate for what is missing, and update this program",
        "The document is read by the rules of the last version that is known.";
    VersionNotText = "version-not-text", Repaired,
        "A version is a number, not a text",
        "put the version in quotes",
        "`version: 4.10` is the number 4.1 in YAML. The version is taken as it is written.";
    ExternalReference = "external-reference", Dropped,
        "A reference leads to another file, and it is not known from where",
        "give the document as a file, so that the paths of its references have a folder to start from",
        "References to other files are relative to the file that they stand in. A document that is given as a text has no place in a folder.\n\n```yaml\n$ref: './schemas/pet.yaml'\n```";
    ReferencedFile = "referenced-file", Dropped,
        "A reference leads to a file that cannot be used",
        "correct the reference or the file",
        "The file is not there, cannot be read, is no JSON or YAML, or is too large. What refers to it is left out, where a schema is expected it is any value, and all else is generated.";
    ReferenceOutside = "reference-outside", Dropped,
        "A reference leads to a file that the document may not read",
        "move the file to the document's folder or below",
        "A document is often somebody else's, and what it brings in can become part of a crate that is published. It reads what is in its folder and below, and above it `.yaml`, `.yml` and `.json` files that are not hidden, up to the top of the repository, or two folders where there is none. Symbolic links count as what they lead to; absolute paths and `file:` are refused.";
    TooManyCopies = "too-many-copies", Dropped,
        "What stands in several places is too much to be written out in each",
        "make it a component, and refer to that",
        "Where the specification has no references, and for path items, what a reference leads to is put in its place; a schema of Swagger 2.0 is written out for each media type. That stops at four times what the document has, and a hundred thousand nodes: a few dozen references to references can stand for billions.";
    RemoteReference = "remote-reference", Dropped,
        "A reference leads to the network",
        "download what it names, put it beside the document, and refer to that file",
        "Nothing is fetched from the network while a crate is generated: the result would depend on what a server says that day. A schema becomes any value; anything else is left out.";
    DanglingReference = "dangling-reference", Dropped,
        "A reference leads nowhere",
        "correct the reference, or add what it names",
        "What the reference names is not in the document. A schema becomes any value; a parameter, a response or anything else is left out.";
    CircularReference = "circular-reference", Dropped,
        "References lead in a circle",
        "let one of them lead to a definition",
        "Following the reference comes back to itself and to no definition.";
    RepairedReference = "repaired-reference", Repaired,
        "A reference is not written as one",
        "write the reference as `#/components/…`",
        "The reference is the bare name of a component, or lacks its `#`.";
    ReferenceSiblings = "reference-siblings", Note,
        "Fields beside a reference are not read",
        "remove the fields, or move both into an `allOf`",
        "In OpenAPI 3.0 and 2.0 nothing beside `$ref` counts. Descriptions and their like are taken all the same; what would change the schema is not.";
    WrongKind = "wrong-kind", Dropped,
        "A field holds another kind of value than it should",
        "correct the value",
        "The value cannot be made sense of, and the field is left out.";
    CoercedKind = "coerced-kind", Repaired,
        "A field holds its value in another kind",
        "write the value as the specification has it",
        "What is meant is plain: a number in quotes, a version without them, one value where a list was expected.";
    DuplicateOperationId = "duplicate-operation-id", Repaired,
        "Several operations have one `operationId`",
        "give each operation an `operationId` of its own",
        "The name has to tell operations apart (OAS § 4.8.10). All of them are generated, and each gets a name that nothing else has; what refers to one by the name gets the first.";
    DuplicatePath = "duplicate-path", Dropped,
        "A path is there twice",
        "merge the two path items",
        "Two keys of `paths` mean the same path (OAS § 4.8.8): with and without the slash in front, or with and without the server. The one that is written as it should be is taken.";
    QueryInPath = "query-in-path", Repaired,
        "A path has a query string",
        "describe the query by parameters",
        "The name of a path ends where its query begins (OAS § 4.8.8). The query is sent as it is written, with its parameters filled in, before that of the other parameters.";
    FragmentInPath = "fragment-in-path", Repaired,
        "A path has a fragment",
        "tell operations of one URL apart by their media types, or by unions of their bodies",
        "What stands behind a `#` is never sent (RFC 9110 § 7.1). Some documents tell operations apart by it that have the same URL and method, which OpenAPI has no other way to say. Each is a method of its own, and is sent to the path before the `#`.";
    MissingField = "missing-field", Repaired,
        "A required field is missing",
        "add the field",
        "The specification requires the field, and a client can do without: a response's description, an operation's responses.";
    MissingName = "missing-name", Dropped,
        "Something has no name or place",
        "add the missing field",
        "A parameter without a name or a place, a tag without a name, a server without a URL cannot be used and is left out.";
    UnknownField = "unknown-field", Note,
        "A field is not known",
        "correct its spelling, or give it the prefix `x-` if it is an extension",
        "The specification has no such field at this place, and it is not read.";
    UnknownValue = "unknown-value", Dropped,
        "A field holds a value that the specification does not have",
        "use one of the values that the specification has",
        "The field is left out, or with it what it belongs to if that means nothing without.";
    UnknownType = "unknown-type", Repaired,
        "A schema's type is not one of JSON's",
        "use string, number, integer, boolean, object, array or null",
        "Types in capitals, `int`, `float`, `file`, `date` and `any` are read as what they mean; another one is left out.";
    StatusNotKnown = "status-not-known", Dropped,
        "A response's key is not a status",
        "use a status such as 200, a range such as 2XX, or `default`",
        "Responses are keyed by the statuses that they stand for.";
    ImpliedType = "implied-type", Repaired,
        "A schema of the form of an object or array does not say its type",
        "add `type: object` or `type: array`",
        "Without a type, `properties` restricts objects and allows everything else, and `items` does so with arrays. What is meant is an object, or an array. Where an example of the same place shows something else than an array, either is taken: a list, or what the example shows.";
    RequiredFlag = "required-flag", Repaired,
        "A schema's `required` is true or false",
        "list the names of required properties in the object's `required`",
        "`required` is a list of names on the object, not a flag on the property. The flag is moved there.";
    NewerKeyword = "newer-keyword", Repaired,
        "A keyword is of a later version than the document",
        "raise the document's version, or use what its version has",
        "The document says that it is of an older version than the one that brought the keyword. It is read as that version has it.";
    ValidationOnly = "validation-only", Note,
        "A keyword only restricts values",
        "nothing; the server checks it",
        "`if`, `contains`, `propertyNames`, `unevaluatedProperties` and their like restrict values in a way that no type can hold. The types are those of the other keywords.";
    DynamicReference = "dynamic-reference", Note,
        "A dynamic reference is followed to its default",
        "nothing, unless the schema is extended elsewhere: then write the extended schema out",
        "`$dynamicRef` finds its target while validating. A type has to be known beforehand: the anchor of the same name is used.";
    NotGenerated = "not-generated", Dropped,
        "What the API sends to a user's server is not taken apart",
        "take the body apart with a parser of its format",
        "The body of a webhook or a callback has a function that takes it apart if it is JSON. This one comes in another format only.";
    ReceivedAsJson = "received-as-json", Note,
        "What the API sends to a user's server is taken apart as JSON",
        "have the API send JSON, where it lets its users choose",
        "The body of a webhook or a callback may come in several media types. The function that takes it apart reads JSON.";
    // plan: names, pages, jobs
    CrateName = "crate-name", Error,
        "A name cannot be that of a crate",
        "use lower case letters, digits and hyphens, a letter first",
        "The name of a crate becomes part of its manifest, of paths and of code. Cargo allows ASCII letters, digits, `-` and `_`; rustc warns of capitals and of two `-` or `_` in a row; the words of Rust and the crates that the code uses are taken.";
    NamesLock = "names-lock", Error,
        "`names.lock` cannot be used",
        "restore it from version control",
        "`names.lock` keeps the Rust names that the users of a crate depend on. Generating without it could rename what they use, so nothing is generated.";
    PagingNotFound = "paging-not-found", Dropped,
        "A pagination annotation points at nothing",
        "correct the JSON pointers of the annotation",
        "`items` has to lead to a list in the answer, `total` and `next` to members of it. Until then the operation has neither `items` nor `pages`.";
    NotPaged = "not-paged", Note,
        "An answer may be cut, and there is no way to ask for the rest",
        "compare the count that the answer tells with the rows that it has",
        "The answer speaks of an offset, and the request has no parameter that takes one. The operation is generated without pages. If there is a way to ask for more, say so in an overlay with `x-specwright-pagination`.";
    PagesNotInferred = "pages-not-inferred", Note,
        "A list seems to come in pages, and it is not clear how the next one is asked for",
        "say in an overlay how it is, or that it is not paged, with `x-specwright-pagination`",
        "The query has a parameter that says where to begin, and the answer does not tell where to go on, or in which of several lists. The operation is generated without `items` and `pages`; what the parameter takes is left to its callers.";
    PollingNotFound = "polling-not-found", Dropped,
        "A polling annotation points at nothing",
        "correct the annotation",
        "The operation that tells about the job, its parameter, the members and the states have to be those of the document. Until then the operation has no `wait`.";
    Internal = "internal", Error,
        "specwright has made a mistake",
        "report it, with the document if you can",
        "What the stages made of the document cannot be printed. The document is not at fault.";

    // lower: from the tree to operations and types
    NodeUndecodable = "node-undecodable", Dropped,
        "A node cannot be decoded",
        "correct the node as the message says",
        "One operation, parameter, schema keyword or security scheme is not what OpenAPI 3.0 has there. It alone is left out; what is around it is generated.";
    PartsNotTyped = "parts-not-typed", Note,
        "Parts of a body are given by name",
        "nothing; or describe the body as one object whose members are the parts",
        "A body of `multipart/…` has a setter for each member of its schema. Where the schema is no object with members, or allows others beside them, there is no setter for those.";
    BodyAlternative = "body-alternative", Note,
        "The same body can be sent under another media type",
        "nothing; if the server insists on the other media type, set the header `Content-Type` with `with_header`",
        "Each alternative that carries something else has a method of its own. Two media types with one format and one schema (`application/json` and `text/json`) carry the same, and the more usual one is sent.";
    ResponseAlternative = "response-alternative", Note,
        "An answer is asked for in one of its media types",
        "nothing; or ask for the other media type with `send_raw` and the header `Accept`",
        "Each alternative that carries something else has a way to send of its own (`send_as_csv`). Two media types with one schema (`application/json`, `text/json` and `application/xml`) carry the same, and it is asked for as JSON.";
    ContentAsText = "content-as-text", Note,
        "Content is taken as one text",
        "nothing; take the text apart with a parser of its format",
        "The content has a schema, and is in a format (CSV, YAML, another format inside a text) that is not taken apart.";
    ContentAsBytes = "content-as-bytes", Note,
        "Content is taken as bytes",
        "nothing; take the bytes apart with a parser of their format",
        "Answers in parts and archives are given as they arrive.";
    EncodingNotGenerated = "encoding-not-generated", Note,
        "The encoding of a body's members is not generated",
        "nothing, unless the server insists on another encoding",
        "`prefixEncoding` and `itemEncoding` say how parts without names are written, and an `encoding` inside one how parts inside a part are. These are given by the caller as they are.";
    ParameterTwice = "parameter-twice", Repaired,
        "A parameter is listed twice",
        "remove one of the two",
        "A list of parameters has two of one name in one place. The last counts.";
    ParameterUntyped = "parameter-untyped", Repaired,
        "A parameter does not say what it holds",
        "give the parameter a `schema`",
        "The parameter has neither a `schema` nor a `content` that is JSON. It is taken as a text, which can say everything that a URL or a header can.";
    ReservedHeader = "reserved-header", Note,
        "A header parameter is one that the client sets itself",
        "remove the parameter",
        "OpenAPI has `Accept`, `Content-Type` and `Authorization` ignored where they are listed as parameters (OAS 3.0.3 § 4.7.12.1): they follow from the body, the answers and the security schemes.";
    PathTemplate = "path-template", Repaired,
        "The braces in a path do not pair",
        "correct the path",
        "A path has a `{` without a `}`, a `}` without a `{`, or nothing between them. They are sent as they are.";
    PathParameterUndeclared = "path-parameter-undeclared", Repaired,
        "A path has a parameter that is not declared",
        "add the parameter to the operation or the path",
        "The path has a name in braces, and no parameter of that name is `in: path`. It is taken as a required text.";
    PathParameterUnused = "path-parameter-unused", Repaired,
        "A path parameter is not in the path",
        "correct the name, or put the parameter into the path",
        "A parameter is `in: path`, and the path has no such name in braces. It could not be sent, and is left out.";
    SecuritySchemeUnknown = "security-scheme-unknown", Dropped,
        "A security scheme is asked for that is not declared",
        "add the scheme to `components/securitySchemes`, or correct its name",
        "How the credential would be sent is not known, so the alternative that asks for it is left out.";
    SecuritySchemeUnsupported = "security-scheme-unsupported", Dropped,
        "A security scheme has a name that none can have",
        "correct the name",
        "HTTP authentication is by a scheme whose name is made of letters, digits and some marks (RFC 9110 § 11.1).";
    SecurityUnsaid = "security-unsaid", Repaired,
        "Security schemes are declared, and nothing says what needs them",
        "say it by `security`, at the top or on the operations; `security: []` if nothing does",
        "By the letter, no operation asks for a credential (OAS 3.1 § 4.8.1). Documents that say so and still describe how to sign in mean the opposite more often than not: a credential that the client is given is sent with every request, and none is asked for.";
    SignInOutside = "sign-in-outside", Note,
        "Signing in happens outside of the client",
        "get the token, or set up the certificate, and give it to the client",
        "The way to a token leads through a browser, the credential is part of the connection, or it is computed by rules that the document does not tell (`digest`, `hoba`). The client takes what comes out of it: a token, what stands behind the scheme in `Authorization`, or an HTTP client with the certificate. Credentials that depend on each request are made in a hook (`before_request`). If the API also takes a client's own credentials, say so with `x-specwright-client-credentials`.";
    ServerRelative = "server-relative", Note,
        "A server's URL is not complete",
        "give the base URL to the client, by the crate's module `servers`; or complete it with an overlay",
        "A relative URL counts from where the document was fetched, which is not known, and a variable without a default has no value.";
    CompositionCycle = "composition-cycle", Repaired,
        "A schema is composed of itself",
        "take the schema out of its own `allOf`, `oneOf` or `anyOf`",
        "A schema that is all of itself, or one of itself, says nothing of its shape. Members and items may refer back; compositions may not.";
    SchemaConflict = "schema-conflict", Repaired,
        "Parts of a schema contradict one another",
        "correct one of them",
        "All branches of an `allOf` hold at once, and two of them have no value in common: a text and a number, or two enums without a common value. What came first is taken.";
    NestsTooDeepForTypes = "schemas-nest-too-deep", Dropped,
        "Schemas are inside one another too deep",
        "move inner schemas to `components` and refer to them",
        "A hundred schemas inside one another, without a reference between, are as many as names can be found for. Any JSON is taken below.";
    EnumOfObjects = "enum-of-objects", Note,
        "The values of an enum are lists or objects",
        "describe the value by `type`, `items` and `properties`",
        "An enum has a variant for each text, number and boolean. Where a value is a list or an object, any JSON is taken; the docs list the values.";
    EnumValueType = "enum-value-type", Repaired,
        "A value of an enum is not of the type that the schema says",
        "write the value in the schema's type; in YAML, quote texts such as `no` and `1.0`",
        "The schema says text, and the value is a number or a boolean, or the other way round. It is taken in the schema's type.";
    UnionOfConstraints = "union-of-constraints", Note,
        "The branches of a union only restrict it",
        "nothing; the server checks it",
        "The branches of `oneOf` or `anyOf` say which members have to be there together and nothing of their types. The type is that of the schema around.";
    UnionWithAny = "union-with-any", Note,
        "A branch of a union allows anything",
        "remove the branch, or say what it allows",
        "One of the branches has no type, so that every value is one of the union. Any JSON is taken.";
    DiscriminatorUnresolvable = "discriminator-unresolvable", Repaired,
        "A discriminator does not tell the variants apart",
        "give every branch a value in `mapping`, each of its own",
        "A branch has no value or no such member, two have the same and nothing else that tells them apart, or a mapping leads nowhere. The variants are told apart by a member with constant values if there is one, else by the tag where it helps and by the members that are there.";
    NotKeyword = "not-keyword", Note,
        "`not` is not generated",
        "nothing; the server checks it",
        "`not` excludes values, which no type can say.";
    ResponseHeaders = "response-headers", Dropped,
        "A header of a response has a name that no header can have",
        "correct the name",
        "The names of headers are made of letters, digits and some marks (RFC 9110 § 5.6.2). No response can have this one.";
    RedirectFollowed = "redirect-followed", Dropped,
        "A redirect is followed, and not all that is said with it is given",
        "nothing, if it is not needed. An overlay can add a `200` that says what the redirect leads to, and a hook (`after_response`) sees the headers of redirects, too",
        "An operation whose only success is a redirect (`302`) answers what the redirect leads to: of a GET the bytes, or what the document says of the content. Headers of the redirect are not those of the answer, and what comes of other methods is not said.";
    LinksNotGenerated = "links-not-generated", Note,
        "A link leads to no operation of the document",
        "correct `operationId` or `operationRef`",
        "`links` say which operation takes which values of a response, and the docs of an operation say it too. Operations of other documents have no method.";
    ExampleContradictsSchema = "example-contradicts-schema", Note,
        "An example is not of the type that its schema says",
        "correct the example or the schema",
        "The example would not decode, or not encode back to what it is. It is in the docs, and not in the tests.";
    ExampleSaysMore = "example-says-more", Note,
        "An example has members that its schema does not have",
        "add the members to the schema, or take them out of the example",
        "JSON Schema allows members that are not listed, and the client has no fields for them. The test of the example goes without them.";
    ExampleWithoutType = "example-without-type", Note,
        "An example is of something that has no type",
        "nothing",
        "The example stands on a part of a schema, on content that is not taken apart, or on something that no operation uses.";
    PatternNotChecked = "pattern-not-checked", Dropped,
        "A pattern cannot be checked before a request is sent",
        "nothing; the server checks it. An overlay can write the pattern without what the message names",
        "`codegen.toml` asks for checks (`validate = true`), and they run patterns in an engine that takes time in proportion to the text. It has no look-around, no references back and no classes of Unicode. The limits beside the pattern are checked all the same.";
    LimitNotChecked = "limit-not-checked", Dropped,
        "A limit cannot be checked before a request is sent",
        "nothing; the server checks it",
        "`codegen.toml` asks for checks (`validate = true`), and the message says what is not held against them. All other limits of the value are checked.";
    SettingMatchesNothing = "setting-matches-nothing", Dropped,
        "A setting speaks of something that the document does not have",
        "correct the name, or remove the setting if the document has changed",
        "What `codegen.toml` says of it has no effect. Often a name is misspelt, or the document has a new version.";
    SettingNameTaken = "setting-name-taken", Dropped,
        "A name that the settings ask for cannot be given",
        "take another name",
        "`names` in `codegen.toml` has a name that every crate or client needs for something else, or one for a type that is not generated.";
    ExtensionValue = "extension-value", Error,
        "An `x-specwright-*` extension has a wrong value",
        "correct the value as the message says",
        "These extensions are written for this program, often in an overlay, so a mistake in one is never passed over.";
    ExtensionUnknown = "extension-unknown", Note,
        "An `x-specwright-*` extension is not known at this place",
        "correct its name, or move it to where it belongs",
        "The extension would be passed over in silence otherwise. Extensions of other names are for other programs.";
}
