//! `decide`: the panel's decision on a tied group, or on incomplete dossiers (DESIGN §3).

use super::Context;
use super::args::VoteArgs;
use super::own::answer;
use super::session::{Session, Whose, codes, seat, some_text};
use super::stop::{Code as Exit, Ran};
use crate::domain::{Command, Votes};
use crate::text::fold;
use crate::words::cli::Finished;

/// `decide CODE…` or `decide --none CODE…`, with the votes.
pub(crate) fn run(
    context: &mut Context,
    words: &[String],
    none: bool,
    votes: &VoteArgs,
    voters: &str,
    note: &str,
) -> Ran {
    let codes = codes(words)?;
    // Folding makes the enumeration comma 、 a slash.
    let voters = fold(voters);
    let voters = voters.split([',', '/', ';', ' ']).filter(|word| !word.trim().is_empty()).map(seat);
    let votes = Votes { voters: voters.collect::<Result<_, _>>()?, ..counted(votes) };
    let command = Command::Decide { codes: codes.clone(), none, votes, note: some_text(note, "--note")? };
    Session::write(context, Whose::Office)?.with(context, |context, session| {
        let done = session.act(command)?;
        answer(context, &done, &Finished::Decided { codes: &codes, none });
        Ok(Exit::Done)
    })
}

/// Votes as counted; what is not named is 0.
pub(crate) fn counted(votes: &VoteArgs) -> Votes {
    Votes {
        in_favour: votes.in_favour.unwrap_or(0),
        against: votes.against.unwrap_or(0),
        abstaining: votes.abstaining.unwrap_or(0),
        voters: Vec::new(),
    }
}
