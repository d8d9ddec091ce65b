//! `project-rename`

use muster_source::Span;
use muster_syntax::{Expr as Syntax, ExprKind as SyntaxKind};

use crate::binder::Binder;
use crate::bound::ExprKind;
use crate::codes;
use crate::naming::Projection;
use crate::scope::{Scope, Tabular};

impl Binder<'_> {
    pub(super) fn project_rename(&mut self, columns: &[Syntax], mut input: Tabular, span: Span) -> Tabular {
        let mut projection = Projection::of(self, &input.relation);
        for entry in columns {
            let SyntaxKind::Named { names, value } = &entry.kind else {
                let error = self.fault(codes::RENAME_EXPECTED, "this renames nothing", entry.span);
                self.report(error.help("write `new = old`"));
                continue;
            };
            let [new] = names.as_slice() else { continue };
            let old = self.scalar(value, Scope::row(&input));
            match old.kind {
                ExprKind::Column(id) => {
                    let column = input.relation.columns.iter().find(|column| column.id == id);
                    if let Some(column) = column {
                        projection.rename(self, &column.name, new);
                    }
                }
                _ if self.is_unknown(&old) => {}
                _ => self.error(codes::COLUMN_EXPECTED, "the name of a column is needed here", value.span),
            }
        }
        let relation = projection.finish(self, input.take_relation(), span);
        input.with(relation)
    }
}
