use super::super::check;
use super::*;
use crate::domain::{Code, Damage, Exposure, RecordTrouble, Role, SeatId, Unfit};
use crate::text::fixed;

fn causes() -> [Cause; 5] {
    [Cause::Missing, Cause::NoPermission, Cause::ReadOnly, Cause::Full, Cause::Other(fixed("quota gone"))]
}

fn code() -> Code {
    Code::parse("W274").unwrap()
}

fn seat() -> SeatId {
    SeatId::parse("E03").unwrap()
}

fn records() -> Vec<RecordTrouble> {
    use RecordTrouble as R;
    let file = || fixed("dossiers/W274.toml");
    let mut all = vec![
        R::TornTail { bytes: 117, kept: fixed("store/torn-913"), last: 912 },
        R::StoreRemade(None),
        R::HalfTyped(2, true),
        R::HalfTyped(2, false),
        R::HalfTyped(0, false),
        R::StoreRemade(Some(fixed("store/sled-1"))),
        R::StoreCaughtUp(900, 913),
        R::Healed(1),
        R::Healed(2),
        R::Edited { file: file(), dossier: Some(code()), line: Some(12) },
        R::Edited { file: fixed("panel.toml"), dossier: None, line: None },
        R::Witness(fixed("/mnt/w/heads"), Cause::Full),
        R::ChainBroken(913),
        R::JournalCut { ends: 900, seen: 913 },
        R::LaterVersion(fixed("store/journal"), 2, 1),
        R::FrozenMissing(file()),
        R::FrozenDiffers(file()),
        R::SealedDiffers(vec![code()]),
        R::SealedDiffers(vec![]),
        R::HeadUnknown(fixed("4a2719f066b52e48")),
        R::ReceiptUnknown(fixed("4a2719f066b52e48")),
        R::NotProved(913),
        R::StoreDiffers(fixed("event 3")),
    ];
    all.extend(Damage::ALL.map(|damage| R::Damaged(913, damage)));
    all
}

fn all() -> Vec<Trouble> {
    use Trouble as T;
    let path = || fixed("marks.csv");
    let mut all = vec![
        T::NotEmpty(path()),
        T::Exists(path()),
        T::NotABackup(path()),
        T::KeyDiffers,
        T::NoKey,
        T::KeyLacks(code()),
        T::NoHolidays(2027),
        T::OtherPanel(fixed("Another review")),
        T::NotServing,
        T::TooLarge(path(), 64 * 1024 * 1024),
        T::TooLarge(path(), 1000),
        T::Moving(path()),
        T::NotUtf8(path(), true),
        T::NotUtf8(path(), false),
        T::SeatNeeded(vec![]),
        T::SeatNeeded(vec![seat()]),
        T::UnknownSeat(fixed("E3"), Some(seat())),
        T::UnknownSeat(fixed("E3"), None),
        T::WrongRole(seat(), Role::Secretary),
        T::NoPanel(fixed("/tmp")),
        T::NotAStore(fixed("/tmp")),
        T::BadId(fixed("E 3"), IdError::Character(' ')),
        T::BadId(fixed("E/3"), IdError::Character('/')),
        T::BadId(fixed("x"), IdError::TooLong(16)),
        T::BadId(fixed("x"), IdError::Empty),
        T::BadHex(fixed("xyz")),
        T::Terminal(Unfit::NotATerminal),
        T::Terminal(Unfit::Term(fixed("linux"), true)),
        T::Terminal(Unfit::Locale(fixed("POSIX"))),
        T::Terminal(Unfit::Locale(fixed(""))),
        T::Terminal(Unfit::NoCommands),
        T::Exposed(fixed("panel"), Exposure::Writable(0o777)),
        T::Exposed(fixed("panel/dossiers"), Exposure::Readable(0o755)),
        T::Terminal(Unfit::LocaleSent(fixed("zh_CN.GBK"))),
        T::Held(None),
        T::Held(Some((4711, fixed("desk7")))),
        T::Disconnected(0),
        T::Disconnected(1),
        T::Disconnected(2),
        T::Busy,
        T::Crashed,
        T::OtherProtocol(2, 1),
        T::NotYourSeat(seat()),
        T::NoSeat,
        T::SocketPath(fixed("/run/user/1000/shouxi/x.sock")),
        T::Exposed(fixed("/srv/panel/store"), Exposure::Owner),
        T::Exposed(fixed("/run/panel"), Exposure::Link),
        T::Exposed(fixed("/srv/panel/store"), Exposure::Mode(0o755)),
    ];
    for cause in causes() {
        all.push(T::Unreachable(fixed("/run/shouxi.sock"), cause.clone()));
        all.push(T::NotSaved(cause.clone()));
        all.push(T::Disk(path(), cause));
    }
    all.extend(records().into_iter().map(T::Record));
    all
}

