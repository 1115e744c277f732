//! Names of employers, told by how they end.

use super::names::is_han;
use super::{Hit, Kind, Text};

/// Kinds of works; what stands before one of them is the works' name.
const WORKS: [&str; 44] = [
    "机械",
    "机床",
    "造船",
    "船舶",
    "修造",
    "电子",
    "化工",
    "汽车",
    "制造",
    "轮胎",
    "纺织",
    "橡胶",
    "钢铁",
    "水泥",
    "玻璃",
    "食品",
    "制药",
    "印刷",
    "仪表",
    "电机",
    "发电",
    "毛纺",
    "棉纺",
    "针织",
    "家具",
    "木器",
    "皮革",
    "塑料",
    "农机",
    "轴承",
    "阀门",
    "锅炉",
    "铸造",
    "锻造",
    "模具",
    "电缆",
    "变压器",
    "酿酒",
    "啤酒",
    "渔具",
    "地毯",
    "服装",
    "钟表",
    "第一",
];

/// Words before a kind of works or a group that make it no name.
const ANY: [&str; 44] = [
    "本",
    "该",
    "各",
    "全",
    "我",
    "某",
    "多家",
    "几家",
    "一家",
    "两家",
    "三家",
    "国内",
    "省内",
    "市内",
    "行业",
    "同行",
    "同类",
    "企业",
    "产业",
    "公司",
    "上级",
    "下属",
    "所在",
    "大型",
    "中型",
    "小型",
    "其他",
    "其它",
    "国外",
    "国有",
    "民营",
    "跨",
    "本单位",
    "个",
    "家",
    "为",
    "在",
    "到",
    "与",
    "和",
    "及",
    "等",
    "由",
    "的",
];

/// The Han characters, figures and letters before a place, at most `max`, up to what cannot be in a name.
fn run_before(text: &Text, at: usize, max: usize) -> usize {
    (0..max)
        .take_while(|n| {
            let c = text.before(at.saturating_sub(*n));
            at > *n && (is_han(c) || c.is_ascii_alphanumeric() || matches!(c, '(' | ')'))
        })
        .count()
}

pub(super) fn employer(text: &Text, at: usize, hits: &mut Vec<Hit>) -> usize {
    let strong = ["有限责任公司", "有限公司", "股份公司"].into_iter().find(|word| text.starts_with(at, word));
    if let Some(word) = strong {
        let end = at + word.chars().count();
        let run = run_before(text, at, 20);
        if run >= 2 && !ANY.iter().any(|any| text.ends_with(at, any)) {
            hits.push(text.hit(Kind::Employer, at - run..end));
        }
        return end;
    }
    if text.starts_with(at, "集团") {
        let run = run_before(text, at, 10);
        let named = run >= 2 && !ANY.iter().any(|any| text.ends_with(at, any));
        // 集团股份有限公司 is told once, by its end.
        let inside = text.starts_with(at + 2, "股份") || text.starts_with(at + 2, "有限");
        if named && !inside {
            hits.push(text.hit(Kind::Employer, at - run..at + 2));
        }
        return at + 2;
    }
    if text.get(at) == '厂' && !"房家区商内外里级长龄界前部规址矿".contains(text.get(at + 1)) {
        works(text, at, hits);
    }
    at
}

/// A works with its own name or place: 威海机床厂, not 机床厂, 本厂, 多家造船厂, 出厂.
fn works(text: &Text, at: usize, hits: &mut Vec<Hit>) {
    let main = at - usize::from(text.before(at) == '总' || text.before(at) == '分');
    let Some(kind) = WORKS.iter().find(|kind| text.ends_with(main, kind)) else { return };
    let mut head = main - kind.chars().count();
    while let Some(kind) = WORKS.iter().find(|kind| text.ends_with(head, kind)) {
        head -= kind.chars().count();
    }
    let run = run_before(text, head, 8);
    if run >= 2 && !ANY.iter().any(|any| text.ends_with(head, any)) {
        hits.push(text.hit(Kind::Employer, head - run..at + 1));
    }
}
