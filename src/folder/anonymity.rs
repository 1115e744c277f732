//! What in a dossier's text looks like a person or an employer (DOMAIN §6). Guesses, so only cautions:
//! a guess that is wrong costs the office one look, one that is missed costs the review its blindness.
//!
//! Texts are full of figures, standards and placeholders (［本人］, ［专利1·发明·授权·排名1］), so every
//! pattern asks for a neighbourhood that figures do not have, and what stands in brackets is skipped.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::de::DeValue;

use super::dossier::{entries, inside};
use super::keys::{Table, Value, as_table};
use super::source::Found;
use crate::domain::FindingKind;
use crate::text::{Clean, clean_line, fold_char};

/// More findings of this kind in one dossier say nothing new.
const MAX: usize = 100;

/// Looks through everything of a dossier that experts read.
pub(super) fn dossier(found: &mut Found<'_, '_>, top: &Table<'_, '_>) {
    let mut told = BTreeSet::new();
    for key in ["trade", "post", "field"] {
        if let Some(value) = top.get(key) {
            value_of(found, value, &mut told);
        }
    }
    if let Some(DeValue::Array(awards)) = top.get("awards").map(toml::Spanned::get_ref) {
        for title in awards.iter().filter_map(as_table).filter_map(|award| award.get("title")) {
            value_of(found, title, &mut told);
        }
    }
    if let Some(table) = top.get("text").and_then(as_table) {
        for (_, _, value) in entries(&table) {
            value_of(found, value, &mut told);
        }
    }
}

fn value_of(found: &mut Found<'_, '_>, value: Value<'_, '_>, told: &mut BTreeSet<(Kind, String)>) {
    let Some(text) = value.get_ref().as_str() else { return };
    let span = value.span();
    let mut from = 0;
    for hit in hits(text) {
        let at = inside(found, &span, &hit.word, from);
        if at != span {
            from = at.start.saturating_sub(span.start);
        }
        if told.len() < MAX && told.insert((hit.kind, hit.word.clone())) {
            found.add(&at, hit.finding());
        }
    }
}

/// What a piece of text looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Name,
    Phone,
    IdNumber,
    Patent,
    Employer,
}

/// A piece of text that looks like something.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Hit {
    at: usize,
    kind: Kind,
    word: String,
}

impl Hit {
    fn finding(&self) -> FindingKind {
        let word: Clean = clean_line(&self.word);
        match self.kind {
            Kind::Name => FindingKind::LooksLikeName(word),
            Kind::Phone => FindingKind::LooksLikePhone(word),
            Kind::IdNumber => FindingKind::LooksLikeIdNumber(word),
            Kind::Patent => FindingKind::LooksLikePatent(word),
            Kind::Employer => FindingKind::LooksLikeEmployer(word),
        }
    }
}

/// The characters of a text as written, and folded for looking at, outside of placeholders.
struct Text {
    written: Vec<char>,
    folded: Vec<char>,
}

impl Text {
    fn new(text: &str) -> Self {
        let written: Vec<char> = text.chars().collect();
        let mut folded: Vec<char> = written.iter().map(|c| fold_char(*c)).collect();
        blank_placeholders(&mut folded);
        Self { written, folded }
    }

    fn get(&self, at: usize) -> char {
        self.folded.get(at).copied().unwrap_or('\n')
    }

    fn before(&self, at: usize) -> char {
        at.checked_sub(1).map_or('\n', |at| self.get(at))
    }

    fn starts_with(&self, at: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(i, c)| self.get(at + i) == c)
    }

    fn ends_with(&self, end: usize, word: &str) -> bool {
        end.checked_sub(word.chars().count()).is_some_and(|at| self.starts_with(at, word))
    }

    /// Where a run of some kind of character ends.
    fn end_of(&self, start: usize, kind: fn(&char) -> bool) -> usize {
        start + self.folded.iter().skip(start).take_while(|c| kind(c)).count()
    }

    fn hit(&self, kind: Kind, range: Range<usize>) -> Hit {
        let at = range.start;
        Hit { at, kind, word: self.written.get(range).unwrap_or(&[]).iter().collect() }
    }
}

/// Blanks what stands in ［…］ and [...], at most 30 characters long.
fn blank_placeholders(folded: &mut [char]) {
    const LONGEST: usize = 30;
    let mut at = 0;
    while let Some(open) = folded.iter().skip(at).position(|c| matches!(c, '[' | '〔')).map(|n| n + at) {
        let close = folded.iter().skip(open).take(LONGEST + 2).position(|c| matches!(c, ']' | '〕'));
        at = close.map_or(open, |n| open + n) + 1;
        if close.is_some() {
            folded.iter_mut().take(at).skip(open).for_each(|c| *c = '\u{fffc}');
        }
    }
}

