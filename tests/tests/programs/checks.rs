//! What breaks a limit of its document is not sent.

mod wire;

use std::collections::BTreeMap;

use checks::types::{
    Folder, FolderTag, Label, LogInRequest, Matrix, Owner, Team, User,
};
use checks::{Client, Error};
use futures::TryStreamExt;
use specwright_runtime::testing::{MockResponse, MockTransport};
use wire::client;

/// A client whose every request is answered with two folders.
fn client() -> (Client, MockTransport) {
    const FOLDERS: &str = r#"[{"name":"a"},{"name":"b"}]"#;
    let mock = MockTransport::from_fn(|_| MockResponse::new(200).with_chunk(FOLDERS));
    (client!(checks, mock), mock)
}

/// Stores a folder; the place and the reason if that is refused before it is sent.
async fn refused(folder: &Folder) -> Option<String> {
    let (client, mock) = client();
    match client.put_folder("a-folder", folder).await {
        Ok(_) => {
            assert_eq!(mock.requests().len(), 1);
            None
        }
        Err(Error::Request(error)) => {
            assert_eq!(mock.requests().len(), 0);
            assert_eq!(error.parameter_name(), Some("body"));
            Some(format!("{} {}", error.place().unwrap(), error.reason()))
        }
        Err(error) => panic!("{error}"),
    }
}

#[track_caller]
fn said(refused: Option<String>, words: &str) {
    assert_eq!(refused.as_deref(), Some(words));
}

fn folder() -> Folder {
    Folder::new("a".to_owned())
}

fn text(length: usize) -> String {
    "x".repeat(length)
}

#[tokio::test]
async fn what_keeps_to_all_limits_is_sent() {
    let label = Label::new()
        .with_text("short")
        .with_additional_properties(BTreeMap::from([("any".to_owned(), "word".to_owned())]));
    let whole = folder()
        .with_note(text(10))
        .with_size(u64::MAX)
        .with_ratio(1.25)
        .with_rate(1.5)
        .with_folders(vec![folder(), folder(), folder().with_folders(vec![folder()])])
        .with_labels(BTreeMap::from([("first".to_owned(), label)]))
        .with_owner(Owner::from(User::new("user").with_email("a@example.org")))
        .with_tag(FolderTag::from("ab".to_owned()));
    assert_eq!(refused(&whole).await, None);
    assert_eq!(refused(&folder()).await, None);
    assert_eq!(refused(&folder().with_note(None)).await, None);
}

#[tokio::test]
async fn members_lists_and_maps_are_checked_to_their_depths() {
    said(
        refused(&Folder::new(String::new())).await,
        "$.name has less than 1 character",
    );
    said(
        refused(&folder().with_note(text(11))).await,
        "$.note has more than 10 characters",
    );
    said(
        refused(&folder().with_size(0_u64)).await,
        "$.size is not more than 0",
    );
    said(
        refused(&folder().with_ratio(1.5)).await,
        "$.ratio is not less than 1.5",
    );
    said(
        refused(&folder().with_rate(1.0)).await,
        "$.rate is not one of 0.5, 1.5",
    );
    let deep = folder().with_folders(vec![
        folder(),
        folder().with_folders(vec![Folder::new(text(13))]),
    ]);
    said(
        refused(&deep).await,
        "$.folders[1].folders[0].name has more than 12 characters",
    );
    said(
        refused(&folder().with_labels(BTreeMap::new())).await,
        "$.labels has less than 1 member",
    );
    let label = Label::new()
        .with_additional_properties(BTreeMap::from([("two words".to_owned(), "a b".to_owned())]));
    let labels = BTreeMap::from([("first".to_owned(), label)]);
    let refused = refused(&folder().with_labels(labels)).await.unwrap();
    assert!(
        refused.starts_with("$.labels.first[\"two words\"] does not match `"),
        "{refused}"
    );
}

#[tokio::test]
async fn unions_are_checked_by_what_they_are() {
    let owner = |owner: Owner| folder().with_owner(owner);
    said(
        refused(&owner(User::new("user").with_email(text(17)).into())).await,
        "$.owner.email has more than 16 characters",
    );
    let team = Team::new().with_members(vec![User::new("user")]);
    said(
        refused(&owner(team.into())).await,
        "$.owner.members has less than 2 items",
    );
    said(
        refused(&folder().with_tag(FolderTag::from("a".to_owned()))).await,
        "$.tag has less than 2 characters",
    );
    said(
        refused(&folder().with_tag(FolderTag::from(99))).await,
        "$.tag is less than 100",
    );
    let row = || Matrix::from(Vec::new());
    let matrix = Matrix::from(vec![Matrix::from(vec![row(), row(), row()])]);
    said(
        refused(&folder().with_matrix(matrix)).await,
        "$.matrix[0] has more than 2 items",
    );
}

#[tokio::test]
async fn parameters_are_checked() {
    let (client, mock) = client();
    let errors = [
        client.list_folders("No").send().await,
        client.list_folders("a").limit(501).send().await,
        client.list_folders("a").colors(&["red".to_owned(), "red".to_owned()]).send().await,
        client.list_folders("a").filter(&Label::new().with_text("longer")).send().await,
        client.list_folders("a").x_trace(&"secret words".into()).send().await,
        client.list_folders("a").step(0.07).send().await,
    ];
    let words: Vec<String> = errors
        .into_iter()
        .map(|result| {
            let words = result.unwrap_err().to_string();
            let (_, words) = words.split_once("not sent: ").unwrap();
            words.to_owned()
        })
        .collect();
    assert_eq!(
        words,
        [
            "`slug` does not match `^[a-z\\d-]+$`",
            "`limit` is more than 500",
            "`colors` has an item twice, again at [1]",
            "`$.text` of `filter` has more than 5 characters",
            "`X-Trace` has more than 8 characters",
            "`step` is not a multiple of 0.05",
        ]
    );
    assert_eq!(mock.requests().len(), 0);
    let all = client.list_folders("a-1").limit(500).step(0.35).free("anything at all");
    all.send().await.unwrap();
    assert_eq!(mock.requests().len(), 1);
}

#[tokio::test]
async fn forms_are_checked_and_no_secret_is_told() {
    let (client, mock) = client();
    let error = client
        .log_in(&LogInRequest::new("somebody", "hunter2"))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "logIn (POST /login): the request was not sent: `$.password` of `body` has less than 8 \
         characters"
    );
    assert!(!format!("{error:?}").contains("hunter2"));
    assert_eq!(mock.requests().len(), 0);
}

#[tokio::test]
async fn pages_are_checked_one_by_one() {
    let (client, mock) = client();
    let folders = client.list_folders("a").limit(2).items();
    let error = folders.try_collect::<Vec<_>>().await.unwrap_err();
    assert!(error.to_string().ends_with("`offset` is more than 3"), "{error}");
    assert_eq!(mock.requests().len(), 2, "offsets 0 and 2");
}
