//! Refusals that depend on a state, or list several things.

use super::super::tone::{Said, some};
use super::super::{Lang, Setting, half, sheet_state, stage};
use super::said;
use crate::domain::{Aside, Half, Obstacle, RowRefusal, SheetState, Stage};

/// Lines listed below one sentence.
const MOST_LINES: usize = 20;

pub(super) fn wrong_stage(t: (Lang, Setting), now: Stage, needs: &[Stage]) -> Said {
    let lang = t.0;
    let at = stage(lang, now);
    if needs.is_empty() {
        return told!(
            t,
            "现在是{at}阶段，这件事不能再办，没有改动。" / "" / "阶段见 shouxi status。",
            "The stage is {at}; this can no longer be done. Nothing was changed."
                / ""
                / "shouxi status shows the stage."
        );
    }
    let needs = needs.iter().map(|one| stage(lang, *one)).collect::<Vec<_>>().join(lang.pick("或", " or "));
    told!(
        t,
        "现在是{at}阶段，这件事在{needs}阶段办，没有改动。" / "有疑问请找秘书。" / "阶段见 shouxi status。",
        "The stage is {at}; this is done in stage {needs}. Nothing was changed."
            / "Ask the secretary if in doubt."
            / "shouxi status shows the stage."
    )
}

/// The file half is the whole sheet where no visit is due, so only the on-site half is named.
pub(super) fn signed_part(lang: Lang, which: Half) -> String {
    match (lang, which) {
        (_, Half::File) => String::new(),
        (Lang::Zh, Half::Onsite) => format!("的{}", half(lang, which)),
        (Lang::En, Half::Onsite) => format!(" ({})", half(lang, which)),
    }
}

pub(super) fn closed(t: (Lang, Setting), code: &str, state: SheetState) -> Said {
    let name = sheet_state(t.0, state);
    match state {
        SheetState::Aside(Aside::Conflict | Aside::Recognised | Aside::Abstained) => {
            told!(
                t,
                "{code} 这一份已{name}，不再评分，没有改动。"
                    / "如有误，可请秘书恢复。"
                    / "如有误，由秘书恢复：shouxi recuse 席位 {code} --undo --reason 理由。",
                "This sheet for {code} is {name} and takes no marks; nothing was changed."
                    / "If that is a mistake, the secretary can undo it."
                    / "If that is a mistake, the secretary runs: shouxi recuse SEAT {code} --undo --reason TEXT."
            )
        }
        SheetState::Excused => told!(
            t,
            "{code} 这一份已{name}，不再评分，没有改动。"
                / "要补评请秘书退回这一份。"
                / "要补评由秘书退回：shouxi return 席位 {code} --reason 理由。",
            "This sheet for {code} is {name} and takes no marks; nothing was changed."
                / "To score it after all, the secretary returns it."
                / "To score it after all, the secretary runs: shouxi return SEAT {code} --reason TEXT."
        ),
        SheetState::Replaced => told!(
            t,
            "{code} 这一份的席位{name}，不再评分，没有改动。" / "由接替的席位重新评分。" / "由接替的席位重新评分。",
            "The seat of this sheet for {code} was {name}; nothing was changed."
                / "The new seat scores anew."
                / "The new seat scores anew."
        ),
        SheetState::Unopened
        | SheetState::Declared
        | SheetState::Drafting
        | SheetState::Signed
        | SheetState::Returned => told!(
            t,
            "{code} 这一份现在是“{name}”，不能再改，没有改动。" / "有疑问请找秘书。" / "状态见 shouxi status。",
            "This sheet for {code} is {name} and cannot be changed; nothing was changed."
                / "Ask the secretary if in doubt."
                / "shouxi status shows its state."
        ),
    }
}

pub(super) fn obstacles_said(
    lang: Lang,
    setting: Setting,
    obstacles: &[Obstacle],
    one: &dyn Fn(&Obstacle) -> String,
) -> Said {
    let count = obstacles.len();
    let things = some(count, "thing", "things");
    let each: Vec<String> = obstacles.iter().take(MOST_LINES).map(one).collect();
    let more = count.saturating_sub(each.len());
    match setting {
        Setting::Screen => {
            let mut each = each.join(lang.pick("；", "; "));
            if more > 0 {
                each += &say!(lang, "；另有 {more} 件", "; and {more} more");
            }
            told!(
                (lang, setting),
                "还不能定案，有 {count} 件事：{each}。" / "Enter 逐件处理。" / "",
                "Not yet final, {things} left: {each}." / "Enter takes them one by one." / ""
            )
        }
        Setting::Shell => {
            let mut lines: String = each.iter().map(|one| say!(lang, "\n  {one}。", "\n  {one}.")).collect();
            if more > 0 {
                lines += &say!(lang, "\n  另有 {more} 件。", "\n  and {more} more.");
            }
            told!(
                (lang, setting),
                "还不能定案，有 {count} 件事：{lines}" / "" / "\n全部办完后再执行：shouxi stage final。",
                "Not yet final, {things} left:{lines}" / "" / "\nWhen all is done, run: shouxi stage final."
            )
        }
    }
}

/// One line a row; rows of one file are refused together, so the next step stands once.
pub(super) fn rows_said(lang: Lang, rows: &[RowRefusal]) -> Said {
    let count = rows.len();
    let each = rows.iter().take(MOST_LINES).map(|row| {
        let (line, why) = (row.line, said(lang, Setting::Shell, &row.why).what);
        say!(lang, "\n  第 {line} 行：{why}", "\n  line {line}: {why}")
    });
    let mut lines: String = each.collect();
    if let more @ 1.. = count.saturating_sub(MOST_LINES) {
        lines += &say!(lang, "\n  另有 {more} 行。", "\n  and {more} more.");
    }
    let rows = some(count, "row", "rows");
    told!(
        (lang, Setting::Shell),
        "一行也没有导入，有 {count} 行不对：{lines}" / "" / "\n改好文件再导入一次。",
        "Nothing was imported, {rows} to correct:{lines}" / "" / "\nCorrect the file and import it again."
    )
}
