//! How long the command takes to start.

use std::process::Command;

use super::{Bench, best, output};

pub(super) fn run(bench: &Bench) -> Result<(), String> {
    let version = best(20, || output(Command::new(&bench.muster).arg("--version")).map(drop))?;
    let case = best(20, || {
        let test = ["test", "--filter", "scenario:lure-install"];
        output(Command::new(&bench.muster).args(test).current_dir(&bench.root)).map(drop)
    })?;
    println!(
        "start      {:.1} ms for `muster --version`, {:.1} ms for a test of one case",
        version.as_secs_f64() * 1000.0,
        case.as_secs_f64() * 1000.0
    );
    Ok(())
}
