//! What holds for every sentence of the room; the tests beside each file feed it.

use super::{Lang, Setting};

/// Han, and Chinese punctuation.
fn chinese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{ff01}'..='\u{ff60}')
}

/// A sentence in one language: not empty, not doubled, rightly closed, in its own punctuation.
pub(super) fn sentence(lang: Lang, text: &str) {
    piece(lang, text);
    let closed = match lang {
        Lang::Zh => text.ends_with(['。', '？', '！', '」', '”', '）']),
        Lang::En => text.ends_with(['.', '?', '!']),
    };
    assert!(closed, "ends without punctuation: {text}");
}

/// A phrase that may stand in a sentence.
pub(super) fn piece(lang: Lang, text: &str) {
    assert!(!text.trim().is_empty());
    assert!(crate::text::is_clean(text), "not clean: {text:?}");
    let doubled = ["。。", "..", "；。", "，。", "  ", "。；", "：。", "。 ", "?."];
    for pair in doubled {
        assert!(pair == "  " && text.contains("\n  ") || !text.contains(pair), "{pair:?} in: {text}");
    }
    match lang {
        Lang::Zh => assert!(text.chars().any(chinese) && !half_width(text), "half-width punctuation: {text}"),
        Lang::En => assert!(!text.chars().any(chinese), "Han in English: {text}"),
    }
}

/// An ASCII comma, colon, semicolon, question mark, bracket or full stop right after a Han character or before one.
fn half_width(text: &str) -> bool {
    let marks = |c: char| matches!(c, ',' | ';' | '?' | '!' | '(' | ')' | ':' | '.');
    text.chars().zip(text.chars().skip(1)).any(|(a, b)| (chinese(a) && marks(b)) || (marks(a) && chinese(b)))
}

/// Keys on a screen, commands in a shell, never the other way round.
pub(super) fn setting(setting: Setting, text: &str) {
    let strange: &[&str] = match setting {
        Setting::Shell => &["Enter", "Esc", "Tab", "按", "press"],
        Setting::Screen => &["shouxi ", "--"],
    };
    for word in strange {
        assert!(!text.contains(word), "{word} in {setting:?}: {text}");
    }
}
