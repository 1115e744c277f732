//! Keymaps as files: reading them, checking them, and laying one over another.
//!
//! A file says `action = "key"` under `[all]` or under one context; `base` names the built-in map it lies over. What
//! is wrong with it is told with its place, and the rest of it is in force all the same.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::find::{Finding, Wrong, eater};
use super::{Act, Bound, Context, Guard, Key, Keymap, fold_key};
use crate::text::{Clean, clean_line, nearest};

/// The built-in maps by name.
pub const BUILT_IN: [(&str, &str); 2] =
    [("default", include_str!("../../../keymaps/default.toml")), ("vi", include_str!("../../../keymaps/vi.toml"))];

/// Bytes of a file at most.
pub const BYTES_MAX: usize = 64 * 1024;
/// Findings of a file at most.
const FINDINGS_MAX: usize = 100;
/// The section that binds in every context.
const ALL: &str = "all";
/// The key that names the map below.
const BASE: &str = "base";

/// A keymap with what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// What is in force.
    pub map: Keymap,
    /// What is wrong with the file, in its order.
    pub findings: Vec<Finding>,
}

/// The map that everybody has.
pub fn default_map() -> Keymap {
    built_in("default").map(|loaded| loaded.map).unwrap_or_default()
}

/// A built-in map by its name, over the one that everybody has.
pub fn built_in(name: &str) -> Option<Loaded> {
    let (name, text) = BUILT_IN.into_iter().find(|(known, _)| *known == name)?;
    let mut reading = Reading::new(name, text);
    let layer = reading.layer(text);
    let mut map = if name == "default" { Keymap::default() } else { default_map() };
    map.lay_over(&layer.named, &layer.bound);
    Some(Loaded { map, findings: reading.findings })
}

