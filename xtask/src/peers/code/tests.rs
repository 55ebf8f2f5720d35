//! One operation as each generator writes it. `GET /pets/{id}/toys?limit`, with the header `X-Trace`
//! and the cookie `session`, answers toys, or an error by its status.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::{Generator, of_files};
use crate::peers::document;
use crate::peers::said::{Call, Code, Location, Operation, Place, Tally};

fn read(generator: Generator, text: &str) -> Code {
    of_files(generator, &[syn::parse_file(text).unwrap()])
}

fn only(code: &Code, method: &str) -> Operation {
    assert_eq!(code.operations.len(), 1, "{:?}", code.operations);
    code.operations[&Call::new(method, "/pets/{id}/toys")].clone()
}

/// Parameters, whether there is a body, how many types of success, errors.
type Shape = (BTreeSet<Place>, bool, usize, BTreeSet<String>);

fn operation(
    parameters: &[(Location, &str)],
    body: bool,
    successes: usize,
    errors: &[&str],
) -> Shape {
    let parameters = parameters
        .iter()
        .map(|(location, name)| location.place(name));
    let errors = errors.iter().map(|&status| status.to_owned());
    (parameters.collect(), body, successes, errors.collect())
}

fn shape(said: Operation) -> Shape {
    (
        said.parameters,
        said.body,
        said.successes.len(),
        said.errors,
    )
}

const SPECWRIGHT: &str = r#"
    impl Client {
        pub fn list_toys(&self, id: &str, trace: &str) -> ListToys {
            let operation = &Operation {
                id: "listToys",
                method: Method::Get,
                path: "/pets/{id}/toys",
                errors: &[404, 5, 0],
            };
            ListToys(self.0.request(operation).path("id", id).header("X-Trace", trace))
        }
    }
    impl ListToys {
        pub fn limit(self, limit: i64) -> Self {
            Self(self.0.query_styled("limit", &limit, Style::FORM))
        }
        /// `self.0.query("in_docs", 1)`
        pub fn session(self, session: &str) -> Self {
            Self(self.0.cookie("session", session))
        }
        pub fn send(self) -> ResponseFuture<types::ListToysAnswer, types::ListToysError> {
            self.0.send(types::ListToysAnswer::decode, types::ListToysError::decode)
        }
        pub fn send_as_csv(self) -> ResponseFuture<String, types::ListToysError> {
            self.0.accepting("text/csv").send(decode::text, types::ListToysError::decode)
        }
    }
    impl ClientBuilder {
        pub fn key(self, key: impl Into<Secret>) -> Self {
            Self(self.0.credential("key", Credential::api_key_query("api_key", key)))
        }
    }
    impl ListToysAnswer {
        fn decode(head: &Head, body: Bytes) -> Result<Self, DecodeError> {
            match head.status.as_u16() {
                200 => decode::json(head, body).map(Box::new).map(Self::Ok),
                204 => Ok(Self::NoContent),
                _ => Err(decode::undocumented(head)),
            }
        }
    }
    impl ListToysError {
        fn decode(head: &Head, body: Bytes) -> Result<Self, DecodeError> {
            match head.status.as_u16() {
                404 => decode::json(head, body).map(Box::new).map(Self::NotFound),
                500..=599 => decode::text(head, body).map(Self::ServerError),
                _ => Err(decode::undocumented(head)),
            }
        }
    }
"#;

#[test]
fn of_specwright() {
    let code = read(Generator::Specwright, SPECWRIGHT);
    let all = [
        (Location::Path, "0"),
        (Location::Query, "limit"),
        (Location::Header, "x-trace"),
        (Location::Cookie, "session"),
    ];
    let expected = operation(&all, false, 2, &["404", "5XX"]);
    assert_eq!(shape(only(&code, "get")), expected);
    let key = Location::Query.place("api_key");
    assert_eq!(code.credentials, BTreeSet::from([key]));
}

#[test]
fn of_specwright_without_setters() {
    let code = read(
        Generator::Specwright,
        r#"
        pub type GetToys = TypedRequest<types::Toys, types::Problem>;
        impl Client {
            pub fn get_toys(&self, id: &str) -> GetToys {
                let operation = &Operation {
                    method: Method::Get,
                    path: "/pets/{id}/toys",
                    errors: &[404, 0],
                };
                self.0.request(operation).path("id", id).typed_json()
            }
        }
        "#,
    );
    let expected = operation(&[(Location::Path, "0")], false, 1, &["404", "default"]);
    assert_eq!(shape(only(&code, "get")), expected);
}

