//! `uri` and `url`.

use url::Url;

use super::kept::kept;

kept! {
    /// A URI (RFC 3986), as the text that was sent.
    Uri
}

impl Uri {
    /// The parts of an absolute URL, as browsers read it.
    ///
    /// What is read is normalized (`https://example.com` has the path `/`); the text stays as it is.
    pub fn to_url(&self) -> Result<Url, url::ParseError> {
        Url::parse(self.as_str())
    }
}

impl From<Url> for Uri {
    fn from(url: Url) -> Self {
        Self::from(String::from(url))
    }
}
