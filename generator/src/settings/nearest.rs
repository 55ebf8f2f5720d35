//! The word that was probably meant.

/// How alike two words have to be, from 0 to 1, so that one is taken for the other.
const ALIKE: f64 = 0.75;

/// The candidate that is most like a word; `None` if none is like it.
pub(crate) fn nearest<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let (score, best) = candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(word, candidate), candidate))
        // Of equals the first one, so that the answer does not depend on the rest.
        .reduce(|best, other| if other.0 > best.0 { other } else { best })?;
    (score > ALIKE).then_some(best)
}
