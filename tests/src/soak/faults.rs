//! What can go wrong, and when it does.

/// One way for a request to go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The connection is reset before a byte of the answer.
    Reset,
    /// It ends inside of the headers.
    InHeaders,
    /// It ends after them.
    AfterHeaders,
    /// It ends inside of the body.
    InBody,
    /// It is reset inside of the body.
    ResetInBody,
    /// The body comes byte by byte. It is whole.
    Slow,
    /// Nothing comes any more, from the beginning.
    Silent,
    /// Nothing comes any more, inside of the body.
    Stalled,
    /// `Content-Length` is more than there is.
    TooLittle,
    /// `Content-Length` is less than there is.
    TooMuch,
    /// What says that it is compressed and is not.
    BadGzip,
    /// A little that unpacks to more than the client takes in.
    GzipBomb,
    /// Headers without end.
    EndlessHeaders,
    /// The connection is closed, and the next one ends within its handshake.
    TlsBroken,
    /// The same, and the next one has the certificate of another server.
    TlsOther,
    /// The same, and the next one does not speak TLS.
    TlsNone,
    /// JSON that ends too early, with a `Content-Length` that fits.
    HalfJson,
    /// A page of a proxy, with status 200.
    Html,
    /// 429 with `Retry-After: 0`.
    TooMany,
    /// 503.
    Unavailable,
    /// 500.
    Broken,
    /// 502 of a proxy.
    Gateway,
    /// 429 with a date, by a clock that is a day ahead or behind.
    OtherClock,
    /// 401: all tokens so far are revoked.
    Revoked,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 24] = [
        Self::Reset,
        Self::InHeaders,
        Self::AfterHeaders,
        Self::InBody,
        Self::ResetInBody,
        Self::Slow,
        Self::Silent,
        Self::Stalled,
        Self::TooLittle,
        Self::TooMuch,
        Self::BadGzip,
        Self::GzipBomb,
        Self::EndlessHeaders,
        Self::TlsBroken,
        Self::TlsOther,
        Self::TlsNone,
        Self::HalfJson,
        Self::Html,
        Self::TooMany,
        Self::Unavailable,
        Self::Broken,
        Self::Gateway,
        Self::OtherClock,
        Self::Revoked,
    ];
}

/// Which requests go wrong, and how.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// What the choice is made of.
    pub seed: u64,
    /// How many of a hundred requests go wrong.
    pub percent: u64,
}

impl Plan {
    /// What becomes of the attempt of this number at a page of a list.
    pub fn fault(&self, list: u64, page: u64, attempt: u64) -> Option<Fault> {
        let random = mix(mix(mix(mix(self.seed) ^ list) ^ page) ^ attempt);
        (random % 100 < self.percent)
            .then(|| Fault::ALL[(random / 100) as usize % Fault::ALL.len()])
    }
}

/// A number that says nothing of the one it is made of (the finalizer of SplitMix64).
fn mix(number: u64) -> u64 {
    let mut number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}
