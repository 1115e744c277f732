//! What went wrong besides refusals.
//!
//! - here: told things, usage, the line to the server;
//! - `record`: what was put right in the record, and what cannot be read or proved;
//! - `disk`: why the system did not do it, and files that other accounts can use;
//! - `terminal`: why no screen can be shown.

mod disk;
mod record;
mod terminal;

pub use disk::cause;
pub use record::damage;
pub use terminal::unfit;

pub(super) use disk::size;

use super::tone::{Said, some};
use super::{Lang, Setting, role};
use crate::domain::{Cause, IdError, Trouble};

/// The whole sentence: what happened, what is kept, what to do next.
pub fn trouble(lang: Lang, setting: Setting, trouble: &Trouble) -> String {
    said((lang, setting), trouble).whole(lang)
}

/// Why a word is no code and no seat, as a phrase.
pub fn id_error(lang: Lang, error: IdError) -> String {
    match error {
        IdError::Empty => lang.pick("是空的", "it is empty").into(),
        IdError::TooLong(limit) => say!(lang, "超过 {limit} 个字符", "it is longer than {limit} characters"),
        IdError::Character(strange) if strange.is_ascii_graphic() => {
            say!(lang, "不能有“{strange}”", "it may not hold {strange}")
        }
        IdError::Character(_) => {
            lang.pick("只能用英文字母、数字、下划线和连字符", "only letters, digits, _ and - are allowed").into()
        }
    }
}

