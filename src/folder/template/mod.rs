//! What `shouxi new` writes: a panel that passes `check`, explained where it is read (DESIGN §2, DOMAIN §2).

use chrono::NaiveDate;

/// The code of the example dossier.
pub const EXAMPLE: &str = "W274";

/// `panel.toml` with the usual rules, the four sections' thirteen items and their bands, five expert seats, a
/// secretary and a supervisor. `as_of` is the reference day.
pub fn new_panel(title: &str, as_of: NaiveDate) -> String {
    // The title goes in last: whatever it says is not looked at again.
    let dated = include_str!("panel.toml").replace("{as_of}", &as_of.format("%Y-%m-%d").to_string());
    dated.replace("{title}", &quoted(title))
}

/// The example dossier, `dossiers/W274.toml`: invented from end to end, and saying so.
pub fn example_dossier() -> String {
    include_str!("dossier.toml").to_owned()
}

/// All files of a new folder: path below it, and text.
pub fn files(title: &str, as_of: NaiveDate) -> Vec<(String, String)> {
    vec![("panel.toml".to_owned(), new_panel(title, as_of)), (format!("dossiers/{EXAMPLE}.toml"), example_dossier())]
}

/// A text between quotes of a TOML file, cleaned, with what would end it escaped.
fn quoted(text: &str) -> String {
    crate::text::clean_line(text).replace('\\', "\\\\").replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{FindingKind, Severity};

    #[test]
    fn the_new_panel_passes_check_without_a_single_finding() {
        let day = NaiveDate::from_ymd_opt(2024, 7, 31).unwrap();
        for title in ["2024年度威海市首席技师专家评审", "a \"quoted\\\" title\n{as_of}"] {
            let (panel, findings) = crate::folder::read_panel(new_panel(title, day).as_bytes(), "panel.toml");
            assert_eq!(findings, []);
            let panel = panel.unwrap();
            assert_eq!(panel.rules.as_of, day);
            assert_eq!(panel.rules.item_count(), 13);
            assert_eq!(panel.rules.total_max(), 100 * 10_000 * 10_000);
            let (dossier, findings) =
                crate::folder::read_dossier(example_dossier().as_bytes(), "dossiers/W274.toml", Some(&panel.rules));
            assert_eq!(findings, []);
            assert!(dossier.is_some());
        }
        let (_, findings) = crate::folder::read_panel(new_panel(" ", day).as_bytes(), "panel.toml");
        assert_eq!(findings[0].what, FindingKind::MissingKey("title"));
        assert_eq!(findings[0].what.severity(), Severity::Error);
    }
}
