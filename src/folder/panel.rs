//! `panel.toml`: the rules, the seats, the visits, what papers need (DESIGN §2).

use chrono::NaiveDate;
use toml::de::DeValue;

use super::form;
use super::keys::{MAX_WHOLE, Table, number, short, show};
use super::seats;
use super::source::{Found, Source, sorted};
use crate::domain::{
    Average, BasisRule, Code, Compare, Expected, ExpertsSee, Finding, FindingKind, HonourReading, Panel, Place, Points,
    Role, Rounding, Rules, Scoring, SectionId, TallyRules, TieStep, limit,
};
use crate::text::{Clean, clean_line};

/// What a dossier is checked against; known even where the panel file has errors.
#[derive(Clone, Debug)]
pub(super) struct Outline {
    /// The sections' ids, in the form's order.
    pub(super) sections: Vec<SectionId>,
    /// The reference day, where it could be read.
    pub(super) as_of: Option<NaiveDate>,
    /// The last age that counts as young.
    pub(super) young: u32,
    /// Whether age breaks ties.
    pub(super) by_age: bool,
    /// The dossiers that visits name, and where.
    pub(super) visits: Vec<(Code, Place)>,
}

impl Outline {
    pub(super) fn of(rules: &Rules) -> Self {
        Self {
            sections: rules.sections.iter().map(|section| section.id.clone()).collect(),
            as_of: Some(rules.as_of),
            young: rules.tally.young,
            by_age: rules.tally.tie_break.contains(&TieStep::Age),
            visits: Vec::new(),
        }
    }
}

/// The decimals a step, a weight or a maximum can have at the least.
const SMALLEST: i64 = 1;

/// Reads `panel.toml`. The panel is there only where the file has no error; the outline as far as it goes.
pub(super) fn read(bytes: &[u8], file: &str) -> (Option<Panel>, Option<Outline>, Vec<Finding>) {
    let mut list = Vec::new();
    let Some(source) = Source::new(bytes, file, &mut list) else { return (None, None, list) };
    let mut found = Found::new(&source, list);
    let (keys, at) = source.parse(&mut found);
    let top = Table { keys: &keys, at };
    let digest = *blake3::hash(bytes).as_bytes();
    let (panel, outline) = content(&mut found, &top, digest);
    let panel = panel.filter(|_| !found.has_error());
    (panel, Some(outline), sorted(found.list))
}

fn content(found: &mut Found<'_, '_>, top: &Table<'_, '_>, digest: [u8; 32]) -> (Option<Panel>, Outline) {
    top.only(
        found,
        &["title", "quota", "as_of", "witness", "scoring", "tally", "view", "section", "seat", "visit", "paper"],
    );
    let title = top.need_line(found, "title", limit::NAME_CHARS);
    let quota = top.need(found, "quota").and_then(|_| top.whole(found, "quota", 1, MAX_WHOLE));
    if let Some(quota) = quota.filter(|quota| *quota > 10) {
        found.add(&top.span("quota"), FindingKind::QuotaAboveTen(quota));
    }
    let as_of = top.need(found, "as_of").and_then(|_| top.date(found, "as_of"));
    let witness = top.lines(found, "witness", 8, 400).into_iter().map(|(path, _)| path).collect();
    let scoring = scoring(found, top);
    let tally = tally(found, top);
    let experts = view(found, top);
    let sections = form::sections(found, top, scoring.step);
    let seats = seats::seats(found, top);
    let (visits, visited) = seats::visits(found, top, &seats);
    let paper = seats::paper(found, top);

    let outline = Outline {
        sections: sections.iter().map(|section| section.id.clone()).collect(),
        as_of,
        young: tally.young,
        by_age: tally.tie_break.contains(&TieStep::Age),
        visits: visited,
    };
    let rules = title.zip(quota).zip(as_of).map(|((title, quota), as_of)| Rules {
        title,
        quota,
        as_of,
        scoring,
        tally: tally.clone(),
        experts,
        sections: sections.clone(),
    });
    sums(found, top, &tally, &sections);
    whom(found, top, &tally, &seats);
    (rules.map(|rules| Panel { rules, seats, visits, paper, witness, digest }), outline)
}

