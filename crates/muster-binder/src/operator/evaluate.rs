//! `evaluate`: plugins. Few are computed yet; what columns the others give is known as far as it can be.

use muster_catalog::Type;
use muster_source::{Span, nearest};
use muster_syntax::operator::OperatorOption;
use muster_syntax::{ColumnDeclaration, Expr as Syntax, ExprKind as SyntaxKind};

use crate::binder::Binder;
use crate::bound::{Column, Place};
use crate::codes;
use crate::naming::UniqueNames;
use crate::scope::{Scope, Tabular};
use crate::special;

impl Binder<'_> {
    pub(super) fn evaluate(
        &mut self,
        _: &[OperatorOption],
        call: &Syntax,
        schema: Option<&[ColumnDeclaration]>,
        input: Option<Tabular>,
        span: Span,
    ) -> Tabular {
        let SyntaxKind::Call { name, arguments } = &call.kind else { return self.broken_table(span) };
        if !special::plugin(&name.text) {
            let message = format!("there is no plugin `{}`", name.text);
            let mut error = self.fault(codes::UNKNOWN_PLUGIN, message, name.span);
            if let Some(near) = nearest(&name.text, ["bag_unpack", "pivot", "ipv4_lookup", "narrow", "autocluster"]) {
                error = error.help(format!("did you mean `{near}`?"));
            }
            self.report(error);
            return self.broken_table(span);
        }
        let input = input.unwrap_or_else(|| self.broken_table(span));
        match (name.text.as_str(), schema) {
            ("bag_unpack", _) => return self.bag_unpack(name, arguments, schema, input, span),
            ("pivot", _) => return self.pivot(name, arguments, schema, input, span),
            ("ipv4_lookup" | "ipv6_lookup", None) => return self.ip_lookup(name, arguments, input, span),
            ("geo_polygon_lookup" | "geo_line_lookup", None) => return self.geo_lookup(name, arguments, input, span),
            ("activity_counts_metrics" | "sliding_window_counts" | "rolling_percentile", None) => {
                return self.period_plugin(name, arguments, input, span);
            }
            ("rows_near", None) => return self.rows_near(name, arguments, input, span),
            ("schema_merge", None) => return self.schema_merge(name, arguments, input, span),
            _ => {}
        }
        let (columns, open) = if name.text == "narrow" {
            let columns = [("Row", Type::Long), ("Column", Type::String), ("Value", Type::String)];
            (columns.map(|(name, ty)| self.column(name, ty)).to_vec(), false)
        } else {
            for argument in arguments {
                self.plugin_argument(argument, &input);
            }
            (Vec::new(), true)
        };
        let (columns, open) = match schema {
            Some(schema) => {
                let mut declared: Vec<Column> = Vec::new();
                let listed: Vec<ColumnDeclaration> = schema.iter().filter(|c| c.name.text != "*").cloned().collect();
                if listed.len() < schema.len() {
                    declared.extend(input.visible().cloned());
                }
                declared.extend(self.declared_columns(&listed));
                UniqueNames::separate(&mut declared);
                (declared, false)
            }
            None => (columns, open),
        };
        let table = self.unsupported(&format!("plugin `{}`", name.text), columns, &input, span);
        if open { self.opened(table, span) } else { table }
    }

    /// A table whose further columns the data decides.
    pub(super) fn opened(&mut self, mut table: Tabular, span: Span) -> Tabular {
        let place: Place = self.open_place(span);
        for name in self.inferred.get(&place).cloned().unwrap_or_default() {
            let column = self.column(name, Type::Dynamic);
            self.unknown.insert(column.id);
            table.relation.columns.push(column);
        }
        table.open = Some(place);
        table
    }

    fn plugin_argument(&mut self, argument: &Syntax, input: &Tabular) {
        let scope = Scope { aggregating: false, ..Scope::row(input) };
        if self.is_tabular(argument, scope) {
            self.tabular(argument);
            return;
        }
        let aggregate = matches!(&argument.kind, SyntaxKind::Call { name, .. }
            if self.catalog.function(&name.text, muster_catalog::Kind::Aggregate).is_some());
        let outer = std::mem::take(&mut self.aggregates);
        self.scalar(argument, Scope { aggregating: aggregate, ..scope });
        self.aggregates = outer;
    }
}
