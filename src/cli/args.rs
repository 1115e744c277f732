//! The command line (DESIGN §6). Help texts live in `words::cli`; here are only names and shapes.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// shouxi.
#[derive(Debug, Parser)]
#[command(name = "shouxi", version, disable_help_subcommand = true)]
pub(crate) struct Cli {
    #[arg(short = 'C', long = "panel", alias = "dir", global = true, value_name = "DIR")]
    pub(crate) panel: Option<PathBuf>,
    // Its own id: commands have an argument named `seat`, which would be taken for it.
    #[arg(long = "as", id = "acting", global = true, value_name = "SEAT")]
    pub(crate) seat: Option<String>,
    #[arg(long, global = true, value_enum)]
    pub(crate) lang: Option<LangArg>,
    // Its own id: the command of that name has an argument for a file.
    #[arg(long = "keys", id = "keymap", global = true, value_name = "FILE")]
    pub(crate) keys: Option<String>,
    #[arg(long, global = true)]
    pub(crate) remote_only: bool,
    #[command(subcommand)]
    pub(crate) verb: Option<Verb>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LangArg {
    Zh,
    En,
}

/// How the list is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    Table,
    Json,
    Csv,
}

/// How the status is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum StatusFormat {
    Table,
    Json,
}

/// How the keys are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum KeysFormat {
    Table,
    Json,
}

/// How the log is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    Table,
    Jsonl,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    Demo {
        #[arg(value_name = "DIR")]
        dir: Option<PathBuf>,
    },
    New {
        #[arg(value_name = "DIR")]
        dir: PathBuf,
    },
    Check {
        #[arg(long, value_name = "F")]
        key: Option<PathBuf>,
    },
    Codes {
        #[arg(value_name = "N", value_parser = how_many)]
        count: u32,
    },
    Stage(StageArgs),
    Status {
        #[arg(long, value_enum, default_value = "table")]
        format: StatusFormat,
    },
    Tally {
        #[arg(long, value_name = "F.csv")]
        marks: Option<PathBuf>,
        #[arg(long, value_enum, default_value = "table")]
        format: ListFormat,
    },
    Log {
        #[arg(long, value_enum, default_value = "table")]
        format: LogFormat,
    },
    Verify {
        #[arg(long = "head", value_name = "HEX")]
        heads: Vec<String>,
        #[arg(long, value_name = "HEX")]
        receipt: Option<String>,
    },
    Rebuild {
        #[arg(long)]
        journal: bool,
    },
    Marks {
        #[command(subcommand)]
        what: MarksVerb,
    },
    Declare {
        #[arg(value_name = "CODE", required = true)]
        codes: Vec<String>,
    },
    Sign {
        #[arg(value_name = "CODE", required_unless_present = "all", conflicts_with = "all")]
        codes: Vec<String>,
        #[arg(long)]
        all: bool,
    },
    Explain {
        #[arg(value_name = "[SEAT] CODE SECTION", num_args = 2..=3, required = true)]
        what: Vec<String>,
        #[command(flatten)]
        reason: Reason,
    },
    Dissent {
        #[arg(long)]
        text: String,
    },
    Recuse {
        #[arg(value_name = "[SEAT] CODE", num_args = 1..=2, required = true)]
        whom: Vec<String>,
        #[command(flatten)]
        reason: Reason,
        #[arg(long, conflicts_with_all = ["abstain", "undo"])]
        recognised: bool,
        #[arg(long, conflicts_with = "undo")]
        abstain: bool,
        #[arg(long)]
        undo: bool,
    },
    Excuse {
        #[arg(value_name = "SEAT")]
        seat: String,
        #[arg(value_name = "CODE")]
        code: Option<String>,
        #[command(flatten)]
        reason: Reason,
    },
    Replace {
        #[arg(value_name = "OLD")]
        old: String,
        #[arg(value_name = "NEW")]
        new: String,
        #[command(flatten)]
        reason: Reason,
    },
    Return {
        #[arg(value_name = "SEAT")]
        seat: String,
        #[arg(value_name = "CODE")]
        code: String,
        #[arg(long, value_name = "ID", conflicts_with = "cancel")]
        section: Option<String>,
        #[command(flatten)]
        reason: Reason,
        #[arg(long)]
        cancel: bool,
    },
    Withdraw {
        #[arg(value_name = "CODE")]
        code: String,
        #[command(flatten)]
        reason: Reason,
        #[arg(long)]
        undo: bool,
    },
    SecrecyCheck {
        #[arg(value_name = "CODE")]
        code: String,
        #[arg(long, value_name = "NAME")]
        by: String,
        #[arg(long, value_name = "T")]
        result: String,
    },
    Decide {
        #[arg(value_name = "CODE", required = true)]
        codes: Vec<String>,
        #[arg(long)]
        none: bool,
        #[command(flatten)]
        votes: VoteArgs,
        #[arg(long, value_name = "E01,E02", default_value = "")]
        voters: String,
        #[arg(long, value_name = "T")]
        note: String,
    },
    Amend {
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        reason: Reason,
        #[command(flatten)]
        votes: VoteArgs,
        #[arg(long, value_name = "SEAT")]
        second: Option<String>,
    },
    Keys {
        #[arg(value_name = "FILE")]
        file: Option<String>,
        #[arg(long, value_enum, default_value = "table")]
        format: KeysFormat,
    },
    Confirm {
        #[arg(value_name = "SEAT CODE | #N", num_args = 1..=2, required = true)]
        what: Vec<String>,
    },
    Serve {
        #[arg(long, conflicts_with = "unit")]
        stop: bool,
        #[arg(long)]
        unit: bool,
        #[arg(long, value_name = "GROUP", requires = "unit")]
        group: Option<String>,
    },
    AuthorizedKeys,
    Backup {
        #[arg(value_name = "F")]
        file: PathBuf,
    },
    Restore {
        #[arg(value_name = "F")]
        file: PathBuf,
    },
    Report {
        #[arg(value_name = "NAME")]
        names: Vec<String>,
        #[arg(long, value_name = "HOST[:PORT]")]
        address: Option<String>,
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct StageArgs {
    #[arg(value_enum)]
    pub(crate) to: StageArg,
    #[arg(long, value_name = "F")]
    pub(crate) key: Option<PathBuf>,
    #[arg(long, value_name = "T")]
    pub(crate) reason: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum StageArg {
    Scoring,
    Review,
    Final,
}

#[derive(Debug, Subcommand)]
pub(crate) enum MarksVerb {
    Import {
        #[arg(value_name = "F.csv")]
        file: PathBuf,
        #[arg(long)]
        sign: bool,
    },
    Export,
}

#[derive(Debug, Args)]
pub(crate) struct Reason {
    #[arg(long, value_name = "T")]
    pub(crate) reason: String,
}

#[derive(Debug, Args)]
pub(crate) struct VoteArgs {
    #[arg(long = "for", value_name = "N", value_parser = count)]
    pub(crate) in_favour: Option<u32>,
    #[arg(long, value_name = "N", value_parser = count)]
    pub(crate) against: Option<u32>,
    #[arg(long = "abstain", value_name = "N", value_parser = count)]
    pub(crate) abstaining: Option<u32>,
}

/// A count of votes, in digits of either width.
fn count(word: &str) -> Result<u32, &'static str> {
    let folded = crate::text::fold(word);
    let digits = folded.trim();
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| plain).ok_or("no count")
}

/// As many codes as a panel may have dossiers, in digits of either width.
fn how_many(word: &str) -> Result<u32, &'static str> {
    count(word).and_then(|count| if (1..=5000).contains(&count) { Ok(count) } else { Err("1 to 5000") })
}
