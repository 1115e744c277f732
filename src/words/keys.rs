//! What is wrong with a keymap, and what to do about it; the heads of the table of keys.

use super::Lang;

fixed_words! {
    col_action: "动作", "action";
    col_keys: "键", "keys";
    col_alias: "别名", "aliases";
    col_where: "场合", "where";
    col_name: "名称", "name";
    everywhere: "各处", "everywhere";
    by_number: "操作行", "numbered row";
    guard_mark: "无别名", "no alias";
    only_row: "只从编号的操作行进入，进去后照常确认", "reached by the numbered row alone, and confirmed there";
}

/// What is wrong, and what to do.
type Told = (String, String);

fn pair(lang: Lang, zh: (&str, &str), en: (&str, &str)) -> Told {
    let (what, next) = match lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    (what.to_owned(), next.to_owned())
}

/// Not UTF-8.
pub fn not_utf8(lang: Lang) -> Told {
    pair(
        lang,
        ("文件不是 UTF-8 编码。", "在编辑器里另存为 UTF-8。"),
        ("The file is not UTF-8.", "Save it as UTF-8 in the editor."),
    )
}

/// Too large.
pub fn too_large(lang: Lang) -> Told {
    pair(
        lang,
        ("文件大于 64 KiB，不像按键文件。", "检查是不是给错了文件。"),
        ("The file is larger than 64 KiB; that is no keymap.", "Check which file was given."),
    )
}

/// Not TOML.
pub fn syntax(lang: Lang, what: &str) -> Told {
    (
        say!(lang, "这一行写法不对：{what}。", "This line cannot be read: {what}."),
        say!(
            lang,
            "每行写成 动作 = \"键\"，如 down = \"j\"。",
            "Write each line as action = \"key\", such as down = \"j\"."
        ),
    )
}

/// More than are told.
pub fn too_many(lang: Lang) -> Told {
    pair(
        lang,
        ("还有更多问题，没有列出。", "先改上面的，再检查一遍。"),
        ("There are more findings than are listed.", "Correct those above, then check again."),
    )
}

/// An unknown `base`.
pub fn base(lang: Lang) -> Told {
    pair(
        lang,
        ("base 只能是 \"default\" 或 \"vi\"。", "改成其中一个，或者删掉这一行。"),
        ("base is \"default\" or \"vi\".", "Write one of them, or leave the line out."),
    )
}

/// An unknown section.
pub fn context(lang: Lang, name: &str, near: Option<&str>) -> Told {
    let next = match near {
        Some(near) => say!(lang, "是不是 [{near}]？", "Did you mean [{near}]?"),
        None => say!(
            lang,
            "只有 [all] [list] [desk] [text] [acts] [question]。",
            "There are [all] [list] [desk] [text] [acts] [question]."
        ),
    };
    (say!(lang, "没有“{name}”这个场合。", "There is no place called \"{name}\"."), next)
}

/// An unknown action.
pub fn action(lang: Lang, name: &str, near: Option<&str>) -> Told {
    let next = match near {
        Some(near) => say!(lang, "是不是 {near}？", "Did you mean {near}?"),
        None => say!(lang, "运行 shouxi keys 看全部动作的名称。", "Run shouxi keys to see all names."),
    };
    (say!(lang, "没有“{name}”这个动作。", "There is no action called \"{name}\"."), next)
}

/// Not a key or a list of keys.
pub fn not_keys(lang: Lang) -> Told {
    pair(
        lang,
        ("等号后面要写一个键，或方括号里的几个键。", "例如 down = \"j\" 或 down = [\"j\", \"n\"]。"),
        (
            "After the equals sign comes a key, or several in brackets.",
            "Such as down = \"j\" or down = [\"j\", \"n\"].",
        ),
    )
}

/// Not one key.
pub fn not_a_key(lang: Lang, text: &str) -> Told {
    (
        say!(lang, "“{text}”不是一个键。", "\"{text}\" is not one key."),
        say!(
            lang,
            "只能写一个英文字符、\"ctrl+字母\" 或 \"delete\"；没有组合序列。",
            "Write one ASCII character, \"ctrl+letter\" or \"delete\"; there are no sequences."
        ),
    )
}

/// A main key.
pub fn main_key(lang: Lang, key: &str) -> Told {
    (
        say!(lang, "{key} 是主键，处处一样，不能改作别用。", "{key} is a main key; it is the same everywhere."),
        say!(lang, "换一个键。", "Choose another key."),
    )
}

/// Answered by the program itself.
pub fn answered(lang: Lang, key: &str) -> Told {
    (
        say!(lang, "{key} 由程序自己应答，不能改作别用。", "{key} is answered by the program itself."),
        say!(lang, "换一个键。", "Choose another key."),
    )
}

