//! `docs/deploy.md`: every command and option of shouxi that it names is there, and so are the sentences it quotes.

use super::harness::{Panel, run};

fn doc() -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/deploy.md");
    std::fs::read_to_string(path).unwrap()
}

/// Whether a help text names an option.
fn names(help: &str, option: &str) -> bool {
    help.split(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | '=' | '[' | ']')).any(|word| word == option)
}

#[test]
fn the_page_for_administrators_names_only_commands_and_options_that_there_are() {
    let dir = tempfile::tempdir().unwrap();
    let help = run(dir.path(), &["--help"]).ok().out;
    let commands: Vec<&str> = help.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next()).collect();
    let mut found = 0;
    for after in doc().split("shouxi ").skip(1) {
        // To the end of the command line: a quote, a backtick, a line, or where the shell goes on.
        let line = after.split(['\'', '`', '\n', '>', '|', ')', '"']).next().unwrap();
        let words: Vec<&str> = line.split_whitespace().collect();
        let mut values = 0;
        let verb = words.iter().find(|word| {
            // The value of an option before the command is none.
            let value = std::mem::take(&mut values) == 1;
            values = usize::from(matches!(**word, "-C" | "--as" | "--lang"));
            !value && !word.starts_with('-')
        });
        let known = verb.filter(|verb| commands.contains(*verb));
        let own = known.map(|verb| run(dir.path(), &[verb, "--help"]).ok().out).unwrap_or_default();
        for option in words.iter().filter(|word| word.starts_with('-')) {
            assert!(names(&help, option) || names(&own, option), "{option} in: {line}");
        }
        // Prose goes on with a word that is no command.
        let prose = ["is", "screens", "may", "/usr/local/bin/shouxi"];
        let fine = known.is_some() || verb.is_none_or(|verb| prose.contains(verb));
        assert!(fine, "{verb:?} in: shouxi {line}");
        found += usize::from(known.is_some());
    }
    assert!(found >= 10, "{found}");
}

#[test]
fn what_the_page_leads_with_and_what_it_quotes() {
    let doc = doc();
    let place = |words: &str| doc.find(words).unwrap_or_else(|| panic!("{words}"));
    assert!(place("ForceCommand") < place("authorized-keys"), "accounts come before keys");
    for said in ["Match Group", "ClientAliveInterval 30", "backup", "restore", "deletion", "papers > papers.zip"] {
        place(said);
    }
    // The sentences of its table are the program's own.
    let words = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/words/trouble");
    let words: String =
        super::harness::walk(&words).iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
    let table = doc.lines().filter_map(|line| line.strip_prefix("| ")?.split(" |").next());
    let quoted: Vec<&str> = table.filter(|cell| super::harness::has_han(cell)).collect();
    assert!(quoted.len() >= 5, "{quoted:?}");
    for sentence in quoted {
        assert!(words.contains(sentence), "{sentence}");
    }
}

#[test]
fn the_form_of_a_forced_command_leads_nowhere_without_a_server() {
    let panel = Panel::practice();
    let root = panel.root();
    let refused = run(&root, &["--remote-only", "-C", root.to_str().unwrap()]);
    assert!(refused.code == 4 || refused.code == 2, "{}", refused.err);
    assert!(refused.out.is_empty());
}
