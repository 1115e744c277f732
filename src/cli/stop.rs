//! How a command ends: done, refused or with findings, wrong usage, troubles (DESIGN §6).

use crate::desk::Failure;
use crate::domain::{Refusal, Trouble};
use crate::words::cli::Usage;

/// The exit code of a command that said itself what there was to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    /// 0.
    Done,
    /// 1: refused, or findings.
    Findings,
    /// Another one, from a trouble that was told already.
    Other(u8),
}

impl From<Code> for u8 {
    fn from(code: Code) -> Self {
        match code {
            Code::Done => 0,
            Code::Findings => 1,
            Code::Other(code) => code,
        }
    }
}

/// Why a command stopped; told at the end.
#[derive(Clone, Debug)]
pub(crate) enum Stop {
    /// The rules refuse it.
    Refused(Refusal),
    /// Files, locks, the disk …
    Trouble(Trouble),
    /// A wrong command line.
    Usage(Usage),
}

/// What a command gives.
pub(crate) type Ran = Result<Code, Stop>;

impl Stop {
    /// Its exit code.
    pub(crate) fn code(&self) -> Code {
        match self {
            Self::Refused(_) => Code::Findings,
            Self::Trouble(trouble) => Code::Other(trouble.exit_code()),
            Self::Usage(_) => Code::Other(2),
        }
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(refusal) => Self::Refused(refusal),
            Failure::Trouble(trouble) => Self::Trouble(trouble),
        }
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}
