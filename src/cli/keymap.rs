//! Which keymap is in force: `--keys`, `SHOUXI_KEYS`, the user's own file, else the one that everybody has.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::Context;
use super::stop::Stop;
use crate::domain::{Cause, Trouble};
use crate::text::clean_line;
use crate::tui::keymap::file::{BYTES_MAX, Loaded, built_in, read};

/// The user's own file below the folder for settings.
const OWN: &str = "shouxi/keys.toml";

/// A keymap and what it is called.
pub(crate) struct Chosen {
    pub(crate) name: String,
    pub(crate) loaded: Loaded,
}

/// What `--keys` or `SHOUXI_KEYS` names, else the user's own file where there is one, else the default.
pub(crate) fn chosen(context: &Context) -> Result<Chosen, Stop> {
    if let Some(named) = context.keys.clone().or_else(|| (context.env.var)("SHOUXI_KEYS").filter(|var| !var.is_empty()))
    {
        return Ok(named_map(context, &named)?);
    }
    match own_file(context) {
        Some(path) => match load(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(default()),
            loaded => loaded.map_err(|error| unreadable(&path, &error).into()),
        },
        None => Ok(default()),
    }
}

/// A built-in map, or a file's.
pub(crate) fn named_map(context: &Context, named: &str) -> Result<Chosen, Trouble> {
    if let Some(loaded) = built_in(named) {
        return Ok(Chosen { name: named.to_owned(), loaded });
    }
    let path = context.env.dir.as_deref().unwrap_or(Path::new("")).join(named);
    load(&path)
        .map_err(|error| unreadable(Path::new(named), &error))
        .map(|chosen| Chosen { name: named.to_owned(), ..chosen })
}

fn default() -> Chosen {
    Chosen { name: "default".to_owned(), loaded: built_in("default").unwrap_or_default() }
}

/// `$XDG_CONFIG_HOME/shouxi/keys.toml`, else `~/.config/shouxi/keys.toml`. A relative XDG folder counts as none.
fn own_file(context: &Context) -> Option<PathBuf> {
    let var = |name| (context.env.var)(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let folder = var("XDG_CONFIG_HOME").or_else(|| var("HOME").map(|home| home.join(".config")))?;
    Some(folder.join(OWN))
}

/// Reads a file, no more of it than a keymap may hold.
fn load(path: &Path) -> io::Result<Chosen> {
    let mut bytes = Vec::new();
    let most = u64::try_from(BYTES_MAX).unwrap_or(u64::MAX).saturating_add(1);
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    let name = path.to_string_lossy().into_owned();
    Ok(Chosen { loaded: read(&name, &bytes), name })
}

fn unreadable(path: &Path, error: &io::Error) -> Trouble {
    Trouble::Disk(clean_line(&path.to_string_lossy()), Cause::from(error))
}
