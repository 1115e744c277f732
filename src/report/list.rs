//! The table of `tally`: ranks, standings, the cut, and what is told beside the list.

use super::table::{Side, Table};
use crate::desk::view::{ListView, WhatIfView};
use crate::domain::tally::{List, Ranked, Standing};
use crate::domain::{Rules, Stage};
use crate::words::cli::{beside, contested, list_headings, list_title, lone_marks, unranked};
use crate::words::{Lang, honour_counts, standing, tally, yes_no};

/// What the table needs besides the list.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// The panel's title.
    pub title: &'a str,
    /// Stage; none for a tally from a file.
    pub stage: Option<Stage>,
    /// The quota.
    pub quota: u32,
    /// The rules, where they may be seen.
    pub rules: Option<&'a Rules>,
    /// Sheets and what puts a line ahead are known; experts are told ranks, codes, scores, honours and age alone.
    pub full: bool,
}

impl<'a> Frame<'a> {
    /// Of a list as the hall shows it.
    pub fn of(view: &'a ListView, rules: Option<&'a Rules>, full: bool) -> Self {
        Self { title: &view.title, stage: Some(view.stage), quota: view.quota, rules, full }
    }

    /// Up to which age a person counts as young.
    fn young(&self) -> Option<u32> {
        self.rules.map(|rules| rules.tally.young)
    }
}

/// The list as lines.
pub fn lines(lang: Lang, frame: Frame<'_>, list: &List) -> Vec<String> {
    let ranked = list.lines.iter().filter(|ranked| ranked.rank.is_some()).count();
    let title = list_title(lang, frame.title, frame.stage, frame.quota, ranked, list.lines.len() - ranked);
    let sides = [Side::Right, Side::Left, Side::Right, Side::Right, Side::Left, Side::Left, Side::Left, Side::Left];
    let mut table = Table::new(list_headings(lang, frame.young()).into_iter().zip(sides));
    let mut inside = false;
    for ranked in &list.lines {
        let within = ranked.rank.is_some_and(|rank| rank <= frame.quota);
        if inside && !within {
            table.across(tally::cut_title(lang, frame.quota));
        }
        inside = within;
        table.row(cells(lang, frame, ranked));
    }
    let mut lines = vec![title];
    lines.extend(table.lines());
    lines.extend(list.contested().map(|group| contested(lang, group)));
    lines
}

/// The list as rows, its headings first, for papers.
pub(super) fn rows(lang: Lang, frame: Frame<'_>, list: &List) -> Vec<Vec<String>> {
    let lines = list.lines.iter().map(|ranked| cells(lang, frame, ranked));
    std::iter::once(list_headings(lang, frame.young())).chain(lines).map(Vec::from).collect()
}

fn cells(lang: Lang, frame: Frame<'_>, ranked: &Ranked) -> [String; 8] {
    let line = &*ranked.line;
    let full = |text: String| if frame.full { text } else { String::new() };
    let place = match (ranked.standing, frame.rules.and_then(|rules| rules.tally.pass)) {
        (Standing::BelowPass, Some(pass)) => tally::below_pass(lang, pass),
        (other, _) => standing(lang, other).to_owned(),
    };
    let ahead = if ranked.rank.is_some() { tally::ahead_by(lang, ranked.ahead_by) } else { "" };
    [
        ranked.rank.map_or_else(|| unranked(lang).to_owned(), |rank| rank.to_string()),
        line.code.to_string(),
        line.score.map_or_else(String::new, |score| score.to_string()),
        full(line.sheets.to_string()),
        honour_counts(line.honours),
        yes_no(lang, line.young).to_owned(),
        full(ahead.to_owned()),
        place,
    ]
}

/// Marks that counted in full under a split basis because the other half is missing (DESIGN §2: told).
pub fn lone(lang: Lang, list: &List) -> Vec<String> {
    let each = list.lines.iter().flat_map(|ranked| {
        let line = &ranked.line;
        line.lone.iter().map(|lone| lone_marks(lang, &line.code, lone))
    });
    each.collect()
}

/// What is told beside the list, never applied; for secretary and supervisor.
pub fn beside_list(lang: Lang, quota: u32, view: &WhatIfView) -> Vec<String> {
    let mut lines = vec![beside(lang).to_owned()];
    let mut told = tally::what_if(lang, quota, &view.what_if);
    told.extend(tally::unlike(lang, &view.what_if));
    told.extend(view.what_if.cut.as_ref().map(|cut| tally::cut(lang, cut)));
    told.push(tally::concordance(lang, &view.concordance));
    told.extend(view.severities.iter().map(|one| tally::severity_of(lang, one)));
    lines.extend(told.into_iter().map(|line| format!("  {line}")));
    lines
}
