//! A text to write over the page below: a note (saved on leaving), a reason (9 confirms it in the row below), a word to
//! find. Esc never confirms; what was typed goes back to the page below, which gives it again.

use crate::desk::request::{Answer, Failure, Request};
use crate::desk::view::Draft;
use crate::domain::limit;
use crate::tui::app::parts::{Editor, Typed};
use crate::tui::app::{Common, Hint, Outcome, Page, Step, Tone, Way};
use crate::tui::keymap::{Act, Context, Key};
use crate::words::screens::{frame as words, hints};

use super::notice::popup_columns;

/// Characters of a word to find.
const SEARCH_CHARS: usize = 40;

/// What the text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Saved by Tab and Esc: `Outcome::Text`.
    Note,
    /// Tab leads to 9 and the safe line: `Outcome::Text` on 9, `Unfinished` on Esc.
    Reason,
    /// One line, Enter: `Outcome::Text`; Esc: `Unfinished`.
    Line,
}

/// A text to write.
#[derive(Debug)]
pub struct Writing {
    /// What is to be written.
    pub title: String,
    /// The text.
    pub editor: Editor,
    /// What for.
    pub purpose: Purpose,
    /// The keys are in the row below the text, where 9 confirms.
    pub confirming: bool,
    /// What 9 does.
    pub yes: String,
    /// A note is kept by the hall while it is typed, under this name.
    keeps: Option<Draft>,
    keeping: Option<u64>,
    unkept: bool,
}

impl Writing {
    /// A note, with what it says so far.
    pub fn note(title: impl Into<String>, text: &str) -> Self {
        Self::of(Purpose::Note, title.into(), text, String::new())
    }

    /// The same, kept by the hall while it is typed, as `draft` without its text.
    pub fn kept_note(title: impl Into<String>, text: &str, draft: Draft) -> Self {
        Self { keeps: Some(draft), ..Self::note(title, text) }
    }

    /// Keeps the newest text, one request at a time.
    fn keep(&mut self, common: &mut Common) {
        let Some(draft) = &self.keeps else { return };
        if self.keeping.is_some() {
            self.unkept = true;
            return;
        }
        self.unkept = false;
        let draft = Draft { text: self.editor.clean(), ..draft.clone() };
        self.keeping = Some(common.send(Request::Keep(draft)));
    }

    /// A reason, with what was typed before; `yes` says what 9 does.
    pub fn reason(title: impl Into<String>, text: &str, yes: &str) -> Self {
        Self::of(Purpose::Reason, title.into(), text, yes.to_owned())
    }

    /// One line.
    pub fn line(title: impl Into<String>, text: &str) -> Self {
        Self::of(Purpose::Line, title.into(), text, String::new())
    }

    fn of(purpose: Purpose, title: String, text: &str, yes: String) -> Self {
        let one_line = purpose == Purpose::Line;
        let limit = if one_line { SEARCH_CHARS } else { limit::NOTE_CHARS };
        Self {
            title,
            editor: Editor::new(text, limit, one_line),
            purpose,
            confirming: false,
            yes,
            keeps: None,
            keeping: None,
            unkept: false,
        }
    }

    fn typed(&mut self, common: &mut Common, typed: Typed) -> Step {
        if matches!(typed, Typed::Changed | Typed::Full) {
            self.keep(common);
        }
        if typed == Typed::Full {
            common.say(Tone::Warn, words::text_full(common.lang));
        }
        Step::Stay
    }

    fn confirm(&mut self, common: &mut Common, key: Key) -> Step {
        match key {
            Key::Char('9') if self.editor.clean().is_empty() => {
                common.say(Tone::Warn, words::reason_needed(common.lang));
                self.confirming = false;
                Step::Stay
            }
            Key::Char('9') => Step::Up(Outcome::Text(self.editor.clean())),
            Key::Esc => Step::Up(Outcome::Unfinished(self.editor.text().to_owned())),
            Key::Enter | Key::Tab | Key::BackTab | Key::Up => {
                self.confirming = false;
                Step::Stay
            }
            _ => Step::Stay,
        }
    }
}

impl Page for Writing {
    fn ending(&mut self, common: &mut Common) {
        if self.unkept {
            self.keeping = None;
            self.keep(common);
        }
    }

    fn key(&mut self, common: &mut Common, key: Key) -> Step {
        if self.confirming {
            return self.confirm(common, key);
        }
        match (key, self.purpose) {
            (Key::Esc | Key::Tab | Key::BackTab, Purpose::Note) | (Key::Enter, Purpose::Line) => {
                Step::Up(Outcome::Text(self.editor.clean()))
            }
            (Key::Esc, _) => Step::Up(Outcome::Unfinished(self.editor.text().to_owned())),
            (Key::Tab | Key::BackTab, Purpose::Reason) => {
                self.confirming = true;
                Step::Stay
            }
            (other, _) => {
                let typed = self.editor.key(other);
                self.typed(common, typed)
            }
        }
    }

    fn paste(&mut self, common: &mut Common, text: &str) -> Step {
        let typed = self.editor.paste(text);
        self.typed(common, typed)
    }

    fn answer(&mut self, common: &mut Common, id: u64, _result: Result<Answer, Failure>) -> Step {
        if self.keeping == Some(id) {
            self.keeping = None;
            if self.unkept {
                self.keep(common);
            }
        }
        Step::Stay
    }

    fn fit(&mut self, common: &Common) {
        let height = if self.purpose == Purpose::Line { 1 } else { usize::from(common.size.1 / 3).max(3) };
        self.editor.fit((popup_columns(common), height), common.ambiguous());
    }

    fn takes_text(&self) -> bool {
        !self.confirming
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn context(&self) -> Context {
        if self.confirming { Context::Question } else { Context::Note }
    }

    fn ways(&self, common: &Common) -> Vec<Way> {
        let lang = common.lang;
        let newline = Way::new(&[Act::Enter], hints::new_line(lang)).hint(2, hints::new_line(lang));
        match self.purpose {
            _ if self.confirming => vec![
                Way::typed("9", self.yes.clone()),
                Way::new(&[Act::Enter], words::to_text(lang)),
                Way::new(&[Act::Back], hints::kept(lang)),
            ],
            Purpose::Note => vec![
                newline,
                Way::new(&[Act::Back, Act::NextPane], hints::save(lang)).hint(Hint::STAYS, hints::save(lang)),
            ],
            Purpose::Reason => vec![
                newline,
                Way::new(&[Act::NextPane], hints::confirm_below(lang)).hint(Hint::STAYS, hints::confirm_below(lang)),
                Way::new(&[Act::Back], hints::kept(lang)).hint(1, hints::kept(lang)).brief(hints::back(lang)),
            ],
            Purpose::Line => vec![
                Way::new(&[Act::Enter], hints::done(lang)).hint(Hint::STAYS, hints::done(lang)),
                Way::new(&[Act::Back], hints::kept(lang)).hint(1, hints::kept(lang)).brief(hints::back(lang)),
            ],
        }
    }
}
