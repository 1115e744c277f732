//! Which account is on the other side of a socket: the system says so, nobody can say otherwise.

use std::os::unix::net::UnixStream;

use nix::unistd::{Uid, User};
use rustix::net::sockopt::socket_peercred;

/// The account on the other side.
pub(in crate::desk) fn of_peer(stream: &UnixStream) -> std::io::Result<u32> {
    Ok(socket_peercred(stream)?.uid.as_raw())
}

/// The account of this process.
pub(in crate::desk) fn own() -> u32 {
    rustix::process::geteuid().as_raw()
}

/// Its name, where the system knows one.
pub(in crate::desk) fn name(uid: u32) -> Option<String> {
    User::from_uid(Uid::from_raw(uid)).ok().flatten().map(|user| user.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_tells_who_is_there() {
        let (here, _there) = UnixStream::pair().unwrap();
        assert_eq!(of_peer(&here).unwrap(), own());
        assert_eq!(name(0).as_deref(), Some("root"));
        assert_eq!(name(u32::MAX - 7), None);
    }
}
