use super::*;

const KEYS: &[(&[u8], Key)] = &[
    (b"\x1b[A", Key::Up),
    (b"\x1b[B", Key::Down),
    (b"\x1b[C", Key::Right),
    (b"\x1b[D", Key::Left),
    (b"\x1b[H", Key::Home),
    (b"\x1b[F", Key::End),
    (b"\x1b[1~", Key::Home),
    (b"\x1b[4~", Key::End),
    (b"\x1b[7~", Key::Home),
    (b"\x1b[8~", Key::End),
    (b"\x1b[3~", Key::Delete),
    (b"\x1b[5~", Key::PageUp),
    (b"\x1b[6~", Key::PageDown),
    (b"\x1b[Z", Key::BackTab),
    (b"\x1b[1;5B", Key::Down),
    (b"\x1b[5;2~", Key::PageUp),
    (b"\x1b[2~", Key::Other),
    (b"\x1b[15~", Key::Other),
    (b"\x1b[[A", Key::Other),
    (b"\x1bOA", Key::Up),
    (b"\x1bOB", Key::Down),
    (b"\x1bOC", Key::Right),
    (b"\x1bOD", Key::Left),
    (b"\x1bOH", Key::Home),
    (b"\x1bOF", Key::End),
    (b"\x1bOP", Key::Other),
    (b"\x1bOM", Key::Enter),
    (b"\x1bOq", Key::Char('1')),
    (b"\r", Key::Enter),
    (b"\n", Key::Enter),
    (b"\t", Key::Tab),
    (b"\x08", Key::Backspace),
    (b"\x7f", Key::Backspace),
    (b"\x13", Key::Ctrl('s')),
    (b"\x1a", Key::Ctrl('z')),
    (b"9", Key::Char('9')),
    ("分".as_bytes(), Key::Char('分')),
    ("。".as_bytes(), Key::Char('。')),
    ("é".as_bytes(), Key::Char('é')),
    ("🏅".as_bytes(), Key::Char('🏅')),
];

const fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

fn keys(keys: &[Key]) -> Vec<TermEvent> {
    keys.iter().copied().map(TermEvent::Key).collect()
}

/// Feeds pieces `gap` apart, with the ticks a reader would give in between, and a long silence at the end.
fn arrive(pieces: &[&[u8]], gap: Duration) -> Vec<TermEvent> {
    let mut decoder = Decoder::new(HOLD_LOCAL);
    let mut out = Vec::new();
    let mut now = ms(1_000);
    for piece in pieces {
        decoder.tick(now, &mut out);
        decoder.feed(piece, now, &mut out);
        now += gap;
    }
    decoder.tick(now + Duration::from_mins(1), &mut out);
    assert_eq!(decoder.deadline(), None, "nothing is left waiting");
    out
}

#[test]
fn every_key_is_read_whole_and_in_every_split() {
    for &(bytes, key) in KEYS {
        assert_eq!(arrive(&[bytes], ms(0)), keys(&[key]), "{bytes:?}");
        for at in 1..bytes.len() {
            let (head, tail) = bytes.split_at(at);
            assert_eq!(arrive(&[head, tail], ms(49)), keys(&[key]), "{head:?} {tail:?}");
        }
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(arrive(&single, ms(49)), keys(&[key]), "{bytes:?} byte by byte");
    }
}

#[test]
fn every_two_keys_in_one_packet_are_two_keys() {
    for &(first, a) in KEYS {
        for &(second, b) in KEYS {
            let both = [first, second].concat();
            assert_eq!(arrive(&[&both], ms(0)), keys(&[a, b]), "{both:?}");
        }
    }
}

#[test]
fn esc_by_itself_is_the_key_after_the_hold_and_not_before() {
    let mut decoder = Decoder::new(HOLD_REMOTE);
    let mut out = Vec::new();
    decoder.feed(b"\x1b", ms(7), &mut out);
    assert_eq!(decoder.deadline(), Some(ms(107)));
    decoder.tick(ms(106), &mut out);
    assert_eq!(out, []);
    decoder.tick(ms(107), &mut out);
    assert_eq!(out, keys(&[Key::Esc]));
    assert_eq!(decoder.deadline(), None);
}

#[test]
fn bytes_that_are_there_join_even_when_we_look_late() {
    let mut decoder = Decoder::new(HOLD_LOCAL);
    let mut out = Vec::new();
    decoder.feed(b"\x1b", ms(0), &mut out);
    decoder.feed(b"[B", ms(5_000), &mut out);
    assert_eq!(out, keys(&[Key::Down]));
}

#[test]
fn after_the_bracket_a_slow_line_has_more_time() {
    assert_eq!(arrive(&[b"\x1b[", b"B"], ms(400)), keys(&[Key::Down]));
    assert_eq!(arrive(&[b"\x1b", b"[", b"B"], ms(60)), keys(&[Key::Esc, Key::Char('['), Key::Char('B')]));
}

