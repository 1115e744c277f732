//! Opening a panel, one way for everybody (DESIGN §6): a server that answers is used; else this process takes the lock,
//! journal, store, hall; else whoever only looks folds the journal as far as it is whole.

use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;

use super::behind::Behind;
use super::client::{Caller, OUTBOX, Outbox};
use super::folding::Folding;
use super::hall::{Begin, Door, Hall, places};
use super::peer::Peer;
use super::record::{Keeper, Record};
use super::view::SeatCard;
use super::{Client, Source, trouble};
use crate::domain::{Cause, RecordTrouble, Role, SeatId, State, Trouble};
use crate::folder::Folder;
use crate::journal::file::{FileJournal, OpenError, Opened};
use crate::journal::lock::LockError;
use crate::journal::place::{self, PlaceError};
use crate::text::nearest;

/// What a program needs of the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Looking only: takes the lock where it is free, and without it folds the journal to its last whole frame.
    Look,
    /// Writing too: the lock is needed.
    Write,
    /// As `Write`, for a screen: does not wait for the store to open.
    Screen,
}

/// Which ways to the panel are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// The server's if it answers, else this process's own.
    #[default]
    Any,
    /// The server's only (`--remote-only`): a key of the serving account led here, and leads nowhere else.
    Server,
}

/// Who holds the panel.
#[derive(Debug)]
enum Holder {
    /// This process, or nobody.
    Here(Hall),
    /// A server.
    Server(Peer),
}

/// An open panel.
#[derive(Debug)]
pub struct Desk {
    holder: Holder,
    seats: Vec<SeatCard>,
    root: PathBuf,
    told: Vec<Trouble>,
    writable: bool,
}

impl Desk {
    /// Sits down at a seat of the panel; `enters` where a person comes in, not a single command.
    pub fn sit(&mut self, seat: &SeatId, enters: bool) -> Result<Client, Trouble> {
        let (outbox, posts) = sync_channel(OUTBOX);
        Ok(Client::new(self.join(seat, enters, Box::new(outbox))?, posts))
    }

    /// Enters a seat with a screen: what is sent to it goes to `outbox`.
    pub fn enter(&self, seat: &SeatId, outbox: Box<dyn Outbox>) -> Result<Caller, Trouble> {
        self.join(seat, true, outbox)
    }

    fn join(&self, seat: &SeatId, enters: bool, outbox: Box<dyn Outbox>) -> Result<Caller, Trouble> {
        match &self.holder {
            // Who is known there, and who may sit, is the server's to say.
            Holder::Server(peer) => peer.join(seat, enters, outbox),
            Holder::Here(hall) if self.seats.iter().any(|card| card.id == *seat) => {
                hall.join(seat.clone(), enters, outbox)
            }
            Holder::Here(_) => Err(unknown_seat(seat, &self.seats)),
        }
    }

    /// The only secretary, for commands without `--as`.
    pub fn only_secretary(&self) -> Result<SeatId, Trouble> {
        let mut secretaries = self.seats.iter().filter(|card| card.role == Role::Secretary && card.replaced.is_none());
        match (secretaries.next(), secretaries.next()) {
            (Some(card), None) => Ok(card.id.clone()),
            _ => Err(Trouble::SeatNeeded(self.seats.iter().map(|card| card.id.clone()).collect())),
        }
    }

    /// All seats; before opening as the file has them.
    pub fn seats(&self) -> &[SeatCard] {
        &self.seats
    }

    /// The panel folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Whether writes can be taken: false where another program holds the panel.
    pub fn is_writable(&self) -> bool {
        self.writable
    }

    /// What happened at opening (a cut tail), to be told on stderr.
    pub fn told(&mut self) -> Vec<Trouble> {
        std::mem::take(&mut self.told)
    }

    /// The seats that the account of this process sits in, where a server decides that; empty where any may be named.
    pub fn own_seats(&self) -> &[SeatId] {
        match &self.holder {
            Holder::Server(peer) if !peer.here.owner => &peer.here.yours,
            Holder::Server(_) | Holder::Here(_) => &[],
        }
    }

    /// Whether any seat may be named: not where a server knows the account as another's than its own.
    pub fn any_seat(&self) -> bool {
        match &self.holder {
            Holder::Server(peer) => peer.here.owner,
            Holder::Here(_) => true,
        }
    }

    /// Whether a server holds the panel.
    pub fn is_served(&self) -> bool {
        matches!(self.holder, Holder::Server(_))
    }

    /// The way into the hall of this process.
    pub(super) fn door(&self) -> Result<Door, Trouble> {
        match &self.holder {
            Holder::Here(hall) => Ok(hall.door().clone()),
            Holder::Server(_) => Err(Trouble::Held(None)),
        }
    }

    /// Finishes what waits and closes.
    pub fn close(self) {
        match self.holder {
            Holder::Here(hall) => hall.close(),
            Holder::Server(_) => {}
        }
    }
}

/// A seat that is none of these, and the nearest.
pub fn unknown_seat(seat: &SeatId, seats: &[SeatCard]) -> Trouble {
    let near = nearest(seat.as_str(), seats.iter().map(|card| card.id.as_str()));
    Trouble::UnknownSeat(crate::text::clean_line(seat.as_str()), near.and_then(|word| SeatId::parse(word).ok()))
}

