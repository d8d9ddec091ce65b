//! The subcommands, one file each.

pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod functions;
pub(crate) mod generate;
pub(crate) mod golden;
pub(crate) mod import;
pub(crate) mod new;
pub(crate) mod query;
pub(crate) mod replay;
pub(crate) mod schema;
pub(crate) mod tables;
pub(crate) mod test;
pub(crate) mod verify;

use clap::ValueEnum;

use crate::args::Command;
use crate::exit::Exit;

/// Runs a subcommand.
pub(crate) fn run(command: Command) -> Exit {
    let ended = match command {
        Command::Test(args) => test::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Golden(args) => golden::run(&args),
        Command::Generate(args) => generate::run(&args),
        Command::Replay(args) => replay::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Query(args) => query::run(&args),
        Command::Import(args) => import::run(&args),
        Command::New(args) => new::run(&args),
        Command::Tables(args) => tables::run(&args),
        Command::Functions(args) => functions::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Completions(args) => completions::run(&args),
    };
    ended.unwrap_or_else(|exit| exit)
}

/// Forms of what a command has to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// For people
    Human,
    /// For machines
    Json,
}

/// A count with its noun.
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
