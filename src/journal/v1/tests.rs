use super::arb;
use super::*;
use crate::domain::tally::Standing;
use crate::domain::*;
use crate::journal::chain::{Tip, seal};
use crate::text::{Clean, clean_line};
use chrono::NaiveDate;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use std::collections::BTreeSet;

const GOLDEN: &str = include_str!("../../../tests/rules/golden/v1.txt");

fn t(text: &str) -> Clean {
    clean_line(text)
}

fn code(word: &str) -> Code {
    Code::parse(word).unwrap()
}

fn seat(word: &str) -> SeatId {
    SeatId::parse(word).unwrap()
}

fn section(word: &str) -> SectionId {
    SectionId::parse(word).unwrap()
}

fn points(word: &str) -> Points {
    Points::parse(word).unwrap()
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn mark() -> MarkSet {
    MarkSet {
        item: ItemId::parse("innovation.novelty").unwrap(),
        basis: Basis::Onsite,
        points: Some(points("8.5")),
        note: Some(t("有数据")),
    }
}

fn votes() -> Votes {
    Votes { in_favour: 5, against: 1, abstaining: 1, voters: vec![seat("E01"), seat("E02")] }
}

fn rules_head() -> RulesHead {
    let rules = Rules {
        title: t("2024年度首席技师评审"),
        quota: 10,
        as_of: day(2024, 7, 31),
        scoring: Scoring {
            step: points("0.5"),
            basis: BasisRule::Split { onsite: 40, file: 60 },
            deviation: points("20"),
        },
        tally: TallyRules {
            average: Average::Section,
            drop: 1,
            drop_from: 5,
            min_sheets: 3,
            decimals: 2,
            rounding: Rounding::HalfEven,
            compare: Compare::Exact,
            pass: Some(points("60")),
            tie_break: vec![TieStep::Honours, TieStep::Age],
            honours: HonourReading::TopThenTotal,
            young: 45,
        },
        experts: ExpertsSee::List,
        sections: vec![],
    };
    let paper = Paper {
        office: t("评审办公室"),
        number: t("〔2024〕1号"),
        place: t("三楼"),
        date: Some(day(2024, 9, 1)),
        phone: t("0000"),
        supervision_phone: t("1111"),
    };
    RulesHead { rules, paper, witness: vec![t("witness.txt")], digest: [7; 32] }
}

fn facts() -> Facts {
    Facts {
        code: code("W274"),
        trade: t("数控车工"),
        level: Level::SeniorFirst,
        field: t("先进制造业"),
        post: t("一线生产岗位"),
        born: Some(Born { date: day(1981, 3, 1), month_only: true }),
        title_year: Some(2019),
        confidential: false,
        young: None,
        honours: vec![Honour {
            level: HonourLevel::Provincial,
            title: t("省技术能手"),
            year: Some(2019),
            count: 1,
            counted: true,
        }],
        digest: [9; 32],
    }
}

/// One event of every kind, with a name. Add, never change.
fn samples() -> Vec<(&'static str, What)> {
    let (e01, e02, w274) = (seat("E01"), seat("E02"), code("W274"));
    let item = Item {
        id: ItemId::parse("innovation.novelty").unwrap(),
        name: t("创新水平"),
        max: points("10"),
        bands: vec![Band { name: t("优"), from: points("9"), text: t("省内领先") }],
    };
    let form_section =
        Section {
            id: section("innovation"), name: t("技术革新"), weight: points("1"), items: vec![], whole: false
        };
    let seat_fact = Seat {
        id: e01.clone(),
        role: Role::Secretary,
        name: t("甲"),
        phone: t("2222"),
        unix_user: t("e01"),
        ssh_key: t("ssh-ed25519 AAAA"),
        employers: vec![t("某厂")],
    };
    let visit = Visit { dossier: w274.clone(), seats: vec![e01.clone()], date: day(2024, 8, 20) };
    let line = SealedLine { rank: Some(1), code: w274.clone(), standing: Standing::BelowPass, exact: t("177/2") };
    let member = DecidedMember { code: w274.clone(), score: t("88.50"), honours: [1, 0, 2], young: true };
    let group = DecidedGroup { rank: 10, places: 1, members: vec![member] };
    let decision = Decision { group, order: Some(vec![w274.clone()]), votes: votes(), note: t("合议") };
    let reason = t("理由");
    let amending = BatchKind::Amending { reason: reason.clone(), votes: Some(votes()), pending: true };
    vec![
        ("batch-opening", What::Batch { kind: BatchKind::Opening { key: Some([5; 32]) }, parts: 40 }),
        ("batch-amending", What::Batch { kind: amending, parts: 2 }),
        ("fact-rules", What::Fact(Fact::Rules(Box::new(rules_head())))),
        ("fact-section", What::Fact(Fact::Section(form_section))),
        ("fact-item", What::Fact(Fact::Item(item))),
        ("fact-seat", What::Fact(Fact::Seat(seat_fact))),
        ("fact-visit", What::Fact(Fact::Visit(visit))),
        ("fact-dossier", What::Fact(Fact::Dossier(Box::new(facts())))),
        ("amendment-confirmed", What::AmendmentConfirmed { number: 300 }),
        ("stage-changed", What::StageChanged { to: Stage::Review, reason: reason.clone() }),
        ("sealed", What::Sealed { left: 3, lines: vec![line] }),
        ("declared", What::Declared { dossier: w274.clone() }),
        ("marked", What::Marked { dossier: w274.clone(), mark: mark(), how: How::Undone }),
        ("noted", What::Noted { dossier: w274.clone(), note: t("可") }),
        (
            "entered",
            What::Entered {
                seat: e01.clone(),
                dossier: w274.clone(),
                marks: vec![mark()],
                note: Some(t("抄")),
                transcribed: true,
            },
        ),
        ("signed", What::Signed { seat: e01.clone(), dossier: w274.clone(), halves: vec![Half::File, Half::Onsite] }),
        (
            "set-aside",
            What::SetAside {
                seat: e01.clone(),
                dossier: w274.clone(),
                aside: Aside::Recognised,
                reason: reason.clone(),
            },
        ),
        ("aside-undone", What::AsideUndone { seat: e01.clone(), dossier: w274.clone(), reason: reason.clone() }),
        ("excused", What::Excused { seat: e01.clone(), dossier: Some(w274.clone()), reason: reason.clone() }),
        ("replaced", What::Replaced { old: e01.clone(), new: e02, reason: reason.clone() }),
        (
            "returned",
            What::Returned {
                seat: e01.clone(),
                dossier: w274.clone(),
                section: Some(section("mastery")),
                reason: reason.clone(),
            },
        ),
        (
            "return-cancelled",
            What::ReturnCancelled { seat: e01.clone(), dossier: w274.clone(), reason: reason.clone() },
        ),
        ("explained", What::Explained { dossier: w274.clone(), section: section("mastery"), reason: reason.clone() }),
        ("return-asked", What::ReturnAsked { dossier: w274.clone(), reason: reason.clone() }),
        ("withdrawn", What::Withdrawn { dossier: w274.clone(), reason: reason.clone() }),
        ("withdrawal-undone", What::WithdrawalUndone { dossier: w274.clone(), reason: reason.clone() }),
        ("decided", What::Decided(decision)),
        ("confirmed", What::Confirmed { seat: e01.clone(), dossier: w274.clone() }),
        ("secrecy-checked", What::SecrecyChecked { dossier: w274.clone(), by: t("保密员"), result: t("可公示") }),
        ("dissented", What::Dissented { text: t("不同意") }),
        (
            "explanation-entered",
            What::ExplanationEntered { seat: e01, dossier: w274.clone(), section: section("mastery"), reason },
        ),
        ("meeting-opened", What::MeetingOpened { codes: vec![w274] }),
        ("meeting-closed", What::MeetingClosed),
        ("backed-up", What::BackedUp),
        ("restored", What::Restored),
    ]
}

/// Every kind of event. A new one does not compile until it has a name here, and the test below then wants its bytes.
fn kind(what: &What) -> &'static str {
    match what {
        What::Batch { kind: BatchKind::Opening { .. }, .. } => "batch-opening",
        What::Batch { kind: BatchKind::Amending { .. }, .. } => "batch-amending",
        What::Fact(Fact::Rules(_)) => "fact-rules",
        What::Fact(Fact::Section(_)) => "fact-section",
        What::Fact(Fact::Item(_)) => "fact-item",
        What::Fact(Fact::Seat(_)) => "fact-seat",
        What::Fact(Fact::Visit(_)) => "fact-visit",
        What::Fact(Fact::Dossier(_)) => "fact-dossier",
        What::AmendmentConfirmed { .. } => "amendment-confirmed",
        What::StageChanged { .. } => "stage-changed",
        What::Sealed { .. } => "sealed",
        What::Declared { .. } => "declared",
        What::Marked { .. } => "marked",
        What::Noted { .. } => "noted",
        What::Entered { .. } => "entered",
        What::Signed { .. } => "signed",
        What::SetAside { .. } => "set-aside",
        What::AsideUndone { .. } => "aside-undone",
        What::Excused { .. } => "excused",
        What::Replaced { .. } => "replaced",
        What::Returned { .. } => "returned",
        What::ReturnCancelled { .. } => "return-cancelled",
        What::Explained { .. } => "explained",
        What::ReturnAsked { .. } => "return-asked",
        What::Withdrawn { .. } => "withdrawn",
        What::WithdrawalUndone { .. } => "withdrawal-undone",
        What::Decided(_) => "decided",
        What::Confirmed { .. } => "confirmed",
        What::SecrecyChecked { .. } => "secrecy-checked",
        What::Dissented { .. } => "dissented",
        What::ExplanationEntered { .. } => "explanation-entered",
        What::MeetingOpened { .. } => "meeting-opened",
        What::MeetingClosed => "meeting-closed",
        What::BackedUp => "backed-up",
        What::Restored => "restored",
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    })
}

