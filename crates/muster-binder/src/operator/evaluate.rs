//! `evaluate`: plugins. Few are computed yet; what columns the others give is known as far as it can be.

use muster_catalog::Type;
use muster_source::{Span, nearest};
use muster_syntax::operator::OperatorOption;
use muster_syntax::{ColumnDeclaration, Expr as Syntax, ExprKind as SyntaxKind};

use crate::binder::Binder;
use crate::bound::{Column, ColumnId, ExprKind, Place};
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
        let (columns, open) = match name.text.as_str() {
            "bag_unpack" => return self.bag_unpack(name, arguments, schema, input, span),
            "pivot" => self.pivot(arguments, &input),
            "ipv4_lookup" | "ipv6_lookup" => (self.ip_lookup(arguments, &input), false),
            "narrow" => {
                let columns = [("Row", Type::Long), ("Column", Type::String), ("Value", Type::String)];
                (columns.map(|(name, ty)| self.column(name, ty)).to_vec(), false)
            }
            "activity_counts_metrics" => (self.activity_counts(arguments, &input), false),
            "sliding_window_counts" => (self.sliding_counts(arguments, &input), false),
            _ => {
                for argument in arguments {
                    self.plugin_argument(argument, &input);
                }
                (Vec::new(), true)
            }
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

    fn plugin_argument(&mut self, argument: &Syntax, input: &Tabular) -> Option<ColumnId> {
        let scope = Scope { aggregating: false, ..Scope::row(input) };
        if self.is_tabular(argument, scope) {
            self.tabular(argument);
            return None;
        }
        let aggregate = matches!(&argument.kind, SyntaxKind::Call { name, .. }
            if self.catalog.function(&name.text, muster_catalog::Kind::Aggregate).is_some());
        let outer = std::mem::take(&mut self.aggregates);
        let bound = self.scalar(argument, Scope { aggregating: aggregate, ..scope });
        self.aggregates = outer;
        match bound.kind {
            ExprKind::Column(id) => Some(id),
            _ => None,
        }
    }

    fn pivot(&mut self, arguments: &[Syntax], input: &Tabular) -> (Vec<Column>, bool) {
        let pivoted: Vec<Option<ColumnId>> =
            arguments.iter().map(|argument| self.plugin_argument(argument, input)).collect();
        // Columns named after the aggregate are the ones to group by; without them it is all others.
        let named: Vec<ColumnId> = pivoted.iter().skip(2).flatten().copied().collect();
        let used: Vec<ColumnId> = arguments
            .iter()
            .zip(&pivoted)
            .take(2)
            .flat_map(|(argument, id)| {
                id.iter().copied().chain(Self::columns_inside(argument, input)).collect::<Vec<_>>()
            })
            .collect();
        let columns = if named.is_empty() {
            input.visible().filter(|column| !used.contains(&column.id)).cloned().collect()
        } else {
            Self::columns_of(input, named.into_iter())
        };
        (columns, true)
    }

    fn columns_inside(argument: &Syntax, input: &Tabular) -> Vec<ColumnId> {
        match &argument.kind {
            SyntaxKind::Call { arguments, .. } => {
                arguments.iter().flat_map(|a| Self::columns_inside(a, input)).collect()
            }
            SyntaxKind::Name(name) => input.find(&name.text).map(|column| column.id).into_iter().collect(),
            SyntaxKind::Parenthesized(inner) => Self::columns_inside(inner, input),
            _ => Vec::new(),
        }
    }

    fn ip_lookup(&mut self, arguments: &[Syntax], input: &Tabular) -> Vec<Column> {
        let mut columns: Vec<Column> = input.visible().cloned().collect();
        let Some((table, rest)) = arguments.split_first() else { return columns };
        let table = self.tabular(table);
        let table = self.shown(table);
        if let Some((address, rest)) = rest.split_first() {
            self.scalar(address, Scope::row(input));
            let side = Tabular::new(table.clone());
            for argument in rest {
                self.scalar(argument, Scope { row: Some(&side), right: Some(input), aggregating: false });
            }
        }
        columns.extend(table.columns);
        UniqueNames::separate(&mut columns);
        columns
    }

    fn activity_counts(&mut self, arguments: &[Syntax], input: &Tabular) -> Vec<Column> {
        let ids: Vec<Option<ColumnId>> =
            arguments.iter().map(|argument| self.plugin_argument(argument, input)).collect();
        let mut columns = Self::columns_of(input, ids.get(1).copied().flatten().into_iter());
        columns.extend(Self::columns_of(input, ids.iter().skip(5).copied().flatten()));
        for name in ["count", "dcount", "new_dcount", "aggregated_dcount"] {
            columns.push(self.column(name, Type::Long));
        }
        columns
    }

    fn sliding_counts(&mut self, arguments: &[Syntax], input: &Tabular) -> Vec<Column> {
        let ids: Vec<Option<ColumnId>> =
            arguments.iter().map(|argument| self.plugin_argument(argument, input)).collect();
        let mut columns = Self::columns_of(input, ids.get(1).copied().flatten().into_iter());
        columns.extend(Self::columns_of(input, ids.iter().skip(6).copied().flatten()));
        for name in ["Count", "Dcount"] {
            columns.push(self.column(name, Type::Long));
        }
        columns
    }

    fn columns_of(input: &Tabular, ids: impl Iterator<Item = ColumnId>) -> Vec<Column> {
        ids.filter_map(|id| input.relation.columns.iter().find(|column| column.id == id).cloned()).collect()
    }
}
