//! 我的分布 beside or below the ladder: how the own marks lie in the bands, sections down, bands across, as many of both as
//! fit.

use ratatui::layout::Rect;

use crate::domain::Spread;
use crate::text::{Ambiguous, width};
use crate::tui::app::Common;
use crate::tui::app::screens::Ladder;
use crate::tui::view::canvas::Canvas;
use crate::tui::view::columns::Columns;
use crate::tui::view::theme::Role;
use crate::words::screens::calibration as words;
use crate::words::{Lang, unscored};

/// Cells of a section's name and of a count.
const SECTION: usize = 10;
const COUNT: usize = 6;

/// The columns: bands, then what lies in none where anything does, then 未评.
struct Bands<'a> {
    names: Vec<&'a str>,
    outside: bool,
    /// The last column is as wide as its name.
    last: usize,
    ambiguous: Ambiguous,
    across: u16,
}

impl<'a> Bands<'a> {
    /// As many as fit, the highest first.
    fn of(spreads: &'a [Spread], lang: Lang, ambiguous: Ambiguous, across: u16) -> Self {
        let outside = spreads.iter().any(|spread| spread.outside > 0);
        let last = COUNT.max(width(unscored(lang), ambiguous) + 1);
        let fit = usize::from(across).saturating_sub(SECTION + last) / COUNT;
        let mut names: Vec<&str> = Vec::new();
        for (name, _) in spreads.iter().flat_map(|spread| &spread.bands) {
            if !names.contains(&name.as_str()) {
                names.push(name.as_str());
            }
        }
        names.truncate(fit.saturating_sub(usize::from(outside)));
        Self { names, outside, last, ambiguous, across }
    }

    /// A row: its mark, its name, and what stands in the columns.
    fn row(&self, mark: &str, name: &str, bands: impl Iterator<Item = String>, [outside, last]: [&str; 2]) -> Columns {
        let line = Columns::new(self.ambiguous, self.across).left(mark, 1).left(name, SECTION - 1);
        let line = bands.fold(line, |line, band| line.right(&band, COUNT));
        let line = if self.outside { line.right(outside, COUNT) } else { line };
        line.right(last, self.last)
    }

    fn head(&self, lang: Lang) -> Columns {
        let names = self.names.iter().map(|name| (*name).to_owned());
        self.row("", words::spread(lang), names, [words::outside(lang), unscored(lang)])
    }

    /// The marks of some sections together.
    fn counts(&self, mark: &str, name: &str, spreads: &[Spread]) -> Columns {
        let sum = |of: &dyn Fn(&Spread) -> u32| spreads.iter().map(of).sum::<u32>().to_string();
        let of_band = |band: &&str| {
            sum(&|spread| spread.bands.iter().find(|(known, _)| known.as_str() == *band).map_or(0, |(_, count)| *count))
        };
        let (outside, last) = (sum(&|spread| spread.outside), sum(&|spread| spread.unscored));
        self.row(mark, name, self.names.iter().map(of_band), [&outside, &last])
    }
}

pub(super) fn draw(page: &Ladder, common: &Common, canvas: &mut Canvas, area: Rect) {
    let lang = common.lang;
    let Some(view) = &page.view else { return };
    let sections = common.rules().map(|rules| rules.sections.as_slice()).unwrap_or_default();
    let inner = area.width.saturating_sub(2);
    if area.height == 0 || inner == 0 {
        return;
    }
    let bands = Bands::of(&view.spread, lang, canvas.ambiguous(), inner);
    canvas.text((area.x + 1, area.y), inner, bands.head(lang).text(), Role::Title);
    // In a low window the section the ladder is ordered by stays in sight.
    let rows = usize::from(area.height.saturating_sub(1));
    let from = page.by.saturating_sub(rows.max(1)).min(sections.len());
    let mut ys = area.y + 1..area.bottom();
    for (at, (section, spread)) in sections.iter().zip(&view.spread).enumerate().skip(from) {
        let Some(y) = ys.next() else { return };
        let here = page.by == at + 1;
        let row = bands.counts(if here { ">" } else { "" }, &section.name, std::slice::from_ref(spread));
        canvas.text((area.x + 1, y), inner, row.text(), if here { Role::Title } else { Role::Text });
    }
    if let Some(y) = ys.next() {
        let row = bands.counts("", words::all_sections(lang), &view.spread);
        canvas.text((area.x + 1, y), inner, row.text(), Role::Text);
    }
}
