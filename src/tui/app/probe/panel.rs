//! For tests: a panel, its form, a seat, and the sheets it begins with.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::desk::view::{DeskView, Display, DossierRow, Draft, Home, OwnSheet, PlaceNote, SeatCard};
use crate::domain::{
    Average, Award, Band, Basis, BasisRule, Code, Compare, ExpertsSee, HonourReading, Item, ItemId, Marks, Moment,
    Panel, Paper, Points, Role, Rounding, Rules, Scoring, SeatId, Section, SectionId, SheetState, Stage, TallyRules,
    Texts, TieStep,
};
use crate::text::{Clean, clean};

/// 2024-08-20 06:32 UTC, 14:32 in China.
pub(super) const AT: Moment = Moment(1_724_135_530_000);

pub(crate) fn code(word: &str) -> Code {
    Code::parse(word).unwrap()
}

pub(crate) fn points(word: &str) -> Points {
    Points::parse(word).unwrap()
}

fn id(word: &str) -> ItemId {
    ItemId::parse(word).unwrap()
}

fn item(word: &str, name: &str, max: &str, texts: [&str; 3]) -> Item {
    let max = points(max);
    let step = points("0.5");
    let from = |percent: i64| Points::from_units(max.units() * percent / 100).unwrap().up_to(step);
    let bands = [("优", 90), ("良", 75), ("中", 60)].into_iter().zip(texts);
    let bands = bands.map(|((name, percent), text)| Band { name: clean(name), from: from(percent), text: clean(text) });
    Item { id: id(word), name: clean(name), max, bands: bands.collect() }
}

fn section(word: &str, name: &str, items: Vec<Item>) -> Section {
    let whole = items.len() == 1;
    Section { id: SectionId::parse(word).unwrap(), name: clean(name), weight: points("1"), items, whole }
}

/// Seven items: three sections scored as a whole, one by four items.
pub(crate) fn rules() -> Rules {
    Rules {
        title: clean("2024年度威海市首席技师专家评审"),
        quota: 10,
        as_of: NaiveDate::from_ymd_opt(2024, 7, 31).unwrap(),
        scoring: Scoring { step: points("0.5"), basis: BasisRule::OnsiteFirst, deviation: points("20") },
        tally: TallyRules {
            average: Average::Total,
            drop: 1,
            drop_from: 5,
            min_sheets: 3,
            decimals: 2,
            rounding: Rounding::HalfUp,
            compare: Compare::Published,
            pass: Some(points("60")),
            tie_break: vec![TieStep::Honours, TieStep::Age],
            honours: HonourReading::ByLevel,
            young: 45,
        },
        experts: ExpertsSee::Nothing,
        sections: vec![
            section(
                "mastery",
                "绝技绝活",
                vec![item("mastery", "绝技绝活", "30", ["省内同行领先，有数据", "市内拔尖", "本单位领先"])],
            ),
            section(
                "innovation",
                "技术革新",
                vec![
                    item("innovation.novelty", "创新水平", "10", ["行业首创", "部分首创", "一般改进"]),
                    item("innovation.role", "难题与作用", "10", ["关键难题，独立主持", "主要完成人", "参与"]),
                    item("innovation.form", "成果形式", "5", ["发明专利", "实用新型", "论文"]),
                    item("innovation.reach", "推广范围", "5", ["跨企业", "多车间", "本岗位"]),
                ],
            ),
            section("mentoring", "带徒传技", vec![item("mentoring", "带徒传技", "20", ["≥5 人", "≥3 人", "1–2 人"])]),
            section("benefit", "经济效益", vec![item("benefit", "经济效益", "20", ["显著", "较显著", "有效益"])]),
        ],
    }
}

pub(crate) fn card(word: &str, role: Role, name: &str) -> SeatCard {
    SeatCard { id: SeatId::parse(word).unwrap(), role, name: clean(name), phone: Clean::default(), replaced: None }
}

pub(crate) fn home() -> Home {
    let panel = Panel {
        rules: rules(),
        seats: Vec::new(),
        visits: Vec::new(),
        paper: Paper::default(),
        witness: Vec::new(),
        digest: [0; 32],
    };
    Home {
        seat: card("E03", Role::Expert, "张师傅"),
        stage: Stage::Scoring,
        panel: Some(Arc::new(panel)),
        claimed: true,
        last_entry: Some(AT),
        changed_since: 0,
        place: None,
        stage_head: Some((AT, clean("4a2719f066b52e48"))),
        to_confirm: Vec::new(),
        pending: Vec::new(),
        display: Display { ambiguous_two: Some(false), lines: false },
        promised: true,
        meeting: false,
        kept: true,
        known: true,
    }
}

pub(super) fn own() -> OwnSheet {
    OwnSheet {
        state: SheetState::Unopened,
        revision: 0,
        declared: false,
        missing: 7,
        marked: [0, 0],
        visit: None,
        signed: [false; 2],
        ready: false,
        total: None,
        onsite_above_file: None,
        returned: None,
        asked_return: false,
        drafts: 0,
        unconfirmed: false,
    }
}

const STORY: &str = "［本人］针对薄壁套筒加工变形，自创“三点浮动支撑”装夹法，圆度由 0.03 mm 稳定到 0.008 mm，废品率由 6.1% 降到 0.9%。该法在［本单位］三条生产线推广，年均节约 328.50 万元；91 分的检测报告见附件。";

pub(super) fn desk(word: &str, trade: &str) -> DeskView {
    let text = |name: &str| clean(&format!("{name}：{STORY}\n{STORY}"));
    let sections = rules().sections.into_iter().map(|section| (section.id, text(&section.name))).collect();
    let awards = vec![Award { title: clean("市职业技能竞赛第一名"), year: None }];
    DeskView {
        row: DossierRow {
            code: code(word),
            trade: clean(trade),
            level: clean("高级技师"),
            field: clean("先进制造业"),
            withdrawn: false,
            confidential: false,
            own: Some(own()),
        },
        post: clean("一线生产岗位"),
        marks: Marks::empty(7),
        texts: Some(Arc::new(Texts { sections, story: clean(STORY), awards })),
        explained: Vec::new(),
        undo: None,
        redo: None,
        drafts: Vec::new(),
        saved: None,
        receipt: None,
    }
}

pub(crate) fn place(word: &str, item: &str) -> PlaceNote {
    PlaceNote { dossier: code(word), item: Some(id(item)), basis: Basis::File }
}

pub(crate) fn draft(word: &str, item: &str, text: &str) -> Draft {
    Draft { paper_of: None, dossier: code(word), cell: Some((id(item), Basis::File)), note: false, text: clean(text) }
}
