//! From the frozen types back into the domain. A stored string enters only if it is clean already, an id only if it
//! parses, a number only within its range: a record that this program wrote always passes, so what does not was written
//! by somebody else.

use super::record;
use super::{FieldFault, Unreadable};
use crate::domain::{self, Code, Fact, IdError, ItemId, Points, SeatId, SectionId, What};
use crate::text::Clean;
use chrono::NaiveDate;

type Read<T> = Result<T, Unreadable>;

const fn wrong(field: &'static str, fault: FieldFault) -> Unreadable {
    Unreadable::Field { field, fault }
}

pub(super) fn text(field: &'static str, stored: &str) -> Read<Clean> {
    Clean::try_from_stored(stored).ok_or(wrong(field, FieldFault::NotClean))
}

pub(super) fn maybe(field: &'static str, stored: Option<&str>) -> Read<Option<Clean>> {
    stored.map(|stored| text(field, stored)).transpose()
}

fn texts(field: &'static str, stored: &[&str]) -> Read<Vec<Clean>> {
    stored.iter().map(|one| text(field, one)).collect()
}

pub(super) fn points(field: &'static str, units: i64) -> Read<Points> {
    Points::from_units(units).ok_or(wrong(field, FieldFault::OutOfRange))
}

pub(super) fn day(field: &'static str, days: i32) -> Read<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(days).ok_or(wrong(field, FieldFault::Date))
}

pub(super) fn seat(stored: &str) -> Read<SeatId> {
    SeatId::parse(stored).map_err(|why| id("seat", why))
}

pub(super) fn code(stored: &str) -> Read<Code> {
    Code::parse(stored).map_err(|why| id("dossier", why))
}

pub(super) fn section(stored: &str) -> Read<SectionId> {
    SectionId::parse(stored).map_err(|why| id("section", why))
}

pub(super) fn item(stored: &str) -> Read<ItemId> {
    ItemId::parse(stored).map_err(|why| id("item", why))
}

const fn id(field: &'static str, why: IdError) -> Unreadable {
    wrong(field, FieldFault::Id(why))
}

fn all<A, B: TryFrom<A, Error = Unreadable>>(stored: Vec<A>) -> Read<Vec<B>> {
    stored.into_iter().map(B::try_from).collect()
}

