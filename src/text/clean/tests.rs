use super::*;
use proptest::prelude::*;

fn cleaned(source: &str) -> String {
    clean(source).into()
}

#[test]
fn ordinary_chinese_stays_byte_for_byte() {
    let text =
        "主持“精密轴承”项目……节约经费 328.50 万元（①Ⅱ℃※——），得 91 分。\n　　第二段：０－９、é、한국어、\u{e815}";
    assert_eq!(cleaned(text), text);
    assert!(is_clean(text));
}

#[test]
fn line_ends_become_newlines_and_a_tab_one_space() {
    assert_eq!(cleaned("甲\r\n乙\r丙\u{2028}丁\u{2029}戊\t己\n\r庚"), "甲\n乙\n丙\n丁\n戊 己\n\n庚");
}

#[test]
fn escape_sequences_go_with_their_payload() {
    for (source, left) in [
        ("甲\u{1b}[31;1m红\u{1b}[0m乙", "甲红乙"),
        ("甲\u{1b}]52;c;cm0gLXJm\u{7}乙", "甲乙"),
        ("甲\u{1b}]52;c;cm0gLXJm\u{1b}\\乙", "甲乙"),
        ("甲\u{9d}52;c;cm0gLXJm\u{9c}乙", "甲乙"),
        ("甲\u{1b}]0;标题\n乙", "甲\n乙"),
        ("甲\u{1b}]0;标题\r\n乙", "甲\n乙"),
        ("甲\u{1b}]8;;http://x\u{1b}\\链接\u{1b}]8;;\u{1b}\\乙", "甲链接乙"),
        ("甲\u{1b}P+q\u{7}544e\u{1b}\\乙", "甲乙"),
        ("甲\u{1b}_Ga=T;AAAA\u{1b}\\乙", "甲乙"),
        ("甲\u{1b}^私\u{9c}乙", "甲乙"),
        ("甲\u{9b}2J乙", "甲乙"),
        ("甲\u{1b}[3\u{7}1m乙", "甲乙"),
        ("甲\u{1b}[31乙", "甲乙"),
        ("甲\u{1b}[31", "甲"),
        ("甲\u{1b}(B乙\u{1b}c丙\u{1b}OA丁\u{1b}", "甲乙丙丁"),
        ("甲\u{1b}\u{1b}[2J乙", "甲乙"),
        ("甲\u{1b}]0;a\u{1b}[2J乙", "甲乙"),
        ("甲\u{1b}\n乙", "甲\n乙"),
    ] {
        assert_eq!(cleaned(source), left, "{source:?}");
    }
}

#[test]
fn what_cannot_be_seen_goes() {
    for hidden in [
        '\0',
        '\u{7}',
        '\u{8}',
        '\u{b}',
        '\u{7f}',
        '\u{85}',
        '\u{ad}',
        '\u{61c}',
        '\u{200b}',
        '\u{200c}',
        '\u{200d}',
        '\u{200e}',
        '\u{200f}',
        '\u{202a}',
        '\u{202e}',
        '\u{2060}',
        '\u{2066}',
        '\u{2069}',
        '\u{feff}',
        '\u{fe0f}',
        '\u{fdd0}',
        '\u{ffff}',
        '\u{10fffe}',
        '\u{e0041}',
        '\u{e0100}',
        '\u{3164}',
    ] {
        let source = format!("甲{hidden}乙");
        assert_eq!(cleaned(&source), "甲乙", "{hidden:?}");
        assert!(!is_clean(&source), "{hidden:?}");
    }
}

#[test]
fn joiner_and_selector_stay_inside_an_emoji_only() {
    for whole in ["👩‍🔧", "👩🏽‍🔧", "❤️‍🔥", "1️⃣", "☎️", "☎\u{fe0e}", "🇨🇳", "👨‍👩‍👧‍👦"]
    {
        assert_eq!(cleaned(whole), whole);
    }
    for (source, left) in [
        ("👩\u{200d}甲", "👩甲"),
        ("甲\u{200d}👩", "甲👩"),
        ("👩\u{200d}\u{200d}🔧", "👩\u{200d}🔧"),
        ("☎️\u{fe0f}\u{fe0f}", "☎️"),
        ("1\u{fe0f}2", "12"),
        ("👩\u{200d}\u{fe0f}🔧", "👩\u{fe0f}🔧"),
        ("👩\u{200b}\u{fe0f}", "👩\u{fe0f}"),
    ] {
        assert_eq!(cleaned(source), left, "{source:?}");
    }
}

#[test]
fn a_line_is_joined_and_trimmed() {
    assert_eq!(clean_line("  第一\r\n\r\n 第二\u{2028}third\t \n").as_str(), "第一 第二 third");
    assert_eq!(clean_line(" \n\t\n").as_str(), "");
}

#[test]
fn a_record_is_taken_back_only_if_clean() {
    assert_eq!(Clean::try_from_stored("甲\n乙"), Some(clean("甲\n乙")));
    assert_eq!(Clean::try_from_stored("甲\u{1b}[2J"), None);
    assert_eq!(fixed("已存"), "已存");
}

/// Strings rich in what the scanner decides about, in any order.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "\u{1b}",
        "[",
        "]",
        "P",
        "\\",
        "\u{7}",
        "\u{9c}",
        "\u{9b}",
        "\u{9d}",
        "\u{90}",
        "\r",
        "\n",
        "\t",
        ";",
        "3",
        "m",
        "甲",
        "👩",
        "🔧",
        "\u{200d}",
        "\u{fe0f}",
        "\u{fe0e}",
        "\u{1f3fd}",
        "\u{20e3}",
        "\u{200b}",
        "\u{202e}",
        "\u{2028}",
        " ",
        "\u{3000}",
        "\u{18}",
        "\u{e0041}",
        "a\u{301}",
        "\u{ffff}",
    ]);
    prop::collection::vec(
        prop_oneof![8 => piece.prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)],
        0..24,
    )
    .prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn cleaning_twice_changes_nothing(source in hostile()) {
        let once = clean(&source);
        prop_assert_eq!(&clean(&once), &once);
        prop_assert!(is_clean(&once));
        prop_assert_eq!(is_clean(&source), once == *source);
        let line = clean_line(&source);
        prop_assert_eq!(&clean_line(&line), &line);
        prop_assert!(is_clean(&line));
    }

    #[test]
    fn nothing_steering_remains(source in hostile()) {
        let text = clean(&source);
        prop_assert!(!text.chars().any(|c| (c.is_control() && c != '\n') || noncharacter(c)));
        prop_assert!(!text.chars().any(|c| invisible(c) && !matches!(c, ZWJ | TEXT_STYLE | EMOJI_STYLE)));
        prop_assert!(!clean_line(&source).contains('\n'));
    }
}