fn from_hex(hex: &str) -> Vec<u8> {
    let pairs = hex.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
    pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
}

#[test]
fn the_bytes_of_every_kind_of_event_are_fixed() {
    let lines: Vec<String> =
        samples().iter().map(|(name, what)| format!("{name} {}", hex(&encode(what).unwrap()))).collect();
    let written = lines.join("\n") + "\n";
    assert_eq!(written, GOLDEN, "the bytes of version 1 changed: that is a version 2");
}

#[test]
fn the_golden_bytes_are_read_as_what_they_were() {
    let golden: Vec<(&str, What)> = GOLDEN
        .lines()
        .map(|line| line.split_once(' ').unwrap())
        .map(|(name, hex)| (name, decode(&from_hex(hex)).unwrap()))
        .collect();
    assert_eq!(golden, samples());
}

#[test]
fn every_kind_of_event_has_its_golden_bytes() {
    let samples = samples();
    for (name, what) in &samples {
        assert_eq!(*name, kind(what));
    }
    // Drawn events show kinds that nobody thought of sampling; with 3,000 draws none stays unseen.
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let drawn: BTreeSet<&str> =
        (0..3_000).map(|_| kind(&arb::what().new_tree(&mut runner).unwrap().current())).collect();
    assert_eq!(drawn, samples.iter().map(|(name, _)| *name).collect());
}

