//! `backup F` and `restore F`: the whole record in one file, and a panel folder made from it. Both are events of the
//! record, and both are believed only after everything was read again (DESIGN §4, §6).
//!
//! The file is a zip of the folder as it lies: whatever happens to this program, any zip tool brings the record back.
//! The store of scores is not in it: it is made from the journal.

use std::collections::BTreeMap;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::ops::ControlFlow;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::Context;
use super::serve::at;
use super::session::{Session, Whose, mixed_up, root, seat};
use super::stop::{Code as Exit, Ran, Stop};
use crate::desk::view::{Ask, VerifyView, View};
use crate::desk::{self, Access};
use crate::domain::{Code, Command, Trouble};
use crate::folder::{Folder, size};
use crate::journal::file::FileJournal;
use crate::text::{Clean, clean_line};
use crate::words::cli::{Finished, finished};

/// The first member of a backup: what the others are.
const LIST: &str = "BACKUP";
const FIRST_LINE: &str = "shouxi backup 1";
/// Longest list, largest journal, most members.
const LIST_MAX: u64 = 4 << 20;
const JOURNAL_MAX: u64 = 2 << 30;
const MEMBERS_MAX: usize = 40_000;

/// `backup F`.
pub(crate) fn backup(context: &mut Context, file: &Path) -> Ran {
    let root = root(context)?;
    if std::fs::symlink_metadata(file).is_ok() {
        return Err(Trouble::Exists(shown(file)).into());
    }
    // The event first: the copy then tells of itself, and the record of the copy.
    Session::write(context, Whose::Office)?.with(context, |_, session| session.act(Command::BackUp))?;
    let beside = file.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let new = tempfile::Builder::new().prefix(".backup").tempfile_in(beside).map_err(|error| at(beside, &error))?;
    write(&root, new.as_file()).map_err(|error| at(file, &error))?;
    // As whoever needs it one day will have it: unpacked elsewhere, and verified from nothing else.
    let trial = tempfile::Builder::new().prefix(".backup").tempdir_in(beside).map_err(|error| at(beside, &error))?;
    unpack(new.as_file(), file, trial.path())?;
    let view = verified(context, trial.path(), None)?;
    new.as_file().sync_all().map_err(|error| at(file, &error))?;
    new.persist_noclobber(file).map_err(|error| match error.error.kind() {
        io::ErrorKind::AlreadyExists => Trouble::Exists(shown(file)),
        _ => at(file, &error.error),
    })?;
    File::open(beside).and_then(|folder| folder.sync_all()).map_err(|error| at(beside, &error))?;
    let text = finished(context.lang, &Finished::BackedUp(&shown(file), view.events, &view.head));
    context.out.line(&text);
    Ok(Exit::Done)
}

/// `restore F`, into the empty folder of `-C`, else the one we are in.
pub(crate) fn restore(context: &mut Context, file: &Path) -> Ran {
    let dir = context.panel.clone().or_else(|| context.env.dir.clone()).unwrap_or_default();
    let open = File::open(file).map_err(|error| at(file, &error))?;
    DirBuilder::new().recursive(true).mode(0o700).create(&dir).map_err(|error| at(&dir, &error))?;
    if std::fs::read_dir(&dir).map_err(|error| at(&dir, &error))?.next().is_some() {
        return Err(Trouble::NotEmpty(shown(&dir)).into());
    }
    unpack(&open, file, &dir)?;
    let view = verified(context, &dir, Some(Command::Restored))?;
    let text = finished(context.lang, &Finished::Restored(&shown(&dir), view.events, &view.head));
    context.out.line(&text);
    Ok(Exit::Done)
}

fn shown(path: &Path) -> Clean {
    clean_line(&path.to_string_lossy())
}

/// Opens the folder in this process, whoever serves the other one, does what is to be done, and reads everything again.
fn verified(context: &mut Context, dir: &Path, act: Option<Command>) -> Result<VerifyView, Stop> {
    let mut desk = desk::open(dir, Access::Write, context.env.source)?;
    let office = match context.seat.as_deref() {
        Some(word) => seat(word)?,
        None => desk.only_secretary()?,
    };
    let mut client = desk.sit(&office, false)?;
    if let Some(command) = act {
        client.act(command)?;
    }
    let view = client.ask(Ask::Verify { heads: Vec::new(), receipt: None })?;
    desk.close();
    let View::Verify(view) = view else { return Err(mixed_up()) };
    if view.holds {
        return Ok(*view);
    }
    Err(view.troubles.first().cloned().unwrap_or_else(|| Trouble::NotABackup(shown(dir))).into())
}

