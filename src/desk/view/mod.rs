//! What a seat may look at: built per seat in the hall, by the rights of DESIGN §7 and nothing else.
//! Clients never see events or state. `build` answers an `Ask`; one file a family of views holds their shapes and how
//! they are built. Every number of another seat in a view has passed `rights::may_see`.
//! A field or variant added to a shape gets its place in `desk/wire`; the compiler asks for it.

mod build;
mod desk;
mod dossiers;
mod find;
mod home;
mod ladder;
mod list;
mod log;
mod meeting;
mod pages;
mod progress;
mod sheets;
mod types;

pub use build::{Context, Rights, Unopened, build, build_with};
pub use desk::{DeskView, Draft, Step};
pub use dossiers::{DossierRow, DossierView, OwnSheet};
pub use home::{Display, Home, PlaceNote, SeatCard};
pub use ladder::{LadderRow, LadderView};
pub use list::{ListView, WhatIfView};
pub use log::{LogEntry, LogView, VerifyView};
pub use meeting::{MeetingLine, MeetingView};
pub use pages::Pages;
pub use progress::{Progress, ProgressCell, ProgressRow};
pub use sheets::{EntryView, MarkRow, SheetView};
pub use types::{Ask, Done, FolderView, Found, FoundView, Hit, Topic, View, Where};
