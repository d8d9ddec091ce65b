//! `find`

use std::collections::BTreeSet;

use muster_catalog::Type;
use muster_source::Span;
use muster_syntax::operator::Find as Syntax;
use muster_syntax::{Expr, ExprKind as SyntaxKind};

use super::option::{option, word};
use crate::binder::Binder;
use crate::bound::Column;
use crate::scope::{Scope, Tabular};

impl Binder<'_> {
    pub(super) fn find(&mut self, find: &Syntax, input: Option<Tabular>, span: Span) -> Tabular {
        let searched = match input {
            Some(input) if find.tables.is_empty() => input,
            _ => self.searched(&find.tables, span),
        };
        // Its faults are told; what it finds is not computed yet.
        let _ = self.search_predicate(&find.predicate, &searched, false);
        let source = option(&find.options, &["withsource"]).and_then(|option| word(&option.value));
        let mut columns = vec![self.column(source.unwrap_or_else(|| "source_".to_owned()), Type::String)];
        if find.columns.is_empty() {
            let mut named = BTreeSet::new();
            names(&find.predicate, &mut named);
            let listed: Vec<Column> =
                searched.visible().filter(|column| named.contains(&column.name)).cloned().collect();
            columns.extend(listed);
            columns.push(self.column("pack_", Type::Dynamic));
        }
        for column in &find.columns {
            match &column.kind {
                SyntaxKind::Call { .. } => columns.push(self.column("pack_", Type::Dynamic)),
                SyntaxKind::Named { names, value } => {
                    let ty = match &value.kind {
                        SyntaxKind::TypeOf(ty) => ty.first().and_then(|ty| Type::from_name(&ty.text)),
                        _ => None,
                    };
                    if let Some(name) = names.first() {
                        columns.push(self.column(name.text.clone(), ty.unwrap_or(Type::Dynamic)));
                    }
                }
                _ => {
                    let bound = self.scalar(column, Scope::row(&searched));
                    let name = self.result_name(column).unwrap_or_default();
                    columns.push(self.column_for(name, &bound));
                }
            }
        }
        self.unsupported("operator `find`", columns, &searched, span)
    }
}

/// Names that a predicate mentions.
fn names(expr: &Expr, found: &mut BTreeSet<String>) {
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
        _ => {}
    }
}
