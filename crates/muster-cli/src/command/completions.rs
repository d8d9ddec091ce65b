//! `muster completions`: scripts for shells.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::exit::Exit;
use crate::terminal;

/// Print a completion script for a shell
#[derive(Debug, clap::Args)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) fn run(args: &Completions) -> Result<Exit, Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut crate::args::Args::command(), "muster", &mut script);
    terminal::report(|out| out.write_all(&script))?;
    Ok(Exit::Good)
}
