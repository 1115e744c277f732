//! Arguments in, exit code out. Clock, chance and surroundings are read here and handed down; nothing else asks for them.

use std::process::ExitCode;

use shouxi::cli::{Env, run};
use shouxi::desk::Source;
use shouxi::domain::Moment;

#[expect(clippy::disallowed_methods, reason = "the one place where the clock is read")]
fn now() -> Moment {
    Moment(chrono::Utc::now().timestamp_millis())
}

/// 16 random bytes. Should the system have none, the clock and a counter keep two events apart; what the bytes are
/// for besides, hiding what a short event says behind its digest, then rests on the clock.
fn nonce() -> [u8; 16] {
    use std::sync::atomic::{AtomicU64, Ordering};
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let mut bytes = [0; 16];
    if getrandom::fill(&mut bytes).is_err() {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        bytes = (i128::from(now().0) << 64 | i128::from(count)).to_le_bytes();
    }
    bytes
}

/// Minutes east of UTC, here and now.
#[expect(clippy::disallowed_methods, reason = "the one place where the local time zone is read")]
fn offset_minutes() -> i32 {
    chrono::Local::now().offset().local_minus_utc() / 60
}

fn main() -> ExitCode {
    let env = Env {
        args: std::env::args_os().collect(),
        dir: std::env::current_dir().ok(),
        var: |name| std::env::var(name).ok(),
        offset_minutes: offset_minutes(),
        source: Source { now, nonce },
    };
    ExitCode::from(run(env))
}
