//! Figures side by side: a grid for each part, a row for each thing that is measured, a column for each of
//! the compared.

use crate::peers::Generator;

use super::figures::{Better, Figure, Found, Part, Shown, What};

/// The figures of a part.
#[derive(Debug)]
pub(super) struct Grid {
    pub(super) title: &'static str,
    /// Who is compared; ours first.
    pub(super) who: Vec<String>,
    /// What the factors of its rows say.
    pub(super) factor: &'static str,
    pub(super) rows: Vec<Row>,
}

/// The figures of one thing.
#[derive(Debug)]
pub(super) struct Row {
    /// The document, or what it is about.
    pub(super) of: String,
    pub(super) what: What,
    /// In the order of the columns.
    pub(super) found: Vec<Option<Found>>,
    /// By how much ours is better than the best of the others, below 1 if it is worse; of growth, by how
    /// much more it takes than the document alone.
    factor: Option<f64>,
}

impl Grid {
    /// A grid for each part that something was measured of, and one for growth.
    pub(super) fn all(figures: &[Figure]) -> Vec<Self> {
        let of_part = |part: Part| move |what: What| what.part() == part && what != What::Growth;
        let mut grids = Vec::new();
        for part in Part::ALL {
            grids.extend(Self::of(part.title(), figures, of_part(part)));
            if part == Part::Generate {
                grids.extend(Self::of("Growth", figures, |what| what == What::Growth));
            }
        }
        grids
    }

    fn of(title: &'static str, figures: &[Figure], belongs: impl Fn(What) -> bool) -> Option<Self> {
        let figures = figures.iter().filter(|figure| belongs(figure.what));
        let mut figures: Vec<&Figure> = figures.collect();
        let (mut who, mut documents): (Vec<String>, Vec<&str>) = (Vec::new(), Vec::new());
        for figure in &figures {
            if !documents.contains(&figure.of.as_str()) {
                documents.push(&figure.of);
            }
            if !who.contains(&figure.who) {
                who.push(figure.who.clone());
            }
        }
        who.sort_by_key(|who| who != Generator::Specwright.name());
        // By documents as they came, and in each as the kinds are listed.
        figures.sort_by_key(|figure| {
            let document = documents.iter().position(|of| *of == figure.of);
            (document, figure.what)
        });
        let of_a_row = figures.chunk_by(|one, other| one.of == other.of && one.what == other.what);
        let mut rows: Vec<Row> = of_a_row
            .filter_map(|figures| Row::of(&who, figures))
            .collect();
        let mut alone = None;
        for row in &mut rows {
            row.factor = match row.what {
                What::Growth => {
                    let median = row.medians().next().flatten();
                    // The first is the document itself.
                    if row.of.ends_with("×1") {
                        alone = median;
                    }
                    median.zip(alone).map(|(median, alone)| median / alone)
                }
                _ => row.ahead(),
            };
        }
        let factor = match rows.first()?.what {
            What::Growth => "of ×1",
            _ => "ahead",
        };
        Some(Self {
            title,
            who,
            factor,
            rows,
        })
    }
}

impl Row {
    /// The row of figures of the same thing.
    fn of(who: &[String], figures: &[&Figure]) -> Option<Self> {
        let first = figures.first()?;
        let found = who.iter().map(|who| {
            let figure = figures.iter().find(|figure| figure.who == *who)?;
            Some(figure.found.clone())
        });
        Some(Self {
            of: first.of.clone(),
            what: first.what,
            found: found.collect(),
            factor: None,
        })
    }

    /// The cells as people read them.
    pub(super) fn cells(&self) -> impl Iterator<Item = String> {
        self.found.iter().map(|found| match found {
            Some(Found::Measured(spread)) => Shown(self.what.unit(), *spread).to_string(),
            Some(Found::Missing(_)) | None => "–".to_owned(),
        })
    }

    /// The medians in the order of the columns.
    fn medians(&self) -> impl Iterator<Item = Option<f64>> {
        self.found.iter().map(|found| match found {
            Some(Found::Measured(spread)) => Some(spread.median),
            Some(Found::Missing(_)) | None => None,
        })
    }

    fn ahead(&self) -> Option<f64> {
        let mut medians = self.medians();
        let ours = medians.next()??;
        let others = medians.flatten();
        let (best, factor) = match self.what.better() {
            Better::Less => {
                let best = others.min_by(f64::total_cmp)?;
                (best, best / ours)
            }
            Better::More => {
                let best = others.max_by(f64::total_cmp)?;
                (best, ours / best)
            }
            Better::Neither => return None,
        };
        (best > 0.0 && ours > 0.0).then_some(factor)
    }

    /// The factor as people read it.
    pub(super) fn factor(&self) -> String {
        self.factor.map_or_else(String::new, |factor| match factor {
            factor if factor < 10.0 => format!("{factor:.2}×"),
            factor => format!("{factor:.0}×"),
        })
    }

    /// Why there are no figures, by whom.
    pub(super) fn missing<'a>(&'a self, who: &'a [String]) -> impl Iterator<Item = String> + 'a {
        let found = who.iter().zip(&self.found);
        found.filter_map(|(who, found)| match found {
            Some(Found::Missing(reason)) => Some(format!(
                "{}, {}: {who} {reason}",
                self.of,
                self.what.label()
            )),
            Some(Found::Measured(_)) | None => None,
        })
    }
}
