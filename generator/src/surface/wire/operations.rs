//! Requests and answers.

use crate::ir::{self, BodyContent, Location, Outcome, PartContent, Status, Style};
use crate::plan::method_word;
use crate::plan::model::{At, Named, Operation, Strategy};

use super::types::presence;
use super::{Said, Wire};

impl Wire<'_> {
    pub(super) fn operations(&mut self) {
        let plan = self.plan;
        for operation in plan.modules.iter().flat_map(|module| &module.operations) {
            if let Some(source) = self.api.operations.get(operation.source) {
                self.operation(operation, source);
            }
        }
    }

    fn operation(&mut self, operation: &Operation, source: &ir::Operation) {
        let path = format!("Client::{}", operation.method_name);
        let request = Said::new("request")
            .word(method_word(&operation.method))
            .text(&operation.path)
            .words_if(operation.docs.deprecated, "deprecated");
        self.say(&path, request);
        if let Some(server) = &operation.server {
            self.say(&path, Said::new("server").text(server));
        }
        if !self.plan.client.credentials.is_empty() || !operation.security.is_empty() {
            self.security(&path, operation);
        }
        for parameter in &source.parameters {
            let said = self.parameter(parameter);
            let named = Named::Parameter(parameter.location, &parameter.name);
            self.say(argument(operation, named), said);
        }
        for body in &source.bodies {
            self.body(operation, body);
        }
        for response in &source.responses {
            for outcome in std::iter::once(&response.content).chain(&response.others) {
                let said = self.outcome(response.status, outcome);
                self.say(&path, said);
            }
            for header in &response.headers {
                let said = Said::new("answer-header")
                    .word(&status(response.status))
                    .text(&header.name)
                    .word(&self.spelled(&header.ty));
                self.say(&path, said);
            }
        }
        if let Some(paging) = &operation.paging {
            let said = Said::new("pages");
            let said = match &paging.strategy {
                Strategy::Offset(at) => place(said.word("offset"), at),
                Strategy::PageNumber(at, first) => {
                    place(said.word("page-number"), at).value("first", &(*first).into())
                }
                Strategy::Cursor(at) => place(said.word("cursor"), at),
                Strategy::NextLink => said.word("next-link"),
                Strategy::LinkHeader => said.word("link-header"),
            };
            self.say(&path, said.word("items").text(&paging.items_at));
        }
        if let Some(job) = &operation.job {
            let said = Said::new("job").word(&format!("Client::{}", job.poll_method));
            self.say(&path, said);
        }
    }

    fn security(&mut self, path: &str, operation: &Operation) {
        if operation.security.is_empty() {
            self.say(path, Said::new("security").word("none"));
        }
        for schemes in &operation.security {
            let mut said = Said::new("security");
            if schemes.is_empty() {
                said = said.word("none");
            }
            for scheme in schemes {
                said = said.text(scheme);
            }
            self.say(path, said);
        }
        for scope in &operation.scopes {
            self.say(path, Said::new("scope").text(scope));
        }
    }

    fn parameter(&self, parameter: &ir::Parameter) -> Said {
        let role = match parameter.location {
            Location::Path => "path",
            Location::Query => "query",
            Location::Header => "header",
            Location::Cookie => "cookie",
        };
        Said::new(role)
            .text(&parameter.name)
            .word(presence(parameter.required))
            .word(&self.spelled(&parameter.ty))
            .word(&style(parameter.location, parameter.style))
            .limits(&self.limits_of(&parameter.ty))
            .limits(&parameter.limits)
            .docs(&parameter.docs)
    }

    fn body(&mut self, operation: &Operation, body: &ir::Body) {
        let path = format!("Client::{}", operation.method_name);
        let said = Said::new("body")
            .text(body.content.media_type())
            .word(presence(body.required));
        let said = match &body.content {
            BodyContent::Json { ty, .. }
            | BodyContent::Form { ty, .. }
            | BodyContent::Xml { ty, .. } => {
                said.word(&self.spelled(ty)).limits(&self.limits_of(ty))
            }
            BodyContent::Text { .. } => said.word("string"),
            BodyContent::Bytes { .. } => said.word("binary"),
            BodyContent::Multipart(_) => said.word("parts"),
        };
        self.say(&path, said.limits(&body.limits));
        let BodyContent::Multipart(multipart) = &body.content else {
            return;
        };
        for part in &multipart.parts {
            let ty = match &part.content {
                PartContent::File => "file".to_owned(),
                PartContent::Files => "[file]".to_owned(),
                PartContent::Text(ty) | PartContent::Json(ty) => self.spelled(ty),
            };
            let mut said = Said::new("part")
                .text(&part.name)
                .word(presence(part.required))
                .word(&ty);
            for media_type in &part.media_types {
                said = said.value("as", &media_type.as_str().into());
            }
            let said = said.limits(&part.limits).docs(&part.docs);
            self.say(argument(operation, Named::Part(&part.name)), said);
        }
    }

    fn outcome(&self, of: Status, outcome: &Outcome) -> Said {
        let said = Said::new("answer").word(&status(of));
        let said = match outcome.media_type() {
            Some(media_type) => said.text(media_type),
            None => return said.word("empty"),
        };
        match outcome {
            Outcome::Empty => said,
            Outcome::Json { ty, .. } | Outcome::Xml { ty, .. } => said.word(&self.spelled(ty)),
            Outcome::Text { .. } => said.word("string"),
            Outcome::Bytes { .. } => said.word("binary"),
            Outcome::Stream { ty, .. } => said.word("stream").word(&self.spelled(ty)),
        }
    }
}

/// The path of an argument, in the parentheses of its method.
fn argument(operation: &Operation, named: Named<'_>) -> String {
    let mut all = operation.arguments.iter().chain(&operation.setters);
    let found = all.find(|argument| argument.carrier.named() == Some(named));
    // What a client's setting sends is no argument.
    let name = found.map_or("", |argument| argument.ident.as_str());
    format!("Client::{}({name})", operation.method_name)
}

fn place(said: Said, at: &At) -> Said {
    match at {
        At::Query(name) => said.word("query").text(name),
        At::Body(pointer) => said.word("body").text(pointer),
    }
}

fn status(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(digit) => format!("{digit}XX"),
        Status::Default => "default".to_owned(),
    }
}

/// The style, where it is not the usual one of the place (OAS 3.1 § 4.8.12).
fn style(location: Location, style: Style) -> String {
    let (name, explode) = match style {
        Style::Simple { explode: false } => match location {
            Location::Path | Location::Header => return String::new(),
            Location::Query | Location::Cookie => ("simple", false),
        },
        Style::Form {
            explode: true,
            allow_reserved: false,
        } => return String::new(),
        Style::Simple { explode } => ("simple", explode),
        Style::Label { explode } => ("label", explode),
        Style::Matrix { explode } => ("matrix", explode),
        Style::Form {
            explode,
            allow_reserved: false,
        } => ("form", explode),
        Style::Form { explode, .. } => ("form,reserved", explode),
        Style::Cookie { explode } => ("cookie", explode),
        Style::SpaceDelimited => ("spaceDelimited", false),
        Style::PipeDelimited => ("pipeDelimited", false),
        Style::DeepObject => ("deepObject", false),
        Style::Json => ("json", false),
        Style::Whole { json: true } => ("whole,json", false),
        Style::Whole { json: false } => ("whole", false),
    };
    let explode = if explode { ",explode" } else { "" };
    format!("style={name}{explode}")
}
