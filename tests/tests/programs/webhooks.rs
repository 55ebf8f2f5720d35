//! What an API sends to its users.

use webhooks::webhooks::{Webhook, pet_added};

#[test]
fn a_received_body_is_parsed_by_the_name_of_its_webhook() {
    let body = br#"{"event":"pet.added","pet":{"name":"Rex"}}"#;
    assert_eq!(pet_added(body).unwrap().pet.name, "Rex");
    match Webhook::parse("petAdded", body).unwrap() {
        Webhook::PetAdded(added) => assert_eq!(added.pet.name, "Rex"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_received_body_tells_which_it_is() {
    let removed = Webhook::from_body(br#"{"event":"pet.removed","id":7}"#).unwrap();
    assert_eq!(removed.name(), "petRemoved");
    let error = Webhook::from_body(br#"{"event":"pet.added"}"#).unwrap_err();
    assert!(error.to_string().contains("pet"), "{error}");
}

#[test]
fn a_webhook_that_came_later_is_not_an_error() {
    let body = br#"{"event":"pet.moved","to":"Rome"}"#;
    for webhook in [Webhook::parse("petMoved", body), Webhook::from_body(body)] {
        match webhook.unwrap() {
            Webhook::Unrecognized(name) => assert!(name.ends_with("oved"), "{name}"),
            other => panic!("{other:?}"),
        }
    }
}
