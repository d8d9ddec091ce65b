//! `muster generate --stats`: what came out of a noise profile.

use std::io::Write;

use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{CellAlignment, Table};
use muster_simulator::{Activity, Figure};
use serde_json::{Value as Json, json};

use super::Form;
use crate::exit::Exit;
use crate::terminal;

/// Prints it to stdout.
pub(super) fn print(activities: &[Activity], form: Form) -> Result<(), Exit> {
    terminal::report(|out| match form {
        Form::Human => activities.iter().try_for_each(|activity| human(out, activity)),
        Form::Json => {
            writeln!(out, "{:#}", json!({ "kinds": activities.iter().map(of_activity).collect::<Vec<_>>() }))
        }
    })
}

/// The tables of a kind of host, with their titles; figures are shares in percent but for the first.
fn parts(activity: &Activity) -> [(&'static str, &'static str, &[Figure]); 5] {
    [
        ("starts a day", "starts", &activity.starts),
        ("images, in %", "images", &activity.images),
        ("parents and children, in %", "pairs", &activity.pairs),
        ("accounts, in %", "accounts", &activity.accounts),
        ("local hours, in %", "hours", &activity.hours),
    ]
}

fn human(out: &mut dyn Write, activity: &Activity) -> std::io::Result<()> {
    let Activity { kind, hosts, days, .. } = activity;
    writeln!(out, "{kind}: {hosts} hosts, {days} days of a host")?;
    for (title, _, figures) in parts(activity) {
        let mut table = Table::new();
        table.load_style(UTF8_FULL_CONDENSED);
        table.set_header([title, "asked", "came out", "published", "off by"]);
        for column in 1..5 {
            if let Some(column) = table.column_mut(column) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        for figure in figures {
            let number = |number: f64| if number >= 100.0 { format!("{number:.0}") } else { format!("{number:.2}") };
            let perhaps = |maybe: Option<f64>| maybe.map(number).unwrap_or_default();
            let off = figure.deviation().map(|off| format!("{:+.0} %", 100.0 * off)).unwrap_or_default();
            let name = figure.name.clone();
            table.add_row([name, perhaps(figure.asked), number(figure.came), perhaps(figure.published), off]);
        }
        writeln!(out, "{table}")?;
    }
    writeln!(out)
}

fn of_activity(activity: &Activity) -> Json {
    let mut json = json!({ "kind": activity.kind, "hosts": activity.hosts, "days": activity.days });
    for (_, key, figures) in parts(activity) {
        json[key] = figures.iter().map(of_figure).collect();
    }
    json
}

fn of_figure(figure: &Figure) -> Json {
    json!({
        "name": figure.name,
        "asked": figure.asked,
        "came": figure.came,
        "published": figure.published,
        "deviation": figure.deviation(),
    })
}
