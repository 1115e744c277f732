//! 代录 against a hall that answers when told to: what is typed is kept, sent in its order, and comes back when it fails.

use super::*;
use crate::desk::request::Request;
use crate::domain::{Cause, Item, Role, Trouble};
use crate::tui::app::probe::{Probe, card, code, points, rules, start};
use crate::tui::app::{Effect, Msg, Screen};

/// A secretary at a sheet from paper, and what the page sends.
struct Desk {
    common: Common,
    page: Entry,
    sent: Vec<(u64, Request)>,
}

fn e03() -> SeatId {
    SeatId::parse("E03").unwrap()
}

fn item(place: usize) -> Item {
    rules().items().nth(place).unwrap().1.clone()
}

fn draft(place: usize, text: &str) -> Draft {
    let cell = Some((item(place).id, Basis::File));
    Draft { paper_of: Some(e03()), dossier: code("W274"), cell, note: false, text: crate::text::clean(text) }
}

fn view(marks: &[(usize, &str)], drafts: Vec<Draft>) -> EntryView {
    let mut all = Marks::empty(7);
    for (place, mark) in marks {
        all.set(*place, Basis::File, Some(points(mark)));
    }
    EntryView { state: SheetState::Drafting, marks: all, drafts }
}

fn done() -> Answer {
    Answer::Done(Done {
        events: 1,
        at: crate::domain::Moment(0),
        receipts: Vec::new(),
        pending: None,
        drafting: Vec::new(),
        stage_head: None,
    })
}

fn full() -> Failure {
    Trouble::NotSaved(Cause::Full).into()
}

impl Desk {
    fn open(answer: EntryView) -> Self {
        let mut home = crate::tui::app::probe::home();
        home.seat = card("S01", Role::Secretary, "王敏");
        let mut common = Common::new(start());
        common.home = Some(home);
        let mut page = Entry::new(e03(), code("W274"));
        page.shown(&mut common);
        let mut desk = Self { common, page, sent: Vec::new() };
        desk.collect();
        desk.answer_ask(answer);
        desk
    }

    fn collect(&mut self) {
        for effect in self.common.take_effects() {
            if let Effect::Send { id, request } = effect {
                self.sent.push((id, request));
            }
        }
    }

    fn keys(&mut self, keys: &[Key]) {
        for key in keys {
            self.page.fit(&self.common);
            let step = self.page.key(&mut self.common, *key);
            assert!(matches!(step, Step::Stay | Step::Up(_)), "{step:?}");
            self.collect();
        }
    }

    fn digits(&mut self, digits: &str) {
        self.keys(&digits.chars().map(Key::Char).collect::<Vec<_>>());
    }

    fn answer(&mut self, of: impl Fn(&Request) -> bool, result: Result<Answer, Failure>) -> Step {
        let at = self.sent.iter().position(|(_, request)| of(request)).expect("nothing of the kind was sent");
        let (id, _) = self.sent.remove(at);
        let step = self.page.answer(&mut self.common, id, result);
        self.collect();
        step
    }

    fn answer_ask(&mut self, view: EntryView) {
        let view = Ok(Answer::View(View::Entry(Box::new(view))));
        self.answer(|request| matches!(request, Request::Ask(_)), view);
    }

    /// What the hall was told to keep and has not answered: item, and text.
    fn kept(&self) -> Vec<(Option<SeatId>, String, String)> {
        let keep = |(_, request): &(u64, Request)| match request {
            Request::Keep(draft) => {
                let cell = draft.cell.as_ref().map(|(item, _)| item.to_string()).unwrap_or_default();
                Some((draft.paper_of.clone(), cell, draft.text.to_string()))
            }
            _ => None,
        };
        self.sent.iter().filter_map(keep).collect()
    }

    fn writes(&self) -> usize {
        self.sent.iter().filter(|(_, request)| matches!(request, Request::Do(_))).count()
    }

    fn typed(&self) -> Vec<(usize, &str)> {
        self.page.typed.iter().map(|((item, _), text)| (*item, text.as_str())).collect()
    }
}

fn is_keep(request: &Request) -> bool {
    matches!(request, Request::Keep(_))
}

fn is_write(request: &Request) -> bool {
    matches!(request, Request::Do(_))
}

#[test]
fn every_digit_is_handed_over_as_of_the_experts_sheet_and_the_newest_when_the_program_ends() {
    let mut desk = Desk::open(view(&[], vec![]));
    desk.digits("27.5");
    let one = item(0).id.to_string();
    assert_eq!(desk.kept(), [(Some(e03()), one.clone(), "2".into())], "one at a time, the rest when it is answered");
    desk.page.ending(&mut desk.common);
    desk.collect();
    assert_eq!(desk.kept().last(), Some(&(Some(e03()), one, "27.5".into())));
    assert_eq!(desk.writes(), 0, "nothing is recorded by ending");
}

