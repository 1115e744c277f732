use super::*;
use crate::text::width;
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

const ONE: Ambiguous = Ambiguous::One;
const TWO: Ambiguous = Ambiguous::Two;

fn lines(text: &str, cols: usize) -> Vec<&str> {
    wrap(text, cols, ONE).iter().map(|line| line.text(text)).collect()
}

#[test]
fn no_digit_is_lost_next_to_chinese() {
    let text = "节约经费 328.50 万元，主持人得 91 分。";
    for cols in 0..=width(text, ONE) + 1 {
        assert_eq!(lines(text, cols).concat().replace(' ', ""), text.replace(' ', ""), "{cols}");
    }
    assert_eq!(lines("经费 328.50 万元", 16), ["经费 328.50 万元"]);
    assert_eq!(lines("91 分", 5), ["91 分"]);
}

#[test]
fn a_number_keeps_its_unit_where_it_fits() {
    assert_eq!(lines("经费 328.50 万元", 15), ["经费", "328.50 万元"]);
    assert_eq!(lines("经费 328.50 万元", 11), ["经费", "328.50 万元"]);
    assert_eq!(lines("经费328.50万元", 13), ["经费", "328.50万元"]);
    assert_eq!(lines("得分 91 分", 8), ["得分", "91 分"]);
    assert_eq!(lines("精度达 0.03 mm 以内", 11), ["精度达", "0.03 mm 以", "内"]);
    assert_eq!(lines("效率提高12个百分点", 14), ["效率提高", "12个百分点"]);
    assert_eq!(lines("自2024年度起", 8), ["自", "2024年度", "起"]);
    assert_eq!(lines("长 35 毫米", 8), ["长", "35 毫米"]);
    // Where it does not fit, the unit goes alone rather than the number being broken.
    assert_eq!(lines("328.50 万元", 6), ["328.50", "万元"]);
    // A code is no number.
    assert_eq!(lines("代号 W274 数控车工", 12), ["代号 W274 数", "控车工"]);
}

#[test]
fn no_line_begins_with_a_stop_or_ends_with_an_opening_mark() {
    assert_eq!(lines("甲乙丙，丁", 6), ["甲乙", "丙，丁"]);
    assert_eq!(lines("甲乙丙（丁）", 8), ["甲乙丙", "（丁）"]);
    assert_eq!(lines("甲乙丙“丁”戊", 7), ["甲乙丙", "“丁”戊"]);
    assert_eq!(lines("甲乙“丙丁”戊己", 9), ["甲乙“丙", "丁”戊己"]);
    assert_eq!(lines("甲乙“丙丁”戊己", 10), ["甲乙“丙丁”", "戊己"]);
    assert_eq!(lines("甲乙丙——丁", 6), ["甲乙", "丙——丁"]);
    assert_eq!(lines("甲乙丙……丁", 6), ["甲乙", "丙……丁"]);
    assert_eq!(lines("甲乙丙·丁", 6), ["甲乙", "丙·丁"]);
    assert_eq!(lines("提高了百分之 35 %", 14), ["提高了百分之", "35 %"]);
    assert_eq!(lines("甲乙丙》。”丁", 8), ["甲乙", "丙》。”", "丁"]);
}

#[test]
fn english_breaks_at_spaces_and_long_words_at_glyphs() {
    assert_eq!(lines("the quick brown fox", 9), ["the quick", "brown fox"]);
    assert_eq!(lines("I don’t know", 5), ["I", "don’t", "know"]);
    assert_eq!(lines("abcdefghij", 4), ["abcd", "efgh", "ij"]);
    assert_eq!(lines("甲 abcdefgh", 4), ["甲", "abcd", "efgh"]);
    assert_eq!(lines("👩‍🔧👩‍🔧👩‍🔧", 4), ["👩‍🔧👩‍🔧", "👩‍🔧"]);
    assert_eq!(lines("e\u{301}e\u{301}e\u{301}", 2), ["e\u{301}e\u{301}", "e\u{301}"]);
}

#[test]
fn paragraphs_indents_and_spaces() {
    assert_eq!(lines("", 10), [""]);
    assert_eq!(lines("甲\n\n乙\n", 10), ["甲", "", "乙", ""]);
    assert_eq!(lines("　　甲乙丙", 8), ["　　甲乙", "丙"]);
    assert_eq!(lines("　　甲乙丙", 5), ["甲乙", "丙"]);
    assert_eq!(lines("甲乙      \n丙", 4), ["甲乙", "丙"]);
    assert_eq!(lines("甲乙      丙", 4), ["甲乙", "丙"]);
    assert_eq!(lines("甲乙　　丙", 4), ["甲乙", "丙"]);
    assert_eq!(lines("      ", 4), [""]);
}

