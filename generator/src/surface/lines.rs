//! Many lines.

use crate::parallel;

use super::{Kind, Line};

/// Lines as a few texts, and where in them each is: those of a large API are tens of thousands, and twice as
/// large as texts of their own.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lines {
    /// What the lines say, one behind the other without anything between them.
    texts: Vec<Box<str>>,
    spots: Vec<Spot>,
    /// The text to which lines are added.
    open: String,
}

/// A line: in which of the texts it is, where it begins there, and how many bytes its path and what it says
/// have.
#[derive(Debug, Clone, Copy)]
struct Spot {
    text: u32,
    at: u32,
    path: u32,
    says: u32,
    kind: Kind,
}

/// How many bytes a text has before the next is begun: a large one is copied whenever it grows.
const LARGE: usize = 64 << 10;

/// How many lines are worth to be put in order on several processors.
const MANY: usize = 16 << 10;

impl Lines {
    /// Adds a line. Its path and what it says are each given in parts.
    pub(crate) fn add(&mut self, path: &[&str], kind: Kind, says: &[&str]) {
        let at = self.open.len();
        path.iter().for_each(|part| self.open.push_str(part));
        let behind = self.open.len();
        says.iter().for_each(|part| self.open.push_str(part));
        self.spots.push(Spot {
            text: number(self.texts.len()),
            at: number(at),
            path: number(behind - at),
            says: number(self.open.len() - behind),
            kind,
        });
        if self.open.len() > LARGE {
            self.close();
        }
    }

    /// Adds those of another.
    pub(crate) fn append(&mut self, mut other: Self) {
        self.close();
        other.close();
        let before = number(self.texts.len());
        self.texts.append(&mut other.texts);
        self.spots.extend(other.spots.into_iter().map(|spot| Spot {
            text: spot.text.saturating_add(before),
            ..spot
        }));
    }

    /// Puts them in order.
    pub(crate) fn sort(&mut self) {
        let mut spots = std::mem::take(&mut self.spots);
        // Parts of them are sorted already, which a stable sort makes use of.
        let sort = |spots: &mut [Spot]| {
            spots.sort_by(|one, other| self.line(one).cmp(&self.line(other)));
        };
        if spots.len() > MANY {
            let jobs = parallel::processors();
            // The pieces are not alike: in some, most is in order.
            let length = spots.len().div_ceil(2 * jobs);
            let pieces = spots.chunks_mut(length);
            parallel::map(pieces, jobs, sort);
        }
        sort(&mut spots);
        self.spots = spots;
        if !self.open.is_empty() {
            self.close();
        }
    }

    /// Leaves of equal lines beside one another one.
    pub(super) fn dedup(&mut self) {
        let mut spots = std::mem::take(&mut self.spots);
        spots.dedup_by(|one, other| self.line(one) == self.line(other));
        self.spots = spots;
    }

    /// Each of them, in their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = Line<'_>> + Clone {
        self.spots.iter().map(|spot| self.line(spot))
    }

    /// The same, so many at a time.
    pub(super) fn pieces(
        &self,
        count: usize,
    ) -> impl ExactSizeIterator<Item = impl Iterator<Item = Line<'_>> + Clone> {
        let pieces = self.spots.chunks(count);
        pieces.map(|spots| spots.iter().map(|spot| self.line(spot)))
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.spots.len()
    }

    /// The text to which lines were added has no more room than it needs.
    fn close(&mut self) {
        self.texts
            .push(std::mem::take(&mut self.open).into_boxed_str());
    }

    fn line(&self, spot: &Spot) -> Line<'_> {
        let text = match self.texts.get(spot.text as usize) {
            Some(text) => text,
            None => self.open.as_str(),
        };
        let (at, path, says) = (spot.at as usize, spot.path as usize, spot.says as usize);
        let part = |start: usize, length| text.get(start..start + length).unwrap_or_default();
        Line {
            path: part(at, path),
            kind: spot.kind,
            says: part(at + path, says),
        }
    }
}

impl<'a> Extend<Line<'a>> for Lines {
    fn extend<I: IntoIterator<Item = Line<'a>>>(&mut self, lines: I) {
        for Line { path, kind, says } in lines {
            self.add(&[path], kind, &[says]);
        }
    }
}

impl PartialEq for Lines {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Lines {}

/// A place in a text, or the number of one. A line of four gigabytes would have an end that is not there.
fn number(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{
        Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest,
    };

    use super::{LARGE, Lines, MANY};
    use crate::surface::{Kind, Line};

    fn lines(of: &[(String, Kind, String)]) -> Lines {
        let mut lines = Lines::default();
        for (path, kind, says) in of {
            let (one, other) = path.split_at(path.len() / 2);
            lines.add(&[one, other], *kind, &[says]);
        }
        lines
    }

    fn told(lines: &Lines) -> Vec<(String, Kind, String)> {
        let told = |line: Line<'_>| (line.path.to_owned(), line.kind, line.says.to_owned());
        lines.iter().map(told).collect()
    }

    fn line() -> impl Strategy<Value = (String, Kind, String)> {
        let kind = prop_oneof![Just(Kind::Field), Just(Kind::Fn), Just(Kind::Wire)];
        ("[a-c]{0,3}", kind, "[a-b ]{0,2}")
    }

    proptest! {
        #[test]
        fn lines_are_as_if_each_were_a_text(
            parts in proptest::collection::vec(proptest::collection::vec(line(), 0..9), 0..6),
            is_sorted_before in any::<bool>(),
        ) {
            let mut all = Lines::default();
            for part in &parts {
                let mut part = lines(part);
                if is_sorted_before {
                    part.sort();
                }
                all.append(part);
            }
            let mut expected = parts.concat();
            prop_assert_eq!(all.len(), expected.len());
            all.sort();
            all.dedup();
            expected.sort();
            expected.dedup();
            prop_assert_eq!(told(&all), expected.clone());
            prop_assert!(all == lines(&expected));
            let pieces = all.pieces(4).flatten().count();
            prop_assert_eq!(pieces, all.len());
        }
    }

    #[test]
    fn many_lines_are_put_in_order_on_several_processors() {
        let many: Vec<(String, Kind, String)> = (0..3 * MANY)
            .map(|n| {
                (
                    format!("types::T{}", n * 7_919 % 99_991),
                    Kind::Field,
                    "Vec<String>".to_owned(),
                )
            })
            .collect();
        let mut all = lines(&many);
        assert!(all.texts.len() > 3 && all.texts.iter().all(|text| text.len() < 2 * LARGE));
        all.sort();
        let mut expected = many;
        expected.sort();
        assert!(told(&all) == expected);
    }
}
