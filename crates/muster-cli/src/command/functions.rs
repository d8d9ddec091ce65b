//! `muster functions`: the manual of functions, aggregates and window functions, made from what the engine runs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use muster_catalog::Catalog;
use muster_functions::{Category, Example, aggregate, scalar, window};
use muster_source::nearest;
use serde_json::{Value as Json, json};

use super::Form;
use crate::exit::Exit;
use crate::terminal;

/// Show the functions that queries may call
#[derive(Debug, clap::Args)]
pub(crate) struct Functions {
    /// Function, operator or aggregate to show; without it all are listed
    name: Option<String>,
    /// Form of the answer
    #[arg(long, value_enum, default_value = "human")]
    format: Form,
}

/// What the manual says about a function or an aggregate.
struct Page {
    name: &'static str,
    aliases: &'static [&'static str],
    category: Category,
    signatures: &'static [&'static str],
    summary: &'static str,
    notes: &'static [&'static str],
    upstream: &'static str,
    examples: &'static [Example],
}

impl Page {
    fn is_called(&self, name: &str) -> bool {
        self.name == name || self.aliases.contains(&name)
    }
}

pub(crate) fn run(args: &Functions) -> Result<Exit, Exit> {
    let (pages, catalog) = (pages(), Catalog::builtin());
    let text = match &args.name {
        None if args.format == Form::Human => list(&pages, &catalog),
        None => format!("{:#}\n", pages.iter().map(as_json).collect::<Json>()),
        Some(name) => {
            let found: Vec<&Page> = pages.iter().filter(|p| p.is_called(name)).collect();
            if let Some(function) = catalog.user_function(name).filter(|f| found.is_empty() && !f.platform) {
                let text = match args.format {
                    Form::Human => format!("{} {}\n", function.name, function.source.text().trim_end()),
                    Form::Json => format!("{:#}\n", json!([{ "name": function.name, "kql": function.source.text() }])),
                };
                terminal::report(|out| out.write_all(text.as_bytes()))?;
                return Ok(Exit::Good);
            }
            if found.is_empty() {
                let names = pages.iter().flat_map(|p| p.aliases.iter().copied().chain([p.name]));
                let names = names.chain(in_kql(&catalog));
                let help = match nearest(name, names) {
                    Some(near) => format!("a similar function is `{near}`"),
                    None => "`muster functions` lists all functions".to_owned(),
                };
                return Err(terminal::usage(format!("there is no function `{name}`"), help));
            }
            match args.format {
                Form::Human => found.iter().map(|p| manual(p)).collect::<Vec<_>>().join("\n"),
                Form::Json => format!("{:#}\n", found.iter().map(|p| as_json(p)).collect::<Json>()),
            }
        }
    };
    terminal::report(|out| out.write_all(text.as_bytes()))?;
    Ok(Exit::Good)
}

fn pages() -> Vec<Page> {
    let scalars = scalar::ALL.iter().map(|f| Page {
        name: f.name,
        aliases: f.aliases,
        category: f.category,
        signatures: f.signatures,
        summary: f.summary,
        notes: f.notes,
        upstream: f.upstream,
        examples: f.examples,
    });
    let aggregates = aggregate::ALL.iter().map(|f| Page {
        name: f.name,
        aliases: f.aliases,
        category: Category::Aggregation,
        signatures: f.signatures,
        summary: f.summary,
        notes: f.notes,
        upstream: f.upstream,
        examples: f.examples,
    });
    let windows = window::ALL.iter().map(|f| Page {
        name: f.name,
        aliases: &[],
        category: Category::Window,
        signatures: f.signatures,
        summary: f.summary,
        notes: f.notes,
        upstream: f.upstream,
        examples: f.examples,
    });
    let mut pages: Vec<Page> = scalars.chain(aggregates).chain(windows).collect();
    pages.sort_by_key(|p| p.name);
    pages
}

fn title(category: Category) -> &'static str {
    match category {
        Category::Operator => "operators",
        Category::Text => "text",
        Category::Conversion => "conversion",
        Category::Time => "time",
        Category::Math => "math",
        Category::Binary => "binary",
        Category::Dynamic => "dynamic",
        Category::Condition => "condition",
        Category::Parsing => "parsing",
        Category::Encoding => "encoding",
        Category::Aggregation => "aggregation",
        Category::Series => "series",
        Category::Window => "window",
        Category::Geospatial => "geospatial",
    }
}

/// The names of the functions that are themselves written in KQL.
fn in_kql(catalog: &Catalog) -> impl Iterator<Item = &str> {
    catalog.user_function_names().filter(|name| catalog.user_function(name).is_some_and(|f| !f.platform))
}

fn list(pages: &[Page], catalog: &Catalog) -> String {
    let width = pages.iter().map(|p| p.name.len()).max().unwrap_or(0);
    let mut groups: BTreeMap<Category, Vec<&Page>> = BTreeMap::new();
    for page in pages {
        groups.entry(page.category).or_default().push(page);
    }
    let mut text = String::new();
    for (category, pages) in groups {
        let _ = writeln!(text, "{}{}", if text.is_empty() { "" } else { "\n" }, title(category));
        for page in pages {
            let _ = writeln!(text, "  {:width$}  {}", page.name, page.summary);
        }
    }
    text.push_str("\nwritten in KQL\n");
    in_kql(catalog).for_each(|name| {
        let _ = writeln!(text, "  {name}");
    });
    text
}

fn manual(page: &Page) -> String {
    let mut text = String::new();
    let operator = page.category == Category::Operator;
    for signature in page.signatures {
        let gap = if operator { " " } else { "" };
        let _ = writeln!(text, "{}{gap}{signature}", page.name);
    }
    let _ = writeln!(text, "\n{}", page.summary);
    for note in page.notes {
        let _ = writeln!(text, "- {note}");
    }
    if !page.aliases.is_empty() {
        let _ = writeln!(text, "\nAlso called {}.", page.aliases.join(", "));
    }
    if !page.examples.is_empty() {
        text.push_str("\nExamples\n");
        let width = page.examples.iter().map(|e| shown(page.category, e).chars().count()).max().unwrap_or(0);
        for example in page.examples {
            let _ = writeln!(text, "  {:width$}  →  {}", shown(page.category, example), example.result);
        }
    }
    if !page.upstream.is_empty() {
        let _ = writeln!(text, "\nhttps://learn.microsoft.com/kusto/query/{}", page.upstream);
    }
    text
}

/// An example as one writes it: an aggregate runs on a table, a window function on one with an order.
fn shown(category: Category, example: &Example) -> String {
    let Example { call, input, .. } = example;
    match category {
        Category::Aggregation => format!("{input} | summarize {call}"),
        Category::Window => format!("{input} | serialize y = {call}"),
        _ => (*call).to_owned(),
    }
}

fn as_json(page: &Page) -> Json {
    let examples: Vec<Json> =
        page.examples.iter().map(|e| json!({"call": e.call, "input": e.input, "result": e.result})).collect();
    json!({
        "name": page.name,
        "aliases": page.aliases,
        "category": title(page.category),
        "signatures": page.signatures,
        "summary": page.summary,
        "notes": page.notes,
        "upstream": page.upstream,
        "examples": examples,
    })
}
