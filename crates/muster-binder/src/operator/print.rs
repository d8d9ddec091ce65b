//! `print`

use muster_source::Span;
use muster_syntax::{Expr as Syntax, ExprKind as SyntaxKind};

use crate::binder::Binder;
use crate::bound::RelationKind;
use crate::naming::{Projection, Style};
use crate::scope::{Scope, Tabular};

impl Binder<'_> {
    pub(super) fn print(&mut self, columns: &[Syntax], span: Span) -> Tabular {
        let row = self.relation(RelationKind::Singleton, Vec::new(), span);
        let mut projection = Projection::default();
        for (index, entry) in columns.iter().enumerate() {
            let expr = self.scalar(entry, Scope::default());
            if self.sorted_arrays(&mut projection, entry, &expr, Style::Extend) {
                continue;
            }
            match &entry.kind {
                SyntaxKind::Named { names, .. } => {
                    if let Some(name) = names.first() {
                        projection.declare(self, &name.text, expr, name.span, false);
                    }
                }
                _ => {
                    let name = format!("print_{index}");
                    projection.add(&name, expr, &name, false);
                }
            }
        }
        Tabular::new(projection.finish(self, row, span))
    }
}
