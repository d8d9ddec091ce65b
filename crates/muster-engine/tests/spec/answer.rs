//! A query through all floors.

use std::collections::BTreeMap;

use muster_binder::bound::Column;
use muster_catalog::{Catalog, Datetime, Type, Value};
use muster_engine::{Options, RunError};
use muster_source::{Diagnostic, Source, Span, has_errors};
use muster_syntax::{Child, ExprKind};
use muster_values::{TableSet, to_text};

/// What a query gives.
#[derive(Debug)]
pub(crate) enum Answer {
    /// Its rows, and what is remarked about it.
    Rows { columns: Vec<Column>, rows: Vec<Vec<Value>>, remarks: Vec<Diagnostic> },
    /// Why it gives none.
    Refused(Vec<Diagnostic>),
    /// Why it failed while running.
    Failed(String),
}

/// The built-in tables, without rows, and all functions.
pub(crate) fn catalog() -> Catalog {
    let mut catalog = Catalog::builtin();
    muster_functions::register(&mut catalog);
    catalog
}

/// Runs a query at 2026-03-04 18:00.
pub(crate) fn answer(query: &str, catalog: &Catalog) -> Answer {
    let source = Source::new("query.kql", query);
    let parsed = muster_syntax::parse(&source);
    let mut diagnostics = parsed.diagnostics;
    if has_errors(&diagnostics) {
        return Answer::Refused(diagnostics);
    }
    let clock = Datetime::parse("2026-03-04T18:00:00Z").expect("a time");
    let (tables, keep) = (TableSet::new(), BTreeMap::new());
    let options = Options { clock, evidence: false, keep: &keep };
    let failed = |error: RunError| match error {
        RunError::Failed { message, .. } => Answer::Failed(message),
        error => panic!("{error}\n{}", source.text()),
    };
    let bound = match muster_engine::bind_on(&parsed.query, &source, catalog, &tables, &options) {
        Ok(bound) => bound,
        Err(error) => return failed(error),
    };
    diagnostics.extend(bound.diagnostics);
    let Some(query) = bound.query.filter(|_| !has_errors(&diagnostics)) else { return Answer::Refused(diagnostics) };
    diagnostics.extend(muster_engine::check(&query, &source));
    if has_errors(&diagnostics) {
        return Answer::Refused(diagnostics);
    }
    match muster_engine::run(&query, &tables, &options) {
        Ok(rows) => {
            let values = rows.values().collect();
            Answer::Rows { columns: rows.columns, rows: values, remarks: diagnostics }
        }
        Err(error) => failed(error),
    }
}

/// A value as it stands in a cell. A string that could be read as something else is in quotes.
pub(crate) fn cell(value: &Value) -> String {
    let text = match value {
        Value::Null(ty) if *ty != Type::String => return "null".to_owned(),
        Value::String(s)
            if s.is_empty() || s == "null" || s.trim() != s || s.contains(['\n', '\r', '\t', '"', '|']) =>
        {
            serde_json::Value::from(s.as_str()).to_string()
        }
        Value::Dynamic(json) => json.to_string(),
        other => to_text(other),
    };
    text.replace('|', "\\|")
}

/// A diagnostic as a line: severity, code, place, message.
pub(crate) fn line(diagnostic: &Diagnostic) -> String {
    let place = diagnostic.labels.first().map(|label| {
        let at = label.source.locate(label.span);
        format!(" {}:{}", at.line, at.column)
    });
    let severity = format!("{:?}", diagnostic.severity).to_lowercase();
    format!("{severity} {}{}: {}", diagnostic.code, place.unwrap_or_default(), diagnostic.message)
}

/// The spans of the parts of an expression that could be columns instead.
pub(crate) fn parts(expression: &str) -> Vec<Span> {
    let parsed = muster_syntax::parse_expression(&Source::new("expression", expression));
    let mut whole = &parsed.expression;
    // A function that gives several results gives them only where it is called.
    while let ExprKind::Index { object, .. } | ExprKind::Path { object, .. } = &whole.kind
        && matches!(object.kind, ExprKind::Call { .. })
    {
        whole = object;
    }
    whole
        .children()
        .into_iter()
        .filter_map(|child| match child {
            Child::Expr(part) => Some(part.span),
            Child::Operator(_) | Child::Statement(_) => None,
        })
        .collect()
}
