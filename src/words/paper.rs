//! What stands on papers 打印材料: seat cards, the list.

use super::{Lang, stage};
use crate::domain::Stage;
use crate::domain::tally::Group;

/// How a seat proves who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// An account of its own with a password.
    Password,
    /// A key that leads into the seat.
    Key,
    /// Nothing was given out yet.
    None,
}

/// What one card tells.
#[derive(Clone, Copy, Debug)]
pub struct Card<'a> {
    /// The panel's title.
    pub title: &'a str,
    /// Seat.
    pub seat: &'a str,
    /// Its role, in words.
    pub role: &'a str,
    /// Who sits there.
    pub name: &'a str,
    /// Where to log in.
    pub host: &'a str,
    /// The port, where it is not 22.
    pub port: Option<&'a str>,
    /// The account to log in with.
    pub account: Option<&'a str>,
    /// How.
    pub access: Access,
    /// Whom to call.
    pub phone: &'a str,
}

/// 席位卡, as title and as the file's name.
pub fn card_title(lang: Lang) -> &'static str {
    lang.pick("席位卡", "seat-cards")
}

/// 候选人建议名单, as title and as the file's name: the panel proposes, it does not appoint.
pub fn list_title(lang: Lang) -> &'static str {
    lang.pick("候选人建议名单", "proposed-list")
}

/// The log's name as a file.
pub fn log_title(lang: Lang) -> &'static str {
    lang.pick("日志", "log")
}

/// The card's first table.
pub fn card(lang: Lang, card: &Card<'_>) -> Vec<(String, String)> {
    let Card { title, seat, role, name, host, port, account, access, .. } = *card;
    let label = |zh, en| lang.pick(zh, en).to_owned();
    let blank = "____________";
    let account = account.unwrap_or(blank);
    let port_option = port.map_or_else(String::new, |port| format!("-p {port} "));
    let access = match access {
        Access::Password => {
            lang.pick("密码（另行告知，不写在卡上）", "password (given to you separately, not on this card)")
        }
        Access::Key => lang.pick("密钥（用交来公钥的那台电脑登录）", "key (log in from the computer it was made on)"),
        Access::None => lang.pick("还没有分配，请找秘书", "not given out yet; ask the secretary"),
    };
    vec![
        (label("评审", "panel"), title.to_owned()),
        (label("席位", "seat"), format!("{seat} {name} {role}")),
        (label("地址", "address"), host.to_owned()),
        (label("端口", "port"), port.unwrap_or("22").to_owned()),
        (label("账号", "account"), account.to_owned()),
        (label("登录方式", "log in by"), access.to_owned()),
        (label("命令（一行）", "command"), format!("ssh {port_option}{account}@{host}")),
    ]
}

/// Above the table of terminal programs.
pub fn terminals_title(lang: Lang) -> &'static str {
    lang.pick(
        "第一次登录前，把终端软件的编码设为 UTF-8：",
        "Before the first login, set the terminal program to UTF-8:",
    )
}

/// Where each terminal program has that setting.
pub fn terminals(lang: Lang) -> [(String, String); 5] {
    let zh = [
        ("PuTTY", "Window › Translation › Remote character set 选 UTF-8；字体选“新宋体”之类的等宽中文字体"),
        ("Xshell", "文件 › 属性 › 终端 › 编码 选 Unicode (UTF-8)"),
        ("Windows Terminal", "不用设，本来就是 UTF-8；打开后输入上面那一行命令"),
        ("麒麟系统的终端", "一般不用设；有乱码时在菜单“终端 › 设定字符编码”里选 Unicode (UTF-8)"),
        ("MobaXterm", "Settings › Configuration › Terminal › Charset 选 UTF-8"),
    ];
    let en = [
        ("PuTTY", "Window > Translation > Remote character set: UTF-8; a fixed-width font with Chinese"),
        ("Xshell", "File > Properties > Terminal > Encoding: Unicode (UTF-8)"),
        ("Windows Terminal", "nothing to set, it is UTF-8; open it and type the line above"),
        ("Kylin terminal", "usually nothing; else Terminal > Set Character Encoding > Unicode (UTF-8)"),
        ("MobaXterm", "Settings > Configuration > Terminal > Charset: UTF-8"),
    ];
    let rows = if lang == Lang::Zh { zh } else { en };
    rows.map(|(name, how)| (name.to_owned(), how.to_owned()))
}

