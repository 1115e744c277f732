//! Why a terminal cannot show the screens.

use super::super::tone::Said;
use super::super::{Lang, Setting};
use crate::domain::Unfit;

/// Why a terminal cannot show the screens, in lines that it can show: English in ASCII comes first, Chinese follows
/// where it may come out as Chinese (SCREENS §4).
pub fn unfit(lang: Lang, unfit: &Unfit) -> String {
    if matches!(unfit, Unfit::NotATerminal | Unfit::NoCommands) {
        return said((lang, Setting::Shell), unfit).whole(lang);
    }
    let english = said((Lang::En, Setting::Shell), unfit);
    let mut lines = vec![english.what, english.next];
    if lang == Lang::Zh && unfit.may_show_chinese() {
        lines.push(said((Lang::Zh, Setting::Shell), unfit).whole(Lang::Zh));
    }
    lines.join("\n")
}

pub(super) fn said(t: (Lang, Setting), unfit: &Unfit) -> Said {
    match unfit {
        Unfit::NotATerminal => told!(
            t,
            "这里不是终端，打不开界面。"
                / "请在终端里打开。"
                / "在终端里执行，或用 shouxi status、shouxi tally 等命令。",
            "This is not a terminal, so no screen can be shown."
                / "Open it in a terminal."
                / "Run it in a terminal, or use commands such as shouxi status and shouxi tally."
        ),
        Unfit::NoCommands => told!(
            t,
            "这里只能打开评审界面：没有执行命令，也不能传文件。"
                / "请直接登录，地址后面什么也不写。"
                / "请直接登录，地址后面什么也不写；用 ssh 命令时也可以加 -t。",
            "Only the review's screens open here: no command was run, and no files are sent or taken."
                / "Log in with nothing after the address."
                / "Log in with nothing after the address, or with ssh -t."
        ),
        Unfit::LocaleSent(locale) => told!(
            t,
            "您的终端软件用的编码不是 UTF-8（{locale}），中文会乱码。"
                / "请在终端软件里把编码改为 UTF-8 再登录，席位卡上写着在哪里改。"
                / "请在终端软件里把编码改为 UTF-8 再登录，席位卡上写着在哪里改。",
            "Your terminal is not set to UTF-8 ({locale}); Chinese is unreadable."
                / "Set it to UTF-8 (the seat card says where) and log in again."
                / "Set it to UTF-8 (the seat card says where) and log in again."
        ),
        Unfit::Term(kind, _) => told!(
            t,
            "这种终端（TERM={kind}）打不开界面。"
                / "请用 SSH 软件登录。"
                / "用 PuTTY、Xshell 等 SSH 软件登录后再执行；命令照常可用，加 --lang en 显示英文。",
            "This kind of terminal (TERM={kind}) cannot show the screens."
                / "Log in with an SSH program."
                / "Log in with PuTTY, Xshell or the like; commands work here, with --lang en in English."
        ),
        Unfit::Locale(locale) => {
            let locale = if locale.is_empty() { t.0.pick("没有设置", "not set") } else { locale.as_str() };
            told!(
                t,
                "语言环境不是 UTF-8（{locale}），中文会乱码。"
                    / "请把语言环境设为 UTF-8。"
                    / "先执行：export LANG=C.UTF-8；再把终端软件的编码设为 UTF-8。",
                "The locale is not UTF-8 ({locale}); Chinese would come out as rubbish."
                    / "Set the locale to UTF-8."
                    / "First run: export LANG=C.UTF-8; and set the terminal program to UTF-8."
            )
        }
    }
}
