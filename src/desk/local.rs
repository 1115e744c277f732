//! Opening a panel in this process: lock, journal, store, hall (DESIGN §6 "one way"). A server is asked first once there is one.

use std::path::{Path, PathBuf};

use super::behind::Behind;
use super::hall::{Begin, Hall};
use super::record::{Folding, Keeper, Record};
use super::view::SeatCard;
use super::{Client, Source, trouble};
use crate::domain::{RecordTrouble, Role, SeatId, State, Trouble};
use crate::folder::{self, Folder};
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

/// An open panel.
#[derive(Debug)]
pub struct Desk {
    hall: Hall,
    seats: Vec<SeatCard>,
    root: PathBuf,
    told: Vec<Trouble>,
    writable: bool,
}

impl Desk {
    /// Sits down at a seat of the panel; `enters` where a person comes in, not a single command.
    pub fn sit(&mut self, seat: &SeatId, enters: bool) -> Result<Client, Trouble> {
        if self.seats.iter().any(|card| card.id == *seat) {
            return self.hall.sit(seat.clone(), enters);
        }
        Err(unknown_seat(seat, &self.seats))
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

    /// The hall, for sitting down at several seats.
    pub fn hall(&mut self) -> &mut Hall {
        &mut self.hall
    }

    /// Finishes what waits and closes.
    pub fn close(self) {
        self.hall.close();
    }
}

/// A seat that is none of these, and the nearest.
pub fn unknown_seat(seat: &SeatId, seats: &[SeatCard]) -> Trouble {
    let near = nearest(seat.as_str(), seats.iter().map(|card| card.id.as_str()));
    Trouble::UnknownSeat(crate::text::clean_line(seat.as_str()), near.and_then(|word| SeatId::parse(word).ok()))
}

/// Opens the panel in `root`.
pub fn open(root: &Path, access: Access, source: Source) -> Result<Desk, Trouble> {
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
    if access != Access::Screen {
        desk.hall.wait_settled()?;
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
    seats(root, &folding.state)
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
    let seats = seats(root, &folding.state);
    let writable = behind.is_some();
    let record = Record::new(root, journal, folding, writable, source);
    let (behind, begin) = behind.map_or((None, Begin::AtOnce), |(behind, begin)| (Some(behind), begin));
    let hall = Hall::start(record, behind, begin, source)?;
    Ok(Desk { hall, seats, root: root.to_path_buf(), told, writable })
}

fn seats(root: &Path, state: &State) -> Vec<SeatCard> {
    let file;
    let panel = match &state.panel {
        Some(panel) => panel.as_ref(),
        None => match folder::read_panel_file(root).0 {
            Some(panel) => {
                file = panel;
                &file
            }
            None => return Vec::new(),
        },
    };
    let card = |seat: &crate::domain::Seat| SeatCard {
        id: seat.id.clone(),
        role: seat.role,
        name: seat.name.clone(),
        phone: crate::text::Clean::default(),
        replaced: state.replaced.get(&seat.id).map(|(new, _)| new.clone()),
    };
    panel.seats.iter().map(card).collect()
}
