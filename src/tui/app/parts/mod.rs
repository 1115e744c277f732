//! Pieces that several pages are made of. Each is a small state with what keys do to it.

mod actions;
mod editor;
mod pager;
mod rows;

pub use actions::{Action, Actions, Pressed};
pub use editor::{Caret, Editor, Typed};
pub use pager::Pager;
#[cfg(test)]
pub(crate) use pager::WRAPPED;
pub use rows::{Jump, Rows};
