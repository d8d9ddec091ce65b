//! `muster import`: what others have, brought in.

mod atomic;
mod events;

use clap::Subcommand;

use crate::exit::Exit;

/// Bring in what others have: tests as scenarios, exports as recorded telemetry
#[derive(Debug, clap::Args)]
pub(crate) struct Import {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Tests of Atomic Red Team, as one scenario each; nothing is executed and nothing is fetched
    Atomic(atomic::Atomic),
    /// Exports of advanced hunting, Sysmon's event 1 and event 4688 as rows of a table
    Events(events::Events),
}

pub(crate) fn run(args: &Import) -> Result<Exit, Exit> {
    match &args.what {
        What::Atomic(args) => atomic::run(args),
        What::Events(args) => events::run(args),
    }
}
