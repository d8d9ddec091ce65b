//! The `muster` command.
//!
//! This is the only floor that knows arguments, the terminal, the file system's layout, the calendar and exit codes.
//! Each subcommand is a file in `command/`; what it does it asks of the floors below.
//!
//! Reports go to stdout, complaints and progress to stderr. What a command reads, and which part of a workspace paths
//! select, is in `workspace.rs`; how rows of a query look is in `print.rs`.

mod args;
mod command;
mod data;
mod exit;
mod guard;
mod print;
mod story;
mod terminal;
mod workspace;

use std::process::ExitCode;

use clap::Parser;

pub use exit::Exit;

/// Runs the command line of this process.
#[must_use]
pub fn main() -> ExitCode {
    let args = match args::Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Help and version are asked for: clap prints them to stdout and they are no failure.
            let exit = if error.use_stderr() { Exit::Usage } else { Exit::Good };
            // A reader that went away has seen enough.
            let _ = error.print();
            return exit.into();
        }
    };
    terminal::choose_color(args.color);
    let name = args.command.name();
    guard::run(name, || command::run(args.command)).into()
}
