//! `column_ifexists('name', default)`

use muster_catalog::Value;
use muster_source::Span;
use muster_syntax::{Expr as Syntax, Name};

use crate::binder::Binder;
use crate::bound::{Decides, Expr, ExprKind, Pending, Place, RelationKind};
use crate::codes;
use crate::scope::{Scope, Tabular};

pub(super) fn bind(binder: &mut Binder<'_>, name: &Name, arguments: &[Syntax], span: Span, scope: Scope<'_>) -> Expr {
    let [column, default] = arguments else {
        binder.error(codes::ARGUMENT_COUNT, format!("`{}` takes 2 arguments", name.text), name.span);
        return binder.broken(span);
    };
    let place = column.span;
    let column = binder.scalar(column, scope);
    let default = binder.scalar(default, scope);
    let ExprKind::Literal(Value::String(wanted)) = &column.kind else {
        if !binder.is_unknown(&column) && !binder.declaring {
            let error = binder.fault(codes::LITERAL_EXPECTED, "the name of a column is needed as a literal", place);
            binder.report(error.help("`column_ifexists('Name', '')`"));
        }
        return binder.broken(span);
    };
    let Some(row) = scope.row else { return default };
    match row.find(wanted).cloned() {
        Some(column) => binder.reference(&column, span),
        None if row.broken => binder.broken(span),
        None => match &row.open {
            Some(table) => in_open_table(binder, row, table, wanted, default, span),
            None => default,
        },
    }
}

/// The column of a table whose data decides whether it is there.
fn in_open_table(
    binder: &mut Binder<'_>,
    row: &Tabular,
    table: &Place,
    wanted: &str,
    default: Expr,
    span: Span,
) -> Expr {
    let place = binder.open_place(span);
    match (binder.slots.get(&place).cloned(), binder.open_tables.get(table).cloned()) {
        (Some(slots), _) => match slots.into_iter().next() {
            Some(slot) => {
                binder.typed.insert((table.clone(), wanted.to_owned()), slot.ty);
                match binder.column_of(row, wanted, true) {
                    Some(column) => binder.reference(&column, span),
                    None => default,
                }
            }
            None => default,
        },
        (None, name) => {
            if let Some(name) = name {
                let kind = RelationKind::Table { name, sources: Vec::new() };
                let input = binder.relation(kind, Vec::new(), span);
                let decides = Decides::HasColumn(wanted.to_owned());
                binder.pending.push(Pending { place, input, decides });
            }
            let what = format!("column `{wanted}`, which only the data may have,");
            binder.unsupported_expr(&what, default.ty, span)
        }
    }
}
