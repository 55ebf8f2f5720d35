//! A room in which no two things have the same name.

use crate::hash::{HashMap, HashSet};

/// What a name looks like when a number has to tell it from another.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Spelling {
    /// `Name2`
    Pascal,
    /// `name_2`
    Snake,
}

/// The names that are taken.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    taken: HashSet<String>,
    /// The last number that a name was told apart by: thousands may want the same name.
    numbers: HashMap<String, u32>,
}

impl Scope {
    /// A scope in which these names are taken from the start.
    pub(crate) fn reserving<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            taken: names.into_iter().map(str::to_owned).collect(),
            numbers: HashMap::default(),
        }
    }

    /// Takes exactly this name; `false` if somebody has it.
    pub(crate) fn take(&mut self, name: &str) -> bool {
        self.taken.insert(name.to_owned())
    }

    /// Takes the name, or the first free one of `name_2`, `name_3`, …
    pub(crate) fn claim(&mut self, natural: &str, spelling: Spelling) -> String {
        if self.take(natural) {
            return natural.to_owned();
        }
        let separator = match spelling {
            // `Http2` and a second `Http` must not look alike either.
            Spelling::Pascal if natural.ends_with(|c: char| c.is_numeric()) => "_",
            Spelling::Pascal => "",
            Spelling::Snake => "_",
        };
        // What was taken once is never given back.
        let mut number = self.numbers.get(natural).copied().unwrap_or(1);
        loop {
            number += 1;
            let name = format!("{natural}{separator}{number}");
            if self.take(&name) {
                self.numbers.insert(natural.to_owned(), number);
                return name;
            }
        }
    }
}

/// Names a group of siblings: those with a locked name keep it, the others follow in an
/// order that does not depend on the document's.
///
/// `siblings` are (key, natural name, locked name); the result is in their order. Of those
/// that want the same name, the one whose key is already spelled that way gets it.
pub(crate) fn name_siblings(
    scope: &mut Scope,
    siblings: &[(&str, String, Option<&str>)],
    spelling: Spelling,
) -> Vec<String> {
    let mut names: Vec<Option<String>> = siblings
        .iter()
        .map(|(_, _, locked)| {
            locked
                .filter(|name| scope.take(name))
                .map(|name| name.to_owned())
        })
        .collect();
    let mut order: Vec<usize> = (0..siblings.len()).collect();
    order.sort_by_key(|&i| {
        siblings
            .get(i)
            .map(|(key, natural, _)| (*key != natural.as_str(), *key))
    });
    for i in order {
        if let (Some((_, natural, _)), Some(slot @ None)) = (siblings.get(i), names.get_mut(i)) {
            *slot = Some(scope.claim(natural, spelling));
        }
    }
    names.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_names_win_and_order_means_nothing() {
        let forward = [
            ("a-b", "a_b".to_owned(), Some("a_b")),
            ("a_b", "a_b".to_owned(), None),
            ("a.b", "a_b".to_owned(), None),
        ];
        let mut scope = Scope::default();
        assert_eq!(
            name_siblings(&mut scope, &forward, Spelling::Snake),
            ["a_b", "a_b_2", "a_b_3"]
        );
        let backward = [
            ("a.b", "a_b".to_owned(), None),
            ("a_b", "a_b".to_owned(), None),
            ("a-b", "a_b".to_owned(), None),
        ];
        let mut scope = Scope::default();
        assert_eq!(
            name_siblings(&mut scope, &backward, Spelling::Snake),
            ["a_b_3", "a_b", "a_b_2"]
        );
    }
}
