//! Pages that tests write and keep.

use std::fs;
use std::path::Path;

/// Holds the page of this name, beside the crate's manifest, against what it shall be;
/// `INSTA_UPDATE=always` writes it.
pub(crate) fn page_is(name: &str, page: &str, of: &str) {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        fs::write(&place, page).unwrap();
        return;
    }
    let kept = fs::read_to_string(&place).unwrap_or_default();
    assert!(
        kept.replace("\r\n", "\n") == page,
        "{name} is not what {of} say: run this test with INSTA_UPDATE=always and read the diff"
    );
}