/// Above the keys.
pub fn keys_title(lang: Lang) -> &'static str {
    lang.pick("五个键就够用（输入法开着也行）：", "Five keys are enough, with the input method on as well:")
}

/// The five keys; what digits do differs between experts and the office.
pub fn five_keys(lang: Lang, expert: bool) -> [(String, String); 5] {
    let digits = if expert {
        lang.pick("打分；在列表里找代号", "a mark; in lists, a code")
    } else {
        lang.pick("选操作；在列表里找代号", "an action; in lists, a code")
    };
    let enter = if expert {
        lang.pick("录入，到下一项；打开", "records and goes on; opens")
    } else {
        lang.pick("打开；办理选中的一行", "opens; takes the line shown")
    };
    let rows = [
        (lang.pick("数字", "digits"), digits),
        (lang.pick("↑ ↓", "Up, Down"), lang.pick("上一项、下一项", "the line above, below")),
        ("Enter", enter),
        (
            "Tab",
            lang.pick("轮流到现场、正文、操作（里面的 0 是帮助）", "on site, text, actions (0 there is help), in turn"),
        ),
        ("Esc", lang.pick("返回上一层，打的字不会丢", "one level up; nothing typed is lost")),
    ];
    rows.map(|(key, does)| (key.to_owned(), does.to_owned()))
}

/// The card's last lines.
pub fn card_foot(lang: Lang, card: &Card<'_>) -> Vec<String> {
    let mut lines = vec![
        lang.pick(
            "断线重新登录即可：显示过“已存”的都在，没录入的数字也留着。",
            "After a dropped line just log in again: what said saved is there, and half-typed marks are kept.",
        )
        .to_owned(),
    ];
    if !card.phone.is_empty() {
        let phone = card.phone;
        lines.push(say!(lang, "有事请打电话：{phone}", "Help by phone: {phone}"));
    }
    lines
}

/// Above the list.
pub fn list_head(lang: Lang, title: &str, now: Stage, quota: u32, sealed: bool) -> Vec<String> {
    let now = stage(lang, now);
    let state = if sealed {
        lang.pick("已定案", "sealed")
    } else {
        lang.pick("未定案，仅供核对", "not sealed, for checking only")
    };
    vec![
        title.to_owned(),
        say!(lang, "阶段：{now}（{state}）  名额：{quota}", "Stage: {now} ({state})  quota: {quota}"),
    ]
}

/// A contested group, below the list.
pub fn contested(lang: Lang, group: &Group) -> String {
    let (rank, places) = (group.rank, group.places);
    let names = lang.list(group.codes.iter(), 12);
    say!(
        lang,
        "第 {rank} 名并列：{names}，名额内只有 {places} 个位置，待专家组议决。",
        "Rank {rank} is shared by {names}; {places} of their places lie within the quota; the panel has to decide."
    )
}

/// Below the list.
pub fn list_foot(lang: Lang, head: &str, events: u64) -> Vec<String> {
    let blank = "______________";
    vec![
        say!(
            lang,
            "本名单为专家组建议。日志 {events} 条，核验号 {head}",
            "A proposal of the panel. Journal: {events} events, head {head}"
        ),
        say!(
            lang,
            "填表人：{blank}  核对人：{blank}  日期：{blank}",
            "Filled in by: {blank}  Checked by: {blank}  Date: {blank}"
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::check;

    fn of(access: Access) -> Card<'static> {
        Card {
            title: "panel",
            seat: "E03",
            role: "expert",
            name: "",
            host: "10.1.2.3",
            port: Some("2222"),
            account: Some("e03"),
            access,
            phone: "0631-1234567",
        }
    }

    #[test]
    fn a_card_speaks_one_language_and_has_one_line_to_type() {
        for lang in Lang::ALL {
            for access in [Access::Password, Access::Key, Access::None] {
                let rows = card(lang, &of(access));
                assert_eq!(rows[6].1, "ssh -p 2222 e03@10.1.2.3");
                check::piece(lang, &rows[5].1);
                for (label, _) in &rows {
                    check::piece(lang, label);
                }
            }
            let plain = Card { port: None, account: None, ..of(Access::None) };
            assert_eq!(card(lang, &plain)[6].1, "ssh ____________@10.1.2.3");
            for (name, how) in terminals(lang).into_iter().chain(five_keys(lang, true)).chain(five_keys(lang, false)) {
                assert!(!name.is_empty());
                check::piece(lang, &how);
            }
            for line in card_foot(lang, &plain) {
                check::piece(lang, &line);
            }
        }
    }
}
