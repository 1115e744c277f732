//! From the domain to the frozen types. Nothing can fail here; what cannot be stored (a rules head that still holds its
//! sections, say) is found by [`super::encode`], which reads back what it wrote.

use super::record;
use crate::domain::{self, Code, Fact, SectionId, What};
use crate::text::Clean;
use chrono::{Datelike, NaiveDate};
use std::borrow::Borrow;

pub(super) fn days(date: NaiveDate) -> i32 {
    date.num_days_from_ce()
}

pub(super) fn text(text: &Clean) -> &str {
    text.as_str()
}

pub(super) fn maybe(stored: Option<&Clean>) -> Option<&str> {
    stored.map(text)
}

fn texts(list: &[Clean]) -> Vec<&str> {
    list.iter().map(text).collect()
}

fn ids<T: Borrow<str>>(list: &[T]) -> Vec<&str> {
    list.iter().map(Borrow::borrow).collect()
}

fn all<'a, A, B: From<&'a A>>(list: &'a [A]) -> Vec<B> {
    list.iter().map(B::from).collect()
}

impl<'a> From<&'a What> for record::What<'a> {
    fn from(what: &'a What) -> Self {
        match what {
            What::Batch { kind, parts } => Self::Batch { kind: kind.into(), parts: *parts },
            What::Fact(fact) => Self::Fact(fact.into()),
            What::AmendmentConfirmed { number } => Self::AmendmentConfirmed { number: *number },
            What::StageChanged { to, reason } => Self::StageChanged { to: (*to).into(), reason: text(reason) },
            What::Sealed { left, lines } => Self::Sealed { left: *left, lines: all(lines) },
            What::Declared { dossier } => Self::Declared { dossier: dossier.as_str() },
            What::Marked { dossier, mark, how } => {
                Self::Marked { dossier: dossier.as_str(), mark: mark.into(), how: (*how).into() }
            }
            What::Noted { dossier, note } => Self::Noted { dossier: dossier.as_str(), note: text(note) },
            What::Entered { seat, dossier, marks, note, transcribed } => Self::Entered {
                seat: seat.as_str(),
                dossier: dossier.as_str(),
                marks: all(marks),
                note: maybe(note.as_ref()),
                transcribed: *transcribed,
            },
            What::Signed { seat, dossier, halves } => Self::Signed {
                seat: seat.as_str(),
                dossier: dossier.as_str(),
                halves: halves.iter().copied().map(record::Half::from).collect(),
            },
            What::SetAside { seat, dossier, aside, reason } => Self::SetAside {
                seat: seat.as_str(),
                dossier: dossier.as_str(),
                aside: (*aside).into(),
                reason: text(reason),
            },
            What::AsideUndone { seat, dossier, reason } => {
                Self::AsideUndone { seat: seat.as_str(), dossier: dossier.as_str(), reason: text(reason) }
            }
            What::Excused { seat, dossier, reason } => {
                Self::Excused { seat: seat.as_str(), dossier: dossier.as_ref().map(Code::as_str), reason: text(reason) }
            }
            What::Replaced { old, new, reason } => {
                Self::Replaced { old: old.as_str(), new: new.as_str(), reason: text(reason) }
            }
            What::Returned { seat, dossier, section, reason } => Self::Returned {
                seat: seat.as_str(),
                dossier: dossier.as_str(),
                section: section.as_ref().map(SectionId::as_str),
                reason: text(reason),
            },
            What::ReturnCancelled { seat, dossier, reason } => {
                Self::ReturnCancelled { seat: seat.as_str(), dossier: dossier.as_str(), reason: text(reason) }
            }
            What::Explained { dossier, section, reason } => {
                Self::Explained { dossier: dossier.as_str(), section: section.as_str(), reason: text(reason) }
            }
            What::ReturnAsked { dossier, reason } => {
                Self::ReturnAsked { dossier: dossier.as_str(), reason: text(reason) }
            }
            What::Withdrawn { dossier, reason } => Self::Withdrawn { dossier: dossier.as_str(), reason: text(reason) },
            What::WithdrawalUndone { dossier, reason } => {
                Self::WithdrawalUndone { dossier: dossier.as_str(), reason: text(reason) }
            }
            What::Decided(decision) => Self::Decided(decision.into()),
            What::Confirmed { seat, dossier } => Self::Confirmed { seat: seat.as_str(), dossier: dossier.as_str() },
            What::SecrecyChecked { dossier, by, result } => {
                Self::SecrecyChecked { dossier: dossier.as_str(), by: text(by), result: text(result) }
            }
            What::Dissented { text: words } => Self::Dissented { text: text(words) },
            What::ExplanationEntered { seat, dossier, section, reason } => Self::ExplanationEntered {
                seat: seat.as_str(),
                dossier: dossier.as_str(),
                section: section.as_str(),
                reason: text(reason),
            },
            What::MeetingOpened { codes } => Self::MeetingOpened { codes: ids(codes) },
            What::MeetingClosed => Self::MeetingClosed,
            What::BackedUp => Self::BackedUp,
            What::Restored => Self::Restored,
        }
    }
}

