use super::*;
use crate::domain::{Basis, Change, How, ItemId, Marks, Moment, Points, Route, What};
use crate::journal::chain::{Tip, seal};
use crate::journal::v1::{DraftKey, Place, SeatNotes, draft_of, draft_to_bytes};
use crate::text::clean;
use std::io;
use std::path::PathBuf;
use tempfile::TempDir;

mod child;
mod following;

fn code(n: usize) -> Code {
    Code::parse(&format!("W{n}")).unwrap()
}

fn seat(n: usize) -> SeatId {
    SeatId::parse(&format!("E{n:02}")).unwrap()
}

fn event_after(tip: &Tip, what: &What) -> Sealed {
    let at = Moment(i64::try_from(tip.head.number).unwrap() * 1_000);
    seal(tip, draft_of(at, &seat(1), &Route::Local, [7; 16], what).unwrap()).unwrap()
}

/// The events that sign `count` sheets, one after the other: copies as the journal would hand them over.
fn history(count: usize) -> Vec<Copy> {
    let mut tip = Tip::EMPTY;
    (0..count)
        .map(|n| {
            let what = What::Noted { dossier: code(n / 10), note: clean(&format!("第{n}条")) };
            let event = event_after(&tip, &what);
            tip = Tip { head: event.head(), at_ms: event.at_ms };
            Copy::of(&event).unwrap()
        })
        .collect()
}

fn head_of(copies: &[Copy]) -> Head {
    copies.last().map_or(Head::EMPTY, |copy| copy.head)
}

/// A sheet whose history has `changes` steps.
fn sheet_now(dossier: usize, of: usize, changes: usize) -> SheetNow {
    let change = |n: usize| Change {
        number: u64::try_from(n).unwrap(),
        at: Moment(5),
        item: n % 8,
        basis: Basis::File,
        from: None,
        to: Some(Points::whole(8)),
        how: How::Entered,
    };
    let sheet =
        Sheet { marks: Marks::empty(8).into(), changes: (0..changes).map(change).collect(), ..Sheet::default() };
    SheetNow { dossier: code(dossier), seat: seat(of), sheet }
}

/// Ten dossiers, three seats.
fn sheets() -> Vec<SheetNow> {
    (0..30).map(|n| sheet_now(n / 3, n % 3, n)).collect()
}

fn place() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let sled = dir.path().join("sled");
    (dir, sled)
}

