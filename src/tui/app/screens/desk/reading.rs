//! The text beside the form: one tab a section, awards, story. It follows the item until a tab was chosen by hand.

use crate::desk::view::DeskView;
use crate::domain::SectionId;
use crate::text::{Ambiguous, Clean};
use crate::tui::app::Common;
use crate::tui::app::parts::Pager;
use crate::words::screens::expert as words;

/// One text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    /// Its name.
    pub name: String,
    /// What it says.
    pub text: String,
    section: Option<SectionId>,
}

/// The texts and where one reads.
#[derive(Debug)]
pub struct Reading {
    /// All texts.
    pub tabs: Vec<Tab>,
    /// Which is shown.
    pub tab: usize,
    /// The shown one's lines.
    pub pager: Pager,
    follows: bool,
}

impl Default for Reading {
    fn default() -> Self {
        Self { tabs: Vec::new(), tab: 0, pager: Pager::default(), follows: true }
    }
}

impl Reading {
    /// The shown text.
    pub fn text(&self) -> &str {
        self.tabs.get(self.tab).map_or("", |tab| &tab.text)
    }

    /// Whether the text still goes with the item.
    pub fn follows(&self) -> bool {
        self.follows
    }

    /// The sheet's texts, made anew only where they differ.
    pub(super) fn fill(&mut self, common: &Common, sheet: Option<&DeskView>) {
        let (Some(rules), Some(sheet)) = (common.rules(), sheet) else { return };
        let lang = common.lang;
        let mut tabs = Vec::new();
        if let Some(texts) = &sheet.texts {
            let text_of = |id: &SectionId| texts.sections.iter().find(|(section, _)| section == id);
            for section in &rules.sections {
                let text = text_of(&section.id).map_or("", |(_, text)| text.as_str());
                tabs.push(Tab {
                    name: section.name.to_string(),
                    text: text.to_owned(),
                    section: Some(section.id.clone()),
                });
            }
            let awards = texts.awards.iter().map(|award| award.title.as_str()).collect::<Vec<_>>().join("\n");
            tabs.push(Tab { name: words::tab_awards(lang).into(), text: awards, section: None });
            tabs.push(Tab { name: words::tab_story(lang).into(), text: texts.story.to_string(), section: None });
        } else {
            let text = if sheet.row.confidential { words::text_secret(lang) } else { words::text_missing(lang) };
            tabs.push(Tab { name: sheet.row.code.to_string(), text: text.into(), section: None });
        }
        for tab in tabs.iter_mut().filter(|tab| tab.text.trim().is_empty()) {
            words::no_text(lang).clone_into(&mut tab.text);
        }
        if tabs != self.tabs {
            self.tabs = tabs;
            self.tab = self.tab.min(self.tabs.len().saturating_sub(1));
            self.pager.renew();
        }
    }

    /// To the text of an item's section.
    pub(super) fn follow(&mut self, common: &Common, item: usize) {
        if !self.follows {
            return;
        }
        let Some((section, _)) = common.rules().and_then(|rules| rules.items().nth(item)) else { return };
        if let Some(tab) = self.tabs.iter().position(|tab| tab.section.as_ref() == Some(&section.id)) {
            self.tab = tab;
        }
    }

    /// Another text by hand.
    pub(super) fn turn_tab(&mut self, forward: bool) {
        self.follows = false;
        let count = self.tabs.len().max(1);
        let step = if forward { 1 } else { count - 1 };
        self.tab = (self.tab + step) % count;
    }

    pub(super) fn fit(&mut self, size: (usize, usize), ambiguous: Ambiguous) {
        let name = u64::try_from(self.tab).unwrap_or(0);
        let text = self.tabs.get(self.tab).map_or("", |tab| &tab.text);
        self.pager.fit(name, text, size, ambiguous);
    }

    /// The next place that holds a word, from below the top line on and through all texts; its tab's name.
    pub(super) fn search(&mut self, word: &Clean) -> Option<(String, usize)> {
        let from = self.pager.visible().get(1).map_or(0, |line| line.start);
        let count = self.tabs.len();
        let hit = (0..=count).find_map(|step| {
            let tab = (self.tab + step) % count.max(1);
            let text = &self.tabs.get(tab)?.text;
            let start = if step == 0 { from } else { 0 };
            let at = text.get(start..)?.find(word.as_str())?;
            Some((tab, start + at))
        });
        let (tab, at) = hit?;
        self.follows = false;
        self.tab = tab;
        Some((self.tabs.get(tab)?.name.clone(), at))
    }
}
