//! Troubles of the record: what was put right, and what cannot be read or proved.

use super::super::tone::{Said, some};
use super::super::{Lang, Setting};
use super::cause;
use crate::domain::{Damage, RecordTrouble};

/// What is wrong with an event, as a phrase.
pub fn damage(lang: Lang, damage: Damage) -> &'static str {
    match damage {
        Damage::Checksum => lang.pick("内容对不上校验码", "its content does not match its check code"),
        Damage::Malformed => lang.pick("不是一条完整的记录", "it is not a whole event"),
        Damage::Digest => lang.pick("与前一条接不上", "it does not follow from the event before it"),
        Damage::Number => lang.pick("编号不连续", "its number is out of order"),
        Damage::Time => lang.pick("时间早于前一条", "its time is before that of the event before it"),
        Damage::Misfit => lang.pick("内容与前面的记录矛盾", "it contradicts the events before it"),
    }
}

pub(super) fn said(t: (Lang, Setting), one: &RecordTrouble) -> Said {
    use RecordTrouble as T;
    let lang = t.0;
    match one {
        T::TornTail { bytes, kept, last } => {
            let size = some(*bytes, "byte", "bytes");
            told!(
                t,
                "日志末尾有半条没写完（{bytes} 字节），已移到 {kept}；前 {last} 条完好，已存的一条不少。"
                    / ""
                    / "",
                "The journal ended in half an event ({size}), now kept in {kept}; the first {last} events are whole, nothing acknowledged is lost."
                    / ""
                    / ""
            )
        }
        T::StoreRemade(None) => told!(
            t,
            "分数库缺失，已从日志重建，内容不变。" / "" / "",
            "The store of scores was missing and was made anew from the journal; nothing is lost." / "" / ""
        ),
        T::StoreRemade(Some(old)) => told!(
            t,
            "分数库损坏，已从日志重建，内容不变；旧的留在 {old}。" / "" / "",
            "The store of scores was damaged and was made anew from the journal; nothing is lost. The old one is kept in {old}."
                / ""
                / ""
        ),
        T::HalfTyped(kept, true) => {
            let texts = some(u64::from(*kept), "text was", "texts were");
            told!(
                t,
                "打了没录入的 {kept} 处都转过来了。" / "" / "",
                "{texts} typed and not recorded, and handed on." / "" / ""
            )
        }
        T::HalfTyped(0, false) => told!(
            t,
            "打了没录入的内容和停留的位置没能救回，已存的分不受影响。" / "" / "",
            "What was typed and not recorded, and where the seats were, could not be saved; recorded marks are not touched."
                / ""
                / ""
        ),
        T::HalfTyped(kept, false) => {
            let texts = some(u64::from(*kept), "text that was", "texts that were");
            told!(
                t,
                "打了没录入的救回 {kept} 处，其余的读不出来；已存的分不受影响。" / "" / "",
                "{texts} typed and not recorded could be saved, the rest cannot be read; recorded marks are not touched."
                    / ""
                    / ""
            )
        }
        T::StoreCaughtUp(from, to) => told!(
            t,
            "分数库落后于日志，已从第 {from} 条补到第 {to} 条。" / "" / "",
            "The store of scores was behind the journal and was caught up from event {from} to {to}." / "" / ""
        ),
        T::Healed(count) => {
            let events = some(*count, "damaged event was", "damaged events were");
            told!(
                t,
                "{count} 条损坏的记录已用分数库里的副本修复，逐条验过。" / "" / "请再执行 shouxi verify。",
                "{events} put right from the second copy, each one proved." / "" / "Now run shouxi verify."
            )
        }
        T::Edited { file, dossier, line } => {
            let at = line.map(|line| say!(lang, "（第 {line} 行）", " (line {line})")).unwrap_or_default();
            let what = dossier.as_ref().map(|code| say!(lang, "{code} 材料", "Dossier {code}"));
            let what = what.unwrap_or_else(|| say!(lang, "{file} ", "{file}"));
            told!(
                t,
                "{what}在开评后被改动{at}。评分仍用封存的内容，专家不受影响。"
                    / "1 恢复原样　2 记为更正并写理由。"
                    / "恢复原样即可；要记为更正：shouxi amend {file} --reason 理由。",
                "{what} was edited after opening{at}. Scoring goes on with the frozen content; no expert is affected."
                    / "1 put it back; 2 record it as an amendment, with a reason."
                    / "Put it back, or record it as an amendment: shouxi amend {file} --reason TEXT."
            )
        }
        T::Witness(path, why) => {
            let why = cause(lang, why);
            told!(
                t,
                "核验号没有抄送到 {path}：{why}；记录本身已存。"
                    / "请秘书核对这个路径。"
                    / "核对 panel.toml 里的 witness。",
                "The head was not appended to {path}: {why}; the record itself is saved."
                    / "Ask the secretary to check that path."
                    / "Check witness in panel.toml."
            )
        }
        T::Damaged(number, how) => {
            let how = damage(lang, *how);
            told!(
                t,
                "日志第 {number} 条损坏：{how}，已停下，什么也没有改。"
                    / "请勿改动文件，先复制整个文件夹，再请管理员修复。"
                    / "请勿改动文件，先复制整个文件夹，再执行：shouxi rebuild --journal。",
                "Event {number} of the journal is damaged: {how}. Stopped; nothing was changed."
                    / "Change no file; copy the whole folder first, then ask the administrator to repair it."
                    / "Change no file; copy the whole folder first, then run: shouxi rebuild --journal."
            )
        }
        T::ChainBroken(number) => told!(
            t,
            "不一致：第 {number} 条起对不上，名单不可采信，请勿改动文件，先复制整个文件夹。"
                / ""
                / "再执行：shouxi rebuild --journal。",
            "Not consistent: from event {number} on nothing fits. Do not rely on the list, change no file, and copy the whole folder first."
                / ""
                / "Then run: shouxi rebuild --journal."
        ),
        T::JournalCut { ends, seen } => told!(
            t,
            "日志到第 {ends} 条为止，分数库却见过第 {seen} 条：日志被截短过，已停下，什么也没有改。"
                / "请勿改动文件，先复制整个文件夹，再请管理员从备份恢复。"
                / "请勿改动文件，先复制整个文件夹；有备份的，用备份的整个文件夹；没有的：shouxi rebuild --journal。",
            "The journal ends at {ends}, the store has seen {seen}: somebody cut the journal. Stopped; nothing was changed."
                / "Change no file; copy the whole folder first, then ask the administrator to restore the backup."
                / "Change no file; copy the whole folder first; with a backup, use the backup's whole folder; without: shouxi rebuild --journal."
        ),
        T::LaterVersion(file, found, known) => told!(
            t,
            "{file} 由更新的程序写成（版本 {found}，本程序到 {known} 为止），没有打开。"
                / "请换用新版程序。"
                / "换用新版程序再执行。",
            "{file} was written by a later program (version {found}, known here up to {known}); it was not opened."
                / "Use the later program."
                / "Use the later program."
        ),
        T::FrozenMissing(file) => told!(
            t,
            "封存的 {file} 不见了，这一份读不了；评分记录不受影响。"
                / "请管理员从备份找回。"
                / "从备份的 store/frozen 里拷回来，再执行：shouxi verify。",
            "The frozen copy of {file} is missing and cannot be read; the marks are not affected."
                / "Ask the administrator to get it from the backup."
                / "Copy it back from the backup's store/frozen, then run: shouxi verify."
        ),
        T::FrozenDiffers(file) => told!(
            t,
            "封存的 {file} 被改动过，与日志里登记的对不上，不再采用；评分记录不受影响。"
                / "请管理员从备份找回。"
                / "从备份的 store/frozen 里拷回来，再执行：shouxi verify。",
            "The frozen copy of {file} was changed: it is not what the journal recorded, and is not used. The marks are not affected."
                / "Ask the administrator to get it from the backup."
                / "Copy it back from the backup's store/frozen, then run: shouxi verify."
        ),
        T::SealedDiffers(codes) => {
            let codes = if codes.is_empty() {
                lang.pick("行数不同", "the number of lines").to_owned()
            } else {
                lang.list(codes, 8)
            };
            told!(
                t,
                "不一致：重算的名单与定案不同（{codes}），名单不可采信，请勿改动文件，先复制整个文件夹。"
                    / ""
                    / "再执行：shouxi verify。",
                "Not consistent: the recomputed list differs from the sealed one ({codes}). Do not rely on it, change no file, and copy the whole folder first."
                    / ""
                    / "Then run: shouxi verify."
            )
        }
        T::HeadUnknown(head) => told!(
            t,
            "核验号 {head} 不在这份日志里：或者抄错了号，或者这不是当时的那份日志。"
                / "请先核对抄写；抄写无误，请勿改动文件，先复制整个文件夹，再找监督人员。"
                / "先核对抄写；抄写无误，请勿改动文件，先复制整个文件夹，再找监督人员。",
            "The head {head} is not in this journal: it was copied wrongly, or this is not the journal of then."
                / "Check the copy first; if it is right, change no file, copy the whole folder and ask the supervisor."
                / "Check the copy first; if it is right, change no file, copy the whole folder and ask the supervisor."
        ),
        T::ReceiptUnknown(receipt) => told!(
            t,
            "日志里没有回执 {receipt}：多半是抄错了号，或者是另一个评审的回执。"
                / "请照定稿时显示的回执再抄一遍。"
                / "照定稿时显示的回执再抄一遍：shouxi verify --receipt 回执。",
            "No event has the receipt {receipt}: most likely it was copied wrongly, or comes from another review."
                / "Copy it once more from what signing showed."
                / "Copy it once more from what signing showed: shouxi verify --receipt HEX."
        ),
        T::ReceiptNotOwn(receipt) => told!(
            t,
            "这个回执号（{receipt}）不在您的记录里。"
                / "请照您定稿时显示的回执再抄一遍；仍找不到，请告诉秘书。"
                / "照您定稿时显示的回执再抄一遍；仍找不到，请告诉秘书。",
            "This receipt ({receipt}) is not in your records."
                / "Copy it once more from what signing showed you; if it still is not found, tell the secretary."
                / "Copy it once more from what signing showed you; if it still is not found, tell the secretary."
        ),
        T::NotProved(number) => told!(
            t,
            "第 {number} 条没有能证明的副本，没有修复，什么也没有改。"
                / "请管理员从备份恢复。"
                / "换用备份的整个文件夹，坏的这一份留着。",
            "No copy proves event {number}; nothing was repaired or changed."
                / "Ask the administrator to restore the backup."
                / "Use the backup's whole folder, and keep this damaged one."
        ),
        T::StoreDiffers(what) => told!(
            t,
            "日志完好，分数库与日志不一致（{what}）。"
                / "名单不受影响；请秘书重建分数库。"
                / "名单不受影响；运行 shouxi rebuild 重建分数库。",
            "The journal is whole; the store of scores differs from it ({what})."
                / "The list is not touched; ask the secretary to rebuild the store."
                / "The list is not touched; run shouxi rebuild."
        ),
    }
}
