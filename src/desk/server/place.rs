//! Where the server listens, and whether the folder is closed enough to serve it.

use std::ffi::OsStr;
use std::fs::{self, DirBuilder, Metadata, Permissions};
use std::io::{self, Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};

use super::super::trouble;
use super::super::wire::PROTOCOL;
use super::account;
use crate::domain::{Exposure, Trouble};
use crate::folder::Folder;

/// The file that names the socket, in the panel folder.
pub(super) const ENDPOINT: &str = "ENDPOINT";
/// The store has its own check, before and after it is made.
const STORE: &str = "store";
/// A longer ENDPOINT is none of ours.
const ENDPOINT_MAX: u64 = 4 * 1024;
/// The longest path a socket can have (PITFALLS 24).
const PATH_MAX: usize = 107;
/// Bits that let others in, and that let the group change things.
const OTHERS: u32 = 0o007;
const GROUP_WRITES: u32 = 0o020;

/// What the surroundings of the process say about places.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// `$RUNTIME_DIRECTORY`, as systemd sets it: used, or refused, but never passed over.
    pub runtime: Option<PathBuf>,
    /// `$XDG_RUNTIME_DIR`.
    pub xdg: Option<PathBuf>,
    /// `$TMPDIR`.
    pub temporary: Option<PathBuf>,
}

impl Surroundings {
    /// Directories to listen in, best first.
    fn directories(&self) -> Vec<PathBuf> {
        // systemd may give several, one after the other.
        let first = |dirs: &PathBuf| {
            dirs.as_os_str().as_bytes().split(|b| *b == b':').next().map(OsStr::from_bytes).map(PathBuf::from)
        };
        if let Some(runtime) = self.runtime.as_ref().and_then(first).filter(|dir| dir.is_absolute()) {
            return vec![runtime];
        }
        let own = format!("shouxi-{}", account::own());
        let xdg = self.xdg.iter().filter(|dir| dir.is_absolute()).map(|dir| dir.join("shouxi"));
        let temporary = self.temporary.iter().filter(|dir| dir.is_absolute()).map(|dir| dir.join(&own));
        xdg.chain(temporary).chain([Path::new("/tmp").join(&own)]).collect()
    }

    /// The socket's path for the panel in `root`, which is real: short, however long that is.
    fn socket(&self, root: &Path) -> Result<PathBuf, Trouble> {
        let hash = blake3::hash(root.as_os_str().as_bytes()).to_hex();
        let name = format!("{}-{PROTOCOL}.sock", hash.get(..16).unwrap_or_default());
        let paths: Vec<_> = self.directories().into_iter().map(|dir| dir.join(&name)).collect();
        let fits = paths.iter().find(|path| path.as_os_str().len() <= PATH_MAX).cloned();
        fits.ok_or_else(|| Trouble::SocketPath(paths.first().map(|path| trouble::path(path)).unwrap_or_default()))
    }
}

/// A socket that is listened at, and the file that names it.
#[derive(Debug)]
pub(super) struct Socket {
    path: PathBuf,
    endpoint: PathBuf,
}

impl Socket {
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Nobody is sent here any more.
    pub(super) fn remove(self) {
        // Left behind they are found stale; there is nobody to tell.
        let named =
            fs::read(&self.endpoint).is_ok_and(|said| said.trim_ascii_end() == self.path.as_os_str().as_bytes());
        if named {
            let _ = fs::remove_file(&self.endpoint);
        }
        let _ = fs::remove_file(&self.path);
    }
}

/// Listens for clients of the panel in `root` and says where.
pub(super) fn bind(root: &Path, surroundings: &Surroundings) -> Result<(UnixListener, Socket), Trouble> {
    let root = root.canonicalize().map_err(|error| trouble::io(root, &error))?;
    let path = surroundings.socket(&root)?;
    let at = |error: io::Error| trouble::io(&path, &error);
    let mode = path.parent().map(directory).transpose()?.unwrap_or(0o700);
    clear(&path)?;
    let listener = UnixListener::bind(&path).map_err(at)?;
    // Until here the directory alone keeps others out.
    let group = mode & 0o070 != 0;
    fs::set_permissions(&path, Permissions::from_mode(if group { 0o660 } else { 0o600 })).map_err(at)?;
    if group && let Some(dir) = path.parent() {
        let gid = fs::metadata(dir).map_err(at)?.gid();
        std::os::unix::fs::chown(&path, None, Some(gid)).map_err(at)?;
    }
    let endpoint = root.join(ENDPOINT);
    announce(&endpoint, &path).map_err(|error| trouble::io(&endpoint, &error))?;
    Ok((listener, Socket { path, endpoint }))
}

