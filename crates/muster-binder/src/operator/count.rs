//! `count`

use muster_catalog::Type;
use muster_source::Span;
use muster_syntax::Name;

use crate::binder::Binder;
use crate::bound::{AggregateCall, RelationKind};
use crate::scope::Tabular;

impl Binder<'_> {
    pub(super) fn count(&mut self, name: Option<&Name>, input: Tabular, span: Span) -> Tabular {
        let column = self.column(name.map_or("Count", |name| name.text.as_str()), Type::Long);
        let call = AggregateCall {
            function: "count".to_owned(),
            overload: 0,
            arguments: Vec::new(),
            outputs: vec![column.clone()],
            span: self.place(span),
        };
        let input = Box::new(input.relation);
        let kind = RelationKind::Aggregate { input, keys: Vec::new(), aggregates: vec![call] };
        Tabular::new(self.relation(kind, vec![column], span))
    }
}
