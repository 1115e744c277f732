//! The JSON of `log`: a line an entry.

use serde::Serialize;

use super::written;
use crate::desk::view::LogEntry;
use crate::domain::Route;

#[derive(Serialize)]
struct Entry<'a> {
    number: u64,
    at: i64,
    seat: &'a str,
    route: &'static str,
    via: Option<String>,
    masked: bool,
    text: Option<String>,
    digest: Option<&'a str>,
}

/// One line of `shouxi log --format jsonl`; `text` is the event in words, none where it is masked.
pub fn entry(entry: &LogEntry, text: Option<String>) -> String {
    let (route, via) = match &entry.route {
        Route::Local => ("local", None),
        Route::Socket(uid) => ("socket", Some(uid.to_string())),
        Route::Key(fingerprint) => ("key", Some(fingerprint.to_string())),
        Route::Import => ("import", None),
        Route::Carried => ("carried", None),
    };
    let masked = entry.what.is_none();
    let digest = entry.digest.as_deref();
    written(&Entry {
        number: entry.number,
        at: entry.at.0,
        seat: entry.seat.as_str(),
        route,
        via,
        masked,
        text,
        digest,
    })
}
