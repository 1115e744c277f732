//! What the kernel says of a process.

use std::fs;

fn status(path: &str, field: &str) -> u64 {
    let text = fs::read_to_string(path).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(field)).unwrap_or_default();
    line.split_whitespace().find_map(|word| word.parse().ok()).unwrap_or(0)
}

/// Resident memory in kB: all of it, and what is not the program's own file.
pub(crate) fn memory(pid: u32) -> (u64, u64) {
    let path = format!("/proc/{pid}/status");
    (status(&path, "VmRSS:"), status(&path, "RssAnon:"))
}

/// How often its threads have gone to sleep since they began: the number of times they were woken.
pub(crate) fn sleeps(pid: u32) -> u64 {
    let Ok(threads) = fs::read_dir(format!("/proc/{pid}/task")) else { return 0 };
    threads
        .flatten()
        .map(|thread| status(&format!("{}/status", thread.path().display()), "voluntary_ctxt_switches:"))
        .sum()
}
