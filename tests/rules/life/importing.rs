//! `marks import`: an expert's own entry, the office's transcription, and who confirms it.

use super::*;
use shouxi::domain::{RowAside, RowMark, RowRefusal, SheetRows};

fn rows(who: &str, id: &str, points: [&str; 3]) -> SheetRows {
    let mark = |(line, (name, points)): (u64, (&str, &str))| RowMark {
        line,
        item: item(name),
        basis: Basis::File,
        points: pts(points),
        note: Clean::default(),
    };
    let named = ITEMS.into_iter().zip(points).filter(|(_, points)| !points.is_empty());
    let marks = (2_u64..).zip(named).map(mark).collect();
    SheetRows { seat: seat(who), dossier: code(id), line: 2, marks, note: None, aside: None }
}

fn import(sheets: Vec<SheetRows>, sign: bool) -> Command {
    Command::Import { sheets, sign }
}

fn aside(who: &str, id: &str, aside: RowAside) -> SheetRows {
    SheetRows { aside: Some((aside, why())), ..rows(who, id, ["", "", ""]) }
}

fn refused(line: u64, why: Refusal) -> Refusal {
    Refusal::Rows(vec![RowRefusal { line, why }])
}

const FULL: [&str; 3] = ["20", "5", "0"];

#[test]
fn an_experts_own_file_declares_enters_and_signs() {
    let mut review = Review::of(&["A2", "B2"]);
    let file = import(vec![rows("E01", "A2", FULL), rows("E01", "B2", ["20", "", ""])], true);
    review.ok("E01", file.clone());
    assert_eq!(review.sheet_state("E01", "A2"), SheetState::Signed);
    assert_eq!(review.sheet_state("E01", "B2"), SheetState::Drafting, "an incomplete sheet stays drafting");
    assert_eq!(review.state.sheet(&seat("E01"), &code("A2")).transcribed, None);
    let Command::Import { sheets, .. } = &file else { unreachable!() };
    assert_eq!(decide::left_drafting(&review.state, sheets), [(seat("E01"), code("B2"))]);
    review.done("E01", file);
    assert_eq!(
        review.no("E01", import(vec![rows("E02", "A2", FULL)], false)),
        refused(2, Refusal::ForeignSeat(seat("E02")))
    );
}

#[test]
fn an_import_is_all_or_nothing_and_every_bad_row_is_named() {
    let mut review = Review::of(&["A2", "B2"]);
    let mut bad = rows("E01", "B2", ["20.3", "99", "1"]);
    bad.marks[2].item = item("inovation.use");
    bad.marks.push(RowMark { line: 9, ..bad.marks[0].clone() });
    bad.marks[3].points = pts("1");
    let mut lost = rows("E01", "Z9", ["31", "1", "1"]);
    lost.line = 20;
    lost.marks[0].line = 21;
    let Refusal::Rows(found) = review.no("E01", import(vec![rows("E01", "A2", FULL), bad, lost], true)) else {
        unreachable!()
    };
    let told: Vec<_> = found.iter().map(|row| (row.line, std::mem::discriminant(&row.why))).collect();
    let kind = |why: Refusal| std::mem::discriminant(&why);
    let step = kind(Refusal::Step { item: Clean::default(), step: pts("1"), typed: pts("1") });
    let range = kind(Refusal::Range { item: Clean::default(), max: pts("1"), typed: pts("1") });
    let (no_item, no_dossier) =
        (kind(Refusal::NoItem(Clean::default(), None)), kind(Refusal::NoDossier(Clean::default(), None)));
    assert_eq!(told, [(2, step), (3, range), (4, no_item), (20, no_dossier), (21, range)]);
    assert_eq!(review.sheet_state("E01", "A2"), SheetState::Unopened);
}

