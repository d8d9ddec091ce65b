//! `top-hitters`

use muster_catalog::{Kind, Type};
use muster_source::Span;
use muster_syntax::{Expr as Syntax, Name};

use crate::binder::Binder;
use crate::bound::{AggregateCall, RelationKind, SortKey};
use crate::expr::Wanted;
use crate::scope::{Scope, Tabular};

impl Binder<'_> {
    pub(super) fn top_hitters(
        &mut self,
        count: &Syntax,
        of: &Syntax,
        by: Option<&Syntax>,
        mut input: Tabular,
        span: Span,
    ) -> Tabular {
        let count = self.row_count(count, &input);
        let value = self.scalar(of, Scope::row(&input));
        let name = self.result_name(of).unwrap_or_else(|| "Column1".to_owned());
        let key = self.column_for(name.clone(), &value);
        let (function, overload, arguments, hits) = match by {
            Some(by) => {
                let weight = self.scalar(by, Scope::row(&input));
                let weight = self.wants(Wanted::Number, weight, by.span);
                let name = self.result_name(by).unwrap_or_default();
                let hits = self.column_for(format!("approximate_sum_{name}"), &weight);
                let sum = Name { text: "sum".to_owned(), span: by.span, quoted: false };
                let settled = self
                    .catalog
                    .function(&sum.text, Kind::Aggregate)
                    .and_then(|function| self.settle(function, &sum, std::slice::from_ref(by), vec![weight]))
                    .filter(|settled| settled.ty == hits.ty);
                let Some(settled) = settled else {
                    let what = format!("`top-hitters` by a `{}`", hits.ty);
                    return self.unsupported(&what, vec![key, hits], &input, span);
                };
                ("sum", settled.overload, settled.arguments, hits)
            }
            None => ("count", 0, Vec::new(), self.column(format!("approximate_count_{name}"), Type::Long)),
        };
        // Kusto's estimate is exact while there are few values; its documentation gives this as the meaning.
        let call = AggregateCall {
            function: function.to_owned(),
            overload,
            arguments,
            outputs: vec![hits.clone()],
            span: self.place(span),
        };
        let order = SortKey { value: self.reference(&hits, span), descending: true, nulls_first: false };
        let columns = vec![key, hits];
        let keys = vec![self.groupable(value)];
        let kind = RelationKind::Aggregate { input: Box::new(input.take_relation()), keys, aggregates: vec![call] };
        let grouped = Box::new(self.relation(kind, columns.clone(), span));
        let sorted = self.relation(RelationKind::Sort { input: grouped, keys: vec![order] }, columns.clone(), span);
        let relation = self.relation(RelationKind::Take { input: Box::new(sorted), count }, columns, span);
        input.closed(relation)
    }
}
