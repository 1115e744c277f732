//! What the command line says of itself: help for every command and option, and what a finished command answers.

use super::Lang;

mod done;
mod tables;

pub use done::{Finished, finished};
pub use tables::*;

/// (command or option, Chinese, English). Options are written `command --option`; `--option` alone goes for all.
const HELP: &[(&str, &str, &str)] = &[
    (
        "",
        "首席技师专家评审：匿名材料打分，汇总成不超过名额的建议名单",
        "Expert panel review: score anonymised dossiers, tally a ranked list within the quota",
    ),
    (
        "--panel",
        "评审文件夹；不写则从当前位置往上找 panel.toml",
        "panel folder; default: the nearest parent with a panel.toml",
    ),
    ("--as", "以哪个席位办理；不写则为唯一的秘书", "the seat that acts; default: the only secretary"),
    (
        "--remote-only",
        "只通过服务办理，不在本机打开；用于 authorized_keys",
        "through the server only, never in this process; for authorized_keys",
    ),
    ("--lang", "语言，默认中文（也可设 SHOUXI_LANG）", "language, Chinese by default (or SHOUXI_LANG)"),
    (
        "--keys",
        "按键文件，或 vi（也可设 SHOUXI_KEYS）；不写则读 ~/.config/shouxi/keys.toml",
        "a keymap file, or vi (or SHOUXI_KEYS); default: ~/.config/shouxi/keys.toml",
    ),
    ("keys", "全部动作和它们的键；检查按键文件", "all actions with their keys; check a keymap"),
    (
        "keys file",
        "要检查的文件，或 default、vi；不写则为正在用的",
        "the file to check, or default, vi; default: the one in force",
    ),
    ("--format", "输出格式", "output format"),
    ("--reason", "理由，记入日志", "the reason, recorded"),
    ("--for", "赞成票", "votes in favour"),
    ("--against", "反对票", "votes against"),
    ("--abstain", "弃权票", "abstentions"),
    (
        "demo",
        "练习评审组：材料都是编的，随便按，退出即清除；写了 DIR 就留下",
        "the practice panel: all invented, gone on exit; kept in DIR if given",
    ),
    ("demo dir", "留下练习文件夹的位置（须为空）", "where to keep the practice folder (must be empty)"),
    ("new", "新建一个评审文件夹", "make a new panel folder"),
    ("new dir", "新文件夹的位置（须为空）", "where (must be empty)"),
    ("check", "检查全部文件，一次列出所有问题", "check all files, list every finding at once"),
    ("check --key", "密钥文件：看能不能读", "the key file: see whether it can be read"),
    ("codes", "抽取代号：一个字母加三个 2–9 的数字", "draw codes: a letter and three digits 2-9"),
    ("codes count", "要几个（1 到 5000）", "how many (1 to 5000)"),
    (
        "stage",
        "进入下一阶段：scoring 开始评分，review 结束评分，final 定案",
        "go to a stage: scoring opens scoring, review closes it, final seals the list",
    ),
    ("stage to", "阶段", "the stage"),
    ("stage --key", "密钥文件：以后只认它来还原姓名", "the key file: no other is accepted for names later"),
    ("status", "现在到哪一步，还差什么", "where the review stands and what is missing"),
    ("tally", "汇总名单", "the ranked list"),
    (
        "tally --format",
        "输出格式；csv 里 exact 一列以 ' 开头，免得表格软件把分数当成日期",
        "output format; in csv the column exact begins with ', so that no spreadsheet reads a fraction as a date",
    ),
    ("tally --marks", "用这个分数表临时汇总，不动日志", "tally this marks file, touching no store"),
    ("log", "日志", "the journal"),
    (
        "verify",
        "核验：重读日志、重算名单、核对封存文件",
        "re-read the journal, recompute the list, compare frozen files",
    ),
    ("verify --head", "外部留存的核验号（可多次）", "a head kept elsewhere (repeatable)"),
    ("verify --receipt", "查一张定稿回执", "find the event of a receipt"),
    ("rebuild", "从日志重建分数库", "rebuild the store of scores from the journal"),
    ("rebuild --journal", "用分数库里的第二份修复损坏的日志", "heal a damaged journal from the store's second copies"),
    ("serve", "在本机提供服务：各席位通过 SSH 同时评审", "serve this panel: all seats work at the same time, over SSH"),
    ("serve --stop", "停止服务：办完排队的，通知各席位", "stop the server: finish what waits, tell the seats"),
    ("serve --unit", "打印 systemd 服务文件", "print a systemd unit"),
    (
        "serve --group",
        "席位用自己的系统账号登录时，这些账号所在的组",
        "the group of the accounts that seats log in with",
    ),
    (
        "backup",
        "备份全部记录到一个文件，当场核验；服务开着也行",
        "copy the whole record into one file and verify it; works while serving too",
    ),
    ("backup file", "新文件的位置；里面有全部分数，请妥善保管", "the new file; all marks are in it, keep it safe"),
    (
        "restore",
        "从备份恢复到 -C 指定的空文件夹，当场核验",
        "make the panel folder again from a backup, in the empty folder named by -C, and verify it",
    ),
    ("restore file", "备份文件", "the backup"),
    (
        "authorized-keys",
        "打印 authorized_keys：每把公钥只进自己的席位",
        "print authorized_keys: each key leads to its own seat only",
    ),
    (
        "report",
        "打印材料：席位卡、名单、日志；不写则为现在能出的全部",
        "papers: seat-cards, list, log; default: all that can be had by now",
    ),
    ("report names", "席位卡、名单、日志", "seat-cards, list, log"),
    (
        "report --address",
        "席位卡上的登录地址；不写则为本机名",
        "the address on seat cards; default: this machine's name",
    ),
    ("report --out", "放在哪里；不写则为评审文件夹里的 papers/", "where to; default: papers/ in the panel folder"),
    ("marks", "分数表（CSV）的导入和导出", "marks as CSV, in and out"),
    (
        "marks import",
        "导入分数：专家导入本席位的，秘书代录纸质的",
        "import marks: an expert's own, or a secretary's transcription",
    ),
    ("marks import file", "CSV 文件", "the CSV file"),
    ("marks import --sign", "齐全的同时定稿", "sign the complete sheets"),
    ("marks export", "导出分数", "export marks"),
    ("declare", "声明与申报人没有利害关系", "declare no conflict of interest"),
    ("declare codes", "代号", "codes"),
    ("sign", "定稿", "sign sheets"),
    ("sign codes", "代号", "codes"),
    ("sign --all", "所有齐全的", "all complete ones"),
    (
        "explain",
        "保留原分并写理由：专家写 CODE SECTION，秘书代录缺席专家的书面说明写 SEAT CODE SECTION",
        "keep marks with a reason: CODE SECTION by an expert, SEAT CODE SECTION by the secretary from an absent expert's letter",
    ),
    ("explain what", "[席位] 代号 板块", "[seat] code section"),
    ("dissent", "写不同意见", "record a dissent"),
    ("dissent --text", "内容", "its words"),
    (
        "recuse",
        "回避或弃权：专家写 CODE，秘书写 SEAT CODE",
        "recuse or abstain: CODE by an expert, SEAT CODE by the secretary",
    ),
    ("recuse whom", "[席位] 代号", "[seat] code"),
    ("recuse --recognised", "认出了申报人", "recognised the applicant"),
    ("recuse --abstain", "弃权", "abstain"),
    ("recuse --undo", "恢复（秘书，应席位请求）", "undo (secretary, at the seat's request)"),
    ("excuse", "缺席核准：一份，或一个席位所有没定稿的", "excuse a missing sheet, or all of a seat's"),
    ("excuse seat", "席位", "seat"),
    ("excuse code", "代号", "code"),
    ("replace", "更换专家：原席位的分不再计入", "replace an expert; the old seat's sheets no longer count"),
    ("replace old", "原席位", "the seat that goes"),
    ("replace new", "新席位", "the seat that comes"),
    ("return", "退回一份评分表", "give a sheet back"),
    ("return seat", "席位", "seat"),
    ("return code", "代号", "code"),
    ("return --section", "请复核哪个板块", "the section to look at"),
    ("return --cancel", "收回退回", "take the return back"),
    ("withdraw", "申报人撤回", "a candidate withdraws"),
    ("withdraw code", "代号", "code"),
    ("withdraw --undo", "恢复", "undo"),
    ("secrecy-check", "记录保密审查", "record a secrecy check"),
    ("secrecy-check code", "代号", "code"),
    ("secrecy-check --by", "审查人", "by whom"),
    ("secrecy-check --result", "结果", "the result"),
    (
        "decide",
        "记录专家组议决：并列的先后，或空缺不取",
        "record the panel's decision on a tie or on incomplete dossiers",
    ),
    ("decide codes", "全组代号，按议决的先后", "the whole group's codes, in the order decided"),
    ("decide --none", "空缺不取，或待补评的不排名", "leave the places empty, or incomplete dossiers unranked"),
    ("decide --voters", "参加表决的席位，用逗号分开", "the seats that voted, separated by commas"),
    ("decide --note", "议决的理由", "the reason for the decision"),
    (
        "amend",
        "更正一个文件，写理由；复核后改规则须有表决和第二席位",
        "amend a file with a reason; weighty changes in review need a vote and a second seat",
    ),
    ("amend file", "panel.toml 或 dossiers/ 里的文件", "panel.toml or a file in dossiers/"),
    ("amend --second", "在场的第二席位", "the second seat, present"),
    ("confirm", "确认代录（SEAT CODE）或更正（#N）", "confirm a transcription (SEAT CODE) or an amendment (#N)"),
    ("confirm what", "席位和代号，或 #编号", "seat and code, or #number"),
];

