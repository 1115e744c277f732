//! After a write that failed: refused until the file is read anew.

use super::*;
use crate::journal::disk::SyncFate;

#[test]
fn a_refused_frame_is_gone_after_recovery_even_if_it_was_whole() {
    for fate in [SyncFate::Reached, SyncFate::Lost] {
        let (disk, bounds) = three_frames();
        let (mut journal, _) = open(&disk).unwrap();
        disk.fail_sync(fate, DiskError::Other(std::io::ErrorKind::Other));
        let why = DiskError::Other(std::io::ErrorKind::Other);
        assert_eq!(append(&mut journal, &[b"refused"]), Err(AppendError::NotSaved { why }));
        assert_eq!(append(&mut journal, &[b"too early"]), Err(AppendError::NotRecovered));
        assert_eq!(journal.read_from(1).unwrap().len(), 4, "what was acknowledged can still be read");
        let mut folded = Vec::new();
        let mut fold = |event: SealedRef<'_>| {
            folded.push(event.payload.to_vec());
            ControlFlow::Continue(())
        };
        let opened = journal.recover(&mut fold).unwrap();
        assert_eq!((opened.head.number, opened.torn), (4, None), "our own failed frame is not kept");
        assert_eq!(folded, [b"rules".as_slice(), b"mark 8", b"mark 9", b"sign"]);
        assert_eq!(disk.contents().len(), bounds[3]);
        append(&mut journal, &[b"again"]).unwrap();
        disk.cut_power(Tear::Nothing);
        assert_eq!(open_all(&disk).unwrap().0.last().unwrap(), b"again");
    }
}

#[test]
fn full_and_read_only_disks_are_told_apart_and_left_well() {
    let (disk, bounds) = three_frames();
    let (mut journal, _) = open(&disk).unwrap();
    disk.set_room(Some(bounds[3] + 10));
    assert_eq!(append(&mut journal, &[b"no room"]), Err(AppendError::NotSaved { why: DiskError::Full }));
    recover(&mut journal).unwrap();
    assert_eq!(append(&mut journal, &[b"no room"]), Err(AppendError::NotSaved { why: DiskError::Full }));
    disk.set_room(None);
    recover(&mut journal).unwrap();
    append(&mut journal, &[b"room again"]).unwrap();
    disk.set_read_only(true);
    assert_eq!(append(&mut journal, &[b"x"]), Err(AppendError::NotSaved { why: DiskError::ReadOnly }));
    recover(&mut journal).unwrap();
    disk.set_read_only(false);
    append(&mut journal, &[b"y"]).unwrap();
    assert_eq!(open_all(&disk).unwrap().0.len(), 6);
}

#[test]
fn recovery_that_fails_keeps_refusing_and_can_be_tried_again() {
    let (disk, _) = three_frames();
    let (mut journal, _) = open(&disk).unwrap();
    disk.fail_write(40, DiskError::Full);
    append(&mut journal, &[b"refused"]).unwrap_err();
    disk.fail_cut(DiskError::Permission);
    assert_eq!(recover(&mut journal), Err(OpenError::Disk(DiskError::Permission)));
    assert_eq!(append(&mut journal, &[b"x"]), Err(AppendError::NotRecovered));
    recover(&mut journal).unwrap();
    append(&mut journal, &[b"x"]).unwrap();
    recover(&mut journal).unwrap();
    assert_eq!(open_all(&disk).unwrap().0.len(), 5, "recovering a healthy journal does no harm");
}

#[test]
fn a_file_disturbed_while_we_hold_it_is_not_written_on() {
    let (disk, bounds) = three_frames();
    let (mut journal, _) = open(&disk).unwrap();
    disk.tamper(|bytes| bytes.extend_from_slice(b"somebody's"));
    let end = bounds[3] as u64;
    let disturbed = AppendError::Disturbed { expected: end, found: end + 10 };
    assert_eq!(append(&mut journal, &[b"x"]), Err(disturbed));
    let opened = recover(&mut journal).unwrap();
    assert_eq!(opened.torn.unwrap().kept.unwrap(), Path::new("torn-5"));
    assert_eq!(disk.aside("torn-5").unwrap(), b"somebody's", "bytes that are not ours are kept");
    disk.tamper(|bytes| bytes.truncate(bounds[2]));
    assert!(matches!(append(&mut journal, &[b"x"]), Err(AppendError::Disturbed { .. })));
    let lost = recover(&mut journal).unwrap_err();
    assert!(matches!(lost, OpenError::EndsBefore { ends, known, .. } if ends.number == 3 && known.number == 4));
}
