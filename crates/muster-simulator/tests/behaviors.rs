//! Every behavior that ships can be used as it is, on a workstation or a server, and each of its steps makes a row.

use std::path::Path;

use muster_simulator::{Options, load, read, simulate};
use muster_source::{Source, Style, render};

#[test]
fn every_behavior_runs_with_its_defaults() {
    let (library, diagnostics) = load::library(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios"));
    assert!(diagnostics.is_empty());
    assert!(library.behavior_names().count() > 40);
    for behavior in library.behavior_names() {
        let on = match behavior {
            "monitoring/nsclient-check" => "server",
            _ => "pc",
        };
        let text = format!(
            "title: t\nclock: 2026-03-04T18:00:00Z\nspan: 12h\nverdict: malicious\nfleet: {{workstations: 2, servers: 1}}\n\
             cast: {{pc: {{workstation: any}}, server: {{server: 1}}}}\nstory:\n\
             \x20 - {{id: agent, at: -3h, on: {on}, run: pdq-connect-agent.exe}}\n\
             \x20 - {{id: used, at: -2h, on: {on}, use: {behavior}}}\n"
        );
        let (scenario, diagnostics) = read(&Source::new("t.yaml", text), &library);
        let shown = |all: &[muster_source::Diagnostic]| all.iter().map(|d| render(d, Style::Plain)).collect::<String>();
        let scenario = scenario.unwrap_or_else(|| panic!("{behavior}: {}", shown(&diagnostics)));
        let simulation = simulate(&scenario, &library, &Options::default());
        assert!(simulation.diagnostics.is_empty(), "{behavior}: {}", shown(&simulation.diagnostics));
        let truth = &simulation.truth["DeviceProcessEvents"];
        assert_eq!(truth.len(), scenario.steps().len(), "{behavior}");
        assert!(truth.iter().all(|t| t.is_of("agent") || t.is_of("used")), "{behavior}");
    }
}