/// Opens the panel in `root`, through its server if one answers.
pub fn open(root: &Path, access: Access, source: Source) -> Result<Desk, Trouble> {
    reach(root, access, Reach::Any, source)
}

/// As [`open`], by the ways of `reach` only.
pub fn reach(root: &Path, access: Access, reach: Reach, source: Source) -> Result<Desk, Trouble> {
    match (Peer::find(root, reach == Reach::Server)?, reach) {
        (Some(peer), _) => {
            let seats = peer.here.seats.clone();
            Ok(Desk { holder: Holder::Server(peer), seats, root: root.to_path_buf(), told: Vec::new(), writable: true })
        }
        (None, Reach::Server) => Err(Trouble::Unreachable(trouble::path(&root.join("ENDPOINT")), Cause::Missing)),
        (None, Reach::Any) => open_here(root, access, source),
    }
}

/// Opens the panel in `root` in this process.
pub(super) fn open_here(root: &Path, access: Access, source: Source) -> Result<Desk, Trouble> {
    let store = Folder { root: root.to_path_buf() }.store();
    let exists = std::fs::symlink_metadata(&store).is_ok();
    if access == Access::Look && !exists {
        return unopened(root, source);
    }
    let lock = match place::take(&store) {
        Ok(lock) => lock,
        Err(PlaceError::Lock(LockError::Held { .. })) if access == Access::Look => return beside(root, &store, source),
        // A read-only folder can still be looked at.
        Err(PlaceError::Lock(LockError::Disk(_)) | PlaceError::Disk(_)) if access == Access::Look => {
            return beside(root, &store, source);
        }
        Err(error) => return Err(trouble::place(&store, &error)),
    };
    let mut folding = Folding::default();
    let opened = FileJournal::open_in(&store, None, &mut |sealed| folding.visit(sealed));
    let (journal, folding, told) = folded(opened, folding)?;
    let behind = Behind::new(&store, lock);
    let begin = if access == Access::Screen { Begin::AfterTheFirstPage } else { Begin::AtOnce };
    let desk = start(root, Some(Box::new(journal)), folding, Some((behind, begin)), told, source)?;
    if access != Access::Screen
        && let Holder::Here(hall) = &desk.holder
    {
        hall.wait_settled()?;
    }
    Ok(desk)
}

/// A folder whose scoring has not opened: nothing is written by looking at it.
fn unopened(root: &Path, source: Source) -> Result<Desk, Trouble> {
    start(root, None, Folding::default(), None, Vec::new(), source)
}

/// Beside a program that holds the panel: the journal as far as it is whole, nothing written.
fn beside(root: &Path, store: &Path, source: Source) -> Result<Desk, Trouble> {
    let mut folding = Folding::default();
    let opened = FileJournal::open_in_to_read(store, &mut |sealed| folding.visit(sealed));
    let (journal, folding, _) = folded(opened, folding)?;
    start(root, Some(Box::new(journal)), folding, None, Vec::new(), source)
}

/// The seats as the journal has them, as far as it can be read; otherwise as the file has them. Takes no lock and opens
/// no store: for who has to mend one.
pub fn seats_of(root: &Path) -> Vec<SeatCard> {
    let mut folding = Folding::default();
    let store = Folder { root: root.to_path_buf() }.store();
    // Damage is what the mending is about; the seats stand at the journal's beginning.
    drop(FileJournal::open_in_to_read(&store, &mut |sealed| folding.visit(sealed)));
    cards(root, &folding.state)
}

fn cards(root: &Path, state: &State) -> Vec<SeatCard> {
    places(root, state).into_iter().map(|place| place.card).collect()
}

type Folded = (FileJournal, Folding, Vec<Trouble>);

fn folded(opened: Result<(FileJournal, Opened), OpenError>, folding: Folding) -> Result<Folded, Trouble> {
    if let Some(trouble) = &folding.trouble {
        return Err(trouble.clone());
    }
    let (journal, found) = opened.map_err(|error| trouble::open(&error))?;
    let torn = found.torn.and_then(|torn| {
        let kept = torn.kept.as_deref().map(trouble::path)?;
        Some(RecordTrouble::TornTail { bytes: torn.bytes, kept, last: found.head.number }.into())
    });
    Ok((journal, folding, torn.into_iter().collect()))
}

fn start(
    root: &Path,
    journal: Option<Box<dyn Keeper>>,
    folding: Folding,
    behind: Option<(Behind, Begin)>,
    told: Vec<Trouble>,
    source: Source,
) -> Result<Desk, Trouble> {
    let seats = cards(root, &folding.state);
    let writable = behind.is_some();
    let store = Folder { root: root.to_path_buf() }.store();
    let record = Record::new(root, journal, folding, writable, source).stored_in(&store);
    let (behind, begin) = behind.map_or((None, Begin::AtOnce), |(behind, begin)| (Some(behind), begin));
    let hall = Hall::start(record, behind, begin, source)?;
    Ok(Desk { holder: Holder::Here(hall), seats, root: root.to_path_buf(), told, writable })
}
