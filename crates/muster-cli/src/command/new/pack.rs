//! `muster new pack NAME`.

use std::path::Path;

use muster_rules::{load_workspace, workspace::FILE};

use super::create;
use crate::exit::Exit;
use crate::{terminal, workspace};

const WORKSPACE: &str = "rulepacks: rulepacks\nscenarios: scenarios\ngolden: golden\n";

pub(super) fn run(folder: &Path, name: &str) -> Result<Exit, Exit> {
    if load_workspace(folder).0.is_none() {
        create(&folder.join(FILE), WORKSPACE)?;
    }
    let workspace = workspace::find(folder)?;
    let pack = workspace.rulepacks.join(name);
    let title = name.replace('-', " ");
    create(
        &pack.join("pack.yaml"),
        &format!(
            "title: {title}\n\n# Words for suppressions, and what they stand for:\n# fields:\n#   process.command_line: ProcessCommandLine\n"
        ),
    )?;
    create(&pack.join("suppressions.yaml"), "suppressions: []\n")?;
    terminal::say(format!("next: muster new rule {name} RULE"));
    Ok(Exit::Good)
}
