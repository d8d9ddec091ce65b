//! One JSON object a line, with every column of the result.

use std::io::Write;

use muster_engine::Rows;
use muster_values::to_json;
use serde_json::{Map, Value as Json};

pub(super) fn print(out: &mut dyn Write, rows: &Rows) -> std::io::Result<()> {
    for row in rows.values() {
        let object: Map<String, Json> =
            rows.columns.iter().zip(&row).map(|(c, v)| (c.name.clone(), to_json(v))).collect();
        writeln!(out, "{}", Json::Object(object))?;
    }
    Ok(())
}
