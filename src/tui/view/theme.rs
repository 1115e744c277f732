//! What colours and attributes mean. Sixteen colours of the terminal's own choosing, text in the
//! terminal's own colours; colour is never the only sign of anything (PITFALLS 14).

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
    /// Beside the point: closed, not due, counted out.
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

/// Roles to styles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    colour: bool,
}

impl Theme {
    /// With colours unless `NO_COLOR` is set to something (no-color.org).
    pub fn from_no_color(no_color: Option<&str>) -> Self {
        Self { colour: no_color.is_none_or(str::is_empty) }
    }

    /// The style of a role. Without colours only bold, reverse and underline are used.
    pub fn style(self, role: Role) -> Style {
        let text = Style::new().fg(Color::Reset).bg(Color::Reset);
        if self.colour {
            match role {
                Role::Text => text,
                Role::Title => text.add_modifier(Modifier::BOLD),
                Role::Selected => text.add_modifier(Modifier::REVERSED),
                Role::Dim => text.fg(Color::DarkGray),
                Role::Warn => text.fg(Color::Yellow),
                Role::Error => text.fg(Color::Red).add_modifier(Modifier::BOLD),
                Role::Good => text.fg(Color::Green),
                Role::Hint => text.fg(Color::Cyan),
                Role::Cut => text.fg(Color::Magenta).add_modifier(Modifier::BOLD),
            }
        } else {
            match role {
                Role::Text | Role::Dim | Role::Good | Role::Hint => text,
                Role::Title | Role::Cut => text.add_modifier(Modifier::BOLD),
                Role::Selected => text.add_modifier(Modifier::REVERSED),
                Role::Warn => text.add_modifier(Modifier::UNDERLINED),
                Role::Error => text.add_modifier(Modifier::BOLD.union(Modifier::UNDERLINED)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLES: [Role; 9] = [
        Role::Text,
        Role::Title,
        Role::Selected,
        Role::Dim,
        Role::Warn,
        Role::Error,
        Role::Good,
        Role::Hint,
        Role::Cut,
    ];

    #[test]
    fn text_and_every_ground_are_the_terminals_own() {
        for theme in [Theme::from_no_color(None), Theme::from_no_color(Some("1"))] {
            assert_eq!(theme.style(Role::Text), Style::new().fg(Color::Reset).bg(Color::Reset));
            for role in ROLES {
                assert_eq!(theme.style(role).bg, Some(Color::Reset));
            }
        }
    }

    #[test]
    fn no_color_leaves_bold_reverse_and_underline() {
        let allowed = Modifier::BOLD.union(Modifier::REVERSED).union(Modifier::UNDERLINED);
        for role in ROLES {
            let style = Theme::from_no_color(Some("1")).style(role);
            assert_eq!(style.fg, Some(Color::Reset));
            assert!(allowed.contains(style.add_modifier));
        }
        assert_eq!(Theme::from_no_color(Some("")), Theme::from_no_color(None), "set to nothing is not set");
    }

    #[test]
    fn what_must_be_seen_differs_from_text_even_without_colour() {
        for theme in [Theme::from_no_color(None), Theme::from_no_color(Some("1"))] {
            for role in [Role::Selected, Role::Warn, Role::Error, Role::Title, Role::Cut] {
                assert_ne!(theme.style(role), theme.style(Role::Text));
            }
        }
    }
}