/// A file's bytes, over the built-in map it names.
pub fn read(file: &str, bytes: &[u8]) -> Loaded {
    let mut reading = Reading::new(file, "");
    if bytes.len() > BYTES_MAX {
        reading.add(&(0..0), Wrong::TooLarge);
        return Loaded { map: default_map(), findings: reading.findings };
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        reading.add(&(0..0), Wrong::NotUtf8);
        return Loaded { map: default_map(), findings: reading.findings };
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reading = Reading::new(file, text);
    let layer = reading.layer(text);
    let mut map = layer.base.and_then(built_in).map_or_else(default_map, |base| base.map);
    map.lay_over(&layer.named, &layer.bound);
    Loaded { map, findings: reading.findings }
}

/// What a file says.
#[derive(Debug, Default)]
struct Layer {
    base: Option<&'static str>,
    named: Vec<(Context, Act)>,
    bound: Vec<Bound>,
}

/// A line of a file: an action with its keys, each with its place.
struct Line {
    contexts: &'static [Context],
    /// Under `[all]`, where a context's own section may say otherwise.
    everywhere: bool,
    act: Act,
    /// Where it stands: the first of two lines that name a key has it.
    at: usize,
    keys: Vec<(Key, Range<usize>)>,
}

struct Reading {
    file: Clean,
    starts: Vec<usize>,
    text: String,
    findings: Vec<Finding>,
}

impl Reading {
    fn new(file: &str, text: &str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { file: clean_line(file), starts, text: text.to_owned(), findings: Vec::new() }
    }

    fn add(&mut self, span: &Range<usize>, wrong: Wrong) {
        let (line, column) = if *span == (0..0) { (0, 0) } else { self.place(span.start) };
        let wrong = match self.findings.len() {
            FINDINGS_MAX.. => return,
            at if at + 1 == FINDINGS_MAX => Wrong::TooMany,
            _ => wrong,
        };
        self.findings.push(Finding { file: self.file.clone(), line, column, wrong });
    }

    /// Line and column of a byte, both from 1.
    fn place(&self, offset: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|at| self.starts.get(at)).copied().unwrap_or(0);
        let column = self.text.get(start..offset).map_or(0, |before| before.chars().count());
        (line, column + 1)
    }

    fn layer(&mut self, text: &str) -> Layer {
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            self.add(&error.span().unwrap_or(0..0), Wrong::Syntax(clean_line(error.message())));
        }
        let mut base = None;
        let mut lines = Vec::new();
        for (name, value) in table.get_ref() {
            match value.get_ref() {
                DeValue::String(text) if name.get_ref() == BASE => {
                    base = BUILT_IN.into_iter().map(|(known, _)| known).find(|known| known == text);
                    if base.is_none() {
                        self.add(&value.span(), Wrong::Base);
                    }
                }
                _ if name.get_ref() == BASE => self.add(&value.span(), Wrong::Base),
                DeValue::Table(section) => self.section(name, section, &mut lines),
                _ => {
                    let near = nearest(name.get_ref(), sections());
                    self.add(&name.span(), Wrong::Context(clean_line(name.get_ref()), near));
                }
            }
        }
        lines.sort_by_key(|line: &Line| line.at);
        let (named, bound) = self.bind(&lines);
        self.findings.sort_by_key(|finding| (finding.line, finding.column));
        Layer { base, named, bound }
    }

    fn section(&mut self, name: &Spanned<toml::de::DeString<'_>>, section: &DeTable<'_>, lines: &mut Vec<Line>) {
        let only = Context::parse(name.get_ref());
        if only.is_none() && name.get_ref() != ALL {
            let near = nearest(name.get_ref(), sections());
            return self.add(&name.span(), Wrong::Context(clean_line(name.get_ref()), near));
        }
        for (id, value) in section {
            let Some(act) = Act::parse(id.get_ref()) else {
                let near = nearest(id.get_ref(), Act::ALL.iter().map(|act| act.id()));
                self.add(&id.span(), Wrong::Action(clean_line(id.get_ref()), near));
                continue;
            };
            match act.guard() {
                Guard::Free => {}
                Guard::Guarded => {
                    self.add(&id.span(), Wrong::Guarded(act));
                    continue;
                }
                Guard::Main => {
                    self.add(&id.span(), Wrong::Main(act));
                    continue;
                }
            }
            let contexts = match only {
                Some(context) if !act.contexts().contains(&context) => {
                    self.add(&id.span(), Wrong::Nowhere(act, context));
                    continue;
                }
                Some(context) => context.alone(),
                None => act.contexts(),
            };
            let keys = self.keys(value);
            lines.push(Line { contexts, everywhere: only.is_none(), act, at: id.span().start, keys });
        }
    }

    /// The keys of a line; those that are wrong are left out.
    fn keys(&mut self, value: &Spanned<DeValue<'_>>) -> Vec<(Key, Range<usize>)> {
        let one = [value];
        let list: Vec<&Spanned<DeValue<'_>>> = match value.get_ref() {
            DeValue::Array(list) => list.iter().collect(),
            _ => one.to_vec(),
        };
        let mut keys = Vec::new();
        for value in list {
            let span = value.span();
            let DeValue::String(text) = value.get_ref() else {
                self.add(&span, Wrong::NotKeys);
                continue;
            };
            match key_of(text) {
                Err(wrong) => self.add(&span, wrong),
                Ok(key) => {
                    if let Some(eater) = eater(key) {
                        self.add(&span, Wrong::Eaten(key, eater));
                    }
                    keys.push((key, span));
                }
            }
        }
        keys
    }

    /// Which keys are whose: a context's own section before `[all]`, and in each the first line that names the key.
    fn bind(&mut self, lines: &[Line]) -> (Vec<(Context, Act)>, Vec<Bound>) {
        let mut taken: BTreeMap<(Context, Key), (Act, bool)> = BTreeMap::new();
        let own = lines.iter().filter(|line| !line.everywhere);
        for line in own.chain(lines.iter().filter(|line| line.everywhere)) {
            for (key, span) in &line.keys {
                let mut free = 0;
                for context in line.contexts {
                    match taken.get(&(*context, *key)) {
                        Some((act, everywhere)) if *everywhere == line.everywhere => {
                            self.add(span, Wrong::Twice(*key, *act, *context));
                            free += 1;
                            break;
                        }
                        Some(_) => {}
                        None => {
                            taken.insert((*context, *key), (line.act, line.everywhere));
                            free += 1;
                        }
                    }
                }
                if free == 0 {
                    self.add(span, Wrong::Hidden(line.act, *key));
                }
            }
        }
        let own: Vec<(Context, Act)> = pairs(lines, false);
        let mut named = pairs(lines, true);
        named.extend(&own);
        // What a context's own section says of an action is all there is of it there.
        let bound = taken
            .into_iter()
            .filter(|((context, _), (act, everywhere))| !everywhere || !own.contains(&(*context, *act)));
        let bound = bound.map(|((context, key), (act, _))| Bound { context, key, act }).collect();
        (named, bound)
    }
}

