//! Peers of ill will against a live server: what a real client said, changed with a seed. Whatever comes, it is answered or
//! the line ends, and nobody else notices.
//!
//! `SHOUXI_HOSTILE` says how many such lines there are, `SHOUXI_SEED` with which seed.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use serde::ser::{Serialize, SerializeTuple, Serializer};
use shouxi::codec;
use shouxi::desk::view::{Ask, View};
use shouxi::desk::{Access, Request, open};
use shouxi::domain::{Basis, Command, Half, How, ItemId, Points};
use shouxi::text::clean_line;

use crate::blind::Tapped;
use crate::practice::{SOURCE, code, panel_folder, seat};
use crate::served::Server;

/// A small generator (xorshift).
struct Lots(u64);

impl Lots {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end.max(1)).unwrap()).unwrap()
    }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Bytes as they are, without a length.
struct Bare<'a>(&'a [u8]);

impl Serialize for Bare<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut tuple = to.serialize_tuple(self.0.len())?;
        for byte in self.0 {
            tuple.serialize_element(byte)?;
        }
        tuple.end()
    }
}

/// What an honest client says from sitting down on.
fn honest(server: &Server) -> Vec<Vec<u8>> {
    let mut tapped = Tapped::new(server);
    let mut expert = tapped.sit("E07");
    let dossier = || code("W274");
    expert.act(Command::Declare { dossier: dossier() }).unwrap();
    let item = ItemId::parse("mastery").unwrap();
    let (points, note) = (Points::parse("27.5").ok(), Some(clean_line("按材料")));
    let (basis, how) = (Basis::File, How::Entered);
    expert.act(Command::Mark { dossier: dossier(), revision: None, item, basis, points, note, how }).unwrap();
    for ask in [Ask::Home, Ask::Dossiers, Ask::Desk(dossier()), Ask::Log { from: 1, count: 10 }] {
        expert.ask(ask).unwrap();
    }
    let _ = expert.act(Command::Sign { dossiers: vec![dossier()], half: Some(Half::File), revision: None });
    drop(expert);
    let said = tapped.said();
    assert!(said.len() >= 8, "{}", said.len());
    said
}

/// One byte changed, some lost, some doubled, or some of another message.
fn changed(lots: &mut Lots, message: &[u8], other: &[u8]) -> Vec<u8> {
    let mut bytes = message.to_vec();
    let (at, length) = (lots.below(bytes.len()), 1 + lots.below(8));
    let end = (at + length).min(bytes.len());
    match lots.below(5) {
        0 => bytes[at] = u8::try_from(lots.below(256)).unwrap(),
        1 => bytes[at] ^= 1 << lots.below(8),
        2 => drop(bytes.drain(at..end)),
        3 => bytes.splice(at..at, message[at..end].to_vec()).for_each(drop),
        _ => bytes.splice(at..end, other[..other.len().min(length)].to_vec()).for_each(drop),
    }
    bytes
}

/// The bytes of a line on which one or more messages are changed: inside an envelope that is right again, or as it is.
fn line(lots: &mut Lots, said: &[Vec<u8>]) -> Vec<u8> {
    let mut line = [b"shouxi\r\n".as_slice(), &shouxi::desk::PROTOCOL.to_le_bytes()].concat();
    let victim = lots.below(said.len());
    for (at, message) in said.iter().enumerate() {
        let mut message = message.clone();
        if at == victim || lots.below(6) == 0 {
            let other = &said[lots.below(said.len())];
            message = if lots.below(4) > 0 {
                let inside = |message: &[u8]| message[10..message.len() - 4].to_vec();
                let bytes = changed(lots, &inside(&message), &inside(other));
                codec::encode_message(1, &Bare(&bytes), usize::MAX).unwrap()
            } else {
                changed(lots, &message, other)
            };
        }
        let length = u32::try_from(message.len()).unwrap() + u32::from(lots.below(40) == 0) * 1_000_000;
        line.extend(length.to_le_bytes());
        line.push(u8::from(lots.below(40) == 0));
        line.extend(message);
    }
    if lots.below(5) == 0 {
        line.truncate(lots.below(line.len()));
    }
    line
}

#[test]
fn what_a_client_said_changed_with_care_harms_nobody_else() {
    let mut lots = Lots(number("SHOUXI_SEED").unwrap_or(20_241_126).max(1));
    let lines = number("SHOUXI_HOSTILE").unwrap_or(150);
    println!("SHOUXI_SEED={} SHOUXI_HOSTILE={lines}", lots.0);
    let server = Server::start(panel_folder());
    let mut desk = open(server.root(), Access::Write, SOURCE).unwrap();
    desk.sit(&seat("S01"), false).unwrap().write(Request::Open { key: None }).unwrap();
    let said = honest(&server);
    let socket = std::fs::read_to_string(server.root().join("ENDPOINT")).unwrap();
    let mut secretary = desk.sit(&seat("S01"), false).unwrap();
    for number in 0..lines {
        let line = line(&mut lots, &said);
        let mut peer = UnixStream::connect(socket.trim_end()).unwrap();
        peer.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        // It may be let go before it has said all.
        let _ = peer.write_all(&line);
        let _ = peer.shutdown(std::net::Shutdown::Write);
        let mut rest = Vec::new();
        match peer.read_to_end(&mut rest) {
            Ok(_) => {}
            Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset, "line {number} was left open"),
        }
        if number % 50 == 0 {
            secretary.ask(Ask::Progress).unwrap();
        }
    }
    let View::Verify(view) = secretary.ask(Ask::Verify { heads: vec![], receipt: None }).unwrap() else { panic!() };
    assert!(view.holds, "{view:?}");
    drop(secretary);
    let (_, said) = server.end();
    assert!(said.len() > 10, "lines were let go");
}
