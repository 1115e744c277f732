//! Papers 打印材料, each from the views of the seat that prints it: seat cards, the list, the log.

use super::list::{Frame, rows};
use super::word::Word;
use super::{csv, entries};
use crate::desk::view::{Home, ListView, LogEntry};
use crate::domain::{Role, Seat};
use crate::words::paper::{self, Access, Card};
use crate::words::{self, Lang, head_of_hex};

/// One file of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperFile {
    /// Its name, without a folder.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Where seats log in.
#[derive(Clone, Copy, Debug)]
pub struct Where<'a> {
    /// Host or address.
    pub host: &'a str,
    /// Port, where it is not 22.
    pub port: Option<&'a str>,
    /// The account that keys lead to.
    pub serving: Option<&'a str>,
}

/// One card a seat, for whoever may know the accounts. Gives the seats that have neither account nor key besides.
pub fn seat_cards<'a>(lang: Lang, home: &'a Home, at: Where<'_>) -> (Option<PaperFile>, Vec<&'a Seat>) {
    let Some(panel) = home.panel.as_deref() else { return (None, Vec::new()) };
    let mut word = Word::default();
    let mut without = Vec::new();
    for seat in &panel.seats {
        let (account, access) = match (seat.unix_user.as_str(), seat.ssh_key.as_str()) {
            ("", "") => (None, Access::None),
            ("", _) => (at.serving, Access::Key),
            (user, _) => (Some(user), Access::Password),
        };
        if access == Access::None {
            without.push(seat);
        }
        let card = Card {
            title: &panel.rules.title,
            seat: seat.id.as_str(),
            role: words::role(lang, seat.role),
            name: &seat.name,
            host: at.host,
            port: at.port,
            account,
            access,
            phone: &panel.paper.phone,
        };
        word.title(paper::card_title(lang));
        word.table(&[2, 7], pairs(paper::card(lang, &card)));
        word.line(paper::terminals_title(lang));
        word.table(&[2, 7], pairs(paper::terminals(lang)));
        word.line(paper::keys_title(lang));
        word.table(&[2, 7], pairs(paper::five_keys(lang, seat.role == Role::Expert)));
        for line in paper::card_foot(lang, &card) {
            word.line(line);
        }
    }
    (file(paper::card_title(lang), "docx", word.bytes()), without)
}

/// The list, to print and as a table.
pub fn list(lang: Lang, home: &Home, view: &ListView) -> Vec<PaperFile> {
    let rules = home.panel.as_deref().map(|panel| &panel.rules);
    let frame = Frame::of(view, rules, true);
    let name = paper::list_title(lang);
    let mut word = Word::default();
    word.title(name);
    for line in paper::list_head(lang, &view.title, view.stage, view.quota, view.sealed) {
        word.line(line);
    }
    word.table(&[4, 5, 5, 4, 6, 4, 6, 9], rows(lang, frame, &view.list));
    for group in view.list.contested() {
        word.line(paper::contested(lang, group));
    }
    for line in paper::list_foot(lang, &head_of_hex(&view.head), view.events) {
        word.line(line);
    }
    let table = Some(for_spreadsheets(&csv::list(&view.list)));
    file(name, "docx", word.bytes()).into_iter().chain(file(name, "csv", table)).collect()
}

/// The log, as a table.
pub fn log(lang: Lang, home: &Home, log: &[LogEntry], offset_minutes: i32) -> Option<PaperFile> {
    let panel = home.panel.as_deref();
    let rows = log.iter().map(|entry| entries::cells(lang, panel, offset_minutes, entry));
    file(paper::log_title(lang), "csv", Some(for_spreadsheets(&csv::log(lang, rows))))
}

/// Spreadsheets take a table for UTF-8 where it begins with the mark of it.
fn for_spreadsheets(table: &str) -> Vec<u8> {
    ["\u{feff}", table].concat().into_bytes()
}

fn pairs(rows: impl IntoIterator<Item = (String, String)>) -> Vec<Vec<String>> {
    rows.into_iter().map(|(left, right)| vec![left, right]).collect()
}

fn file(stem: &str, kind: &str, bytes: Option<Vec<u8>>) -> Option<PaperFile> {
    bytes.map(|bytes| PaperFile { name: format!("{stem}.{kind}"), bytes })
}