impl TryFrom<record::What<'_>> for What {
    type Error = Unreadable;

    fn try_from(stored: record::What<'_>) -> Read<Self> {
        use record::What as R;
        Ok(match stored {
            R::Batch { kind, parts } => Self::Batch { kind: kind.try_into()?, parts },
            R::Fact(fact) => Self::Fact(fact.try_into()?),
            R::AmendmentConfirmed { number } => Self::AmendmentConfirmed { number },
            R::StageChanged { to, reason } => Self::StageChanged { to: to.into(), reason: text("reason", reason)? },
            R::Sealed { left, lines } => Self::Sealed { left, lines: all(lines)? },
            R::Declared { dossier } => Self::Declared { dossier: code(dossier)? },
            R::Marked { dossier, mark, how } => {
                Self::Marked { dossier: code(dossier)?, mark: mark.try_into()?, how: how.into() }
            }
            R::Noted { dossier, note } => Self::Noted { dossier: code(dossier)?, note: text("note", note)? },
            R::Entered { seat: of, dossier, marks, note, transcribed } => Self::Entered {
                seat: seat(of)?,
                dossier: code(dossier)?,
                marks: all(marks)?,
                note: maybe("note", note)?,
                transcribed,
            },
            R::Signed { seat: of, dossier, halves } => Self::Signed {
                seat: seat(of)?,
                dossier: code(dossier)?,
                halves: halves.into_iter().map(Into::into).collect(),
            },
            R::SetAside { seat: of, dossier, aside, reason } => Self::SetAside {
                seat: seat(of)?,
                dossier: code(dossier)?,
                aside: aside.into(),
                reason: text("reason", reason)?,
            },
            R::AsideUndone { seat: of, dossier, reason } => {
                Self::AsideUndone { seat: seat(of)?, dossier: code(dossier)?, reason: text("reason", reason)? }
            }
            R::Excused { seat: of, dossier, reason } => Self::Excused {
                seat: seat(of)?,
                dossier: dossier.map(code).transpose()?,
                reason: text("reason", reason)?,
            },
            R::Replaced { old, new, reason } => {
                Self::Replaced { old: seat(old)?, new: seat(new)?, reason: text("reason", reason)? }
            }
            R::Returned { seat: of, dossier, section: at, reason } => Self::Returned {
                seat: seat(of)?,
                dossier: code(dossier)?,
                section: at.map(section).transpose()?,
                reason: text("reason", reason)?,
            },
            R::ReturnCancelled { seat: of, dossier, reason } => {
                Self::ReturnCancelled { seat: seat(of)?, dossier: code(dossier)?, reason: text("reason", reason)? }
            }
            R::Explained { dossier, section: at, reason } => {
                Self::Explained { dossier: code(dossier)?, section: section(at)?, reason: text("reason", reason)? }
            }
            R::ReturnAsked { dossier, reason } => {
                Self::ReturnAsked { dossier: code(dossier)?, reason: text("reason", reason)? }
            }
            R::Withdrawn { dossier, reason } => {
                Self::Withdrawn { dossier: code(dossier)?, reason: text("reason", reason)? }
            }
            R::WithdrawalUndone { dossier, reason } => {
                Self::WithdrawalUndone { dossier: code(dossier)?, reason: text("reason", reason)? }
            }
            R::Decided(decision) => Self::Decided(decision.try_into()?),
            R::Confirmed { seat: of, dossier } => Self::Confirmed { seat: seat(of)?, dossier: code(dossier)? },
            R::SecrecyChecked { dossier, by, result } => {
                Self::SecrecyChecked { dossier: code(dossier)?, by: text("by", by)?, result: text("result", result)? }
            }
            R::Dissented { text: words } => Self::Dissented { text: text("text", words)? },
            R::ExplanationEntered { seat: of, dossier, section: at, reason } => Self::ExplanationEntered {
                seat: seat(of)?,
                dossier: code(dossier)?,
                section: section(at)?,
                reason: text("reason", reason)?,
            },
            R::MeetingOpened { codes } => {
                Self::MeetingOpened { codes: codes.iter().map(|id| code(id)).collect::<Read<Vec<_>>>()? }
            }
            R::MeetingClosed => Self::MeetingClosed,
            R::BackedUp => Self::BackedUp,
            R::Restored => Self::Restored,
        })
    }
}

impl TryFrom<record::BatchKind<'_>> for domain::BatchKind {
    type Error = Unreadable;

    fn try_from(stored: record::BatchKind<'_>) -> Read<Self> {
        Ok(match stored {
            record::BatchKind::Opening { key } => Self::Opening { key },
            record::BatchKind::Amending { reason, votes, pending } => Self::Amending {
                reason: text("reason", reason)?,
                votes: votes.map(TryInto::try_into).transpose()?,
                pending,
            },
        })
    }
}

impl TryFrom<record::Fact<'_>> for Fact {
    type Error = Unreadable;

    fn try_from(stored: record::Fact<'_>) -> Read<Self> {
        Ok(match stored {
            record::Fact::Rules(head) => Self::Rules(Box::new((*head).try_into()?)),
            record::Fact::Section(section) => Self::Section(section.try_into()?),
            record::Fact::Item(item) => Self::Item(item.try_into()?),
            record::Fact::Seat(seat) => Self::Seat(seat.try_into()?),
            record::Fact::Visit(visit) => Self::Visit(visit.try_into()?),
            record::Fact::Dossier(facts) => Self::Dossier(Box::new((*facts).try_into()?)),
        })
    }
}

impl TryFrom<record::RulesHead<'_>> for domain::RulesHead {
    type Error = Unreadable;

    fn try_from(stored: record::RulesHead<'_>) -> Read<Self> {
        Ok(Self {
            rules: stored.rules.try_into()?,
            paper: stored.paper.try_into()?,
            witness: texts("witness", &stored.witness)?,
            digest: stored.digest,
        })
    }
}

