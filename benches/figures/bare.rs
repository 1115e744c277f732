//! The bare programs beside which everything is measured. The bench becomes one of them when [`MODE`] is set.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{Read, Write};

use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};

/// `echo` or `sum`.
pub(crate) const MODE: &str = "SHOUXI_BENCH_BARE";
/// What `sum` reads.
pub(crate) const FILE: &str = "SHOUXI_BENCH_FILE";

/// Runs the bare program that is asked for; false when none is.
pub(crate) fn is_asked_for() -> bool {
    match std::env::var(MODE).as_deref() {
        Ok("echo") => echo(),
        Ok("sum") => sum(),
        _ => return false,
    }
    true
}

/// Sends back what is typed.
fn echo() {
    let (mut stdin, mut stdout) = (std::io::stdin(), std::io::stdout());
    let mut modes = tcgetattr(&stdin).unwrap();
    modes.make_raw();
    tcsetattr(&stdin, OptionalActions::Now, &modes).unwrap();
    stdout.write_all(b"ready").unwrap();
    stdout.flush().unwrap();
    let mut bytes = [0; 64];
    while let Ok(count @ 1..) = stdin.read(&mut bytes) {
        stdout.write_all(&bytes[..count]).unwrap();
        stdout.flush().unwrap();
    }
}

/// The least that any tally of a marks file must do: reads it, adds up each dossier's points, sorts, prints.
fn sum() {
    let bytes = std::fs::read(std::env::var(FILE).unwrap()).unwrap();
    let mut totals: HashMap<&[u8], u64> = HashMap::new();
    for row in bytes.split(|byte| *byte == b'\n').skip(1) {
        let mut fields = row.split(|byte| *byte == b',');
        let (Some(code), Some(points)) = (fields.nth(1), fields.nth(2)) else { continue };
        let mut value = 0;
        let mut scale = 10;
        for byte in points {
            match byte {
                b'0'..=b'9' => value = value * 10 + u64::from(byte - b'0'),
                _ => scale = 1,
            }
        }
        *totals.entry(code).or_default() += value * scale;
    }
    let mut list: Vec<(&[u8], u64)> = totals.into_iter().collect();
    list.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let mut out = String::new();
    for (code, total) in list {
        let _ = writeln!(out, "{} {}.{}", String::from_utf8_lossy(code), total / 10, total % 10);
    }
    std::io::stdout().write_all(out.as_bytes()).unwrap();
}
