//! `find`: rows of several tables for which a predicate is true, with the columns listed.

use std::collections::BTreeSet;

use muster_catalog::Type;
use muster_source::Span;
use muster_syntax::operator::Find as Syntax;
use muster_syntax::{BinaryOp, Expr as SyntaxExpr, ExprKind as SyntaxKind, Literal};

use super::option::{option, word};
use crate::binder::Binder;
use crate::bound::{Column, Expr, RelationKind};
use crate::scope::{Scope, Tabular};

impl Binder<'_> {
    pub(super) fn find(&mut self, find: &Syntax, input: Option<Tabular>, span: Span) -> Tabular {
        let mut used = BTreeSet::new();
        names(&find.predicate, &mut used);
        let piped = input.is_some();
        let inputs = match input {
            Some(input) if find.tables.is_empty() => vec![input],
            _ => self.searched_tables(&find.tables, &find.predicate, span),
        };
        // A table without any of the columns that the predicate names has no part in it.
        let any = |table: &Tabular| used.iter().any(|name| table.find(name).is_some());
        let all_texts = used.is_empty() || has_free_text(&find.predicate);
        let inputs: Vec<Tabular> = if all_texts || !inputs.iter().any(any) {
            inputs
        } else {
            inputs.into_iter().filter(|table| any(table) || table.broken || table.open.is_some()).collect()
        };
        let whole = inputs.iter().all(|table| used.iter().all(|name| table.find(name).is_some()));
        let source = option(&find.options, &["withsource"]).and_then(|option| word(&option.value));
        let source = source.unwrap_or_else(|| "source_".to_owned());
        let refused = if piped || inputs.iter().any(|table| table.name.is_none()) {
            Some("`find` in rows that are no table's")
        } else if !whole && !is_plain(&find.predicate) {
            Some("`find` with a predicate that may be true of columns that a table does not have")
        } else if find.columns.is_empty() {
            // What stays in the bag is not documented where columns are empty, nor whether there is one with nothing in it.
            Some("`find` without `project`")
        } else {
            None
        };
        let found = self.unite(inputs, false, Some(source.clone()), span);
        let test = self.search_predicate(&find.predicate, &found, false);
        let test = match refused {
            Some(what) => Err(what.to_owned()),
            None => test,
        };
        let (mut columns, mut values) = (Vec::new(), Vec::new());
        for column in found.visible().filter(|column| column.name == source).take(1) {
            columns.push(column.clone());
            values.push(self.reference(column, span));
        }
        let mut refused = None;
        if find.columns.is_empty() {
            let listed = found.visible().filter(|c| used.contains(&c.name)).cloned().collect::<Vec<_>>();
            columns.extend(listed);
            columns.push(self.column("pack_", Type::Dynamic));
        }
        for column in &find.columns {
            match self.found_column(column, &found) {
                Ok((column, value)) => {
                    columns.push(column);
                    values.push(value);
                }
                Err((column, what)) => {
                    columns.push(column);
                    refused = Some(what);
                }
            }
        }
        match (test, refused) {
            (Ok(predicate), None) => {
                let (open, broken, depth) = (found.open.clone(), found.broken, found.depth);
                let rows = self.shown(found);
                let seen = rows.columns.clone();
                let rows = self.relation(RelationKind::Filter { input: Box::new(rows), predicate }, seen, span);
                let kind = RelationKind::Project { input: Box::new(rows), expressions: values };
                let table = Tabular::new(self.relation(kind, columns, span));
                Tabular { open: open.filter(|_| false), broken, depth, ..table }
            }
            (test, refused) => {
                let what = test.err().or(refused).unwrap_or_else(|| "operator `find`".to_owned());
                self.unsupported(&what, columns, &found, span)
            }
        }
    }

    /// An entry of `project`, or the column that it would be and why it cannot be given.
    fn found_column(&mut self, entry: &SyntaxExpr, found: &Tabular) -> Result<(Column, Expr), (Column, String)> {
        match &entry.kind {
            SyntaxKind::Call { .. } | SyntaxKind::Star => {
                // Microsoft's page says that projected columns are in the bag, and shows that they are not.
                let column = self.column("pack_", Type::Dynamic);
                Err((column, "`find` with a bag of all columns".to_owned()))
            }
            SyntaxKind::Named { names, value } => {
                let ty = match &value.kind {
                    SyntaxKind::TypeOf(ty) => ty.first().and_then(|ty| Type::from_name(&ty.text)),
                    _ => None,
                };
                let ty = ty.unwrap_or(Type::Dynamic);
                let name = names.first().map(|name| name.text.clone()).unwrap_or_default();
                let column = self.column(name.clone(), ty);
                match self.column_of(found, &name, true) {
                    Some(source) => {
                        let value = self.reference(&source, entry.span);
                        Ok((column, self.convert(value, ty)))
                    }
                    None => Err((column, format!("`find` of the column `{name}`, which has several types or none,"))),
                }
            }
            _ => {
                let value = self.scalar(entry, Scope::row(found));
                let name = self.result_name(entry).unwrap_or_default();
                Ok((self.column_for(name, &value), value))
            }
        }
    }
}

/// Names that a predicate mentions.
pub(super) fn names(expr: &SyntaxExpr, found: &mut BTreeSet<String>) {
    match &expr.kind {
        SyntaxKind::Name(name) => {
            found.insert(name.text.clone());
        }
        SyntaxKind::Parenthesized(inner) => names(inner, found),
        SyntaxKind::Binary { left, right, .. } => {
            names(left, found);
            names(right, found);
        }
        SyntaxKind::Call { arguments, .. } => arguments.iter().for_each(|argument| names(argument, found)),
        SyntaxKind::In { left, .. } => names(left, found),
        SyntaxKind::Between { value, .. } => names(value, found),
        SyntaxKind::Path { object, .. } | SyntaxKind::Index { object, .. } => names(object, found),
        _ => {}
    }
}

/// Whether a predicate looks for a text in whatever columns there are.
pub(super) fn has_free_text(predicate: &SyntaxExpr) -> bool {
    match &predicate.kind {
        SyntaxKind::Literal(Literal::String(_)) | SyntaxKind::Star | SyntaxKind::Missing => true,
        SyntaxKind::Parenthesized(inner) => has_free_text(inner),
        SyntaxKind::Binary { op: BinaryOp::And | BinaryOp::Or, left, right, .. } => {
            has_free_text(left) || has_free_text(right)
        }
        SyntaxKind::Binary { left, .. } | SyntaxKind::In { left, .. } => matches!(left.kind, SyntaxKind::Star),
        SyntaxKind::Call { name, arguments } if name.text == "not" => arguments.iter().any(has_free_text),
        _ => false,
    }
}

/// Whether a predicate is true only of columns that have a value: comparisons without a negation.
fn is_plain(predicate: &SyntaxExpr) -> bool {
    match &predicate.kind {
        SyntaxKind::Parenthesized(inner) => is_plain(inner),
        SyntaxKind::Literal(Literal::String(_)) => true,
        SyntaxKind::Binary { op: BinaryOp::And | BinaryOp::Or, left, right, .. } => is_plain(left) && is_plain(right),
        SyntaxKind::Binary { op, right, .. } => {
            let empty = matches!(&right.kind, SyntaxKind::Literal(Literal::String(text)) if text.is_empty());
            !empty && !op.text().starts_with('!')
        }
        SyntaxKind::In { op, .. } => !op.text().starts_with('!'),
        SyntaxKind::Between { negated, .. } => !negated,
        _ => false,
    }
}