fn said(t: (Lang, Setting), trouble: &Trouble) -> Said {
    use Trouble as T;
    let lang = t.0;
    match trouble {
        T::Record(one) => record::said(t, one),
        T::NotABackup(path) => told!(
            t,
            "{path} 不是完整的备份，没有恢复。" / "请另取一份备份。" / "另取一份备份再执行。",
            "{path} is not a backup, or not a whole one; nothing was restored."
                / "Take another backup."
                / "Take another backup and run the command again."
        ),
        T::NotEmpty(path) => told!(
            t,
            "文件夹 {path} 里已有东西，没有改动。" / "请换一个空文件夹。" / "换一个空文件夹再执行。",
            "The folder {path} is not empty; nothing was changed."
                / "Choose an empty folder."
                / "Name an empty folder."
        ),
        T::Exists(path) => told!(
            t,
            "已有文件 {path}，没有改动。" / "请换一个名字。" / "换一个名字再执行。",
            "The file {path} is there already; nothing was changed." / "Choose another name." / "Give another name."
        ),
        T::KeyDiffers => told!(
            t,
            "密钥文件不是开始评分时登记的那一份，没有印姓名。" / "请用原来那一份。" / "用原来那一份：--key 文件。",
            "The key file is not the one taken at opening; no names were printed."
                / "Use the original."
                / "Use the original: --key FILE."
        ),
        T::NoKey => told!(
            t,
            "开始评分时没有登记密钥文件，不能印姓名。" / "姓名请在纸上补填。" / "姓名请在纸上补填。",
            "No key file was taken at opening, so no names can be printed."
                / "Fill them in on paper."
                / "Fill them in on paper."
        ),
        T::KeyLacks(code) => told!(
            t,
            "密钥文件里没有 {code}，没有印姓名。" / "请核对密钥文件。" / "核对密钥文件后再执行。",
            "The key file lacks {code}; no names were printed."
                / "Check the key file."
                / "Check the key file and run it again."
        ),
        T::NoHolidays(year) => told!(
            t,
            "没有 {year} 年的放假安排，工作日不推算。"
                / "请把放假和调休日期写进 holidays.toml。"
                / "把放假和调休日期写进 holidays.toml 再执行。",
            "There are no holiday data for {year}; working days are not guessed."
                / "Put the days off and make-up days into holidays.toml."
                / "Put the days off and make-up days into holidays.toml, then run it again."
        ),
        T::OtherPanel(title) => told!(
            t,
            "这一份属于另一个评审：“{title}”，没有导入。" / "请核对文件。" / "核对文件后再执行。",
            "This belongs to another review: \"{title}\"; nothing was taken in."
                / "Check the file."
                / "Check the file and run it again."
        ),
        T::NotServing => told!(
            t,
            "这个评审没有正在运行的服务。" / "" / "启动：shouxi serve。",
            "No server runs for this panel." / "" / "To start one: shouxi serve."
        ),
        T::TooLarge(path, limit) => {
            let limit = size(lang, *limit);
            told!(
                t,
                "{path} 太大：最多 {limit}，没有读入。" / "请拆小或删减。" / "拆小或删减后再执行。",
                "{path} is too large: at most {limit}; it was not read."
                    / "Split or shorten it."
                    / "Split or shorten it and run it again."
            )
        }
        T::Moving(path) => told!(
            t,
            "{path} 正在被改动：检查之后又变了，没有记录。" / "请等那边存好再做一次。" / "等那边存好再执行一次。",
            "{path} is being changed: it is no longer what was checked; nothing was recorded."
                / "Do it again once it is saved."
                / "Run it again once it is saved."
        ),
        T::NotUtf8(path, true) => told!(
            t,
            "{path} 像是 GBK 编码，没有读入。"
                / "请另存为 UTF-8（Excel 选“CSV UTF-8”）。"
                / "另存为 UTF-8（Excel 选“CSV UTF-8”）再执行。",
            "{path} looks like GBK; it was not read."
                / "Save it as UTF-8 (in Excel: CSV UTF-8)."
                / "Save it as UTF-8 (in Excel: CSV UTF-8) and run it again."
        ),
        T::NotUtf8(path, false) => told!(
            t,
            "{path} 不是 UTF-8 文本，没有读入。" / "请另存为 UTF-8。" / "另存为 UTF-8 再执行。",
            "{path} is not UTF-8 text; it was not read." / "Save it as UTF-8." / "Save it as UTF-8 and run it again."
        ),
        T::SeatNeeded(seats) if seats.is_empty() => told!(
            t,
            "这个评审没有秘书席位，没有执行。"
                / "请在 panel.toml 里加一个秘书席位。"
                / "在 panel.toml 里加一个秘书席位，或用 --as 指明席位。",
            "The panel has no secretary's seat; nothing was done."
                / "Add one to panel.toml."
                / "Add one to panel.toml, or name a seat with --as."
        ),
        T::SeatNeeded(seats) => {
            let seats = lang.list(seats, 8);
            told!(
                t,
                "不知道是哪个席位，没有执行。可用的席位：{seats}。" / "请先选席位。" / "用 --as 指明席位。",
                "Which seat? Nothing was done. Seats: {seats}." / "Choose a seat first." / "Name the seat with --as."
            )
        }
        T::UnknownSeat(word, near) => {
            let near =
                near.as_ref().map(|near| say!(lang, "是不是 {near}？", " Did you mean {near}?")).unwrap_or_default();
            told!(
                t,
                "没有席位“{word}”。{near}" / "请从席位里另选。" / "席位见 shouxi status。",
                "There is no seat \"{word}\".{near}" / "Choose one of the seats." / "shouxi status lists the seats."
            )
        }
        T::WrongRole(seat, needs) => {
            let needs = role(lang, *needs);
            told!(
                t,
                "{seat} 不是{needs}席位，这件事由{needs}办。" / "请换席位。" / "用 --as 换成{needs}席位。",
                "{seat} is not the {needs}'s seat; only the {needs} does this."
                    / "Take another seat."
                    / "Name a seat of that role with --as."
            )
        }
        T::NoPanel(path) => told!(
            t,
            "{path} 和上级文件夹里都没有 panel.toml。"
                / "请到评审文件夹里打开。"
                / "用 -C 指明评审文件夹；新建：shouxi new 文件夹；练习：shouxi demo。",
            "There is no panel.toml in {path} or above it."
                / "Open it from the panel's folder."
                / "Name the panel's folder with -C; make one: shouxi new DIR; practise: shouxi demo."
        ),
        T::NoPanelIn(path, above) => {
            let near = above.as_ref().map(|above| say!(lang, "是不是 {above}？", " Did you mean {above}?"));
            let near = near.unwrap_or_default();
            told!(
                t,
                "{path} 里没有 panel.toml；用 -C 指明时不往上级找。{near}"
                    / "请指明有 panel.toml 的那一层文件夹。"
                    / "-C 后面写有 panel.toml 的那一层文件夹；新建：shouxi new 文件夹。",
                "There is no panel.toml in {path}; with -C no parent is searched.{near}"
                    / "Name the folder that holds panel.toml."
                    / "Give -C the folder that holds panel.toml; make one: shouxi new DIR."
            )
        }
        T::NoJournal => told!(
            t,
            "还没有日志：评分没有开始过，没有什么可核验或重建。"
                / "先开始评分。"
                / "先检查再开始：shouxi check，shouxi stage scoring。",
            "There is no journal yet: scoring never opened, so there is nothing to verify or rebuild."
                / "Open scoring first."
                / "Check and open first: shouxi check, shouxi stage scoring."
        ),
        T::NotAStore(path) => told!(
            t,
            "{path} 不是首席的评审文件夹，没有改动。" / "请核对文件夹。" / "用 -C 指明评审文件夹。",
            "{path} is not a folder of shouxi; nothing was changed."
                / "Check the folder."
                / "Name the panel's folder with -C."
        ),
        T::BadId(word, error) => {
            let error = id_error(lang, *error);
            told!(
                t,
                "“{word}”不能作代号或席位：{error}。" / "请改正。" / "改正后再执行。",
                "\"{word}\" is neither a code nor a seat: {error}." / "Correct it." / "Correct it and run it again."
            )
        }
        T::BadHex(word) => told!(
            t,
            "“{word}”不是核验号或回执号：要 16 至 64 位，只有数字和 a 至 f。"
                / "请照报告末页抄写。"
                / "照报告末页抄写，空格可留可去。",
            "\"{word}\" is neither a head nor a receipt: it takes 16 to 64 digits and letters a to f."
                / "Copy it from the report's last page."
                / "Copy it from the report's last page, with or without spaces."
        ),
        T::Terminal(unfit) => terminal::said(t, unfit),
        T::Held(by) => {
            let by =
                by.as_ref().map(|(pid, host)| say!(lang, "（{host} 上的进程 {pid}）", " (process {pid} on {host})"));
            let by = by.unwrap_or_default();
            told!(
                t,
                "另一个程序正开着这个评审{by}，没有执行。"
                    / "等它退出，或请秘书用服务方式打开。"
                    / "等它退出再执行；多人同时用：shouxi serve。",
                "Another program has this panel open{by}; nothing was done."
                    / "Wait until it ends, or ask the secretary to run the server."
                    / "Wait until it ends; for several seats at once: shouxi serve."
            )
        }
        T::Unreachable(_, Cause::Missing) => told!(
            t,
            "评审服务现在没有开，进不去；已录入的都在。"
                / "请打电话告诉秘书，开了再登录。"
                / "打开服务：shouxi serve。",
            "The review's server is not running, so there is no way in; what was recorded is kept."
                / "Call the secretary, and log in once it runs."
                / "To start it: shouxi serve."
        ),
        T::Unreachable(endpoint, why) => {
            let why = cause(lang, why);
            told!(
                t,
                "连不上服务（{endpoint}）：{why}。" / "请秘书看服务是否在运行。" / "看服务是否在运行：shouxi serve。",
                "The server ({endpoint}) does not answer: {why}."
                    / "Ask the secretary whether it runs."
                    / "Is it running? To start it: shouxi serve."
            )
        }
        T::Disconnected(0) => told!(
            t,
            "与服务器断开。" / "正在重连，已录入的都在，请别关窗口。" / "已存的都在；连上以后再执行一次。",
            "The server is gone."
                / "Connecting again; what you recorded is kept, keep the window open."
                / "What is saved is kept; run the command again once it is back."
        ),
        T::Disconnected(waiting) => {
            let writes = some(*waiting, "change is", "changes are");
            told!(
                t,
                "与服务器断开，"
                    / "正在重连。打的字还在，{waiting} 项待存；出现“已存”前请别关窗口。"
                    / "{waiting} 项没有等到“已存”。连上以后再执行一次，已经存上的不会重复。",
                "The server is gone:"
                    / "connecting again. What you typed is kept, {writes} waiting; keep the window open until it says saved."
                    / "{writes} not known to be saved. Run the command again once it is back; nothing is saved twice."
            )
        }
        T::Busy => told!(
            t,
            "服务器这会儿太忙，没有执行。" / "稍后再试，打的字还在。" / "稍后再执行一次。",
            "The server is too busy just now; nothing was done."
                / "Try again soon, what you typed is kept."
                / "Run the command again soon."
        ),
        T::Crashed => told!(
            t,
            "程序内部出错，服务中断。"
                / "已存的都在，正在重连。"
                / "已存的都在。再执行 shouxi serve，并把上面那一行记下来。",
            "A fault of the program ended the server."
                / "What is saved is kept; connecting again."
                / "What is saved is kept. Run shouxi serve again, and note the line above."
        ),
        T::OtherProtocol(theirs, ours) => told!(
            t,
            "服务器和本程序版本不同（{theirs} 和 {ours}），没有连接。"
                / "请换成同一版本。"
                / "两边换成同一版本再执行。",
            "The server is of another version ({theirs}, ours {ours}); not connected."
                / "Use the same version."
                / "Use the same version on both sides."
        ),
        T::NotYourSeat(seat) => told!(
            t,
            "您的账号不坐 {seat} 这个席位，没有打开。" / "请找秘书核对账号。" / "请秘书核对 panel.toml 里的账号。",
            "Your account does not sit in seat {seat}; it was not opened."
                / "Ask the secretary to check the account."
                / "The secretary checks the accounts in panel.toml."
        ),
        T::NoSeat => told!(
            t,
            "您的账号在这个评审里没有席位。" / "请找秘书核对账号。" / "请秘书核对 panel.toml 里的 unix_user。",
            "Your account has no seat in this panel."
                / "Ask the secretary to check the account."
                / "The secretary checks unix_user in panel.toml."
        ),
        T::SocketPath(path) => told!(
            t,
            "服务的套接字路径太长：{path}。" / "请设短一些的 XDG_RUNTIME_DIR。" / "设短一些的 XDG_RUNTIME_DIR 再执行。",
            "The path of the server's socket is too long: {path}."
                / "Set a shorter XDG_RUNTIME_DIR."
                / "Set a shorter XDG_RUNTIME_DIR and run it again."
        ),
        T::Exposed(path, how) => disk::exposed(t, path, *how),
        T::NotSaved(why) => disk::not_saved(t, why),
        T::Disk(path, why) => disk::unusable(t, path, why),
    }
}

#[cfg(test)]
mod tests;