#[test]
fn a_record_of_a_later_version_says_so() {
    let later = codec::encode(2, &record::What::Declared { dossier: "W274" }, PAYLOAD_MAX).unwrap();
    assert_eq!(decode(&later), Err(Unreadable::LaterVersion(2)));
}

#[test]
fn what_no_door_of_the_domain_lets_in_is_named() {
    let read = |stored: record::What| decode(&codec::encode(VERSION, &stored, PAYLOAD_MAX).unwrap()).unwrap_err();
    let field = |field, fault| Unreadable::Field { field, fault };
    let note = |note| record::What::Noted { dossier: "W274", note };
    assert_eq!(read(note("\u{1b}]52;c;x\u{7}")), field("note", FieldFault::NotClean));
    assert_eq!(
        read(record::What::Declared { dossier: "../x" }),
        field("dossier", FieldFault::Id(IdError::Character('.')))
    );
    let marked = |points| record::What::Marked {
        dossier: "W274",
        mark: record::MarkSet { item: "a", basis: record::Basis::File, points: Some(points), note: None },
        how: record::How::Entered,
    };
    assert_eq!(read(marked(-1)), field("points", FieldFault::OutOfRange));
    assert_eq!(read(marked(i64::MAX)), field("points", FieldFault::OutOfRange));
    let visit = record::Visit { dossier: "W274", seats: vec![], date: i32::MAX };
    assert_eq!(read(record::What::Fact(record::Fact::Visit(visit))), field("visit date", FieldFault::Date));
    let known = rules_head();
    let mut head = record::RulesHead::from(&known);
    head.rules.scoring.basis = record::BasisRule::Split { onsite: 200, file: 156 };
    assert_eq!(read(record::What::Fact(record::Fact::Rules(Box::new(head)))), field("basis", FieldFault::OutOfRange));
}

