//! `project`

use muster_source::Span;
use muster_syntax::Expr as Syntax;

use crate::binder::Binder;
use crate::naming::{Projection, Style};
use crate::scope::Tabular;

impl Binder<'_> {
    pub(super) fn project(&mut self, columns: &[Syntax], mut input: Tabular, span: Span) -> Tabular {
        let mut projection = Projection::default();
        for column in columns {
            self.projected(&mut projection, column, &input, Style::Project);
        }
        let rows = self.windowed(input.take_relation());
        let relation = projection.finish(self, rows, span);
        Tabular { serialized: input.serialized, ..input.closed(relation) }
    }
}
