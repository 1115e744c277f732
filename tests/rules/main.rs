//! Rules, rooms and records: what needs no program and no terminal.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "tests stop at the first surprise")]

mod rooms;
