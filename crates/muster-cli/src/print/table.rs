//! A table for people.

use std::io::Write;

use comfy_table::Table;
use comfy_table::presets::UTF8_FULL_CONDENSED;
use muster_engine::Rows;
use muster_values::to_text;

/// Rows that are shown; nobody reads more, and the layout needs all of them at once.
const SHOWN: usize = 1000;

pub(super) fn print(out: &mut dyn Write, rows: &Rows) -> std::io::Result<()> {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED);
    table.set_header(rows.columns.iter().map(|c| format!("{}\n{}", printable(&c.name), c.ty)));
    for row in rows.values().take(SHOWN) {
        table.add_row(row.iter().map(|v| if v.is_null() { "null".to_owned() } else { printable(&to_text(v)) }));
    }
    if !rows.columns.is_empty() {
        writeln!(out, "{table}")?;
    }
    let count = rows.len();
    write!(out, "{count} {}", if count == 1 { "row" } else { "rows" })?;
    if count > SHOWN {
        write!(out, ", of which {SHOWN} are shown; --format ndjson shows all")?;
    }
    writeln!(out)
}

/// Values come from files; none may speak to the terminal.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}
