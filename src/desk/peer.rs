//! A client's end of the socket: finding the server, taking a seat, and coming back after the line broke.

use std::io::{self, BufReader};
use std::net::Shutdown;
use std::os::unix::fs::MetadataExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use super::client::{Caller, Outbox, Post};
use super::request::Request;
use super::server::{account, endpoint};
use super::trouble;
use super::wire::{
    Fault, Here, MESSAGE_MAX, MessageReader, PROTOCOL, Sit, ToClient, ToServer, read_hello, send, write_hello,
};
use crate::domain::{Cause, Exposure, SeatId, Trouble};
use crate::folder::Folder;
use crate::text::clean_line;

/// Time for the server to answer a hello.
const HELLO: Duration = Duration::from_secs(5);
/// Time for the server to take something of a request.
const TAKE: Duration = Duration::from_secs(10);
/// Pauses between two tries to come back: from this, doubled, to that.
const PAUSE: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(2));

/// A server that answered.
#[derive(Clone, Debug)]
pub(super) struct Peer {
    root: PathBuf,
    /// What it told.
    pub(super) here: Here,
    /// The account of this process vouches for the seats it names.
    vouched: bool,
}

type Reader = MessageReader<BufReader<UnixStream>>;

impl Peer {
    /// The server of the panel in `root`; none where ENDPOINT names none, or one that is gone.
    pub(super) fn find(root: &Path, vouched: bool) -> Result<Option<Self>, Trouble> {
        // Each seat has a line of its own; this one has told what it was asked for.
        let here = connect(root)?.map(|(.., here)| here);
        Ok(here.map(|here| Self { root: root.to_path_buf(), here, vouched }))
    }

    /// Takes a seat; what comes goes to `posts`. Where a person `enters`, the line comes back by itself after it broke.
    pub(super) fn join(&self, seat: &SeatId, enters: bool, posts: Box<dyn Outbox>) -> Result<Caller, Trouble> {
        let sit = Sit { seat: seat.clone(), enters, vouched: self.vouched };
        let (stream, reader) = seated(&self.root, &sit)?.ok_or_else(|| gone(&self.root))?;
        let (alive, ended) = sync_channel(0);
        let line = Arc::new(Line { stream: Mutex::new(Some(stream)), _alive: alive });
        let back = enters.then(|| Return { root: self.root.clone(), sit, ended });
        let listening = Listening { line: Arc::downgrade(&line), posts, back };
        let started = std::thread::Builder::new().name("server".to_owned()).spawn(move || listening.run(reader));
        started.map_err(|error| trouble::thread(&error))?;
        Ok(Caller::over(seat.clone(), line))
    }
}

/// Asks the server of the panel in `root` to stop, and waits until it has.
pub fn stop(root: &Path) -> Result<(), Trouble> {
    let (stream, mut reader, _) = connect(root)?.ok_or(Trouble::NotServing)?;
    send(&mut &stream, &ToServer::Stop).map_err(|fault| failed(root, fault))?;
    match reader.read(|| {}) {
        Ok(ToClient::Seated) => {}
        Ok(ToClient::Bye(bye)) => return Err(bye.trouble()),
        Ok(_) => return Err(Trouble::Disconnected(0)),
        Err(fault) => return Err(failed(root, fault)),
    }
    stream.set_read_timeout(None).map_err(|error| failed(root, error.into()))?;
    // It has stopped when nothing holds the other end any more.
    while reader.read::<ToClient>(|| {}).is_ok() {}
    Ok(())
}

/// A line that can be written to.
#[derive(Debug)]
pub(super) struct Line {
    /// None while it is broken.
    stream: Mutex<Option<UnixStream>>,
    /// Its end ends the thread that listens.
    _alive: SyncSender<()>,
}

impl Line {
    fn lock(&self) -> MutexGuard<'_, Option<UnixStream>> {
        // A stream that failed is taken out before anything else happens.
        self.stream.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends a request. A line that breaks on the way is not used again; whether the request arrived, nobody knows.
    pub(super) fn send(&self, id: u64, request: Request) -> Result<(), Trouble> {
        let mut stream = self.lock();
        let Some(open) = stream.as_ref() else { return Err(Trouble::Disconnected(1)) };
        match send(&mut &*open, &ToServer::Request { id, request }) {
            Ok(()) => Ok(()),
            // Nothing of it was sent.
            Err(Fault::Malformed) => {
                Err(Trouble::TooLarge(clean_line("request"), u64::try_from(MESSAGE_MAX).unwrap_or(u64::MAX)))
            }
            Err(_) => {
                let _ = open.shutdown(Shutdown::Both);
                *stream = None;
                Err(Trouble::Disconnected(1))
            }
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if let Some(open) = self.lock().take() {
            let _ = open.shutdown(Shutdown::Both);
        }
    }
}

/// How to come back.
struct Return {
    root: PathBuf,
    sit: Sit,
    /// Ends when nobody holds the line any more.
    ended: Receiver<()>,
}

/// The thread that listens to the server.
struct Listening {
    line: Weak<Line>,
    posts: Box<dyn Outbox>,
    back: Option<Return>,
}

impl Listening {
    fn run(self, mut reader: Reader) {
        loop {
            if self.listen(&mut reader).is_none() {
                return;
            }
            if let Some(line) = self.line.upgrade() {
                *line.lock() = None;
            }
            if !self.posts.push(Post::Closed) {
                return;
            }
            let Some(back) = &self.back else { return };
            match self.come_back(back) {
                Some(again) => reader = again,
                None => return,
            }
            if !self.posts.push(Post::Back) {
                return;
            }
        }
    }

