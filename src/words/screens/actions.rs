//! What every action is called and what it does: the words behind `tui::keymap::Act`, for rows, help, palette, tables.

use crate::words::Lang;

/// The words of one action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActionWords {
    zh: (&'static str, &'static str),
    en: (&'static str, &'static str),
}

impl ActionWords {
    /// What it is called, short enough for the 操作 row.
    pub const fn name(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh.0,
            Lang::En => self.en.0,
        }
    }

    /// What it does, in a line.
    pub const fn about(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh.1,
            Lang::En => self.en.1,
        }
    }
}

macro_rules! action_words {
    ($($name:ident: $zh:literal, $en:literal, $zh_about:literal, $en_about:literal;)+) => {
        $(
            #[doc = concat!("“", $zh, "”")]
            pub const $name: ActionWords = ActionWords { zh: ($zh, $zh_about), en: ($en, $en_about) };
        )+
        /// All of them, for the tests of the room.
        #[cfg(test)]
        const ALL: &[ActionWords] = &[$($name),+];
    };
}

action_words! {
    UP: "上移", "up", "到上一行、上一项", "to the line or item above";
    DOWN: "下移", "down", "到下一行、下一项", "to the line or item below";
    LEFT: "左移", "left", "到左边一列、上一栏正文", "to the column or text on the left";
    RIGHT: "右移", "right", "到右边一列、下一栏正文", "to the column or text on the right";
    PAGE_DOWN: "下一页", "page down", "往后翻一页", "one page forward";
    PAGE_UP: "上一页", "page up", "往前翻一页", "one page back";
    FIRST: "到首行", "first", "到第一行、第一项", "to the first line or item";
    LAST: "到末行", "last", "到最后一行、最后一项", "to the last line or item";
    NEXT_PANE: "换到下一处", "next pane", "材料、现场、正文、操作，转一圈", "file, on site, text, actions, and round again";
    PREVIOUS_PANE: "换到上一处", "previous pane", "倒着转一圈", "the same circle backwards";
    BACK: "返回", "back", "返回上一层，什么都不丢", "one level up; nothing is lost";
    ENTER: "确定", "enter", "打开、录入、按当前这一行", "open, record, take the highlighted line";
    TYPE: "打数字", "digits", "打分、找代号、选操作", "type a mark or a code, choose an action";
    ERASE: "退格", "erase", "去掉最后一位", "delete the last digit";
    HELP: "帮助", "help", "这里现在能按的键", "the keys that work here and now";
    PALETTE: "找操作", "find an action", "按名字、拼音或英文找操作", "find an action by its name";
    UNDO: "撤销", "undo", "撤销上一次改分", "undo the last mark";
    LEAVE: "离开", "leave", "离开 shouxi；做过的都已保存", "leave shouxi; all that was done is saved";
    MORE: "更多", "more", "其余的操作", "the other actions";
    DISPLAY: "显示", "display", "竖线对齐、边框、语言", "alignment, borders, language";
    OTHER_SEAT: "换席位", "another seat", "坐到另一个席位", "take another seat";
    OPEN: "打开", "open", "打开这一份", "open this dossier";
    NEXT_UNFINISHED: "下一份未完", "next unfinished", "到下一份没评完的", "go to the next unfinished dossier";
    SIGN_ALL: "全部定稿", "sign all", "各项齐全的一起定稿", "sign all complete sheets";
    CONFIRM_ENTRY: "核对代录", "confirm entry", "对着纸面核对秘书代录的分", "compare an entry with its paper sheet";
    OTHER_BASIS: "换依据", "other basis", "材料分、现场分换一列", "switch between file and on-site marks";
    NOTE: "备注", "note", "给这一项或整份写备注", "write a note on the item or the sheet";
    CHECK: "核对定稿", "check and sign", "看一遍整份，再定稿", "look through the sheet, then sign it";
    ASK_RETURN: "申请退回", "ask for return", "已定稿的要改，向秘书申请", "ask the secretary to return a signed sheet";
    UNDO_REDO: "撤销恢复", "undo, redo", "先说要撤销什么，再撤销或恢复", "shows what it would undo or redo first";
    RECUSE: "回避弃权", "recuse", "认出申报人、应当回避、弃权", "applicant recognised, conflict, abstain";
    SEARCH: "查找", "search", "在这份材料里找字", "find words in this dossier";
    KEEP: "保留原分", "keep marks", "退回的板块不改分，写理由", "keep a returned section's marks, with a reason";
    SIGN: "定稿", "sign", "定稿后要改须申请退回", "to change it afterwards, ask for its return";
    SIGN_FILE: "材料部分定稿", "sign the file half", "材料部分定稿，现场部分另定", "sign the file half only";
    SIGN_ONSITE: "现场部分定稿", "sign the on-site half", "现场部分定稿，材料部分另定", "sign the on-site half only";
    AS_ON_PAPER: "与纸上一致", "as on paper", "代录的每一项都与纸面一致", "every entry is as on the paper";
    LADDER: "我的排序", "my order", "自己打过的份排成一列", "your own sheets in order";
    FIND: "查找", "find", "只看符合的：按状态、分数，或打字找", "show only what matches: state, score, words";
    SIDE_BY_SIDE: "两份对看", "side by side", "与上一名并排看", "compare with the one above";
    TO_ITEM: "到这一项去改", "to this item", "到评分台的这一项", "to this item on the desk";
    ABOVE: "换上一名", "the one above", "换成排序里的上一名", "show the one above instead";
    BELOW: "换下一名", "the one below", "换成排序里的下一名", "show the one below instead";
    SWAP: "左右对调", "swap sides", "左右两份对调", "swap left and right";
    MISSING: "还差什么", "missing", "一份一份看，还差谁的", "dossier by dossier, whose sheets are missing";
    REMINDERS: "催办名单", "to remind", "按人列出要催的份和电话", "whom to call, for which sheets";
    ENTER_PAPER: "代录", "from paper", "照纸面替专家录分", "enter an expert's paper sheet";
    TO_CELL: "到这一格", "go to the cell", "到进度表里的这一格", "to the cell in the matrix";
    KEY_FILE: "密钥文件", "key file", "开评时登记的密钥文件", "the key file to be named at opening";
    PUT_BACK: "恢复原样", "restore file", "把改动的文件恢复成封存的内容", "restore a changed file to its frozen content";
    SIGN_ENTRY: "录完定稿", "sign as on paper", "纸面录完，代为定稿", "all entered: sign it as on the paper";
    CELL: "这一格", "this sheet", "这一格能做什么：退回、代为回避、缺席核准", "what can be done with this sheet";
    TO_CONFIRM: "代录核对、更正确认", "to confirm", "等另一个席位核对、确认的事", "what waits for a second person";
    REPLACE: "更换席位", "replace seat", "由另一位专家接替，从头评起", "another expert takes over and scores anew";
    CLOSE_SCORING: "结束评分", "close scoring", "进入复核；没定稿的不计入", "to review; unsigned sheets do not count";
    LIST: "汇总", "list", "名次、得分、名额线", "ranks, scores, the cut";
    READ: "看材料", "read dossier", "看这一份的申报材料", "read this dossier";
    LOG: "日志", "log", "发生过的每一件事", "everything that happened";
    VERIFY: "核验", "verify", "从头核验记录，看核验号", "verify the record, show its head";
    FILES: "文件检查", "files", "文件有没有被改动", "whether files were changed";
    SHEETS: "看每份评分", "all sheets", "这一份的每张评分表", "every sheet of this dossier";
    DECIDE: "议决并列", "decide a tie", "记录专家组的表决", "record the panel's vote";
    FILL: "议决空缺", "fill a place", "定案后空出的名额", "a place left empty after final";
    RETURN: "退回", "return", "退回一份，请专家复核", "give a sheet back to its expert";
    DEVIATIONS: "分差过大", "deviations", "与其他专家分差过大的板块", "sections far from the others' marks";
    COMPARE: "比较前后", "before/after", "更正前后的名单", "the list before and after amendments";
    WHAT_IF: "换个算法会怎样", "other ways to compute", "只供核对，不改名次", "for checking only; ranks stay";
    FINISH: "定案", "make final", "还差哪些事，办完封存名单", "settle what is left, seal the list";
    REOPEN: "回到复核", "back to review", "从定案回到复核，要写理由", "from final back to review, with a reason";
    PROGRESS: "进度", "progress", "每位专家每一份到哪一步", "how far every sheet is";
    WITHDRAW: "撤回", "withdraw", "撤回或恢复一份申报", "withdraw a dossier, or restore it";
    OPEN_SCORING: "开始评分", "open scoring", "封存规则和材料，专家开始评", "freeze rules and dossiers; scoring begins";
    RECHECK: "重新检查", "check again", "再读一遍文件", "read the files again";
    AMEND: "记为更正", "record as amendment", "把改动的文件记为更正，要写理由", "record a changed file as an amendment";
    AMEND_VOTE: "更正并记表决", "amend with a vote", "须表决的更正", "an amendment that needs a vote";
    COLUMN: "到这一列", "go to the column", "到进度表里这位专家的列", "to the expert's column";
    SETTLE: "办这一件", "settle this one", "办当前这一件", "settle the current line";
    LOOK: "看这一件", "look at it", "打开当前这一件", "open the current line";
    PLACES: "排先后或空缺", "order or none", "排先后与空缺不取之间换", "an order, or the places left empty";
    VOTE_NOTE: "写说明", "note", "为什么这样定", "the reason for the decision";
    RECORD: "记录议决", "record", "核对票数，记录议决", "check the votes, record the decision";
    ALL_VOTED: "全都投了", "all voted", "都标成投了票", "mark every seat as having voted";
    MEETING: "会议屏", "meeting screen", "只放并列的几位，给大家看", "only the tied group, for everyone to see";
    NEWEST: "到最新", "newest", "到最后一条", "to the last event";
    COMPARE_HEAD: "对照核验号", "compare a head", "照报告上的核验号打", "type a head as printed on the report";
    FIND_RECEIPT: "查回执", "find a receipt", "照定稿回执打", "type the receipt of a signature";
    VERIFY_AGAIN: "再核一遍", "verify again", "从头再读一遍", "read everything once more";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_a_short_name_and_a_description_in_both_languages() {
        for words in ALL {
            for lang in Lang::ALL {
                assert!(!words.name(lang).is_empty() && !words.about(lang).is_empty(), "{words:?}");
                assert!(words.name(lang).chars().count() <= 22, "{words:?}");
            }
            let english = [words.name(Lang::En), words.about(Lang::En)].concat();
            assert!(english.is_ascii(), "{english}");
        }
    }
}
