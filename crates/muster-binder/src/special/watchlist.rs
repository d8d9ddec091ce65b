//! `_GetWatchlist('alias')`

use muster_catalog::{Table, Value};
use muster_source::{Span, nearest};
use muster_syntax::{Expr as Syntax, Name};

use crate::binder::Binder;
use crate::bound::{ExprKind, RelationKind};
use crate::codes;
use crate::scope::{Scope, Tabular};

pub(super) fn bind(binder: &mut Binder<'_>, name: &Name, arguments: &[Syntax], span: Span) -> Tabular {
    let [alias, ..] = arguments else {
        binder.error(codes::ARGUMENT_COUNT_RANGE, "`_GetWatchlist` takes from 1 to 2 arguments", name.span);
        return binder.broken_table(span);
    };
    let alias = binder.scalar(alias, Scope::default());
    let base = binder.catalog.watchlist_base();
    let alias = match alias.kind {
        ExprKind::Literal(Value::String(alias)) => Some(alias),
        _ => None,
    };
    let provided = alias.as_deref().and_then(|alias| binder.catalog.watchlist(alias));
    if let (Some(alias), Some(provided)) = (&alias, provided) {
        let mut table = provided.clone();
        for column in base.map(|base| base.columns.as_slice()).unwrap_or_default() {
            if table.column(&column.name).is_none() {
                table.columns.push(column.clone());
            }
        }
        table.name = format!("_GetWatchlist('{alias}')");
        return binder.table(&table, span);
    }
    let what = match &alias {
        Some(alias) => {
            let near = nearest(alias, binder.catalog.watchlist_aliases());
            let hint = near.map_or_else(String::new, |near| format!(" (there is `{near}`)"));
            format!("watchlist `{alias}`, which the pack does not have{hint},")
        }
        None => "a watchlist whose name is computed".to_owned(),
    };
    let empty = Table { name: String::new(), description: String::new(), columns: Vec::new(), open: true };
    let mut open = binder.table(base.unwrap_or(&empty), span);
    open.relation.kind = RelationKind::Unsupported { what };
    open.name = None;
    open
}