#[test]
fn what_was_kept_stands_in_its_cell_again_and_blocks_the_signature() {
    let marks: Vec<(usize, &str)> = (0..7).map(|place| (place, "3")).collect();
    // The first was recorded all the same: the answer was lost with the line.
    let mut desk = Desk::open(view(&marks, vec![draft(0, "3"), draft(2, "6.5")]));
    assert_eq!((desk.typed(), desk.page.rows.at), (vec![(2, "6.5")], 2));
    assert_eq!(desk.kept(), [(Some(e03()), item(0).id.to_string(), String::new())], "it need not be kept");
    desk.page.rows.go(0);
    let step = desk.page.run(&mut desk.common, Act::SignEntry);
    assert!(matches!(step, Step::Stay));
    assert_eq!((desk.page.rows.at, desk.page.asked), (2, None), "the cursor leads to what is not recorded");
}

#[test]
fn a_mark_is_kept_until_it_is_saved_and_stands_in_its_cell_again_when_it_is_not() {
    let mut desk = Desk::open(view(&[], vec![]));
    desk.digits("8");
    desk.answer(is_keep, Ok(Answer::Kept));
    desk.keys(&[Key::Enter]);
    assert_eq!((desk.typed(), desk.kept()), (vec![], vec![]), "on its way, and the hall still has it");
    desk.answer(is_write, Err(full()));
    assert_eq!(desk.typed(), [(0, "8")]);
    assert_eq!(desk.kept(), [(Some(e03()), item(0).id.to_string(), "8".into())]);
    desk.answer(is_keep, Ok(Answer::Kept));
    // What is shown is what is recorded.
    desk.answer_ask(view(&[], vec![draft(0, "8")]));
    desk.page.rows.go(0);
    desk.keys(&[Key::Enter]);
    desk.answer(is_write, Ok(done()));
    assert_eq!(desk.kept(), [(Some(e03()), item(0).id.to_string(), String::new())], "saved: no longer kept");
}

#[test]
fn a_refused_mark_among_others_on_their_way_is_told_and_not_lost() {
    let mut desk = Desk::open(view(&[], vec![]));
    desk.digits("1");
    desk.keys(&[Key::Enter]);
    desk.digits("2");
    desk.keys(&[Key::Enter]);
    assert_eq!(desk.writes(), 1, "one at a time, in their order");
    desk.answer(is_write, Err(full()));
    assert!(desk.common.message.is_some());
    desk.answer(is_write, Ok(done()));
    assert_eq!(desk.typed(), [(0, "1")]);
}

#[test]
fn a_note_that_is_not_saved_is_given_again() {
    let mut desk = Desk::open(view(&[], vec![]));
    desk.page.asked = Some(Asked::Note);
    desk.page.back(&mut desk.common, Outcome::Text(crate::text::clean("佐证不足")));
    desk.collect();
    assert!(desk.page.is_waiting(&desk.common));
    desk.answer(is_write, Err(full()));
    assert!(!desk.page.is_waiting(&desk.common));
    let Step::Push(screen) = desk.page.run(&mut desk.common, Act::Note) else { panic!() };
    let Screen::Writing(writing) = *screen else { panic!() };
    assert_eq!(writing.editor.text(), "佐证不足");
}

#[test]
fn esc_leaves_at_once_with_what_is_typed_kept() {
    let mut desk = Desk::open(view(&[], vec![]));
    desk.digits("27");
    let step = desk.page.key(&mut desk.common, Key::Esc);
    desk.collect();
    assert!(matches!(step, Step::Up(Outcome::Done)), "{step:?}");
    assert_eq!(desk.kept().last().map(|(.., text)| text.as_str()), Some("27"));
    assert_eq!(desk.page.unrecorded(), 1);
}

/// The expert's own page asks and keeps in its own name, whatever the secretary types.
#[test]
fn the_experts_own_drafts_name_no_other_seat() {
    let mut probe = Probe::at_desk(|_| {});
    probe.keys("27");
    probe.tell(Msg::Left);
    let named = probe.hall.log.iter().filter_map(|request| match request {
        Request::Keep(draft) => Some(draft.paper_of.clone()),
        _ => None,
    });
    let named: Vec<_> = named.collect();
    assert!(!named.is_empty() && named.iter().all(Option::is_none), "{named:?}");
}
