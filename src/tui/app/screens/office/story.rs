//! Texts made of the list: why a rank is what it is, what would change it, what amendments changed.

use super::queue::selected;
use crate::desk::request::{Answer, Failure};
use crate::desk::view::{Ask, ListView, Topic, View, WhatIfView};
use crate::domain::tally::{AheadBy, proof};
use crate::domain::{Aside, Code, SealedLine};
use crate::tui::app::layout::areas;
use crate::tui::app::parts::Pager;
use crate::tui::app::{Common, Hint, Outcome, Page, Step, Way};
use crate::tui::keymap::{Act, Context, Key};
use crate::words::screens::{frame, hints, office as words};
use crate::words::{self as all, tally};

/// What it tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// Why this dossier stands where it stands.
    Proof(Code),
    /// What would change the ten.
    WhatIf,
    /// 更正, each with the list before and after.
    Amendments,
    /// The list was sealed.
    Sealed,
}

/// The text.
#[derive(Debug)]
pub struct Story {
    /// What of.
    pub about: About,
    /// The text as it is.
    pub text: String,
    /// Its lines.
    pub pager: Pager,
    list: Option<ListView>,
    what_if: Option<WhatIfView>,
    queries: (Option<u64>, Option<u64>),
    failed: bool,
    edition: u64,
}

impl Story {
    /// About this.
    pub fn new(about: About) -> Self {
        Self {
            about,
            text: String::new(),
            pager: Pager::default(),
            list: None,
            what_if: None,
            queries: (None, None),
            failed: false,
            edition: 0,
        }
    }

    fn query(&mut self, common: &mut Common) {
        self.queries.0 = Some(common.ask(Ask::List));
        if matches!(self.about, About::Proof(_) | About::WhatIf) {
            self.queries.1 = Some(common.ask(Ask::WhatIf));
        }
    }

    fn make(&mut self, common: &Common) {
        let Some(list) = &self.list else { return };
        let what_if = self.what_if.as_ref();
        let told = |short| what_if.map(|found| what_if_text(common, list, found, short)).unwrap_or_default();
        self.text = match &self.about {
            About::Proof(code) => format!("{}\n{}", proof_text(common, list, code), told(true)),
            About::WhatIf => told(false),
            About::Amendments => amendments_text(common, list),
            About::Sealed => {
                let head = common.home.as_ref().and_then(|home| home.stage_head.as_ref());
                let head = head.map(|(_, head)| all::head_of_hex(head)).unwrap_or_default();
                words::sealed_text(common.lang, selected(list), list.quota, &head)
            }
        };
        self.edition += 1;
        self.pager.renew();
    }

    fn step(&mut self, common: &mut Common, back: bool) {
        let About::Proof(code) = &self.about else { return };
        let Some(list) = &self.list else { return };
        let Some(at) = list.list.lines.iter().position(|ranked| ranked.line.code == *code) else { return };
        let next = if back { at.checked_sub(1) } else { at.checked_add(1) };
        if let Some(ranked) = next.and_then(|next| list.list.lines.get(next)) {
            self.about = About::Proof(ranked.line.code.clone());
            self.pager = Pager::default();
            self.make(common);
        }
    }
}

/// Why a dossier stands where it stands, one thing a line.
pub fn proof_text(common: &Common, view: &ListView, code: &Code) -> String {
    let lang = common.lang;
    let Some(rules) = common.rules() else { return String::new() };
    let Ok(Some(found)) = proof(rules, &view.list, code) else { return words::no_proof(lang).to_owned() };
    let aside = |wanted: bool| {
        let of = view.asides.iter().filter(|(dossier, ..)| dossier == code);
        of.filter(|(.., aside)| (*aside == Aside::Abstained) == wanted).count()
    };
    let mut lines = vec![format!("{code}  {}", tally::reason(lang, &found))];
    lines.extend(tally::score(lang, &found));
    if found.sheets > 0 {
        lines.push(tally::kept(lang, &found));
        lines.push(format!("  {}", tally::totals(lang, &found)));
    }
    lines.extend(tally::parts(lang, rules, &found).into_iter().map(|line| format!("  {line}")));
    lines.push(tally::basis_line(lang, &found, aside(false), aside(true)));
    lines.extend(tally::lone(lang, &found));
    lines.extend(tally::unscored_sheets(lang, &found));
    let tied = |versus: &&crate::domain::tally::Versus| versus.by == AheadBy::Tied;
    let both = || found.before.iter().chain(found.after.iter());
    let shown: Vec<_> = match both().find(tied) {
        Some(versus) => vec![versus],
        None => both().collect(),
    };
    for versus in shown {
        lines.push(tally::versus_title(lang, versus));
        lines.push(format!("  {}", tally::versus(lang, versus)));
    }
    lines.extend(tally::gap(lang, &found));
    let section_mode = !found.parts.is_empty();
    let ranked = view.list.line(code);
    if let Some(ranked) = ranked.filter(|ranked| !ranked.line.sections.is_empty()) {
        let named = ranked
            .line
            .sections
            .iter()
            .filter_map(|(id, mean)| rules.section(id).map(|section| format!("{} {mean}", section.name)));
        lines.push(words::sections_line(lang, &named.collect::<Vec<_>>(), section_mode));
    }
    let decided =
        view.decisions.iter().filter(|one| one.decision.group.members.iter().any(|member| member.code == *code));
    lines.extend(decided.map(|one| words::decision_line(lang, one.number, &one.decision)));
    lines.join("\n")
}