/// The directory is ours, no link, and closed to others; it is made where it is missing. Gives its mode.
fn directory(dir: &Path) -> Result<u32, Trouble> {
    match DirBuilder::new().mode(0o700).create(dir) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(trouble::io(dir, &error)),
        _ => {}
    }
    let found = fs::symlink_metadata(dir).map_err(|error| trouble::io(dir, &error))?;
    let exposed = |how| Err(Trouble::Exposed(trouble::path(dir), how));
    if !found.is_dir() {
        return exposed(Exposure::Link);
    }
    if found.uid() != account::own() {
        return exposed(Exposure::Owner);
    }
    let mode = found.mode() & 0o777;
    if mode & (OTHERS | GROUP_WRITES) != 0 { exposed(Exposure::Mode(mode)) } else { Ok(mode) }
}

/// Takes a socket away that nobody listens at any more; only a refused connection proves that.
fn clear(path: &Path) -> Result<(), Trouble> {
    let at = |error: &io::Error| trouble::io(path, error);
    if fs::symlink_metadata(path).is_err() {
        return Ok(());
    }
    match UnixStream::connect(path) {
        Ok(_) => Err(Trouble::Held(None)),
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
            fs::remove_file(path).map_err(|error| at(&error))
        }
        Err(error) => Err(at(&error)),
    }
}

/// Writes ENDPOINT whole or not at all.
fn announce(endpoint: &Path, path: &Path) -> io::Result<()> {
    let new = endpoint.with_extension("new");
    let mut file = fs::File::create(&new)?;
    file.write_all(path.as_os_str().as_bytes())?;
    file.write_all(b"\n")?;
    file.set_permissions(Permissions::from_mode(0o644))?;
    drop(file);
    fs::rename(&new, endpoint)
}

/// The socket that ENDPOINT names; none where there is no such file.
pub(in crate::desk) fn endpoint(root: &Path) -> Result<Option<PathBuf>, Trouble> {
    let file = root.join(ENDPOINT);
    let at = |error: io::Error| trouble::io(&file, &error);
    let said = match fs::File::open(&file) {
        Ok(open) => {
            let mut said = Vec::new();
            open.take(ENDPOINT_MAX).read_to_end(&mut said).map_err(at)?;
            said
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(at(error)),
    };
    let path = PathBuf::from(OsStr::from_bytes(said.trim_ascii_end()));
    if path.is_absolute() && path.as_os_str().len() <= PATH_MAX {
        Ok(Some(path))
    } else {
        Err(Trouble::SocketPath(trouble::path(&path)))
    }
}

/// Others may not write in the folder: they could put another store in its place. And where they can come into it, as
/// accounts with seats of their own have to, nothing in it is theirs to read but where the server listens.
pub(super) fn closed_folder(root: &Path) -> Result<(), Trouble> {
    let root = &root.canonicalize().map_err(|error| trouble::io(root, &error))?;
    let at = |error: io::Error| trouble::io(root, &error);
    let mode = fs::metadata(root).map_err(at)?.mode() & 0o777;
    if mode & 0o022 != 0 {
        return Err(Trouble::Exposed(trouble::path(root), Exposure::Writable(mode)));
    }
    // A folder on the way that nobody else may enter closes all that is below.
    let shut = |above: &Path| fs::metadata(above).is_ok_and(|found| found.mode() & 0o011 == 0);
    if root.ancestors().any(shut) {
        return Ok(());
    }
    let apart = [ENDPOINT, STORE].map(OsStr::new);
    for entry in fs::read_dir(root).map_err(at)? {
        let entry = entry.map_err(at)?;
        if apart.contains(&entry.file_name().as_os_str()) {
            continue;
        }
        // What a link leads to counts; one that leads nowhere shows nothing.
        let Ok(found) = fs::metadata(entry.path()) else { continue };
        let mode = found.mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(Trouble::Exposed(trouble::path(&entry.path()), Exposure::Readable(mode)));
        }
    }
    Ok(())
}

/// Nobody else may look into the store.
pub(super) fn closed_store(root: &Path) -> Result<(), Trouble> {
    let store = Folder { root: root.to_path_buf() }.store();
    let found = match fs::symlink_metadata(&store) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(trouble::io(&store, &error)),
    };
    if !found.is_dir() {
        return Err(Trouble::Exposed(trouble::path(&store), Exposure::Link));
    }
    if found.uid() != account::own() {
        return Err(Trouble::Exposed(trouble::path(&store), Exposure::Owner));
    }
    keeps_out(&store, &found, 0o077)
}

