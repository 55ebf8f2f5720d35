//! The pipeline, from a file to the files of a crate.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;

use crate::diagnostics::{Code, Diagnostic, Diagnostics, Reported};
use crate::dialect::Canonical;
use crate::document::{Document, Origin, SourceMap};
use crate::ir::Api;
use crate::output::{FilePath, Files};
use crate::packed::Packed;
use crate::plan::{Lock, Plan};
use crate::rust::RuntimeSource;
use crate::settings::{Settings, Shown};
use crate::surface::{self, Surface};
use crate::{crate_name, dialect, document, lower, parallel, plan, rust, settings};

/// What to generate from, and what it shall be called.
#[derive(Debug, Clone)]
pub struct Codegen {
    /// The specification, in YAML or JSON.
    pub spec: PathBuf,
    /// Overlays, in the order in which they are applied.
    pub overlays: Vec<PathBuf>,
    /// `names.lock`; it is read if it is there.
    pub lock: Option<PathBuf>,
    /// The name of the crate, as in `Cargo.toml`.
    pub crate_name: String,
    /// Where the crate finds the runtime.
    pub runtime: RuntimeSource,
    /// What `codegen.toml` says.
    pub settings: Settings,
}

/// What came of it.
#[derive(Debug)]
pub struct Outcome {
    /// The crate; `None` if an error made it impossible.
    pub result: Option<Generated>,
    /// What there is to say about the specification.
    pub diagnostics: Diagnostics,
    /// What the diagnostics point into.
    pub sources: SourceMap,
}

/// A crate that has not been written yet.
#[derive(Debug, Clone)]
pub struct Generated {
    /// Its files.
    pub files: Files,
    /// The text of `names.lock`.
    pub lock: String,
    /// What is in it.
    pub summary: Summary,
    /// What was decided about it, for tools that call what it has.
    pub plan: Plan,
    /// What its users can see, and what goes over the wire; the text of `api.txt`.
    pub surface: Surface,
}

/// What is in a crate, in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The API's title.
    pub title: String,
    /// How many operations the client has.
    pub operations: usize,
    /// How many operations of the document it does without, because the settings say so.
    pub left_out: usize,
    /// How many types there are.
    pub types: usize,
    /// How many members, items, parameters and bodies are raw JSON, by cause.
    pub raw_json: BTreeMap<&'static str, usize>,
}

impl Codegen {
    /// A crate of this name from a specification and nothing else, which finds the runtime in the
    /// registry.
    pub fn new(spec: impl Into<PathBuf>, crate_name: impl Into<String>) -> Self {
        Self {
            spec: spec.into(),
            overlays: Vec::new(),
            lock: None,
            crate_name: crate_name.into(),
            runtime: RuntimeSource::default(),
            settings: Settings::default(),
        }
    }

    /// Goes through all stages, on a thread whose stack is deep enough for nested schemas. Nothing is
    /// written.
    pub fn run(&self) -> Outcome {
        self.run_from(|sources, diagnostics| document::load(&self.spec, sources, diagnostics))
    }

    /// The same for a specification that is at hand as text; reports call it by [`spec`].
    ///
    /// [`spec`]: Self::spec
    pub fn run_text(&self, text: &str) -> Outcome {
        let name = self.spec.display().to_string();
        self.run_from(|sources, diagnostics| document::load_text(&name, text, sources, diagnostics))
    }

    fn run_from(
        &self,
        load: impl Fn(&mut SourceMap, &mut Diagnostics) -> Result<Document, Reported> + Sync,
    ) -> Outcome {
        parallel::deep(|| {
            let mut sources = SourceMap::new();
            let mut diagnostics = Diagnostics::new();
            let result = self.stages(&load, &mut sources, &mut diagnostics).ok();
            Outcome {
                result,
                diagnostics,
                sources,
            }
        })
    }

