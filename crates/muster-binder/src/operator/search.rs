//! `search`: rows in which some column has a text.

use std::collections::BTreeSet;

use muster_catalog::{Type, Value};
use muster_source::Span;
use muster_syntax::operator::OperatorOption;
use muster_syntax::{BinaryOp, Expr as Syntax, ExprKind as SyntaxKind, Literal, Name};

use super::find::{has_free_text, names};
use super::option::{option, word};
use crate::binder::Binder;
use crate::bound::{Column, Expr, RelationKind};
use crate::scope::{Local, Scope, Tabular};

impl Binder<'_> {
    pub(super) fn search(
        &mut self,
        options: &[OperatorOption],
        tables: &[Syntax],
        predicate: &Syntax,
        input: Option<Tabular>,
        span: Span,
    ) -> Tabular {
        let inputs = match input {
            Some(input) if tables.is_empty() => vec![input],
            _ => self.searched_tables(tables, predicate, span),
        };
        // What `$table` says of rows that come from no table by itself is not documented.
        let named = inputs.iter().all(|input| input.name.is_some());
        let kind = option(options, &["kind"]).and_then(|option| word(&option.value));
        let case = kind.is_some_and(|kind| kind.eq_ignore_ascii_case("case_sensitive"));
        let searched = self.unite(inputs, false, Some("$table".to_owned()), span);
        let test = self.search_predicate(predicate, &searched, case);
        let columns: Vec<Column> = searched.visible().cloned().collect();
        match test {
            Ok(predicate) if named => {
                let open = searched.open.clone();
                let input = self.shown(searched);
                let kind = RelationKind::Filter { input: Box::new(input), predicate };
                let table = Tabular::new(self.relation(kind, columns, span));
                Tabular { open, ..table }
            }
            test => {
                let what = test.err().unwrap_or_else(|| "a `search` of rows that are no table's".to_owned());
                let open = searched.open.clone();
                Tabular { open, ..self.unsupported(&what, columns, &searched, span) }
            }
        }
    }

    /// The tables listed; else those of the catalog and views, if the predicate can be true of their rows.
    pub(super) fn searched_tables(&mut self, tables: &[Syntax], predicate: &Syntax, span: Span) -> Vec<Tabular> {
        if tables.is_empty() {
            return self.all_tables(predicate, span);
        }
        let mut inputs = Vec::new();
        for table in tables {
            match &table.kind {
                SyntaxKind::Name(name) if name.text.contains('*') => inputs.extend(self.tables_matching(name)),
                SyntaxKind::Name(name) => {
                    let known = match self.env.get(&name.text) {
                        Some(Local::Function(function)) => function.declaration.view.then(|| name.text.clone()),
                        Some(_) => None,
                        None => Some(name.text.clone()),
                    };
                    let rows = self.tabular(table);
                    inputs.push(Tabular { name: known, ..rows });
                }
                _ => {
                    let table = self.tabular(table);
                    inputs.push(table);
                }
            }
        }
        inputs
    }

    fn all_tables(&mut self, predicate: &Syntax, span: Span) -> Vec<Tabular> {
        let views: Vec<String> = self
            .env
            .iter()
            .filter(|(_, local)| matches!(local, Local::Function(function) if function.declaration.view))
            .map(|(name, _)| name.to_owned())
            .collect();
        let mut used = BTreeSet::new();
        names(predicate, &mut used);
        let any = used.is_empty() || has_free_text(predicate);
        let catalog = self.catalog;
        let has = |name: &&str| {
            any || catalog.table(name).is_some_and(|t| t.open || t.columns.iter().any(|c| used.contains(&c.name)))
        };
        let named: Vec<String> = catalog
            .table_names()
            .filter(has)
            .filter(|name| !views.iter().any(|v| v == name))
            .map(str::to_owned)
            .collect();
        let mut found = Vec::new();
        for text in views {
            let name = Name { text: text.clone(), span, quoted: true };
            let rows = self.tabular(&Syntax { span, kind: SyntaxKind::Name(name) });
            if any || rows.broken || used.iter().any(|name| rows.find(name).is_some()) {
                found.push(Tabular { name: Some(text), ..rows });
            }
        }
        // An open table may have the columns too; it takes part where no table is known to have them.
        let closed: Vec<&String> = named.iter().filter(|n| any || catalog.table(n).is_some_and(|t| !t.open)).collect();
        let chosen = if found.is_empty() && closed.is_empty() { named.iter().collect() } else { closed };
        for text in chosen {
            found.push(self.catalog_table(&Name { text: text.clone(), span, quoted: true }));
        }
        if found.is_empty() { self.tables_matching(&Name { text: "*".to_owned(), span, quoted: false }) } else { found }
    }

    /// The predicate of a `search` or a `find`, in which a text alone is looked for in all columns; or what of it cannot
    /// be done.
    pub(super) fn search_predicate(&mut self, predicate: &Syntax, table: &Tabular, case: bool) -> Result<Expr, String> {
        let span = predicate.span;
        match &predicate.kind {
            SyntaxKind::Parenthesized(inner) => self.search_predicate(inner, table, case),
            SyntaxKind::Literal(Literal::String(_)) => {
                let columns: Vec<Column> = table.visible().filter(|c| c.name != "$table").cloned().collect();
                let text = self.scalar(predicate, Scope::default());
                self.found_in(&columns, &text, case, span)
            }
            SyntaxKind::Star | SyntaxKind::Missing => Ok(self.literal(Value::Bool(true), span)),
            SyntaxKind::Binary { op: op @ (BinaryOp::And | BinaryOp::Or), left, right, .. } => {
                let right = &**right;
                let mut sides = Vec::with_capacity(2);
                for side in [&**left, right] {
                    sides.push(self.deeper(side.span, |binder| binder.search_predicate(side, table, case)));
                }
                let sides = sides
                    .into_iter()
                    .map(|side| side.unwrap_or_else(|| Err("a `search` that goes so deep".to_owned())));
                let sides = sides.collect::<Result<Vec<_>, _>>()?;
                Ok(self.joined(*op, sides, span))
            }
            SyntaxKind::Binary { op: BinaryOp::Search, left, right, .. } => {
                let column = self.scalar(left, Scope::row(table));
                let text = self.scalar(right, Scope::default());
                let known = match column.kind {
                    crate::bound::ExprKind::Column(id) => table.visible().find(|c| c.id == id).cloned(),
                    _ => None,
                };
                let Some(column) = known else { return Err("`:` after something that is no column".to_owned()) };
                self.found_in(&[column], &text, case, span)
            }
            SyntaxKind::Call { name, arguments } if name.text == "not" => {
                let [argument] = arguments.as_slice() else { return Err("`not` of several values".to_owned()) };
                let inner = self.search_predicate(argument, table, case)?;
                Ok(self.operator_call("not", vec![inner], Type::Bool, span))
            }
            _ => Ok(self.predicate(predicate, Scope::row(table))),
        }
    }

    /// `* has "x"`: whether some column of the row has it; or why that cannot be done.
    pub(crate) fn any_column(
        &mut self,
        operator: &str,
        table: &Tabular,
        text: &Expr,
        span: Span,
    ) -> Result<Expr, String> {
        let Some(Value::String(needle)) = Self::constant(text) else {
            return Err("a comparison of `*` with something computed".to_owned());
        };
        let columns: Vec<Column> = table.visible().cloned().collect();
        self.some_text(&columns, operator, &needle, span)
    }

    /// Whether one of these columns has a text: as a term, or as the asterisks at its ends say.
    fn found_in(&mut self, columns: &[Column], text: &Expr, case: bool, span: Span) -> Result<Expr, String> {
        let Some(Value::String(written)) = Self::constant(text) else {
            return Err("a `search` for a text that is computed".to_owned());
        };
        let inner = written.trim_matches('*');
        if inner.is_empty() {
            return Ok(self.literal(Value::Bool(true), span));
        }
        if inner.contains('*') {
            return Err("a `search` for a text with `*` in it".to_owned());
        }
        let operator = match (written.starts_with('*'), written.ends_with('*'), case) {
            (false, false, false) => "has",
            (false, false, true) => "has_cs",
            (false, true, false) => "hasprefix",
            (false, true, true) => "hasprefix_cs",
            (true, false, false) => "hassuffix",
            (true, false, true) => "hassuffix_cs",
            (true, true, false) => "contains",
            (true, true, true) => "contains_cs",
        };
        self.some_text(columns, operator, inner, span)
    }

    fn some_text(&mut self, columns: &[Column], operator: &str, text: &str, span: Span) -> Result<Expr, String> {
        let is_text = |column: &&Column| matches!(column.ty, Type::String | Type::Dynamic);
        let others = columns.iter().any(|column| !is_text(&column));
        if others && may_be_in_a_number(text) {
            return Err(format!("a search of all columns for `{text}`, which a number or a time may have in it,"));
        }
        let needle = self.literal(Value::String(text.to_owned()), span);
        let mut tests = Vec::new();
        for column in columns.iter().filter(is_text) {
            let column = self.reference(column, span);
            let column = self.convert(column, Type::String);
            tests.push(self.operator_call(operator, vec![column, needle.clone()], Type::Bool, span));
        }
        if tests.is_empty() {
            return Ok(self.literal(Value::Bool(false), span));
        }
        Ok(self.joined(BinaryOp::Or, tests, span))
    }
}

/// Whether the text of a value that is no text may have this in it: how Kusto writes such values when it searches them is
/// not documented.
fn may_be_in_a_number(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let digits =
        lower.chars().all(|c| c.is_ascii_hexdigit() || matches!(c, '.' | ':' | '-' | '+' | 't' | 'z' | ' ' | ','));
    let words = ["true", "false", "nan", "infinity", "null"].iter().any(|word| word.contains(&lower));
    // An address has more dots than any number or time.
    words || (digits && lower.matches('.').count() < 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_texts_can_have_is_told_from_what_numbers_and_times_may_have() {
        for text in ["443", "2026-03-04", "1.5", "00:10", "True", "deadbeef", "inf"] {
            assert!(may_be_in_a_number(text), "{text}");
        }
        for text in ["ntds", "tcp", "10.0.0.4", "laptop-01.domain.tld", "connectionsuccess", "cmd"] {
            assert!(!may_be_in_a_number(text), "{text}");
        }
    }
}
