//! The panel of the canaries: every word and number of a person, a file or a key occurs once.

use chrono::NaiveDate;
use shouxi::domain::*;
use shouxi::text::{Clean, clean};

pub(crate) const CODES: [&str; 5] = ["W22", "W44", "W55", "W66", "W77"];
/// A confidential dossier.
pub(crate) const SECRET_CODE: &str = "W55";
pub(crate) const EXPERTS: [&str; 6] = ["E01", "E02", "E03", "E04", "E05", "E06"];
pub(crate) const SEATS: [&str; 10] = ["E01", "E02", "E03", "E04", "E05", "E06", "S01", "S02", "V01", "V02"];
pub(crate) const ITEMS: [&str; 2] = ["one", "two"];

pub(crate) fn seat(id: &str) -> SeatId {
    SeatId::parse(id).unwrap()
}

pub(crate) fn code(id: &str) -> Code {
    Code::parse(id).unwrap()
}

pub(crate) fn item(id: &str) -> ItemId {
    ItemId::parse(id).unwrap()
}

pub(crate) fn word(what: &str) -> Clean {
    clean(&format!("<{what}>"))
}

fn section(id: &str) -> Section {
    let max = Points::whole(1_000);
    let item = Item { id: item(id), name: clean(id), max, bands: vec![] };
    Section {
        id: SectionId::parse(id).unwrap(),
        name: clean(id),
        weight: Points::whole(1),
        items: vec![item],
        whole: true,
    }
}

fn rules(experts: ExpertsSee) -> Rules {
    Rules {
        title: clean("评审"),
        quota: 2,
        as_of: NaiveDate::from_ymd_opt(2024, 7, 31).unwrap(),
        scoring: Scoring {
            step: Points::from_units(1).unwrap(),
            basis: BasisRule::OnsiteFirst,
            deviation: Points::whole(100),
        },
        tally: TallyRules {
            average: Average::Total,
            drop: 1,
            drop_from: 5,
            min_sheets: 3,
            decimals: 4,
            rounding: Rounding::HalfUp,
            compare: Compare::Published,
            pass: None,
            tie_break: vec![TieStep::Honours, TieStep::Age],
            honours: HonourReading::ByLevel,
            young: 45,
        },
        experts,
        sections: ITEMS.map(section).into(),
    }
}

pub(super) fn panel(experts: ExpertsSee) -> Panel {
    let role = |id: &str| match id.as_bytes()[0] {
        b'E' => Role::Expert,
        b'S' => Role::Secretary,
        _ => Role::Supervisor,
    };
    let one = |id: &str| Seat {
        id: seat(id),
        role: role(id),
        name: clean(id),
        phone: word(&format!("phone-{id}")),
        unix_user: word(&format!("user-{id}")),
        ssh_key: word(&format!("key-{id}")),
        employers: vec![word(&format!("employer-{id}"))],
    };
    let date = NaiveDate::from_ymd_opt(2024, 8, 20).unwrap();
    Panel {
        rules: rules(experts),
        seats: SEATS.map(one).into(),
        visits: vec![Visit { dossier: code("W22"), seats: vec![seat("E01")], date }],
        paper: Paper::default(),
        witness: vec![word("witness")],
        digest: [9; 32],
    }
}

/// Numbers that name a dossier's person: n is its place among the codes.
pub(super) fn numbers(n: usize) -> (i32, i32, i32, i32, u32) {
    let year = i32::try_from(n).unwrap();
    (1_500 + year, 1_600 + year, 1_700 + year, 1_800 + year, 7_000 + u32::try_from(n).unwrap())
}

pub(super) fn facts(n: usize, id: &str, version: &str) -> Facts {
    let confidential = id == SECRET_CODE;
    let (born, title_year, honour_year, _, count) = numbers(n);
    let title = if confidential { Clean::default() } else { word(&format!("honour-{id}{version}")) };
    Facts {
        code: code(id),
        trade: word(&format!("trade-{id}")),
        level: Level::Senior,
        field: Clean::default(),
        post: word(&format!("post-{id}")),
        born: (!confidential).then(|| Born { date: NaiveDate::from_ymd_opt(born, 3, 12).unwrap(), month_only: false }),
        title_year: (!confidential).then_some(title_year),
        confidential,
        young: confidential.then_some(true),
        honours: vec![Honour {
            level: HonourLevel::National,
            title,
            year: (!confidential).then_some(honour_year),
            count: if version.is_empty() { count } else { count + 500 },
            counted: true,
        }],
        digest: [u8::try_from(n).unwrap(); 32],
    }
}
