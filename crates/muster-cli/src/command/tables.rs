//! `muster tables`: what queries may read.

use std::fmt::Write as _;

use muster_catalog::{Catalog, Table};
use muster_source::nearest;
use serde_json::json;

use super::Form;
use crate::exit::Exit;
use crate::terminal;

/// Show the tables that queries may name
#[derive(Debug, clap::Args)]
pub(crate) struct Tables {
    /// Table to show with its columns; without it all tables are listed
    name: Option<String>,
    /// Form of the answer
    #[arg(long, value_enum, default_value = "human")]
    format: Form,
}

pub(crate) fn run(args: &Tables) -> Result<Exit, Exit> {
    let catalog = Catalog::builtin();
    let text = match (&args.name, args.format) {
        (None, Form::Human) => catalog.table_names().flat_map(|name| [name, "\n"]).collect(),
        (None, Form::Json) => format!("{:#}\n", json!(catalog.table_names().collect::<Vec<_>>())),
        (Some(name), form) => {
            let table = find(&catalog, name)?;
            if form == Form::Human { page(table) } else { format!("{:#}\n", as_json(table)) }
        }
    };
    terminal::report(|out| out.write_all(text.as_bytes()))?;
    Ok(Exit::Good)
}

fn find<'c>(catalog: &'c Catalog, name: &str) -> Result<&'c Table, Exit> {
    catalog.table(name).ok_or_else(|| {
        let help = match nearest(name, catalog.table_names()) {
            Some(near) => format!("a similar table is `{near}`"),
            None => "`muster tables` lists all tables".to_owned(),
        };
        terminal::usage(format!("there is no table `{name}`"), help)
    })
}

fn page(table: &Table) -> String {
    let mut text = format!("{}\n", table.name);
    if !table.description.is_empty() {
        let _ = writeln!(text, "{}", table.description.trim());
    }
    text.push('\n');
    let name = table.columns.iter().map(|c| c.name.chars().count()).max().unwrap_or(0);
    for column in &table.columns {
        let hidden = if column.hidden { " (hidden)" } else { "" };
        let line = format!("  {:name$}  {:8}  {}{hidden}", column.name, column.ty.name(), column.description);
        text.push_str(line.trim_end());
        text.push('\n');
    }
    if table.open {
        text.push_str("\nThe table is open: any other name is a column too.\n");
    }
    text
}

fn as_json(table: &Table) -> serde_json::Value {
    let columns: Vec<_> = table
        .columns
        .iter()
        .map(|c| json!({"name": c.name, "type": c.ty.name(), "description": c.description, "hidden": c.hidden}))
        .collect();
    json!({"name": table.name, "description": table.description, "open": table.open, "columns": columns})
}
