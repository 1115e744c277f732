//! `report [NAME…]`: papers 打印材料 as files; and `papers`, the one command that a login of the office may name: the
//! same papers as one zip on stdout.

use std::collections::BTreeSet;
use std::fs::{DirBuilder, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::Context;
use super::serve::at;
use super::session::{Session, Whose, mixed_up, root};
use super::stop::{Code as Exit, Ran, Stop};
use crate::desk::view::{Ask, Home, LogEntry, View};
use crate::desk::{Reach, own_account};
use crate::domain::{Refusal, Role, Stage, Trouble};
use crate::report::PaperFile;
use crate::report::bundle::zipped;
use crate::report::papers::{self, Where};
use crate::text::clean_line;
use crate::words::cli::Usage;
use crate::words::server as said;

/// The folder for papers, in the panel folder.
const FOLDER: &str = "papers";
/// Files of one name that are kept side by side.
const SAME_NAME: u32 = 1_000;
/// Entries of the log asked for at a time.
const PAGE: u32 = 1_000;

/// A paper that can be asked for by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Paper {
    SeatCards,
    List,
    Log,
}

impl Paper {
    const ALL: [Self; 3] = [Self::SeatCards, Self::List, Self::Log];

    fn names(self) -> &'static [&'static str] {
        match self {
            Self::SeatCards => &["席位卡", "seat-cards"],
            Self::List => &["名单", "list", "候选人建议名单", "proposed-list"],
            Self::Log => &["日志", "log"],
        }
    }

    fn named(word: &str) -> Result<Self, Stop> {
        let found = Self::ALL.into_iter().find(|paper| paper.names().contains(&word));
        found.ok_or_else(|| {
            let all = Self::ALL.iter().filter_map(|paper| paper.names().first()).map(ToString::to_string);
            Stop::Usage(Usage::BadValue(word.to_owned(), "NAME".to_owned(), all.collect()))
        })
    }
}

/// `report [NAME…] [--address HOST[:PORT]] [--out DIR]`: writes them; nothing that is there is written over.
pub(crate) fn run(context: &mut Context, names: &[String], address: Option<&str>, out: Option<&Path>) -> Ran {
    let wanted: BTreeSet<Paper> = names.iter().map(|name| Paper::named(name)).collect::<Result<_, _>>()?;
    let dir = match out {
        Some(dir) => dir.to_path_buf(),
        None => root(context)?.join(FOLDER),
    };
    Session::look(context, Whose::Office)?.with(context, |context, session| {
        let files = made(context, session, &wanted, address)?;
        for file in files {
            let path = kept(&dir, &file)?;
            context.out.line(&path.to_string_lossy());
        }
        Ok(Exit::Done)
    })
}

/// Whether a login through the server named the command `papers`; what else it named is never looked at.
pub(crate) fn papers_wanted(context: &Context) -> bool {
    let named = (context.env.var)("SSH_ORIGINAL_COMMAND");
    context.reach == Reach::Server && named.is_some_and(|command| command.trim() == "papers")
}

/// `ssh HOST papers`: everything that this seat may have, on stdout. Not for a terminal, which would show rubbish.
pub(crate) fn papers_out(context: &mut Context, session: &mut Session) -> Ran {
    if rustix::termios::isatty(std::io::stdout()) {
        context.out.told(said::papers_to_a_file(context.lang));
        return Ok(Exit::Findings);
    }
    let files = made(context, session, &BTreeSet::new(), None)?;
    let zip = zipped(&files).ok_or_else(|| Trouble::TooLarge(clean_line("zip"), u64::from(u32::MAX)))?;
    context.out.raw(&zip);
    Ok(Exit::Done)
}

/// The papers wanted; where none is named, all that can be had by now.
fn made(
    context: &mut Context,
    session: &mut Session,
    wanted: &BTreeSet<Paper>,
    address: Option<&str>,
) -> Result<Vec<PaperFile>, Stop> {
    let home = session.home()?;
    if home.seat.role == Role::Expert {
        return Err(Refusal::Role(&[Role::Secretary, Role::Supervisor]).into());
    }
    let mut files = Vec::new();
    for paper in Paper::ALL.into_iter().filter(|paper| wanted.is_empty() || wanted.contains(paper)) {
        match refused(paper, &home) {
            None => files.extend(one(context, session, &home, paper, address)?),
            Some(_) if wanted.is_empty() => {}
            Some(why) => return Err(why.into()),
        }
    }
    Ok(files)
}

/// Why a paper cannot be had now, said before anything is asked for.
fn refused(paper: Paper, home: &Home) -> Option<Refusal> {
    match paper {
        Paper::SeatCards if home.seat.role != Role::Secretary => Some(Refusal::Role(&[Role::Secretary])),
        Paper::List if home.stage < Stage::Review => {
            Some(Refusal::Stage { now: home.stage, needs: &[Stage::Review, Stage::Final] })
        }
        Paper::SeatCards | Paper::List | Paper::Log => None,
    }
}

