//! One client: hello, who it is, a seat; then a thread reads what it asks, another writes what the hall says.

use std::io::{self, BufReader, BufWriter, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;
use std::time::Duration;

use super::crowd::{Crowd, Ticket};
use super::{Log, account};
use crate::desk::client::{Caller, Post};
use crate::desk::hall::{Coming, Door};
use crate::desk::local::unknown_seat;
use crate::desk::wire::{
    Bye, Fault, Here, MESSAGE_MAX, MessageReader, Sit, ToClient, ToServer, put, read_hello, send, write_hello,
};
use crate::domain::{Cause, LetGo, Notice, Route, SeatId, Trouble};
use crate::text::clean_line;

/// Time to say hello and to take a seat.
const HELLO: Duration = Duration::from_secs(5);
/// Time for a message that has begun, from one piece of it to the next.
const PIECE: Duration = Duration::from_secs(30);
/// Time in which a client must take something of what it is sent.
const TAKE: Duration = Duration::from_secs(5);
/// The first message names a seat and no more.
const FIRST_MAX: usize = 4 * 1024;

/// What all clients share.
pub(super) struct Rooms {
    pub(super) door: Door,
    pub(super) crowd: Arc<Crowd>,
    pub(super) log: Log,
    /// Rings when the server is to stop.
    pub(super) bell: UnixStream,
}

/// Who is on the other side.
struct Peer {
    uid: u32,
    owner: bool,
    yours: Vec<SeatId>,
}

/// Lets a client in, or tells it why not. Never waits.
pub(super) fn admit(stream: UnixStream, rooms: &Arc<Rooms>) {
    let Ok(uid) = account::of_peer(&stream) else { return };
    let owner = uid == account::own();
    let ticket = match rooms.crowd.enter(uid, owner) {
        Ok(ticket) => ticket,
        Err(number) => {
            (rooms.log)(Notice::LetGo(number, LetGo::Full));
            // A fresh socket takes these few bytes at once.
            let _ = stream.set_nonblocking(true);
            let _ = write_hello(&mut &stream).map(|()| send(&mut &stream, &ToClient::Bye(Bye::Full)));
            return;
        }
    };
    let rooms = Arc::clone(rooms);
    let (number, log) = (ticket.number, Arc::clone(&rooms.log));
    let run = move || Guest { stream, ticket, rooms }.run(uid, owner);
    if std::thread::Builder::new().name(format!("client-{number}")).spawn(run).is_err() {
        log(Notice::LetGo(number, LetGo::Full));
    }
}

struct Guest {
    stream: UnixStream,
    ticket: Ticket,
    rooms: Arc<Rooms>,
}

impl Guest {
    fn run(self, uid: u32, owner: bool) {
        let let_go = match self.serve(uid, owner) {
            Ok(()) | Err(Fault::Closed) => None,
            Err(Fault::Broken(error)) if is_timeout(&error) => Some(LetGo::Silent),
            Err(Fault::Broken(_)) => Some(LetGo::Broken),
            Err(Fault::Stranger) => Some(LetGo::Stranger),
            Err(Fault::Protocol(theirs)) => Some(LetGo::Protocol(theirs)),
            Err(Fault::Malformed) => {
                let _ = send(&mut &self.stream, &ToClient::Bye(Bye::Malformed));
                Some(LetGo::Malformed)
            }
        };
        let _ = self.stream.shutdown(Shutdown::Both);
        if let Some(why) = let_go {
            self.say(Notice::LetGo(self.ticket.number, why));
        }
    }

    fn say(&self, notice: Notice) {
        (self.rooms.log)(notice);
    }

    fn serve(&self, uid: u32, owner: bool) -> Result<(), Fault> {
        self.stream.set_nonblocking(false)?;
        self.stream.set_read_timeout(Some(HELLO))?;
        self.stream.set_write_timeout(Some(TAKE))?;
        write_hello(&mut &self.stream)?;
        read_hello(&mut &self.stream)?;
        let Ok(places) = self.rooms.door.seats() else {
            return send(&mut &self.stream, &ToClient::Bye(Bye::Stopping));
        };
        let name = account::name(uid);
        let is_yours = |user: &str| !user.is_empty() && name.as_deref() == Some(user);
        let yours = places.iter().filter(|place| is_yours(&place.unix_user) && place.card.replaced.is_none());
        let peer = Peer { uid, owner, yours: yours.map(|place| place.card.id.clone()).collect() };
        let here =
            Here { seats: places.into_iter().map(|place| place.card).collect(), yours: peer.yours.clone(), owner };
        send(&mut &self.stream, &ToClient::Here(here.clone()))?;
        let mut from = MessageReader::new(BufReader::new(&self.stream), FIRST_MAX);
        match from.read(|| {})? {
            ToServer::Sit(_) if !owner && peer.yours.is_empty() => self.refuse(Trouble::NoSeat),
            ToServer::Sit(sit) => match allowed(&sit, &peer, &here) {
                Ok(coming) => self.seated(coming, from),
                Err(why) => self.refuse(why),
            },
            ToServer::Stop if owner || uid == 0 => self.stop(),
            ToServer::Stop => self.refuse(Trouble::Disk(clean_line("serve --stop"), Cause::NoPermission)),
            ToServer::Request { .. } => Err(Fault::Malformed),
        }
    }

    fn refuse(&self, why: Trouble) -> Result<(), Fault> {
        self.say(Notice::LetGo(self.ticket.number, LetGo::NotAllowed));
        send(&mut &self.stream, &ToClient::Bye(Bye::Refused(why)))
    }

    /// The server stops; this line stays until it has.
    fn stop(&self) -> Result<(), Fault> {
        (&self.rooms.bell).write_all(b"!")?;
        send(&mut &self.stream, &ToClient::Seated)?;
        self.stream.set_read_timeout(None)?;
        // Nothing more is to be said; the end of the line is the end of the server.
        match MessageReader::new(&self.stream, FIRST_MAX).read::<ToServer>(|| {}) {
            Ok(_) => Err(Fault::Malformed),
            Err(fault) => Err(fault),
        }
    }

    fn seated(&self, coming: Coming, mut from: MessageReader<BufReader<&UnixStream>>) -> Result<(), Fault> {
        let Ok((caller, posts)) = self.rooms.door.sit(coming) else {
            return send(&mut &self.stream, &ToClient::Bye(Bye::Stopping));
        };
        send(&mut &self.stream, &ToClient::Seated)?;
        self.say(Notice::Came(self.ticket.number, self.rooms.crowd.count()));
        from.set_limit(MESSAGE_MAX);
        let left = &AtomicBool::new(false);
        let read = std::thread::scope(|scope| {
            let writer = std::thread::Builder::new().spawn_scoped(scope, move || self.write(&posts, left));
            let read = match writer {
                Ok(_) => self.read(&caller, &mut from),
                Err(error) => Err(error.into()),
            };
            left.store(true, Ordering::Release);
            // It gets up, so that the hall has nothing more for it and the writing ends too.
            drop(caller);
            read
        });
        self.say(Notice::Went(self.ticket.number, self.rooms.crowd.count().saturating_sub(1)));
        read
    }

    /// What the client asks goes to the hall; a full queue makes this client wait, and no other.
    fn read(&self, caller: &Caller, from: &mut MessageReader<BufReader<&UnixStream>>) -> Result<(), Fault> {
        loop {
            self.stream.set_read_timeout(None)?;
            let message = from.read(|| {
                // A broken socket is found by the read that follows.
                let _ = self.stream.set_read_timeout(Some(PIECE));
            })?;
            match message {
                ToServer::Request { id, request } => {
                    if caller.deliver(id, request).is_err() {
                        return Ok(());
                    }
                }
                ToServer::Sit(_) | ToServer::Stop => return Err(Fault::Malformed),
            }
        }
    }

    /// What the hall says goes to the client, until the hall has nothing more for it.
    fn write(&self, posts: &Receiver<Post>, left: &AtomicBool) {
        let mut to = BufWriter::new(&self.stream);
        // Whether the client knows why the line ends, or ended it itself.
        let mut known = false;
        while let Ok(first) = posts.recv() {
            // What waits together goes together: an answer and the push that follows it are one write.
            let waiting = std::iter::once(first).chain(posts.try_iter());
            let waiting = waiting.inspect(|post| known = matches!(post, Post::Closed));
            let sent = waiting.filter_map(ToClient::of).try_for_each(|message| put(&mut to, &message));
            if let Err(fault) = sent.and_then(|()| Ok(to.flush()?)) {
                if matches!(&fault, Fault::Broken(error) if is_timeout(error)) {
                    self.say(Notice::LetGo(self.ticket.number, LetGo::TooSlow));
                }
                known = true;
                break;
            }
        }
        if !known && !left.load(Ordering::Acquire) {
            // The hall let it go, because its outbox was full; or it crashed, which is told elsewhere.
            let bye = if self.rooms.door.seats().is_ok() {
                self.say(Notice::LetGo(self.ticket.number, LetGo::TooSlow));
                Bye::TooSlow
            } else {
                Bye::Stopping
            };
            let _ = send(&mut to, &ToClient::Bye(bye));
        }
        // Ends the reading too.
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}

/// Whether an account may take a seat, and on what ground.
fn allowed(sit: &Sit, peer: &Peer, here: &Here) -> Result<Coming, Trouble> {
    let Sit { seat, enters, vouched } = sit;
    let yours = peer.yours.contains(seat);
    if !peer.owner && !yours {
        return Err(Trouble::NotYourSeat(seat.clone()));
    }
    if !here.seats.iter().any(|card| card.id == *seat) {
        return Err(unknown_seat(seat, &here.seats));
    }
    let claimed = !(yours || (peer.owner && *vouched));
    Ok(Coming { seat: seat.clone(), route: Route::Socket(peer.uid), claimed, enters: *enters })
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::view::SeatCard;
    use crate::domain::Role;
    use crate::text::Clean;

    fn seat(id: &str) -> SeatId {
        SeatId::parse(id).unwrap()
    }

    fn here() -> Here {
        let card = |id| SeatCard {
            id: seat(id),
            role: Role::Expert,
            name: Clean::default(),
            phone: Clean::default(),
            replaced: None,
        };
        Here { seats: ["E01", "E02"].map(card).to_vec(), yours: vec![], owner: false }
    }

    fn sit(id: &str, vouched: bool) -> Sit {
        Sit { seat: seat(id), enters: true, vouched }
    }

    #[test]
    fn an_account_sits_in_its_own_seat_and_in_no_other() {
        let li = Peer { uid: 1001, owner: false, yours: vec![seat("E01")] };
        let coming = allowed(&sit("E01", false), &li, &here()).unwrap();
        assert_eq!((coming.route, coming.claimed), (Route::Socket(1001), false));
        for forged in [sit("E02", false), sit("E02", true), sit("E99", true)] {
            assert_eq!(allowed(&forged, &li, &here()).unwrap_err(), Trouble::NotYourSeat(forged.seat));
        }
    }

    #[test]
    fn the_serving_account_names_the_seat_and_vouches_for_keys() {
        let server = Peer { uid: 990, owner: true, yours: vec![] };
        assert!(allowed(&sit("E02", false), &server, &here()).unwrap().claimed, "said, not proved");
        assert!(!allowed(&sit("E02", true), &server, &here()).unwrap().claimed);
        let unknown = allowed(&sit("E20", true), &server, &here());
        assert_eq!(unknown.unwrap_err(), Trouble::UnknownSeat(clean_line("E20"), Some(seat("E02"))));
    }
}
