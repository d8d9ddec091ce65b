//! The page about the language: its examples load, simulate, and name every key.

use std::path::Path;

use muster_simulator::{Library, Options, load, read, simulate};
use muster_source::{Source, Style, render};

const PAGE: &str = include_str!("../../../docs/scenario-language.md");

fn library() -> Library {
    load::library(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios")).0
}

fn blocks(kind: &str) -> Vec<&'static str> {
    let open = format!("```{kind}\n");
    PAGE.split(open.as_str()).skip(1).filter_map(|rest| rest.split("\n```").next()).collect()
}

#[test]
fn every_example_is_a_scenario_that_runs() {
    let library = library();
    let examples = blocks("yaml");
    assert_eq!(examples.len(), 3);
    for example in examples {
        let (scenario, diagnostics) = read(&Source::new("example.yaml", example), &library);
        let shown = |all: &[muster_source::Diagnostic]| all.iter().map(|d| render(d, Style::Plain)).collect::<String>();
        let scenario = scenario.unwrap_or_else(|| panic!("{}", shown(&diagnostics)));
        for seed in 0..3 {
            let simulation = simulate(&scenario, &library, &Options { seed: Some(seed), ..Options::default() });
            assert!(simulation.diagnostics.is_empty(), "{}", shown(&simulation.diagnostics));
            let rows = &simulation.truth["DeviceProcessEvents"];
            for step in scenario.steps() {
                assert!(rows.iter().any(|t| t.step.as_ref() == Some(&step.path)), "no row of `{}`", step.path);
            }
        }
    }
}

#[test]
fn the_example_of_a_behavior_is_one() {
    let images =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/images/10-tools.yaml"));
    let images = Source::new("images/tools.yaml", images.expect("readable"));
    let behavior = Source::new("behaviors/example.yaml", blocks("yaml behavior")[0]);
    let (library, diagnostics) = Library::read(&[images, behavior]);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    assert_eq!(library.behavior_names().collect::<Vec<_>>(), ["example"]);
}