/// Points from ten-thousandths known to be in range.
fn units(units: i64) -> Points {
    Points::from_units(units).unwrap_or_default()
}

fn scoring(found: &mut Found<'_, '_>, top: &Table<'_, '_>) -> Scoring {
    let default = Scoring { step: units(5_000), basis: BasisRule::OnsiteFirst, deviation: Points::whole(20) };
    let Some(table) = top.table(found, "scoring") else { return default };
    table.only(found, &["step", "basis", "deviation"]);
    Scoring {
        step: table.points(found, "step", units(SMALLEST), Points::MAX).unwrap_or(default.step),
        basis: basis(found, &table).unwrap_or(default.basis),
        deviation: table.points(found, "deviation", Points::ZERO, Points::whole(100)).unwrap_or(default.deviation),
    }
}

fn basis(found: &mut Found<'_, '_>, table: &Table<'_, '_>) -> Option<BasisRule> {
    let value = table.get("basis")?;
    match value.get_ref() {
        DeValue::String(_) => table.word(found, "basis", &[("onsite-first", BasisRule::OnsiteFirst)]),
        DeValue::Table(keys) => {
            let split = Table { keys, at: value.span() };
            split.only(found, &["onsite", "file"]);
            split.need(found, "onsite")?;
            split.need(found, "file")?;
            let (onsite, file) = (split.whole(found, "onsite", 0, 100)?, split.whole(found, "file", 0, 100)?);
            if onsite + file != 100 {
                found.add(&value.span(), FindingKind::BasisSum(onsite + file));
                return None;
            }
            Some(BasisRule::Split { onsite: u8::try_from(onsite).ok()?, file: u8::try_from(file).ok()? })
        }
        _ => {
            found.add(&value.span(), FindingKind::WrongType(short("basis"), Expected::Text));
            None
        }
    }
}

fn tally(found: &mut Found<'_, '_>, top: &Table<'_, '_>) -> TallyRules {
    let default = TallyRules {
        average: Average::Total,
        drop: 0,
        drop_from: 1,
        min_sheets: 1,
        decimals: 2,
        rounding: Rounding::HalfUp,
        compare: Compare::Published,
        pass: None,
        tie_break: vec![TieStep::Honours, TieStep::Age],
        honours: HonourReading::ByLevel,
        young: 45,
    };
    let Some(table) = top.table(found, "tally") else { return default };
    table.only(
        found,
        &[
            "average",
            "drop",
            "drop_from",
            "min_sheets",
            "decimals",
            "rounding",
            "compare",
            "pass",
            "tie_break",
            "honours",
            "young",
        ],
    );
    let average = [("total", Average::Total), ("section", Average::Section)];
    let rounding = [("half-up", Rounding::HalfUp), ("half-even", Rounding::HalfEven), ("down", Rounding::Down)];
    let compare = [("published", Compare::Published), ("exact", Compare::Exact)];
    let honours = [
        ("by-level", HonourReading::ByLevel),
        ("top-level", HonourReading::TopLevel),
        ("top-then-total", HonourReading::TopThenTotal),
    ];
    TallyRules {
        average: table.word(found, "average", &average).unwrap_or(default.average),
        drop: table.whole(found, "drop", 0, MAX_WHOLE).unwrap_or(default.drop),
        drop_from: table.whole(found, "drop_from", 1, MAX_WHOLE).unwrap_or(default.drop_from),
        min_sheets: table.whole(found, "min_sheets", 1, MAX_WHOLE).unwrap_or(default.min_sheets),
        decimals: table
            .whole(found, "decimals", 0, 4)
            .and_then(|decimals| u8::try_from(decimals).ok())
            .unwrap_or(default.decimals),
        rounding: table.word(found, "rounding", &rounding).unwrap_or(default.rounding),
        compare: table.word(found, "compare", &compare).unwrap_or(default.compare),
        pass: table.get("pass").and_then(|value| number(found, "pass", value, (Points::ZERO, Points::MAX))),
        tie_break: tie_break(found, &table).unwrap_or(default.tie_break),
        honours: table.word(found, "honours", &honours).unwrap_or(default.honours),
        young: table.whole(found, "young", 0, 150).unwrap_or(default.young),
    }
}

