//! Signs as words, where nothing else tells names apart: `-x` beside `x` is `MinusX`.
//!
//! A name leaves out what is neither letter nor digit, which mostly says nothing. Of texts that have
//! the same name so, a sign is all that says which is which, and a number in its place would hide that
//! one sorts the other way round.

use std::collections::BTreeMap;

use super::case;

/// The names of texts that stand beside each other, in their order.
///
/// Those that would have the same name get words for the signs in which they differ; what has none of
/// these keeps the plain name. Texts that differ in something else (`a_b`, `aB`) still have the same.
pub(crate) fn told_apart(texts: &[&str], name: impl Fn(&str) -> String) -> Vec<String> {
    let mut names: Vec<String> = texts.iter().map(|text| name(text)).collect();
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, name) in names.iter().enumerate() {
        places.entry(name).or_default().push(place);
    }
    // Names that lost words may be the same while their letters are not.
    let mut alike: BTreeMap<(&str, String), Vec<(usize, Signs)>> = BTreeMap::new();
    for (name, places) in places.into_iter().filter(|(_, places)| places.len() > 1) {
        for place in places {
            let signs = Signs::of(texts.get(place).copied().unwrap_or_default());
            let folded = signs.letters.iter().collect::<String>().to_lowercase();
            alike
                .entry((name, folded))
                .or_default()
                .push((place, signs));
        }
    }
    let mut worded: Vec<(usize, String)> = Vec::new();
    for texts in alike.into_values() {
        let (places, mut signs): (Vec<usize>, Vec<Signs>) = texts.into_iter().unzip();
        let count = signs
            .iter()
            .map(|it| it.gaps.len())
            .max()
            .unwrap_or_default();
        for place in 0..count {
            let mut gaps: Vec<&mut String> = signs
                .iter_mut()
                .filter_map(|it| it.gaps.get_mut(place))
                .collect();
            spell(&mut gaps, place == 0 || place + 1 == count);
        }
        worded.extend(places.into_iter().zip(signs.iter().map(Signs::text)));
    }
    for (place, text) in worded {
        if let Some(slot) = names.get_mut(place) {
            *slot = name(&text);
        }
    }
    names
}

/// A text taken apart.
struct Signs {
    /// Its letters and digits.
    letters: Vec<char>,
    /// What stands before each of these, and behind the last.
    gaps: Vec<String>,
}

impl Signs {
    fn of(text: &str) -> Self {
        let mut letters = Vec::new();
        let mut gaps = vec![String::new()];
        for c in case::normal(text).chars() {
            if c.is_alphanumeric() {
                letters.push(c);
                gaps.push(String::new());
            } else if let Some(gap) = gaps.last_mut() {
                gap.push(c);
            }
        }
        Self { letters, gaps }
    }

    fn text(&self) -> String {
        let mut text = String::new();
        let mut letters = self.letters.iter();
        for gap in &self.gaps {
            text.push_str(gap);
            text.extend(letters.next());
        }
        text
    }
}

/// Puts words for the signs in which these differ, which stand in the same place of their texts.
fn spell(gaps: &mut [&mut String], at_an_end: bool) {
    let before = common_start(gaps.iter().map(|gap| gap.chars()));
    let rest = |gap: &str| gap.chars().skip(before).collect::<Vec<char>>();
    let rests: Vec<Vec<char>> = gaps.iter().map(|gap| rest(gap)).collect();
    let behind = common_start(rests.iter().map(|rest| rest.iter().rev()));
    let differs = |rest: &Vec<char>| rest.iter().take(rest.len() - behind).copied().collect();
    let differing: Vec<Vec<char>> = rests.iter().map(differs).collect();
    let has_plus = differing.iter().any(|signs| signs.contains(&'+'));
    let is_sign = |c: char| match c {
        _ if at_an_end => true,
        // Between words these are no more than that, but for `GMT-1` beside `GMT+1`.
        '_' | ' ' => false,
        '-' => has_plus,
        _ => true,
    };
    for (gap, signs) in gaps.iter_mut().zip(differing) {
        let mut text: String = gap.chars().take(before).collect();
        let mut signs_left = signs.as_slice();
        while let [sign, others @ ..] = signs_left {
            signs_left = others;
            match (sign, others) {
                // As many APIs write what may be given several times.
                ('[', [']', others @ ..]) => {
                    signs_left = others;
                    text.push_str(" list ");
                }
                _ => match case::word_of(*sign).filter(|_| is_sign(*sign)) {
                    Some(word) => {
                        text.push(' ');
                        text.push_str(word);
                        text.push(' ');
                    }
                    None => text.push(*sign),
                },
            }
        }
        text.extend(gap.chars().skip(before + signs.len()));
        **gap = text;
    }
}

/// How many characters all begin with.
fn common_start<C: PartialEq>(mut all: impl Iterator<Item = impl Iterator<Item = C>>) -> usize {
    let Some(first) = all.next() else {
        return 0;
    };
    let mut common: Vec<C> = first.collect();
    for other in all {
        let count = common
            .iter()
            .zip(other)
            .take_while(|(a, b)| *a == b)
            .count();
        common.truncate(count);
    }
    common.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_words_where_they_tell_apart() {
        for (texts, names) in [
            (
                &["begin_at", "-begin_at"][..],
                &["BeginAt", "MinusBeginAt"][..],
            ),
            (&["-begin_at", "begin_at"], &["MinusBeginAt", "BeginAt"]),
            (&["+x", "-x"], &["PlusX", "MinusX"]),
            (&["A", "A+", "A-", "B+"], &["A", "APlus", "AMinus", "B"]),
            (&["-a", "b"], &["A", "B"]),
            (
                &["Etc/GMT+1", "Etc/GMT-1", "Etc/GMT1", "Etc/UTC"],
                &["EtcGmtPlus1", "EtcGmtMinus1", "EtcGmt1", "EtcUtc"],
            ),
            (
                &["reactions-+1", "reactions--1"],
                &["ReactionsPlus1", "ReactionsMinus1"],
            ),
            (&["sha-256", "sha256"], &["Sha256", "Sha256"]),
            (&["a-b", "a.b", "a_b"], &["AB", "ADotB", "AB"]),
            (&["-1.5", "-1,5"], &["Minus1Dot5", "Minus1Comma5"]),
            (
                &["_id", "id", "__id"],
                &["UnderscoreId", "Id", "UnderscoreUnderscoreId"],
            ),
            (&["ﬁ", "fi-"], &["Fi", "FiMinus"]),
            (&["-minus 1", "-1"], &["Minus1", "Minus1"]),
            (&["", "x", "x"], &["Empty", "X", "X"]),
        ] {
            assert_eq!(told_apart(texts, case::pascal), names, "{texts:?}");
        }
    }

    #[test]
    fn parameters() {
        for (texts, names) in [
            (
                &["StartTime", "StartTime<", "StartTime>"][..],
                &["start_time", "start_time_less", "start_time_greater"][..],
            ),
            (&["ids[]", "ids"], &["ids_list", "ids"]),
            (&["x-id", "x_id"], &["x_id", "x_id"]),
        ] {
            assert_eq!(told_apart(texts, case::snake), names, "{texts:?}");
        }
    }
}
