//! The words of DESIGN §1, one each: the same thing is called the same on every screen and paper.

use super::Lang;
use crate::domain::tally::Standing;
use crate::domain::{
    Aside, Average, Basis, BasisRule, Compare, ExpertsSee, Half, HonourCounts, HonourLevel, HonourReading, Role,
    Rounding, RowAside, Severity, SheetState, Stage, TieStep,
};

/// `name: Kind { variant => zh, en; … }`: one fixed word for each variant.
macro_rules! named {
    ($($(#[$doc:meta])* $function:ident: $kind:ty { $($variant:pat => $zh:literal, $en:literal;)+ })+) => {$(
        $(#[$doc])*
        pub fn $function(lang: Lang, thing: $kind) -> &'static str {
            match thing { $($variant => lang.pick($zh, $en),)+ }
        }
    )+};
}

named! {
    /// Stage of a review.
    stage: Stage {
        Stage::Setup => "准备", "setup";
        Stage::Scoring => "评分", "scoring";
        Stage::Review => "复核", "review";
        Stage::Final => "定案", "final";
    }
    /// Role of a seat.
    role: Role {
        Role::Expert => "专家", "expert";
        Role::Secretary => "秘书", "secretary";
        Role::Supervisor => "监督人员", "supervisor";
    }
    /// Where a sheet stands, in full words; see [`sign_word`] for what is missing in a draft.
    sheet_state: SheetState {
        SheetState::Unopened => "没打开", "not opened";
        SheetState::Declared => "已声明", "declared";
        SheetState::Drafting => "评分中", "being scored";
        SheetState::Signed => "已定稿", "signed";
        SheetState::Returned => "已退回", "returned";
        SheetState::Aside(Aside::Conflict | Aside::Recognised) => "回避", "recused";
        SheetState::Aside(Aside::Abstained) => "弃权", "abstained";
        SheetState::Excused => "缺席核准", "excused";
        SheetState::Replaced => "已更换", "replaced";
    }
    /// Why a seat does not score a dossier.
    aside: Aside {
        Aside::Conflict => "回避（利害关系）", "recused (conflict)";
        Aside::Recognised => "回避（认出申报人）", "recused (recognised)";
        Aside::Abstained => "弃权", "abstained";
    }
    /// `state` of a row of a marks file.
    row_aside: RowAside {
        RowAside::Aside(Aside::Conflict) => "回避（利害关系）", "recused (conflict)";
        RowAside::Aside(Aside::Recognised) => "回避（认出申报人）", "recused (recognised)";
        RowAside::Aside(Aside::Abstained) => "弃权", "abstained";
        RowAside::Excused => "缺席核准", "excused";
    }
    /// Where a dossier stands on the list 去向.
    standing: Standing {
        Standing::Selected => "拟推荐", "selected";
        Standing::Contested => "待议决", "contested";
        Standing::Reserve => "未列入", "reserve";
        Standing::BelowPass => "未达合格线", "below pass";
        Standing::Incomplete => "待补评", "incomplete";
        Standing::Withdrawn => "已撤回", "withdrawn";
    }
    /// What a mark rests on 依据.
    basis: Basis {
        Basis::File => "材料", "file";
        Basis::Onsite => "现场", "on site";
    }
    /// What one signature covers; without a visit the file half is the whole sheet.
    half: Half {
        Half::File => "材料部分", "file half";
        Half::Onsite => "现场部分", "on-site half";
    }
    /// Level of an honour.
    honour_level: HonourLevel {
        HonourLevel::National => "国家级", "national";
        HonourLevel::Provincial => "省级", "provincial";
        HonourLevel::Municipal => "市级", "municipal";
    }
    /// How a score is cut.
    rounding: Rounding {
        Rounding::HalfUp => "四舍五入", "rounded half up";
        Rounding::HalfEven => "四舍六入五成双", "rounded half to even";
        Rounding::Down => "只舍不入", "cut off";
    }
    /// A reading of the honours rule (DOMAIN §5).
    honour_reading: HonourReading {
        HonourReading::ByLevel => "国家级、省级、市级逐级比", "level by level";
        HonourReading::TopLevel => "只比最高一级及其个数", "highest level and its count";
        HonourReading::TopThenTotal => "先比最高一级，再比总数", "highest level, then all";
    }
    /// A step after the score.
    tie_step: TieStep {
        TieStep::Honours => "荣誉", "honours";
        TieStep::Age => "年龄", "age";
    }
    /// What is averaged.
    average: Average {
        Average::Total => "各份总分取平均", "average of the sheets' totals";
        Average::Section => "各板块分别取平均", "average of each section";
    }
    /// What the order compares.
    compare: Compare {
        Compare::Published => "公布的得分", "published score";
        Compare::Exact => "未取舍的得分", "unrounded score";
    }
    /// What experts see after final.
    experts_see: ExpertsSee {
        ExpertsSee::Nothing => "不显示结果", "nothing";
        ExpertsSee::List => "名次、代号、得分", "ranks, codes, scores";
    }
    /// How much a finding matters.
    severity: Severity {
        Severity::Error => "错误", "error";
        Severity::Caution => "提醒", "caution";
    }
}

/// The one word for a mark that is not there: never a blank, never 0.
pub fn unscored(lang: Lang) -> &'static str {
    lang.pick("未评", "unscored")
}

