//! A generated crate in small, as the generator writes it, in a module whose
//! names shadow those that the macro must not use.

use futures::TryStreamExt;
use serde_json::json as value;
use specwright_runtime::RequestOptions;

use crate::mock::{Mock, json};

mod api {
    use serde_json::Value;
    use specwright_runtime::{
        At, Items, Method, Operation, Pages, Paging, Request, ResponseFuture, Strategy, decode,
    };

    #[allow(dead_code)]
    pub struct Result;
    #[allow(dead_code)]
    pub struct Option;

    #[derive(Debug, Clone)]
    pub struct Client(pub specwright_runtime::Client);

    static LIST_INCIDENTS: Operation = Operation {
        id: "listIncidents",
        method: Method::Get,
        path: "/incidents",
        security: &[],
        repeatable: true,
        accept: "application/json",
        success: &[200],
        errors: &[400],
        server: None,
    };

    static PAGING: Paging<Value, Value> = Paging {
        strategy: Strategy::Offset {
            offset: At::Query("offset"),
        },
        items_at: "/incidents",
        items: |page| page["incidents"].as_array_mut(),
        total: Some(|page| page["total"].as_u64()),
        next: None,
    };

    #[must_use = "a request does nothing until it is sent or awaited"]
    pub struct ListIncidents(Request);

    impl Client {
        pub fn list_incidents(&self) -> ListIncidents {
            ListIncidents(self.0.request(&LIST_INCIDENTS))
        }
    }

    impl ListIncidents {
        pub fn status(self, status: &str) -> Self {
            Self(self.0.query("status", status))
        }

        /// A parameter of the API that has the name of an option.
        pub fn with_timeout(self, seconds: i64) -> Self {
            Self(self.0.query("with_timeout", &seconds))
        }

        pub fn send(self) -> ResponseFuture<Value, Value> {
            self.0.send(decode::json, decode::json)
        }

        pub fn pages(self) -> Pages<Value, Value, Value> {
            self.0.pages(&PAGING, decode::json, decode::json)
        }

        pub fn items(self) -> Items<Value, Value, Value> {
            self.pages().items()
        }
    }

    specwright_runtime::v1::operation!(ListIncidents -> Value, Value; pages of Value);

    pub struct Other(Request);

    impl Other {
        pub fn new(client: &Client) -> Self {
            Self(client.0.request(&LIST_INCIDENTS))
        }

        pub fn send(self) -> ResponseFuture<Value, Value> {
            self.0.send(decode::json, decode::json)
        }
    }

    specwright_runtime::v1::operation!(Other -> Value, Value);
}

#[tokio::test]
async fn builders_are_awaited_sent_and_streamed() {
    let mock = Mock::new(|_| json(200, value!({"incidents": [{"id": "1"}], "total": 1})));
    let client = api::Client(mock.client());
    let page = client.list_incidents().status("open").await.unwrap();
    assert_eq!(page["total"], 1);
    assert_eq!(mock.last().url.query(), Some("status=open"));
    client
        .list_incidents()
        .with_header("X-A", "1")
        .send()
        .await
        .unwrap();
    assert_eq!(mock.last().header("x-a"), Some("1"));
    client.list_incidents().with_timeout(3).await.unwrap();
    assert_eq!(mock.last().url.query(), Some("with_timeout=3"));
    let incidents: Vec<_> = client.list_incidents().items().try_collect().await.unwrap();
    assert_eq!(incidents, [value!({"id": "1"})]);
    api::Other::new(&client).await.unwrap();

    // On another thread, and without naming the client again.
    let sent = tokio::spawn(client.list_incidents().into_future());
    sent.await.unwrap().unwrap();
}

#[test]
fn clients_are_shared_between_threads() {
    fn check<T: Clone + Send + Sync + 'static>() {}
    check::<api::Client>();
    check::<specwright_runtime::ClientBuilder>();
    check::<specwright_runtime::auth::ClientCredentials>();
    check::<api::ListIncidents>();
}
