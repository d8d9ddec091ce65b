//! The examples of functions, operators and aggregates.

use muster_catalog::{Catalog, Value};
use muster_functions::{aggregate, scalar};
use muster_values::to_text;

use crate::answer::{Answer, answer, catalog, line, parts};

/// The values of the first column, as examples write them, or why there are none.
fn first_column(query: &str, catalog: &Catalog) -> Result<Vec<String>, String> {
    match answer(query, catalog) {
        Answer::Rows { rows, .. } => Ok(rows
            .iter()
            .filter_map(|row| row.first())
            .map(|value| if matches!(value, Value::Null(_)) { "null".to_owned() } else { to_text(value) })
            .collect()),
        Answer::Refused(diagnostics) => Err(diagnostics.iter().map(line).collect::<Vec<_>>().join("; ")),
        Answer::Failed(message) => Err(format!("failed: {message}")),
    }
}

/// A query that computes an expression with some of its parts taken from columns of a table of two rows.
fn on_columns(expression: &str, taken: &[muster_source::Span]) -> String {
    let mut columns = String::new();
    let mut rest = expression.to_owned();
    for (i, span) in taken.iter().enumerate().rev() {
        columns = format!(", part{i} = {}{columns}", &expression[span.range()]);
        rest.replace_range(span.range(), &format!("part{i}"));
    }
    format!("datatable(row: long)[1, 2] | extend row{columns} | project value = {rest}")
}

pub(crate) fn scalars() {
    let catalog = catalog();
    let mut wrong = Vec::new();
    let (mut constants, mut on_any_column) = (0, 0);
    for entry in scalar::ALL {
        for example in entry.examples {
            constants += 1;
            let mut compare = |query: String, answer: Result<Vec<String>, String>, rows: usize| {
                if answer != Ok(vec![example.result.to_owned(); rows]) {
                    wrong.push(format!("`{}`: {query}\n  said {}, given {answer:?}", entry.name, example.result));
                }
            };
            let query = format!("print value = {}", example.call);
            let answer = first_column(&query, &catalog);
            compare(query, answer, 1);
            // Some parameters take constants only; then fewer parts are columns.
            let parts = parts(example.call);
            let subsets = std::iter::once(parts.clone()).chain(parts.iter().map(|part| vec![*part]));
            let mut any = false;
            for taken in subsets.filter(|taken| !taken.is_empty()) {
                let query = on_columns(example.call, &taken);
                match crate::answer::answer(&query, &catalog) {
                    Answer::Refused(_) => {}
                    Answer::Rows { .. } | Answer::Failed(_) => {
                        any = true;
                        let answer = first_column(&query, &catalog);
                        compare(query, answer, 2);
                    }
                }
            }
            on_any_column += usize::from(any);
        }
    }
    assert!(wrong.is_empty(), "{}\n{} are wrong", wrong.join("\n"), wrong.len());
    assert!(constants > 700, "only {constants} examples were found");
    assert!(on_any_column * 10 > constants * 9, "only {on_any_column} of {constants} examples run on columns");
}

pub(crate) fn aggregates() {
    let catalog = catalog();
    let mut wrong = Vec::new();
    let mut count = 0;
    for entry in aggregate::ALL {
        for example in entry.examples {
            count += 1;
            let all = format!("{} | summarize {}", example.input, example.call);
            // Without rows there is no group.
            let empty = first_column(&format!("{} | take 1 | project one = 1", example.input), &catalog);
            let rows = usize::from(empty.is_ok_and(|rows| !rows.is_empty()));
            let grouped = format!("{} | summarize {} by group = 'g' | project-away group", example.input, example.call);
            for (query, rows) in [(all, 1), (grouped, rows)] {
                let answer = first_column(&query, &catalog);
                if answer != Ok(vec![example.result.to_owned(); rows]) {
                    wrong.push(format!("`{}`: {query}\n  said {}, given {answer:?}", entry.name, example.result));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n{} are wrong", wrong.join("\n"), wrong.len());
    assert!(count > 60, "only {count} examples were found");
}
