//! Security schemes and what asks for them.

use openapiv3::{APIKeyLocation, OAuth2Flows, SecurityScheme};

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{
    ClientCredentials, CredentialKind, CredentialScheme, Flow, KeyLocation, SchemeUse,
};

use super::context::Lowering;
use super::extensions;
use super::node::Node;

const DECODED: &[&str] = &[
    "type",
    "in",
    "name",
    "scheme",
    "bearerFormat",
    "flows",
    "openIdConnectUrl",
];

/// The flows of OAuth 2.0 (OAS 3.1 § 4.8.28), each with its addresses and its scopes.
const FLOWS: &[(&str, &str)] = &[
    ("authorizationCode", "authorization code"),
    ("clientCredentials", "client credentials"),
    ("deviceAuthorization", "device authorization"),
    ("implicit", "implicit"),
    ("password", "password"),
];

const ADDRESSES: &[(&str, &str)] = &[
    ("authorizationUrl", "authorization"),
    ("deviceAuthorizationUrl", "device authorization"),
    ("tokenUrl", "tokens"),
    ("refreshUrl", "refreshing"),
];

/// What the document says of the ways to a token.
fn flows(node: &Node<'_>) -> Vec<Flow> {
    let declared = |(key, name): &(&str, &'static str)| {
        let flow = node.get("flows")?.get(key)?;
        let urls = ADDRESSES
            .iter()
            .filter_map(|(key, what)| Some((*what, flow.prose(key)?.into())));
        let mut scopes: Vec<(String, String)> = flow
            .members_of("scopes")
            .map(|(name, node)| {
                let meaning = node.value.as_str().unwrap_or_default();
                (name.to_owned(), meaning.trim().to_owned())
            })
            .collect();
        scopes.sort();
        Some(Flow {
            name,
            urls: urls.collect(),
            scopes,
        })
    };
    let mut flows: Vec<Flow> = FLOWS.iter().filter_map(declared).collect();
    if let Some(url) = node.prose("openIdConnectUrl") {
        flows.push(Flow {
            name: "OpenID Connect",
            urls: vec![("discovery", url.into())],
            scopes: Vec::new(),
        });
    }
    flows
}

/// RFC 9110 § 5.6.2.
pub(super) fn is_token(name: &str) -> bool {
    let is_mark = |byte: u8| b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || is_mark(byte))
}

impl<'a> Lowering<'a> {
    /// The ways to prove who is calling.
    pub(super) fn credentials(&mut self, root: &Node<'a>) -> Vec<CredentialScheme> {
        let Some(components) = root.get("components") else {
            return Vec::new();
        };
        let mut schemes = Vec::new();
        for (name, node) in components.members_of("securitySchemes") {
            let Some(node) = self.resolve(&node) else {
                continue;
            };
            let Some(kind) = self.credential_kind(name, &node) else {
                continue;
            };
            schemes.push(CredentialScheme {
                name: name.to_owned(),
                description: node.prose("description"),
                kind,
                flows: flows(&node),
            });
        }
        schemes
    }

    fn credential_kind(&mut self, name: &str, node: &Node<'a>) -> Option<CredentialKind> {
        if let Some(credentials) = extensions::client_credentials(self, node) {
            return Some(CredentialKind::Bearer(Some(credentials)));
        }
        if node.text("type") == Some("mutualTLS") {
            self.report(
                Code::SignInOutside,
                &node.pointer,
                format!("`{name}` is a TLS certificate, which the HTTP client is set up with"),
            );
            return None;
        }
        let scheme = match node.decode::<SecurityScheme>(DECODED) {
            Ok(scheme) => scheme,
            Err(error) => {
                self.report(
                    Code::NodeUndecodable,
                    &node.pointer,
                    format!("the security scheme `{name}` is not usable: {error}"),
                );
                return None;
            }
        };
        match scheme {
            SecurityScheme::APIKey { location, name, .. } => Some(CredentialKind::ApiKey {
                location: match location {
                    APIKeyLocation::Query => KeyLocation::Query,
                    APIKeyLocation::Header => KeyLocation::Header,
                    APIKeyLocation::Cookie => KeyLocation::Cookie,
                },
                name,
            }),
            SecurityScheme::HTTP { scheme, .. } => self.http(name, &scheme, node),
            SecurityScheme::OAuth2 { flows, .. } => {
                Some(CredentialKind::Bearer(self.flow(name, flows, node)))
            }
            SecurityScheme::OpenIDConnect { .. } => {
                self.note_token(name, "OpenID Connect", node);
                Some(CredentialKind::Bearer(None))
            }
        }
    }

