//! How many cases a second: the pack's suite, simulated and judged.

use muster_rules::load_workspace;
use muster_runner::{Options, Writes, load_suite, run_suite, selected};
use muster_simulator::simulate;

use super::{Bench, best};

/// Events of a scenario that tells a story and no more.
const SMALL: usize = 1000;

pub(super) fn run(bench: &Bench) -> Result<(), String> {
    let (workspace, diagnostics) = load_workspace(&bench.root);
    let workspace = workspace.ok_or_else(|| format!("there is no workspace: {diagnostics:?}"))?;
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 1).ok_or("no such day")?;
    let options = Options { writes: Writes::Nothing, ..Options::new(today) };
    let mut suite = load_suite(&workspace, options.clone());
    let cases = selected(&suite).len();
    let load = best(5, || {
        drop(load_suite(&workspace, options.clone()));
        Ok(())
    })?;
    let all = best(5, || {
        drop(run_suite(&suite, &mut |_| {}));
        Ok(())
    })?;
    println!("suite      {cases} cases in {:.0} ms, and {:.0} ms to read it", millis(all), millis(load));
    println!("           {:.0} cases a second", cases as f64 / all.as_secs_f64());
    // The scenarios of a whole fleet take most of the time: what the others take is the price of a story.
    let library = suite.library.clone();
    suite
        .scenarios
        .retain(|s| simulate(&s.scenario, &library, &muster_simulator::Options::default()).tables.row_count() < SMALL);
    let stories = selected(&suite).len();
    let quiet = best(5, || {
        drop(run_suite(&suite, &mut |_| {}));
        Ok(())
    })?;
    println!(
        "           {:.0} cases a second of the {stories} with fewer than {SMALL} events",
        stories as f64 / quiet.as_secs_f64()
    );
    Ok(())
}

fn millis(time: std::time::Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
