//! A panic is a fault of ours: it is told as one, and ends with an exit code of its own.

use std::sync::{Mutex, PoisonError};

use crate::exit::Exit;
use crate::terminal;

/// Stack of the thread that does the work. Trees of deeply nested queries are walked by recursion; the parser bounds
/// how deep they are, and this is enough for that.
const STACK_BYTES: usize = 64 << 20;

/// Where the last panic was, and what it said.
static LAST: Mutex<Option<String>> = Mutex::new(None);

/// Does the work of a command; a panic that nobody below caught is reported as a bug.
pub(crate) fn run(command: &str, work: impl FnOnce() -> Exit + Send) -> Exit {
    // Nothing is printed here: a panic that somebody catches (a decoder, on a broken file) is no news.
    std::panic::set_hook(Box::new(|info| {
        *LAST.lock().unwrap_or_else(PoisonError::into_inner) = Some(info.to_string());
    }));
    let ended = std::thread::scope(|scope| {
        let worker = std::thread::Builder::new().name(command.to_owned()).stack_size(STACK_BYTES);
        match worker.spawn_scoped(scope, work) {
            Ok(handle) => handle.join().ok(),
            Err(error) => {
                terminal::error(format!("cannot start a thread: {error}"));
                Some(Exit::Usage)
            }
        }
    });
    ended.unwrap_or_else(|| {
        let last = LAST.lock().unwrap_or_else(PoisonError::into_inner).take();
        bug(command, &last.unwrap_or_else(|| "no message".to_owned()))
    })
}

/// Tells of a fault of ours.
pub(crate) fn bug(command: &str, what: &str) -> Exit {
    terminal::error(format!("this is a bug in muster, not in the files it was given: {what}"));
    terminal::hint(format!(
        "please report it with this message, the files, and: muster {} {command}",
        env!("CARGO_PKG_VERSION")
    ));
    Exit::Bug
}
