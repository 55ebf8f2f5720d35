//! What the client sends with each request, and what the API sends of its own.

use crate::ir::{CredentialKind, KeyLocation};
use crate::plan::method_word;
use crate::plan::model::{Received, RustType};

use super::super::Kind;
use super::types::presence;
use super::{Said, Wire};

impl Wire<'_> {
    pub(super) fn client(&mut self) {
        let client = &self.plan.client;
        for (at, server) in client.servers.iter().enumerate() {
            let said = Said::new("server").words_if(at == 0, "default");
            self.say("Client", said.text(&server.template));
        }
        for setting in &client.settings {
            let said = Said::new("setting").text(&setting.source.header);
            let path = format!("ClientBuilder::{}", setting.method);
            self.say(path, said.word(presence(setting.source.required)));
            self.env(&setting.variable);
        }
        self.env(&client.base_url_variable);
        for credential in &client.credentials {
            let said = Said::new("credential").text(&credential.scheme.name);
            let said = match &credential.scheme.kind {
                CredentialKind::Bearer(_) => said.word("bearer"),
                CredentialKind::Basic => said.word("basic"),
                CredentialKind::Http(scheme) => said.word("http").text(scheme),
                CredentialKind::ApiKey { location, name } => {
                    let said = said.word(match location {
                        KeyLocation::Header => "header",
                        KeyLocation::Query => "query",
                        KeyLocation::Cookie => "cookie",
                    });
                    said.text(name)
                }
            };
            self.say(format!("ClientBuilder::{}", credential.method), said);
            credential.variables.iter().for_each(|name| self.env(name));
            if let Some(sign_in) = &credential.client_credentials {
                let said = Said::new("token-url").text(&sign_in.source.token_url);
                let said = match &sign_in.source.scope {
                    Some(scope) => said.word("scope").text(scope),
                    None => said,
                };
                let said = said.words_if(sign_in.source.credentials_in_body, "in-body");
                self.say(format!("ClientBuilder::{}", sign_in.method), said);
                self.env(&sign_in.client_id_variable);
                self.env(&sign_in.client_secret_variable);
                self.env(&sign_in.token_url_variable);
                for value in &sign_in.values {
                    self.env(&value.variable);
                }
            }
        }
        for received in &self.plan.webhooks.all {
            self.received("webhooks", received);
        }
        for received in &self.plan.callbacks {
            self.received("callbacks", received);
        }
    }

    fn received(&mut self, module: &str, received: &Received) {
        let said = Said::new("event")
            .word(method_word(&received.method))
            .text(&received.name);
        let said = match &received.payload {
            Some(RustType::Named(name) | RustType::NamedBySerde(name)) => said.word(name),
            Some(_) => said.word("any"),
            None => said,
        };
        self.say(format!("{module}::{}", received.function), said);
    }

    fn env(&mut self, name: &str) {
        self.lines.add(&["Client::from_env"], Kind::Env, &[name]);
    }
}
