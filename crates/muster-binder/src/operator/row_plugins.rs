//! `evaluate rows_near(…)` and `schema_merge(…)`: plugins that are written in KQL.

use muster_catalog::{Type, Value};
use muster_source::Span;
use muster_syntax::{Expr as Syntax, ExprKind as SyntaxKind, Name};

use crate::binder::Binder;
use crate::bound::{Column, Expr};
use crate::codes;
use crate::scope::{Local, Scope, Tabular};

/// The columns that `getschema` gives.
const SCHEMA: [(&str, Type); 4] = [
    ("ColumnName", Type::String),
    ("ColumnOrdinal", Type::Long),
    ("DataType", Type::String),
    ("ColumnType", Type::String),
];

impl Binder<'_> {
    /// Rows near one for which a condition is true, in their order.
    pub(super) fn rows_near(&mut self, name: &Name, arguments: &[Syntax], input: Tabular, span: Span) -> Tabular {
        let [condition, counts @ ..] = arguments else { return self.wrong_near(name, span) };
        if counts.is_empty() || counts.len() > 2 {
            return self.wrong_near(name, span);
        }
        let condition = self.predicate(condition, Scope::row(&input));
        let mut numbers = Vec::with_capacity(2);
        for count in counts {
            let bound = self.scalar(count, Scope::default());
            let bound = self.wants(crate::expr::Wanted::Integer, bound, count.span);
            numbers.push(match Self::constant(&bound) {
                Some(Value::Long(rows)) => Some(rows),
                Some(Value::Int(rows)) => Some(i64::from(rows)),
                _ => None,
            });
        }
        let shown: Vec<Column> = input.visible().cloned().collect();
        let before = numbers.first().copied().flatten().filter(|rows| (0..1_000_000).contains(rows));
        let after = numbers.get(1).copied().unwrap_or(before).filter(|rows| (0..1_000_000).contains(rows));
        let (Some(before), Some(after), true) = (before, after, input.serialized || input.broken) else {
            let what = if input.serialized {
                "plugin `rows_near` with these counts"
            } else {
                "`rows_near` of rows in no order"
            };
            return self.unsupported(what, shown, &input, span);
        };
        let mut columns: Vec<(String, Expr)> = Vec::with_capacity(shown.len() + 1);
        for (index, column) in shown.iter().enumerate() {
            columns.push((format!("c{index}"), self.reference(column, span)));
        }
        columns.push(("near".to_owned(), condition));
        let list: Vec<String> = (0..shown.len()).map(|index| format!("c{index}")).collect();
        // `before` rows before a row that is near, so that such a row lies ahead of them.
        let text = format!(
            "T
            | serialize place = row_number(), here = iff(near, 1, 0)
            | extend sum = row_cumsum(here)
            | extend behind = sum - prev(sum, {behind}, 0)
            | sort by place desc
            | extend sum = row_cumsum(here)
            | extend ahead = sum - prev(sum, {ahead}, 0)
            | where behind + ahead > 0
            | sort by place asc
            | project {list}",
            behind = after + 1,
            ahead = before + 1,
            list = list.join(", ")
        );
        let table = self.prepared(input.relation.clone(), columns, span);
        match self.in_kql("rows_near", &text, table, &Vec::new(), span) {
            Some(relation) => {
                let relation = Self::renamed(relation, shown.into_iter().map(|column| column.name));
                Tabular { serialized: true, ..input.closed(relation) }
            }
            None => self.unsupported("plugin `rows_near` with these arguments", shown, &input, span),
        }
    }

    fn wrong_near(&mut self, name: &Name, span: Span) -> Tabular {
        self.error(codes::ARGUMENT_COUNT_RANGE, "`rows_near` takes from 2 to 3 arguments", name.span);
        self.broken_table(span)
    }

    /// One schema of several, each in the form that `getschema` gives.
    pub(super) fn schema_merge(&mut self, name: &Name, arguments: &[Syntax], input: Tabular, span: Span) -> Tabular {
        if arguments.len() > 1 {
            self.error(codes::ARGUMENT_COUNT_RANGE, "`schema_merge` takes from 0 to 1 arguments", name.span);
        }
        let keep = arguments.first().map(|argument| {
            let value = match &argument.kind {
                SyntaxKind::Named { value, .. } => value,
                _ => argument,
            };
            let bound = self.scalar(value, Scope::default());
            Self::constant(&bound)
        });
        let columns: Option<Vec<(String, Expr)>> = SCHEMA
            .iter()
            .map(|(name, ty)| {
                let column = input.find(name).filter(|column| column.ty == *ty)?;
                Some(((*name).to_owned(), self.reference(column, span)))
            })
            .collect();
        let keep = match keep {
            None => Some(true),
            Some(Some(Value::Bool(keep))) => Some(keep),
            Some(_) => None,
        };
        if let (Some(columns), Some(keep)) = (columns, keep)
            && let Some(merged) = self.merged_schema(columns, keep, &input, span)
        {
            return Tabular { serialized: true, ..input.closed(merged) };
        }
        let columns = SCHEMA.map(|(name, ty)| self.column(name, ty)).to_vec();
        self.unsupported("plugin `schema_merge` of something else than schemas", columns, &input, span)
    }

    fn merged_schema(
        &mut self,
        columns: Vec<(String, Expr)>,
        keep: bool,
        input: &Tabular,
        span: Span,
    ) -> Option<crate::bound::Relation> {
        // Later schemas say where a column goes if the order may change.
        let (wrong, place) = if keep { ("least != most", "place0") } else { ("false", "most") };
        let text = format!(
            "T
            | serialize n = row_number()
            | summarize
                (n0, place0) = arg_min(n, ColumnOrdinal), (n1, place1) = arg_max(n, ColumnOrdinal),
                least = min(ColumnOrdinal), most = max(ColumnOrdinal), types = dcount(ColumnType),
                DataType = take_any(DataType), ColumnType = take_any(ColumnType)
                by ColumnName
            | extend wrong = {wrong}, place = {place}, odd = place1 != most
            | sort by wrong asc, place asc
            | extend same = prev(place) == place and not(wrong)
            | sort by wrong asc, most asc
            | project ColumnName,
                ColumnOrdinal = iff(wrong, -1, place),
                DataType = iff(wrong, 'ERROR(unknown CSL type:ERROR(columns are out of order))', DataType),
                ColumnType = iff(wrong, 'ERROR(columns are out of order)', ColumnType),
                types, same, odd, wrong"
        );
        let table = self.prepared(input.relation.clone(), columns, span);
        let locals = Vec::<(&'static str, Local)>::new();
        let merged = self.in_kql("schema_merge", &text, table, &locals, span)?;
        let several = "a column has several types, and what `schema_merge` makes of them is not documented; convert the columns \
                       before `getschema`";
        let merged = self.failing_if(merged, "types > 1", several, &locals, span)?;
        let unclear = if keep { "same" } else { "same or odd" };
        let places =
            "which places the columns get when these schemas are merged is not documented; give them in one order";
        let merged = self.failing_if(merged, unclear, places, &locals, span)?;
        Some(self.first_columns(merged, SCHEMA.len(), span))
    }
}
