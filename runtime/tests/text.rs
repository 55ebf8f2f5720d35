//! Values of a format: the text stays, the reading can fail.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

use std::collections::BTreeSet;

use jiff::{SignedDuration, Span, civil, tz::Offset};
use specwright_runtime::text::{Base64, Decimal, DecimalNumber, Duration, Time, Uri};

#[test]
fn any_text_is_read_and_goes_back_unchanged() {
    let json = r#"["https://Example.com","","not a url"]"#;
    let uris: Vec<Uri> = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&uris).unwrap(), json);
    assert_eq!(uris[0], "https://Example.com");
    assert_eq!(uris[0].to_string(), "https://Example.com");
    assert_eq!(format!("{:?}", uris[0]), r#""https://Example.com""#);
    assert_eq!(String::from(uris[2].clone()), "not a url");
    assert_eq!(uris.into_iter().collect::<BTreeSet<_>>().len(), 3);
    assert!(serde_json::from_str::<Uri>("1").is_err());
}

#[test]
fn urls() {
    assert_eq!(
        Uri::from("https://Example.com").to_url().unwrap().as_str(),
        "https://example.com/"
    );
    assert!(Uri::from("/relative").to_url().is_err());
    let url = url::Url::parse("https://a.example/b").unwrap();
    assert_eq!(Uri::from(url).as_str(), "https://a.example/b");
}

#[test]
fn times_with_and_without_an_offset() {
    let half_past_nine = civil::time(9, 30, 0, 0);
    for (text, offset) in [
        ("09:30:00", None),
        ("09:30:00Z", Some(Offset::UTC)),
        ("09:30:00z", Some(Offset::UTC)),
        ("09:30:00+02:00", Some(Offset::constant(2))),
        ("09:30:00-05:00", Some(Offset::constant(-5))),
    ] {
        let time = Time::from(text);
        assert_eq!(time.to_civil().unwrap(), half_past_nine, "{text}");
        assert_eq!(time.offset().unwrap(), offset, "{text}");
    }
    for text in ["", "half past nine", "25:00:00Z", "9:30 pm"] {
        assert!(Time::from(text).to_civil().is_err(), "{text}");
    }
    assert!(Time::from("09:30:00+99:00").offset().is_err());
    assert_eq!(Time::from(half_past_nine).as_str(), "09:30:00");
}

#[test]
fn durations() {
    let span = Duration::from("P1M2DT3H").to_span().unwrap();
    assert_eq!(
        span.fieldwise(),
        Span::new().months(1).days(2).hours(3).fieldwise()
    );
    assert_eq!(
        Duration::from("PT1.5S").to_signed().unwrap(),
        SignedDuration::from_millis(1500)
    );
    // A day is not always as long.
    assert!(Duration::from("P1D").to_signed().is_err());
    assert!(
        Duration::from("00:10:00")
            .to_span()
            .is_ok_and(|span| span.get_minutes() == 10)
    );
    assert!(Duration::from("soon").to_span().is_err());
    assert_eq!(
        Duration::from(SignedDuration::from_secs(90)).as_str(),
        "PT1M30S"
    );
    assert_eq!(Duration::from(Span::new().days(1)).as_str(), "P1D");
}

#[test]
fn base64_in_every_spelling() {
    let bytes: &[u8] = &[0xfb, 0xff, 0x00, 0x01];
    for text in ["+/8AAQ==", "+/8AAQ", "-_8AAQ==", "-_8AAQ", "+/8A\r\nAQ=="] {
        assert_eq!(Base64::from(text).decode().unwrap(), bytes, "{text}");
    }
    assert_eq!(Base64::encode(bytes).as_str(), "+/8AAQ==");
    let error = Base64::from("not base64!").decode().unwrap_err();
    assert_eq!(error.to_string(), "the text is not Base64");
}

#[test]
fn decimals_of_strings() {
    let price: Decimal = serde_json::from_str(r#""0.10""#).unwrap();
    assert_eq!(price.as_str(), "0.10");
    assert!((price.to_f64().unwrap() - 0.1).abs() < f64::EPSILON);
    assert!(Decimal::from("ten").to_f64().is_err());
}

#[test]
fn decimal_numbers_keep_their_digits() {
    for json in [
        "0.10",
        "-1",
        "12345678901234567890.123456789",
        "1e400",
        "1E-7",
    ] {
        let number: DecimalNumber = serde_json::from_str(json).unwrap();
        assert_eq!(number.as_str(), json);
        assert_eq!(serde_json::to_string(&number).unwrap(), json);
    }
    let listed: Vec<DecimalNumber> = serde_json::from_str("[ 1.50 , 2 ]").unwrap();
    assert_eq!(serde_json::to_string(&listed).unwrap(), "[1.50,2]");
    // Through a `Value` the digits beyond a float are gone, and nothing else is.
    let value: serde_json::Value = serde_json::from_str("0.10").unwrap();
    assert_eq!(
        serde_json::from_value::<DecimalNumber>(value)
            .unwrap()
            .as_str(),
        "0.1"
    );
    assert_eq!(serde_json::to_value(DecimalNumber::from(3)).unwrap(), 3);
}

#[test]
fn only_numbers_are_decimal_numbers() {
    for json in [r#""1""#, "true", "null", "[1]", "{}"] {
        let error = serde_json::from_str::<DecimalNumber>(json).unwrap_err();
        assert!(
            error.to_string().contains("expected a number"),
            "{json}: {error}"
        );
    }
    for text in ["", "1.", ".5", "01", "+1", "1 ", "NaN", "0x1"] {
        assert!(text.parse::<DecimalNumber>().is_err(), "{text}");
    }
    assert!(DecimalNumber::try_from(f64::NAN).is_err());
    assert_eq!(DecimalNumber::try_from(0.5).unwrap().as_str(), "0.5");
}
