//! A dossier as the office reads it: facts, honours, every text; ←→ goes from one to the next.

use crate::desk::request::{Answer, Failure};
use crate::desk::view::{Ask, DossierRow, DossierView, Topic, View};
use crate::domain::Code;
use crate::tui::app::layout::areas;
use crate::tui::app::parts::{Jump, Pager};
use crate::tui::app::{Common, Hint, Outcome, Page, Step, Way};
use crate::tui::keymap::{Act, Context, Key};
use crate::words::screens::{frame, hints, office as words};

/// The dossier.
#[derive(Debug)]
pub struct Reading {
    /// Which; `None`: the first of the list.
    pub code: Option<Code>,
    /// Facts and texts.
    pub dossier: Option<DossierView>,
    /// All dossiers, to go from one to the next.
    pub list: Vec<DossierRow>,
    /// Which text: 0 the facts, then the sections, then the story.
    pub tab: usize,
    /// Names and texts.
    pub tabs: Vec<(String, String)>,
    /// The text in sight.
    pub pager: Pager,
    /// Digits typed to find a code.
    pub jump: Jump,
    queries: (Option<u64>, Option<u64>),
    refused: bool,
}

impl Reading {
    /// This one.
    pub fn new(code: Code) -> Self {
        Self { code: Some(code), ..Self::first() }
    }

    /// The first of the list.
    pub fn first() -> Self {
        Self {
            code: None,
            dossier: None,
            list: Vec::new(),
            tab: 0,
            tabs: Vec::new(),
            pager: Pager::default(),
            jump: Jump::default(),
            queries: (None, None),
            refused: false,
        }
    }

    /// The text in sight.
    pub fn text(&self) -> &str {
        self.tabs.get(self.tab).map_or("", |(_, text)| text.as_str())
    }

    fn query(&mut self, common: &mut Common) {
        let list = common.ask(Ask::Dossiers);
        self.queries = (self.code.clone().map(|code| common.ask(Ask::Dossier(code))), Some(list));
    }

    fn go(&mut self, common: &mut Common, code: Code) {
        if self.code.as_ref() != Some(&code) {
            self.queries.0 = Some(common.ask(Ask::Dossier(code.clone())));
            self.code = Some(code);
        }
    }

    fn neighbour(&mut self, common: &mut Common, back: bool) {
        let at = self.list.iter().position(|row| Some(&row.code) == self.code.as_ref());
        let next = at.and_then(|at| if back { at.checked_sub(1) } else { at.checked_add(1) });
        if let Some(code) = next.and_then(|at| self.list.get(at)).map(|row| row.code.clone()) {
            self.go(common, code);
        }
    }

    fn loaded(&mut self, common: &Common, dossier: DossierView) {
        let lang = common.lang;
        let mut tabs =
            vec![(words::tab_facts(lang).to_owned(), words::facts_text(lang, common.rules(), known(common, &dossier)))];
        if let Some(texts) = &dossier.texts {
            for (id, text) in &texts.sections {
                let name = common.rules().and_then(|rules| rules.section(id)).map(|section| section.name.to_string());
                tabs.push((name.unwrap_or_else(|| id.to_string()), text.to_string()));
            }
            if !texts.story.is_empty() {
                tabs.push((words::tab_story(lang).to_owned(), texts.story.to_string()));
            }
        }
        let other = self.dossier.as_ref().is_none_or(|before| before.facts.code != dossier.facts.code);
        self.tabs = tabs;
        self.tab = self.tab.min(self.tabs.len().saturating_sub(1));
        self.dossier = Some(dossier);
        self.refused = false;
        if other {
            self.pager = Pager::default();
        } else {
            self.pager.renew();
        }
    }
}

fn known<'a>(common: &Common, dossier: &'a DossierView) -> words::Known<'a> {
    words::Known {
        facts: &dossier.facts,
        counts: dossier.counts,
        age: dossier.age,
        young: dossier.young,
        withdrawn: dossier.withdrawn.as_deref(),
        secrecy: &dossier.secrecy,
        awards: dossier.texts.as_ref().map(|texts| texts.awards.as_slice()),
        zone: common.zone_minutes,
    }
}

impl Page for Reading {
    fn shown(&mut self, common: &mut Common) {
        self.query(common);
    }

    fn key(&mut self, common: &mut Common, key: Key) -> Step {
        if self.jump.key(key) {
            let found = self.jump.find(self.list.iter().map(|row| row.code.as_str()));
            if let Some(code) = found.and_then(|at| self.list.get(at)).map(|row| row.code.clone()) {
                self.go(common, code);
            }
            return Step::Stay;
        }
        self.jump.clear();
        match key {
            Key::Left | Key::Right => {
                let last = self.tabs.len().saturating_sub(1);
                self.tab = if key == Key::Left { self.tab.saturating_sub(1) } else { (self.tab + 1).min(last) };
            }
            Key::Tab => self.neighbour(common, false),
            Key::BackTab => self.neighbour(common, true),
            Key::Esc | Key::Enter => return Step::Up(Outcome::Done),
            other => {
                self.pager.key(other);
            }
        }
        Step::Stay
    }

    fn answer(&mut self, common: &mut Common, id: u64, result: Result<Answer, Failure>) -> Step {
        match result {
            Ok(Answer::View(View::Dossier(dossier))) if self.queries.0 == Some(id) => self.loaded(common, *dossier),
            Ok(Answer::View(View::Dossiers(list))) if self.queries.1 == Some(id) => {
                self.list = list;
                if self.code.is_none() {
                    match self.list.first().map(|row| row.code.clone()) {
                        Some(code) => self.go(common, code),
                        None => self.refused = true,
                    }
                }
            }
            Err(failure) if self.queries.0 == Some(id) || (self.code.is_none() && self.queries.1 == Some(id)) => {
                self.refused = true;
                common.say_failure(&failure);
            }
            _ => {}
        }
        Step::Stay
    }

    fn changed(&mut self, common: &mut Common, topic: Topic) {
        if topic == Topic::Stage {
            self.query(common);
        }
    }

    fn fit(&mut self, common: &Common) {
        let body = areas(common.size, 1, 1).body;
        let columns = usize::from(common.size.0).saturating_sub(4).min(96);
        let text = self.tabs.get(self.tab).map_or("", |(_, text)| text.as_str());
        let name = u64::try_from(self.tab).unwrap_or(0);
        self.pager.fit(name, text, (columns, usize::from(body.height.saturating_sub(2))), common.ambiguous());
    }

    fn is_waiting(&self, _common: &Common) -> bool {
        self.dossier.is_none() && !self.refused
    }

    fn context(&self) -> Context {
        Context::Text
    }

    fn ways(&self, common: &Common) -> Vec<Way> {
        let lang = common.lang;
        let tab = Way::new(&[Act::NextPane, Act::PreviousPane], words::help_next_dossier(lang));
        vec![
            Way::new(&[Act::Left, Act::Right], words::help_tabs(lang)).hint(1, hints::text(lang)),
            Way::new(&[Act::Up, Act::Down], words::help_lines(lang)).hint(4, hints::line(lang)),
            Way::new(&[Act::PageDown, Act::PageUp], frame::page_move(lang)).hint(2, hints::page(lang)),
            Way::new(&[Act::First, Act::Last], frame::ends_move(lang)),
            tab.hint(1, hints::next_dossier(lang)),
            Way::new(&[Act::Type, Act::Erase], words::help_jump(lang)).hint(3, hints::find(lang)),
            Way::new(&[Act::Back, Act::Enter], frame::esc_up(lang)).hint(Hint::STAYS, hints::back(lang)),
        ]
    }
}
