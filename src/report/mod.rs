//! Views as data and as tables: what the command line prints and, later, what papers are made of.
//!
//! Invariant of the room: it gets views and gives texts; it opens nothing, asks nothing and knows no seat's rights,
//! because a view holds only what its seat may see. Column widths are cells (`text::width`), never characters.
//!
//! - `json`: the JSON of `tally`, `status` and `log`, whose fields others depend on;
//! - `csv`: the list as CSV, safe for spreadsheets;
//! - `table`: columns of cells;
//! - `list`, `standing`, `entries`: the tables of `tally`, `status` and `log`.

pub mod csv;
pub mod entries;
pub mod json;
pub mod list;
pub mod standing;
pub mod table;
