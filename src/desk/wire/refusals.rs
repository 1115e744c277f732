//! Why something is not done: refusals, troubles, findings.

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Error as _, Serialize, Serializer};
use std::cell::Cell;

use super::value::{W, Wire};
use crate::domain::{
    AmendRefusal, Cause, Damage, Expected, Exposure, Finding, FindingKind, IdError, Obstacle, Place, RecordTrouble,
    Refusal, RowRefusal, Trouble, Unfit, VoteRefusal,
};

choices! {
    IdError { 0 Empty, 1 TooLong(limit), 2 Character(strange) }
    Obstacle {
        0 Contested(rank, members, places),
        1 SheetOut(seat, code),
        2 Missing(seat, code),
        3 Deviation(seat, code, section),
        4 Secrecy(code),
        5 Incomplete(code),
        6 Pending(number),
    }
    AmendRefusal {
        0 NothingChanged,
        1 MarkInvalid(item),
        2 ItemGone(item),
        3 SeatGone(seat),
        4 NewDossier(code),
        5 NeedsVote,
        6 NoMajority(votes, against),
        7 SecondSeat,
        8 Errors(count),
    }
    VoteRefusal {
        0 Count(named, counted),
        1 NotEligible(seat),
        2 Twice(seat),
        3 Recused(seat, code),
        4 TooMany(voters, eligible),
        5 NoMajority(votes, against),
    }
    Refusal {
        0 Role(roles),
        1 Stage { now, needs },
        2 NoSeat(word, near),
        3 NoDossier(word, near),
        4 NoItem(word, near),
        5 NoSection(word, near),
        6 NotExpert(seat),
        7 SeatReplaced(seat),
        8 DossierWithdrawn(code),
        9 Range { item, max, typed },
        10 Step { item, step, typed },
        11 NotDeclared(code),
        12 Signed(code, half),
        13 Closed(code, state),
        14 SheetState(seat, code, state),
        15 Stale { dossier, seen, now },
        16 Incomplete(code, items),
        17 NoOnsiteMark(code),
        18 Unexplained(code, section),
        19 NothingToSign,
        20 NoReason,
        21 TooLong(limit, length),
        22 NothingToUndo,
        23 Votes(why),
        24 NotAGroup(codes),
        25 Twice(code),
        26 NothingToDecide(code),
        27 Obstacles(obstacles),
        28 Findings(count),
        29 OwnSheet(seat, code),
        30 ForeignSeat(seat),
        31 Rows(rows),
        32 RowTwice(seat, code, item),
        33 NothingToConfirm(seat, code),
        34 OwnConfirmation,
        35 NoPending(number),
        36 NotConfidential(code),
        37 Amend(why),
        38 Hidden,
        39 Limit(limit),
        40 Overflow,
        41 SameSeat(seat),
        42 OthersSheet(seat),
        43 NotReturned(code),
    }
    Cause { 0 Missing, 1 NoPermission, 2 ReadOnly, 3 Full, 4 Other(words), 5 IsFolder, 6 NotFolder, 7 BadName, 8 Hardware, 9 OpenFiles }
    Exposure { 0 Owner, 1 Link, 2 Mode(mode), 3 Writable(mode), 4 Readable(mode) }
    Damage { 0 Checksum, 1 Malformed, 2 Digest, 3 Number, 4 Time, 5 Misfit }
    Unfit { 0 NotATerminal, 1 Term(name, utf8), 2 Locale(name), 3 NoCommands, 4 LocaleSent(name) }
    RecordTrouble {
        0 TornTail { bytes, kept, last },
        1 StoreRemade(aside),
        2 StoreCaughtUp(from, to),
        3 Healed(count),
        4 Edited { file, dossier, line },
        5 Witness(path, cause),
        6 Damaged(number, damage),
        7 ChainBroken(number),
        8 JournalCut { ends, seen },
        9 LaterVersion(file, version, known),
        10 FrozenMissing(name),
        11 FrozenDiffers(name),
        12 SealedDiffers(codes),
        13 HeadUnknown(head),
        14 ReceiptUnknown(receipt),
        15 NotProved(number),
        16 StoreDiffers(what),
        17 ReceiptNotOwn(receipt),
        18 HalfTyped(kept, all),
    }
    Trouble {
        0 NotEmpty(path),
        1 KeyDiffers,
        2 NoKey,
        3 KeyLacks(code),
        4 NoHolidays(year),
        5 OtherPanel(path),
        6 NotServing,
        7 TooLarge(path, limit),
        8 NotUtf8(path, gbk),
        9 SeatNeeded(seats),
        10 UnknownSeat(word, near),
        11 WrongRole(seat, role),
        12 NoPanel(path),
        13 NotAStore(path),
        14 BadId(word, why),
        15 BadHex(word),
        16 Terminal(unfit),
        17 Record(record),
        18 Held(by),
        19 Unreachable(endpoint, cause),
        20 Disconnected(waiting),
        21 Busy,
        22 OtherProtocol(theirs, ours),
        23 NotYourSeat(seat),
        24 SocketPath(path),
        25 NotSaved(cause),
        26 Disk(path, cause),
        27 Exposed(path, how),
        28 NoSeat,
        29 Moving(file),
        30 NoJournal,
        31 NoPanelIn(path, near),
        32 Crashed,
        33 NotABackup(path),
        34 Exists(path),
    }
    Expected { 0 Text, 1 Whole, 2 Number, 3 Truth, 4 Date, 5 List, 6 Table }
    FindingKind {
        0 NoFile,
        1 Unreadable(why),
        2 FileTooLarge { limit, length },
        3 NotUtf8 { looks_gbk },
        4 Syntax(said),
        5 Link,
        6 TooDeep,
        7 NotAFile,
        8 UnknownKey(key, near),
        9 MissingKey(key),
        10 WrongType(key, expected),
        11 NotOneOf(word, words),
        12 BadId(word, why),
        13 BadNumber(word, why),
        14 OutOfRange(key, lowest, highest),
        15 OffStep(key, step),
        16 BadDate(word),
        17 TooLong(limit, length),
        18 TooMany(of, limit),
        19 BasisSum(sum),
        20 BandAboveMax(max),
        21 BandOrder,
        22 BandGap(from),
        23 BothMaxAndItems(section),
        24 NoMaxNoItems(section),
        25 Repeated(of, word),
        26 RepeatedTieStep,
        27 NoWeight,
        28 PassAboveMax(pass, max),
        29 NoSection,
        30 NoExpert,
        31 VisitNoDossier(code),
        32 VisitNoExpert(seat),
        33 AccountTwice(word),
        34 OpenQuote,
        35 RowWidth { columns, fields },
        36 NoDossier,
        37 CodeNotFileName(code, file),
        38 LevelTooLow(word),
        39 TextNoSection(word, near),
        40 ConfidentialHas(key),
        41 YoungNotConfidential,
        42 HonourTwice(title),
        43 BornImplausible,
        44 QuotaAboveTen(quota),
        45 NoSecretary,
        46 Over55(age),
        47 EarlierTitle(year),
        48 MissingText(section),
        49 MissingStory,
        50 LongStory(length),
        51 TitleAtTwoLevels(title),
        52 LooksLikeName(text),
        53 LooksLikePhone(text),
        54 LooksLikeIdNumber(text),
        55 LooksLikePatent(text),
        56 LooksLikeEmployer(text),
        57 CodeNotDrawn(code),
        58 MonthMatters,
        59 Cleaned(count),
        60 Ignored,
        61 DropNeverApplies,
        62 FewerSeatsThanMin,
        63 NoBands(item),
        64 FolderTooLarge { limit },
        65 NotAKey(word),
    }
}

records! {
    Place { file, line, column }
    Finding { place, what }
}

thread_local! {
    /// Whether a refused row is being written or read: a row is refused for one reason, never for other rows. Without
    /// that a message could be nested as deep as it is long.
    static IN_ROW: Cell<bool> = const { Cell::new(false) };
}

fn in_row<T, E>(nested: impl FnOnce() -> E, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    if IN_ROW.replace(true) {
        return Err(nested());
    }
    let worked = work();
    IN_ROW.set(false);
    worked
}

impl Wire for RowRefusal {
    fn put<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        in_row(|| S::Error::custom("nested"), || (self.line, W(&self.why)).serialize(to))
    }

    fn take<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        in_row(
            || D::Error::custom("nested"),
            || {
                let (line, W(why)) = <(u64, W<Refusal>)>::deserialize(from)?;
                Ok(Self { line, why })
            },
        )
    }
}