fn hits(text: &str) -> Vec<Hit> {
    let text = Text::new(text);
    let mut hits = Vec::new();
    let mut at = 0;
    while at < text.folded.len() {
        let c = text.get(at);
        let next = match c {
            '0'..='9' if !text.before(at).is_ascii_alphanumeric() => numbers(&text, at, &mut hits),
            'A'..='Z' | 'a'..='z' if !text.before(at).is_ascii_alphanumeric() => patent(&text, at, &mut hits),
            '师' | '同' | '先' | '女' => title(&text, at, &mut hits),
            '姓' | '徒' | '专' => label(&text, at, &mut hits),
            '工' if text.starts_with(at, "工作室") => studio(&text, at, &mut hits),
            '有' | '集' | '厂' | '股' => employer(&text, at, &mut hits),
            _ => at,
        };
        at = next.max(at + 1);
    }
    hits.sort_by_key(|hit| hit.at);
    hits
}

// ---- numbers ------------------------------------------------------------------------------------------------

/// A run of digits with single blanks or hyphens inside; where it ends.
fn digits(text: &Text, start: usize) -> (Vec<char>, usize) {
    let mut run = Vec::new();
    let mut at = start;
    let mut end = start;
    while run.len() < 40 {
        match text.get(at) {
            d @ '0'..='9' => {
                run.push(d);
                end = at + 1;
            }
            '-' | ' ' if at == end && !run.is_empty() => {}
            _ => break,
        }
        at += 1;
    }
    (run, end)
}

/// Phones and ID numbers. Sizes and sums are told apart by what stands round them.
fn numbers(text: &Text, start: usize, hits: &mut Vec<Hit>) -> usize {
    let plain_end = text.end_of(start, char::is_ascii_digit);
    if text.before(start) == '.' || text.before(start) == '+' && text.before(start.saturating_sub(1)).is_ascii_digit() {
        return plain_end;
    }
    let plain: Vec<char> = text.folded.get(start..plain_end).unwrap_or(&[]).to_vec();
    let last = text.get(plain_end);
    if plain.len() == 18 && !last.is_ascii_alphanumeric() && has_birth_date(&plain) {
        hits.push(text.hit(Kind::IdNumber, start..plain_end));
        return plain_end;
    }
    if plain.len() == 17
        && matches!(last, 'X' | 'x')
        && !text.get(plain_end + 1).is_ascii_alphanumeric()
        && has_birth_date(&plain)
    {
        hits.push(text.hit(Kind::IdNumber, start..plain_end + 1));
        return plain_end + 1;
    }
    let (run, end) = digits(text, start);
    let grouped = end > plain_end;
    let follows = text.get(end);
    let is_amount = follows == '.' && text.get(end + 1).is_ascii_digit()
        || matches!(follows, '%' | '元' | '万' | '亿' | '件' | '次' | '个' | '年' | '月' | '米' | '吨' | '台' | '套')
        || follows.is_ascii_alphabetic();
    if is_amount {
        return plain_end;
    }
    let mobile = run.len() == 11
        && run.first() == Some(&'1')
        && run.get(1).is_some_and(|d| ('3'..='9').contains(d))
        && (!grouped || matches!(plain.len(), 3 | 4 | 7));
    let area = plain.len();
    let landline = grouped
        && text.get(plain_end) == '-'
        && run.first() == Some(&'0')
        && matches!(area, 3 | 4)
        && matches!(run.len() - area.min(run.len()), 7 | 8);
    if mobile || landline {
        hits.push(text.hit(Kind::Phone, start..end));
        return end;
    }
    plain_end
}

/// Whether the seventh to fourteenth digit can be a birth date.
fn has_birth_date(number: &[char]) -> bool {
    let value = |range: Range<usize>| {
        number.get(range).and_then(|digits| digits.iter().collect::<String>().parse::<u32>().ok()).unwrap_or(0)
    };
    (1900..2100).contains(&value(6..10)) && (1..=12).contains(&value(10..12)) && (1..=31).contains(&value(12..14))
}

/// ZL or CN with a number behind it.
fn patent(text: &Text, start: usize, hits: &mut Vec<Hit>) -> usize {
    let word_end = text.end_of(start, char::is_ascii_alphabetic);
    let upper = |at: usize| text.get(at).to_ascii_uppercase();
    let two = (upper(start), upper(start + 1));
    if word_end != start + 2 || !matches!(two, ('Z', 'L') | ('C', 'N')) {
        return word_end;
    }
    let end = patent_number(text, word_end);
    let digits = (word_end..end).filter(|at| text.get(*at).is_ascii_digit()).count();
    if digits >= if two.0 == 'Z' { 8 } else { 7 } {
        hits.push(text.hit(Kind::Patent, start..end));
        return end;
    }
    word_end
}