#[test]
fn marks_of_a_recused_sheet_are_kept_in_the_record_and_do_not_count() {
    let mut review = Review::of(&["A2", "B2"]);
    for (who, by) in [("E01", "E01"), ("E02", "S01")] {
        let conflict = RowAside::Aside(Aside::Conflict);
        let file = import(vec![SheetRows { aside: Some((conflict, why())), ..rows(who, "A2", FULL) }], true);
        review.ok(by, file.clone());
        assert_eq!(review.sheet_state(who, "A2"), SheetState::Aside(Aside::Conflict));
        assert_eq!(review.state.sheet(&seat(who), &code("A2")).marks.get(0, Basis::File), Some(pts("20")));
        if by == who {
            review.done(by, file);
        }
    }
    let bare = aside("E01", "B2", RowAside::Aside(Aside::Abstained));
    review.ok("E01", import(vec![bare], false));
    assert_eq!(review.state.sheet(&seat("E01"), &code("B2")).declared, None, "a recusal alone declares nothing");
}

#[test]
fn a_bad_mark_in_a_recused_sheet_refuses_the_file() {
    let mut review = Review::of(&["A2"]);
    let conflict = RowAside::Aside(Aside::Conflict);
    let mut bad = SheetRows { aside: Some((conflict, why())), ..rows("E01", "A2", ["31", "5", "0"]) };
    bad.marks[1].item = item("nowhere");
    let Refusal::Rows(found) = review.no("E01", import(vec![bad], false)) else { unreachable!() };
    assert_eq!(found.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(review.sheet_state("E01", "A2"), SheetState::Unopened);
}

#[test]
fn a_changed_mark_in_a_sheet_that_is_set_aside_is_refused() {
    let mut review = Review::of(&["A2"]);
    let aside = Some((RowAside::Aside(Aside::Conflict), why()));
    review.ok("E01", import(vec![SheetRows { aside: aside.clone(), ..rows("E01", "A2", FULL) }], false));
    let other = SheetRows { aside, ..rows("E01", "A2", ["21", "5", "0"]) };
    let closed = Refusal::Closed(code("A2"), SheetState::Aside(Aside::Conflict));
    assert_eq!(review.no("E01", import(vec![other], false)), refused(2, closed));
}

#[test]
fn a_sheet_or_a_mark_given_twice_refuses_the_file() {
    let mut review = Review::of(&["A2"]);
    let both = import(vec![rows("E01", "A2", FULL), rows("E01", "A2", FULL)], false);
    assert_eq!(review.no("E01", both), refused(2, Refusal::Twice(code("A2"))));
    let mut twice = rows("E01", "A2", FULL);
    twice.marks[1].item = item("mastery");
    let why = Refusal::RowTwice(seat("E01"), code("A2"), item("mastery"));
    assert_eq!(review.no("E01", import(vec![twice], false)), refused(3, why));
}

#[test]
fn a_transcription_counts_confirmed_or_not_and_is_a_caution_until_confirmed() {
    let mut review = Review::of(&["A2"]);
    review.ok(OFFICE, import(vec![rows("E01", "A2", FULL)], true));
    assert_eq!(review.counted("E01", "A2"), Some(pts("20")));
    let sheet = review.state.sheet(&seat("E01"), &code("A2"));
    assert!(sheet.declared.is_some() && !sheet.own_hand && sheet.transcribed.is_some());
    assert_eq!(decide::cautions_at_final(&review.state), [(seat("E01"), code("A2"))]);
    assert_eq!(review.no(OFFICE, confirm("E01", "A2")), Refusal::OwnConfirmation);
    assert_eq!(review.no("E02", confirm("E01", "A2")), Refusal::OthersSheet(seat("E01")));
    review.ok(WATCH, confirm("E01", "A2"));
    review.done(WATCH, confirm("E01", "A2"));
    assert!(decide::cautions_at_final(&review.state).is_empty());
    let nothing = Refusal::NothingToConfirm(seat("E01"), code("A2"));
    assert_eq!(review.no(DEPUTY, confirm("E01", "A2")), nothing);
}

#[test]
fn the_expert_the_supervisor_or_another_secretary_confirms() {
    for who in ["E01", WATCH, DEPUTY] {
        let mut review = Review::of(&["A2"]);
        let nothing = Refusal::NothingToConfirm(seat("E01"), code("A2"));
        assert_eq!(review.no(who, confirm("E01", "A2")), nothing);
        review.ok(OFFICE, import(vec![rows("E01", "A2", FULL)], true));
        review.ok(who, confirm("E01", "A2"));
    }
}

#[test]
fn a_transcription_is_refused_where_the_seat_itself_entered_signed_or_recused() {
    for step in 0..4 {
        let mut review = Review::of(&["A2"]);
        match step {
            0 => {
                review.ok("E01", declare("A2"));
                review.ok("E01", mark("A2", "mastery", "20"));
            }
            1 => review.score("E01", "A2", "20"),
            2 => {
                review.ok("E01", recuse("E01", "A2", Aside::Conflict));
                review.ok(OFFICE, undo_recuse("E01", "A2"));
            }
            _ => {
                review.ok(OFFICE, import(vec![rows("E01", "A2", ["20", "", ""])], false));
                review.ok("E01", mark("A2", "mastery", "21"));
            }
        }
        let own = refused(2, Refusal::OwnSheet(seat("E01"), code("A2")));
        // Also where the file says just what the sheet says: nobody may try out another's marks.
        for points in [["20", "0", "0"], ["3", "3", "3"]] {
            for sign in [false, true] {
                assert_eq!(review.no(OFFICE, import(vec![rows("E01", "A2", points)], sign)), own, "{step}");
            }
        }
        let recused = aside("E01", "A2", RowAside::Aside(Aside::Recognised));
        assert_eq!(review.no(OFFICE, import(vec![recused], false)), own);
    }
}

#[test]
fn a_declaration_alone_is_no_entry_of_the_seats_own() {
    let mut review = Review::of(&["A2"]);
    review.ok("E01", declare("A2"));
    review.ok(OFFICE, import(vec![rows("E01", "A2", FULL)], true));
    assert_eq!(review.sheet_state("E01", "A2"), SheetState::Signed);
}

#[test]
fn the_papers_recusals_abstentions_and_absences_are_taken_over() {
    let mut review = Review::of(&["A2", "B2", "C2"]);
    let file = vec![
        aside("E01", "A2", RowAside::Aside(Aside::Recognised)),
        aside("E01", "B2", RowAside::Aside(Aside::Abstained)),
        aside("E01", "C2", RowAside::Excused),
    ];
    review.ok(OFFICE, import(file.clone(), false));
    review.done(OFFICE, import(file, false));
    let states = ["A2", "B2", "C2"].map(|id| review.sheet_state("E01", id));
    assert_eq!(
        states,
        [SheetState::Aside(Aside::Recognised), SheetState::Aside(Aside::Abstained), SheetState::Excused]
    );
    let other = import(vec![aside("E01", "A2", RowAside::Aside(Aside::Abstained))], false);
    let closed = Refusal::Closed(code("A2"), SheetState::Aside(Aside::Recognised));
    assert_eq!(review.no(OFFICE, other), refused(2, closed));
    let own = import(vec![aside("E02", "A2", RowAside::Excused)], false);
    assert_eq!(review.no("E02", own), refused(2, Refusal::Role(&[Role::Secretary])));
}

#[test]
fn in_review_only_what_was_given_back_is_imported_or_signed() {
    let mut review = Review::of(&["A2"]);
    review.ok(OFFICE, import(vec![rows("E01", "A2", FULL)], false));
    review.fill("E02", "A2", "20");
    review.close();
    let late = Refusal::NotReturned(code("A2"));
    assert_eq!(review.no(OFFICE, import(vec![rows("E01", "A2", FULL)], true)), refused(2, late.clone()));
    assert_eq!(review.no(OFFICE, import(vec![rows("E03", "A2", FULL)], true)), refused(2, late.clone()));
    let same = rows("E02", "A2", ["20", "0", "0"]);
    assert_eq!(review.no("E02", import(vec![same], true)), refused(2, late));
    review.ok(OFFICE, give_back("E01", "A2", None));
    review.ok(OFFICE, import(vec![rows("E01", "A2", FULL)], true));
    assert_eq!(review.counted("E01", "A2"), Some(pts("20")));
}

#[test]
fn after_final_nothing_is_imported_not_even_a_recusal() {
    let mut review = Review::closed(&[("A2", ["20", "20", "20"])]);
    review.ok(OFFICE, Command::Finalise);
    let recused = import(vec![aside("E03", "A2", RowAside::Aside(Aside::Conflict))], false);
    review.no("E03", recused);
    review.no("E03", import(vec![rows("E03", "A2", ["1", "1", "1"])], true));
}

#[test]
fn a_signed_sheet_takes_neither_marks_nor_notes_from_a_file() {
    let mut review = Review::of(&["A2"]);
    review.ok("E01", import(vec![rows("E01", "A2", FULL)], true));
    let locked = Refusal::Signed(code("A2"), Half::File);
    let other = import(vec![rows("E01", "A2", ["21", "5", "0"])], false);
    assert_eq!(review.no("E01", other), refused(2, locked.clone()));
    let mut noted = rows("E01", "A2", FULL);
    noted.note = Some(clean_line("事后"));
    assert_eq!(review.no("E01", import(vec![noted], false)), refused(2, locked.clone()));
    let mut noted = rows("E01", "A2", FULL);
    noted.marks[1].note = clean_line("事后");
    assert_eq!(review.no("E01", import(vec![noted], false)), refused(3, locked));
}

#[test]
fn an_empty_note_column_leaves_the_notes_that_are_there() {
    let mut review = Review::of(&["A2"]);
    let mut noted = rows("E01", "A2", FULL);
    noted.marks[0].note = clean_line("有数据");
    review.ok("E01", import(vec![noted], false));
    review.done("E01", import(vec![rows("E01", "A2", FULL)], false));
    let notes = &review.state.sheet(&seat("E01"), &code("A2")).marks.notes;
    assert_eq!(notes.get(&(0, Basis::File)), Some(&clean_line("有数据")));
}

#[test]
fn a_returned_sheet_is_answered_before_a_file_signs_it() {
    let mut review = Review::closed(&[("A2", ["20", "20", "20"])]);
    review.ok(OFFICE, give_back("E01", "A2", Some("mastery")));
    let same = import(vec![rows("E01", "A2", ["20", "0", "0"])], true);
    assert_eq!(review.no("E01", same.clone()), refused(2, Refusal::Unexplained(code("A2"), clean_line("mastery"))));
    review.ok("E01", explain("A2", "mastery"));
    review.ok("E01", same);
    assert_eq!(review.sheet_state("E01", "A2"), SheetState::Signed);
}

#[test]
fn a_new_transcription_wants_a_new_confirmation_and_the_seats_own_signature_is_one() {
    let mut review = Review::of(&["A2"]);
    review.ok(OFFICE, import(vec![rows("E01", "A2", FULL)], true));
    review.ok(WATCH, confirm("E01", "A2"));
    review.ok(OFFICE, give_back("E01", "A2", None));
    review.ok(OFFICE, import(vec![rows("E01", "A2", ["22", "5", "0"])], true));
    assert_eq!(decide::cautions_at_final(&review.state).len(), 1);
    review.ok(OFFICE, give_back("E01", "A2", None));
    review.ok("E01", mark("A2", "mastery", "23"));
    review.ok("E01", sign("A2"));
    assert!(decide::cautions_at_final(&review.state).is_empty());
}

#[test]
fn a_file_with_a_visits_both_halves_is_signed_whole_and_one_half_stays_drafting() {
    let mut panel = panel(3);
    panel.visits = vec![visit("A2", &["E01"]), visit("B2", &["E01"])];
    let mut review = Review::open(panel, vec![dossier("A2"), dossier("B2")]);
    let mut both = rows("E01", "A2", FULL);
    both.marks.push(RowMark { line: 5, basis: Basis::Onsite, ..both.marks[0].clone() });
    review.ok(OFFICE, import(vec![both, rows("E01", "B2", FULL)], true));
    assert_eq!(review.sheet_state("E01", "A2"), SheetState::Signed);
    assert_eq!(review.sheet_state("E01", "B2"), SheetState::Drafting);
    assert_eq!(review.state.sheet(&seat("E01"), &code("B2")).signed, [false; 2]);
}