impl TryFrom<record::Rules<'_>> for domain::Rules {
    type Error = Unreadable;

    fn try_from(stored: record::Rules<'_>) -> Read<Self> {
        if stored.quota == 0 {
            return Err(wrong("quota", FieldFault::OutOfRange));
        }
        Ok(Self {
            title: text("title", stored.title)?,
            quota: stored.quota,
            as_of: day("as_of", stored.as_of)?,
            scoring: stored.scoring.try_into()?,
            tally: stored.tally.try_into()?,
            experts: stored.experts.into(),
            sections: Vec::new(),
        })
    }
}

impl TryFrom<record::Scoring> for domain::Scoring {
    type Error = Unreadable;

    fn try_from(stored: record::Scoring) -> Read<Self> {
        let basis = match stored.basis {
            record::BasisRule::OnsiteFirst => domain::BasisRule::OnsiteFirst,
            record::BasisRule::Split { onsite, file } if onsite.checked_add(file) == Some(100) => {
                domain::BasisRule::Split { onsite, file }
            }
            record::BasisRule::Split { .. } => return Err(wrong("basis", FieldFault::OutOfRange)),
        };
        if stored.step == 0 {
            return Err(wrong("step", FieldFault::OutOfRange));
        }
        Ok(Self { step: points("step", stored.step)?, basis, deviation: points("deviation", stored.deviation)? })
    }
}

impl TryFrom<record::TallyRules> for domain::TallyRules {
    type Error = Unreadable;

    fn try_from(stored: record::TallyRules) -> Read<Self> {
        if stored.decimals > 4 {
            return Err(wrong("decimals", FieldFault::OutOfRange));
        }
        let tie_break: Vec<domain::TieStep> = stored.tie_break.into_iter().map(Into::into).collect();
        if tie_break.iter().enumerate().any(|(place, step)| tie_break.iter().take(place).any(|before| before == step)) {
            return Err(wrong("tie_break", FieldFault::OutOfRange));
        }
        Ok(Self {
            average: stored.average.into(),
            drop: stored.drop,
            drop_from: stored.drop_from,
            min_sheets: stored.min_sheets,
            decimals: stored.decimals,
            rounding: stored.rounding.into(),
            compare: stored.compare.into(),
            pass: stored.pass.map(|pass| points("pass", pass)).transpose()?,
            tie_break,
            honours: stored.honours.into(),
            young: stored.young,
        })
    }
}

impl TryFrom<record::Paper<'_>> for domain::Paper {
    type Error = Unreadable;

    fn try_from(stored: record::Paper<'_>) -> Read<Self> {
        Ok(Self {
            office: text("office", stored.office)?,
            number: text("number", stored.number)?,
            place: text("place", stored.place)?,
            date: stored.date.map(|date| day("paper date", date)).transpose()?,
            phone: text("phone", stored.phone)?,
            supervision_phone: text("supervision_phone", stored.supervision_phone)?,
        })
    }
}

impl TryFrom<record::Section<'_>> for domain::Section {
    type Error = Unreadable;

    fn try_from(stored: record::Section<'_>) -> Read<Self> {
        Ok(Self {
            id: section(stored.id)?,
            name: text("section name", stored.name)?,
            weight: points("weight", stored.weight)?,
            items: Vec::new(),
            whole: stored.whole,
        })
    }
}

impl TryFrom<record::Item<'_>> for domain::Item {
    type Error = Unreadable;

    fn try_from(stored: record::Item<'_>) -> Read<Self> {
        Ok(Self {
            id: item(stored.id)?,
            name: text("item name", stored.name)?,
            max: points("max", stored.max)?,
            bands: all(stored.bands)?,
        })
    }
}

impl TryFrom<record::Band<'_>> for domain::Band {
    type Error = Unreadable;

    fn try_from(stored: record::Band<'_>) -> Read<Self> {
        Ok(Self {
            name: text("band name", stored.name)?,
            from: points("band from", stored.from)?,
            text: text("band text", stored.text)?,
        })
    }
}

