use std::cell::Cell;
use std::collections::BTreeSet;
use std::io::{self, Cursor, Read};

use proptest::prelude::*;

use super::arb::{Any, Chance};
use super::bare::Bare;
use super::frame::{Fault, HEADER, MessageReader, PIECE_MAX, read_hello, send, write_hello};
use super::talk::{Bye, Here, Sit, ToClient, ToServer};
use super::value::Wire;
use super::{MESSAGE_MAX, PROTOCOL, from_bytes, to_bytes};
use crate::codec;
use crate::desk::request::{Answer, Failure, Request};
use crate::desk::view::{Ask, Topic, View};
use crate::domain::{Basis, Code, Command, How, ItemId, Points, Refusal, RowRefusal, SeatId, Trouble};
use crate::text::clean_line;

/// BLAKE3 over the lines that spell the types out, in this protocol.
const FINGERPRINT: (u32, &str) = (1, "24382cc8ffce2b25");

fn drawn<T: Any>(seed: u64) -> T {
    T::any(&mut Chance::from_seed(seed))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    })
}

/// The payload without its envelope.
fn payload<T: Wire>(message: &T) -> String {
    let bytes = to_bytes(message).unwrap();
    hex(&bytes[10..bytes.len() - 4])
}

fn read<T: Wire>(bytes: &[u8], limit: usize) -> Result<T, Fault> {
    MessageReader::new(Cursor::new(bytes), limit).read(|| {})
}

#[test]
fn the_bytes_of_common_messages_are_fixed() {
    let mut hello = Vec::new();
    write_hello(&mut hello).unwrap();
    assert_eq!(hex(&hello), "73686f7578690d0a01000000");
    let seat = SeatId::parse("E03").unwrap();
    let sit = ToServer::Sit(Sit { seat: seat.clone(), enters: true, vouched: false });
    assert_eq!(payload(&sit), "00".to_owned() + "03453033" + "01" + "00");
    let dossier = Code::parse("W274").unwrap();
    let ask = ToServer::Request { id: 7, request: Request::Ask(Ask::Desk(dossier.clone())) };
    assert_eq!(payload(&ask), "01".to_owned() + "07" + "00" + "02" + "0457323734");
    let mark = Command::Mark {
        dossier,
        revision: Some(12),
        item: ItemId::parse("mastery").unwrap(),
        basis: Basis::Onsite,
        points: Points::parse("27.5").ok(),
        note: None,
        how: How::Entered,
    };
    let mark = ToServer::Request { id: 8, request: Request::Do(Box::new(mark)) };
    let expected = "01".to_owned()
        + "08"
        + "01"
        + "03"
        + "0457323734"
        + "010c"
        + "076d617374657279"
        + "01"
        + "01fc70640800"
        + "00"
        + "00";
    assert_eq!(payload(&mark), expected);
    assert_eq!(payload(&ToServer::Stop), "02");
    assert_eq!(payload(&ToClient::Changed(Topic::Progress)), "03".to_owned() + "02");
    assert_eq!(payload(&ToClient::Bye(Bye::TooSlow)), "05".to_owned() + "01");
    let here = Here { seats: vec![], yours: vec![seat], owner: true };
    assert_eq!(payload(&ToClient::Here(here)), "00".to_owned() + "00" + "01" + "03453033" + "01");
}

#[test]
fn a_changed_language_has_another_number() {
    let sources = [
        include_str!("facts.rs"),
        include_str!("lists.rs"),
        include_str!("names.rs"),
        include_str!("refusals.rs"),
        include_str!("requests.rs"),
        include_str!("views.rs"),
    ];
    let mut types = String::new();
    let mut inside = false;
    for line in sources.iter().flat_map(|source| source.lines()) {
        inside = (inside || matches!(line, "choices! {" | "records! {" | "subsets! {")) && line != "}";
        if inside && !line.trim_start().starts_with("//") {
            types.extend(line.chars().filter(|c| !c.is_whitespace()));
        }
    }
    assert!(types.contains("0Home,1Dossiers,2Desk(code)"), "the types were not found");
    let print = blake3::hash(types.as_bytes()).to_hex();
    assert_eq!(
        (PROTOCOL, print.get(..16).unwrap_or("")),
        FINGERPRINT,
        "once released, raise PROTOCOL; note its fingerprint here"
    );
}

