//! Marks as CSV (DESIGN §2): what is read, what is told, and that the export comes back unchanged.

use proptest::prelude::*;
use shouxi::domain::{
    Aside, Basis, Code, FindingKind as K, IdError, ItemId, Points, PointsError, RowAside, SeatId, SheetState,
};
use shouxi::folder::marks;

use super::{c, fixture, p};

fn marks_findings(text: &str) -> Vec<(K, u32)> {
    let findings = marks::read(text.as_bytes(), "marks.csv").unwrap_err();
    findings.into_iter().map(|found| (found.what, found.place.line)).collect()
}

const HEAD: &str = "seat,dossier,item,basis,points,note,state\n";

#[test]
fn marks_are_grouped_by_sheet_in_the_order_of_first_appearance() {
    let text = "\u{feff}dossier,SEAT,item,points,basis,note\r\nW274,E02,mastery,８５．５,file,\"好，\r\n但长\"\r\nW274,E01,mastery,0,onsite,\r\n,,,,,\r\n\r\nＷ274,E02,b,7。5,file,\r\nW274,E02,,,,整份\r\n";
    let sheets = marks::read(text.as_bytes(), "marks.csv").unwrap();
    let heads: Vec<_> = sheets.iter().map(|s| (s.seat.as_str(), s.dossier.as_str(), s.line, s.marks.len())).collect();
    assert_eq!(heads, [("E02", "W274", 2, 2), ("E01", "W274", 4, 1)]);
    let first = &sheets[0];
    assert_eq!(first.note, Some(c("整份")));
    assert_eq!(
        (first.marks[0].points, first.marks[0].note.as_str(), first.marks[0].line),
        (p("85.5"), "好，\n但长", 2)
    );
    assert_eq!((first.marks[1].points, first.marks[1].line), (p("7.5"), 7));
    assert_eq!(sheets[1].marks[0].points, Points::ZERO, "0 is a mark");
}

#[test]
fn every_bad_row_of_marks_is_told_with_its_line() {
    let row = |row: &str| marks_findings(&format!("{HEAD}E01,W274,a,file,1,,\n{row}\n"));
    for (text, what) in [
        ("E01,W274,a,file,-1,,", K::BadNumber(c("-1"), PointsError::NotANumber)),
        ("E01,W274,a,file,1e3,,", K::BadNumber(c("1e3"), PointsError::NotANumber)),
        ("E01,W274,a,file,NaN,,", K::BadNumber(c("NaN"), PointsError::NotANumber)),
        ("E01,W274,a,file,1.00001,,", K::BadNumber(c("1.00001"), PointsError::TooManyDecimals)),
        ("E01,W274,a,file,1000001,,", K::BadNumber(c("1000001"), PointsError::TooLarge)),
        ("E01,W274,a,file,,,", K::MissingKey("points")),
        ("E01,W274,a,,1,,", K::MissingKey("basis")),
        ("E01,W274,,file,1,,", K::MissingKey("item")),
        ("E01,W274,a,paper,1,,", K::NotOneOf(c("paper"), vec![c("file"), c("onsite")])),
        ("E 1,W274,a,file,1,,", K::BadId(c("E 1"), IdError::Character(' '))),
        (",W274,a,file,1,,", K::BadId(c(""), IdError::Empty)),
        ("E01,W274,a,file", K::RowWidth { columns: 7, fields: 4 }),
        ("E01,W274,a,file,1,,,,x", K::RowWidth { columns: 7, fields: 9 }),
        ("E01,W274,,,,\"x", K::OpenQuote),
    ] {
        assert_eq!(row(text), [(what, 3)], "{text}");
    }
    assert!(matches!(row("E01,W274,a,file,1,,gone")[..], [(K::NotOneOf(..), 3)]));
    assert_eq!(row("E01,W274,,,,x,\nE01,W274,,,,y,"), [(K::Repeated("note", c("E01")), 4)]);
    assert_eq!(row("E01,W274,,,,x,abstained\nE01,W274,,,,y,excused"), [(K::Repeated("state", c("E01")), 4)]);
    let long = format!("E01,W274,a,file,1,{},", "长".repeat(2_001));
    assert_eq!(row(&long), [(K::TooLong(2_000, 2_001), 3)]);
}

#[test]
fn a_bad_first_line_is_told_once() {
    assert_eq!(
        marks_findings("seat,dossier,item,bassis,points\nx\n"),
        [(K::UnknownKey(c("bassis"), Some(c("basis"))), 1), (K::MissingKey("basis"), 1)]
    );
    assert_eq!(marks_findings("seat,seat,dossier,item,basis,points\n"), [(K::Repeated("column", c("seat")), 1)]);
    assert_eq!(marks_findings(""), [(K::MissingKey("seat"), 1)]);
    let gbk = marks::read(&[b's', 0xcd, 0xfe, b'\n'], "marks.csv").unwrap_err();
    assert_eq!(gbk[0].what, K::NotUtf8 { looks_gbk: true });
}

