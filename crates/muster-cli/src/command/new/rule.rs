//! `muster new rule PACK NAME`.

use std::path::Path;

use muster_source::nearest;

use super::create;
use crate::exit::Exit;
use crate::{terminal, workspace};

pub(super) fn run(folder: &Path, pack: &str, name: &str) -> Result<Exit, Exit> {
    let workspace = workspace::find(folder)?;
    let root = workspace.rulepacks.join(pack);
    if !root.join("pack.yaml").is_file() {
        let mut packs: Vec<String> = std::fs::read_dir(&workspace.rulepacks)
            .map(|all| all.filter_map(|e| Some(e.ok()?.file_name().to_string_lossy().into_owned())).collect())
            .unwrap_or_default();
        packs.sort();
        let help = match nearest(pack, packs.iter().map(String::as_str)) {
            Some(near) => format!("a similar pack is `{near}`"),
            None => format!("begin it with `muster new pack {pack}`"),
        };
        return Err(terminal::usage(format!("there is no pack `{pack}`"), help));
    }
    let text = format!(
        "// name: {}\n// description: What the rule looks for, and why it matters.\n// severity: Medium\n// tactics: Execution\n// techniques: T1059\n\
         DeviceProcessEvents\n| where FileName =~ \"powershell.exe\" and ProcessCommandLine has \"EncodedCommand\"\n\
         | project Timestamp, DeviceName, AccountName, ProcessCommandLine, ReportId\n",
        name.replace('-', " ")
    );
    create(&root.join("rules").join(format!("{name}.kql")), &text)?;
    terminal::say(format!("next: muster new scenario {name}"));
    Ok(Exit::Good)
}