#[test]
fn what_would_not_be_read_back_is_refused_when_it_is_written() {
    let section = Section {
        id: section("mastery"),
        name: t("绝技"),
        weight: points("1"),
        items: vec![Item { id: mark().item, name: t("一"), max: points("10"), bands: vec![] }],
        whole: false,
    };
    assert_eq!(encode(&What::Fact(Fact::Section(section))), Err(Unwritable::NotReadBack(None)));
    let mut head = rules_head();
    head.rules.tally.decimals = 5;
    let unreadable = Unreadable::Field { field: "decimals", fault: FieldFault::OutOfRange };
    assert_eq!(encode(&What::Fact(Fact::Rules(Box::new(head)))), Err(Unwritable::NotReadBack(Some(unreadable))));
}

#[test]
fn an_event_that_is_too_large_says_how_large() {
    let words = t(&"长".repeat(30_000));
    assert!(matches!(encode(&What::Dissented { text: words }), Err(Unwritable::TooLarge(bytes)) if bytes > 90_000));
    // What fits here fits the chain, with the longest seat and route.
    let most = (PAYLOAD_MAX - 64) / 3;
    let what = What::Dissented { text: t(&"长".repeat(most)) };
    let route = Route::Key(t(&"k".repeat(251)));
    let draft = draft_of(Moment(1), &seat("E0123456789abcde"), &route, [1; 16], &what).unwrap();
    assert!(seal(&Tip::EMPTY, draft).is_ok());
}

fn read_sheet(pieces: &[Vec<u8>]) -> Result<Sheet, Unreadable> {
    let (head, rest) = pieces.split_first().unwrap();
    let mut reader = SheetReader::begin(head)?;
    for piece in rest {
        reader.piece(piece)?;
    }
    reader.finish()
}

#[test]
fn the_longest_sheet_is_stored_in_pieces_that_fit() {
    let long = t(&"注".repeat(limit::NOTE_CHARS));
    let mut marks = Marks::empty(limit::ITEMS);
    marks.note = long.clone();
    for item in 0..limit::ITEMS {
        for basis in Basis::ALL {
            marks.set(item, basis, Some(Points::MAX));
            marks.notes.insert((item, basis), long.clone());
        }
    }
    let change = Change {
        number: u64::MAX,
        at: Moment(i64::MAX),
        item: 63,
        basis: Basis::File,
        from: Some(Points::MAX),
        to: None,
        how: How::Redone,
    };
    let sheet = Sheet {
        counted: Some(std::sync::Arc::new(marks.clone())),
        marks: marks.into(),
        aside: Some((Aside::Abstained, long.clone())),
        excused: Some(long.clone()),
        asked_return: Some(long.clone()),
        returned: Some(Returned { section: None, reason: long, at: Moment(0), number: 1 }),
        changes: vec![change; 20_000].into_iter().collect(),
        cells: vec![[u64::MAX; 2]; limit::ITEMS].into(),
        ..Sheet::default()
    };
    let pieces = sheet_to_pieces(&sheet).unwrap();
    assert!(pieces.len() > 40);
    assert_eq!(read_sheet(&pieces), Ok(sheet));
    assert!(read_sheet(&pieces[..pieces.len() - 1]).is_err());
    assert!(read_sheet(&pieces[1..]).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_event_is_read_as_it_was_written(event in arb::event(), nonce: [u8; 16]) {
        let sealed = sealed_of(&event, nonce).unwrap();
        prop_assert_eq!(event_of(&sealed).unwrap(), event.clone());
        let blob = sealed.blob().unwrap();
        let lying = crate::journal::chain::parse(&blob).unwrap();
        prop_assert_eq!(event_of_ref(lying).unwrap(), event);
    }

    #[test]
    fn every_sheet_is_read_as_it_was_written(sheet in arb::sheet()) {
        prop_assert_eq!(read_sheet(&sheet_to_pieces(&sheet).unwrap()), Ok(sheet));
    }

    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(decode(&bytes).is_err());
        prop_assert!(SheetReader::begin(&bytes).is_err());
        let _ = route_from_bytes(&bytes);
    }

    /// Damage that the checksum cannot see, because it was made before the checksum was.
    #[test]
    fn any_change_inside_a_sound_envelope_is_answered(what in arb::what(), at: prop::sample::Index, byte: u8) {
        let sound = encode(&what).unwrap();
        let mut bytes = sound[10..sound.len() - 4].to_vec();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let mut record = sound[..10].to_vec();
        record.extend_from_slice(&bytes);
        record.extend_from_slice(&codec::checksum(&[&record]).to_le_bytes());
        if let Ok(read) = decode(&record) {
            prop_assert_eq!(decode(&encode(&read).unwrap()), Ok(read));
        }
    }
}