    /// Passes on what comes, until the line breaks. `None`: nobody listens any more.
    fn listen(&self, reader: &mut Reader) -> Option<()> {
        loop {
            let post = match reader.read(|| {}) {
                Ok(ToClient::Answer { id, result }) => Post::Answer { id, result },
                Ok(ToClient::Changed(topic)) => Post::Changed(topic),
                Ok(ToClient::Told(trouble)) => Post::Told(trouble),
                Ok(ToClient::Bye(_) | ToClient::Here(_) | ToClient::Seated) | Err(_) => return Some(()),
            };
            self.posts.push(post).then_some(())?;
        }
    }

    /// Tries until it is back in its seat. What keeps it out is told once. `None`: nobody waits any more.
    fn come_back(&self, back: &Return) -> Option<Reader> {
        let (mut pause, mut told) = (PAUSE.0, None);
        loop {
            match back.ended.recv_timeout(pause) {
                Err(RecvTimeoutError::Timeout) => {}
                _ => return None,
            }
            pause = (pause * 2).min(PAUSE.1);
            match seated(&back.root, &back.sit) {
                Ok(Some((stream, reader))) => {
                    *self.line.upgrade()?.lock() = Some(stream);
                    return Some(reader);
                }
                Ok(None) | Err(Trouble::Disconnected(_) | Trouble::Busy | Trouble::Unreachable(..)) => {}
                Err(why) if told.as_ref() == Some(&why) => {}
                Err(why) => {
                    self.posts.push(Post::Told(why.clone())).then_some(())?;
                    told = Some(why);
                }
            }
        }
    }
}

/// Connects, says hello, hears what is there. None where no server is.
fn connect(root: &Path) -> Result<Option<(UnixStream, Reader, Here)>, Trouble> {
    let Some(path) = endpoint(root)? else { return Ok(None) };
    let stream = match UnixStream::connect(&path) {
        Ok(stream) => stream,
        // Nobody listens there any more: left behind by a server that was killed, or cleared away since.
        Err(error) if matches!(error.kind(), io::ErrorKind::ConnectionRefused | io::ErrorKind::NotFound) => {
            return Ok(None);
        }
        Err(error) => return Err(Trouble::Unreachable(trouble::path(&path), Cause::from(&error))),
    };
    trusted(root, &path, &stream)?;
    let hello = || -> Result<(Reader, ToClient), Fault> {
        stream.set_read_timeout(Some(HELLO))?;
        stream.set_write_timeout(Some(TAKE))?;
        write_hello(&mut &stream)?;
        read_hello(&mut &stream)?;
        let mut reader = MessageReader::new(BufReader::new(stream.try_clone()?), MESSAGE_MAX);
        let first = reader.read(|| {})?;
        Ok((reader, first))
    };
    match hello() {
        Ok((reader, ToClient::Here(here))) => Ok(Some((stream, reader, here))),
        Ok((_, ToClient::Bye(bye))) => Err(bye.trouble()),
        Ok(_) => Err(failed(root, Fault::Malformed)),
        Err(fault) => Err(failed(root, fault)),
    }
}

/// A server of this panel runs as the account that owns its store; another one is a trap.
fn trusted(root: &Path, path: &Path, stream: &UnixStream) -> Result<(), Trouble> {
    let unreachable = |error: &io::Error| Trouble::Unreachable(trouble::path(path), Cause::from(error));
    let server = account::of_peer(stream).map_err(|error| unreachable(&error))?;
    let store = Folder { root: root.to_path_buf() }.store();
    let owner = std::fs::symlink_metadata(&store).map_err(|error| unreachable(&error))?.uid();
    if server == owner { Ok(()) } else { Err(Trouble::Exposed(trouble::path(path), Exposure::Owner)) }
}

/// Connects and takes a seat. None where no server is.
fn seated(root: &Path, sit: &Sit) -> Result<Option<(UnixStream, Reader)>, Trouble> {
    let Some((stream, mut reader, _)) = connect(root)? else { return Ok(None) };
    let fail = |fault| failed(root, fault);
    send(&mut &stream, &ToServer::Sit(sit.clone())).map_err(fail)?;
    match reader.read(|| {}).map_err(fail)? {
        ToClient::Seated => {}
        ToClient::Bye(bye) => return Err(bye.trouble()),
        _ => return Err(failed(root, Fault::Malformed)),
    }
    stream.set_read_timeout(None).map_err(|error| failed(root, error.into()))?;
    Ok(Some((stream, reader)))
}

fn gone(root: &Path) -> Trouble {
    failed(root, Fault::Closed)
}

fn failed(root: &Path, fault: Fault) -> Trouble {
    let at = trouble::path(&root.join("ENDPOINT"));
    match fault {
        Fault::Protocol(theirs) => Trouble::OtherProtocol(theirs, PROTOCOL),
        Fault::Closed => Trouble::Disconnected(0),
        Fault::Broken(error) => Trouble::Unreachable(at, Cause::from(&error)),
        Fault::Stranger | Fault::Malformed => Trouble::Unreachable(at, Cause::Other(clean_line("not a shouxi server"))),
    }
}