#[test]
fn of_specwright_with_several_methods() {
    let code = read(
        Generator::Specwright,
        r#"
        static ADD_TOY: Operation = Operation {
            id: "addToy",
            method: Method::Post,
            path: "/pets/{id}/toys",
            errors: &[],
        };
        impl Client {
            pub fn add_toy(&self, body: &types::Toy) -> AddToy {
                AddToy(self.0.request(&ADD_TOY).json(body))
            }
            pub fn add_toy_with_form(&self, body: &types::Toy, trace: &str) -> AddToy {
                AddToy(self.0.request(&ADD_TOY).header("X-Trace", trace).form_encoded(body))
            }
        }
        impl AddToy {
            pub fn send(self) -> ResponseFuture<types::Toy, Untyped> {
                self.0.send(decode::json, decode::untyped)
            }
        }
        "#,
    );
    let expected = operation(&[(Location::Header, "x-trace")], true, 1, &[]);
    assert_eq!(shape(only(&code, "post")), expected);
}

/// What the code does not say does not count: the figures can fail.
#[test]
fn of_specwright_without_a_header_and_with_one_error_for_all() {
    let text = SPECWRIGHT.replace(".header(\"X-Trace\", trace)", "");
    let text = text.replace("types::ListToysError", "types::Problem");
    let code = read(Generator::Specwright, &text);
    let all = [
        (Location::Path, "0"),
        (Location::Query, "limit"),
        (Location::Cookie, "session"),
    ];
    let expected = operation(&all, false, 2, &["404", "5XX", "default"]);
    assert_eq!(shape(only(&code, "get")), expected);
    let untyped = read(
        Generator::Specwright,
        &text.replace("types::Problem", "Untyped"),
    );
    assert!(only(&untyped, "get").errors.is_empty());
}

#[test]
fn of_ploidy() {
    let code = read(
        Generator::Ploidy,
        r#"
        impl Client {
            pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
                self.headers.insert(name, value);
                self
            }
            /// `with_sensitive_header(AUTHORIZATION, "…")`
            pub async fn list_toys(
                &self,
                id: &str,
                query: &parameters::ListToysQuery,
                request: impl Into<Toy>,
            ) -> Result<crate::types::Toys, crate::error::Error> {
                let result: Result<_, crate::error::Error> = async move {
                    let url = {
                        let mut url = self.base_url.clone();
                        url.path_segments_mut()?.pop_if_empty().push("pets").push(id).push("toys");
                        url
                    };
                    let request = self.client.post(url).headers(self.headers.clone()).json(&request.into());
                    let body = request.send().await?.error_for_status()?.bytes().await?;
                    Ok(deserialize(&body)?)
                }
                .await;
                result
            }
        }
        pub mod parameters {
            pub struct ListToysQuery {
                #[serde(default, rename = "lim-it", skip_serializing_if = "Option::is_none")]
                pub limit: Option<i64>,
                pub r#type: String,
            }
        }
        "#,
    );
    let all = [
        (Location::Path, "0"),
        (Location::Query, "lim-it"),
        (Location::Query, "type"),
    ];
    let expected = operation(&all, true, 1, &[]);
    assert_eq!(shape(only(&code, "post")), expected);
    assert!(code.credentials.is_empty());
}

#[test]
fn of_ploidy_with_a_path_of_literals_and_a_format() {
    let code = read(
        Generator::Ploidy,
        r#"
        impl Client {
            pub async fn get_toy(&self, id: &str, size: &str) -> Result<(), crate::error::Error> {
                let url = {
                    let mut url = self.base_url.clone();
                    url.path_segments_mut()?
                        .pop_if_empty()
                        .extend(&["v1", "toys"])
                        .push(&format!("{}.{}", id, size));
                    url
                };
                self.client.get(url).send().await?;
                Ok(())
            }
        }
        "#,
    );
    let said = code.operations[&Call::new("GET", "/v1/toys/{id}.{size}")].clone();
    let all = [(Location::Path, "0"), (Location::Path, "1")];
    assert_eq!(shape(said), operation(&all, false, 0, &[]));
}