#[test]
fn the_values_drawn_leave_nothing_out() {
    let mut words = BTreeSet::new();
    for seed in 0..400 {
        let said = [
            format!("{:?} {:?}", drawn::<ToServer>(seed), drawn::<ToClient>(seed)),
            format!("{:?} {:?}", drawn::<Refusal>(seed), drawn::<Trouble>(seed)),
            format!("{:?} {:?}", drawn::<Command>(seed), drawn::<View>(seed)),
        ];
        words.extend(said.concat().split(|c: char| !c.is_alphanumeric()).map(str::to_owned));
    }
    for word in ["CheckSecrecy", "SignAll", "WhatIf", "LogView", "DossierView", "NotAGroup", "OtherProtocol", "Promise"]
    {
        assert!(words.contains(word), "{word}");
    }
}

#[test]
fn what_reads_files_cannot_be_asked_for_with_its_content() {
    let open = Command::Open { panel: drawn(1), dossiers: vec![], key: None };
    assert!(to_bytes(&ToServer::Request { id: 1, request: Request::Do(Box::new(open)) }).is_err());
}

#[test]
fn rows_within_rows_are_no_message() {
    let row = |why| Refusal::Rows(vec![RowRefusal { line: 1, why }]);
    assert!(to_bytes(&row(Refusal::Hidden)).is_ok());
    assert!(to_bytes(&row(row(Refusal::Hidden))).is_err());
    // Tag 31, one row, line 1, and so on a hundred thousand times: refused at the second, not at the last.
    let mut nested: Vec<u8> = [31, 1, 1].repeat(100_000);
    nested.push(38);
    let bytes = codec::encode_message(1, &Bare(&nested), MESSAGE_MAX).unwrap();
    assert!(from_bytes::<Refusal>(&bytes).is_err());
    assert!(from_bytes::<Refusal>(&to_bytes(&row(Refusal::Hidden)).unwrap()).is_ok(), "the guard is open again");
}

#[test]
fn a_long_message_travels_in_frames_and_a_longer_one_not_at_all() {
    let note = clean_line(&"长".repeat(900_000));
    let text = ToServer::Request { id: 1, request: Request::Do(Box::new(Command::Dissent { text: note })) };
    let mut sent = Vec::new();
    send(&mut sent, &text).unwrap();
    assert!(sent.len() > 2 * PIECE_MAX);
    assert!(matches!(read::<ToServer>(&sent, MESSAGE_MAX), Ok(ToServer::Request { id: 1, .. })));
    assert!(matches!(read::<ToServer>(&sent, 2 * PIECE_MAX), Err(Fault::Malformed)));
}

/// A peer that announces and never delivers; counts how much was asked of it at once.
struct Announcing<'a> {
    header: &'a [u8],
    most: &'a Cell<usize>,
}

impl Read for Announcing<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.most.set(self.most.get().max(into.len()));
        self.header.read(into)
    }
}

#[test]
fn nothing_is_set_aside_for_bytes_that_were_only_announced() {
    let most = Cell::new(0);
    let length = u32::try_from(PIECE_MAX).unwrap().to_le_bytes();
    let header: Vec<u8> = length.into_iter().chain([0]).collect();
    let from = Announcing { header: &header, most: &most };
    assert!(matches!(MessageReader::new(from, MESSAGE_MAX).read::<ToServer>(|| {}), Err(Fault::Closed)));
    assert!(most.get() <= 64 * 1024, "{} bytes were set aside", most.get());
}

