//! From settings to a client.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use http::header::{HeaderMap, HeaderName, HeaderValue};
use url::Url;

use crate::auth::Credential;
use crate::client::{Client, Shared};
use crate::decode::{BadValue, Report};
use crate::error::{BuildError, MissingSetting};
use crate::hooks::{Hooks, Responded};
use crate::operation::SecurityAlternative;
use crate::pace::{Gate, Pace};
use crate::secret::is_secret_name;
use crate::send::{Budget, RetryPolicy};
use crate::settings::{Limits, Timeouts};
use crate::transport::{Bare, Hyper, ReqwestSettings, Transport, TransportRequest};

/// Settings of a [`Client`]. What is wrong with one is told by
/// [`build`](Self::build).
#[derive(Clone)]
#[must_use = "a builder does nothing until it is built"]
pub struct ClientBuilder {
    documented_base_url: Option<&'static str>,
    base_url: Option<String>,
    user_agent: String,
    headers: Vec<(String, String)>,
    required: Vec<(&'static str, &'static str)>,
    credentials: BTreeMap<&'static str, Credential>,
    default_security: &'static [SecurityAlternative],
    timeouts: Timeouts,
    retry: RetryPolicy,
    limits: Limits,
    pace: Pace,
    allow_insecure_http: bool,
    reqwest: Option<ReqwestSettings>,
    transport: Option<Arc<dyn Transport>>,
    hooks: Hooks,
    bad_values: Option<Report>,
}

impl ClientBuilder {
    /// Starts with what the API's document says: its first server, if it has
    /// one that is complete, and how the generated crate calls itself.
    pub fn new(base_url: Option<&'static str>, user_agent: &'static str) -> Self {
        Self {
            documented_base_url: base_url,
            base_url: None,
            user_agent: user_agent.to_owned(),
            headers: Vec::new(),
            required: Vec::new(),
            credentials: BTreeMap::new(),
            default_security: &[],
            timeouts: Timeouts::default(),
            retry: RetryPolicy::default(),
            limits: Limits::default(),
            pace: Pace::default(),
            allow_insecure_http: false,
            reqwest: None,
            transport: None,
            hooks: Hooks::default(),
            bad_values: None,
        }
    }

    /// Where requests go. Its path stays before the paths of operations. It
    /// takes the place of the servers of all operations.
    pub fn base_url(mut self, url: &str) -> Self {
        self.base_url = Some(url.to_owned());
        self
    }

    /// The credential for a security scheme of the API's document.
    pub fn credential(mut self, scheme: &'static str, credential: Credential) -> Self {
        self.credentials.insert(scheme, credential);
        self
    }

    /// The security of requests that are no operation of the document.
    pub fn default_security(mut self, security: &'static [SecurityAlternative]) -> Self {
        self.default_security = security;
        self
    }

    /// A header that the API wants with every request, such as a region.
    pub fn setting(self, header: &'static str, value: impl Into<String>) -> Self {
        self.default_header(header, value)
    }

    /// Says that `build` needs a header to be set, and what to call or which
    /// variable to set: `call `region`, or set `PANW_REGION``.
    pub fn require_setting(mut self, header: &'static str, remedy: &'static str) -> Self {
        self.required.push((header, remedy));
        self
    }