#[test]
fn esc_then_another_key_in_one_packet_is_both() {
    assert_eq!(arrive(&[b"\x1b9"], ms(0)), keys(&[Key::Esc, Key::Char('9')]));
    assert_eq!(arrive(&[b"\x1b\x1b"], ms(0)), keys(&[Key::Esc, Key::Esc]));
    assert_eq!(arrive(&[b"\x1b\x1b[B"], ms(0)), keys(&[Key::Esc, Key::Down]));
    assert_eq!(arrive(&[b"\x1b\r"], ms(0)), keys(&[Key::Esc, Key::Enter]));
}

#[test]
fn half_a_sequence_never_types_its_digits() {
    assert_eq!(arrive(&[b"\x1b[5"], ms(0)), []);
    assert_eq!(arrive(&[b"\x1b[5", b"7"], ms(5_000)), keys(&[Key::Char('7')]));
    assert_eq!(arrive(&[b"\x1b[1;", b"\r"], ms(0)), keys(&[Key::Enter]));
    assert_eq!(arrive(&[b"\x1b["], ms(0)), keys(&[Key::Esc, Key::Char('[')]));
    assert_eq!(arrive(&[b"\x1bO"], ms(0)), keys(&[Key::Esc, Key::Char('O')]));
    let long = [b"\x1b[".as_slice(), &[b'1'; 5_000], b"~7"].concat();
    assert_eq!(arrive(&[&long], ms(0)), keys(&[Key::Char('7')]));
}

#[test]
fn a_paste_is_one_event_in_every_split() {
    let bytes = "\x1b[200~第一行\r第二行 \x1b[20 x\x1b\x1b[201~9".as_bytes();
    let meant = [TermEvent::Paste("第一行\r第二行 \x1b[20 x\x1b".to_owned()), TermEvent::Key(Key::Char('9'))];
    assert_eq!(arrive(&[bytes], ms(0)), meant);
    for at in 1..bytes.len() {
        let (head, tail) = bytes.split_at(at);
        assert_eq!(arrive(&[head, tail], ms(49)), meant, "split at {at}");
    }
}

#[test]
fn a_paste_is_bounded_and_one_without_an_end_lets_the_keyboard_go() {
    let huge = [b"\x1b[200~".as_slice(), &vec![b'x'; PASTE_BYTES_MAX + 9], b"\x1b[201~"].concat();
    let events = arrive(&[&huge], ms(0));
    assert_eq!(events, [TermEvent::Paste("x".repeat(PASTE_BYTES_MAX))]);

    let cut_glyph = [b"\x1b[200~".as_slice(), &vec![b'x'; PASTE_BYTES_MAX - 1], "分".as_bytes(), b"\x1b[201~"].concat();
    let events = arrive(&[&cut_glyph], ms(0));
    assert_eq!(events, [TermEvent::Paste("x".repeat(PASTE_BYTES_MAX - 1))]);

    assert_eq!(
        arrive(&[b"\x1b[200~abc", b"9"], Duration::from_secs(4)),
        [TermEvent::Paste("abc".to_owned()), TermEvent::Key(Key::Char('9'))]
    );
}

#[test]
fn a_thousand_lines_are_one_paste() {
    let lines = "评语一行，约二十个字，够长了\r".repeat(1_000);
    let sent = format!("\x1b[200~{lines}\x1b[201~");
    let pieces: Vec<&[u8]> = sent.as_bytes().chunks(1024).collect();
    assert_eq!(arrive(&pieces, ms(20)), [TermEvent::Paste(lines)]);
}

#[test]
fn broken_utf8_is_dropped_and_what_follows_is_read() {
    assert_eq!(arrive(&[b"\xff\x80\xe5\x88 7"], ms(0)), keys(&[Key::Char(' '), Key::Char('7')]));
    assert_eq!(arrive(&[b"\xe5\x88\x1b[A"], ms(0)), keys(&[Key::Up]));
    assert_eq!(arrive(&["\u{85}".as_bytes()], ms(0)), keys(&[Key::Other]));
    assert_eq!(arrive(&[b"\xed\xa0\x80"], ms(0)), []);
}

proptest::proptest! {
    #[test]
    fn no_bytes_break_it_and_silence_always_ends_it(
        bytes in proptest::collection::vec(
            proptest::prelude::prop_oneof![
                proptest::prelude::any::<u8>(),
                proptest::sample::select(b"\x1b[O;:~0129ABMRu<?".to_vec()),
            ],
            0..200,
        ),
        at in 0_usize..200,
    ) {
        let (head, tail) = bytes.split_at(at.min(bytes.len()));
        let whole = arrive(&[&bytes], ms(0));
        let split = arrive(&[head, tail], ms(49));
        // A paste left open is the one state where more silence than bytes is needed to see the end.
        proptest::prop_assert_eq!(whole, split);
    }
}
