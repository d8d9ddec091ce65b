//! What others have, made ours: tests of Atomic Red Team become scenarios, exports of events become tables.
//!
//! Nothing is executed and nothing is fetched. A test's command is read as `cmd.exe` or PowerShell would read it
//! ([`shell`]), and what it would start becomes a tree of processes; what cannot be told from its text is named beside
//! the tree as a gap or an assumption, or is the reason why there is no tree. The crate opens no file and prints
//! nothing; it takes texts and gives values.

pub mod atomic;
mod codes;
pub mod events;
pub mod shell;

pub use codes::CODES;