/// The help of a command or option; the option's own entry before the one for all commands.
pub fn help(lang: Lang, command: &str, arg: Option<&str>) -> Option<&'static str> {
    let own = arg.map_or_else(|| command.to_owned(), |arg| format!("{command} {arg}"));
    let find = |key: &str| HELP.iter().find(|(name, ..)| *name == key.trim());
    let entry = find(&own).or_else(|| arg.and_then(find))?;
    Some(match lang {
        Lang::Zh => entry.1,
        Lang::En => entry.2,
    })
}

/// An option's help with the values it takes; the first one is meant where it is left out.
pub fn with_values(lang: Lang, text: &str, values: &[String]) -> String {
    let list = lang.list(values, values.len());
    match (values.is_empty(), lang) {
        (true, _) => text.to_owned(),
        (false, Lang::Zh) => format!("{text}（{list}）"),
        (false, Lang::En) => format!("{text} ({list})"),
    }
}

/// The parser's own words on a help page.
pub fn usage_words(lang: Lang, page: &str) -> String {
    match lang {
        Lang::Zh => page.replace("[OPTIONS]", "[选项]").replace("[COMMAND]", "[命令]").replace("<COMMAND>", "<命令>"),
        Lang::En => page.to_owned(),
    }
}

/// Headings of the help page.
pub fn headings(lang: Lang) -> [&'static str; 5] {
    match lang {
        Lang::Zh => ["用法：", "命令：", "参数：", "选项：", "显示帮助"],
        Lang::En => ["Usage:", "Commands:", "Arguments:", "Options:", "show help"],
    }
}

