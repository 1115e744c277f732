//! Invented panels of any size, opened and filled through the program itself.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Criteria of the form: four sections of three.
pub(crate) const ITEMS: usize = 12;
/// A word that stands in every row of a list of dossiers and nowhere else.
pub(crate) const TRADE: &str = "装配钳工";

const SENTENCES: [&str; 6] = [
    "针对薄壁套筒加工变形，自创“三点浮动支撑”装夹法，圆度由 0.03 mm 稳定到 0.008 mm，废品率由 6.1% 降到 0.9%。",
    "主持改进总装工位的定位工装，单件工时由 42 分钟降到 27 分钟，当年节约成本 328.50 万元，班组沿用至今。",
    "带出高级技师 2 人、技师 5 人；编写《装配间隙调整二十问》，车间新员工上岗培训由六周缩短到四周。",
    "遇到进口主轴抱死的故障，用自制量具逐段测量，两天内查明是预紧力不均，避免了整机返厂。",
    "提出的“先基准、后配作”装配顺序写进了厂里的工艺规程，三年里同类返修减少了七成。",
    "白天在线上装配，夜里整理数据；十一本笔记从最早的手绘草图记到如今的三坐标报告。",
];

/// One of them stands in each dossier, so that a search has something that few texts hold.
const KNACKS: [&str; 11] =
    ["凤眼扣", "燕尾榫", "鸳鸯套", "蜻蜓架", "盘龙夹", "玉带环", "千斤坠", "连心锁", "回马枪", "满天星", "半月刀"];

/// A panel folder.
pub(crate) struct Panel {
    root: tempfile::TempDir,
    program: PathBuf,
}

/// How large.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) dossiers: usize,
    pub(crate) experts: usize,
    /// Bytes of text of a dossier, about.
    pub(crate) text: usize,
}

impl Panel {
    /// Files only; nothing opened.
    pub(crate) fn new(program: &Path, size: Size) -> Self {
        let root = tempfile::tempdir().unwrap();
        // What others can read is not served.
        fs::set_permissions(root.path(), std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
        fs::write(root.path().join("panel.toml"), rules(size.experts)).unwrap();
        let dossiers = root.path().join("dossiers");
        fs::create_dir(&dossiers).unwrap();
        for number in 0..size.dossiers {
            let text = if number == 0 { size.text.max(60_000) } else { size.text };
            fs::write(dossiers.join(format!("{}.toml", code(number))), dossier(number, text)).unwrap();
        }
        Self { root, program: program.to_owned() }
    }

    pub(crate) fn path(&self) -> &Path {
        self.root.path()
    }

    /// Runs a command on it, which must be done.
    pub(crate) fn run(&self, arguments: &[&str]) {
        let mut command = Command::new(&self.program);
        command.env_clear().env("LANG", "C.UTF-8").arg("-C").arg(self.path()).args(arguments);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// Writes the marks of experts `seats` for all dossiers.
    pub(crate) fn marks(&self, seats: std::ops::Range<usize>, dossiers: usize) -> PathBuf {
        let mut rows = String::from("seat,dossier,item,basis,points\n");
        for number in 0..dossiers {
            for seat in seats.clone() {
                for item in 0..ITEMS {
                    let half = (number * 7 + seat * 3 + item * 5) % 21;
                    let (code, id) = (code(number), item_id(item));
                    let _ = writeln!(rows, "{},{code},{id},file,{}.{}", seat_id(seat), half / 2, half % 2 * 5);
                }
            }
        }
        let file = self.path().join(format!("marks-{}.csv", seats.start));
        fs::write(&file, rows).unwrap();
        file
    }
}

/// Codes of the drawn form while they last, then longer ones.
pub(crate) fn code(number: usize) -> String {
    let digit = |place: usize| (number / 8_usize.pow(place.try_into().unwrap())) % 8 + 2;
    let letter = char::from(b'A' + u8::try_from(number / 512).unwrap());
    format!("{letter}{}{}{}", digit(2), digit(1), digit(0))
}

pub(crate) fn seat_id(seat: usize) -> String {
    format!("E{:02}", seat + 1)
}

pub(crate) fn item_id(item: usize) -> String {
    format!("s{}.i{}", item / 3, item % 3)
}

fn rules(experts: usize) -> String {
    let mut text = String::from(
        "title = \"测速用评审组\"\nquota = 10\nas_of = 2024-07-31\n[tally]\ndrop = 1\ndrop_from = 5\nmin_sheets = 3\n",
    );
    for (section, name) in ["绝技绝活", "技术革新", "带徒传技", "经济效益"].into_iter().enumerate() {
        let _ = writeln!(text, "[[section]]\nid = \"s{section}\"\nname = \"{name}\"");
        for item in 0..3 {
            let _ =
                writeln!(text, "[[section.item]]\nid = \"s{section}.i{item}\"\nname = \"{name}之{item}\"\nmax = 10");
        }
    }
    for seat in 0..experts {
        let _ = writeln!(text, "[[seat]]\nid = \"{}\"\nrole = \"expert\"\nname = \"甲师傅\"", seat_id(seat));
    }
    text.push_str("[[seat]]\nid = \"S01\"\nrole = \"secretary\"\nname = \"文秘\"\n");
    text
}

fn dossier(number: usize, bytes: usize) -> String {
    let mut text = format!(
        "code = \"{}\"\ntrade = \"{TRADE}\"\nlevel = \"高级技师\"\nborn = 19{}-03-12\n\
         honours = [ {{ level = \"municipal\", title = \"市技术能手\", year = 2019 }} ]\n\
         awards = [ {{ title = \"市职业技能竞赛第一名\", year = 2018 }} ]\n[text]\n",
        code(number),
        65 + number % 30
    );
    for section in 0..4 {
        let _ = writeln!(text, "s{section} = \"\"\"");
        let from = text.len();
        let mut at = number + section;
        if bytes > 0 && section == 2 {
            text.push_str(KNACKS[number % KNACKS.len()]);
            text.push_str("操作法。");
        }
        while bytes > 0 && text.len() - from < bytes / 4 {
            text.push_str(SENTENCES[at % SENTENCES.len()]);
            at += 1;
            if at.is_multiple_of(5) {
                text.push('\n');
            }
        }
        text.push_str("\n\"\"\"\n");
    }
    text
}

/// The same text as a plain file, for the programs beside us.
pub(crate) fn plain_text(lines: usize) -> String {
    (0..lines).map(|line| SENTENCES[line % SENTENCES.len()].to_owned() + "\n").collect()
}