impl TryFrom<record::Seat<'_>> for domain::Seat {
    type Error = Unreadable;

    fn try_from(stored: record::Seat<'_>) -> Read<Self> {
        Ok(Self {
            id: seat(stored.id)?,
            role: stored.role.into(),
            name: text("seat name", stored.name)?,
            phone: text("phone", stored.phone)?,
            unix_user: text("unix_user", stored.unix_user)?,
            ssh_key: text("ssh_key", stored.ssh_key)?,
            employers: texts("employers", &stored.employers)?,
        })
    }
}

impl TryFrom<record::Visit<'_>> for domain::Visit {
    type Error = Unreadable;

    fn try_from(stored: record::Visit<'_>) -> Read<Self> {
        Ok(Self {
            dossier: code(stored.dossier)?,
            seats: stored.seats.iter().map(|one| seat(one)).collect::<Read<_>>()?,
            date: day("visit date", stored.date)?,
        })
    }
}

impl TryFrom<record::Facts<'_>> for domain::Facts {
    type Error = Unreadable;

    fn try_from(stored: record::Facts<'_>) -> Read<Self> {
        let born =
            |born: record::Born| day("born", born.date).map(|date| domain::Born { date, month_only: born.month_only });
        Ok(Self {
            code: code(stored.code)?,
            trade: text("trade", stored.trade)?,
            level: stored.level.into(),
            field: text("field", stored.field)?,
            post: text("post", stored.post)?,
            born: stored.born.map(born).transpose()?,
            title_year: stored.title_year,
            confidential: stored.confidential,
            young: stored.young,
            honours: all(stored.honours)?,
            digest: stored.digest,
        })
    }
}

impl TryFrom<record::Honour<'_>> for domain::Honour {
    type Error = Unreadable;

    fn try_from(stored: record::Honour<'_>) -> Read<Self> {
        Ok(Self {
            level: stored.level.into(),
            title: text("honour title", stored.title)?,
            year: stored.year,
            count: stored.count,
            counted: stored.counted,
        })
    }
}

impl TryFrom<record::SealedLine<'_>> for domain::SealedLine {
    type Error = Unreadable;

    fn try_from(stored: record::SealedLine<'_>) -> Read<Self> {
        Ok(Self {
            rank: stored.rank,
            code: code(stored.code)?,
            standing: stored.standing.into(),
            exact: text("exact", stored.exact)?,
        })
    }
}

impl TryFrom<record::MarkSet<'_>> for domain::MarkSet {
    type Error = Unreadable;

    fn try_from(stored: record::MarkSet<'_>) -> Read<Self> {
        Ok(Self {
            item: item(stored.item)?,
            basis: stored.basis.into(),
            points: stored.points.map(|units| points("points", units)).transpose()?,
            note: maybe("note", stored.note)?,
        })
    }
}

impl TryFrom<record::Votes<'_>> for domain::Votes {
    type Error = Unreadable;

    fn try_from(stored: record::Votes<'_>) -> Read<Self> {
        Ok(Self {
            in_favour: stored.in_favour,
            against: stored.against,
            abstaining: stored.abstaining,
            voters: stored.voters.iter().map(|one| seat(one)).collect::<Read<_>>()?,
        })
    }
}

impl TryFrom<record::Decision<'_>> for domain::Decision {
    type Error = Unreadable;

    fn try_from(stored: record::Decision<'_>) -> Read<Self> {
        let order = |codes: Vec<&str>| codes.iter().map(|one| code(one)).collect::<Read<_>>();
        Ok(Self {
            group: domain::DecidedGroup { rank: stored.rank, places: stored.places, members: all(stored.members)? },
            order: stored.order.map(order).transpose()?,
            votes: stored.votes.try_into()?,
            note: text("note", stored.note)?,
        })
    }
}

impl TryFrom<record::DecidedMember<'_>> for domain::DecidedMember {
    type Error = Unreadable;

    fn try_from(stored: record::DecidedMember<'_>) -> Read<Self> {
        Ok(Self {
            code: code(stored.code)?,
            score: text("score", stored.score)?,
            honours: stored.honours,
            young: stored.young,
        })
    }
}
