//! `distinct`

use muster_source::Span;
use muster_syntax::Expr as Syntax;

use crate::binder::Binder;
use crate::bound::RelationKind;
use crate::naming::{Projection, Style};
use crate::scope::Tabular;

impl Binder<'_> {
    pub(super) fn distinct(&mut self, columns: &[Syntax], mut input: Tabular, span: Span) -> Tabular {
        let mut projection = Projection::default();
        for column in columns {
            self.projected(&mut projection, column, &input, Style::Project);
        }
        let (mut columns, mut keys) = (Vec::new(), Vec::new());
        for (name, key) in projection.into_items() {
            columns.push(self.column_for(name, &key));
            keys.push(key);
        }
        let input_relation = Box::new(self.windowed(input.take_relation()));
        let kind = RelationKind::Aggregate { input: input_relation, keys, aggregates: Vec::new() };
        let relation = self.relation(kind, columns, span);
        input.closed(relation)
    }
}
