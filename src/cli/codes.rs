//! `codes N`: codes drawn by lot, none of which the folder has already.

use std::collections::BTreeSet;

use super::Context;
use super::session::root;
use super::stop::{Code as Exit, Ran};
use crate::domain::Code;
use crate::folder;

/// Prints the codes, one a line.
pub(crate) fn run(context: &mut Context, count: u32) -> Ran {
    // Without a panel there is nothing a code could be taken by; with `-C` there has to be one.
    let taken = match root(context) {
        Ok(root) => taken(&root),
        Err(_) if context.panel.is_none() => BTreeSet::new(),
        Err(stop) => return Err(stop),
    };
    let nonce = context.env.source.nonce;
    let mut left: Vec<u32> = Vec::new();
    let mut random = move || {
        if left.is_empty() {
            left.extend(nonce().chunks_exact(4).filter_map(|four| four.try_into().ok().map(u32::from_le_bytes)));
        }
        left.pop().unwrap_or(0)
    };
    let wanted = usize::try_from(count).unwrap_or(usize::MAX);
    for code in folder::draw_codes(wanted, &taken, &mut random) {
        context.out.line(code.as_str());
    }
    Ok(Exit::Done)
}

/// Codes that files of the folder bear, whatever else is wrong with them.
fn taken(root: &std::path::Path) -> BTreeSet<Code> {
    let read = folder::read(root);
    let names = read.files.iter().filter_map(|stamp| stamp.path.file_stem()).filter_map(|stem| stem.to_str());
    let named = names.filter_map(|stem| Code::parse(stem).ok());
    named.chain(read.dossiers.iter().map(|(facts, ..)| facts.code.clone())).collect()
}
