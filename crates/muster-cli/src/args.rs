//! The command line.

use clap::{Parser, Subcommand, ValueEnum};

use crate::command;

/// Test detection rule packs written in KQL: synthesize telemetry, run the rules on it, compare with golden files
#[derive(Debug, Parser)]
#[command(name = "muster", version, max_term_width = 100, after_help = EXITS)]
pub(crate) struct Args {
    /// When to use colors; `auto` honors `NO_COLOR`
    #[arg(long, global = true, value_enum, default_value = "auto", value_name = "WHEN")]
    pub(crate) color: ColorChoice,
    /// What to do
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXITS: &str = "Exit codes: 0 all good; 1 a test failed or there is a finding; 2 usage or configuration is wrong; \
                     3 an input cannot be loaded or bound; 4 nothing was selected; 101 a bug in muster.";

/// When to use colors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run rules on scenarios and compare with golden files and intent
    Test(command::test::Test),
    /// Load and bind every rule, suppression and scenario; nothing is run
    Check(command::check::Check),
    /// Review what `test` left as pending golden files
    Golden(command::golden::Golden),
    /// Write the telemetry of a scenario
    Generate(command::generate::Generate),
    /// Send the telemetry of a scenario to a sink, at the story's pace
    Replay(command::replay::Replay),
    /// Compare alerts that came back with what the scenario must raise
    Verify(command::verify::Verify),
    /// Run a KQL query on data files
    Query(command::query::Query),
    /// Bring in what others have: tests as scenarios, exports as recorded telemetry
    Import(command::import::Import),
    /// Start a pack, a rule, or a rule's first scenario
    New(command::new::New),
    /// Show the tables that queries may name
    Tables(command::tables::Tables),
    /// Show the functions that queries may call
    Functions(command::functions::Functions),
    /// Print the JSON Schema of a kind of file, for editors
    Schema(command::schema::Schema),
    /// Print a completion script for a shell
    Completions(command::completions::Completions),
}

impl Command {
    /// The word that selects it.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Test(_) => "test",
            Self::Check(_) => "check",
            Self::Golden(_) => "golden",
            Self::Generate(_) => "generate",
            Self::Replay(_) => "replay",
            Self::Verify(_) => "verify",
            Self::Query(_) => "query",
            Self::Import(_) => "import",
            Self::New(_) => "new",
            Self::Tables(_) => "tables",
            Self::Functions(_) => "functions",
            Self::Schema(_) => "schema",
            Self::Completions(_) => "completions",
        }
    }
}
