//! `serve`: the panel behind a socket, until it is told to stop.

use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustix::process::{Resource, Rlimit, setrlimit};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::low_level::pipe;

use super::Context;
use super::out::Out;
use super::quote::{unit as quoted, unit_path};
use super::session::root;
use super::stop::{Code as Exit, Ran, Stop};
use crate::desk::{self, Log, Surroundings};
use crate::domain::{Cause, Notice, Trouble};
use crate::folder;
use crate::text::clean_line;
use crate::words::cli::Usage;
use crate::words::{self, Lang, server as said};

/// Serves until a signal or `--stop`.
pub(crate) fn run(context: &mut Context) -> Ran {
    let root = root(context)?;
    let failed = |error: std::io::Error| Trouble::Disk(clean_line("signal"), Cause::from(&error));
    let (ring, wake) = UnixStream::pair().map_err(failed)?;
    for signal in [SIGTERM, SIGINT, SIGHUP] {
        pipe::register(signal, ring.try_clone().map_err(failed)?).map_err(failed)?;
    }
    let (lang, offset, now) = (context.lang, context.env.offset_minutes, context.env.source.now);
    let log: Log = Arc::new(move |notice: Notice| {
        Out::new().told(&format!("{} {}", words::time(now(), offset), said::notice(lang, &notice)));
    });
    keep_quiet(lang);
    desk::serve(&root, &surroundings(context), context.env.source, &wake, &log)?;
    Ok(Exit::Done)
}

/// A crash says where, and no more: neither what was at hand, which could be a mark, nor a copy of the memory.
fn keep_quiet(lang: Lang) {
    std::panic::set_hook(Box::new(move |crash| {
        let thread = std::thread::current();
        let place = crash.location().map_or_else(|| "?".to_owned(), |at| format!("{}:{}", at.file(), at.line()));
        Out::new().told(&said::crashed(lang, thread.name().unwrap_or("?"), &place));
    }));
    // Where the system does not let it, it writes as much as it would have.
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    let _ = setrlimit(Resource::Core, none);
}

/// `serve --stop`.
pub(crate) fn stop(context: &mut Context) -> Ran {
    desk::stop(&root(context)?)?;
    context.out.line(said::stopped(context.lang));
    Ok(Exit::Done)
}

fn surroundings(context: &Context) -> Surroundings {
    let dir = |name: &str| (context.env.var)(name).filter(|dir| !dir.is_empty()).map(PathBuf::from);
    Surroundings { runtime: dir("RUNTIME_DIRECTORY"), xdg: dir("XDG_RUNTIME_DIR"), temporary: dir("TMPDIR") }
}

/// `serve --unit`: a systemd unit that may do nothing but serve this panel.
///
/// Where seats have accounts of their own, those are in a `group`: it alone may come to the socket besides.
pub(crate) fn unit(context: &mut Context, group: Option<&str>) -> Ran {
    let root = root(context)?;
    let root = root.canonicalize().map_err(|error| at(&root, &error))?;
    let program = program()?;
    let panel = folder::read_panel_file(&root).0;
    if group.is_none() && panel.iter().flat_map(|panel| &panel.seats).any(|seat| !seat.unix_user.is_empty()) {
        context.out.told(said::unit_group(context.lang));
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if let Some(bad) = group.filter(|group| group.is_empty() || !group.chars().all(plain)) {
        return Err(Stop::Usage(Usage::BadValue(bad.to_owned(), "--group".to_owned(), Vec::new())));
    }
    let title = panel.map(|panel| panel.rules.title).unwrap_or_default();
    let short = blake3::hash(root.as_os_str().as_encoded_bytes()).to_hex();
    let short = short.get(..8).unwrap_or_default();
    let account = desk::own_account().unwrap_or_else(|| "root".to_owned());
    let (Some(program), Some(dir), Some(writes)) =
        (word(&program, quoted), word(&root, quoted), word(&root, unit_path))
    else {
        return Err(unprintable(&root));
    };
    let title = title.replace('%', "%%").replace('\n', " ");
    let mut lines = vec![
        "[Unit]".to_owned(),
        format!("Description=shouxi {title}"),
        "[Service]".to_owned(),
        format!("User={account}"),
        format!("ExecStart={program} -C {dir} serve"),
        "Restart=on-failure".to_owned(),
        "RestartSec=1".to_owned(),
        format!("RuntimeDirectory=shouxi-{short}"),
        format!("RuntimeDirectoryMode={}", if group.is_some() { "0750" } else { "0700" }),
        "UMask=0077".to_owned(),
        "NoNewPrivileges=yes".to_owned(),
        "ProtectSystem=strict".to_owned(),
        format!("ReadWritePaths={writes}"),
        "PrivateDevices=yes".to_owned(),
        "LimitCORE=0".to_owned(),
        "RestrictAddressFamilies=AF_UNIX".to_owned(),
        "[Install]".to_owned(),
        "WantedBy=multi-user.target".to_owned(),
    ];
    if let Some(group) = group {
        let user = lines.iter().position(|line| line.starts_with("User=")).map_or(0, |at| at + 1);
        lines.insert(user, format!("Group={group}"));
    }
    let witnesses = witnesses(&root)?;
    let after = lines.iter().position(|line| line.starts_with("ReadWritePaths")).map_or(lines.len(), |at| at + 1);
    lines.splice(after..after, witnesses);
    for line in lines {
        context.out.line(&line);
    }
    Ok(Exit::Done)
}

/// Where heads are appended outside the folder, the unit has to let them be.
fn witnesses(root: &Path) -> Result<Vec<String>, Stop> {
    let paths = folder::read_panel_file(root).0.map(|panel| panel.witness).unwrap_or_default();
    let outside = paths.iter().map(|path| root.join(path.as_str())).filter(|path| !path.starts_with(root));
    let dirs = outside.filter_map(|path| path.parent().map(Path::to_path_buf));
    dirs.map(|dir| {
        let quoted = word(&dir, unit_path).ok_or_else(|| unprintable(&dir))?;
        Ok(format!("ReadWritePaths={quoted}"))
    })
    .collect()
}

/// The program that runs, by its whole path.
pub(super) fn program() -> Result<PathBuf, Trouble> {
    std::env::current_exe().map_err(|error| Trouble::Disk(clean_line("shouxi"), Cause::from(&error)))
}

/// A path quoted, if it is text that can be.
pub(super) fn word(path: &Path, quote: impl Fn(&str) -> Option<String>) -> Option<String> {
    path.to_str().and_then(quote)
}

/// A path that cannot be written into a file that others read line by line.
pub(super) fn unprintable(path: &Path) -> Stop {
    Trouble::Disk(
        clean_line(&path.to_string_lossy()),
        Cause::Other(clean_line("a name with control characters, or not UTF-8")),
    )
    .into()
}

pub(super) fn at(path: &Path, error: &std::io::Error) -> Trouble {
    Trouble::Disk(clean_line(&path.to_string_lossy()), Cause::from(error))
}