/// 是 or 否, as in the column 45 岁.
pub fn yes_no(lang: Lang, yes: bool) -> &'static str {
    if yes { lang.pick("是", "yes") } else { lang.pick("否", "no") }
}

/// Which mark counts where both bases have one.
pub fn basis_rule(lang: Lang, rule: BasisRule) -> String {
    match rule {
        BasisRule::OnsiteFirst => lang.pick("两种依据都有分的，用现场分", "on-site marks first").into(),
        BasisRule::Split { onsite, file } => {
            say!(lang, "现场占 {onsite}%，材料占 {file}%", "on site {onsite}%, file {file}%")
        }
    }
}

/// National/provincial/municipal counts, as they stand in the list: `0/1/2`.
pub fn honour_counts(counts: HonourCounts) -> String {
    format!("{}/{}/{}", counts.national, counts.provincial, counts.municipal)
}

/// What a cell of the progress matrix knows of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Glance {
    /// Where it stands.
    pub state: SheetState,
    /// Items without any mark.
    pub missing: usize,
    /// An on-site half is due, not signed and not whole: how many items lack their on-site mark, 0 where it is not begun.
    pub onsite: Option<usize>,
    /// Entered for the seat and not confirmed yet 代录待核.
    pub unconfirmed: bool,
}

impl Glance {
    /// Of a sheet that lacks so many items, and so many of a due on-site half.
    pub fn of(state: SheetState, missing: u32, onsite: Option<u32>) -> Self {
        let count = |items| usize::try_from(items).unwrap_or(usize::MAX);
        Self { state, missing: count(missing), onsite: onsite.map(count), unconfirmed: false }
    }
}

/// One row of the matrix's legend.
type Sign = (&'static str, &'static str, &'static str, &'static str);

const UNOPENED: Sign = ("未", "没打开", "new", "not opened");
const DECLARED: Sign = ("读", "已声明", "read", "declared");
const COMPLETE: Sign = ("齐", "可定稿", "full", "ready to sign");
const SIGNED: Sign = ("定", "已定稿", "sign", "signed");
const RETURNED: Sign = ("退", "已退回", "ret", "returned");
const RECUSED: Sign = ("避", "回避", "rec", "recused");
const ABSTAINED: Sign = ("弃", "弃权", "abst", "abstained");
const EXCUSED: Sign = ("核", "缺席核准", "exc", "excused");
const UNCONFIRMED: Sign = ("录", "代录待核", "conf", "to confirm");
const REPLACED: Sign = ("换", "已更换", "repl", "replaced");

enum Shown {
    Fixed(Sign),
    Missing(usize),
    OnsiteMissing(usize),
}

fn shown(glance: Glance) -> Shown {
    Shown::Fixed(match glance.state {
        SheetState::Unopened => UNOPENED,
        SheetState::Declared => DECLARED,
        SheetState::Drafting if glance.missing > 0 => return Shown::Missing(glance.missing),
        SheetState::Drafting => match glance.onsite {
            Some(missing) => return Shown::OnsiteMissing(missing),
            None => COMPLETE,
        },
        SheetState::Signed if glance.unconfirmed => UNCONFIRMED,
        SheetState::Signed => SIGNED,
        SheetState::Returned => RETURNED,
        SheetState::Aside(Aside::Conflict | Aside::Recognised) => RECUSED,
        SheetState::Aside(Aside::Abstained) => ABSTAINED,
        SheetState::Excused => EXCUSED,
        SheetState::Replaced => REPLACED,
    })
}