#[test]
fn lengths_that_cannot_be_end_the_line() {
    let frame = |length: u32, flag: u8| {
        let mut bytes = length.to_le_bytes().to_vec();
        bytes.push(flag);
        bytes.extend([0; 64]);
        bytes
    };
    for (length, flag) in [(u32::MAX, 0), (u32::try_from(PIECE_MAX).unwrap() + 1, 0), (0, 0), (0, 1), (1, 2), (65, 0)] {
        let fault = read::<ToServer>(&frame(length, flag), MESSAGE_MAX).unwrap_err();
        assert_eq!(matches!(fault, Fault::Closed), length == 65, "{length} {flag}: {fault:?}");
    }
    // More and more and more: the message's limit ends it.
    let endless = frame(64, 1).repeat(100);
    assert!(matches!(read::<ToServer>(&endless, 1_000), Err(Fault::Malformed)));
}

#[test]
fn strangers_and_other_protocols_are_told_apart() {
    let hello = |bytes: &[u8]| read_hello(&mut Cursor::new(bytes));
    let mut ours = Vec::new();
    write_hello(&mut ours).unwrap();
    assert!(hello(&ours).is_ok());
    ours[8] = 9;
    assert!(matches!(hello(&ours), Err(Fault::Protocol(9))));
    assert!(matches!(hello(b"SSH-2.0-OpenSSH"), Err(Fault::Stranger)));
    assert!(matches!(hello(b"shouxi"), Err(Fault::Closed)));
}

fn round<T: Wire + std::fmt::Debug>(message: &T) {
    let bytes = to_bytes(message).unwrap();
    let back: T = from_bytes(&bytes).unwrap();
    assert_eq!(format!("{back:?}"), format!("{message:?}"));
    assert_eq!(to_bytes(&back).unwrap(), bytes);
}

proptest! {
    #[test]
    fn whatever_is_said_is_heard(seed: u64) {
        round(&drawn::<ToServer>(seed));
        round(&drawn::<ToClient>(seed));
        round(&drawn::<Request>(seed));
        round(&drawn::<Answer>(seed));
        round(&drawn::<Failure>(seed));
    }

    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..400), limit in 0_usize..500) {
        let _ = read::<ToServer>(&bytes, limit);
        let _ = read::<ToClient>(&bytes, limit);
    }

    #[test]
    fn any_payload_that_arrived_whole_is_answered(payload in proptest::collection::vec(any::<u8>(), 0..300)) {
        let bytes = codec::encode_message(1, &Bare(&payload), MESSAGE_MAX).unwrap();
        let _ = from_bytes::<ToServer>(&bytes);
        let _ = from_bytes::<ToClient>(&bytes);
    }

    /// Changed bytes with a right checksum, as an ill-willed peer would send them: what is read is a message again.
    #[test]
    fn a_message_changed_with_care_is_a_message_or_none(seed: u64, at: prop::sample::Index, byte: u8) {
        let sealed = to_bytes(&drawn::<ToClient>(seed)).unwrap();
        let mut payload = sealed[10..sealed.len() - 4].to_vec();
        let at = at.index(payload.len());
        payload[at] = byte;
        let bytes = codec::encode_message(1, &Bare(&payload), MESSAGE_MAX).unwrap();
        if let Ok(message) = from_bytes::<ToClient>(&bytes) {
            prop_assert!(to_bytes(&message).is_ok());
        }
    }

    #[test]
    fn a_message_cut_anywhere_is_never_taken(seed: u64, at: prop::sample::Index) {
        let mut sent = Vec::new();
        send(&mut sent, &drawn::<ToServer>(seed)).unwrap();
        let cut = at.index(sent.len());
        prop_assert!(read::<ToServer>(&sent[..cut], MESSAGE_MAX).is_err());
        prop_assert!(sent.len() > HEADER);
    }
}
