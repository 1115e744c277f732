//! The practice panel, inside the program. A test holds this list against the folder.

/// Entries of the seats; not part of the panel folder.
pub(crate) const ENTRIES: &str = include_str!("../../fixtures/weihai-2024/entries.csv");

/// Path below the folder, and text.
pub(crate) const FILES: &[(&str, &str)] = &[
    ("panel.toml", include_str!("../../fixtures/weihai-2024/panel.toml")),
    ("dossiers/W238.toml", include_str!("../../fixtures/weihai-2024/dossiers/W238.toml")),
    ("dossiers/W274.toml", include_str!("../../fixtures/weihai-2024/dossiers/W274.toml")),
    ("dossiers/W325.toml", include_str!("../../fixtures/weihai-2024/dossiers/W325.toml")),
    ("dossiers/W358.toml", include_str!("../../fixtures/weihai-2024/dossiers/W358.toml")),
    ("dossiers/W429.toml", include_str!("../../fixtures/weihai-2024/dossiers/W429.toml")),
    ("dossiers/W447.toml", include_str!("../../fixtures/weihai-2024/dossiers/W447.toml")),
    ("dossiers/W486.toml", include_str!("../../fixtures/weihai-2024/dossiers/W486.toml")),
    ("dossiers/W529.toml", include_str!("../../fixtures/weihai-2024/dossiers/W529.toml")),
    ("dossiers/W537.toml", include_str!("../../fixtures/weihai-2024/dossiers/W537.toml")),
    ("dossiers/W569.toml", include_str!("../../fixtures/weihai-2024/dossiers/W569.toml")),
    ("dossiers/W573.toml", include_str!("../../fixtures/weihai-2024/dossiers/W573.toml")),
    ("dossiers/W634.toml", include_str!("../../fixtures/weihai-2024/dossiers/W634.toml")),
    ("dossiers/W658.toml", include_str!("../../fixtures/weihai-2024/dossiers/W658.toml")),
    ("dossiers/W683.toml", include_str!("../../fixtures/weihai-2024/dossiers/W683.toml")),
    ("dossiers/W725.toml", include_str!("../../fixtures/weihai-2024/dossiers/W725.toml")),
    ("dossiers/W752.toml", include_str!("../../fixtures/weihai-2024/dossiers/W752.toml")),
    ("dossiers/W783.toml", include_str!("../../fixtures/weihai-2024/dossiers/W783.toml")),
    ("dossiers/W827.toml", include_str!("../../fixtures/weihai-2024/dossiers/W827.toml")),
    ("dossiers/W846.toml", include_str!("../../fixtures/weihai-2024/dossiers/W846.toml")),
    ("dossiers/W859.toml", include_str!("../../fixtures/weihai-2024/dossiers/W859.toml")),
    ("dossiers/W893.toml", include_str!("../../fixtures/weihai-2024/dossiers/W893.toml")),
    ("dossiers/W948.toml", include_str!("../../fixtures/weihai-2024/dossiers/W948.toml")),
    ("dossiers/W962.toml", include_str!("../../fixtures/weihai-2024/dossiers/W962.toml")),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use super::*;

    #[test]
    fn the_practice_panel_in_the_program_is_the_one_in_the_folder() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/weihai-2024");
        let mut there = BTreeMap::from([("panel.toml".to_owned(), root.join("panel.toml"))]);
        for entry in std::fs::read_dir(root.join("dossiers")).unwrap() {
            let path = entry.unwrap().path();
            there.insert(format!("dossiers/{}", path.file_name().unwrap().to_str().unwrap()), path);
        }
        let here: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
        let mut names: Vec<&str> = there.keys().map(String::as_str).collect();
        names.sort_by_key(|name| name.starts_with("dossiers/"));
        assert_eq!(here, names);
        for (name, text) in FILES {
            assert_eq!(*text, std::fs::read_to_string(&there[*name]).unwrap(), "{name}");
        }
    }
}
