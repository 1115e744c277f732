//! Why a sheet is recused, abstained from, asked back, kept: reasons ready to be taken.

use crate::words::Lang;

/// Ready reasons for a recusal, so that it can be done with digits alone.
pub fn conflict_reasons(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::Zh => &["与申报人是亲属", "与申报人是师徒", "与申报人同一单位", "与申报人有合作项目或其他利害关系"],
        Lang::En => &[
            "a relative of the applicant",
            "teacher or pupil of the applicant",
            "the same employer",
            "a joint project or another interest",
        ],
    }
}

/// Ready reasons for abstaining.
pub fn abstain_reasons(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::Zh => &["不熟悉这个工种", "材料不足以判断", "身体或时间原因"],
        Lang::En => &["not familiar with the trade", "the file does not allow a judgement", "health or time"],
    }
}

/// Ready reasons for asking for a sheet's return.
pub fn return_reasons(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::Zh => &["有一项打错了分", "看漏了材料", "要补写备注"],
        Lang::En => &["a mark was mistyped", "something in the file was overlooked", "a note is to be added"],
    }
}

/// Ready reasons for keeping marks that were asked about.
pub fn keep_reasons(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::Zh => &["已逐条复核，佐证与档次相符", "佐证不足，维持原分", "以现场考查所见为准"],
        Lang::En => &[
            "looked at again, the evidence fits the band",
            "too little evidence, the marks stay",
            "what was seen on site decides",
        ],
    }
}

/// The question before a ready reason is taken.
pub fn reason_question(lang: Lang, asked: &str, reason: &str) -> String {
    say!(lang, "{asked}\n\n{reason}。", "{asked}\n\n{reason}.")
}
