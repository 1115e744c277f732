//! Names of people: before a title, behind a label, on a studio's door.

use super::numbers::patent_number;
use super::{Hit, Kind, Text};

/// Surnames that are hardly anything else beside a name.
const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱郭何罗宋郑谢韩唐冯董萧程曹袁邓傅沈彭吕苏卢蒋蔡贾丁魏薛叶阎潘杜戴夏钟汪田姜范\
    姚谭廖邹熊陆郝孔崔康毛邱秦史顾侯邵孟龙段雷钱汤尹黎武乔贺赖龚樊殷邢俞翟柴鞠迟隋綦宫丛初矫谷";

/// Surnames that are common words as well: only where a title or a label says that it is a name.
const DOUBTFUL: &str = "于任高林梁曾方石安温江白金严莫肖洪毕柳牛葛游裴季";

/// Words that begin with a surname and are no names.
const WORDS: [&str; 60] = [
    "高级", "高技", "高龄", "高中", "高温", "高速", "高端", "高新", "高压", "高质", "高精", "任何", "任职", "任务",
    "安全", "安装", "方面", "方法", "方案", "石油", "石化", "万名", "万余", "常见", "常年", "常用", "温度", "江苏",
    "白班", "金属", "金工", "金奖", "严格", "严谨", "曾经", "曾获", "于是", "向上", "时间", "华东", "程序", "程度",
    "成长", "黄金", "田间", "夏季", "武装", "雷达", "毛坯", "龙头", "钟表", "汤姆", "顾客", "范围", "周期", "周边",
    "周围", "何时", "康复", "谢谢",
];

/// Words whose last character is a surname too: no name begins inside them.
const HEADS: [&str; 40] = [
    "担任", "责任", "信任", "主任", "历任", "新任", "现任", "兼任", "由于", "对于", "关于", "属于", "用于", "基于",
    "便于", "善于", "位于", "至于", "处于", "敢于", "勇于", "乐于", "提高", "较高", "最高", "崇高", "对方", "双方",
    "甲方", "乙方", "多方", "大方", "地方", "平安", "日常", "经常", "非常", "公安", "千万", "里程",
];

pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}')
}

fn is_surname(c: char, doubtful: bool) -> bool {
    SURNAMES.contains(c) || doubtful && DOUBTFUL.contains(c)
}

/// Whether a name may begin here: a surname, not the start of a common word, not the end of another.
fn name_may_begin(text: &Text, at: usize, doubtful: bool) -> bool {
    is_surname(text.get(at), doubtful)
        && !WORDS.iter().any(|word| text.starts_with(at, word))
        && !HEADS.iter().chain(&WORDS).any(|word| text.ends_with(at + 1, word))
}

/// Characters that rarely stand inside a name but often before or behind one.
fn joins(c: char) -> bool {
    !is_han(c) || "的了在和与及等是为被由对向跟把给让请叫名有获得从到等我们他她其并也已曾均各位".contains(c)
}

/// Surname and up to two more characters before 师傅, 同志, 先生, 女士.
pub(super) fn title(text: &Text, at: usize, hits: &mut Vec<Hit>) -> usize {
    let Some(word) = ["师傅", "同志", "先生", "女士"].into_iter().find(|word| text.starts_with(at, word))
    else {
        return at;
    };
    let end = at + word.chars().count();
    // 优先生产, 首先生成.
    if word == "先生" && "产成根效".contains(text.get(end)) {
        return end;
    }
    // The longest reading that begins where a name can begin; three characters, two, the surname alone.
    for given in (0..=2).rev() {
        let Some(start) = at.checked_sub(given + 1) else { continue };
        let inner = (start + 1..at).all(|i| is_han(text.get(i)) && !joins(text.get(i)));
        // A surname that is a word as well needs a boundary before a whole name.
        let doubtful = given == 0 || joins(text.before(start));
        if inner && name_may_begin(text, start, doubtful) {
            hits.push(text.hit(Kind::Name, start..end));
            return end;
        }
    }
    end
}

/// What follows 姓名, 徒弟, 专利号.
pub(super) fn label(text: &Text, at: usize, hits: &mut Vec<Hit>) -> usize {
    if text.starts_with(at, "专利号") {
        let start = skip(text, at + 3, ": 为是");
        let end = patent_number(text, start);
        if (start..end).filter(|i| text.get(*i).is_ascii_digit()).count() >= 8 {
            hits.push(text.hit(Kind::Patent, start..end));
        }
        return end;
    }
    if !text.starts_with(at, "姓名") && !text.starts_with(at, "徒弟") {
        return at;
    }
    let is_label = text.get(at) == '姓';
    let mut start = skip(text, at + 2, if is_label { ": " } else { ": (叫" });
    // A list of names: 徒弟王小明、李强.
    for _ in 0..20 {
        let Some(end) = name_here(text, start, is_label || start > at + 2) else { break };
        hits.push(text.hit(Kind::Name, start..end));
        if !matches!(text.get(end), '/' | ',' | '和') {
            return end;
        }
        start = end + 1;
    }
    at + 2
}

fn skip(text: &Text, from: usize, chars: &str) -> usize {
    (from..from + 6).find(|at| !chars.contains(text.get(*at))).unwrap_or(from)
}

/// A name of two or three characters that ends where it stands.
fn name_here(text: &Text, start: usize, doubtful: bool) -> Option<usize> {
    if !name_may_begin(text, start, doubtful) || text.get(start + 1) == '某' {
        return None;
    }
    (2..=3).map(|len| start + len).find(|end| {
        (start + 1..*end).all(|i| is_han(text.get(i)) && !joins(text.get(i)))
            && (joins(text.get(*end)) || "取考晋通参成达当".contains(text.get(*end)))
    })
}

/// A studio named after a person: 张三工作室, 张三技能大师工作室.
pub(super) fn studio(text: &Text, at: usize, hits: &mut Vec<Hit>) -> usize {
    let end = at + 3;
    let mut head = at;
    for word in
        ["技能大师", "劳模", "创新", "劳动模范", "首席技师", "工匠", "人才", "和", "与", "示范"].iter().cycle().take(30)
    {
        if text.ends_with(head, word) {
            head -= word.chars().count();
        }
    }
    for given in [2, 1] {
        let Some(start) = head.checked_sub(given + 1) else { continue };
        let inner = (start + 1..head).all(|i| is_han(text.get(i)) && !joins(text.get(i)));
        let free = given == 2 || joins(text.before(start));
        if inner && free && name_may_begin(text, start, false) {
            hits.push(text.hit(Kind::Name, start..end));
            return end;
        }
    }
    end
}