    /// A header for every request to the API, in the place of one of the same
    /// name. None follows a redirect to another origin.
    pub fn default_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let name = name.into();
        self.headers
            .retain(|(other, _)| !other.eq_ignore_ascii_case(&name));
        self.headers.push((name, value.into()));
        self
    }

    /// The `User-Agent`, in the place of the generated crate's.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// How long to wait for what.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// How often and when to try again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// How fast to go.
    pub fn pace(mut self, pace: Pace) -> Self {
        self.pace = pace;
        self
    }

    /// How much to take in.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Settings of `reqwest`: certificates, proxies, connection pools. Requests
    /// go through it then; without, they go through `hyper`'s client below it,
    /// in the same way, and the program has no `reqwest`. Called again, it
    /// adds to the settings before. It reads the proxies of the environment itself,
    /// and asks them for this machine too unless `NO_PROXY` says no. Redirects, retries and `Referer`
    /// stay switched off there, since the runtime has its own. Headers set
    /// there go to every origin: use [`default_header`](Self::default_header).
    pub fn reqwest<F>(mut self, configure: F) -> Self
    where
        F: Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    {
        let settings = self.reqwest.get_or_insert_with(ReqwestSettings::new);
        settings.push(Arc::new(configure));
        self
    }

    /// Something in the place of `reqwest`, such as a mock.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// A hook that sees each request before it is sent, with its credentials, and may change its
    /// headers and its query, to sign it for example. It is called for each attempt, in the order
    /// in which hooks were given, and not for what a redirect sends to another origin: nothing
    /// that it sets goes there. Nor is it called for a [`download`](Client::download). It must not
    /// send the request elsewhere, which is an error.
    ///
    /// ```
    /// # use specwright_runtime::{Client, TransportBody};
    /// # fn signature(method: &str, path: &str, body: &[u8]) -> String { String::new() }
    /// let client = Client::builder(Some("https://api.example"), "example/1").before_request(|request| {
    ///     let body: &[u8] = match &request.body {
    ///         TransportBody::Bytes(bytes) => bytes,
    ///         _ => b"",
    ///     };
    ///     let signature = signature(request.method.as_str(), request.url.path(), body);
    ///     if let Ok(value) = signature.parse() {
    ///         request.headers.insert("x-signature", value);
    ///     }
    /// });
    /// # let _ = client;
    /// ```
    pub fn before_request(
        mut self,
        hook: impl Fn(&mut TransportRequest) + Send + Sync + 'static,
    ) -> Self {
        self.hooks.add_before(hook);
        self
    }

    /// A hook that sees each response when its headers have come: those of attempts that are
    /// repeated and those of redirects, too.
    pub fn after_response(mut self, hook: impl Fn(&Responded<'_>) + Send + Sync + 'static) -> Self {
        self.hooks.add_after(hook);
        self
    }

    /// Gives each call that is not safe to repeat a header `Idempotency-Key` with what `make`
    /// returns, unless the call has a key: it is then tried again like one that is safe, with the
    /// same key (see [`with_idempotency_key`](crate::RequestOptions::with_idempotency_key)).
    ///
    /// `make` has to return another key each time, such as a random UUID. The API has to know the
    /// header, for all of its operations: to one that does not, or takes the key in another header,
    /// a call that comes again is another call.
    pub fn idempotency_keys(mut self, make: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.hooks.set_key(make);
        self
    }

    /// Leaves out of JSON answers what is not as documented in items of lists, and
    /// tells `report` of it, with its text: an incident of 500 with a timestamp
    /// that is none then has no timestamp, and no incident is lost. An item that
    /// cannot be without such a value is left out whole, and told whole.
    ///
    /// A page of more than a million values, or in which finding all that is bad
    /// would take seconds, fails as without this setting.
    ///
    /// Without this setting such a value fails its page, with a
    /// [`DecodeError`](crate::DecodeError) that says where it is. What is wrong
    /// elsewhere, such as a total or a cursor, and what is no JSON, fails it in
    /// either case.
    ///
    /// ```
    /// # use specwright_runtime::{Client, TransportBody};
    /// let client = Client::builder(Some("https://api.example"), "example/1")
    ///     .leave_out_bad_values(|bad| eprintln!("{bad}: {}", bad.raw()));
    /// # let _ = client;
    /// ```
    pub fn leave_out_bad_values(
        mut self,
        report: impl Fn(&BadValue) + Send + Sync + 'static,
    ) -> Self {
        self.bad_values = Some(Arc::new(report));
        self
    }

    /// Lets credentials go over plain HTTP to other machines, and downloads
    /// come that way. Without it they only do so on loopback.
    pub fn allow_insecure_http(mut self) -> Self {
        self.allow_insecure_http = true;
        self
    }

    /// Checks all settings and builds the client.
    pub fn build(self) -> Result<Client, BuildError> {
        let base_url_is_set = self.base_url.is_some();
        let base_url = self
            .base_url
            .as_deref()
            .or(self.documented_base_url)
            .ok_or(BuildError::MissingBaseUrl)?;
        let base_url = parse_base_url(base_url)?;
        self.check_required()?;
        let headers = headers(&self.headers)?;
        let user_agent =
            HeaderValue::from_str(&self.user_agent).map_err(|_| BuildError::Header {
                name: "User-Agent".to_owned(),
                reason: UNSENDABLE,
            })?;
        for credential in self.credentials.values() {
            credential.check()?;
        }
        let transport = match self.transport {
            Some(transport) => transport,
            None => match self.reqwest {
                Some(settings) => settings.transport(self.timeouts.connect)?,
                None => Arc::new(Hyper::new(self.timeouts.connect)?),
            },
        };
        Ok(Client::new(Shared {
            transport,
            base_url,
            base_url_is_set,
            headers,
            user_agent,
            credentials: self.credentials,
            default_security: self.default_security,
            timeouts: self.timeouts,
            retry: self.retry,
            limits: self.limits,
            allow_insecure_http: self.allow_insecure_http,
            hooks: self.hooks,
            bad_values: self.bad_values,
            budget: Budget::default(),
            gate: Gate::new(self.pace),
        }))
    }

    fn check_required(&self) -> Result<(), BuildError> {
        let is_set = |header: &str| {
            self.headers
                .iter()
                .any(|(name, value)| name.eq_ignore_ascii_case(header) && !value.trim().is_empty())
        };
        let missing: Vec<_> = self
            .required
            .iter()
            .filter(|(header, _)| !is_set(header))
            .map(|&(header, remedy)| MissingSetting::new(header.to_owned(), remedy))
            .collect();
        if missing.is_empty() {
            Ok(())
        } else {
            Err(BuildError::MissingSettings(missing))
        }
    }
}