#[test]
fn tiny_columns_end() {
    assert_eq!(lines("甲a乙", 0), ["甲", "a", "乙"]);
    assert_eq!(lines("甲a乙", 1), ["甲", "a", "乙"]);
    assert_eq!(lines("　　甲 乙", 1), ["甲", "乙"]);
    assert_eq!(lines("，，，", 2), ["，", "，", "，"]);
}

#[test]
fn ranges_point_into_the_source() {
    let text = "　　甲乙 丙丁\n戊";
    let found = wrap(text, 8, ONE);
    assert_eq!(found, [Line { start: 0, end: 12 }, Line { start: 13, end: 19 }, Line { start: 20, end: 23 }]);
    assert_eq!(found.first().map(Line::range), Some(0..12));
    assert_eq!(Line { start: 1, end: 99 }.text("甲"), "");
}

#[test]
fn ambiguous_glyphs_take_the_cells_they_are_set_to() {
    let text = "甲“乙”丙";
    assert_eq!(wrap(text, 8, ONE).len(), 1);
    assert_eq!(wrap(text, 8, TWO).len(), 2);
}

/// A step that looked back over the whole text would not end here in the life of the test run.
#[test]
fn long_hostile_texts_are_wrapped_whole() {
    for shape in ["甲", "a", "，", "a ", "“", "9 万", "　", "\u{301}", "(", "👩\u{200d}", "甲”", "-", "\n"] {
        let text = shape.repeat(60_000);
        for cols in [0, 1, 7, 80, 50_000] {
            let found = wrap(&text, cols, ONE);
            let joined: String = found.iter().map(|line| line.text(&text)).collect();
            assert!(without_spaces(&joined) == without_spaces(&text), "{shape:?} × {cols}");
        }
    }
}

fn article() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "甲",
        "乙丙",
        "，",
        "。",
        "、",
        "”",
        "“",
        "（",
        "）",
        "——",
        "……",
        "·",
        "%",
        "328.50",
        "91",
        " ",
        "  ",
        "　",
        "\n",
        "万元",
        "mm",
        "分",
        "abc",
        "a-b",
        "don’t",
        "👩\u{200d}🔧",
        "🇨🇳",
        "e\u{301}",
        "\u{301}",
        "①",
        "\u{a0}",
        "《",
        "》",
        "W274",
        "/",
        "https://a.b/c",
        "é",
        "\"",
        "'",
        "\u{200b}",
        "\r",
    ]);
    prop::collection::vec(
        prop_oneof![12 => piece.prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)],
        0..60,
    )
    .prop_map(|pieces| pieces.concat())
}

fn without_spaces(text: &str) -> String {
    // By glyph: a space that carries a combining mark is a glyph of its own only in its first character.
    text.graphemes(true).filter(|grapheme| !grapheme.chars().next().is_some_and(is_space)).collect()
}

proptest! {
    #[test]
    fn everything_is_in_exactly_one_line(text in article(), cols in 0_usize..40, two in any::<bool>()) {
        let ambiguous = if two { TWO } else { ONE };
        let found = wrap(&text, cols, ambiguous);
        let mut end = 0;
        for line in &found {
            prop_assert!(end <= line.start && line.start <= line.end && line.end <= text.len());
            // What lies between two lines is only space.
            prop_assert_eq!(without_spaces(text.get(end..line.start).unwrap()), "");
            end = line.end;
        }
        prop_assert_eq!(without_spaces(text.get(end..).unwrap()), "");
        let joined: String = found.iter().map(|line| without_spaces(line.text(&text))).collect();
        prop_assert_eq!(joined, without_spaces(&text));
    }

    #[test]
    fn no_line_is_too_wide(text in article(), cols in 0_usize..40, two in any::<bool>()) {
        let ambiguous = if two { TWO } else { ONE };
        for line in wrap(&text, cols, ambiguous) {
            let line = line.text(&text);
            prop_assert!(width(line, ambiguous) <= cols || line.graphemes(true).filter(|g| grapheme_width(g, ambiguous) > 0).count() == 1, "{:?}", line);
        }
    }

    #[test]
    fn line_rules_hold_wherever_a_better_place_exists(
        words in prop::collection::vec(("[甲乙丙丁]{2,4}", prop::sample::select(vec!["，", "。", "、", "”", "》", "——", "……", "%", "）"])), 1..20),
        cols in 8_usize..30,
    ) {
        let text: String = words.iter().flat_map(|(word, mark)| [word.as_str(), mark]).collect();
        for line in wrap(&text, cols, ONE) {
            prop_assert!(!line.text(&text).chars().next().is_some_and(begins_no_line));
        }
        let text: String = words.iter().flat_map(|(word, _)| [word.as_str(), "（“"]).chain(["戊"]).collect();
        for line in wrap(&text, cols, ONE) {
            prop_assert!(!line.text(&text).chars().next_back().is_some_and(ends_no_line));
        }
    }
}
