//! Names in scalar expressions.

use muster_catalog::Kind;
use muster_source::{Span, nearest};
use muster_syntax::Name;

use crate::binder::Binder;
use crate::bound::Expr;
use crate::codes;
use crate::scope::{Local, Scope};

/// What the other platform calls the time of an event.
pub(crate) fn twin(name: &str) -> Option<&'static str> {
    match name {
        "Timestamp" => Some("TimeGenerated"),
        "TimeGenerated" => Some("Timestamp"),
        _ => None,
    }
}

impl Binder<'_> {
    /// Binds a name: a column, then a `let`, then a table or a function.
    pub(crate) fn name(&mut self, name: &Name, scope: Scope<'_>) -> Expr {
        let span = name.span;
        if name.text.is_empty() {
            return self.broken(span);
        }
        for table in [scope.row, scope.right].into_iter().flatten() {
            if let Some(column) = self.column_of(table, &name.text, false) {
                if scope.aggregating {
                    return self.not_aggregated(name);
                }
                return self.reference(&column, span);
            }
        }
        if let Some(expr) = self.scan_declared(name) {
            return expr;
        }
        match self.env.get(&name.text).cloned() {
            Some(Local::Scalar(expr)) => return self.copy_expr(&expr, span),
            Some(Local::Broken) => return self.broken(span),
            Some(Local::Tabular(_) | Local::Pattern(_)) => {
                self.table_as_scalar(span);
                return self.broken(span);
            }
            Some(Local::Function(function)) => {
                if function.tabular {
                    self.table_as_scalar(span);
                    return self.broken(span);
                }
                return self.call_user_scalar(&function, name, &[], span, scope);
            }
            None => {}
        }
        if let Some(function) = self.saved_function(&name.text)
            && !function.tabular
        {
            return self.call_user_scalar(&function, name, &[], span, scope);
        }
        if self.catalog.table(&name.text).is_some() || self.catalog.user_function(&name.text).is_some() {
            self.table_as_scalar(span);
            return self.broken(span);
        }
        if self.catalog.function(&name.text, Kind::Scalar).is_some() || crate::special::is_known(&name.text) {
            let error = self
                .fault(codes::ARGUMENTS_REQUIRED, format!("the function `{}` is not called", name.text), span)
                .help(format!("write `{}(…)`", name.text));
            self.report(error);
            return self.broken(span);
        }
        for table in [scope.row, scope.right].into_iter().flatten() {
            if let Some(column) = self.column_of(table, &name.text, true) {
                if scope.aggregating && !table.broken {
                    return self.not_aggregated(name);
                }
                return self.reference(&column, span);
            }
        }
        self.unknown_name(&name.text, span, scope);
        self.broken(span)
    }

    fn not_aggregated(&mut self, name: &Name) -> Expr {
        let message = format!("the column `{}` is not aggregated", name.text);
        let error = self
            .fault(codes::NOT_AGGREGATED, message, name.span)
            .help(format!("`take_any({0})`, or `{0}` after `by`", name.text));
        self.report(error);
        self.broken(name.span)
    }

    fn unknown_name(&mut self, name: &str, span: Span, scope: Scope<'_>) {
        let columns = || [scope.row, scope.right].into_iter().flatten().flat_map(|t| t.relation.columns.iter());
        let mut error =
            self.fault(codes::UNKNOWN_NAME, format!("`{name}` is no column, variable, table or function"), span);
        let twin = twin(name).filter(|twin| columns().any(|column| column.name == *twin));
        if let Some(twin) = twin {
            let platform = if twin == "Timestamp" { "Defender XDR" } else { "Sentinel" };
            error = error
                .label(format!("the table has `{twin}`, as {platform} calls the time of an event"))
                .help(format!("write `{twin}`"))
                .fix(span, twin);
        } else {
            let candidates = columns().map(|column| column.name.as_str()).chain(self.env.names());
            if let Some(near) = nearest(name, candidates) {
                error = error.help(format!("did you mean `{near}`?")).fix(span, near);
            } else if self.catalog.function(name, Kind::Aggregate).is_some() {
                error = error.help(format!("`{name}(…)` is an aggregate of `summarize`"));
            }
        }
        self.report(error);
    }
}
