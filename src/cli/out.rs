//! The only printer. Everything printed is cleaned; a reader that went away (a closed pipe) ends the printing quietly.

use std::io::{self, BufWriter, Stdout, Write};
use std::os::fd::AsFd;

use crate::domain::{Cause, Trouble};
use crate::text::{Ambiguous, clean, clean_line, elide_middle, is_clean};

/// A line that is told takes at most so many cells: who hands in a whole book as a code is not handed it back.
const TOLD_MAX: usize = 1_000;

/// Data to stdout, everything else to stderr.
pub(crate) struct Out {
    data: BufWriter<Stdout>,
    failed: Option<io::Error>,
}

impl Out {
    pub(crate) fn new() -> Self {
        Self { data: BufWriter::with_capacity(64 * 1024, io::stdout()), failed: None }
    }

    /// One line of data or of an answer.
    pub(crate) fn line(&mut self, text: &str) {
        self.data(text);
        self.put(b"\n");
    }

    /// Data as they are, line ends included.
    pub(crate) fn data(&mut self, text: &str) {
        if is_clean(text) {
            self.put(text.as_bytes());
        } else {
            self.put(clean(text).as_bytes());
        }
    }

    /// Something to be told beside the data. Where even stderr takes nothing, there is nobody to tell.
    pub(crate) fn told(&mut self, text: &str) {
        let _ = self.data.flush();
        let text = clean(text);
        let short: Vec<_> = text.lines().map(|line| elide_middle(line, TOLD_MAX, Ambiguous::One)).collect();
        let _ = writeln!(io::stderr(), "{}", short.join("\n"));
    }

    /// Bytes of a file, which no terminal is to show.
    pub(crate) fn raw(&mut self, bytes: &[u8]) {
        self.put(bytes);
    }

    fn put(&mut self, bytes: &[u8]) {
        if self.failed.is_none()
            && let Err(error) = self.data.write_all(bytes)
        {
            self.failed = Some(error);
        }
    }

    /// Flushes; a reader that went away is none of our troubles.
    pub(crate) fn end(mut self) -> Result<(), Trouble> {
        let flushed = match self.failed.take() {
            Some(error) => Err(error),
            None => self.data.flush(),
        };
        match flushed {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                // What is still buffered cannot be written either; it must not be tried again on the way out.
                let _ = self.data.into_parts();
                Err(Trouble::Disk(clean_line("stdout"), Cause::from(&error)))
            }
            _ => {
                let _ = self.data.into_parts();
                Ok(())
            }
        }
    }
}

/// How long the last words may take.
const LAST_WORDS: std::time::Duration = std::time::Duration::from_millis(500);

/// What the screens leave behind on their terminal. A line that died meanwhile takes nothing, and nobody is there to
/// be told: SIGHUP may arrive before the hang-up is seen on the line itself.
pub(crate) fn last_words(text: &str) {
    // Past stdout's own buffer: what stays in there would be tried again, and told as a failure, at the end.
    let Ok(terminal) = io::stdout().as_fd().try_clone_to_owned() else { return };
    let text = format!("{}\n", clean(text));
    // In a thread: a frozen window takes nothing, and whoever leaves must not wait for it.
    let (done, written) = std::sync::mpsc::sync_channel(1);
    let write = move || {
        let _ = std::fs::File::from(terminal).write_all(text.as_bytes());
        let _ = done.send(());
    };
    if std::thread::Builder::new().name("last words".to_owned()).spawn(write).is_ok() {
        let _ = written.recv_timeout(LAST_WORDS);
    }
}
