//! What colours and attributes mean. Sixteen colours of the terminal's own choosing, text in the
//! terminal's own colours; colour is never the only sign of anything (PITFALLS 14).
//!
//! Few of the sixteen can be read everywhere: yellow, green and cyan fade on white, blue drowns on black,
//! and bright black **is** the ground of Solarized. Bright red and bright magenta stand out on all of
//! them (`theme_tests` holds every role against the palettes people have), so they are the two that are
//! used, for what must not be overlooked; everything else is told by place, bold and reverse.

use ratatui::style::{Color, Modifier, Style};

/// What a piece of the screen is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Everything that is read.
    Text,
    /// Headings, and the words that carry a row.
    Title,
    /// Where the person is.
    Selected,
    /// Beside the point: closed, not due, counted out. Looks like text: no grey is readable everywhere.
    Dim,
    /// Look at this before going on.
    Warn,
    /// Refused, not saved, lost.
    Error,
    /// Saved, signed, complete.
    Good,
    /// What can be pressed.
    Hint,
    /// The line at the quota.
    Cut,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Text,
        Self::Title,
        Self::Selected,
        Self::Dim,
        Self::Warn,
        Self::Error,
        Self::Good,
        Self::Hint,
        Self::Cut,
    ];
}

/// Roles to styles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    colour: bool,
}

impl Theme {
    /// With colours unless `NO_COLOR` is set to something (no-color.org: set to nothing is not set).
    pub fn from_no_color(no_color: Option<&str>) -> Self {
        Self { colour: no_color.is_none_or(str::is_empty) }
    }

    /// The style of a role. Without colours only bold, reverse and underline are used.
    pub fn style(self, role: Role) -> Style {
        let text = Style::new().fg(Color::Reset).bg(Color::Reset);
        match role {
            Role::Text | Role::Dim | Role::Good | Role::Hint => text,
            Role::Selected => text.add_modifier(Modifier::REVERSED),
            Role::Warn if self.colour => text.fg(Color::LightMagenta),
            Role::Warn => text.add_modifier(Modifier::UNDERLINED),
            Role::Error if self.colour => text.fg(Color::LightRed).add_modifier(Modifier::BOLD),
            Role::Error => text.add_modifier(Modifier::BOLD.union(Modifier::UNDERLINED)),
            Role::Cut if self.colour => text.fg(Color::LightMagenta).add_modifier(Modifier::BOLD),
            Role::Title | Role::Cut => text.add_modifier(Modifier::BOLD),
        }
    }
}

#[cfg(test)]
#[path = "theme_tests.rs"]
mod tests;
