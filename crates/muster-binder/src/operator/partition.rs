//! `partition`

use muster_source::Span;
use muster_syntax::{Expr as Syntax, ExprKind as SyntaxKind};

use crate::binder::Binder;
use crate::scope::{Scope, Tabular};

impl Binder<'_> {
    pub(super) fn partition(&mut self, by: &Syntax, body: &Syntax, input: Tabular, span: Span) -> Tabular {
        self.scalar(by, Scope::row(&input));
        let result = match &body.kind {
            SyntaxKind::Block(_) => self.tabular(body),
            _ => self.subquery(body, input.clone()),
        };
        let broken = result.broken;
        let shown = self.shown(result);
        let table = self.unsupported("operator `partition`", shown.columns, &input, span);
        Tabular { broken: broken || table.broken, ..table }
    }
}