#[test]
fn every_trouble_has_its_sentence_in_both_languages_and_settings() {
    for lang in Lang::ALL {
        for setting in Setting::ALL {
            for one in all() {
                let text = trouble(lang, setting, &one);
                check::sentence(lang, &text);
                check::setting(setting, &text);
            }
        }
    }
}

fn zh(one: &Trouble) -> String {
    trouble(Lang::Zh, Setting::Screen, one)
}

/// ASCII first, since such a terminal shows that for certain, in lines that fit 80 columns.
#[test]
fn an_unfit_terminal_is_told_in_what_it_can_show() {
    for (one, chinese) in [
        (Unfit::Term(fixed("dumb"), true), true),
        (Unfit::Term(fixed("dumb"), false), false),
        (Unfit::Term(fixed("linux"), true), false),
        (Unfit::Locale(fixed("C")), true),
        (Unfit::Locale(fixed("")), true),
        (Unfit::Locale(fixed("zh_CN.GBK")), false),
        (Unfit::LocaleSent(fixed("zh_CN.GBK")), false),
    ] {
        let told = unfit(Lang::Zh, &one);
        let (ascii, rest): (Vec<&str>, Vec<&str>) = told.lines().partition(|line| line.is_ascii());
        assert_eq!((ascii.len(), rest.len()), (2, usize::from(chinese)), "{told}");
        assert!(told.starts_with(ascii[0]) && ascii.iter().all(|line| line.len() < 90), "{told}");
        assert!(unfit(Lang::En, &one).is_ascii());
    }
    assert!(unfit(Lang::Zh, &Unfit::NotATerminal).starts_with("这里不是终端"));
}

#[test]
fn a_lost_line_says_that_the_typing_is_kept() {
    assert_eq!(zh(&Trouble::Disconnected(1)), "与服务器断开，正在重连。打的字还在，1 项待存；出现“已存”前请别关窗口。");
}

#[test]
fn a_file_touched_by_a_stray_save_stops_nobody() {
    let edited = RecordTrouble::Edited { file: fixed("dossiers/W274.toml"), dossier: Some(code()), line: Some(12) };
    assert_eq!(
        zh(&edited.into()),
        "W274 材料在开评后被改动（第 12 行）。评分仍用封存的内容，专家不受影响。1 恢复原样　2 记为更正并写理由。"
    );
}

#[test]
fn a_broken_chain_names_the_event_and_says_to_copy_first() {
    assert_eq!(
        zh(&RecordTrouble::ChainBroken(913).into()),
        "不一致：第 913 条起对不上，名单不可采信，请勿改动文件，先复制整个文件夹。"
    );
}

#[test]
fn limits_are_written_as_people_know_them() {
    assert_eq!(size(Lang::Zh, 64 * 1024 * 1024), "64 MiB");
    assert_eq!(size(Lang::En, 256 * 1024), "256 KiB");
    assert_eq!(Lang::ALL.map(|lang| size(lang, 1000)), ["1000 字节", "1000 bytes"]);
}