#[test]
fn of_progenitor() {
    let code = read(
        Generator::Progenitor,
        r#"
        impl Client {
            pub async fn list_toys<'a>(
                &'a self,
                id: &'a str,
                limit: Option<u32>,
                x_trace: &'a str,
            ) -> Result<ResponseValue<types::Toys>, Error<types::Problem>> {
                let url = format!("{}/pets/{}/toys", self.baseurl, encode_path(&id.to_string()));
                let mut header_map = HeaderMap::with_capacity(2usize);
                header_map.append(HeaderName::from_static("api-version"), Self::api_version());
                header_map.append("x-trace", x_trace.to_string().try_into()?);
                let request = self
                    .client
                    .get(url)
                    .query(&progenitor_client::QueryParam::new("limit", &limit))
                    .headers(header_map)
                    .build()?;
                let response = self.exec(request).await?;
                match response.status().as_u16() {
                    200u16 => ResponseValue::from_response(response).await,
                    404u16 => Err(Error::ErrorResponse(ResponseValue::from_response(response).await?)),
                    500u16..=599u16 => {
                        Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
                    }
                    401u16 => Err(Error::ErrorResponse(ResponseValue::empty(response))),
                    _ => Err(Error::UnexpectedResponse(response)),
                }
            }
        }
        "#,
    );
    let all = [
        (Location::Path, "0"),
        (Location::Query, "limit"),
        (Location::Header, "x-trace"),
    ];
    let expected = operation(&all, false, 1, &["404", "5XX"]);
    assert_eq!(shape(only(&code, "get")), expected);
    assert!(code.credentials.is_empty());
}

#[test]
fn of_oas3_gen() {
    let code = read(
        Generator::Oas3Gen,
        r#"
        pub struct ListToysRequestPath {
            pub id: String,
        }
        pub struct ListToysRequestQuery {
            #[serde(rename = "lim-it")]
            pub limit: Option<i64>,
        }
        pub struct ListToysRequestHeader {
            pub x_trace: String,
        }
        pub struct ListToysRequest {
            pub path: ListToysRequestPath,
            pub query: ListToysRequestQuery,
            pub header: ListToysRequestHeader,
            pub body: Toy,
        }
        impl ListToysRequest {
            pub async fn parse_response(req: Response) -> anyhow::Result<ApiResponse<Toys, Problem>> {
                let status = req.status();
                if status == http::StatusCode::OK {
                    return Ok(ApiResponse::Ok(Diagnostics::<Toys>::json_with_diagnostics(req).await?));
                }
                if status == http::StatusCode::NOT_FOUND {
                    return Ok(ApiResponse::NotFound(Diagnostics::<Problem>::json_with_diagnostics(req).await?));
                }
                if status == http::StatusCode::CONFLICT {
                    return Ok(ApiResponse::Other(req));
                }
                if status.is_server_error() {
                    return Ok(ApiResponse::ServerError(Diagnostics::<Problem>::json_with_diagnostics(req).await?));
                }
                Ok(ApiResponse::Other(req))
            }
        }
        impl PetsClient {
            fn set_security(&self, mut builder: RequestBuilder, schemes: &[Security]) -> RequestBuilder {
                builder.bearer_auth(token)
            }
            pub async fn list_toys(
                &self,
                request: ListToysRequest,
            ) -> anyhow::Result<ApiResponse<Toys, Problem>> {
                let mut url = self.base_url.clone();
                url.path_segments_mut()?.push("pets").push(&request.path.id.to_string()).push("toys");
                let mut req_builder = self.client.post(url).json(&request.body);
                req_builder = self.set_security(req_builder, &[Security::BearerAuth]);
                let response = req_builder.send().await?;
                Ok(ListToysRequest::parse_response(response).await?)
            }
        }
        "#,
    );
    let all = [
        (Location::Path, "0"),
        (Location::Query, "lim-it"),
        (Location::Header, "x-trace"),
    ];
    let expected = operation(&all, true, 1, &["404", "5XX"]);
    assert_eq!(shape(only(&code, "post")), expected);
    let place = Location::Header.place("Authorization");
    assert_eq!(code.credentials, BTreeSet::from([place]));
}

#[test]
fn credentials_are_seen_wherever_they_are_written() {
    for signed in [
        "bearer_auth(token)",
        "header(AUTHORIZATION, token)",
        "header(\"authorization\", token)",
    ] {
        let text = format!("impl Client {{ fn sign(&self) {{ self.client.{signed}; }} }}");
        for generator in [Generator::Ploidy, Generator::Progenitor] {
            let place = Location::Header.place("Authorization");
            assert_eq!(read(generator, &text).credentials, BTreeSet::from([place]));
        }
    }
}

/// The crates of this workspace, each against its document: what a change of generated code hides from
/// the reader would be counted as missing.
#[test]
fn all_that_the_documents_of_this_workspace_say_is_found_in_their_crates() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for api in ["palo-alto-dlp", "prisma-access-insights"] {
        let spec = workspace.join("specs").join(api).join("openapi.yaml");
        let document = document::read(&fs::read_to_string(spec).unwrap()).unwrap();
        let code = super::read(
            Generator::Specwright,
            &workspace.join("generated").join(api),
        );
        let tally = Tally::of(&document, &code.unwrap());
        for (part, found) in tally.parts() {
            assert_eq!(found.generated, found.documented, "{api}: {part}");
        }
        assert!(tally.operations.documented > 0 && tally.success_types.documented > 0);
    }
}
