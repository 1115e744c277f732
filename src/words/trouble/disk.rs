//! The disk: why the system did not do it, what to do about it, and files that other accounts can use.

use super::super::tone::{Said, some};
use super::super::{Lang, Setting};
use crate::domain::{Cause, Exposure};

/// Why the system did not do it, as a phrase: 磁盘满了, no space is left …
pub fn cause(lang: Lang, cause: &Cause) -> String {
    match cause {
        Cause::Missing => lang.pick("没有这个文件或文件夹", "there is no such file or folder").into(),
        Cause::NoPermission => lang.pick("没有权限", "permission is denied").into(),
        Cause::ReadOnly => lang.pick("磁盘只读", "the disk is read-only").into(),
        Cause::Full => lang.pick("磁盘满了", "no space is left on the disk").into(),
        Cause::IsFolder => lang.pick("这是文件夹，不是文件", "it is a folder, not a file").into(),
        Cause::NotFolder => lang.pick("路径当中有一段不是文件夹", "a part of the path is no folder").into(),
        Cause::BadName => {
            lang.pick("名字太长，或者链接绕成了圈", "the name is too long, or links go in a circle").into()
        }
        Cause::Hardware => lang.pick("磁盘出错", "the disk failed").into(),
        Cause::OpenFiles => lang.pick("打开的文件太多", "too many files are open").into(),
        Cause::Other(said) => say!(lang, "系统报告 {said}", "the system says {said}"),
    }
}

/// What to do about it, as a phrase before “then …”.
fn remedy(lang: Lang, cause: &Cause) -> &'static str {
    match cause {
        Cause::Missing | Cause::IsFolder | Cause::NotFolder | Cause::BadName => lang.pick("核对路径", "check the path"),
        Cause::OpenFiles => lang.pick("关掉一些程序", "close some programs"),
        Cause::NoPermission => lang.pick("请管理员给权限", "ask the administrator for permission"),
        Cause::ReadOnly => lang.pick("请管理员改为可写", "ask the administrator to make it writable"),
        Cause::Full => lang.pick("腾出空间", "free some space"),
        Cause::Hardware | Cause::Other(_) => lang.pick("请管理员查看磁盘", "ask the administrator to look at the disk"),
    }
}

pub(super) fn not_saved(t: (Lang, Setting), why: &Cause) -> Said {
    let (why, todo) = (cause(t.0, why), remedy(t.0, why));
    told!(
        t,
        "没有存上：{why}。" / "打的字还在；{todo}后再按 Enter。" / "{todo}后再执行一次。",
        "Not saved: {why}."
            / "What you typed is kept; {todo}, then press Enter."
            / "Please {todo}, then run the command again."
    )
}

pub(super) fn unusable(t: (Lang, Setting), path: &str, why: &Cause) -> Said {
    let (why, todo) = (cause(t.0, why), remedy(t.0, why));
    told!(
        t,
        "{path} 读写不了：{why}。" / "{todo}后再试。" / "{todo}后再执行一次。",
        "{path} cannot be read or written: {why}."
            / "Please {todo}, then try again."
            / "Please {todo}, then run the command again."
    )
}

pub(super) fn exposed(t: (Lang, Setting), path: &str, how: Exposure) -> Said {
    match how {
        Exposure::Owner => told!(
            t,
            "{path} 属于别的账号，为保护分数没有继续。"
                / "请找秘书。"
                / "用服务账号执行，或由管理员改回属主（chown）。",
            "{path} belongs to another account; stopped, to protect the marks."
                / "Tell the secretary."
                / "Use the serving account, or have the administrator give it back (chown)."
        ),
        Exposure::Link => told!(
            t,
            "{path} 应该是一个真正的文件夹，为保护分数没有继续。" / "请找秘书。" / "把它移走，再执行一次。",
            "{path} should be a real folder; stopped, to protect the marks."
                / "Tell the secretary."
                / "Move it away and run the command again."
        ),
        Exposure::Mode(mode) => {
            let word = shell_word(path);
            told!(
                t,
                "{path} 的权限是 {mode:03o}，别的账号也能用，为保护分数没有继续。"
                    / "请找秘书。"
                    / "先执行：chmod go-rwx {word}，再执行一次。",
                "{path} has mode {mode:03o}, so other accounts can use it; stopped, to protect the marks."
                    / "Tell the secretary."
                    / "First run: chmod go-rwx {word}; then run the command again."
            )
        }
        Exposure::Writable(mode) => {
            let word = shell_word(path);
            told!(
                t,
                "{path} 的权限是 {mode:03o}，别的账号能换掉里面的东西，为保护分数没有继续。"
                    / "请找秘书。"
                    / "先执行：chmod go-w {word}，再执行一次。",
                "{path} has mode {mode:03o}, so other accounts can replace what is in it; stopped, to protect the marks."
                    / "Tell the secretary."
                    / "First run: chmod go-w {word}; then run the command again."
            )
        }
        Exposure::Readable(mode) => {
            let folder = shell_word(path.rsplit_once('/').map_or(path, |(folder, _)| folder));
            told!(
                t,
                "{path} 的权限是 {mode:03o}，别的账号能看，为保护分数没有继续。"
                    / "请找秘书。"
                    / "先执行：chmod -R go-rwx {folder}；席位用自己的系统账号登录的，接着执行：chmod a+x {folder}。",
                "{path} has mode {mode:03o}, so other accounts can read it; stopped, to protect the marks."
                    / "Tell the secretary."
                    / "First run: chmod -R go-rwx {folder}; where seats have accounts of their own, then: chmod a+x {folder}."
            )
        }
    }
}

/// A path as a shell takes it.
fn shell_word(path: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-');
    if path.chars().all(plain) { path.to_owned() } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

/// A size in KiB or MiB, as limits are written; what is not whole in tenths, upwards, so that a file above a limit
/// never seems to be as large as the limit.
pub(in crate::words) fn size(lang: Lang, bytes: u64) -> String {
    const KIB: u64 = 1024;
    const MIB: u64 = KIB * KIB;
    let in_units = |unit: u64, name: &str| match bytes.checked_mul(10).map(|tenfold| tenfold.div_ceil(unit)) {
        Some(tenths) if !bytes.is_multiple_of(unit) => format!("{}.{} {name}", tenths / 10, tenths % 10),
        _ => format!("{} {name}", bytes / unit),
    };
    match bytes {
        MIB.. => in_units(MIB, "MiB"),
        KIB.. => in_units(KIB, "KiB"),
        _ => {
            let english = some(bytes, "byte", "bytes");
            say!(lang, "{bytes} 字节", "{english}")
        }
    }
}
