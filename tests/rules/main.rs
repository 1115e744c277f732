//! Rules that hold whatever the panel: pure, no terminal, no server.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod folder;
