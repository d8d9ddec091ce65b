//! `top-hitters`

use muster_catalog::Type;
use muster_source::Span;
use muster_syntax::Expr as Syntax;

use crate::binder::Binder;
use crate::expr::Wanted;
use crate::scope::{Scope, Tabular};

impl Binder<'_> {
    pub(super) fn top_hitters(
        &mut self,
        count: &Syntax,
        of: &Syntax,
        by: Option<&Syntax>,
        input: Tabular,
        span: Span,
    ) -> Tabular {
        self.row_count(count, &input);
        let value = self.scalar(of, Scope::row(&input));
        let name = self.result_name(of).unwrap_or_else(|| "Column1".to_owned());
        let mut columns = vec![self.column_for(name.clone(), &value)];
        columns.push(match by {
            Some(by) => {
                let weight = self.scalar(by, Scope::row(&input));
                let weight = self.wants(Wanted::Number, weight, by.span);
                let by = self.result_name(by).unwrap_or_default();
                self.column_for(format!("approximate_sum_{by}"), &weight)
            }
            None => self.column(format!("approximate_count_{name}"), Type::Long),
        });
        self.unsupported("operator `top-hitters`", columns, &input, span)
    }
}