const UNSENDABLE: &str = "has characters that a header cannot have";

fn headers(headers: &[(String, String)]) -> Result<HeaderMap, BuildError> {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let wrong = |reason| BuildError::Header {
            name: name.clone(),
            reason,
        };
        let header =
            HeaderName::from_bytes(name.as_bytes()).map_err(|_| wrong("is not a header name"))?;
        let mut value = HeaderValue::from_str(value).map_err(|_| wrong(UNSENDABLE))?;
        value.set_sensitive(is_secret_name(name));
        map.insert(header, value);
    }
    Ok(map)
}

fn parse_base_url(text: &str) -> Result<Url, BuildError> {
    let url = Url::parse(text).map_err(|_| BuildError::BaseUrl("is not a URL"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(BuildError::BaseUrl("is not an http or https URL"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(BuildError::BaseUrl(
            "holds a user name or a password; use a credential",
        ));
    }
    if url.query().is_some() {
        return Err(BuildError::BaseUrl("has a query"));
    }
    if url.fragment().is_some() {
        return Err(BuildError::BaseUrl("has a fragment"));
    }
    Ok(url)
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self
            .base_url
            .as_deref()
            .or(self.documented_base_url)
            .map(Url::parse);
        let url = match &url {
            None => "none".to_owned(),
            Some(Ok(url)) => Bare(url).to_string(),
            // It may be anything, a secret put in the wrong place too.
            Some(Err(_)) => "not a URL".to_owned(),
        };
        let headers: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("ClientBuilder")
            .field("base_url", &format_args!("{url}"))
            .field("headers", &headers)
            .field("credentials", &self.credentials)
            .field("timeouts", &self.timeouts)
            .field("retry", &self.retry)
            .field("limits", &self.limits)
            .field("pace", &self.pace)
            .finish_non_exhaustive()
    }
}
