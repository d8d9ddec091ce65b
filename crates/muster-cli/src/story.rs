//! One scenario's file, read and played.

use std::path::Path;

use muster_simulator::{Library, Options, Scenario, Simulation, simulate};
use muster_source::{Diagnostic, Severity};

use crate::exit::Exit;
use crate::{terminal, workspace};

/// Reads a scenario and what it is made of.
pub(crate) fn read(path: &Path) -> Result<(Scenario, Library), Exit> {
    let (source, diagnostics) = muster_rules::load_source(path);
    terminal::refuse(&diagnostics)?;
    let source = source.ok_or(Exit::Input)?;
    let (library, diagnostics) = workspace::library(path);
    terminal::refuse(&diagnostics)?;
    let (scenario, diagnostics) = muster_simulator::read(&source, &library);
    terminal::refuse(&diagnostics)?;
    Ok((scenario.ok_or(Exit::Input)?, library))
}

/// Simulates it; complaints go to stderr.
pub(crate) fn play(scenario: &Scenario, library: &Library, options: &Options) -> Result<Simulation, Exit> {
    let simulation = simulate(scenario, library, options);
    let (errors, others): (Vec<Diagnostic>, Vec<Diagnostic>) =
        simulation.diagnostics.iter().cloned().partition(|d| d.severity == Severity::Error);
    terminal::complain(&others);
    terminal::refuse(&errors)?;
    Ok(simulation)
}
