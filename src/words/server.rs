//! What a server says in its log, and what the commands round it answer.

use super::{Lang, Setting, trouble};
use crate::domain::{LetGo, Notice};

/// One line of the log.
pub fn notice(lang: Lang, notice: &Notice) -> String {
    match notice {
        Notice::Open(socket) => say!(lang, "开始服务：{socket}", "serving at {socket}"),
        Notice::Came(number, count) => {
            say!(lang, "连接 {number} 已入席，现有 {count} 个", "connection {number} took a seat; {count} now")
        }
        Notice::Went(number, count) => {
            say!(lang, "连接 {number} 已离开，还有 {count} 个", "connection {number} left; {count} remain")
        }
        Notice::LetGo(number, why) => {
            let why = let_go(lang, *why);
            say!(lang, "连接 {number} 没有接受：{why}", "connection {number} was let go: {why}")
        }
        Notice::Stopping(count) => {
            say!(lang, "正在停止：办完排队的，通知 {count} 个连接", "stopping: finishing what waits, telling {count}")
        }
        Notice::Stopped => lang.pick("已停止，都存好了", "stopped; everything is saved").to_owned(),
        Notice::Told(what) => trouble(lang, Setting::Shell, what),
    }
}

fn let_go(lang: Lang, why: LetGo) -> String {
    match why {
        LetGo::TooSlow => lang.pick("不取走发给它的内容", "it did not take what it was sent").to_owned(),
        LetGo::Full => lang.pick("连接已满", "there are as many as there may be").to_owned(),
        LetGo::Silent => lang.pick("太久没有说话", "it said nothing in time").to_owned(),
        LetGo::Malformed => lang.pick("发来的不是本程序的消息", "what it sent was no message").to_owned(),
        LetGo::Stranger => lang.pick("不是本程序", "it is another program").to_owned(),
        LetGo::Protocol(theirs) => say!(lang, "版本不同（{theirs}）", "it speaks another version ({theirs})"),
        LetGo::NotAllowed => lang.pick("账号无权", "its account may not").to_owned(),
        LetGo::Broken => lang.pick("连接中断", "the line broke").to_owned(),
    }
}

/// A fault of the program: in which thread, and where in its source. What it was about is not said: that could be a mark.
pub fn crashed(lang: Lang, thread: &str, place: &str) -> String {
    say!(lang, "程序内部出错：{place}（{thread}）", "a fault of the program: {place} ({thread})")
}

/// `serve --stop`.
pub fn stopped(lang: Lang) -> &'static str {
    lang.pick("服务已停止，都存好了。", "The server has stopped; everything is saved.")
}

/// `status`: a server holds the panel.
pub fn served(lang: Lang) -> &'static str {
    lang.pick("服务正在运行", "a server is running")
}

/// `authorized-keys`: a seat without a key.
pub fn no_key(lang: Lang, seat: &str) -> String {
    say!(lang, "{seat} 没有 ssh_key，没有写。", "{seat} has no ssh_key; left out.")
}

/// `authorized-keys`: keys in the file that are not what was recorded.
pub fn keys_edited(lang: Lang, seats: &[&str]) -> String {
    let listed = seats.join(lang.pick("、", ", "));
    say!(
        lang,
        "panel.toml 里 {listed} 的 ssh_key 与记录不同，这里按记录打印。要换钥匙，先 shouxi amend panel.toml --reason 理由。",
        "panel.toml has another ssh_key for {listed} than the record, which is what is printed. First: shouxi amend panel.toml --reason TEXT."
    )
}

/// `papers` was asked for on a terminal.
pub fn papers_to_a_file(lang: Lang) -> &'static str {
    lang.pick(
        "打印材料要存成文件，没有输出。登录时不加 -t，并在末尾写 > papers.zip。",
        "Papers go to a file; nothing was sent. Log in without -t and end the line with > papers.zip.",
    )
}

/// `serve --unit`: seats have accounts, and no group is named for them.
pub fn unit_group(lang: Lang) -> &'static str {
    lang.pick(
        "有席位用自己的系统账号（unix_user）：请加 --group 写这些账号所在的组，否则它们连不上服务。",
        "Some seats have accounts of their own (unix_user): name their group with --group, or they cannot reach the server.",
    )
}

/// `report`: seats that nobody can log in to yet.
pub fn no_account(lang: Lang, seats: &[&str]) -> String {
    let names = lang.list(seats, 12);
    say!(
        lang,
        "{names} 还没有账号：请在 panel.toml 里写 unix_user 或 ssh_key。席位卡上先空着。",
        "No account yet for {names}: write unix_user or ssh_key in panel.toml. Their cards have a blank."
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Trouble;
    use crate::text::clean_line;

    #[test]
    fn every_notice_is_one_line_in_both_languages() {
        let mut notices = vec![
            Notice::Open(clean_line("/run/shouxi/x.sock")),
            Notice::Came(3, 2),
            Notice::Went(3, 1),
            Notice::Stopping(2),
            Notice::Stopped,
            Notice::Told(Trouble::Busy),
        ];
        let whys = [LetGo::TooSlow, LetGo::Full, LetGo::Silent, LetGo::Malformed, LetGo::Stranger, LetGo::NotAllowed];
        notices.extend(whys.into_iter().chain([LetGo::Protocol(7), LetGo::Broken]).map(|why| Notice::LetGo(9, why)));
        for said in notices {
            let (zh, en) = (notice(Lang::Zh, &said), notice(Lang::En, &said));
            assert!(!zh.contains('\n') && en.is_ascii() && !zh.is_ascii() && zh != en, "{zh} {en}");
        }
    }
}
