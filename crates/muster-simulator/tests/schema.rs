//! The table's schema against the pinned documentation of both flavors.

use std::collections::BTreeMap;

use muster_catalog::Type;
use muster_simulator::{Flavor, device_process_events};

/// Columns of Sentinel's copy as documented, with their types, but for the two hidden ones.
const DOCUMENTED: &str = include_str!("device_process_events.txt");

fn documented() -> BTreeMap<&'static str, (Type, bool)> {
    DOCUMENTED
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .map(|line| {
            let mut words = line.split_whitespace();
            let (name, ty, only) = (words.next().expect("name"), words.next().expect("type"), words.next());
            (name, (Type::from_name(ty).expect("a type"), only == Some("sentinel")))
        })
        .collect()
}

#[test]
fn sentinel_has_the_documented_columns_and_types() {
    let table = device_process_events(Flavor::Sentinel);
    let ours: BTreeMap<&str, Type> = table.columns.iter().map(|c| (c.name.as_str(), c.ty)).collect();
    let theirs: BTreeMap<&str, Type> =
        documented().into_iter().filter(|(n, _)| *n != "Timestamp").map(|(n, (ty, _))| (n, ty)).collect();
    assert_eq!(ours, theirs);
    assert_eq!((table.columns.len(), table.columns[0].name.as_str()), (74, "TimeGenerated"));
}

#[test]
fn defender_has_68_columns_in_the_documented_order() {
    let table = device_process_events(Flavor::Defender);
    assert_eq!(table.columns.len(), 68);
    let names: Vec<&str> = table.columns.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(&names[..4], ["Timestamp", "DeviceId", "DeviceName", "ActionType"]);
    assert_eq!(&names[66..], ["ProcessUniqueId", "InitiatingProcessUniqueId"]);
    let documented = documented();
    for column in &table.columns {
        let (ty, sentinel_only) = documented[column.name.as_str()];
        let ty = if column.name == "AdditionalFields" { Type::String } else { ty };
        assert_eq!((column.ty, sentinel_only), (ty, false), "{}", column.name);
    }
}