fn pairs(lines: &[Line], everywhere: bool) -> Vec<(Context, Act)> {
    let lines = lines.iter().filter(|line| line.everywhere == everywhere);
    lines.flat_map(|line| line.contexts.iter().map(|context| (*context, line.act))).collect()
}

fn sections() -> impl Iterator<Item = &'static str> {
    Context::BOUND.iter().map(|context| context.id()).chain([ALL])
}

/// A key as a file writes it: one ASCII character, `ctrl+x`, `delete`.
fn key_of(text: &str) -> Result<Key, Wrong> {
    let not = || Wrong::NotAKey(clean_line(text));
    let mut characters = text.chars();
    let key = match (characters.next(), characters.next()) {
        (Some(one), None) => match fold_key(Key::Char(one)) {
            key @ Key::Char(folded) if folded.is_ascii_graphic() || folded == ' ' => key,
            _ => return Err(not()),
        },
        _ => named_key(text).ok_or_else(not)?,
    };
    if Act::ALL.iter().any(|act| act.keys().contains(&key)) && key != Key::Ctrl('z')
        || matches!(key, Key::Char('0'..='9' | '.'))
    {
        return Err(Wrong::MainKey(key));
    }
    if matches!(key, Key::Ctrl('c' | 's' | 'z')) {
        return Err(Wrong::Answered(key));
    }
    Ok(key)
}