#[test]
fn states_without_item_set_a_sheet_aside_and_declared_means_nothing_more() {
    let text = format!(
        "{HEAD}E01,W274,,,,同单位,recused-conflict\nE02,W274,,,,认出,recused-recognised\nE03,W274,,,,不熟悉,abstained\nE04,W274,,,,出差,excused\nE05,W274,,,,,declared\nE01,W238,a,file,3,,signed\n"
    );
    let sheets = marks::read(text.as_bytes(), "marks.csv").unwrap();
    let asides: Vec<_> = sheets.iter().map(|sheet| sheet.aside.clone()).collect();
    let aside = |kind, why: &str| Some((RowAside::Aside(kind), c(why)));
    assert_eq!(
        asides,
        [
            aside(Aside::Conflict, "同单位"),
            aside(Aside::Recognised, "认出"),
            aside(Aside::Abstained, "不熟悉"),
            Some((RowAside::Excused, c("出差"))),
            None,
            None
        ]
    );
    assert!(sheets[4].marks.is_empty() && sheets[4].note.is_none());
}

#[test]
fn more_rows_than_the_limit_are_refused() {
    let text = format!("{HEAD}{}", "E01,W274,a,file,1,,\n".repeat(240_001));
    assert_eq!(marks_findings(&text), [(K::TooMany("row", 240_000), 240_002)]);
}

#[test]
fn the_practice_entries_are_read_whole() {
    let text = std::fs::read_to_string(fixture("weihai-2024/entries.csv")).unwrap();
    let sheets = marks::read(text.as_bytes(), "entries.csv").unwrap();
    let rows = csv::Reader::from_reader(text.as_bytes()).records().count();
    let read: usize = sheets
        .iter()
        .map(|sheet| sheet.marks.len() + usize::from(sheet.note.is_some()) + usize::from(sheet.aside.is_some()))
        .sum();
    assert!(read > 0 && read <= rows);
}

proptest! {
    #[test]
    fn what_is_written_is_read_back_unchanged(
        sheets in proptest::collection::btree_map((0_u8..4, 0_u8..6), sheet(), 0..12)
    ) {
        let named: Vec<_> = sheets.into_iter().map(|((seat, dossier), sheet)| {
            (SeatId::parse(&format!("E{seat}")).unwrap(), Code::parse(&format!("W{dossier}")).unwrap(), sheet)
        }).collect();
        let text = marks::write(named.iter().map(|(seat, dossier, sheet)| marks::SheetOut {
            seat,
            dossier,
            state: sheet.state,
            reason: &sheet.reason,
            note: &sheet.note,
            marks: sheet.marks.iter().map(|(item, basis, points, note)| (item, *basis, *points, note.as_str())).collect(),
        }));
        for record in csv::Reader::from_reader(text.as_bytes()).records() {
            let note = record.unwrap()[5].to_owned();
            prop_assert!(!note.starts_with(['=', '+', '-', '@', '＝']), "{}", note);
        }
        let read = marks::read(text.as_bytes(), "marks.csv").unwrap();
        prop_assert_eq!(read.len(), named.len());
        for (rows, (seat, dossier, sheet)) in read.iter().zip(&named) {
            prop_assert_eq!((&rows.seat, &rows.dossier), (seat, dossier));
            let marks: Vec<_> = rows.marks.iter().map(|m| (m.item.clone(), m.basis, m.points, m.note.clone())).collect();
            prop_assert_eq!(&marks, &sheet.marks);
            prop_assert_eq!(rows.note.clone().unwrap_or_default(), sheet.note.clone());
            prop_assert_eq!(rows.aside.is_some(), !sheet.reason.is_empty());
            if let Some((_, reason)) = &rows.aside {
                prop_assert_eq!(reason, &sheet.reason);
            }
        }
    }
}

/// A sheet as the record may hold it.
#[derive(Clone, Debug)]
struct Given {
    state: SheetState,
    reason: shouxi::text::Clean,
    note: shouxi::text::Clean,
    marks: Vec<(ItemId, Basis, Points, shouxi::text::Clean)>,
}

fn sheet() -> impl Strategy<Value = Given> {
    let note = || "|[-=+@'＝][-=+@'a,\"甲 \n]{0,8}|[甲乙a,\" \n]{1,8}".prop_map(|text| c(&text));
    let states = prop::sample::select(vec![
        SheetState::Declared,
        SheetState::Drafting,
        SheetState::Signed,
        SheetState::Returned,
        SheetState::Aside(Aside::Conflict),
        SheetState::Aside(Aside::Recognised),
        SheetState::Aside(Aside::Abstained),
        SheetState::Excused,
    ]);
    let mark = (0_u8..5, any::<bool>(), 0_i64..=1_000_000, note());
    (states, note(), proptest::collection::vec(mark, 0..6)).prop_map(|(state, note, marks)| {
        let aside = matches!(state, SheetState::Aside(_) | SheetState::Excused);
        let marks = marks
            .into_iter()
            .map(|(item, onsite, units, note)| {
                let basis = if onsite { Basis::Onsite } else { Basis::File };
                (ItemId::parse(&format!("i{item}")).unwrap(), basis, Points::from_units(units).unwrap(), note)
            })
            .collect();
        Given { state, reason: if aside { c("=同单位, \"甲\"") } else { c("") }, note, marks }
    })
}
