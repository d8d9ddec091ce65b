//! CSV with a header line.

use std::io::Write;

use muster_engine::Rows;
use muster_values::to_text;

pub(super) fn print(out: &mut dyn Write, rows: &Rows) -> std::io::Result<()> {
    if rows.columns.is_empty() {
        return Ok(());
    }
    let mut writer = ::csv::Writer::from_writer(out);
    writer.write_record(rows.columns.iter().map(|c| c.name.as_str()))?;
    for row in rows.values() {
        writer.write_record(row.iter().map(to_text))?;
    }
    writer.flush()
}
