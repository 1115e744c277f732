//! From signed sheets to a ranked list (DESIGN §5): `rank(rules, lines)` over `line(rules, facts, sheets)`.

/// Where a dossier stands on the list 去向.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// 拟推荐.
    Selected,
    /// 待议决: its group straddles the cut.
    Contested,
    /// 未列入.
    Reserve,
    /// 未达合格线.
    BelowPass,
    /// 待补评.
    Incomplete,
    /// 已撤回.
    Withdrawn,
}