    /// Schemes of HTTP authentication are case-insensitive (RFC 9110 § 11.1).
    fn http(&mut self, name: &str, scheme: &str, node: &Node<'a>) -> Option<CredentialKind> {
        if scheme.eq_ignore_ascii_case("bearer") {
            return Some(CredentialKind::Bearer(None));
        }
        if scheme.eq_ignore_ascii_case("basic") {
            return Some(CredentialKind::Basic);
        }
        if !is_token(scheme) {
            self.report(
                Code::SecuritySchemeUnsupported,
                &node.pointer.child("scheme"),
                format!(
                    "`{name}` asks for the HTTP scheme `{scheme}`, which cannot be the name of one"
                ),
            );
            return None;
        }
        self.report(
            Code::SignInOutside,
            &node.pointer.child("scheme"),
            format!("`{name}` is HTTP authentication by `{scheme}`; the client takes what the user makes for it"),
        );
        Some(CredentialKind::Http(scheme.to_owned()))
    }

    /// Whether there is a scheme that asks for a certificate of the client's.
    pub(super) fn mutual_tls(&mut self, root: &Node<'a>) -> bool {
        let components = root.get("components");
        let schemes = components
            .into_iter()
            .flat_map(|node| node.members_of("securitySchemes"));
        let nodes: Vec<Node<'a>> = schemes.map(|(_, node)| node).collect();
        nodes.iter().any(|node| {
            self.resolve(node)
                .is_some_and(|node| node.text("type") == Some("mutualTLS"))
        })
    }

    fn flow(
        &mut self,
        name: &str,
        flows: OAuth2Flows,
        node: &Node<'a>,
    ) -> Option<ClientCredentials> {
        let Some(flow) = flows.client_credentials else {
            self.note_token(name, "an OAuth 2.0 flow that needs a person", node);
            return None;
        };
        if !flow.token_url.starts_with("https://") && !flow.token_url.starts_with("http://") {
            self.note_token(
                name,
                "an OAuth 2.0 flow whose token URL is not absolute",
                node,
            );
            return None;
        }
        Some(ClientCredentials {
            token_url: flow.token_url,
            scope: None,
            credentials_in_body: false,
            environment: Vec::new(),
        })
    }

    fn note_token(&mut self, name: &str, what: &str, node: &Node<'a>) {
        self.report(
            Code::SignInOutside,
            &node.pointer,
            format!("`{name}` is {what}; the client takes the token that comes out of it"),
        );
    }

    /// What the root or an operation asks for; `None` if it does not say.
    pub(super) fn security(&mut self, around: &Node<'a>) -> Option<Vec<Vec<SchemeUse>>> {
        around.member("security")?.as_array()?;
        let mut alternatives = Vec::new();
        for node in around.items_of("security") {
            if let Some(alternative) = self.alternative(&node) {
                alternatives.push(alternative);
            }
        }
        Some(alternatives)
    }

    /// What a document asks for that declares schemes and never says what needs them: any of them, or
    /// none. By the letter it is none (OAS 3.1 § 4.8.1), and a credential that somebody has set would
    /// never be sent.
    pub(super) fn security_unsaid(
        &mut self,
        root: &Node<'a>,
        credentials: &[CredentialScheme],
    ) -> Vec<Vec<SchemeUse>> {
        let says = |item: Node<'a>| {
            let operations = item.value.as_object().into_iter().flatten();
            operations
                .into_iter()
                .any(|(_, operation)| operation.get("security").is_some())
        };
        let mut items = root.members_of("paths");
        if credentials.is_empty() || items.any(|(_, item)| says(item)) {
            return Vec::new();
        }
        if let Some(schemes) = root
            .get("components")
            .and_then(|it| it.get("securitySchemes"))
        {
            self.report(
                Code::SecurityUnsaid,
                &schemes.pointer,
                "nothing says what needs the security schemes; a credential that is set is sent",
            );
        }
        let alone = credentials.iter().map(|scheme| {
            vec![SchemeUse {
                scheme: scheme.name.clone(),
                scopes: Vec::new(),
            }]
        });
        alone.chain([Vec::new()]).collect()
    }

    /// Schemes that are asked for together; `None` if one of them cannot be given.
    fn alternative(&mut self, node: &Node<'a>) -> Option<Vec<SchemeUse>> {
        let mut uses = Vec::new();
        let mut possible = true;
        for (scheme, scopes) in node.members() {
            match self.scheme(scheme) {
                // The certificate is part of the connection, not of the request.
                Some(declared) if declared.text("type") == Some("mutualTLS") => {}
                Some(_) => uses.push(SchemeUse {
                    scheme: scheme.to_owned(),
                    scopes: scopes
                        .value
                        .as_array()
                        .into_iter()
                        .flatten()
                        .filter_map(|scope| scope.as_str().map(str::to_owned))
                        .collect(),
                }),
                None => {
                    possible = false;
                    self.say(
                        Diagnostic::new(
                            Code::SecuritySchemeUnknown,
                            format!("`{scheme}` is not among the security schemes"),
                        )
                        .at(&scopes.pointer),
                    );
                }
            }
        }
        possible.then_some(uses)
    }

    fn scheme(&mut self, name: &str) -> Option<Node<'a>> {
        let schemes = self.root().get("components")?.get("securitySchemes")?;
        let declared = schemes.get(name)?;
        self.resolve(&declared)
    }
}
