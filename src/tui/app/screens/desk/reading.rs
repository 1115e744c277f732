//! The text beside the form: one tab a section, awards, story. It follows the item until a tab is turned by hand, and
//! again once the item's own section is in sight. Every tab keeps its own place and its own lines.

use std::ops::Range;
use std::sync::Arc;

use crate::desk::view::{DeskView, DossierRow};
use crate::domain::{SectionId, Texts};
use crate::text::{Ambiguous, Clean, find_all};
use crate::tui::app::Common;
use crate::tui::app::parts::Pager;
use crate::tui::keymap::Key;
use crate::words::Lang;
use crate::words::screens::expert as words;

/// One text.
#[derive(Debug)]
pub struct Tab {
    /// Its name.
    pub name: String,
    /// What it says.
    pub text: String,
    /// Its lines, and where one reads.
    pub pager: Pager,
    section: Option<SectionId>,
    /// Where the word looked for stands.
    hits: Vec<Range<usize>>,
}

impl Tab {
    fn new(name: String, text: &str, section: Option<SectionId>, lang: Lang) -> Self {
        let text = if text.trim().is_empty() { words::no_text(lang) } else { text };
        Self { name, text: text.to_owned(), pager: Pager::default(), section, hits: Vec::new() }
    }

    /// The places of the word looked for that touch these bytes.
    pub fn hits_in(&self, bytes: &Range<usize>) -> &[Range<usize>] {
        let from = self.hits.partition_point(|hit| hit.end <= bytes.start);
        let to = self.hits.partition_point(|hit| hit.start < bytes.end);
        self.hits.get(from..to).unwrap_or_default()
    }
}

/// A word that is looked for, and the place one is at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The word as typed.
    pub word: Clean,
    /// The tab of the place.
    tab: usize,
    /// Its number among the tab's places.
    hit: usize,
}

/// What the tabs were made of.
#[derive(Debug, PartialEq)]
struct Made {
    lang: Lang,
    sections: Vec<(SectionId, Clean)>,
    texts: Option<Arc<Texts>>,
    absent: &'static str,
}

/// The texts and where one reads.
#[derive(Debug)]
pub struct Reading {
    /// All texts.
    pub tabs: Vec<Tab>,
    /// Which is shown.
    pub tab: usize,
    follows: bool,
    /// The tab of the current item's section.
    own: usize,
    finding: Option<Finding>,
    made: Option<Made>,
}

impl Default for Reading {
    fn default() -> Self {
        Self { tabs: Vec::new(), tab: 0, follows: true, own: 0, finding: None, made: None }
    }
}

impl Reading {
    /// The shown text.
    pub fn shown(&self) -> Option<&Tab> {
        self.tabs.get(self.tab)
    }

    /// Whether the text still goes with the item; else the name of the text that it would be.
    pub fn left_behind(&self) -> Option<&str> {
        let own = self.tabs.get(self.own).filter(|_| !self.follows);
        own.map(|tab| tab.name.as_str())
    }

    /// The word looked for.
    pub fn finding(&self) -> Option<&Finding> {
        self.finding.as_ref()
    }

    /// The place one is at.
    pub fn current_hit(&self) -> Option<&Range<usize>> {
        let finding = self.finding.as_ref().filter(|finding| finding.tab == self.tab)?;
        self.shown()?.hits.get(finding.hit)
    }

    /// Number of the place one is at, from 1, how many there are in all texts, and its tab's name.
    pub fn found(&self) -> Option<(usize, usize, &str)> {
        let finding = self.finding.as_ref()?;
        let before: usize = self.tabs.iter().take(finding.tab).map(|tab| tab.hits.len()).sum();
        let all = self.tabs.iter().map(|tab| tab.hits.len()).sum();
        Some((before + finding.hit + 1, all, self.tabs.get(finding.tab)?.name.as_str()))
    }

    /// The sheet's texts, made anew only where they differ from what was made of them before.
    pub(super) fn fill(&mut self, common: &Common, sheet: Option<&DeskView>) {
        let (Some(rules), Some(sheet)) = (common.rules(), sheet) else { return };
        let absent = text_absent(common.lang, &sheet.row);
        let same = self.made.as_ref().is_some_and(|made| {
            let sections = rules.sections.iter().map(|section| (&section.id, &section.name));
            let texts = match (&made.texts, &sheet.texts) {
                (Some(before), Some(now)) => Arc::ptr_eq(before, now) || before == now,
                (before, now) => before.is_none() && now.is_none(),
            };
            made.lang == common.lang
                && made.absent == absent
                && texts
                && made.sections.iter().map(|(id, name)| (id, name)).eq(sections)
        });
        if same {
            return;
        }
        let sections = rules.sections.iter().map(|section| (section.id.clone(), section.name.clone())).collect();
        let made = Made { lang: common.lang, sections, texts: sheet.texts.clone(), absent };
        self.tabs = tabs(&made, sheet.row.code.as_str());
        self.tab = self.tab.min(self.tabs.len().saturating_sub(1));
        self.finding = None;
        self.made = Some(made);
    }

    /// To the text of an item's section.
    pub(super) fn follow(&mut self, common: &Common, item: usize) {
        let Some((section, _)) = common.rules().and_then(|rules| rules.items().nth(item)) else { return };
        let Some(own) = self.tabs.iter().position(|tab| tab.section.as_ref() == Some(&section.id)) else { return };
        self.own = own;
        self.follows |= self.tab == own;
        if self.follows {
            self.tab = own;
        }
    }

