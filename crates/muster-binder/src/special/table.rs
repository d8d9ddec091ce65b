//! `table('Name')`

use muster_catalog::Value;
use muster_source::Span;
use muster_syntax::{Expr as Syntax, Name};

use crate::binder::Binder;
use crate::bound::ExprKind;
use crate::codes;
use crate::scope::{Scope, Tabular};

pub(super) fn bind(binder: &mut Binder<'_>, name: &Name, arguments: &[Syntax], span: Span) -> Tabular {
    let [argument, ..] = arguments else {
        binder.error(codes::ARGUMENT_COUNT_RANGE, "`table` takes from 1 to 2 arguments", name.span);
        return binder.broken_table(span);
    };
    let place = argument.span;
    let argument = binder.scalar(argument, Scope::default());
    match argument.kind {
        ExprKind::Literal(Value::String(text)) => {
            let name = Name { text, span: place, quoted: true };
            binder.catalog_table(&name)
        }
        _ => {
            if !binder.is_unknown(&argument) && !binder.declaring {
                binder.error(codes::LITERAL_EXPECTED, "the name of a table is needed as a literal", place);
            }
            binder.broken_table(span)
        }
    }
}