/// A guarded action.
pub fn guarded(lang: Lang, name: &str) -> Told {
    (
        say!(
            lang,
            "“{name}”不设别名：按错一个字母就会走到定稿、回避、退回这类事上。",
            "\"{name}\" takes no alias: one letter by mistake would lead to signing, recusing, returning."
        ),
        say!(lang, "删掉这一行；它在编号的操作行里。", "Leave the line out; it stands in the numbered row."),
    )
}

/// Enter, digits, Backspace.
pub fn main_action(lang: Lang, name: &str) -> Told {
    (
        say!(
            lang,
            "“{name}”不设别名：它办的是当前那一行，可能正是定稿。",
            "\"{name}\" takes no alias: it takes the line shown, which may be a signature."
        ),
        say!(lang, "删掉这一行。", "Leave the line out."),
    )
}

/// A key twice.
pub fn twice(lang: Lang, key: &str, act: &str, context: &str) -> Told {
    (
        say!(lang, "{key} 在 [{context}] 里已经给了 {act}。", "{key} is {act} already in [{context}]."),
        say!(lang, "两个里面换一个键。", "Choose another key for one of them."),
    )
}

/// An action that does not exist there.
pub fn nowhere(lang: Lang, name: &str, context: &str, there: &[&str]) -> Told {
    let there = there.iter().map(|there| format!("[{there}]")).collect::<Vec<_>>().join(" ");
    (
        say!(
            lang,
            "[{context}] 里没有“{name}”，这个键永远不起作用。",
            "\"{name}\" does not exist in [{context}]; the key would never do anything."
        ),
        say!(lang, "写到 {there} 里。", "Write it under {there}."),
    )
}

/// A key that other lines have everywhere.
pub fn hidden(lang: Lang, name: &str, key: &str) -> Told {
    (
        say!(
            lang,
            "凡是有“{name}”的场合，{key} 都给了别的动作。",
            "Wherever \"{name}\" exists, {key} is another action."
        ),
        say!(lang, "换一个键。", "Choose another key."),
    )
}

/// tmux, screen.
pub fn eaten_by(lang: Lang, key: &str, who: &str) -> Told {
    (
        say!(
            lang,
            "{key} 是 {who} 的前缀键，在 {who} 里收不到。",
            "{key} is the prefix of {who} and does not arrive inside it."
        ),
        say!(lang, "换一个键；不用 {who} 可以不管。", "Choose another key, or leave it where {who} is not used."),
    )
}

/// Flow control.
pub fn eaten_flow(lang: Lang, key: &str) -> Told {
    (
        say!(
            lang,
            "{key} 会被流量控制截走，画面可能停住。",
            "{key} is taken by flow control; the screen may stand still."
        ),
        say!(lang, "换一个键。", "Choose another key."),
    )
}

/// ssh.
pub fn eaten_ssh(lang: Lang, key: &str) -> Told {
    (
        say!(lang, "按过 Enter 后，ssh 会把 {key} 当成自己的命令。", "After Enter ssh takes {key} as its own."),
        say!(lang, "换一个键；不用 ssh 可以不管。", "Choose another key, or leave it where ssh is not used."),
    )
}

/// The input method.
pub fn eaten_ime(lang: Lang, key: &str) -> Told {
    (
        say!(
            lang,
            "输入法开着时，{key} 打出来是另一个符号，或被输入法截走。",
            "With a Chinese input method on, {key} prints another sign or switches the method."
        ),
        say!(lang, "换一个键；不用输入法可以不管。", "Choose another key, or leave it where no input method is used."),
    )
}

/// The terminal.
pub fn eaten_terminal(lang: Lang, key: &str) -> Told {
    (
        say!(
            lang,
            "终端把 {key} 和退格、Tab、Enter 发成同一个码，分不出来。",
            "The terminal sends {key} as Backspace, Tab or Enter; they cannot be told apart."
        ),
        say!(lang, "换一个键。", "Choose another key."),
    )
}

/// Said on the screen when a keymap has lines that are left out.
pub fn told_on_screen(lang: Lang, left_out: usize, lines: &str) -> String {
    say!(
        lang,
        "按键文件有 {left_out} 处没有用上，其余照用：\n{lines}\n改好后用 shouxi keys 检查，再进来。主键都照常。",
        "Of the keymap {left_out} could not be used, the rest is in force:\n{lines}\nCorrect it and check it with shouxi keys. The main keys work as always."
    )
}

/// All is well.
pub fn fine(lang: Lang, file: &str, aliases: usize) -> String {
    say!(lang, "{file}：{aliases} 个别名，没有问题。", "{file}: {aliases} aliases, nothing wrong.")
}

/// Letters and the input method.
pub fn letters(lang: Lang) -> &'static str {
    lang.pick(
        "字母别名在输入法开着时收不到；不用字母，数字和方向键就能办全部的事。",
        "Letters do not arrive with an input method on; digits and arrows alone do the whole job.",
    )
}
