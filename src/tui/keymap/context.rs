//! Where a key means something: a page says in which of these it is, and keymaps bind in them.

/// Where the keys are (the columns of SCREENS §2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    /// A list or the matrix.
    List,
    /// A mark's cell.
    Desk,
    /// A text being read.
    Text,
    /// The 操作 row.
    Acts,
    /// A question, a menu, a number to type.
    Question,
    /// A text being typed: letters are text here, and no alias works.
    Note,
}

impl Context {
    /// Those that keymaps may bind in.
    pub const BOUND: [Self; 5] = [Self::List, Self::Desk, Self::Text, Self::Acts, Self::Question];

    /// Its name in keymaps and tables.
    pub const fn id(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Desk => "desk",
            Self::Text => "text",
            Self::Acts => "acts",
            Self::Question => "question",
            Self::Note => "note",
        }
    }

    /// It alone.
    pub(super) const fn alone(self) -> &'static [Self] {
        match self {
            Self::List => &[Self::List],
            Self::Desk => &[Self::Desk],
            Self::Text => &[Self::Text],
            Self::Acts => &[Self::Acts],
            Self::Question => &[Self::Question],
            Self::Note => &[],
        }
    }

    /// The context of this name.
    pub fn parse(id: &str) -> Option<Self> {
        Self::BOUND.into_iter().find(|context| context.id() == id)
    }
}
