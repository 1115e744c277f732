//! `new DIR`: a panel folder to begin with.

use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use super::Context;
use super::stop::{Code as Exit, Ran, Stop};
use crate::domain::{Cause, Moment, Trouble};
use crate::folder::template;
use crate::text::clean_line;
use crate::words::cli::{Finished, finished};
use crate::words::day_of;

/// Makes the folder with its first files; refused where there is something already.
pub(crate) fn run(context: &mut Context, dir: &Path) -> Ran {
    let name = dir.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let now = (context.env.source.now)();
    // The day is only a first proposal, to be edited; a clock out of every calendar proposes 1970.
    let today = day_of(now, context.env.offset_minutes).or_else(|| day_of(Moment(0), 0)).unwrap_or_default();
    let files = template::files(&name, today);
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    fill(dir, &files)?;
    let shown = clean_line(&dir.to_string_lossy());
    context.out.line(&finished(context.lang, &Finished::New(&shown)));
    Ok(Exit::Done)
}

/// Writes files into a folder that is new or empty.
pub(crate) fn fill(dir: &Path, files: &[(&str, &str)]) -> Result<(), Stop> {
    let trouble = |path: &Path, error: &std::io::Error| {
        Stop::Trouble(Trouble::Disk(clean_line(&path.to_string_lossy()), Cause::from(error)))
    };
    // Phones, keys and marks will lie in it: closed to other accounts from the beginning.
    let above = dir.parent().map_or(Ok(()), std::fs::create_dir_all);
    let private = || std::fs::DirBuilder::new().recursive(true).mode(0o700).create(dir);
    above.and_then(|()| private()).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => Trouble::NotEmpty(clean_line(&dir.to_string_lossy())).into(),
        _ => trouble(dir, &error),
    })?;
    let mut entries = std::fs::read_dir(dir).map_err(|error| trouble(dir, &error))?;
    if entries.next().is_some() {
        return Err(Trouble::NotEmpty(clean_line(&dir.to_string_lossy())).into());
    }
    for (below, text) in files {
        let path = dir.join(below);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(|error| trouble(parent, &error))?;
        }
        std::fs::write(&path, text).map_err(|error| trouble(&path, &error))?;
    }
    Ok(())
}