fn named_key(text: &str) -> Option<Key> {
    let text = text.to_ascii_lowercase();
    if let Some(letter) = text.strip_prefix("ctrl+").or_else(|| text.strip_prefix("ctrl-")) {
        let mut letters = letter.chars();
        return match (letters.next(), letters.as_str()) {
            (Some(letter), "") if letter.is_ascii_lowercase() => Some(Key::Ctrl(letter)),
            (Some('s'), "pace") => Some(Key::Ctrl(' ')),
            _ => None,
        };
    }
    let keys = [
        ("delete", Key::Delete),
        ("space", Key::Char(' ')),
        ("enter", Key::Enter),
        ("esc", Key::Esc),
        ("tab", Key::Tab),
        ("backspace", Key::Backspace),
        ("up", Key::Up),
        ("down", Key::Down),
        ("left", Key::Left),
        ("right", Key::Right),
        ("home", Key::Home),
        ("end", Key::End),
        ("pageup", Key::PageUp),
        ("pagedown", Key::PageDown),
    ];
    keys.into_iter().find(|(name, _)| *name == text).map(|(_, key)| key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;
    use proptest::prelude::*;

    fn ids(text: &str) -> Vec<(usize, &'static str)> {
        read("keys.toml", text.as_bytes()).findings.iter().map(|one| (one.line, one.wrong.id())).collect()
    }

    #[test]
    fn the_built_in_maps_have_nothing_wrong_and_no_alias_on_a_guarded_action() {
        for (name, _) in BUILT_IN {
            let loaded = built_in(name).unwrap();
            assert_eq!(loaded.findings, [], "{name}");
            assert!(loaded.map.bindings().all(|bound| bound.act.takes_alias()), "{name}");
            assert!(loaded.map.bindings().any(|bound| bound.act == Act::Palette));
        }
        assert!(default_map().bindings().all(|bound| !matches!(bound.key, Key::Char(c) if c.is_alphabetic())));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place_and_the_rest_is_in_force() {
        let text = "[list]\ndwon = \"j\"\nup = \"k\"\nsign-all = \"s\"\n[lst]\nup = \"x\"\n";
        let loaded = read("keys.toml", text.as_bytes());
        assert_eq!(ids(text), [(2, "unknown-action"), (4, "guarded"), (5, "unknown-context")]);
        let places: Vec<String> = loaded.findings.iter().map(Finding::place).collect();
        assert_eq!(places, ["keys.toml:2:1", "keys.toml:4:1", "keys.toml:5:2"]);
        assert!(loaded.findings[0].told(Lang::Zh).1.contains("down"));
        assert_eq!(loaded.map.act(Context::List, Key::Char('k')), Some(Act::Up));
        assert_eq!(loaded.map.act(Context::List, Key::Char('s')), None);
        assert_eq!(loaded.map.act(Context::List, Key::Char('?')), Some(Act::Help), "the default lies below");
    }

    #[test]
    fn main_keys_are_never_taken_away() {
        for key in ["1", ".", " ", "space", "enter", "Esc", "tab", "up", "PageDown", "。", "５"] {
            assert_eq!(ids(&format!("[list]\ndown = \"{key}\"\n")), [(2, "main-key")], "{key}");
        }
        assert_eq!(ids("[all]\nhelp = \"ctrl+c\"\nundo = \"ctrl+z\"\n"), [(2, "answered-key"), (3, "answered-key")]);
        for key in ["gg", "ctrl+", "中", "", "f1", "ctrl+xx"] {
            assert_eq!(ids(&format!("[list]\ndown = \"{key}\"\n")), [(2, "not-a-key")], "{key}");
        }
    }

    #[test]
    fn a_key_twice_and_a_key_for_nothing_are_told() {
        assert_eq!(ids("[list]\ndown = \"x\"\nup = \"x\"\n"), [(3, "duplicate")]);
        assert_eq!(ids("[question]\nsheets = \"x\"\n"), [(2, "unreachable")]);
        let hidden = "[all]\nlog = \"x\"\n[list]\ndown = \"x\"\n[text]\ndown = \"x\"\n[acts]\ndown = \"x\"\n";
        assert_eq!(ids(hidden), [(2, "unreachable")]);
        let fine = read("keys.toml", b"[all]\ndown = \"x\"\n[list]\nup = \"x\"\n");
        assert_eq!(fine.findings, []);
        assert_eq!(fine.map.act(Context::List, Key::Char('x')), Some(Act::Up));
        assert_eq!(fine.map.act(Context::Desk, Key::Char('x')), Some(Act::Down));
    }

    #[test]
    fn keys_that_never_arrive_are_a_caution_and_stay_in_force() {
        for key in ["ctrl+b", "ctrl+a", "ctrl+q", "ctrl+m", "ctrl+space", "~", "$"] {
            let loaded = read("keys.toml", format!("[list]\ndown = '{key}'\n").as_bytes());
            assert!(loaded.findings.iter().all(Finding::is_caution) && loaded.findings.len() == 1, "{key}");
            assert_eq!(loaded.map.aliases(Context::List, Act::Down).count(), 1, "{key}");
        }
    }

    #[test]
    fn a_file_lies_over_the_map_it_names() {
        let map = read("keys.toml", b"base = \"vi\"\n[list]\ndown = \"e\"\npalette = []\n").map;
        assert_eq!(map.act(Context::List, Key::Char('e')), Some(Act::Down));
        assert_eq!(map.act(Context::List, Key::Char('j')), None, "the line replaces all keys of the action there");
        assert_eq!(map.act(Context::Desk, Key::Char('j')), Some(Act::Down));
        assert_eq!(map.act(Context::List, Key::Char(':')), None);
        assert_eq!(ids("base = \"emacs\"\n"), [(1, "unknown-base")]);
    }

    proptest! {
        #[test]
        fn any_file_is_read_and_binds_nothing_guarded(text in "(?s).{0,200}|(\\[(all|list|desk)\\]\n)?(([a-z-]{2,12}|up|sign) = (\"[a-z?/:1 ]\"|\\[\"j\",\"k\"\\]|3)\n){0,8}") {
            let loaded = read("k", text.as_bytes());
            prop_assert!(loaded.map.bindings().all(|bound| bound.act.takes_alias()));
            prop_assert!(loaded.findings.len() <= FINDINGS_MAX);
        }
    }
}
