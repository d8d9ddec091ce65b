//! Colors, complaints and reports.

use std::io::{BufWriter, ErrorKind, Write};

use muster_source::{Diagnostic, Style, has_errors, render};

use crate::args::ColorChoice;
use crate::exit::Exit;

/// Settles for the whole process whether colors are used.
pub(crate) fn choose_color(choice: ColorChoice) {
    let choice = match choice {
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
}

/// Prints complaints to stderr, each followed by an empty line. A closed pipe is no fault of the command.
pub(crate) fn complain(diagnostics: &[Diagnostic]) {
    let mut out = anstream::stderr().lock();
    for diagnostic in diagnostics {
        let _ = writeln!(out, "{}\n", render(diagnostic, Style::Colored));
    }
}

/// Prints complaints; with an error among them the input cannot be used.
pub(crate) fn refuse(diagnostics: &[Diagnostic]) -> Result<(), Exit> {
    complain(diagnostics);
    if has_errors(diagnostics) { Err(Exit::Input) } else { Ok(()) }
}

/// Prints a plain error to stderr.
pub(crate) fn error(message: impl std::fmt::Display) {
    say(format_args!("error: {message}"));
}

/// Prints what could be done about the error before.
pub(crate) fn hint(message: impl std::fmt::Display) {
    say(format_args!("  = help: {message}"));
}

/// Prints a remark to stderr.
pub(crate) fn say(message: impl std::fmt::Display) {
    let mut out = anstream::stderr().lock();
    let _ = writeln!(out, "{message}");
}

/// An error of usage, with what could be done.
pub(crate) fn usage(message: impl std::fmt::Display, help: impl std::fmt::Display) -> Exit {
    error(message);
    hint(help);
    Exit::Usage
}

/// Writes to stdout, bytes as they are. A reader that went away has seen enough.
pub(crate) fn report(write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Result<(), Exit> {
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    written(write(&mut out).and_then(|()| out.flush()))
}

/// Prints a text that may have colors to stdout.
pub(crate) fn print(text: &str) -> Result<(), Exit> {
    let mut out = anstream::stdout().lock();
    written(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// What becomes of a command that wrote to stdout.
pub(crate) fn written(result: std::io::Result<()>) -> Result<(), Exit> {
    match result {
        Err(fault) if fault.kind() != ErrorKind::BrokenPipe => {
            Err(usage(format!("cannot write to stdout: {fault}"), "check what stdout is connected to"))
        }
        _ => Ok(()),
    }
}