impl<'a> From<&'a domain::BatchKind> for record::BatchKind<'a> {
    fn from(kind: &'a domain::BatchKind) -> Self {
        match kind {
            domain::BatchKind::Opening { key } => Self::Opening { key: *key },
            domain::BatchKind::Amending { reason, votes, pending } => {
                Self::Amending { reason: text(reason), votes: votes.as_ref().map(Into::into), pending: *pending }
            }
        }
    }
}

impl<'a> From<&'a Fact> for record::Fact<'a> {
    fn from(fact: &'a Fact) -> Self {
        match fact {
            Fact::Rules(head) => Self::Rules(Box::new(head.as_ref().into())),
            Fact::Section(section) => Self::Section(section.into()),
            Fact::Item(item) => Self::Item(item.into()),
            Fact::Seat(seat) => Self::Seat(seat.into()),
            Fact::Visit(visit) => Self::Visit(visit.into()),
            Fact::Dossier(facts) => Self::Dossier(Box::new(facts.as_ref().into())),
        }
    }
}

impl<'a> From<&'a domain::RulesHead> for record::RulesHead<'a> {
    fn from(head: &'a domain::RulesHead) -> Self {
        let domain::RulesHead { rules, paper, witness, digest } = head;
        Self { rules: rules.into(), paper: paper.into(), witness: texts(witness), digest: *digest }
    }
}

impl<'a> From<&'a domain::Rules> for record::Rules<'a> {
    fn from(rules: &'a domain::Rules) -> Self {
        let domain::Rules { title, quota, as_of, scoring, tally, experts, sections: _ } = rules;
        Self {
            title: text(title),
            quota: *quota,
            as_of: days(*as_of),
            scoring: scoring.into(),
            tally: tally.into(),
            experts: (*experts).into(),
        }
    }
}

impl From<&domain::Scoring> for record::Scoring {
    fn from(scoring: &domain::Scoring) -> Self {
        let domain::Scoring { step, basis, deviation } = scoring;
        Self {
            step: step.units(),
            basis: match *basis {
                domain::BasisRule::OnsiteFirst => record::BasisRule::OnsiteFirst,
                domain::BasisRule::Split { onsite, file } => record::BasisRule::Split { onsite, file },
            },
            deviation: deviation.units(),
        }
    }
}

impl From<&domain::TallyRules> for record::TallyRules {
    fn from(tally: &domain::TallyRules) -> Self {
        let domain::TallyRules {
            average,
            drop,
            drop_from,
            min_sheets,
            decimals,
            rounding,
            compare,
            pass,
            tie_break,
            honours,
            young,
        } = tally;
        Self {
            average: (*average).into(),
            drop: *drop,
            drop_from: *drop_from,
            min_sheets: *min_sheets,
            decimals: *decimals,
            rounding: (*rounding).into(),
            compare: (*compare).into(),
            pass: pass.map(domain::Points::units),
            tie_break: tie_break.iter().copied().map(record::TieStep::from).collect(),
            honours: (*honours).into(),
            young: *young,
        }
    }
}

impl<'a> From<&'a domain::Paper> for record::Paper<'a> {
    fn from(paper: &'a domain::Paper) -> Self {
        let domain::Paper { office, number, place, date, phone, supervision_phone } = paper;
        Self {
            office: text(office),
            number: text(number),
            place: text(place),
            date: date.map(days),
            phone: text(phone),
            supervision_phone: text(supervision_phone),
        }
    }
}

