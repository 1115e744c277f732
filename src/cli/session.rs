//! From a command to a seat at the desk: the panel folder, the seat, the access, and what is told on the way.

use std::path::{Path, PathBuf};

use super::Context;
use super::stop::Stop;
use crate::desk::view::{Ask, Done, Home, View};
use crate::desk::{self, Access, Client, Desk, Request};
use crate::domain::{Code, Command, IdError, Refusal, Role, SeatId, SectionId, Stage, Trouble};
use crate::folder::{self, Folder};
use crate::text::{Clean, clean, clean_line, fold};
use crate::words::cli::Usage;
use crate::words::{self, Setting};

/// Whose command it is, where `--as` is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    /// The only secretary may do it.
    Office,
    /// An expert's own; the seat has to be named.
    Expert,
    /// That of whoever came through the server: named by the key's line, or the account's own.
    Key,
}

/// A seat at the desk.
pub(crate) struct Session {
    desk: Desk,
    client: Client,
    /// Scoring never opened: there is no store, and a command that writes does not make one.
    unopened: bool,
}

/// The panel folder: `-C`, or the nearest parent with a `panel.toml`.
pub(crate) fn root(context: &Context) -> Result<PathBuf, Stop> {
    let none = |path: &Path| Stop::Trouble(Trouble::NoPanel(clean_line(&path.to_string_lossy())));
    match (&context.panel, &context.env.dir) {
        (Some(dir), _) => {
            if folder::is_panel(dir) {
                return Ok(dir.clone());
            }
            let above = dir.canonicalize().ok().and_then(|full| folder::find(&full));
            let shown = |path: &Path| clean_line(&path.to_string_lossy());
            Err(Trouble::NoPanelIn(shown(dir), above.as_deref().map(shown)).into())
        }
        (None, Some(dir)) => folder::find(dir).ok_or_else(|| none(dir)),
        (None, None) => Err(none(Path::new("."))),
    }
}

impl Session {
    /// Sits down to look.
    pub(crate) fn look(context: &mut Context, whose: Whose) -> Result<Self, Stop> {
        Self::open(context, whose, Access::Look)
    }

    /// Sits down to write. Where scoring never opened nothing is made on the disk; the command will be refused.
    pub(crate) fn write(context: &mut Context, whose: Whose) -> Result<Self, Stop> {
        let store = Folder { root: root(context)? }.store();
        let unopened = std::fs::symlink_metadata(store).is_err();
        let access = if unopened { Access::Look } else { Access::Write };
        let mut session = Self::open(context, whose, access)?;
        session.unopened = unopened;
        Ok(session)
    }

    /// Sits down to open scoring, which makes the store.
    pub(crate) fn begin(context: &mut Context) -> Result<Self, Stop> {
        Self::open(context, Whose::Office, Access::Write)
    }

    fn open(context: &mut Context, whose: Whose, access: Access) -> Result<Self, Stop> {
        let root = root(context)?;
        let named = context.seat.as_deref().map(seat).transpose()?;
        let mut desk = desk::reach(&root, access, context.reach, context.env.source)?;
        tell(context, desk.told());
        let seat = match (named, whose) {
            (Some(seat), _) => seat,
            (None, whose) if whose == Whose::Key || !desk.any_seat() => own_seat(&desk)?,
            (None, Whose::Office | Whose::Key) => desk.only_secretary()?,
            (None, Whose::Expert) => {
                let experts = desk.seats().iter().filter(|card| card.role == Role::Expert && card.replaced.is_none());
                return Err(Trouble::SeatNeeded(experts.map(|card| card.id.clone()).collect()).into());
            }
        };
        let client = desk.sit(&seat, false)?;
        Ok(Self { desk, client, unopened: false })
    }

    /// Who sits here.
    pub(crate) fn seat(&self) -> &SeatId {
        self.client.seat()
    }

    /// The seat's role, where the panel is readable.
    pub(crate) fn role(&self) -> Option<Role> {
        self.desk.seats().iter().find(|card| card.id == *self.seat()).map(|card| card.role)
    }

    /// The desk, for sitting down at other seats.
    pub(crate) fn desk(&mut self) -> &mut Desk {
        &mut self.desk
    }

    /// Does something.
    pub(crate) fn act(&mut self, command: Command) -> Result<Done, Stop> {
        self.request(Request::Do(Box::new(command)))
    }

