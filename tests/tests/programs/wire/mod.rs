//! What the programs have in common: short ways to say what is answered.

#![allow(dead_code, unused_macros, reason = "no program needs all of it")]

use specwright_runtime::testing::{MockRequest, MockResponse, MockTransport};

/// A status, a media type if there is one, and a body in pieces.
pub type Answer = (u16, &'static str, &'static [&'static str]);

/// Answers one request after another.
pub fn wire(answers: &[Answer]) -> MockTransport {
    let mock = MockTransport::new();
    answers.iter().fold(mock, |mock, (status, media_type, body)| {
        let mut response = MockResponse::new(*status);
        if !media_type.is_empty() {
            response = response.with_header("content-type", media_type);
        }
        let pieces = body.iter().map(|piece| piece.as_bytes());
        mock.answer(pieces.fold(response, MockResponse::with_chunk))
    })
}

/// The only request.
#[track_caller]
pub fn only(mock: &MockTransport) -> MockRequest {
    let mut requests = mock.requests();
    assert_eq!(requests.len(), 1, "{requests:?}");
    requests.remove(0)
}

/// A client of a generated crate over a mock.
macro_rules! client {
    ($krate:ident, $mock:expr $(, $setting:ident($($argument:expr),*))* $(,)?) => {{
        let mock = $mock.clone();
        $krate::Client::builder()
            $(.$setting($($argument),*))*
            .configure(|runtime| runtime.transport(mock))
            .build()
            .unwrap()
    }};
}

pub(crate) use client;
