//! XML by the `xml` hints of its schemas.

mod wire;

use std::collections::BTreeMap;

use wire::{client, only, wire};
use xml::Error;
use xml::types::{CreatePetAnswer, Pet};

const REX: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
    <pet xmlns=\"https://pets.example.com/ns\" id=\"7\">\
    <p:name xmlns:p=\"https://pets.example.com/p\">Rex &amp; Co</p:name>\
    <photoUrls><photoUrl>a</photoUrl><photoUrl>b</photoUrl></photoUrls>\
    <nicknames>R</nicknames><nicknames>X</nicknames>\
    <labels><kind>dog</kind></labels></pet>";

fn rex() -> Pet {
    Pet::new("Rex & Co")
        .with_id(7)
        .with_photo_urls(vec!["a".to_owned(), "b".to_owned()])
        .with_nicknames(vec!["R".to_owned(), "X".to_owned()])
        .with_labels(BTreeMap::from([("kind".to_owned(), "dog".to_owned())]))
}

#[tokio::test]
async fn a_value_goes_out_and_comes_back() {
    let mock = wire(&[(200, "application/xml", &[REX])]);
    let answer = client!(xml, mock).create_pet_as_xml(&rex()).await.unwrap();
    match answer.into_inner() {
        CreatePetAnswer::Ok(pet) => assert_eq!(*pet, rex()),
        other => panic!("{other:?}"),
    }
    let seen = only(&mock);
    assert_eq!(seen.header("content-type"), Some("application/xml"));
    assert_eq!(seen.text(), REX);
}

/// `text/xml` is another name of the documented `application/xml` (RFC 7303 § 9.2).
#[tokio::test]
async fn lists_and_errors_are_typed_too() {
    let mock = wire(&[
        (200, "text/xml; charset=utf-8", &["<pets><pet><name>A</name></pet>", "<pet><name>B</name></pet></pets>"]),
        (400, "text/xml", &["<problem><reason>No.</reason></problem>"]),
    ]);
    let client = client!(xml, mock);
    let pets = client.list_pets().await.unwrap();
    assert_eq!(*pets, [Pet::new("A"), Pet::new("B")]);
    match client.create_pet(&rex()).await.unwrap_err() {
        Error::Api(error) => assert_eq!(error.body().unwrap().reason.as_deref(), Some("No.")),
        other => panic!("{other:?}"),
    }
}

/// Names that an attacker's document declares are not expanded.
#[tokio::test]
async fn entities_of_a_document_are_refused() {
    const BOMB: &str = "<!DOCTYPE pets [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><pets><pet><name>&b;</name></pet></pets>";
    let mock = wire(&[(200, "application/xml", &[BOMB])]);
    let error = client!(xml, mock).list_pets().await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
}