    /// Another text by hand; turning to the item's own section follows again.
    pub(super) fn turn_tab(&mut self, forward: bool) {
        let count = self.tabs.len().max(1);
        let step = if forward { 1 } else { count - 1 };
        self.show_tab((self.tab + step) % count);
    }

    fn show_tab(&mut self, tab: usize) {
        self.tab = tab;
        self.follows = tab == self.own;
    }

    /// A page of the shown text.
    pub(super) fn turn(&mut self, key: Key) {
        if let Some(tab) = self.tabs.get_mut(self.tab) {
            tab.pager.turn(key);
        }
    }

    /// Lines, pages, top and end of the shown text.
    pub(super) fn scroll(&mut self, key: Key) {
        if let Some(tab) = self.tabs.get_mut(self.tab) {
            tab.pager.key(key);
        }
    }

    /// Wraps the shown text once for a size; does nothing where all is as it was.
    pub(super) fn fit(&mut self, size: (usize, usize), ambiguous: Ambiguous) {
        let hit = self.current_hit().map(|hit| hit.start);
        if let Some(tab) = self.tabs.get_mut(self.tab) {
            let first = tab.pager.visible().is_empty();
            tab.pager.fit(0, &tab.text, size, ambiguous);
            if let (true, Some(hit)) = (first, hit) {
                tab.pager.show(hit);
            }
        }
    }

    /// Looks for a word in all texts: at the first place from the top line in sight on, and round. False: nowhere.
    pub(super) fn search(&mut self, word: &Clean) -> bool {
        for tab in &mut self.tabs {
            tab.hits = find_all(&tab.text, word);
        }
        let from = self.shown().map_or(0, |tab| tab.pager.top_byte());
        let here = self.shown().map_or(0, |tab| tab.hits.partition_point(|hit| hit.start < from));
        self.finding = Some(Finding { word: word.clone(), tab: self.tab, hit: here });
        self.settle_on_hit()
    }

    /// The next place, or the one before; false: it went round the end.
    pub(super) fn next_hit(&mut self, forward: bool) -> bool {
        let before = self.found().map_or(0, |(number, ..)| number);
        let Some(finding) = &mut self.finding else { return true };
        if forward {
            finding.hit += 1;
        } else if let Some(hit) = finding.hit.checked_sub(1) {
            finding.hit = hit;
        } else {
            let count = self.tabs.len().max(1);
            let from = finding.tab;
            let mut earlier = (1..=count).map(|step| (from + count - step) % count);
            let held = earlier.find_map(|tab| Some((tab, self.tabs.get(tab)?.hits.len().checked_sub(1)?)));
            (finding.tab, finding.hit) = held.unwrap_or((from, 0));
        }
        self.settle_on_hit();
        let now = self.found().map_or(0, |(number, ..)| number);
        if forward { now > before } else { now < before }
    }

    /// From where the search stands on to the next tab with a place, and shows it. False: there is none at all.
    fn settle_on_hit(&mut self) -> bool {
        let Some(finding) = self.finding.take() else { return false };
        let count = self.tabs.len();
        let place = (0..=count).find_map(|step| {
            let tab = (finding.tab + step) % count.max(1);
            let hit = if step == 0 { finding.hit } else { 0 };
            let start = self.tabs.get(tab)?.hits.get(hit)?.start;
            Some((tab, hit, start))
        });
        let Some((tab, hit, start)) = place else { return false };
        self.finding = Some(Finding { tab, hit, ..finding });
        self.show_tab(tab);
        if let Some(tab) = self.tabs.get_mut(tab) {
            tab.pager.show(start);
        }
        true
    }

    /// The search is over; its places are no longer shown.
    pub(super) fn stop_finding(&mut self) -> bool {
        for tab in &mut self.tabs {
            tab.hits.clear();
        }
        self.finding.take().is_some()
    }
}

/// Why there is no text to read.
pub(in crate::tui::app::screens) fn text_absent(lang: Lang, row: &DossierRow) -> &'static str {
    match &row.own {
        Some(own) if own.state.is_out() => words::text_withheld(lang),
        _ if row.confidential => words::text_secret(lang),
        _ => words::text_missing(lang),
    }
}

/// One text a section, then awards and story; a sentence where there is nothing to read.
fn tabs(made: &Made, code: &str) -> Vec<Tab> {
    let lang = made.lang;
    let Some(texts) = &made.texts else {
        return vec![Tab::new(code.to_owned(), made.absent, None, lang)];
    };
    let mut tabs: Vec<Tab> = Vec::new();
    for (id, name) in &made.sections {
        let text = texts.sections.iter().find(|(section, _)| section == id).map_or("", |(_, text)| text.as_str());
        tabs.push(Tab::new(name.to_string(), text, Some(id.clone()), lang));
    }
    let awards = texts.awards.iter().map(|award| award.title.as_str()).collect::<Vec<_>>().join("\n");
    tabs.push(Tab::new(words::tab_awards(lang).into(), &awards, None, lang));
    tabs.push(Tab::new(words::tab_story(lang).into(), &texts.story, None, lang));
    tabs
}