/// What goes into a backup: names below the folder, in the order they are written.
fn members(root: &Path) -> io::Result<Vec<String>> {
    let mut names: Vec<String> = ["panel.toml", "holidays.toml", "store/FORMAT"].map(str::to_owned).to_vec();
    for folder in ["dossiers", "store/frozen"] {
        let Ok(entries) = std::fs::read_dir(root.join(folder)) else { continue };
        for entry in entries {
            names.extend(entry?.file_name().to_str().map(|name| format!("{folder}/{name}")));
        }
    }
    names.retain(|name| limit(name).is_some() && root.join(name).is_file());
    names.sort();
    Ok(names)
}

/// How large a member of this name may be; none where a backup holds no such member.
fn limit(name: &str) -> Option<u64> {
    let toml = |below: &str| name.strip_prefix(below).and_then(|rest| rest.strip_suffix(".toml"));
    let hex = |word: &str| word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    match name {
        "panel.toml" | "holidays.toml" | "store/FORMAT" => Some(size::PANEL),
        "store/journal" => Some(JOURNAL_MAX),
        _ if toml("dossiers/").is_some_and(|code| Code::parse(code).is_ok()) => Some(size::DOSSIER),
        _ if toml("store/frozen/").is_some_and(hex) => Some(size::DOSSIER),
        _ => None,
    }
}

/// Writes the backup. The journal may grow meanwhile: it is copied to the end of the last frame that was whole.
fn write(root: &Path, to: &File) -> io::Result<()> {
    let store = Folder { root: root.to_path_buf() }.store();
    let names = members(root)?;
    let (journal, _) = FileJournal::open_in_to_read(&store, &mut |_| ControlFlow::Continue(()))
        .map_err(|error| io::Error::other(format!("journal: {error:?}")))?;
    let mut list = format!("{FIRST_LINE}\n");
    let mut zip = ZipWriter::new(to);
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(true);
    for name in names.iter().map(String::as_str).chain(["store/journal"]) {
        let most = if name.ends_with("journal") { journal.end() } else { limit(name).unwrap_or(0) };
        zip.start_file(name, options).map_err(into_io)?;
        let digest = copied(&mut File::open(root.join(name))?.take(most), &mut zip)?;
        list.extend([digest.as_str(), " ", name, "\n"]);
    }
    zip.start_file(LIST, options).map_err(into_io)?;
    zip.write_all(list.as_bytes())?;
    zip.finish().map_err(into_io)?;
    Ok(())
}

fn into_io(error: ZipError) -> io::Error {
    io::Error::from(error)
}

/// Copies to the end; gives the digest in hex.
fn copied(from: &mut impl Read, to: &mut impl Write) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    let mut piece = vec![0_u8; 64 * 1024];
    loop {
        match from.read(&mut piece)? {
            0 => return Ok(hasher.finalize().to_hex().to_string()),
            count => {
                let read = piece.get(..count).unwrap_or_default();
                hasher.update(read);
                to.write_all(read)?;
            }
        }
    }
}

/// Unpacks a backup into an empty folder, closed to other accounts; every member has to be what the list says.
fn unpack(backup: &File, file: &Path, dir: &Path) -> Result<(), Trouble> {
    let broken = || Trouble::NotABackup(shown(file));
    let mut zip = ZipArchive::new(backup).map_err(|_| broken())?;
    let mut listed = listed(&mut zip).ok_or_else(broken)?;
    for place in 0..zip.len() {
        let member = zip.by_index(place).map_err(|_| broken())?;
        let name = member.name().to_owned();
        if name == LIST {
            continue;
        }
        // Only names that a backup can have: nothing is written elsewhere.
        let (Some(most), Some(digest)) = (limit(&name), listed.remove(&name)) else { return Err(broken()) };
        let path = dir.join(&name);
        let mut to = made(&path).map_err(|error| at(&path, &error))?;
        match copied(&mut member.take(most), &mut to).and_then(|found| to.sync_all().map(|()| found)) {
            Ok(found) if found == digest => {}
            Ok(_) => return Err(broken()),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => return Err(broken()),
            Err(error) => return Err(at(&path, &error)),
        }
    }
    if listed.is_empty() { Ok(()) } else { Err(broken()) }
}

/// The digests of all members, by name; none where the list is not one.
fn listed(zip: &mut ZipArchive<&File>) -> Option<BTreeMap<String, String>> {
    let mut text = String::new();
    zip.by_name(LIST).ok()?.take(LIST_MAX).read_to_string(&mut text).ok()?;
    let mut lines = text.lines();
    if lines.next()? != FIRST_LINE || zip.len() > MEMBERS_MAX {
        return None;
    }
    let pairs = lines.map(|line| line.split_once(' ').map(|(digest, name)| (name.to_owned(), digest.to_owned())));
    let listed: BTreeMap<String, String> = pairs.collect::<Option<_>>()?;
    listed.contains_key("store/journal").then_some(listed)
}

fn made(path: &Path) -> io::Result<File> {
    if let Some(above) = path.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(above)?;
    }
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}
