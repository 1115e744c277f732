//! Whatever a peer sends is answered or ends the line, on either side of the socket.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| shouxi::desk::hear(bytes));
