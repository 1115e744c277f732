//! Views as data, as tables and as papers: what the command line prints, and what an office prints.
//!
//! Invariant of the room: it gets views and gives texts; it opens nothing, asks nothing and knows no seat's rights,
//! because a view holds only what its seat may see. Column widths are cells (`text::width`), never characters.
//!
//! - `json`: the JSON of `tally`, `status` and `log`, whose fields others depend on;
//! - `csv`: the list as CSV, safe for spreadsheets;
//! - `table`: columns of cells;
//! - `list`, `standing`, `entries`: the tables of `tally`, `status` and `log`;
//! - `papers`: what is printed, from `word` (the only user of docx-rs); `bundle`: several of them in one file.

pub mod bundle;
pub mod csv;
pub mod entries;
pub mod json;
pub mod list;
pub mod papers;
pub mod standing;
pub mod table;
mod word;

pub use papers::PaperFile;
