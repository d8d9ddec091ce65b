//! One object: `{"columns":[{"name","type"}],"rows":[[…]]}`.

use std::io::Write;

use muster_engine::Rows;
use muster_values::to_json;
use serde_json::{Value as Json, json};

pub(super) fn print(out: &mut dyn Write, rows: &Rows) -> std::io::Result<()> {
    let columns: Vec<Json> = rows.columns.iter().map(|c| json!({"name": c.name, "type": c.ty.name()})).collect();
    write!(out, "{{\"columns\":{},\"rows\":[", Json::Array(columns))?;
    for (i, row) in rows.values().enumerate() {
        let row = Json::Array(row.iter().map(to_json).collect());
        write!(out, "{}{row}", if i == 0 { "" } else { "," })?;
    }
    writeln!(out, "]}}")
}
