//! The route of an event as the bytes in its chain envelope: short ASCII that can be read with the naked eye.

use super::{FieldFault, Unreadable};
use crate::domain::Route;
use crate::text::Clean;

const LOCAL: &str = "local";
const SOCKET: &str = "socket ";
const KEY: &str = "key ";
const IMPORT: &str = "import";
const CARRIED: &str = "carried";

/// A route as bytes: `local`, `socket 1000`, `key SHA256:…`, `import`, `carried`. The chain takes 255 of them; a longer
/// fingerprint, which no key has, is refused when the event is sealed.
pub fn route_to_bytes(route: &Route) -> Vec<u8> {
    match route {
        Route::Local => LOCAL.to_owned(),
        Route::Socket(uid) => format!("{SOCKET}{uid}"),
        Route::Key(fingerprint) => format!("{KEY}{fingerprint}"),
        Route::Import => IMPORT.to_owned(),
        Route::Carried => CARRIED.to_owned(),
    }
    .into_bytes()
}

/// The route that [`route_to_bytes`] made these bytes from; nothing else is taken.
pub fn route_from_bytes(bytes: &[u8]) -> Result<Route, Unreadable> {
    parse(bytes).ok_or(Unreadable::Field { field: "route", fault: FieldFault::Unknown })
}

fn parse(bytes: &[u8]) -> Option<Route> {
    match std::str::from_utf8(bytes).ok()? {
        LOCAL => Some(Route::Local),
        IMPORT => Some(Route::Import),
        CARRIED => Some(Route::Carried),
        word => {
            if let Some(fingerprint) = word.strip_prefix(KEY) {
                return Clean::try_from_stored(fingerprint).map(Route::Key);
            }
            let digits = word.strip_prefix(SOCKET)?;
            // Only the spelling we write: "+7" and "07" are numbers to `parse` as well.
            let uid: u32 = digits.parse().ok()?;
            (uid.to_string() == digits).then_some(Route::Socket(uid))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::clean_line;

    #[test]
    fn the_bytes_of_every_route_are_fixed() {
        for (route, word) in [
            (Route::Local, "local"),
            (Route::Socket(0), "socket 0"),
            (Route::Socket(u32::MAX), "socket 4294967295"),
            (Route::Key(clean_line("SHA256:xyz/+")), "key SHA256:xyz/+"),
            (Route::Key(clean_line("")), "key "),
            (Route::Import, "import"),
            (Route::Carried, "carried"),
        ] {
            assert_eq!(route_to_bytes(&route), word.as_bytes());
            assert_eq!(route_from_bytes(word.as_bytes()).unwrap(), route);
        }
    }

    #[test]
    fn another_spelling_is_another_writer() {
        for word in
            ["", "Local", "local ", "socket", "socket ", "socket +7", "socket 07", "socket 4294967296", "key a\tb"]
        {
            assert!(route_from_bytes(word.as_bytes()).is_err(), "{word}");
        }
        assert!(route_from_bytes(&[0xff, 0xfe]).is_err());
    }
}
