//! What `check` found: what is wrong, and what to do about it; errors first, cautions after.

mod kinds;

use super::Lang;
use super::tone::{Said, some};
use crate::domain::{Expected, FindingKind, Place, PointsError};

/// Two sentences: what is wrong, what to do.
pub fn finding(lang: Lang, kind: &FindingKind) -> (String, String) {
    let Said { what, next } = kinds::said(lang, kind);
    (what, next)
}

/// `file:line:column`, or the file alone where the whole file is meant.
pub fn place(place: &Place) -> String {
    let Place { file, line, column } = place;
    match (line, column) {
        (0, _) => file.to_string(),
        (_, 0) => format!("{file}:{line}"),
        _ => format!("{file}:{line}:{column}"),
    }
}

/// How many of each, and whether scoring can open.
pub fn summary(lang: Lang, errors: usize, cautions: usize) -> String {
    let (wrong, look) = (some(errors, "error", "errors"), some(cautions, "caution", "cautions"));
    match (errors, cautions) {
        (0, 0) => lang.pick("检查完毕，没有问题，可以开始评分。", "Checked: nothing found, scoring can open.").into(),
        (0, _) => say!(
            lang,
            "检查完毕：没有错误，{cautions} 处提醒，可以开始评分。",
            "Checked: no errors, {look}; scoring can open."
        ),
        (_, 0) => say!(
            lang,
            "检查完毕：{errors} 处错误，改好才能开始评分。",
            "Checked: {wrong}; correct them before scoring can open."
        ),
        _ => say!(
            lang,
            "检查完毕：{errors} 处错误，{cautions} 处提醒；错误改好才能开始评分。",
            "Checked: {wrong}, {look}; correct the errors before scoring can open."
        ),
    }
}

/// Why a number was not taken, as a phrase.
pub fn points_error(lang: Lang, error: PointsError) -> &'static str {
    match error {
        PointsError::Empty => lang.pick("是空的", "it is empty"),
        PointsError::NotANumber => lang.pick("不是数，只能写数字和一个小数点", "only digits and one point are allowed"),
        PointsError::TooManyDecimals => lang.pick("小数超过四位", "it has more than four decimals"),
        PointsError::TooLarge => lang.pick("超过 1000000", "it is above 1000000"),
    }
}

fn expected(lang: Lang, kind: Expected) -> &'static str {
    match kind {
        Expected::Text => lang.pick("加引号的文字", "text in quotes"),
        Expected::Whole => lang.pick("整数", "a whole number"),
        Expected::Number => lang.pick("数", "a number"),
        Expected::Truth => lang.pick(" true 或 false", "true or false"),
        Expected::Date => lang.pick("日期，如 2024-07-31", "a date such as 2024-07-31"),
        Expected::List => lang.pick("用方括号括起的一列", "a list in square brackets"),
        Expected::Table => lang.pick("一组键和值", "a table of keys and values"),
    }
}

#[cfg(test)]
mod tests;
