//! What a text starts, as a tree of processes.

use super::program::{file_name, tool};

/// A program file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// Its full path.
    pub path: String,
    /// The file that it is a copy of, if the text made it by copying a program.
    pub copy_of: Option<String>,
}

/// A process that is started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// What runs.
    pub program: Program,
    /// Its command line as it is given to Windows.
    pub command: String,
    /// What it starts, in order.
    pub children: Vec<Process>,
}

impl Program {
    /// The name by which Windows itself has this file, if it lies where Windows has it, in lower case; and whether it is
    /// the 32-bit one.
    #[must_use]
    pub fn of_windows(path: &str) -> Option<(String, bool)> {
        let lower = path.to_lowercase();
        let name = file_name(&lower).to_owned();
        let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
        let folder = &lower[..lower.len() - name.len()];
        let usual = tool(stem).path.to_lowercase();
        let framework = folder == r"c:\windows\microsoft.net\framework64\v4.0.30319\";
        if framework || usual[..usual.len() - file_name(&usual).len()] == *folder {
            return Some((name, false));
        }
        (folder == r"c:\windows\syswow64\").then_some((name, true))
    }
}

/// What a text starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    /// The shell that reads the text, with what is below it.
    pub shell: Process,
    /// What the provider host of WMI starts on the text's behalf.
    pub by_wmi: Vec<Process>,
    /// What had to be assumed of the machine.
    pub assumed: Vec<String>,
    /// Processes that there are besides, and that the text does not tell.
    pub gaps: Vec<String>,
}
