//! The word that was probably meant.

/// How alike two words have to be, from 0 to 1, so that one is taken for the other.
const ALIKE: f64 = 0.75;

/// The candidate that is most like a word, capitals apart; `None` if none is like it.
pub(crate) fn nearest<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let word = word.to_lowercase();
    let (score, best) = candidates
        .into_iter()
        .map(|candidate| {
            let alike = strsim::jaro_winkler(&word, &candidate.to_lowercase());
            (alike, candidate)
        })
        // Of equals the first one, so that the answer does not depend on the rest.
        .reduce(|best, other| if other.0 > best.0 { other } else { best })?;
    (score > ALIKE).then_some(best)
}
