//! What disks, frames and files say, as the troubles that people read.

use std::io;
use std::path::Path;

use crate::domain::{Cause, Damage, FindingKind, RecordTrouble, Trouble};
use crate::folder::{FreezeError, FrozenError, PutBackError};
use crate::journal::chain::ChainError;
use crate::journal::disk::DiskError;
use crate::journal::file::OpenError;
use crate::journal::lock::LockError;
use crate::journal::place::{PlaceError, VERSION};
use crate::journal::seam::{AppendError, DamageKind, ReadError};
use crate::text::{Clean, clean_line};

pub(super) fn path(path: &Path) -> Clean {
    clean_line(&path.to_string_lossy())
}

pub(super) fn io(at: &Path, error: &io::Error) -> Trouble {
    Trouble::Disk(path(at), Cause::from(error))
}

pub(super) fn thread(error: &io::Error) -> Trouble {
    Trouble::Disk(clean_line("thread"), Cause::from(error))
}

pub(super) fn disk(error: DiskError) -> Cause {
    match error {
        DiskError::Full => Cause::Full,
        DiskError::ReadOnly => Cause::ReadOnly,
        DiskError::Permission => Cause::NoPermission,
        DiskError::Missing => Cause::Missing,
        DiskError::Other(kind) => Cause::Other(clean_line(&kind.to_string())),
    }
}

pub(super) fn append(error: &AppendError) -> Trouble {
    match error {
        AppendError::NotSaved { why } => Trouble::NotSaved(disk(*why)),
        AppendError::ReadOnly => Trouble::NotSaved(Cause::ReadOnly),
        AppendError::Faster { .. }
        | AppendError::Disturbed { .. }
        | AppendError::NotRecovered
        | AppendError::Empty
        | AppendError::FrameTooLarge
        | AppendError::EventTooLarge { .. }
        | AppendError::NoNumber => Trouble::NotSaved(Cause::Other(clean_line(&format!("{error:?}")))),
    }
}

pub(super) fn read(error: &ReadError) -> Trouble {
    match error {
        ReadError::Disk(why) => Trouble::Disk(clean_line("store/journal"), disk(*why)),
        ReadError::Damage(damage) => damaged(damage.number, damage.kind),
    }
}

pub(super) fn open(error: &OpenError) -> Trouble {
    match error {
        OpenError::Disk(why) => Trouble::Disk(clean_line("store/journal"), disk(*why)),
        OpenError::Damage(damage) => damaged(damage.number, damage.kind),
        OpenError::Stopped(head) => RecordTrouble::Damaged(head.number, Damage::Misfit).into(),
        OpenError::EndsBefore { ends, known, .. } => {
            RecordTrouble::JournalCut { ends: ends.number, seen: known.number }.into()
        }
        OpenError::Differs { known, .. } => RecordTrouble::ChainBroken(known.number).into(),
        OpenError::ReadOnly => Trouble::Disk(clean_line("store/journal"), Cause::ReadOnly),
    }
}

fn damaged(number: u64, kind: DamageKind) -> Trouble {
    RecordTrouble::Damaged(
        number,
        match kind {
            DamageKind::Header | DamageKind::Lengths => Damage::Malformed,
            DamageKind::Body => Damage::Checksum,
            DamageKind::OutOfPlace { .. } | DamageKind::CutShort => Damage::Number,
            DamageKind::History(ChainError::TimeWentBack) => Damage::Time,
            DamageKind::History(_) => Damage::Digest,
            DamageKind::LaterVersion(version) => {
                return RecordTrouble::LaterVersion(clean_line("store/journal"), u32::from(version), 1).into();
            }
        },
    )
    .into()
}

pub(super) fn place(store: &Path, error: &PlaceError) -> Trouble {
    match error {
        PlaceError::Lock(LockError::Held { pid, host }) => {
            let host = clean_line(host.as_deref().unwrap_or_default());
            Trouble::Held(pid.map(|pid| (pid, host)))
        }
        PlaceError::Lock(LockError::Disk(why)) => Trouble::Disk(clean_line("store/LOCK"), disk(*why)),
        PlaceError::Disk(why) => Trouble::Disk(path(store), disk(*why)),
        PlaceError::Later(version) => RecordTrouble::LaterVersion(clean_line("store/FORMAT"), *version, VERSION).into(),
        PlaceError::NotOurs => Trouble::NotAStore(path(store)),
    }
}

pub(super) fn freeze(error: &FreezeError) -> Trouble {
    match error {
        FreezeError::Changed(file) => Trouble::Moving(file.clone()),
        FreezeError::Unreadable(file, kind) => Trouble::Disk(
            file.clone(),
            match kind.as_ref() {
                FindingKind::NoFile => Cause::Missing,
                FindingKind::Unreadable(why) => why.clone(),
                other => Cause::Other(clean_line(&format!("{other:?}"))),
            },
        ),
        FreezeError::Io(at, error) => io(at, error),
    }
}

pub(super) fn put_back(below: &str, error: &PutBackError) -> Trouble {
    match error {
        PutBackError::Frozen(error) => frozen(&clean_line(below), error),
        PutBackError::Kept(error) => freeze(error),
        PutBackError::Io(at, error) => io(at, error),
    }
}

pub(super) fn frozen(name: &Clean, error: &FrozenError) -> Trouble {
    match error {
        FrozenError::Missing => RecordTrouble::FrozenMissing(name.clone()).into(),
        FrozenError::Differs => RecordTrouble::FrozenDiffers(name.clone()).into(),
        FrozenError::Unreadable(why) => Trouble::Disk(name.clone(), why.clone()),
    }
}