    fn stages(
        &self,
        load: impl FnOnce(&mut SourceMap, &mut Diagnostics) -> Result<Document, Reported>,
        sources: &mut SourceMap,
        diagnostics: &mut Diagnostics,
    ) -> Result<Generated, Reported> {
        self.check_name(diagnostics)?;
        let lock = self.read_lock(sources, diagnostics)?;
        let mut document = load(sources, diagnostics)?;
        for overlay in &self.overlays {
            document = document::overlay(document, overlay, sources, diagnostics)?;
        }
        let document = document::complete(document, sources, diagnostics);
        let settings = self.settings.shown(sources);
        let mut canonical = dialect::canonical(document, sources, diagnostics)?;
        let (mut api, left_out) = self.selected(&mut canonical, settings, diagnostics);
        plan::replace(&mut api, &self.settings, settings, diagnostics);
        plan::settle(&mut api, &lock);
        // What a stage leaves behind is the memory of the next.
        drop(canonical);
        let words = std::mem::take(&mut api.words);
        let sources = Mutex::new(sources);
        let ((), (plan, lock)) = parallel::both(
            || {
                rust::write_words(&words);
                if let Ok(mut sources) = sources.lock() {
                    sources.pack();
                }
            },
            || {
                plan::plan(
                    &mut api,
                    &self.crate_name,
                    &self.settings,
                    settings,
                    &lock,
                    diagnostics,
                )
            },
        );
        diagnostics.reported()?;
        let mut internal = |what: String| {
            diagnostics.error(Diagnostic::new(Code::Internal, what).at(Origin::Nowhere))
        };
        let title = api.title.clone();
        let (lock_text, wire) = parallel::both(
            // A large API's has hundreds of kilobytes, which wait until all is printed.
            || Packed::of(&lock.to_text()),
            || surface::wire(&api, &plan),
        );
        // The plan has all that is printed.
        drop((api, lock, words));
        let (mut files, seen) =
            rust::print(&plan, &self.runtime).map_err(|error| internal(error.to_string()))?;
        let surface = surface::surface(wire, seen, &files);
        FilePath::new("api.txt")
            .map_err(|error| error.to_string())
            .and_then(|path| {
                let text = surface.to_file(&self.crate_name);
                files.insert(path, text).map_err(|error| error.to_string())
            })
            .map_err(&mut internal)?;
        let raw_json = plan
            .raw_json
            .iter()
            .map(|(why, count)| (why.words(), *count))
            .collect();
        Ok(Generated {
            files,
            lock: lock_text.text(),
            summary: Summary {
                title,
                operations: plan
                    .modules
                    .iter()
                    .map(|module| module.operations.len())
                    .sum(),
                left_out,
                types: plan.type_files.iter().map(|file| file.items.len()).sum(),
                raw_json,
            },
            plan,
            surface,
        })
    }

    /// The API without what the settings leave out of it, and how many operations that are.
    fn selected(
        &self,
        canonical: &mut Canonical,
        settings: Shown,
        diagnostics: &mut Diagnostics,
    ) -> (Api, usize) {
        if self.settings.include.is_empty() && self.settings.exclude.is_empty() {
            return (lower::lower(canonical, diagnostics), 0);
        }
        let whole = lower::lower(canonical, &mut Diagnostics::new());
        let listed = lower::list(canonical);
        canonical.left_out = settings::left_out(&self.settings, &listed, settings, diagnostics);
        let mut api = lower::lower(canonical, diagnostics);
        api.unused = plan::no_longer_used(&whole, &api);
        (api, canonical.left_out.len())
    }

    /// The name becomes part of a manifest and of paths.
    fn check_name(&self, diagnostics: &mut Diagnostics) -> Result<(), Reported> {
        crate_name::check(&self.crate_name).map_err(|error| {
            diagnostics
                .error(Diagnostic::new(Code::CrateName, error.to_string()).at(Origin::Nowhere))
        })
    }

    fn read_lock(
        &self,
        sources: &mut SourceMap,
        diagnostics: &mut Diagnostics,
    ) -> Result<Lock, Reported> {
        let Some(path) = &self.lock else {
            return Ok(Lock::default());
        };
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Lock::default());
            }
            Err(error) => {
                return Err(diagnostics.error(
                    Diagnostic::new(
                        Code::NamesLock,
                        format!("`{}` cannot be read: {error}", path.display()),
                    )
                    .at(sources.add(path.display().to_string(), "")),
                ));
            }
        };
        Lock::parse(&text).map_err(|error| {
            let source = sources.add(path.display().to_string(), &*text);
            let at = match &error.span {
                Some(span) => Origin::Bytes(source, span.clone()),
                None => Origin::File(source),
            };
            diagnostics.error(
                Diagnostic::new(
                    Code::NamesLock,
                    format!("`{}` cannot be understood: {error}", path.display()),
                )
                .at(at)
                .help(
                    "restore it from version control; without it, names that users depend on may \
                     change",
                ),
            )
        })
    }
}
