//! Every key that a `codegen.toml` may have.

/// A key, and what `SETTINGS.md` says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// Its name, after those of the tables that it is in: `crate.name`.
    pub name: &'static str,
    /// What it takes, in words.
    pub takes: &'static str,
    /// What it is without the file; in TOML, or in words in brackets.
    pub default: &'static str,
    /// A `codegen.toml` that has it.
    pub example: &'static str,
    /// What it does, in CommonMark.
    pub does: &'static str,
}

/// All keys, in the order in which `SETTINGS.md` has them. What is not here cannot be read.
pub const KEYS: &[Key] = &[
    Key {
        name: "crate.name",
        takes: "text",
        default: "(the name of the folder in `specs/`)",
        example: "[crate]\nname = \"acme-incidents\"",
        does: "The name of the crate, and so of its folder in `generated/`. The API keeps the name of \
               its folder in `specs/`, by which `codegen` and `inspect` are told of it. Two APIs \
               cannot have crates of one name. A crate that had another name before is left over: \
               `codegen` says so, and leaves it to you to remove it. `--name` on the command line \
               goes before.",
    },
    Key {
        name: "crate.version",
        takes: "text",
        default: "\"0.1.0\"",
        example: "[crate]\nversion = \"1.2.0-rc.1\"",
        does: "The version of the crate, which is not that of the API: three numbers, and perhaps what \
               comes before a release (Semantic Versioning 2.0.0, §§ 2 and 9).",
    },
    Key {
        name: "include.tags",
        takes: "a list of tags",
        default: "[]",
        example: "include.tags = [\"Incidents\", \"Reports *\"]",
        does: "The operations that the client has: those with one of these tags, and those of \
               `include.operations`; all, if neither is there. `*` stands for any characters or \
               none. Types that only operations use which are left out are not generated, and all \
               else of the document is: the other types, webhooks, sign-ins. `codegen` says how many \
               operations are left out, and a pattern that matches none is reported.",
    },
    Key {
        name: "include.operations",
        takes: "a list of operations",
        default: "[]",
        example: "include = { operations = [\"listIncidents\", \"GET /reports/*\"] }",
        does: "The same by `operationId`, or by method and path as the document has them.",
    },
    Key {
        name: "exclude.tags",
        takes: "a list of tags",
        default: "[]",
        example: "exclude.tags = [\"Internal\"]",
        does: "The operations that the client does not have: those with one of these tags, also where \
               `include` has them. What cannot be generated of them is not reported; what no version \
               of OpenAPI allows is.",
    },
    Key {
        name: "exclude.operations",
        takes: "a list of operations",
        default: "[]",
        example: "[exclude]\noperations = [\"DELETE *\", \"getLegacy*\"]",
        does: "The same by `operationId`, or by method and path as the document has them.",
    },
    Key {
        name: "names.types",
        takes: "a table of names",
        default: "{}",
        example: "[names.types]\nIncidentV2Model = \"Incident\"\n\"components/IncidentV2Model/status\" = \"Status\"",
        does: "Names of types, by the component (`Foo`, `components/schemas/Foo`) or by any place that \
               `names.lock` has for a type. They go before `x-specwright-name`, and before the names \
               that the lock has kept: this is how a type is renamed on purpose. A type that has the \
               name already takes another. When the setting goes, the name stays, as `names.lock` has \
               it then.",
    },
    Key {
        name: "names.operations",
        takes: "a table of names",
        default: "{}",
        example: "names.operations = { getIncidentsUsingGET_1 = \"list_incidents\", \"GET /status\" = \"status\" }",
        does: "Names of the client's methods, by `operationId`, or by method and path. Types that have \
               got their names from the method keep them.",
    },
    Key {
        name: "types",
        takes: "a table of types",
        default: "{}",
        example: "[types]\nMoney = { path = \"rust_decimal::Decimal\", version = \"1\", features = [\"serde-with-str\"] }",
        does: "Types of other crates in the place of components (`Foo`, `components/schemas/Foo`): `path` \
               is the type, without generics; the crate gets a dependency on the package that it begins \
               with, or on that which `package` names, in this `version`, with these `features` beside \
               its default ones. The type needs `Debug`, `Clone`, `PartialEq`, and `Serialize` and \
               `Deserialize` as the document has it; where it is sent as a parameter, it has to become \
               a text. Limits of the component are not checked, and examples with it are not tested.",
    },
    Key {
        name: "dates",
        takes: "`\"jiff\"`, `\"chrono\"` or `\"text\"`",
        default: "\"jiff\"",
        example: "dates = \"chrono\"",
        does: "What `date-time` and `date` are in Rust. `\"jiff\"`: `jiff::Timestamp`, which is sent back in \
               UTC, and `jiff::civil::Date`. `\"chrono\"`: `chrono::DateTime<chrono::FixedOffset>`, \
               which keeps the offset, and `chrono::NaiveDate`. `\"text\"`: `text::DateTime` and \
               `text::Date` of the runtime, which take whatever a server sends, give it back letter \
               by letter, and are read by a call that can fail.",
    },
    Key {
        name: "derives",
        takes: "a list of traits",
        default: "[]",
        example: "derives = [\"Eq\", \"Hash\"]",
        does: "Traits that types derive beside `Debug`, `Clone` and `PartialEq`: `Eq`, `PartialOrd`, `Ord` \
               and `Hash`. A type has one if all that it is made of has: a number with a fraction has \
               only `PartialOrd`, any JSON `Eq` and `Hash`, and so has a union, which may hold what is \
               not known; a secret has only `Eq`, as has a struct that keeps members it does not know. \
               `Ord` brings `Eq` and `PartialOrd`. Taking a trait away later breaks users.",
    },
    Key {
        name: "features.default",
        takes: "a list of features",
        default: "[\"rustls\"]",
        example: "[features]\ndefault = [\"rustls\", \"gzip\"]",
        does: "The features of the crate that are on unless its user says `default-features = false`: \
               `rustls`, `blocking`, `gzip`, `metrics` and `tracing`. `testing` is for tests, and never \
               on by itself.",
    },
    Key {
        name: "features.tags",
        takes: "`true` or `false`",
        default: "(what `names.lock` has; of a new crate `true` where the API has 100 operations or more that tags or paths tell apart)",
        example: "features.tags = true",
        does: "Whether each tag is a feature of the crate, so that its users build only what they call: \
               the operations of the tag, and the types that these need. So are the operations without \
               a tag (`untagged`), the webhooks and the callbacks. Where no tag tells operations apart \
               (most have none, or all the same one), the paths do: `/v1/accounts/{id}` is of the \
               feature `accounts`, and of the module. `all-tags` has all of it, and is on \
               by default whatever `features.default` says. `names.lock` remembers what was decided, \
               since a crate that had no such features breaks users who go without its default ones \
               when it gets them, and so does one that loses them.",
    },
    Key {
        name: "validate",
        takes: "`true` or `false`",
        default: "false",
        example: "validate = true",
        does: "Whether the client checks what the document limits (`maxLength`, `minimum`, `pattern`, \
               `uniqueItems`, …) before it sends a request. What breaks a limit is not sent: \
               `Error::Request` names the place and the limit, never the value. Answers are not \
               checked, and limits are in the docs either way.",
    },
];

/// The names that a table may have in it, each once; `""` is the table of all.
pub(super) fn within(table: &str) -> Vec<&'static str> {
    let mut names: Vec<&str> = KEYS
        .iter()
        .filter_map(|key| match table {
            "" => Some(key.name),
            _ => key.name.strip_prefix(table)?.strip_prefix('.'),
        })
        .filter_map(|rest| rest.split('.').next())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}