fn tie_break(found: &mut Found<'_, '_>, table: &Table<'_, '_>) -> Option<Vec<TieStep>> {
    table.get("tie_break")?;
    let mut steps = Vec::new();
    for value in table.list(found, "tie_break", limit::ENTRIES) {
        let words = [("honours", TieStep::Honours), ("age", TieStep::Age)];
        if let Some(step) = super::keys::word(found, "tie_break", value, &words) {
            if steps.contains(&step) {
                found.add(&value.span(), FindingKind::RepeatedTieStep);
            } else {
                steps.push(step);
            }
        }
    }
    Some(steps)
}

fn view(found: &mut Found<'_, '_>, top: &Table<'_, '_>) -> ExpertsSee {
    let Some(table) = top.table(found, "view") else { return ExpertsSee::Nothing };
    table.only(found, &["experts"]);
    let words = [("nothing", ExpertsSee::Nothing), ("list", ExpertsSee::List)];
    table.word(found, "experts", &words).unwrap_or(ExpertsSee::Nothing)
}

/// Total weight above 0; pass not above Σ max × weight.
fn sums(found: &mut Found<'_, '_>, top: &Table<'_, '_>, tally: &TallyRules, sections: &[crate::domain::Section]) {
    if sections.is_empty() {
        if top.get("section").is_none() {
            found.add(&(0..0), FindingKind::NoSection);
        }
        return;
    }
    if sections.iter().all(|section| section.weight == Points::ZERO) {
        found.add(&top.span("section"), FindingKind::NoWeight);
        return;
    }
    let complete = sections.iter().all(|section| !section.items.is_empty());
    let total: i128 =
        sections.iter().map(|section| i128::from(section.max()) * i128::from(section.weight.units())).sum();
    if let Some(pass) =
        tally.pass.filter(|pass| complete && i128::from(pass.units()) * i128::from(Points::SCALE) > total)
    {
        let at = top.get("tally").and_then(super::keys::as_table).map_or(0..0, |table| table.span("pass"));
        found.add(&at, FindingKind::PassAboveMax(pass, hundred_millionths(total)));
    }
}

/// A number of 10⁻⁸ points as people write it.
fn hundred_millionths(total: i128) -> Clean {
    const ONE: i128 = 100_000_000;
    let (whole, rest) = (total / ONE, total % ONE);
    if rest == 0 {
        return show(&whole);
    }
    clean_line(format!("{whole}.{rest:08}").trim_end_matches('0'))
}

/// An expert and a secretary; drop and `min_sheets` against the number of experts, as cautions only.
fn whom(found: &mut Found<'_, '_>, top: &Table<'_, '_>, tally: &TallyRules, seats: &[crate::domain::Seat]) {
    let experts = seats.iter().filter(|seat| seat.role == Role::Expert).count();
    let experts = u32::try_from(experts).unwrap_or(u32::MAX);
    if experts == 0 && !found.list.iter().any(|finding| matches!(finding.what, FindingKind::TooMany("seat", _))) {
        found.add(&top.span("seat"), FindingKind::NoExpert);
        return;
    }
    if !seats.iter().any(|seat| seat.role == Role::Secretary) {
        found.add(&top.span("seat"), FindingKind::NoSecretary);
    }
    let span = |key: &str| {
        top.get("tally").and_then(super::keys::as_table).map_or_else(|| top.span("seat"), |table| table.span(key))
    };
    if tally.drop > 0 && (experts < tally.drop_from || u64::from(experts) <= 2 * u64::from(tally.drop)) {
        found.add(&span("drop"), FindingKind::DropNeverApplies);
    }
    if experts < tally.min_sheets {
        found.add(&span("min_sheets"), FindingKind::FewerSeatsThanMin);
    }
}
