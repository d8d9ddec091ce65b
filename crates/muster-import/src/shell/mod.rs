//! Command lines read as their shell would read them, to tell which processes they start.
//!
//! The reading has the order that `cmd.exe` has: `%VARIABLES%` of the whole text first, then the grammar (`&`, `&&`,
//! `||`, `|`, blocks, `if`, `for`, quotes, carets, redirections), then `!VARIABLES!`, then the first word: a command of
//! the shell itself starts nothing, anything else is a program. On the command line, unlike in a batch file, a variable
//! that is not set stays as it is written, and one that the same text sets is not yet set when it is read.

mod builtin;
mod expand;
mod grammar;
mod powershell;
mod program;
mod run;
#[cfg(test)]
mod tests;
mod tree;

pub use run::{command_prompt, powershell};
pub use tree::{Process, Program, Tree};

/// Stands for the name of the host's user in a text.
pub(crate) const USER: char = '\u{F8F0}';
/// Stands for the name of the host.
pub(crate) const HOST: char = '\u{F8F1}';
/// Stands for the `NetBIOS` name of the domain.
pub(crate) const DOMAIN: char = '\u{F8F2}';
/// Stands for four random digits.
pub(crate) const RANDOM: char = '\u{F8F3}';
/// The characters that stand for something.
pub(crate) const STANDING: [char; 4] = [USER, HOST, DOMAIN, RANDOM];
