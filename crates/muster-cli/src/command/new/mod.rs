//! `muster new`: beginnings.

mod derive;
mod pack;
mod rule;
mod scenario;

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use muster_rules::kebab_case;

use crate::exit::Exit;
use crate::terminal;

/// Start a pack, a rule, or a rule's first scenario
#[derive(Debug, clap::Args)]
pub(crate) struct New {
    #[command(subcommand)]
    what: What,
    /// Folder of the workspace; without it, the one of the current folder
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    workspace: PathBuf,
}

#[derive(Debug, Subcommand)]
enum What {
    /// A pack: `pack.yaml`, `suppressions.yaml` and a folder for rules; also a workspace where there is none
    Pack {
        /// Id of the pack, which is the name of its folder
        name: String,
    },
    /// A rule in a pack, as a query file with a header
    Rule {
        /// Id of the pack
        pack: String,
        /// Id of the rule, which is the stem of its file
        name: String,
    },
    /// A scenario on which a rule fires, made from the rule's own predicates
    Scenario {
        /// Id of the rule
        rule: String,
    },
}

pub(crate) fn run(args: &New) -> Result<Exit, Exit> {
    match &args.what {
        What::Pack { name } => pack::run(&args.workspace, id(name)?),
        What::Rule { pack, name } => rule::run(&args.workspace, pack, id(name)?),
        What::Scenario { rule } => scenario::run(&args.workspace, rule),
    }
}

/// A name that can be an id.
fn id(name: &str) -> Result<&str, Exit> {
    let kebab = kebab_case(name);
    if kebab == name && !name.is_empty() {
        return Ok(name);
    }
    let help = if kebab.is_empty() {
        "write lower-case words joined by hyphens".to_owned()
    } else {
        format!("write `{kebab}`")
    };
    Err(terminal::usage(format!("`{name}` is not in kebab case"), help))
}

/// Creates a file that must not be there, with the folders above it.
fn create(path: &Path, text: &str) -> Result<(), Exit> {
    let made = match path.parent() {
        Some(folder) => std::fs::create_dir_all(folder),
        None => Ok(()),
    };
    let written = made
        .and_then(|()| std::fs::OpenOptions::new().write(true).create_new(true).open(path))
        .and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| {
        let help = match error.kind() {
            std::io::ErrorKind::AlreadyExists => "choose another name, or remove the file",
            _ => "check the path and its permissions",
        };
        terminal::usage(format!("cannot create `{}`: {error}", path.display()), help)
    })?;
    terminal::print(&format!("created {}\n", path.display()))
}