/// A wrong command line: what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Usage {
    /// An unknown command; the nearest.
    UnknownCommand(String, Option<String>),
    /// An unknown option; the nearest.
    UnknownOption(String, Option<String>),
    /// Something is missing: what, and how the command is written.
    Missing(Vec<String>, Option<String>),
    /// A value that does not fit; the value, the option, what fits.
    BadValue(String, String, Vec<String>),
    /// Two options that exclude each other.
    Conflict(String, String),
    /// A word too many; how the command is written.
    Extra(String, String),
    /// An option without its text.
    Blank(&'static str),
    /// `confirm` with one word that is no number of an amendment.
    Confirm(String),
    /// A word that is not UTF-8.
    NotUtf8,
    /// Anything else, as the parser says it.
    Other(String),
}

/// A wrong command line in words.
pub fn usage(lang: Lang, usage: &Usage) -> String {
    let near = |near: &Option<String>, zh: &str, en: &str| match (near, lang) {
        (Some(near), Lang::Zh) => format!("{zh}{near}？"),
        (Some(near), Lang::En) => format!(" {en} {near}?"),
        (None, _) => String::new(),
    };
    match (usage, lang) {
        (Usage::UnknownCommand(word, n), Lang::Zh) => {
            format!("没有“{word}”这个命令。{}用 shouxi --help 看全部命令。", near(n, "是不是 ", ""))
        }
        (Usage::UnknownCommand(word, n), Lang::En) => {
            format!("There is no command {word}.{} See shouxi --help.", near(n, "", "Did you mean"))
        }
        (Usage::UnknownOption(word, n), Lang::Zh) => {
            format!("没有“{word}”这个选项，没有执行。{}选项见 --help。", near(n, "是不是 ", ""))
        }
        (Usage::UnknownOption(word, n), Lang::En) => {
            format!("There is no option {word}; nothing was done.{} See --help.", near(n, "", "Did you mean"))
        }
        (Usage::Missing(what, None), Lang::Zh) => format!("还缺 {}，没有执行。", what.join("、")),
        (Usage::Missing(what, None), Lang::En) => format!("Missing: {}; nothing was done.", what.join(", ")),
        (Usage::Missing(what, Some(line)), Lang::Zh) => format!("还缺 {}，没有执行。用法：{line}", what.join("、")),
        (Usage::Missing(what, Some(line)), Lang::En) => {
            format!("Missing: {}; nothing was done. Usage: {line}", what.join(", "))
        }
        (Usage::BadValue(value, option, fits), Lang::Zh) if fits.is_empty() => {
            format!("{option} 不能是“{value}”，没有执行。怎么写见 --help。")
        }
        (Usage::BadValue(value, option, fits), Lang::Zh) => {
            format!("{option} 不能是“{value}”，可以是：{}。", fits.join("、"))
        }
        (Usage::BadValue(value, option, fits), Lang::En) if fits.is_empty() => {
            format!("{option} cannot be {value}; nothing was done. See --help.")
        }
        (Usage::BadValue(value, option, fits), Lang::En) => {
            format!("{option} cannot be {value}; it can be {}.", fits.join(", "))
        }
        (Usage::Conflict(a, b), Lang::Zh) => format!("{a} 和 {b} 不能一起用，没有执行。"),
        (Usage::Conflict(a, b), Lang::En) => format!("{a} and {b} exclude each other; nothing was done."),
        (Usage::Extra(word, line), Lang::Zh) => format!("多了“{word}”，没有执行。用法：{line}"),
        (Usage::Extra(word, line), Lang::En) => format!("{word} is one word too many; nothing was done. Usage: {line}"),
        (Usage::Blank(option), Lang::Zh) => format!("{option} 后面要写内容，没有执行。"),
        (Usage::Blank(option), Lang::En) => format!("{option} needs some text; nothing was done."),
        (Usage::Confirm(word), Lang::Zh) => format!(
            "“{word}”不够：核对代录写席位和代号，确认更正写 # 加编号，没有执行。例如：shouxi confirm E05 W275，或 shouxi confirm '#12'。"
        ),
        (Usage::Confirm(word), Lang::En) => format!(
            "{word} is not enough: a transcription takes seat and code, an amendment # and its number; nothing was done. For example: shouxi confirm E05 W275, or shouxi confirm '#12'."
        ),
        (Usage::NotUtf8, Lang::Zh) => "命令里有不是 UTF-8 的字，没有执行。先执行：export LANG=C.UTF-8。".to_owned(),
        (Usage::NotUtf8, Lang::En) => {
            "A word of the command is not UTF-8; nothing was done. First run: export LANG=C.UTF-8.".to_owned()
        }
        (Usage::Other(text), _) => text.clone(),
    }
}