/// What would change the ten; `short` beside the list, else with the experts' agreement.
pub fn what_if_text(common: &Common, view: &ListView, found: &WhatIfView, short: bool) -> String {
    let lang = common.lang;
    let mut lines = vec![words::what_if_title(lang).to_owned()];
    lines.extend(tally::what_if(lang, view.quota, &found.what_if).into_iter().map(|line| format!("  {line}")));
    lines.extend(tally::unlike(lang, &found.what_if).map(|line| format!("  {line}")));
    lines.extend(found.what_if.cut.as_ref().map(|cut| format!("  {}", tally::cut(lang, cut))));
    if !short {
        lines.push(String::new());
        lines.push(tally::without_seat(lang, &found.what_if));
        lines.push(tally::concordance(lang, &found.concordance));
        lines.push(words::severity_title(lang).to_owned());
        lines.extend(found.severities.iter().map(|one| format!("  {}", tally::severity_of(lang, one))));
    }
    lines.join("\n")
}

/// Each amendment with what it changed on the list.
fn amendments_text(common: &Common, view: &ListView) -> String {
    let lang = common.lang;
    let mut lines = Vec::new();
    for amendment in &view.amendments {
        lines.push(words::amendment_title(lang, amendment.number, &amendment.reason));
        match &amendment.lists {
            None => lines.push(format!("  {}", words::no_list_then(lang))),
            Some((before, after)) => {
                let changes = differences(common, before, after);
                if changes.is_empty() {
                    lines.push(format!("  {}", words::list_same(lang)));
                }
                lines.extend(changes.into_iter().map(|line| format!("  {line}")));
                lines.push(format!("  {}{}", words::before(lang), ten(common, before)));
                lines.push(format!("  {}{}", words::after(lang), ten(common, after)));
            }
        }
        lines.push(String::new());
    }
    if view.amendments.is_empty() {
        lines.push(words::no_amendments(lang).to_owned());
    }
    lines.join("\n")
}

/// 拟推荐 of a list, in its order.
fn ten(common: &Common, lines: &[SealedLine]) -> String {
    let lang = common.lang;
    let inside = lines.iter().filter(|line| line.standing == crate::domain::tally::Standing::Selected);
    let codes: Vec<String> = inside
        .map(|line| format!("{} {}", line.rank.map_or(String::new(), |rank| rank.to_string()), line.code))
        .collect();
    if codes.is_empty() { words::nobody(lang).to_owned() } else { codes.join("  ") }
}

fn differences(common: &Common, before: &[SealedLine], after: &[SealedLine]) -> Vec<String> {
    let lang = common.lang;
    let then = |code: &Code| before.iter().find(|line| line.code == *code);
    let changed = after.iter().filter_map(|now| {
        let then = then(&now.code)?;
        let differs = (then.rank, then.standing, &then.exact) != (now.rank, now.standing, &now.exact);
        differs.then(|| words::moved_line(lang, then, now))
    });
    changed.collect()
}

impl Page for Story {
    fn shown(&mut self, common: &mut Common) {
        self.query(common);
    }

    fn key(&mut self, common: &mut Common, key: Key) -> Step {
        match key {
            Key::Esc | Key::Enter => return Step::Up(Outcome::Done),
            Key::Left | Key::Right => self.step(common, key == Key::Left),
            Key::Char('0') => return Step::Do(Act::Help),
            other => {
                self.pager.key(other);
            }
        }
        Step::Stay
    }

    fn answer(&mut self, common: &mut Common, id: u64, result: Result<Answer, Failure>) -> Step {
        match result {
            Ok(Answer::View(View::List(list))) if self.queries.0 == Some(id) => self.list = Some(*list),
            Ok(Answer::View(View::WhatIf(found))) if self.queries.1 == Some(id) => self.what_if = Some(*found),
            Err(failure) if self.queries.0 == Some(id) => {
                self.failed = true;
                common.say_failure(&failure);
            }
            _ => return Step::Stay,
        }
        self.make(common);
        Step::Stay
    }

    fn changed(&mut self, common: &mut Common, topic: Topic) {
        if topic != Topic::Own {
            self.query(common);
        }
    }

    fn home_changed(&mut self, common: &mut Common) -> Step {
        self.make(common);
        Step::Stay
    }

    fn fit(&mut self, common: &Common) {
        let body = areas(common.size, 1, 1).body;
        let size = (usize::from(common.size.0).saturating_sub(4), usize::from(body.height.saturating_sub(1)));
        self.pager.fit(0, &self.text, size, common.ambiguous());
    }

    fn is_waiting(&self, _common: &Common) -> bool {
        self.list.is_none() && !self.failed
    }

    fn context(&self) -> Context {
        Context::Text
    }

    fn ways(&self, common: &Common) -> Vec<Way> {
        let lang = common.lang;
        let mut ways = vec![
            Way::new(&[Act::Up, Act::Down], words::help_lines(lang)).hint(2, hints::line(lang)),
            Way::new(&[Act::PageDown, Act::PageUp], frame::page_move(lang)).hint(2, hints::page(lang)),
            Way::new(&[Act::First, Act::Last], frame::ends_move(lang)),
        ];
        if matches!(self.about, About::Proof(_)) {
            let sides = Way::new(&[Act::Left, Act::Right], words::help_neighbours(lang));
            ways.push(sides.hint(1, hints::neighbours(lang)).brief(hints::neighbours_short(lang)));
        }
        ways.push(Way::new(&[Act::Back, Act::Enter], frame::esc_up(lang)).hint(Hint::STAYS, hints::back(lang)));
        ways.push(Way::digit(0, Act::Help, Act::Help.name(lang), lang));
        ways
    }
}
