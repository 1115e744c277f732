//! Pieces that several pages are made of. Each is a small state with what keys do to it.

mod actions;
mod bench;
mod detail;
mod editor;
mod filter;
mod inquiry;
mod number;
mod pager;
mod rows;
mod sending;

pub use actions::{Action, Actions, Pressed, Row, acts_ways, to_acts, to_table};
pub use bench::{Bench, FOOT_ROWS, Press, narrowed_ways, table_ways};
pub use detail::Detail;
pub use editor::{Caret, Editor, Typed};
pub use filter::{APART, Condition, Filter, Side, StateKind, limits, own_holds, read as read_filter};
pub use inquiry::Inquiry;
pub use number::{begins_number, is_begun, read_number, type_number};
pub use pager::Pager;
#[cfg(test)]
pub(crate) use pager::WRAPPED;
pub use rows::{Jump, Rows};
pub use sending::{Cell, Coming, Sending, TypedCells, Write};
