//! What works here and now, on `?` everywhere and on 0 in 操作.

use crate::tui::app::parts::{Action, Rows};
use crate::tui::app::{Common, Hint, Outcome, Page, Step, Way};
use crate::tui::keymap::{Act, Context, Key, key_name, main_keys};
use crate::words::screens::keys::joint;
use crate::words::screens::{frame as words, hints};

/// A line of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpLine {
    /// The actions it is about; none where a digit means something of one page alone.
    pub acts: Vec<Act>,
    /// Their keys here.
    pub keys: String,
    /// What they do here.
    pub meaning: String,
}

/// The list of keys of the page below.
#[derive(Debug)]
pub struct Help {
    /// Key and meaning.
    pub lines: Vec<HelpLine>,
    /// Which are in sight.
    pub rows: Rows,
}

/// What works on a page, each action once: its main keys, its 操作 row, what stands behind 更多, what works everywhere.
pub(super) fn lines_of(page: &dyn Page, common: &Common) -> Vec<HelpLine> {
    let lang = common.lang;
    let context = page.context();
    // The main keys first, then what the keymap has beside them.
    let with_aliases = |acts: &[Act], keys: String| {
        let aliases = acts.iter().flat_map(|act| common.keymap.aliases(context, *act));
        let all = Some(keys).filter(|keys| !keys.is_empty()).into_iter().chain(aliases.map(|key| key_name(lang, key)));
        all.collect::<Vec<_>>().join(joint(lang))
    };
    let main = page.ways(common).into_iter().map(|Way { acts, typed, meaning, .. }| {
        let main = if typed.is_empty() { main_keys(lang, &acts) } else { typed };
        HelpLine { keys: with_aliases(&acts, main), acts, meaning }
    });
    let mut lines: Vec<HelpLine> = main.collect();
    let told = |lines: &[HelpLine], act: Act| lines.iter().any(|line| line.acts.contains(&act));
    let of = |lead: String, action: &Action| HelpLine {
        acts: vec![action.act],
        keys: with_aliases(&[action.act], format!("{lead} {}", action.digit)),
        meaning: format!("{}  {}", action.label, action.act.about(lang)),
    };
    if let Some(actions) = page.actions() {
        let row = actions.lines().iter().filter(|action| !told(&lines, action.act));
        let row: Vec<HelpLine> = row.map(|action| of(words::acts(lang).to_owned(), action)).collect();
        lines.extend(row);
        let digit = actions.lines().iter().find(|action| action.act == Act::More).map_or(0, |action| action.digit);
        lines.extend(actions.more().iter().map(|action| of(format!("{} {digit}", words::acts(lang)), action)));
    }
    let row = page.actions().is_some();
    for act in [Act::Help, Act::Palette, Act::Leave] {
        let main = match act {
            Act::Help if row => format!("{} 0", words::acts(lang)),
            Act::Leave => words::esc_esc(lang).to_owned(),
            Act::Palette if row => format!("{} 0 Tab", words::acts(lang)),
            _ => String::new(),
        };
        let keys = with_aliases(&[act], main);
        if (context != Context::Question || act == Act::Help) && !told(&lines, act) {
            lines.push(HelpLine { acts: vec![act], keys, meaning: format!("{}  {}", act.name(lang), act.about(lang)) });
        }
    }
    lines
}

impl Help {
    /// Of a page.
    pub fn of(page: &dyn Page, common: &Common) -> Self {
        Self { lines: lines_of(page, common), rows: Rows::default() }
    }
}

impl Page for Help {
    fn key(&mut self, _common: &mut Common, key: Key) -> Step {
        match key {
            Key::Esc | Key::Enter => Step::Up(Outcome::Declined),
            Key::Tab => Step::Do(Act::Palette),
            other => {
                // The window moves, not a cursor: what is above it is at its end once the end is in sight.
                self.rows.key(other);
                Step::Stay
            }
        }
    }

    fn fit(&mut self, common: &Common) {
        let height = usize::from(common.size.1).saturating_sub(4);
        self.rows.fit(self.lines.len(), height);
    }

    fn context(&self) -> Context {
        Context::Text
    }

    fn ways(&self, common: &Common) -> Vec<Way> {
        let lang = common.lang;
        vec![
            Way::new(&[Act::Up, Act::Down], words::line_move(lang)).hint(1, hints::line(lang)),
            Way::new(&[Act::PageDown, Act::PageUp], words::page_move(lang)),
            Way::new(&[Act::First, Act::Last], words::ends_move(lang)),
            Way::new(&[Act::NextPane], hints::by_name(lang)).hint(1, hints::by_name(lang)),
            Way::new(&[Act::Back, Act::Enter], words::back(lang)).hint(Hint::STAYS, hints::back(lang)),
        ]
    }
}
