//! Rules that hold whatever the panel: pure, no terminal, no server.

mod folder;
