//! What a seat may look at: built per seat in the hall, by the rights of DESIGN §7 and nothing else.
//! Clients never see events or state. The shapes are in `types`; `build` answers an `Ask`, one file a family of views.

mod build;
mod desk;
mod dossiers;
mod home;
mod ladder;
mod list;
mod log;
mod meeting;
mod progress;
mod sheets;
mod types;

pub use build::{Context, Rights, Unopened, build, build_with};
pub use types::*;