fn one(
    context: &mut Context,
    session: &mut Session,
    home: &Home,
    paper: Paper,
    address: Option<&str>,
) -> Result<Vec<PaperFile>, Stop> {
    let lang = context.lang;
    match paper {
        Paper::SeatCards => {
            let (host, port) = address.map_or_else(|| address_here(context), split_address);
            let serving = own_account();
            let at = Where { host: &host, port: port.as_deref(), serving: serving.as_deref() };
            let (cards, without) = papers::seat_cards(lang, home, at);
            let names: Vec<&str> = without.iter().map(|seat| seat.id.as_str()).collect();
            if !names.is_empty() {
                context.out.told(&said::no_account(lang, &names));
            }
            Ok(cards.into_iter().collect())
        }
        Paper::List => match session.ask(Ask::List)? {
            View::List(view) => Ok(papers::list(lang, home, &view)),
            _ => Err(mixed_up()),
        },
        Paper::Log => {
            let entries = log(session)?;
            Ok(papers::log(lang, home, &entries, context.env.offset_minutes).into_iter().collect())
        }
    }
}

fn log(session: &mut Session) -> Result<Vec<LogEntry>, Stop> {
    let mut entries: Vec<LogEntry> = Vec::new();
    loop {
        let from = entries.last().map_or(1, |entry| entry.number + 1);
        let View::Log(view) = session.ask(Ask::Log { from, count: PAGE })? else { return Err(mixed_up()) };
        let ended = view.entries.last().is_none_or(|entry| entry.number >= view.last || entry.number < from);
        entries.extend(view.entries);
        if ended {
            return Ok(entries);
        }
    }
}

/// Where people log in: as this login came, else this machine's name.
fn address_here(context: &Context) -> (String, Option<String>) {
    let connection = (context.env.var)("SSH_CONNECTION").unwrap_or_default();
    let mut words = connection.split_ascii_whitespace().skip(2);
    match (words.next(), words.next()) {
        (Some(host), Some(port)) => (host.to_owned(), Some(port.to_owned()).filter(|port| port != "22")),
        _ => (rustix::system::uname().nodename().to_string_lossy().into_owned(), None),
    }
}

/// `host`, `host:2222`, `[::1]:2222`; an address of several colons without brackets has no port.
fn split_address(address: &str) -> (String, Option<String>) {
    let bare = |host: &str| host.trim_start_matches('[').trim_end_matches(']').to_owned();
    match address.rsplit_once(':') {
        Some((host, port)) if !port.is_empty() && (!host.contains(':') || host.ends_with(']')) => {
            (bare(host), Some(port.to_owned()).filter(|port| port != "22"))
        }
        _ => (bare(address), None),
    }
}

/// Writes a file into the folder for papers, which is made, and closed to other accounts; a name that is taken gets a
/// number, since people write in such files.
fn kept(dir: &Path, file: &PaperFile) -> Result<PathBuf, Trouble> {
    DirBuilder::new().recursive(true).mode(0o700).create(dir).map_err(|error| at(dir, &error))?;
    let (stem, kind) = file.name.rsplit_once('.').unwrap_or((&file.name, ""));
    for number in 1..SAME_NAME {
        let name = if number == 1 { file.name.clone() } else { format!("{stem}-{number}.{kind}") };
        let path = dir.join(name);
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
            Ok(mut open) => {
                open.write_all(&file.bytes).map_err(|error| at(&path, &error))?;
                return Ok(path);
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(at(&path, &error)),
        }
    }
    Err(Trouble::Exists(clean_line(&dir.join(&file.name).to_string_lossy())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_bring_its_port() {
        let split = |address| {
            let (host, port) = split_address(address);
            (host, port.unwrap_or_default())
        };
        for (address, host, port) in [
            ("10.1.2.3", "10.1.2.3", ""),
            ("pingshen.example:2222", "pingshen.example", "2222"),
            ("10.1.2.3:22", "10.1.2.3", ""),
            ("fe80::1", "fe80::1", ""),
            ("[fe80::1]:2222", "fe80::1", "2222"),
        ] {
            assert_eq!(split(address), (host.to_owned(), port.to_owned()), "{address}");
        }
    }

    #[test]
    fn what_people_wrote_into_a_paper_is_not_written_over() {
        let dir = tempfile::tempdir().unwrap();
        let below = dir.path().join("papers");
        let paper = |text: &str| PaperFile { name: "名单.docx".to_owned(), bytes: text.into() };
        assert_eq!(kept(&below, &paper("one")).unwrap(), below.join("名单.docx"));
        assert_eq!(kept(&below, &paper("two")).unwrap(), below.join("名单-2.docx"));
        assert_eq!(std::fs::read(below.join("名单.docx")).unwrap(), b"one");
    }
}
