//! Pieces encoded by some threads and written in order.

use std::io::Write;
use std::sync::mpsc::{channel, sync_channel};

/// Pieces that a thread may be ahead of the writer: enough to keep it busy, too few to fill the memory.
const AHEAD: usize = 2;

/// Encodes pieces 0 to `count` with `encode`, by `jobs` threads, and writes them in order: the bytes do not depend on
/// the number of threads.
pub(super) fn write_pieces(
    out: &mut dyn Write,
    count: usize,
    jobs: usize,
    encode: impl Fn(usize, &mut Vec<u8>) -> std::io::Result<()> + Sync,
) -> std::io::Result<()> {
    let jobs = jobs.clamp(1, count.max(1));
    if jobs == 1 {
        let mut buffer = Vec::new();
        for piece in 0..count {
            buffer.clear();
            encode(piece, &mut buffer)?;
            out.write_all(&buffer)?;
        }
        return Ok(());
    }
    let encode = &encode;
    std::thread::scope(|scope| {
        let mut lanes = Vec::with_capacity(jobs);
        for lane in 0..jobs {
            let (full, filled) = sync_channel::<std::io::Result<Vec<u8>>>(AHEAD);
            // Buffers come back to be filled again: fresh ones of this size cost more than what is put into them.
            let (empty, emptied) = channel::<Vec<u8>>();
            scope.spawn(move || {
                for piece in (lane..count).step_by(jobs) {
                    let mut buffer = emptied.try_recv().unwrap_or_default();
                    buffer.clear();
                    let encoded = encode(piece, &mut buffer).map(|()| buffer);
                    // The writer went away with an error of its own.
                    if full.send(encoded).is_err() {
                        return;
                    }
                }
            });
            lanes.push((filled, empty));
        }
        for piece in 0..count {
            let (filled, empty) = &lanes[piece % jobs];
            let early = || std::io::Error::other("a thread that encodes rows ended early");
            let buffer = filled.recv().map_err(|_| early())??;
            out.write_all(&buffer)?;
            // Nobody waits for it after the lane's last piece.
            let _ = empty.send(buffer);
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_come_in_order_with_any_number_of_threads() {
        let encode = |piece: usize, buffer: &mut Vec<u8>| {
            buffer.extend(format!("{piece};").bytes());
            Ok(())
        };
        for count in [0, 1, 2, 7, 100] {
            let mut expected = Vec::new();
            write_pieces(&mut expected, count, 1, encode).unwrap();
            for jobs in [0, 2, 3, 200] {
                let mut written = Vec::new();
                write_pieces(&mut written, count, jobs, encode).unwrap();
                assert_eq!(written, expected, "{count} pieces, {jobs} threads");
            }
        }
    }

    #[test]
    fn a_writer_that_fails_ends_the_threads() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
                Err(std::io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let result = write_pieces(&mut Full, 1000, 3, |_, buffer| {
            buffer.push(b'x');
            Ok(())
        });
        assert_eq!(result.unwrap_err().kind(), std::io::ErrorKind::StorageFull);
    }
}
