//! Exit codes, the same for every command.

use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All good: 0.
    Good,
    /// Tests ran and something failed, or there was a finding: 1.
    Failed,
    /// Usage or configuration is wrong: 2.
    Usage,
    /// A rule, scenario, schema or data file cannot be loaded or bound: 3.
    Input,
    /// Nothing was selected: 4.
    Nothing,
    /// A fault of ours: 101.
    Bug,
}

impl Exit {
    /// The end that has this number; an unknown one is a fault of ours.
    #[must_use]
    pub fn of(code: u8) -> Self {
        [Self::Good, Self::Failed, Self::Usage, Self::Input, Self::Nothing]
            .into_iter()
            .find(|exit| exit.code() == code)
            .unwrap_or(Self::Bug)
    }

    /// The number.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Good => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Input => 3,
            Self::Nothing => 4,
            Self::Bug => 101,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
