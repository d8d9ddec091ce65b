//! `materialize(expression)`: computes a table once. The result is the same without it.

use muster_source::Span;
use muster_syntax::{Expr as Syntax, Name};

use crate::binder::Binder;
use crate::codes;
use crate::scope::Tabular;

pub(super) fn bind(binder: &mut Binder<'_>, name: &Name, arguments: &[Syntax], span: Span) -> Tabular {
    let [table] = arguments else {
        binder.error(codes::ARGUMENT_COUNT, "`materialize` takes 1 argument", name.span);
        return binder.broken_table(span);
    };
    binder.tabular(table)
}
