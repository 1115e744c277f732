//! What in a dossier's text looks like a person or an employer (DOMAIN §6). Guesses, so only cautions:
//! a guess that is wrong costs the office one look, one that is missed costs the review its blindness.
//!
//! Texts are full of figures, standards and placeholders (［本人］, ［专利1·发明·授权·排名1］), so every
//! pattern asks for a neighbourhood that figures do not have, and what stands in brackets is skipped.

mod employers;
mod names;
mod numbers;

use std::collections::BTreeSet;
use std::ops::Range;

use toml::de::DeValue;

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
        for (_, _, value) in table.leaves() {
            value_of(found, value, &mut told);
        }
    }
}

fn value_of(found: &mut Found<'_, '_>, value: Value<'_, '_>, told: &mut BTreeSet<(Kind, String)>) {
    let Some(text) = value.get_ref().as_str() else { return };
    let span = value.span();
    let mut from = 0;
    for hit in hits(text) {
        let at = found.inside(&span, &hit.word, from);
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
        let mut folded: Vec<char> = written.iter().map(|c| folded(*c)).collect();
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

/// Most characters fold to themselves, and asking the tables is what would cost.
fn folded(c: char) -> char {
    match c {
        '\0'..='~' | '\u{4e00}'..='\u{9fff}' => c,
        '，' => ',',
        '：' => ':',
        _ => fold_char(c),
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
            '0'..='9' if !text.before(at).is_ascii_alphanumeric() => numbers::numbers(&text, at, &mut hits),
            'A'..='Z' | 'a'..='z' if !text.before(at).is_ascii_alphanumeric() => numbers::patent(&text, at, &mut hits),
            '师' | '同' | '先' | '女' => names::title(&text, at, &mut hits),
            '姓' | '徒' | '专' => names::label(&text, at, &mut hits),
            '工' if text.starts_with(at, "工作室") => names::studio(&text, at, &mut hits),
            '有' | '集' | '厂' | '股' => employers::employer(&text, at, &mut hits),
            _ => at,
        };
        at = next.max(at + 1);
    }
    hits.sort_by_key(|hit| hit.at);
    hits
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
        assert_eq!(words("申请 202110123456.X 已受理", Kind::Patent), ["202110123456.X"]);
        assert_eq!(words("授权202120123456.7。", Kind::Patent), ["202120123456.7"]);
        assert_eq!(words("CN202110123456.X", Kind::Patent), ["CN202110123456.X"]);
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
            "累计 202412345678.5 元，202110123456.75 件，编号 202110123456。",
            "先后获得同志们的好评，姓名、年龄、单位均已隐去。",
        ] {
            assert_eq!(hits(text), [], "{text}");
        }
    }
}
