//! What a type is called that stands in several places: what it would be called there, in common.

use std::collections::BTreeMap;

use super::names::case;

/// What a type would be called if it stood in one place only.
#[derive(Debug, Clone)]
pub(super) struct Spelled {
    pub(super) name: String,
    /// What that would stand in, by its own role there: the `PullRequest` of a label.
    pub(super) holder: Option<String>,
    /// Whether the first word says what an operation does (`List`), and not what it is about, which is
    /// what its tag is called (`Repos`).
    pub(super) begins_with_verb: bool,
}

/// What it can be called, the best name first.
///
/// That is what all names begin with, unless it is a verb alone, and behind it the title or, without
/// one, what all of them end with. The second has before it what most of them stand in.
pub(super) fn of(places: &[Spelled], title: Option<&str>) -> Vec<String> {
    let all: Vec<Vec<&str>> = places.iter().map(|it| case::words(&it.name)).collect();
    let Some((first, others)) = all.split_first() else {
        return Vec::new();
    };
    if others.iter().all(|other| other == first) {
        return vec![first.concat()];
    }
    let mut before = common_start(&all);
    if before == 1 && places.iter().any(|it| it.begins_with_verb) {
        before = 0;
    }
    let after: Vec<&str> = match title {
        Some(title) => case::words(title),
        None => {
            let reversed = all
                .iter()
                .map(|words| words.iter().rev().copied().collect());
            let reversed: Vec<Vec<&str>> = reversed.collect();
            let count = common_start(&reversed);
            // In the shortest one they may overlap.
            let shortest = all.iter().map(Vec::len).min().unwrap_or_default();
            before = before.min(shortest.saturating_sub(count));
            first.iter().skip(first.len() - count).copied().collect()
        }
    };
    let mut holders: BTreeMap<&str, usize> = BTreeMap::new();
    for holder in places.iter().filter_map(|it| it.holder.as_deref()) {
        *holders.entry(holder).or_default() += 1;
    }
    let holder = holders
        .iter()
        .max_by_key(|(word, count)| (**count, std::cmp::Reverse(**word)));
    let before = first.get(..before).unwrap_or_default();
    let mut names = vec![joined(before, &after).concat()];
    if let Some((holder, _)) = holder {
        let within = joined(before, &case::words(holder));
        names.push(joined(&within, &after).concat());
    }
    names
}

/// How many words all begin with.
fn common_start(all: &[Vec<&str>]) -> usize {
    let Some((first, others)) = all.split_first() else {
        return 0;
    };
    let is_common = |(i, word): &(usize, &&str)| others.iter().all(|it| it.get(*i) == Some(word));
    first.iter().enumerate().take_while(is_common).count()
}

/// Words behind words, none twice: `HookPullRequest` and `PullRequest` are `HookPullRequest`.
fn joined<'a>(before: &[&'a str], after: &[&'a str]) -> Vec<&'a str> {
    let is_said = |count: &usize| before.ends_with(after.get(..*count).unwrap_or_default());
    let said = (0..=after.len()).rev().find(is_said).unwrap_or_default();
    before
        .iter()
        .chain(after.iter().skip(said))
        .copied()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(places: &[(&str, &str)], title: Option<&str>, begins_with_verb: bool) -> Vec<String> {
        let places: Vec<Spelled> = places
            .iter()
            .map(|&(name, holder)| Spelled {
                name: name.to_owned(),
                holder: (!holder.is_empty()).then(|| holder.to_owned()),
                begins_with_verb,
            })
            .collect();
        of(&places, title)
    }

    #[test]
    fn what_is_common_and_then_where_most_of_them_stand() {
        let labels = [
            ("HookForkForkeeLabel", "Forkee"),
            ("HookOpenedPullRequestLabel", "PullRequest"),
            ("HookClosedPullRequestLabel", "PullRequest"),
        ];
        let label = ["HookLabel", "HookPullRequestLabel"];
        assert_eq!(names(&labels, None, false), label);
        let tag = ["HookTag", "HookPullRequestTag"];
        assert_eq!(names(&labels, Some("Tag"), false), tag);
    }

    #[test]
    fn a_verb_alone_says_nothing() {
        let errors = [("ListPullsError", ""), ("ListIssuesNotFoundError", "")];
        assert_eq!(names(&errors, None, true), ["Error"]);
        let errors = [("ReposListError", ""), ("ReposGetError", "")];
        assert_eq!(names(&errors, None, false), ["ReposError"]);
    }

    #[test]
    fn no_word_is_said_twice() {
        let same = [("UserPlan", "User"), ("UserPlan", "User")];
        assert_eq!(names(&same, Some("Plan"), false), ["UserPlan"]);
        let pulls = [
            ("HookPullRequestOpenedIt", "Opened"),
            ("HookPullRequestClosedIt", "PullRequest"),
        ];
        assert_eq!(
            names(&pulls, Some("PullRequest"), false),
            ["HookPullRequest", "HookPullRequestOpenedPullRequest"]
        );
        let overlap = [("FooFoo", ""), ("FooFooFoo", "")];
        assert_eq!(names(&overlap, None, false), ["FooFoo"]);
    }
}
