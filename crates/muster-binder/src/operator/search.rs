//! `search`

use muster_catalog::Type;
use muster_source::Span;
use muster_syntax::operator::OperatorOption;
use muster_syntax::{BinaryOp, Expr as Syntax, ExprKind as SyntaxKind, Literal, Name};

use crate::binder::Binder;
use crate::scope::{Scope, Tabular};

impl Binder<'_> {
    pub(super) fn search(
        &mut self,
        _: &[OperatorOption],
        tables: &[Syntax],
        predicate: &Syntax,
        input: Option<Tabular>,
        span: Span,
    ) -> Tabular {
        let searched = match input {
            Some(input) if tables.is_empty() => Tabular { name: None, ..input },
            _ => self.searched(tables, span),
        };
        self.search_predicate(predicate, &searched);
        let mut columns = vec![self.column("$table", Type::String)];
        columns.extend(searched.visible().cloned());
        let table = self.unsupported("operator `search`", columns, &searched, span);
        Tabular { open: searched.open, ..table }
    }

    /// All rows of the tables listed, or of all tables there are.
    pub(super) fn searched(&mut self, tables: &[Syntax], span: Span) -> Tabular {
        let mut inputs = Vec::new();
        if tables.is_empty() {
            inputs = self.tables_matching(&Name { text: "*".to_owned(), span, quoted: false });
        }
        for table in tables {
            match &table.kind {
                SyntaxKind::Name(name) if name.text.contains('*') => inputs.extend(self.tables_matching(name)),
                _ => {
                    let table = self.tabular(table);
                    inputs.push(table);
                }
            }
        }
        self.unite(inputs, false, None, span)
    }

    /// A text alone is looked for in all columns.
    pub(super) fn search_predicate(&mut self, predicate: &Syntax, table: &Tabular) {
        match &predicate.kind {
            SyntaxKind::Parenthesized(inner) => self.search_predicate(inner, table),
            SyntaxKind::Literal(Literal::String(_)) | SyntaxKind::Star | SyntaxKind::Missing => {}
            SyntaxKind::Binary { op: BinaryOp::And | BinaryOp::Or, left, right, .. } => {
                let right = &**right;
                self.deeper(left.span, |binder| binder.search_predicate(left, table));
                self.deeper(right.span, |binder| binder.search_predicate(right, table));
            }
            SyntaxKind::Call { name, arguments } if name.text == "not" => {
                for argument in arguments {
                    self.search_predicate(argument, table);
                }
            }
            _ => {
                self.predicate(predicate, Scope::row(table));
            }
        }
    }
}
