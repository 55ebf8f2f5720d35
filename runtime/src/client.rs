//! What all requests of a client share.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use http::header::{HeaderMap, HeaderValue};
use url::Url;

use crate::auth::Credential;
use crate::builder::ClientBuilder;
use crate::decode::Report;
use crate::error::RequestError;
use crate::hooks::Hooks;
use crate::operation::{Method, Operation, SecurityAlternative};
use crate::pace::Gate;
use crate::request::{Download, RawRequest, Request, Target};
use crate::send::{Budget, RetryPolicy};
use crate::settings::{Limits, Timeouts};
use crate::transport::{Bare, Transport};

/// What all requests of a client share: where they go, who is calling, and how
/// patient to be. Cheap to clone; clones share connections, tokens, the
/// retry budget and the pace.
#[derive(Clone)]
pub struct Client(Arc<Shared>);

pub(crate) struct Shared {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) base_url: Url,
    /// Whether the caller set the base URL, which then goes before the servers
    /// of operations.
    pub(crate) base_url_is_set: bool,
    /// Default headers and settings. Those with secrets are marked sensitive.
    pub(crate) headers: HeaderMap,
    pub(crate) user_agent: HeaderValue,
    pub(crate) credentials: BTreeMap<&'static str, Credential>,
    pub(crate) default_security: &'static [SecurityAlternative],
    pub(crate) timeouts: Timeouts,
    pub(crate) retry: RetryPolicy,
    pub(crate) limits: Limits,
    pub(crate) allow_insecure_http: bool,
    pub(crate) hooks: Hooks,
    /// Who is told of values that are left out; `None`: they fail their page.
    pub(crate) bad_values: Option<Report>,
    pub(crate) budget: Budget,
    pub(crate) gate: Gate,
}

impl Client {
    pub(crate) fn new(shared: Shared) -> Self {
        Self(Arc::new(shared))
    }

    /// Starts a client of an API whose document has this server.
    pub fn builder(base_url: Option<&'static str>, user_agent: &'static str) -> ClientBuilder {
        ClientBuilder::new(base_url, user_agent)
    }

    /// A request for an operation.
    pub fn request(&self, operation: &'static Operation) -> Request {
        Request::new(self.clone(), *operation, Target::Operation)
    }

    /// A request to any path under the base URL, with the sign-in that the API
    /// has by default. The path may have a query; what is encoded in it stays,
    /// what cannot be in a URL is encoded. Other hosts, `.` and `..` are
    /// refused when it is sent.
    pub fn raw(&self, method: Method, path: &str) -> RawRequest {
        let operation = Operation {
            id: "",
            method,
            path: "",
            security: self.0.default_security,
            repeatable: method.is_idempotent(),
            accept: "*/*",
            success: &[],
            errors: &[],
            server: None,
        };
        RawRequest(Request::new(
            self.clone(),
            operation,
            Target::Path(path.to_owned()),
        ))
    }

    /// A download from any https address, with no credential, default header
    /// or setting of this client.
    pub fn download(&self, url: &str) -> Download {
        let operation = Operation {
            id: "",
            method: Method::Get,
            path: "",
            security: &[],
            repeatable: true,
            accept: "*/*",
            success: &[],
            errors: &[],
            server: None,
        };
        // An address that cannot be used is kept as a path that cannot either,
        // so that the error comes out of `send`.
        let (target, error) = match Url::parse(url) {
            Ok(url) if !url.username().is_empty() || url.password().is_some() => (
                Target::Path(String::new()),
                Some("the URL holds a user name or a password"),
            ),
            Ok(url) => (Target::Elsewhere(url), None),
            Err(_) => (Target::Path(String::new()), Some("the URL is not a URL")),
        };
        let mut request = Request::new(self.clone(), operation, target);
        if let Some(reason) = error {
            request.fail(RequestError::new(reason));
        }
        Download(request)
    }

    /// Where requests go.
    pub fn base_url(&self) -> &Url {
        &self.0.base_url
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.0
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    pub(crate) fn user_agent(&self) -> &HeaderValue {
        &self.0.user_agent
    }

    pub(crate) fn allows_insecure_http(&self) -> bool {
        self.0.allow_insecure_http
    }

    /// The server of an operation.
    pub(crate) fn server(&self, operation: &Operation) -> Result<Cow<'_, Url>, RequestError> {
        let base = &self.0.base_url;
        match operation.server {
            Some(server) if !self.0.base_url_is_set => base
                .join(server)
                .map(Cow::Owned)
                .map_err(|_| RequestError::new("the server of the operation is not a URL")),
            _ => Ok(Cow::Borrowed(base)),
        }
    }

    /// Names of query parameters that carry a credential of this client.
    pub(crate) fn credential_query_names(&self) -> impl Iterator<Item = &str> {
        self.0
            .credentials
            .values()
            .filter_map(Credential::query_name)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.0.headers.keys().map(|name| name.as_str()).collect();
        f.debug_struct("Client")
            .field("base_url", &format_args!("{}", Bare(&self.0.base_url)))
            .field("headers", &headers)
            .field("credentials", &self.0.credentials)
            .field("timeouts", &self.0.timeouts)
            .field("retry", &self.0.retry)
            .field("limits", &self.0.limits)
            .finish_non_exhaustive()
    }
}