    /// Does something that the hall reads files for.
    pub(crate) fn request(&mut self, request: Request) -> Result<Done, Stop> {
        if self.unopened {
            return Err(Refusal::Stage { now: Stage::Setup, needs: &[Stage::Scoring] }.into());
        }
        Ok(self.client.write(request)?)
    }

    /// Looks at something.
    pub(crate) fn ask(&mut self, ask: Ask) -> Result<View, Stop> {
        Ok(self.client.ask(ask)?)
    }

    /// A section by its id or by its name; `Err` with all of them where the form has no such section.
    pub(crate) fn section_named(&mut self, word: &str) -> Result<Result<SectionId, Vec<String>>, Stop> {
        let home = self.home()?;
        let folded = fold(word);
        let wanted = folded.trim();
        let sections = home.panel.as_deref().map(|panel| panel.rules.sections.as_slice()).unwrap_or_default();
        let by_id = sections.iter().find(|section| section.id.as_str() == wanted);
        let found = by_id.or_else(|| sections.iter().find(|section| fold(&section.name).trim() == wanted));
        let known = || sections.iter().map(|section| format!("{} ({})", section.name, section.id)).collect();
        Ok(found.map(|section| section.id.clone()).ok_or_else(known))
    }

    /// A section's name as people know it; its id where the form has no such section.
    pub(crate) fn section_name(&mut self, id: &SectionId) -> Result<String, Stop> {
        let home = self.home()?;
        let section = home.panel.as_deref().and_then(|panel| panel.rules.section(id));
        Ok(section.map_or_else(|| id.to_string(), |section| section.name.to_string()))
    }

    /// Where the review stands.
    pub(crate) fn home(&mut self) -> Result<Home, Stop> {
        match self.ask(Ask::Home)? {
            View::Home(home) => Ok(*home),
            _ => Err(mixed_up()),
        }
    }

    /// Gets up: tells what the hall told, and lets the store catch up.
    pub(crate) fn end(mut self, context: &mut Context) {
        self.desk.close();
        tell(context, self.client.told());
    }

    /// Runs `work`, then gets up, whatever came of it.
    pub(crate) fn with<T>(
        mut self,
        context: &mut Context,
        work: impl FnOnce(&mut Context, &mut Self) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        let result = work(context, &mut self);
        self.end(context);
        result
    }
}

/// The one seat that the account of this process sits in at a server.
pub(crate) fn own_seat(desk: &Desk) -> Result<SeatId, Trouble> {
    match desk.own_seats() {
        [] => Err(Trouble::NoSeat),
        [seat] => Ok(seat.clone()),
        several => Err(Trouble::SeatNeeded(several.to_vec())),
    }
}

/// An answer of another kind than asked for: the line to the hall is not to be trusted any more.
pub(crate) fn mixed_up() -> Stop {
    Trouble::Disconnected(0).into()
}

/// Troubles that end nothing, each once.
pub(crate) fn tell(context: &mut Context, troubles: Vec<Trouble>) {
    for trouble in troubles {
        let text = words::trouble(context.lang, Setting::Shell, &trouble);
        context.out.told(&text);
    }
}

fn read<T>(word: &str, parse: fn(&str) -> Result<T, IdError>) -> Result<T, Stop> {
    let folded = fold(word);
    parse(folded.trim()).map_err(|why| Trouble::BadId(clean_line(word), why).into())
}

/// A seat as typed.
pub(crate) fn seat(word: &str) -> Result<SeatId, Stop> {
    read(word, SeatId::parse)
}

/// A code as typed.
pub(crate) fn code(word: &str) -> Result<Code, Stop> {
    read(word, Code::parse)
}

/// Codes as typed.
pub(crate) fn codes(words: &[String]) -> Result<Vec<Code>, Stop> {
    words.iter().map(|word| code(word)).collect()
}

/// A text that has to be there, as typed after `option`.
pub(crate) fn some_text(word: &str, option: &'static str) -> Result<Clean, Stop> {
    let text = text(word);
    if text.trim().is_empty() { Err(Stop::Usage(Usage::Blank(option))) } else { Ok(text) }
}

/// A reason or a text as typed.
pub(crate) fn text(word: &str) -> Clean {
    clean(word.trim())
}