/// Where a patent's number ends: digits with blanks, points and one letter at its end.
fn patent_number(text: &Text, start: usize) -> usize {
    let mut end = start;
    let mut at = start;
    loop {
        match text.get(at) {
            '0'..='9' => end = at + 1,
            ' ' | '.' | ':' if at <= end + 1 => {}
            'A'..='Z' | 'x' if end == at && end > start => return at + 1,
            _ => return end,
        }
        at += 1;
    }
}

// ---- names --------------------------------------------------------------------------------------------------

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

fn is_han(c: char) -> bool {
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
fn title(text: &Text, at: usize, hits: &mut Vec<Hit>) -> usize {
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
fn label(text: &Text, at: usize, hits: &mut Vec<Hit>) -> usize {
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
fn studio(text: &Text, at: usize, hits: &mut Vec<Hit>) -> usize {
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

// ---- employers ----------------------------------------------------------------------------------------------

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

fn employer(text: &Text, at: usize, hits: &mut Vec<Hit>) -> usize {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str, kind: Kind) -> Vec<String> {
        hits(text).into_iter().filter(|hit| hit.kind == kind).map(|hit| hit.word).collect()
    }

    #[test]
    fn names_are_seen_before_titles_and_behind_labels() {
        for (text, name) in [
            ("跟随张师傅学艺", "张师傅"),
            ("由王建国同志主持", "王建国同志"),
            ("班组长刘伟先生", "刘伟先生"),
            ("姓名：于小东", "于小东"),
            ("姓名 李四", "李四"),
            ("徒弟王小明获市赛第一名", "王小明"),
            ("徒弟：张强", "张强"),
            ("建成王建国劳模创新工作室", "王建国劳模创新工作室"),
        ] {
            let seen = words(text, Kind::Name);
            assert_eq!(seen, [name], "{text}");
        }
        assert_eq!(words("徒弟王小明、李强，均为高级工", Kind::Name), ["王小明", "李强"]);
    }

    #[test]
    fn phones_ids_and_patents_are_seen_in_any_width() {
        assert_eq!(words("电话13812345678。", Kind::Phone), ["13812345678"]);
        assert_eq!(words("电话 138-1234-5678", Kind::Phone), ["138-1234-5678"]);
        assert_eq!(words("０６３１－５８１２３４５", Kind::Phone), ["０６３１－５８１２３４５"]);
        assert_eq!(words("身份证371002198103121234，", Kind::IdNumber), ["371002198103121234"]);
        assert_eq!(words("37100219810312123X", Kind::IdNumber), ["37100219810312123X"]);
        assert_eq!(words("发明专利ZL201910123456.7一项", Kind::Patent), ["ZL201910123456.7"]);
        assert_eq!(words("公开号CN110123456A", Kind::Patent), ["CN110123456A"]);
        assert_eq!(words("ZL 2019 1 0123456.7", Kind::Patent), ["ZL 2019 1 0123456.7"]);
        assert_eq!(words("专利号：201910123456.7", Kind::Patent), ["201910123456.7"]);
    }

    #[test]
    fn employers_are_seen_by_their_ends() {
        assert_eq!(words("威海华瑞机械有限公司的产品", Kind::Employer), ["威海华瑞机械有限公司"]);
        assert_eq!(words("，北洋造船集团，", Kind::Employer), ["北洋造船集团"]);
        assert_eq!(words("，威海机床厂，", Kind::Employer), ["威海机床厂"]);
        assert_eq!(words("市第二毛纺厂", Kind::Employer), ["市第二毛纺厂"]);
    }

    #[test]
    fn figures_placeholders_and_common_words_are_left_alone() {
        for text in [
            "［本人］在［本单位］完成［专利1·发明·授权·排名1］，节约328.50万元，孔径Φ12.000±0.005 mm。",
            "带徒 12 人：［徒弟甲］晋升技师，［徒弟乙］获市级第一名。徒弟高级工3人，徒弟成长为骨干，徒弟均已出师。",
            "2019年至2023年累计加工 1380000 件，效率由 65% 提高到 91%，合格率 99.97%。",
            "年产值13800000000元；工艺卡 2023-05-11；GB/T 8170-2008；ISO 9001:2015；M12×1.75。",
            "老师傅和青年同志，全体同志，钳工师傅，班组的师傅，一位女士，优先生产，首先生成，时候先生火，高级师傅，车间同志，任何同志。",
            "本厂、全厂、我厂、出厂检验、厂房、进厂三十年，多家造船厂、机床厂推广，企业集团内，本集团，集团公司推广。",
            "首席技师工作室、高技能人才工作室、劳模创新工作室。担任师傅，由于师傅，提高同志们的水平。",
            "序列号 123456789012345678 不是日期；图号 CN-12；代号 W274。1381234567 与 138123456789。",
            "先后获得同志们的好评，姓名、年龄、单位均已隐去。",
        ] {
            assert_eq!(hits(text), [], "{text}");
        }
    }
}