/// The sign of a sheet in the progress matrix: 定 未 读 缺3 现2 齐 退 避 弃 核 录 换; at most four cells up to 99 items.
pub fn sign(lang: Lang, glance: Glance) -> String {
    match shown(glance) {
        Shown::Fixed((zh, _, en, _)) => lang.pick(zh, en).into(),
        Shown::Missing(count) => say!(lang, "缺{count}", "-{count}"),
        Shown::OnsiteMissing(0) => lang.pick("现", "vis").into(),
        Shown::OnsiteMissing(count) => say!(lang, "现{count}", "v-{count}"),
    }
}

/// The same in full words, for the line below the matrix: 缺 3 项, 现场缺 2 项, 可定稿 …
pub fn sign_word(lang: Lang, glance: Glance) -> String {
    match shown(glance) {
        Shown::Fixed((_, zh, _, en)) => lang.pick(zh, en).into(),
        Shown::Missing(count) => say!(lang, "缺 {count} 项", "{count} missing"),
        Shown::OnsiteMissing(0) => lang.pick("现场还没评", "visit unscored").into(),
        // One on-site mark is enough for its expert to sign; whether more are meant to come only the expert knows.
        Shown::OnsiteMissing(count) => {
            say!(lang, "现场缺 {count} 项（可定稿）", "{count} missing on site (may be signed)")
        }
    }
}

/// The matrix's legend, sign and word, in the order of the drawing.
pub fn sign_legend(lang: Lang) -> Vec<(&'static str, &'static str)> {
    const MISSING: Sign = ("缺3", "缺三项", "-3", "three missing");
    const ONSITE: Sign = ("现2", "现场缺两项", "v-2", "two missing on site");
    [
        UNOPENED,
        DECLARED,
        MISSING,
        ONSITE,
        COMPLETE,
        SIGNED,
        RETURNED,
        RECUSED,
        ABSTAINED,
        EXCUSED,
        UNCONFIRMED,
        REPLACED,
    ]
    .map(|(zh, zh_word, en, en_word)| (lang.pick(zh, en), lang.pick(zh_word, en_word)))
    .to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Ambiguous, width};

    fn glance(state: SheetState) -> Glance {
        Glance { state, missing: 0, onsite: None, unconfirmed: false }
    }

    #[test]
    fn a_draft_says_what_is_missing_before_it_says_ready() {
        let draft = glance(SheetState::Drafting);
        let signs = [
            Glance { missing: 3, onsite: Some(2), ..draft },
            Glance { onsite: Some(2), ..draft },
            Glance { onsite: Some(0), ..draft },
            draft,
            Glance { unconfirmed: true, ..glance(SheetState::Signed) },
        ];
        assert_eq!(signs.map(|glance| sign(Lang::Zh, glance)), ["缺3", "现2", "现", "齐", "录"]);
        assert_eq!(
            signs.map(|glance| sign_word(Lang::Zh, glance)),
            ["缺 3 项", "现场缺 2 项（可定稿）", "现场还没评", "可定稿", "代录待核"]
        );
        assert_eq!(signs.map(|glance| sign(Lang::En, glance)), ["-3", "v-2", "vis", "full", "conf"]);
    }

    #[test]
    fn no_two_signs_are_alike_and_each_fits_its_column() {
        for lang in Lang::ALL {
            let mut signs: Vec<&str> = sign_legend(lang).into_iter().map(|(sign, _)| sign).collect();
            assert!(signs.iter().all(|sign| width(sign, Ambiguous::Two) <= 4), "{signs:?}");
            signs.sort_unstable();
            signs.dedup();
            assert_eq!(signs.len(), 12);
        }
    }

    #[test]
    fn unscored_is_a_word_of_its_own() {
        assert_eq!(unscored(Lang::Zh), "未评");
    }
}