fn open(dir: &Path) -> Index {
    match Index::open(dir).unwrap() {
        Opened::Ready(index) => index,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_was_applied_is_there_after_closing_and_opening() {
    let (_keep, dir) = place();
    assert!(matches!(Index::open(&dir), Ok(Opened::Missing)));
    let copies = history(40);
    let index = rebuild(&dir, copies[..20].to_vec(), sheets()).unwrap();
    assert_eq!(index.applied(), head_of(&copies[..20]));
    index.apply(&copies[20..], &[sheet_now(3, 1, 77)]).unwrap();
    index.sync().unwrap();
    drop(index);
    let index = open(&dir);
    assert_eq!(index.applied(), head_of(&copies));
    assert_eq!(index.event(31).unwrap().as_deref(), Some(copies[30].blob()));
    assert_eq!(index.event(41).unwrap(), None);
    assert_eq!(index.sheet(&code(3), &seat(1)).unwrap(), Some(sheet_now(3, 1, 77).sheet));
    assert_eq!(index.sheet(&code(3), &seat(9)).unwrap(), None);
    let mut expected = sheets();
    expected[10] = sheet_now(3, 1, 77);
    assert_eq!(index.check_against(head_of(&copies), copies, expected), Ok(None));
}

#[test]
fn events_that_do_not_follow_are_refused_and_break_nothing() {
    let (_keep, dir) = place();
    let copies = history(9);
    let index = rebuild(&dir, copies[..3].to_vec(), []).unwrap();
    assert_eq!(index.apply(&copies[4..], &[]), Err(IndexError::Gap { due: 4, found: 5 }));
    assert_eq!(index.apply(&copies[2..], &[]), Err(IndexError::Gap { due: 4, found: 3 }));
    assert_eq!(index.apply(&[copies[3].clone(), copies[5].clone()], &[]), Err(IndexError::Gap { due: 5, found: 6 }));
    assert_eq!(index.applied().number, 3);
    assert_eq!(index.event(4), Ok(None));
    index.apply(&copies[3..], &[]).unwrap();
    assert_eq!(index.applied(), head_of(&copies));
    drop(index);
    std::fs::remove_dir_all(&dir).unwrap();
    assert_eq!(rebuild(&dir, copies[1..].to_vec(), []).unwrap_err(), IndexError::Gap { due: 1, found: 2 });
}

#[test]
fn an_index_knows_how_it_stands_to_the_journal() {
    let (_keep, dir) = place();
    let copies = history(9);
    let at = |n: u64| copies.iter().find(|copy| copy.number() == n).map(|copy| copy.head.digest);
    let index = rebuild(&dir, copies[..6].to_vec(), []).unwrap();
    assert_eq!(index.standing(copies[5].head, at), Standing::Level);
    assert_eq!(index.standing(copies[8].head, at), Standing::Behind { from: 7 });
    assert_eq!(index.standing(copies[3].head, at), Standing::Ahead { journal: 4, seen: 6 });
    assert_eq!(index.standing(Head::EMPTY, at), Standing::Ahead { journal: 0, seen: 6 });
    let other = Head { number: 6, digest: Digest::from_bytes([1; 32]) };
    assert_eq!(index.standing(other, at), Standing::Foreign);
    assert_eq!(index.standing(copies[8].head, |_| Some(Digest::from_bytes([1; 32]))), Standing::Foreign);
    drop(index);
    std::fs::remove_dir_all(&dir).unwrap();
    let empty = rebuild(&dir, [], []).unwrap();
    assert_eq!(empty.standing(Head::EMPTY, |_| None), Standing::Level);
    assert_eq!(empty.standing(copies[8].head, |_| None), Standing::Behind { from: 1 });
}

#[test]
fn a_sheet_that_became_shorter_leaves_nothing_behind() {
    let (_keep, dir) = place();
    let copies = history(2);
    let index = rebuild(&dir, copies[..1].to_vec(), [sheet_now(1, 1, 5_000), sheet_now(1, 2, 3)]).unwrap();
    assert_eq!(index.sheet(&code(1), &seat(1)).unwrap().unwrap().changes.len(), 5_000);
    index.apply(&copies[1..], &[sheet_now(1, 1, 2)]).unwrap();
    assert_eq!(index.check_against(head_of(&copies), copies, [sheet_now(1, 1, 2), sheet_now(1, 2, 3)]), Ok(None));
}

#[test]
fn the_first_difference_is_named() {
    let (_keep, dir) = place();
    let copies = history(20);
    let head = head_of(&copies);
    let index = rebuild(&dir, copies.clone(), sheets()).unwrap();
    let check = || index.check_against(head, copies.clone(), sheets()).unwrap();
    let trees = index.trees.clone().unwrap();
    let slice = |number: u64| [number.to_be_bytes().as_slice(), &[0]].concat();
    assert_eq!(check(), None);
    let earlier = copies[18].head;
    assert_eq!(
        index.check_against(earlier, copies[..19].to_vec(), sheets()),
        Ok(Some(Difference::Applied { seen: head, journal: earlier }))
    );

    trees.places.insert("x", "not looked at").unwrap();
    trees.sheets.insert(b"W9\0E99\0\0\0\0", "x").unwrap();
    assert_eq!(check(), Some(Difference::UnknownSheets(1)));
    trees.sheets.insert(b"W4\0E01\0\0\x02\0", "x").unwrap();
    assert_eq!(check(), Some(Difference::Sheet(code(4), seat(1), Wrong::Extra)));
    trees.sheets.insert(b"W3\0E01\0\0\0\0", "x").unwrap();
    assert_eq!(check(), Some(Difference::Sheet(code(3), seat(1), Wrong::Changed)));
    trees.sheets.remove(b"W0\0E00\0\0\0\0").unwrap();
    assert_eq!(check(), Some(Difference::Sheet(code(0), seat(0), Wrong::Missing)));
    trees.events.insert(slice(21), "x").unwrap();
    assert_eq!(check(), Some(Difference::Event(21, Wrong::Extra)));
    trees.events.insert(slice(12), "x").unwrap();
    assert_eq!(check(), Some(Difference::Event(12, Wrong::Changed)));
    trees.events.remove(slice(5)).unwrap();
    assert_eq!(check(), Some(Difference::Event(5, Wrong::Missing)));
    trees.events.insert(slice(0), "x").unwrap();
    assert_eq!(check(), Some(Difference::Event(0, Wrong::Extra)));
}

#[test]
fn what_is_not_our_index_is_never_opened_as_one() {
    let (_keep, dir) = place();
    let made = |dir: &Path| drop(rebuild(dir, history(5), sheets()).unwrap());
    let damaged = |dir: &Path| match Index::open(dir).unwrap() {
        Opened::Damaged(fault) => fault,
        other => panic!("{other:?}"),
    };
    std::fs::create_dir(&dir).unwrap();
    assert!(matches!(Index::open(&dir), Ok(Opened::Missing)));

    made(&dir);
    std::fs::write(dir.join(MARKER), "shouxi index 2, redb\nand more").unwrap();
    assert_eq!(damaged(&dir), Fault::Format(clean_line("shouxi index 2, redb and more")));
    std::fs::remove_file(dir.join(MARKER)).unwrap();
    assert_eq!(damaged(&dir), Fault::Format(clean_line("")));
    assert_eq!(
        rebuild(&dir, [], []).unwrap_err(),
        IndexError::Io(io::ErrorKind::AlreadyExists),
        "nothing is ever written over"
    );

    let aside = set_aside(&dir).unwrap();
    assert_eq!(aside, dir.with_file_name("sled.damaged-1"));
    made(&dir);
    std::fs::remove_file(dir.join("db")).unwrap();
    assert_eq!(damaged(&dir), Fault::File);
    assert_eq!(set_aside(&dir).unwrap(), dir.with_file_name("sled.damaged-2"));

    made(&dir);
    std::fs::write(dir.join("db"), "").unwrap();
    assert!(matches!(Index::open(&dir), Ok(Opened::Damaged(_))), "a cut file is not an empty index");
}

#[test]
fn a_second_opener_is_told_that_it_is_held() {
    let (_keep, dir) = place();
    let index = rebuild(&dir, history(2), []).unwrap();
    assert_eq!(Index::open(&dir).unwrap_err(), IndexError::Held);
    drop(index);
    assert_eq!(open(&dir).applied().number, 2);
}

fn draft(dossier: usize, item: Option<&str>, note: bool) -> DraftKey {
    let cell = item.map(|item| (ItemId::parse(item).unwrap(), Basis::Onsite));
    DraftKey { paper_of: None, dossier: code(dossier), cell, note }
}

fn notes() -> SeatNotes {
    let drafts = [
        (draft(1, Some("mastery"), false), clean("6.5")),
        (draft(1, Some("mastery"), true), clean("半句话")),
        (draft(1, None, true), clean("两行\n字")),
        (draft(2, Some("a.b"), false), clean("2")),
    ];
    SeatNotes {
        drafts: drafts.into_iter().collect(),
        place: Some(Place { dossier: code(1), item: Some(ItemId::parse("mastery").unwrap()), basis: Basis::File }),
        ambiguous_two: Some(true),
        lines: true,
        promised: true,
        entered: Some(Moment(1_724_112_000_000)),
    }
}

#[test]
fn half_typed_text_and_places_come_back_by_seat() {
    let (_keep, dir) = place();
    let index = rebuild(&dir, [], []).unwrap();
    assert_eq!(index.notes_of(&seat(1)), Ok(SeatNotes::default()));
    index.put_notes(&seat(1), &notes()).unwrap();
    // E1 begins like E11 and must not see its texts.
    let other = SeatNotes { drafts: [(draft(9, None, true), clean("别人的"))].into(), ..SeatNotes::default() };
    index.put_notes(&SeatId::parse("E011").unwrap(), &other).unwrap();
    index.sync().unwrap();
    drop(index);
    let index = open(&dir);
    assert_eq!(index.notes_of(&seat(1)), Ok(notes()));
    assert_eq!(index.all_notes().unwrap().len(), 2);

    let mut signed = notes();
    signed.drafts.retain(|key, _| key.dossier != code(1));
    index.put_notes(&seat(1), &signed).unwrap();
    assert_eq!(index.notes_of(&seat(1)), Ok(signed));
    assert_eq!(index.notes_of(&SeatId::parse("E011").unwrap()), Ok(other));
}

#[test]
fn what_is_typed_from_paper_is_kept_beside_the_own_texts_by_whose_sheet_it_is() {
    let (_keep, dir) = place();
    let index = rebuild(&dir, [], []).unwrap();
    let paper = |whose: usize| DraftKey { paper_of: Some(seat(whose)), ..draft(1, Some("mastery"), false) };
    let mut mixed = notes();
    mixed.drafts.extend([(paper(2), clean("11")), (paper(3), clean("12"))]);
    index.put_notes(&seat(1), &mixed).unwrap();
    // The one whose sheet it is has notes of its own, and sees nothing of it.
    index.put_notes(&seat(2), &notes()).unwrap();
    index.sync().unwrap();
    drop(index);
    let index = open(&dir);
    assert_eq!(index.all_notes(), Ok(vec![(seat(1), mixed.clone()), (seat(2), notes())]));
    mixed.drafts.remove(&paper(2));
    index.put_notes(&seat(1), &mixed).unwrap();
    assert_eq!(index.notes_of(&seat(1)), Ok(mixed));
}

#[test]
fn of_a_store_whose_records_are_damaged_the_others_are_saved() {
    let (_keep, dir) = place();
    let index = rebuild(&dir, history(2), []).unwrap();
    index.put_notes(&seat(1), &notes()).unwrap();
    index.put_notes(&seat(2), &notes()).unwrap();
    let hurt = |key: &[u8], value: &[u8]| {
        index.call(|trees| Ok(trees.drafts.insert(key, value).map(drop)?)).unwrap();
    };
    // One that cannot be read, and a sound one in another's place.
    let (ours, other) = (draft(1, Some("mastery"), false), draft(2, Some("a.b"), false));
    let key = |seat: &SeatId, of: &DraftKey| [notes::draft_key(seat, of), vec![0]].concat();
    hurt(&key(&seat(1), &ours), b"no record");
    hurt(&key(&seat(2), &ours), &draft_to_bytes(&other, &clean("9")).unwrap());
    index.call(|trees| Ok(trees.meta.insert(APPLIED, b"no head".as_slice()).map(drop)?)).unwrap();
    index.sync().unwrap();
    drop(index);
    assert!(matches!(Index::open(&dir), Ok(Opened::Damaged(Fault::Applied))));
    let saved = save(&dir);
    let mut left = notes();
    left.drafts.remove(&ours);
    assert_eq!(saved, Saved { notes: vec![(seat(1), left.clone()), (seat(2), left)], whole: false });
    // Nothing is made where nothing is, and nothing is read of another format.
    std::fs::write(dir.join("FORMAT"), "shouxi index 2").unwrap();
    assert_eq!(save(&dir), Saved::default());
    assert_eq!(save(&dir.join("nowhere")), Saved::default());
    assert!(!dir.join("nowhere").exists());
}

#[test]
fn the_largest_frame_is_applied_in_one_piece() {
    let (_keep, dir) = place();
    let mut tip = Tip::EMPTY;
    let long = What::Dissented { text: clean(&"长".repeat(20_000)) };
    let copies: Vec<Copy> = (0..400)
        .map(|_| {
            let event = event_after(&tip, &long);
            tip = Tip { head: event.head(), at_ms: event.at_ms };
            Copy::of(&event).unwrap()
        })
        .collect();
    let index = rebuild(&dir, [], []).unwrap();
    index.apply(&copies, &sheets()).unwrap();
    index.sync().unwrap();
    drop(index);
    assert_eq!(open(&dir).check_against(head_of(&copies), copies, sheets()), Ok(None));
    // No value was put where sled never syncs (PITFALLS 5).
    assert_eq!(dir.join("blobs").read_dir().unwrap().count(), 0);
}
