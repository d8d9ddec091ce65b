//! `make-series`

use muster_catalog::{Type, Value};
use muster_source::Span;
use muster_syntax::operator::MakeSeries as Syntax;
use muster_syntax::{BinaryOp, Expr, ExprKind as SyntaxKind};

use super::option::{option, word};
use crate::binder::Binder;
use crate::bound::{self, Column, ExprKind, MakeSeries, Relation, RelationKind};
use crate::codes;
use crate::naming::{Projection, Style};
use crate::overload::common_type;
use crate::scope::{Scope, Tabular};

impl Binder<'_> {
    pub(super) fn make_series(&mut self, series: &Syntax, mut input: Tabular, span: Span) -> Tabular {
        let mut output = Projection::default();
        for key in &series.by {
            self.projected(&mut output, key, &input, Style::Project);
        }
        let key_items: Vec<(String, bound::Expr)> = output.into_items().collect();
        let mut output = Projection::default();
        for (name, key) in &key_items {
            output.add(name, key.clone(), name, false);
        }
        let outer = std::mem::take(&mut self.aggregates);
        for (aggregate, _) in &series.aggregates {
            self.aggregate_entry(&mut output, aggregate, &input);
        }
        let aggregates = std::mem::replace(&mut self.aggregates, outer);
        let axis = self.scalar(&series.on, Scope::row(&input));
        output.entry(self, &series.on, axis.clone(), Style::Project);
        let (from, to, step) = self.bins(series, &axis, &input);
        let items: Vec<(String, bound::Expr)> = output.into_items().collect();
        let one_each = items.len() == key_items.len() + series.aggregates.len() + 1;
        let mut columns: Vec<Column> = Vec::with_capacity(items.len());
        for (index, (name, _)) in items.iter().enumerate() {
            columns.push(match key_items.get(index) {
                Some((_, key)) => self.column_for(name.clone(), key),
                None => self.column(name.clone(), Type::Dynamic),
            });
        }
        let non_empty = option(&series.options, &["kind"]).and_then(|option| word(&option.value));
        let non_empty = non_empty.is_some_and(|word| word == "nonempty");
        if !one_each {
            return self.unsupported("`make-series` of an aggregate of several columns", columns, &input, span);
        }
        let mut rows = input.take_relation();
        let (from, to) = match (from, to) {
            (Some(from), Some(to)) if in_range(series) => {
                let whole;
                (rows, whole) = self.whole_bins(rows, &axis, (from, to), &step, span);
                (Some(whole.0), Some(whole.1))
            }
            ends => ends,
        };
        let mut values = Vec::with_capacity(series.aggregates.len());
        for ((_, value), (_, default)) in items.into_iter().skip(key_items.len()).zip(&series.aggregates) {
            let ty = value.ty;
            let default = match default {
                Some(default) => {
                    let place = default.span;
                    let bound = self.scalar(default, Scope::default());
                    if self.is_unknown(&bound) || common_type([bound.ty, ty].into_iter()).is_some_and(|c| c == ty) {
                        self.convert(bound, ty)
                    } else {
                        self.exactly(bound, ty, place)
                    }
                }
                // Without a default an empty bin has a zero.
                None => self.literal(zero(ty), span),
            };
            values.push((value, default));
        }
        let keys = key_items.into_iter().map(|(_, key)| key).collect();
        let kind = MakeSeries { input: rows, keys, aggregates, values, axis, from, to, step, non_empty };
        let relation = self.relation(RelationKind::MakeSeries(Box::new(kind)), columns, span);
        input.closed(relation)
    }

    /// The ends of `in range(from, to, step)`: its bins are those of `bin()`, from the one of `from` to the one of `to`,
    /// both included. Whether rows count that lie in these two and outside of `from` and `to` is not documented.
    fn whole_bins(
        &mut self,
        rows: Relation,
        axis: &bound::Expr,
        (from, to): (bound::Expr, bound::Expr),
        step: &bound::Expr,
        span: Span,
    ) -> (Relation, (bound::Expr, bound::Expr)) {
        let first = self.operator_call("bin", vec![from.clone(), step.clone()], axis.ty, span);
        let last = self.operator_call("bin", vec![to.clone(), step.clone()], axis.ty, span);
        let end = self.operator_call("+", vec![last, step.clone()], axis.ty, span);
        let mut outside = Vec::with_capacity(2);
        for (operator, bound, other, whole) in [("<", from, ">=", &first), (">", to, "<", &end)] {
            let beyond = self.operator_call(operator, vec![axis.clone(), bound], Type::Bool, span);
            let within = self.operator_call(other, vec![axis.clone(), whole.clone()], Type::Bool, span);
            outside.push(self.joined(BinaryOp::And, vec![beyond, within], span));
        }
        let outside = self.joined(BinaryOp::Or, outside, span);
        let message = "rows outside of the range lie in its first or last bin, and whether they count is not documented; filter \
                       them with `where`, or write `from … to … step …`";
        (self.failing_where(rows, outside, message, span), (first, end))
    }

    fn bins(
        &mut self,
        series: &Syntax,
        axis: &bound::Expr,
        input: &Tabular,
    ) -> (Option<bound::Expr>, Option<bound::Expr>, bound::Expr) {
        let (from, to, step): (Option<&Expr>, Option<&Expr>, &Expr) = match &series.step.kind {
            SyntaxKind::Call { name, arguments } if name.text == "range" && series.from.is_none() => {
                match arguments.as_slice() {
                    [from, to, step] => (Some(from), Some(to), step),
                    _ => (None, None, &series.step),
                }
            }
            _ => (series.from.as_ref(), series.to.as_ref(), &series.step),
        };
        let end = |binder: &mut Self, end: Option<&Expr>| {
            end.map(|end| {
                let bound = binder.scalar(end, Scope::row(input));
                if binder.fits(&bound, axis) {
                    binder.convert(bound, axis.ty)
                } else {
                    binder.exactly(bound, axis.ty, end.span)
                }
            })
        };
        let (from, to) = (end(self, from), end(self, to));
        let width = self.scalar(step, Scope::row(input));
        let fits = match (axis.ty, width.ty) {
            (Type::Datetime | Type::Timespan, Type::Timespan) => true,
            (axis, width) => axis.is_number() && width.is_number(),
        };
        if !fits && !self.is_unknown(axis) && !self.is_unknown(&width) {
            let message = format!("a `{}` is no width of bins of a `{}`", width.ty, axis.ty);
            self.error(codes::NO_OVERLOAD, message, step.span);
        }
        let width = if axis.ty.is_number() && self.fits(&width, axis) { self.convert(width, axis.ty) } else { width };
        (from, to, width)
    }

    /// Whether a bound or a step can stand on an axis without loss.
    fn fits(&self, value: &bound::Expr, axis: &bound::Expr) -> bool {
        let whole = matches!(value.kind, ExprKind::Literal(Value::Int(_) | Value::Long(_))) && axis.ty.is_number();
        let common = common_type([value.ty, axis.ty].into_iter());
        whole || self.is_unknown(value) || self.is_unknown(axis) || common == Some(axis.ty)
    }
}

/// Whether the axis is written as `on x in range(from, to, step)`.
fn in_range(series: &Syntax) -> bool {
    matches!(&series.step.kind, SyntaxKind::Call { name, .. } if name.text == "range" && series.from.is_none())
}

fn zero(ty: Type) -> Value {
    match ty {
        Type::Int => Value::Int(0),
        Type::Long => Value::Long(0),
        Type::Real => Value::Real(0.0),
        Type::Decimal => Value::Decimal(0),
        Type::Timespan => Value::Timespan(muster_catalog::Timespan(0)),
        ty => Value::null(ty),
    }
}
