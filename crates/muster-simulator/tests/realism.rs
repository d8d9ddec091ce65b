//! The office's noise against the published and estimated base rates that it was made from.

use std::collections::BTreeMap;
use std::path::Path;

use arrow_array::Array;
use arrow_array::cast::AsArray;
use muster_simulator::{Activity, Figure, Options, load, read, simulate, stream};
use muster_source::Source;

/// Share of each value of a column, in percent.
fn shares(column: &str, text: &str) -> (usize, BTreeMap<String, f64>) {
    let library = load::library(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios")).0;
    let (scenario, diagnostics) = read(&Source::new("office.yaml", text), &library);
    let scenario = scenario.unwrap_or_else(|| panic!("{diagnostics:?}"));
    let simulation = simulate(&scenario, &library, &Options { jobs: 2, ..Options::default() });
    let (_, batches) = simulation.tables.get("DeviceProcessEvents").expect("the table is there");
    let mut counts: BTreeMap<String, f64> = BTreeMap::new();
    let mut rows = 0;
    for batch in batches {
        let values = batch.column_by_name(column).expect("a column").as_string_view();
        for row in 0..values.len() {
            *counts.entry(values.value(row).to_owned()).or_default() += 1.0;
            rows += 1;
        }
    }
    for count in counts.values_mut() {
        *count *= 100.0 / f64::from(rows);
    }
    (rows as usize, counts)
}

const OFFICE: &str =
    "title: Office\nclock: 2026-03-05T00:00:00Z\nspan: 24h\nfleet: {workstations: 30}\nnoise: office\n";

#[test]
fn a_workstation_has_about_1200_starts_a_day_in_the_published_mix() {
    let (rows, images) = shares("FileName", OFFICE);
    // The mean of the lognormal spread lies above its median of 1200; boots come on top.
    assert!((30 * 1000..30 * 2400).contains(&rows), "{rows}");
    let share = |name: &str| images.get(name).copied().unwrap_or(0.0);
    let browser = share("msedge.exe") + share("msedgewebview2.exe");
    assert!((22.0..36.0).contains(&browser), "browser {browser}");
    assert!((4.0..14.0).contains(&share("svchost.exe")), "svchost {}", share("svchost.exe"));
    assert!((3.0..12.0).contains(&share("conhost.exe")), "conhost {}", share("conhost.exe"));
    assert!(share("powershell.exe") < 3.0, "powershell {}", share("powershell.exe"));
}

#[test]
fn accounts_are_split_between_the_system_and_its_users() {
    let (_, accounts) = shares("AccountName", OFFICE);
    let system = accounts["system"];
    assert!((20.0..55.0).contains(&system), "system {system}");
    assert!(accounts["network service"] > 2.0 && accounts["local service"] > 0.5);
}

#[test]
fn ordinary_days_have_no_start_of_the_connect_agent() {
    let (_, images) = shares("FileName", OFFICE);
    assert!(!images.contains_key("pdq-connect-agent.exe"));
    assert!(images.contains_key("PDQInventory-Scanner-1.exe"));
}

#[test]
fn a_thousand_workstation_days_are_within_a_tenth_of_the_published_figures() {
    let library = load::library(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios")).0;
    let text = OFFICE.replace("workstations: 30", "workstations: 1000");
    let (scenario, diagnostics) = read(&Source::new("office.yaml", text), &library);
    let scenario = scenario.unwrap_or_else(|| panic!("{diagnostics:?}"));
    let options = Options { jobs: 2, ..Options::default() };
    let counted = stream(&scenario, &library, &options, |telemetry| {
        telemetry.count(&scenario);
        telemetry.play();
        telemetry.statistics()
    });
    let counted: Vec<Activity> = counted.unwrap_or_else(|diagnostics| panic!("{diagnostics:?}"));
    let [office] = counted.as_slice() else { panic!("there are workstations only") };
    assert_eq!((office.kind.as_str(), office.hosts, office.days), ("workstation", 1000, 1000));
    let all = [&office.starts, &office.images, &office.accounts, &office.hours];
    let published: Vec<&Figure> = all.into_iter().flatten().filter(|figure| figure.published.is_some()).collect();
    assert!(published.len() > 45, "{}", published.len());
    for figure in published {
        assert!(figure.deviation().is_some_and(|off| off.abs() <= 0.1), "{figure:?}");
    }
    for pair in &office.pairs {
        assert!(
            pair.name == "services.exe > svchost.exe" || pair.deviation().is_some_and(|off| off.abs() <= 0.1),
            "{pair:?}"
        );
    }
}
