//! `muster schema`: what editors need to help with a kind of file.

use clap::ValueEnum;

use crate::exit::Exit;
use crate::terminal;

/// Print the JSON Schema of a kind of file, for editors
#[derive(Debug, clap::Args)]
pub(crate) struct Schema {
    /// Kind of file
    #[arg(value_enum)]
    kind: Kind,
}

/// Files that have a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// A scenario: a story on a fleet
    Scenario,
    /// The suppressions of a rule pack
    Suppressions,
}

pub(crate) fn run(args: &Schema) -> Result<Exit, Exit> {
    let text = match args.kind {
        Kind::Scenario => muster_simulator::SCENARIO_SCHEMA,
        Kind::Suppressions => muster_rules::suppression::SCHEMA,
    };
    terminal::report(|out| out.write_all(text.as_bytes()))?;
    Ok(Exit::Good)
}
