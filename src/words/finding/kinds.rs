//! One arm a finding: what is wrong, what to do.

use super::super::Lang;
use super::super::tone::Said;
use super::super::trouble::{cause, id_error, size};
use super::{expected, points_error};
use crate::domain::FindingKind;

/// `both!(lang, "哪里不对" / "怎么办", "what is wrong" / "what to do")`.
macro_rules! both {
    ($lang:expr, $zh:literal / $zh_next:literal, $en:literal / $en_next:literal $(,)?) => {
        match $lang {
            $crate::words::Lang::Zh => $crate::words::tone::Said { what: format!($zh), next: format!($zh_next) },
            $crate::words::Lang::En => $crate::words::tone::Said { what: format!($en), next: format!($en_next) },
        }
    };
}

pub(super) fn said(lang: Lang, kind: &FindingKind) -> Said {
    use FindingKind as K;
    match kind {
        K::NoFile => both!(
            lang,
            "没有这个文件。" / "补上文件，或核对文件名。",
            "The file is not there." / "Add it, or check its name."
        ),
        K::Unreadable(why) => {
            let why = cause(lang, why);
            both!(
                lang,
                "读不了：{why}。" / "核对权限和磁盘。",
                "It cannot be read: {why}." / "Check its permissions and the disk."
            )
        }
        K::FileTooLarge { limit, length } => {
            let (limit, length) = (size(lang, *limit), size(lang, *length));
            both!(
                lang,
                "文件太大：{length}，最多 {limit}。" / "删短文字；图片和附件不放在这里。",
                "The file is too large: {length}, at most {limit}."
                    / "Shorten it; pictures and enclosures do not belong here."
            )
        }
        K::FolderTooLarge { limit } => {
            let limit = size(lang, *limit);
            both!(
                lang,
                "加上这一份，全部申报材料超过 {limit}，这一份没有读。" / "删短文字，或分成几个评审。",
                "With this one all dossiers are above {limit}; it was not read."
                    / "Shorten texts, or make several reviews of it."
            )
        }
        K::NotUtf8 { looks_gbk: true } => both!(
            lang,
            "文件像是 GBK 编码，不是 UTF-8。" / "另存为 UTF-8。",
            "The file looks like GBK, not UTF-8." / "Save it as UTF-8."
        ),
        K::NotUtf8 { looks_gbk: false } => {
            both!(lang, "文件不是 UTF-8 文本。" / "另存为 UTF-8。", "The file is not UTF-8 text." / "Save it as UTF-8.")
        }
        K::Syntax(parser) => both!(
            lang,
            "写法不对：{parser}。" / "看引号、等号、括号是否成对，行首是否多了字。",
            "It is not well formed: {parser}." / "Check quotes, equals signs and brackets."
        ),
        K::Link => both!(
            lang,
            "这是指向文件夹外面的链接，或者绕成了圈。" / "把文件本身放进来。",
            "It is a link out of the folder, or in a circle." / "Put the file itself here."
        ),
        K::NotAFile => both!(
            lang,
            "这里应是文件，却是文件夹、管道或设备。" / "换成普通文件，或移走。",
            "This should be a file, but is a folder, a pipe or a device." / "Put a plain file here, or move it away."
        ),
        K::OpenQuote => both!(
            lang,
            "引号开了没有合上。" / "在这一格末尾补上双引号。",
            "A quote is opened and never closed." / "Close it at the end of the field."
        ),
        K::RowWidth { columns, fields } => both!(
            lang,
            "首行有 {columns} 列，这一行有 {fields} 格。" / "补齐或删去多余的逗号；备注里有逗号要加双引号。",
            "The first line has {columns} columns, this row {fields} fields."
                / "Mend the commas; a note with commas needs quotes."
        ),
        K::TooDeep => both!(
            lang,
            "括号套得太深。" / "照样例的层次写。",
            "It is nested too deeply." / "Keep to the levels of the example."
        ),
        K::UnknownKey(key, Some(near)) => both!(
            lang,
            "不认识“{key}”，是不是“{near}”？" / "改正或删去。",
            "The key \"{key}\" is unknown; did you mean \"{near}\"?" / "Correct it or take it out."
        ),
        K::UnknownKey(key, None) => both!(
            lang,
            "不认识“{key}”。" / "改正或删去。",
            "The key \"{key}\" is unknown." / "Correct it or take it out."
        ),
        K::MissingKey(key) => both!(lang, "缺“{key}”。" / "补上这一行。", "The key \"{key}\" is missing." / "Add it."),
        K::WrongType(key, kind) => {
            let kind = expected(lang, *kind);
            both!(lang, "“{key}”应当是{kind}。" / "照此改正。", "\"{key}\" has to be {kind}." / "Correct it.")
        }
        K::NotOneOf(word, words) => {
            let words = lang.list(words, 12);
            both!(
                lang,
                "“{word}”不在可选的词里。" / "可选：{words}。",
                "\"{word}\" is not one of the words allowed." / "Choose one of: {words}."
            )
        }
        K::BadId(word, error) => {
            let error = id_error(lang, *error);
            both!(
                lang,
                "“{word}”不能作编号：{error}。" / "换一个编号。",
                "\"{word}\" cannot be an id: {error}." / "Choose another."
            )
        }
        K::BadNumber(key, error) => {
            let error = points_error(lang, *error);
            both!(
                lang,
                "“{key}”的数不对：{error}。" / "改成如 27.5 的数。",
                "The number of \"{key}\" is not valid: {error}." / "Write it like 27.5."
            )
        }
        K::OutOfRange(key, low, high) => both!(
            lang,
            "“{key}”超出范围。" / "应在 {low} 到 {high} 之间。",
            "\"{key}\" is out of range." / "It has to be from {low} to {high}."
        ),
        K::OffStep(key, step) => both!(
            lang,
            "“{key}”不在打分单位 {step} 上。" / "改成 {step} 的倍数。",
            "\"{key}\" is off the step {step}." / "Make it a multiple of {step}."
        ),
        K::BadDate(word) => both!(
            lang,
            "“{word}”不是日期。" / "写成 1981-03-12；出生日期可以只写 1981-03。",
            "\"{word}\" is not a date." / "Write it like 1981-03-12; a birth date may be 1981-03."
        ),
        K::TooLong(limit, length) => both!(
            lang,
            "文字太长：{length} 字，最多 {limit} 字。" / "删短。",
            "The text is too long: {length} characters, at most {limit}." / "Shorten it."
        ),
        K::TooMany("findings", limit) => both!(
            lang,
            "问题太多，只列出 {limit} 处。" / "改好这些再检查一次。",
            "There is too much to list; these are the first {limit}." / "Correct them, then check again."
        ),
        K::TooMany("row", limit) => both!(
            lang,
            "行数太多，最多 {limit} 行。" / "分成几个文件。",
            "There are too many rows, at most {limit}." / "Make several files of it."
        ),
        K::TooMany(key, limit) => {
            let key = thing(lang, key);
            both!(
                lang,
                "{key}太多，最多 {limit} 个。" / "删去一些。",
                "There are too many {key} entries, at most {limit}." / "Take some out."
            )
        }
        K::BasisSum(sum) => both!(
            lang,
            "现场和材料的比例加起来是 {sum}，不是 100。" / "改成合计 100。",
            "The shares of both bases add up to {sum}, not 100." / "Make them add up to 100."
        ),
        K::BandAboveMax(from) => both!(
            lang,
            "档次起点 {from} 高于满分。" / "改低起点，或改高满分。",
            "The band from {from} is above the maximum." / "Lower it, or raise the maximum."
        ),
        K::BandOrder => both!(
            lang,
            "档次没有从高到低排，或起点相同。" / "起点从高到低写，各不相同。",
            "The bands are not in falling order, or two begin at the same mark."
                / "Write them from the highest down, each with its own start."
        ),
        K::BothMaxAndItems(section) => both!(
            lang,
            "板块“{section}”既有满分又有评分项。" / "留一种：整块打分，或逐项打分。",
            "The section \"{section}\" has both a maximum and items." / "Keep one of them."
        ),
        K::NoMaxNoItems(section) => both!(
            lang,
            "板块“{section}”既没有满分，也没有评分项。" / "写上 max，或加评分项。",
            "The section \"{section}\" has neither a maximum nor items." / "Give it max, or items."
        ),
        K::Repeated(of, word) => {
            let of = thing(lang, of);
            both!(lang, "{of}“{word}”写了两次。" / "留下一个。", "The {of} \"{word}\" is given twice." / "Keep one.")
        }
        K::RepeatedTieStep => both!(
            lang,
            "并列的同一步写了两次。" / "honours 和 age 各写一次。",
            "A tie step is given twice." / "Give honours and age once each."
        ),
        K::NoWeight => both!(
            lang,
            "各板块的权重都是 0，算不出得分。" / "至少一个板块写正数。",
            "All weights are 0, so there is no score." / "Give at least one section a weight above 0."
        ),
        K::PassAboveMax(pass, max) => both!(
            lang,
            "合格线 {pass} 高于总满分 {max}，没有人能合格。" / "改低合格线。",
            "The pass mark {pass} is above the maximum {max}; nobody could pass." / "Lower it."
        ),
        K::NoSection => both!(
            lang,
            "评分表没有板块。" / "用 [[section]] 加板块。",
            "The form has no section." / "Add one with [[section]]."
        ),
        K::NoExpert => both!(
            lang,
            "没有专家席位。" / "用 [[seat]] 加专家席位。",
            "There is no expert's seat." / "Add one with [[seat]]."
        ),
        K::VisitNoDossier(code) => both!(
            lang,
            "现场考查的 {code} 没有申报材料。" / "改正代号，或补上材料。",
            "The visit's dossier {code} does not exist." / "Correct the code, or add the dossier."
        ),
        K::VisitNoExpert(seat) => both!(
            lang,
            "现场考查的 {seat} 不是专家席位。" / "改成专家席位。",
            "The visit's seat {seat} is not an expert's seat." / "Name an expert's seat."
        ),
        K::AccountTwice(account) => both!(
            lang,
            "账号或密钥“{account}”对不上唯一的席位。" / "一个账号或密钥只对一个席位。",
            "The account or key \"{account}\" does not stand for exactly one seat." / "Give each seat its own."
        ),
        K::NotAKey(key) => both!(
            lang,
            "“{key}”不是 SSH 公钥。" / "填 .pub 文件里的那一行，前面不要加别的。",
            "\"{key}\" is not an SSH public key." / "Use the line of the .pub file, with nothing before it."
        ),
        K::NoDossier => both!(
            lang,
            "dossiers 文件夹里没有申报材料。" / "每份一个文件，如 dossiers/W274.toml。",
            "There is no dossier." / "Add one file each, such as dossiers/W274.toml."
        ),
        K::CodeNotFileName(code, file) => both!(
            lang,
            "代号 {code} 与文件名 {file} 不同。" / "改成一样。",
            "The code {code} is not the file's name {file}." / "Make them the same."
        ),
        K::LevelTooLow(level) => both!(
            lang,
            "等级“{level}”不在高级技师及以上。" / "核对证书；不符合条件的不能申报。",
            "The level \"{level}\" is not senior technician or above."
                / "Check the certificate; a lower level cannot apply."
        ),
        K::TextNoSection(key, Some(near)) => both!(
            lang,
            "评分表没有板块“{key}”，是不是“{near}”？" / "改成板块的编号。",
            "The form has no section \"{key}\"; did you mean \"{near}\"?" / "Use the section's id."
        ),
        K::TextNoSection(key, None) => both!(
            lang,
            "评分表没有板块“{key}”。" / "改成板块的编号。",
            "The form has no section \"{key}\"." / "Use the section's id."
        ),
        K::ConfidentialHas(key) => both!(
            lang,
            "标为涉密人员，却写了“{key}”。" / "删去这一项，材料在纸上看。",
            "The person is confidential, yet \"{key}\" is given." / "Take it out; it is read on paper."
        ),
        K::YoungNotConfidential => both!(
            lang,
            "只有涉密人员才写 young。" / "删去 young，写出生日期。",
            "Only a confidential dossier gives young." / "Take it out and give the birth date."
        ),
        K::HonourTwice(title) => both!(
            lang,
            "荣誉“{title}”写了两次。" / "留下一个；确是两次获得的，写上不同年份。",
            "The honour \"{title}\" is given twice." / "Keep one; if it was given twice, write the years."
        ),
        K::BornImplausible => both!(
            lang,
            "出生日期不可能：在基准日之后，或早于 1900 年。" / "核对证件。",
            "The birth date cannot be: after the reference day, or before 1900." / "Check it against the papers."
        ),
        // cautions
        K::BandGap(lowest) => both!(
            lang,
            "低于 {lowest} 的分没有档次。" / "可加一个从 0 起的档次；不加也能评。",
            "Marks below {lowest} have no band." / "A band from 0 may be added; it works without."
        ),
        K::QuotaAboveTen(quota) => both!(
            lang,
            "名额 {quota} 个，多于 10 个。" / "核对通知里的名额。",
            "The quota is {quota}, more than 10." / "Check it against the notice."
        ),
        K::NoSecretary => both!(
            lang,
            "没有秘书席位，没有人能开始评分，也没有人能结束评分。" / "用 [[seat]] 加一个秘书席位。",
            "There is no secretary's seat, so nobody can open or close scoring." / "Add one."
        ),
        K::Over55(age) => both!(
            lang,
            "基准日满 {age} 周岁，一般不超过 55 周岁。" / "确要申报的，说明理由。",
            "The applicant is {age} on the reference day; as a rule not over 55."
                / "Give a reason if the application stands."
        ),
        K::EarlierTitle(year) => both!(
            lang,
            "{year} 年已获首席技师称号，需说明近四年新成果。" / "在事迹材料里写明新成果。",
            "The title was given in {year} already: new results of the last four years are needed."
                / "State them in the story."
        ),
        K::MissingText(section) => both!(
            lang,
            "板块“{section}”没有正文。" / "补上，或确认本来就没有。",
            "The section \"{section}\" has no text." / "Add it, or make sure there is none."
        ),
        K::MissingStory => both!(
            lang,
            "没有事迹材料。" / "补上，或确认本来就没有。",
            "There is no story." / "Add it, or make sure there is none."
        ),
        K::LongStory(length) => both!(
            lang,
            "事迹材料 {length} 字，一般在 1000 字左右。" / "可请单位压缩。",
            "The story has {length} characters; about 1000 is usual." / "The employer may shorten it."
        ),
        K::TitleAtTwoLevels(title) => both!(
            lang,
            "荣誉“{title}”写在两个级别上。" / "核对证书，留下对的级别。",
            "The honour \"{title}\" is given at two levels." / "Check the certificate and keep the right one."
        ),
        K::LooksLikeName(text) => both!(
            lang,
            "像是人名：“{text}”。" / "改成［本人］［徒弟甲］之类；不是人名就不用管。",
            "This looks like a name: \"{text}\"." / "Put a placeholder; leave it if it is none."
        ),
        K::LooksLikePhone(text) => both!(
            lang,
            "像是电话号码：“{text}”。" / "删去；不是电话就不用管。",
            "This looks like a phone number: \"{text}\"." / "Take it out; leave it if it is none."
        ),
        K::LooksLikeIdNumber(text) => both!(
            lang,
            "像是身份证号：“{text}”。" / "删去；不是证号就不用管。",
            "This looks like an ID number: \"{text}\"." / "Take it out; leave it if it is none."
        ),
        K::LooksLikePatent(text) => both!(
            lang,
            "像是专利号：“{text}”。" / "改成［专利1·发明·授权］之类；不是专利号就不用管。",
            "This looks like a patent number: \"{text}\"." / "Put a placeholder; leave it if it is none."
        ),
        K::LooksLikeEmployer(text) => both!(
            lang,
            "像是单位名称：“{text}”。" / "改成［本单位］；不是单位就不用管。",
            "This looks like an employer: \"{text}\"." / "Put a placeholder; leave it if it is none."
        ),
        K::CodeNotDrawn(code) => both!(
            lang,
            "代号 {code} 不是抽出来的样子（一个字母加三个 2 到 9 的数字）。"
                / "确认代号看不出单位和先后；也可另抽代号。",
            "The code {code} is not of the drawn form (a letter and three digits 2 to 9)."
                / "Make sure it hints at neither employer nor order; or draw another code."
        ),
        K::MonthMatters => both!(
            lang,
            "只知道出生年月，而生在哪一天会影响年龄界线，先算作当月 1 日。" / "核对证件，写全日期。",
            "Only the month of birth is known, and the day decides on an age limit; it counts as the 1st."
                / "Check the papers and give the full date."
        ),
        K::Cleaned(count) => both!(
            lang,
            "去掉了 {count} 个看不见的字符。" / "看一遍正文是否照旧。",
            "Invisible characters were removed: {count}." / "Read the text once more."
        ),
        K::Ignored => both!(
            lang,
            "不是 .toml 文件，没有读。" / "移到别处。",
            "It is not a .toml file and was not read." / "Move it elsewhere."
        ),
        K::DropNeverApplies => both!(
            lang,
            "照现在的专家人数，去掉最高最低分永远用不上。" / "核对 drop、drop_from 和专家席位。",
            "With these seats the highest and lowest are never dropped."
                / "Check drop, drop_from and the experts' seats."
        ),
        K::FewerSeatsThanMin => both!(
            lang,
            "专家席位少于 min_sheets，没有一份能排名次。" / "改低 min_sheets，或加专家席位。",
            "There are fewer experts than min_sheets, so no dossier can be ranked." / "Lower min_sheets, or add seats."
        ),
        K::NoBands(item) => both!(
            lang,
            "评分项“{item}”没有档次，专家打分时没有参照。" / "可加 bands；不加也能评。",
            "The item \"{item}\" has no bands, so experts see no guide." / "Bands may be added; it works without."
        ),
    }
}

/// What a list of the files holds, in the words of DESIGN §1; other keys stay as written, in quotes.
fn thing(lang: Lang, key: &str) -> String {
    let known = match key {
        "section" => "板块",
        "item" => "评分项",
        "seat" | "seats" => "席位",
        "visit" => "现场考查",
        "dossier" => "申报材料",
        "code" => "代号",
        "honours" => "荣誉",
        "awards" => "奖项",
        "bands" => "档次",
        "employers" => "工作单位",
        "witness" => "核验号抄送处",
        "tie_break" => "同分规则",
        other => return if lang == Lang::Zh { lang.quote(other) } else { other.to_owned() },
    };
    if lang == Lang::Zh { known.to_owned() } else { key.to_owned() }
}
