//! Figures of the search in texts: from the question to the last piece of the answer, over declared dossiers.

use std::path::Path;
use std::time::{Duration, Instant};

use shouxi::desk::view::{Ask, View};
use shouxi::desk::{self, Access, Client, Source};
use shouxi::domain::{Code, SeatId};
use shouxi::text::clean_line;

use crate::inside::now;
use crate::panel::{Panel, Size};
use crate::{PROGRAM, ms, proc};

/// What is looked for, one after another as an expert would, and how often it stands in the texts.
const WORDS: [(&str, &str); 9] = [
    ("三点浮动", "the first search"),
    ("三点浮动支撑", "two characters more, in every text"),
    ("三点支撑", "two left out"),
    ("凤眼", "in few texts"),
    ("凤眼扣", "one character more"),
    ("三年整机", "in none, of characters of all"),
    ("潜水艇", "in none"),
    ("fdzc", "pinyin, in every text"),
    ("qianshuiting", "pinyin, in none"),
];

/// Each search in a process that has searched before, but for the first; the whole of it, and its longest piece.
pub(crate) fn find(dossiers: usize) {
    println!("\nsearch in the texts of {dossiers} declared dossiers of 5.6 kB: whole, longest piece, hits");
    let panel = Panel::new(Path::new(PROGRAM), Size { dossiers, experts: 1, text: 5_600 });
    panel.run(&["stage", "scoring"]);
    let file = panel.marks(0..1, dossiers);
    panel.run(&["--as", "E01", "marks", "import", file.to_str().unwrap()]);
    let mut desk = desk::open(panel.path(), Access::Write, Source { now, nonce: || [7; 16] }).unwrap();
    let mut client = desk.sit(&SeatId::parse("E01").unwrap(), false).unwrap();
    let before = proc::memory(std::process::id()).1;
    for (word, what) in WORDS {
        let (whole, longest, hits) = search(&mut client, word);
        println!("{:<40} {:>8.1} ms {:>8.2} ms {hits:>6}", format!("{word}: {what}"), ms(whole), ms(longest));
    }
    let after = proc::memory(std::process::id()).1;
    println!("{:<40} {:>8.1} MB", "memory taken meanwhile", after.saturating_sub(before) as f64 / 1024.0);
    desk.close();
}

fn search(client: &mut Client, word: &str) -> (Duration, Duration, usize) {
    let started = Instant::now();
    let (mut from, mut longest, mut hits): (Option<Code>, _, _) = (None, Duration::ZERO, 0);
    loop {
        let asked = Instant::now();
        let view = client.ask(Ask::Find { words: vec![clean_line(word)], from }).unwrap();
        let View::Found(found) = view else { panic!("a search is answered by what it found") };
        longest = longest.max(asked.elapsed());
        hits += found.found.len();
        match found.next {
            None => return (started.elapsed(), longest, hits),
            next => from = next,
        }
    }
}
