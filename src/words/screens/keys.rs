//! Names of keys.

fixed_words! {
    digits: "数字", "Digits";
    space: "空格", "Space";
    backspace: "退格", "Backspace";
    up: "↑", "Up";
    down: "↓", "Down";
    left: "←", "Left";
    right: "→", "Right";
    other: "别的键", "another key";
    arrows: "↑↓←→", "Arrows";
    joint: "、", ", ";
}

/// Between two arrows told together.
pub fn arrow_joint(lang: crate::words::Lang) -> &'static str {
    lang.pick("", "/")
}