fn keeps_out(path: &Path, found: &Metadata, bits: u32) -> Result<(), Trouble> {
    let mode = found.mode() & 0o777;
    if mode & bits == 0 { Ok(()) } else { Err(Trouble::Exposed(trouble::path(path), Exposure::Mode(mode))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn panel() -> tempfile::TempDir {
        let panel = tempfile::tempdir().unwrap();
        fs::set_permissions(panel.path(), Permissions::from_mode(0o755)).unwrap();
        panel
    }

    fn runtime(dir: &Path) -> Surroundings {
        Surroundings { runtime: Some(dir.to_path_buf()), ..Surroundings::default() }
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o777
    }

    #[test]
    fn the_directory_of_sockets_is_ours_closed_to_others_and_no_link() {
        let (panel, top) = (panel(), tempfile::tempdir().unwrap());
        let dir = top.path().join("run");
        let bound = |mode: u32| {
            fs::set_permissions(&dir, Permissions::from_mode(mode)).unwrap();
            bind(panel.path(), &runtime(&dir)).map(|(_listener, socket)| {
                let socket_mode = self::mode(socket.path());
                socket.remove();
                socket_mode
            })
        };
        // Made where it is missing, closed to everybody.
        let (_listener, socket) = bind(panel.path(), &runtime(&dir)).unwrap();
        assert_eq!((mode(&dir), mode(socket.path()), mode(&panel.path().join(ENDPOINT))), (0o700, 0o600, 0o644));
        socket.remove();
        assert!(fs::read_dir(&dir).unwrap().next().is_none() && !panel.path().join(ENDPOINT).exists());
        assert_eq!(bound(0o750), Ok(0o660), "a group may come in");
        for open in [0o755, 0o770, 0o702, 0o777] {
            assert_eq!(bound(open), Err(Trouble::Exposed(trouble::path(&dir), Exposure::Mode(open))), "{open:o}");
        }
        let link = top.path().join("link");
        fs::set_permissions(&dir, Permissions::from_mode(0o700)).unwrap();
        std::os::unix::fs::symlink(&dir, &link).unwrap();
        let refused = bind(panel.path(), &runtime(&link)).map(drop);
        assert_eq!(refused, Err(Trouble::Exposed(trouble::path(&link), Exposure::Link)));
        if std::os::unix::fs::chown(&dir, Some(65_534), None).is_ok() {
            assert_eq!(bound(0o700), Err(Trouble::Exposed(trouble::path(&dir), Exposure::Owner)));
        } else {
            println!("SKIPPED another's directory: only root can give one away");
        }
        assert!(!panel.path().join(ENDPOINT).exists());
    }

    #[test]
    fn a_path_of_more_than_107_bytes_is_passed_over_where_there_is_another_and_refused_where_there_is_none() {
        let (panel, top) = (panel(), tempfile::tempdir().unwrap());
        let root = panel.path().canonicalize().unwrap();
        let long = top.path().join("评".repeat(30));
        let refused = runtime(&long).socket(&root);
        assert!(matches!(refused, Err(Trouble::SocketPath(_))), "{refused:?}");
        let xdg =
            Surroundings { xdg: Some(long), temporary: Some(top.path().to_path_buf()), ..Surroundings::default() };
        let socket = xdg.socket(&root).unwrap();
        assert!(socket.starts_with(top.path().join(format!("shouxi-{}", account::own()))), "{socket:?}");
        let longest = PATH_MAX - "/0123456789abcdef-1.sock".len();
        let exact = |length: usize| Path::new("/").join("a".repeat(length - 1));
        assert_eq!(runtime(&exact(longest)).socket(&root).unwrap().as_os_str().len(), PATH_MAX);
        assert!(runtime(&exact(longest + 1)).socket(&root).is_err());
    }

    #[test]
    fn a_socket_that_somebody_listens_at_is_left_alone_and_a_dead_one_is_taken_away() {
        let (panel, top) = (panel(), tempfile::tempdir().unwrap());
        let dir = top.path().join("run");
        let (listener, socket) = bind(panel.path(), &runtime(&dir)).unwrap();
        assert_eq!(bind(panel.path(), &runtime(&dir)).map(drop), Err(Trouble::Held(None)));
        assert!(socket.path().exists());
        // As SIGKILL leaves it.
        drop(listener);
        assert!(bind(panel.path(), &runtime(&dir)).is_ok());
    }

    #[test]
    fn an_endpoint_that_cannot_be_one_is_not_followed() {
        let panel = panel();
        let endpoint = |said: &str| {
            fs::write(panel.path().join(ENDPOINT), said).unwrap();
            endpoint(panel.path())
        };
        assert_eq!(endpoint("/run/shouxi/x.sock\n"), Ok(Some(PathBuf::from("/run/shouxi/x.sock"))));
        for bad in ["", "run/x.sock\n", &format!("/{}\n", "x".repeat(PATH_MAX)), &"/x".repeat(10_000)] {
            assert!(matches!(endpoint(bad), Err(Trouble::SocketPath(_))), "{bad:.20}");
        }
    }
}
