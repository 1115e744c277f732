//! Who may see and do what (DESIGN §7), in one place. Views and `decide` ask here and nowhere else.

use super::{Command, ExpertsSee, Refusal, Role, Stage};

/// Something that can be looked at, as seen from one seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Thing {
    /// A dossier's text, awards and search in it.
    DossierText {
        /// The seat declared itself free of conflict and did not recuse.
        declared: bool,
    },
    /// Honour titles and years, birth date, earlier title.
    Identifying,
    /// Honour counts and young yes/no.
    TieFacts,
    /// The seat's own marks.
    OwnMarks,
    /// Another seat's marks; signed versions only.
    OthersMarks,
    /// The tied group on the meeting screen: codes, scores, honour counts, young yes/no.
    Meeting {
        /// The secretary has it open.
        open: bool,
    },
    /// The list: ranks, codes, scores.
    List,
    /// What would change the ten, severity, W: statistics that point at experts.
    Statistics,
    /// A sheet entered from paper, that sheet only.
    Transcribed {
        /// The seat is the sheet's own, entered it, or may confirm it.
        concerned: bool,
    },
    /// Others' sheet states and the progress.
    OthersStates,
    /// Reasons of recusals, returns, excuses of others.
    Reasons,
    /// Journal events of the seat itself.
    OwnEvents,
    /// Journal events of others; marks in them only with `OthersMarks`.
    OthersEvents,
    /// Findings of `check`, files changed after opening.
    Findings,
    /// Phones, accounts, keys and employers of seats.
    Contacts,
}

/// Who looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Viewer {
    /// Role of the seat.
    pub role: Role,
    /// Stage of the review.
    pub stage: Stage,
    /// What experts see after final.
    pub experts: ExpertsSee,
}

/// The table of DESIGN §7.
pub fn may_see(viewer: Viewer, thing: Thing) -> bool {
    use Role::{Expert, Secretary, Supervisor};
    let from_review = viewer.stage >= Stage::Review;
    let shown_list = viewer.stage == Stage::Final && viewer.experts == ExpertsSee::List;
    match (thing, viewer.role) {
        (Thing::DossierText { declared }, Expert) => declared,
        (Thing::Meeting { open }, _) => open && viewer.stage == Stage::Review,
        (Thing::TieFacts | Thing::List, Expert) => shown_list,
        (Thing::OwnMarks, role) => role == Expert,
        (Thing::Identifying | Thing::TieFacts, Supervisor)
        | (Thing::OthersMarks | Thing::List | Thing::Statistics | Thing::Reasons, Secretary | Supervisor) => {
            from_review
        }
        (Thing::Transcribed { concerned }, _) => concerned,
        (
            Thing::DossierText { .. } | Thing::Findings | Thing::Contacts | Thing::Identifying | Thing::TieFacts,
            Secretary,
        )
        | (Thing::OthersStates | Thing::OthersEvents, Secretary | Supervisor)
        | (Thing::OwnEvents, _) => true,
        (Thing::DossierText { .. } | Thing::Findings | Thing::Contacts, _)
        | (
            Thing::Identifying
            | Thing::OthersMarks
            | Thing::Statistics
            | Thing::Reasons
            | Thing::OthersStates
            | Thing::OthersEvents,
            Expert,
        ) => false,
    }
}

/// Roles that may ask for a command at all; its seat and stage are looked at by `decide`.
pub fn roles_for(command: &Command) -> &'static [Role] {
    use Role::{Expert, Secretary, Supervisor};
    match command {
        Command::Declare { .. }
        | Command::Mark { .. }
        | Command::Note { .. }
        | Command::Sign { .. }
        | Command::SignAll
        | Command::Explain { .. }
        | Command::AskReturn { .. }
        | Command::Dissent { .. } => &[Expert],
        Command::Import { .. } | Command::SetAside { .. } => &[Expert, Secretary],
        Command::ConfirmSheet { .. } => &[Expert, Secretary, Supervisor],
        Command::ConfirmAmendment { .. } => &[Secretary, Supervisor],
        Command::Open { .. }
        | Command::Close { .. }
        | Command::Finalise
        | Command::UndoAside { .. }
        | Command::Excuse { .. }
        | Command::Replace { .. }
        | Command::Return { .. }
        | Command::CancelReturn { .. }
        | Command::Withdraw { .. }
        | Command::UndoWithdraw { .. }
        | Command::Decide { .. }
        | Command::Amend { .. }
        | Command::EnterExplanation { .. }
        | Command::Transcribe { .. }
        | Command::OpenMeeting { .. }
        | Command::CloseMeeting
        | Command::BackUp
        | Command::Restored
        | Command::CheckSecrecy { .. } => &[Secretary],
    }
}

/// Refuses a command that the role may never ask for.
pub fn may_ask(role: Role, command: &Command) -> Result<(), Refusal> {
    let roles = roles_for(command);
    if roles.contains(&role) { Ok(()) } else { Err(Refusal::Role(roles)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLES: [Role; 3] = [Role::Expert, Role::Secretary, Role::Supervisor];
    const STAGES: [Stage; 4] = [Stage::Setup, Stage::Scoring, Stage::Review, Stage::Final];

    fn seen_by(thing: Thing, experts: ExpertsSee) -> Vec<(Role, Stage)> {
        let mut seen = Vec::new();
        for role in ROLES {
            seen.extend(
                STAGES
                    .into_iter()
                    .filter(|stage| may_see(Viewer { role, stage: *stage, experts }, thing))
                    .map(|stage| (role, stage)),
            );
        }
        seen
    }

    #[test]
    fn nobody_sees_anothers_numbers_before_review_and_experts_never() {
        use Role::{Secretary, Supervisor};
        use Stage::{Final, Review};
        let late = vec![(Secretary, Review), (Secretary, Final), (Supervisor, Review), (Supervisor, Final)];
        for thing in [Thing::OthersMarks, Thing::Statistics, Thing::Reasons] {
            assert_eq!(seen_by(thing, ExpertsSee::List), late, "{thing:?}");
        }
    }

    #[test]
    fn experts_see_the_list_only_after_final_and_only_if_allowed() {
        let expert = |experts| {
            let seen = seen_by(Thing::List, experts);
            seen.into_iter().filter(|(role, _)| *role == Role::Expert).map(|(_, stage)| stage).collect::<Vec<_>>()
        };
        assert_eq!(expert(ExpertsSee::Nothing), []);
        assert_eq!(expert(ExpertsSee::List), [Stage::Final]);
        assert!(seen_by(Thing::Identifying, ExpertsSee::List).iter().all(|(role, _)| *role != Role::Expert));
    }

    #[test]
    fn a_text_is_read_by_experts_after_declaring_by_the_secretary_and_by_no_supervisor() {
        for (declared, roles) in [(false, vec![Role::Secretary]), (true, vec![Role::Expert, Role::Secretary])] {
            let mut seen: Vec<Role> = seen_by(Thing::DossierText { declared }, ExpertsSee::Nothing)
                .into_iter()
                .map(|(role, _)| role)
                .collect();
            seen.dedup();
            assert_eq!(seen, roles);
        }
    }
}