impl<'a> From<&'a domain::Section> for record::Section<'a> {
    fn from(section: &'a domain::Section) -> Self {
        let domain::Section { id, name, weight, items: _, whole } = section;
        Self { id: id.as_str(), name: text(name), weight: weight.units(), whole: *whole }
    }
}

impl<'a> From<&'a domain::Item> for record::Item<'a> {
    fn from(item: &'a domain::Item) -> Self {
        let domain::Item { id, name, max, bands } = item;
        Self { id: id.as_str(), name: text(name), max: max.units(), bands: all(bands) }
    }
}

impl<'a> From<&'a domain::Band> for record::Band<'a> {
    fn from(band: &'a domain::Band) -> Self {
        let domain::Band { name, from, text: words } = band;
        Self { name: text(name), from: from.units(), text: text(words) }
    }
}

impl<'a> From<&'a domain::Seat> for record::Seat<'a> {
    fn from(seat: &'a domain::Seat) -> Self {
        let domain::Seat { id, role, name, phone, unix_user, ssh_key, employers } = seat;
        Self {
            id: id.as_str(),
            role: (*role).into(),
            name: text(name),
            phone: text(phone),
            unix_user: text(unix_user),
            ssh_key: text(ssh_key),
            employers: texts(employers),
        }
    }
}

impl<'a> From<&'a domain::Visit> for record::Visit<'a> {
    fn from(visit: &'a domain::Visit) -> Self {
        let domain::Visit { dossier, seats, date } = visit;
        Self { dossier: dossier.as_str(), seats: ids(seats), date: days(*date) }
    }
}

impl<'a> From<&'a domain::Facts> for record::Facts<'a> {
    fn from(facts: &'a domain::Facts) -> Self {
        let domain::Facts { code, trade, level, field, post, born, title_year, confidential, young, honours, digest } =
            facts;
        Self {
            code: code.as_str(),
            trade: text(trade),
            level: (*level).into(),
            field: text(field),
            post: text(post),
            born: born.map(|born| record::Born { date: days(born.date), month_only: born.month_only }),
            title_year: *title_year,
            confidential: *confidential,
            young: *young,
            honours: all(honours),
            digest: *digest,
        }
    }
}

impl<'a> From<&'a domain::Honour> for record::Honour<'a> {
    fn from(honour: &'a domain::Honour) -> Self {
        let domain::Honour { level, title, year, count, counted } = honour;
        Self { level: (*level).into(), title: text(title), year: *year, count: *count, counted: *counted }
    }
}

impl<'a> From<&'a domain::SealedLine> for record::SealedLine<'a> {
    fn from(line: &'a domain::SealedLine) -> Self {
        let domain::SealedLine { rank, code, standing, exact } = line;
        Self { rank: *rank, code: code.as_str(), standing: (*standing).into(), exact: text(exact) }
    }
}

impl<'a> From<&'a domain::MarkSet> for record::MarkSet<'a> {
    fn from(mark: &'a domain::MarkSet) -> Self {
        let domain::MarkSet { item, basis, points, note } = mark;
        Self {
            item: item.as_str(),
            basis: (*basis).into(),
            points: points.map(domain::Points::units),
            note: maybe(note.as_ref()),
        }
    }
}

impl<'a> From<&'a domain::Votes> for record::Votes<'a> {
    fn from(votes: &'a domain::Votes) -> Self {
        let domain::Votes { in_favour, against, abstaining, voters } = votes;
        Self { in_favour: *in_favour, against: *against, abstaining: *abstaining, voters: ids(voters) }
    }
}

impl<'a> From<&'a domain::Decision> for record::Decision<'a> {
    fn from(decision: &'a domain::Decision) -> Self {
        let domain::Decision { group, order, votes, note } = decision;
        let domain::DecidedGroup { rank, places, members } = group;
        Self {
            rank: *rank,
            places: *places,
            members: all(members),
            order: order.as_deref().map(ids),
            votes: votes.into(),
            note: text(note),
        }
    }
}

impl<'a> From<&'a domain::DecidedMember> for record::DecidedMember<'a> {
    fn from(member: &'a domain::DecidedMember) -> Self {
        let domain::DecidedMember { code, score, honours, young } = member;
        Self { code: code.as_str(), score: text(score), honours: *honours, young: *young }
    }
}
