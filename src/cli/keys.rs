//! `keys [FILE]`: the table of actions with their keys, and what is wrong with a keymap.

use serde_json::{Value, json};

use super::Context;
use super::args::KeysFormat;
use super::keymap::{Chosen, chosen, named_map};
use super::stop::{Code as Exit, Ran};
use crate::domain::Severity;
use crate::report::table::{Side, Table};
use crate::tui::keymap::find::Finding;
use crate::tui::keymap::{Act, Context as Place, Keymap, key_name, main_keys};
use crate::words::cli::dash;
use crate::words::{self, Lang, keys as said};

/// Prints the keymap that is in force, or the one named.
pub(crate) fn run(context: &mut Context, file: Option<&str>, format: KeysFormat) -> Ran {
    let keymap = match file {
        Some(named) => named_map(context, named)?,
        None => chosen(context)?,
    };
    match format {
        KeysFormat::Table => table(context, &keymap),
        KeysFormat::Json => context.out.line(&data(context.lang, &keymap).to_string()),
    }
    let wrong = keymap.loaded.findings.iter().any(|finding| !finding.is_caution());
    Ok(if wrong { Exit::Findings } else { Exit::Done })
}

fn table(context: &mut Context, keymap: &Chosen) {
    let lang = context.lang;
    let heads = [said::col_action, said::col_name, said::col_keys, said::col_alias];
    let mut table = Table::new(heads.map(|head| (head(lang), Side::Left)));
    for act in Act::ALL {
        let main = if act.keys().is_empty() && *act != Act::Type {
            said::by_number(lang).to_owned()
        } else {
            main_keys(lang, &[*act])
        };
        let aliases =
            if act.takes_alias() { aliases(lang, &keymap.loaded.map, *act) } else { said::guard_mark(lang).to_owned() };
        table.row([act.id().to_owned(), act.name(lang).to_owned(), main, aliases]);
    }
    for line in table.lines() {
        context.out.line(&line);
    }
    context.out.line("");
    for finding in &keymap.loaded.findings {
        context.out.line(&line_of(lang, finding));
    }
    let map = &keymap.loaded.map;
    if keymap.loaded.findings.is_empty() {
        context.out.line(&said::fine(lang, &keymap.name, map.bindings().count()));
    }
    let letters =
        map.bindings().any(|bound| matches!(bound.key, crate::tui::keymap::Key::Char(c) if c.is_alphabetic()));
    if letters {
        context.out.line(said::letters(lang));
    }
}

/// `k (list, desk)`; the places are left out where it is bound everywhere the action exists.
fn aliases(lang: Lang, map: &Keymap, act: Act) -> String {
    let mut keys: Vec<_> = map.bindings().filter(|bound| bound.act == act).map(|bound| bound.key).collect();
    keys.sort_unstable();
    keys.dedup();
    let told = keys.into_iter().map(|key| {
        let places: Vec<&str> =
            Place::BOUND.iter().filter(|place| map.act(**place, key) == Some(act)).map(|place| place.id()).collect();
        let name = key_name(lang, key);
        if places.len() == act.contexts().len() { name } else { format!("{name} ({})", places.join(", ")) }
    });
    told.collect::<Vec<_>>().join("  ")
}

/// `file:line:column: 错误: what — what to do`.
pub(crate) fn line_of(lang: Lang, finding: &Finding) -> String {
    let (what, next) = finding.told(lang);
    format!("{}: {}: {what}{}{next}", finding.place(), words::severity(lang, severity(finding)), dash(lang))
}

fn severity(finding: &Finding) -> Severity {
    if finding.is_caution() { Severity::Caution } else { Severity::Error }
}

fn data(lang: Lang, keymap: &Chosen) -> Value {
    let map = &keymap.loaded.map;
    let actions = Act::ALL.iter().map(|act| {
        let main: Vec<String> = act.keys().iter().map(|key| key_name(Lang::En, *key)).collect();
        let aliases = act.contexts().iter().filter_map(|place| {
            let keys: Vec<String> = map.aliases(*place, *act).map(|key| key_name(Lang::En, key)).collect();
            (!keys.is_empty()).then(|| (place.id().to_owned(), json!(keys)))
        });
        json!({
            "action": act.id(),
            "name": act.name(lang),
            "about": act.about(lang),
            "keys": main,
            "takes_alias": act.takes_alias(),
            "aliases": aliases.collect::<serde_json::Map<String, Value>>(),
        })
    });
    let findings = keymap.loaded.findings.iter().map(|finding| {
        let (what, next) = finding.told(lang);
        json!({
            "kind": finding.wrong.id(),
            "caution": finding.is_caution(),
            "file": finding.file.as_str(),
            "line": finding.line,
            "column": finding.column,
            "what": what,
            "next": next,
        })
    });
    json!({
        "keymap": keymap.name,
        "actions": actions.collect::<Vec<_>>(),
        "findings": findings.collect::<Vec<_>>(),
    })
}
