//! `evaluate activity_counts_metrics(…)`, `sliding_window_counts(…)`, `rolling_percentile(…)`: what is counted in windows
//! of a time line. Windows begin at the start of the analysis, as in Microsoft's own sample of a sliding window.
//!
//! What Microsoft's pages leave open makes the query fail where it would make a difference.

use muster_catalog::{Type, Value};
use muster_source::Span;
use muster_syntax::{Expr as Syntax, Name};

use super::in_kql::Locals;
use crate::binder::Binder;
use crate::bound::{Expr, ExprKind, Relation, RelationKind};
use crate::codes;
use crate::expr::is_constant;
use crate::scope::{Local, Scope, Tabular};

/// The arguments of a plugin over a time line.
#[derive(Debug)]
struct Line {
    /// The columns that the text of the plugin knows as `id` (or `v`), `t`, `d0`, `d1`, ….
    columns: Vec<(String, Expr)>,
    /// Names of the time line and of the dimensions in the result.
    names: Vec<String>,
    locals: Locals,
    /// The type of the time line, as it stands in a text.
    ty: Type,
    refused: Option<String>,
}

impl Line {
    /// `, d0, d1`
    fn by(&self) -> String {
        self.each(|i| format!(", d{i}"))
    }

    /// `d0 asc, d1 asc, `
    fn order(&self) -> String {
        self.each(|i| format!("d{i} asc, "))
    }

    /// Whether the row before has another value of some dimension.
    fn differ(&self) -> String {
        self.each(|i| format!("prev(d{i}) != d{i} or "))
    }

    /// Something said of each dimension.
    fn each(&self, say: impl Fn(usize) -> String) -> String {
        (0..self.columns.len().saturating_sub(2)).map(say).collect::<Vec<_>>().concat()
    }
}

impl Binder<'_> {
    pub(super) fn period_plugin(&mut self, name: &Name, arguments: &[Syntax], input: Tabular, span: Span) -> Tabular {
        let (constants, columns): (&[&'static str], &[&str]) = match name.text.as_str() {
            "activity_counts_metrics" => {
                (&["start", "end", "step"], &["count", "dcount", "new_dcount", "aggregated_dcount"])
            }
            "sliding_window_counts" => (&["start", "end", "lookback", "step"], &["Count", "Dcount"]),
            _ => (&["step", "bins"], &[]),
        };
        let least = constants.len() + if columns.is_empty() { 3 } else { 2 };
        if arguments.len() < least {
            let message = format!("`{}` takes at least {least} arguments", name.text);
            self.error(codes::ARGUMENT_COUNT_RANGE, message, name.span);
            return self.broken_table(span);
        }
        let mut line = self.line(arguments, constants, columns.is_empty(), &input);
        let percentile = if columns.is_empty() { self.percentile_name(arguments, &mut line) } else { None };
        line.names.extend(columns.iter().map(|name| (*name).to_owned()));
        line.names.extend(percentile);
        let made = match (&line.refused, name.text.as_str()) {
            (Some(_), _) => None,
            (None, "activity_counts_metrics") => self.activity_counts(&line, &input, span),
            (None, "sliding_window_counts") => self.sliding_counts(&line, &input, span),
            (None, _) => self.rolling_percentile(&line, &input, span),
        };
        if let Some(relation) = made {
            let relation = Self::renamed(relation, line.names);
            return input.closed(relation);
        }
        let what = line.refused.clone().unwrap_or_else(|| format!("plugin `{}` with these arguments", name.text));
        let given = line.columns.iter().skip(1).map(|(_, value)| value.clone()).collect::<Vec<_>>();
        let of = line.columns.first().map_or(Type::Dynamic, |(_, value)| value.ty);
        let mut columns = Vec::with_capacity(line.names.len());
        for (index, column) in line.names.iter().enumerate() {
            columns.push(match given.get(index) {
                Some(value) => self.column_for(column.clone(), value),
                None => self.column(column.clone(), if constants.len() == 2 { of } else { Type::Long }),
            });
        }
        self.unsupported(&what, columns, &input, span)
    }

    /// Reads `(id, time, constants…, dimensions…)`, or, for a percentile, `(value, percentile, time, constants…, …)`.
    fn line(&mut self, arguments: &[Syntax], constants: &[&'static str], percentile: bool, input: &Tabular) -> Line {
        let mut line =
            Line { columns: Vec::new(), names: Vec::new(), locals: Vec::new(), ty: Type::Dynamic, refused: None };
        let mut rest = arguments.iter();
        if let Some(first) = rest.next() {
            let value = self.scalar(first, Scope::row(input));
            line.columns.push((if percentile { "v" } else { "id" }.to_owned(), value));
        }
        if percentile && let Some(argument) = rest.next() {
            let value = self.scalar(argument, Scope::default());
            if !matches!(value.kind, ExprKind::Literal(Value::Long(_) | Value::Int(_))) {
                line.refused = Some("a rolling percentile that is not a whole number".to_owned());
            }
            line.locals.push(("percentile_", Local::Scalar(value)));
        }
        if let Some(time) = rest.next() {
            let value = self.scalar(time, Scope::row(input));
            line.names.push(self.result_name(time).unwrap_or_default());
            line.ty = value.ty;
            line.columns.push(("t".to_owned(), value));
        }
        for name in constants {
            let Some(argument) = rest.next() else { break };
            let value = self.scalar(argument, Scope::default());
            self.constant_of(name, value, &mut line);
        }
        for (index, argument) in rest.enumerate() {
            let value = self.scalar(argument, Scope::row(input));
            line.names.push(self.result_name(argument).unwrap_or_default());
            line.columns.push((format!("d{index}"), value));
        }
        if !matches!(line.ty, Type::Datetime | Type::Long) {
            line.refused = Some(format!("a time line of type `{}`", line.ty));
        }
        if line.columns.iter().any(|(_, value)| self.is_unknown(value)) {
            line.refused = Some("a time line of columns whose types only the data decides".to_owned());
        }
        line
    }

    fn constant_of(&mut self, name: &'static str, value: Expr, line: &mut Line) {
        let wanted = match (name, line.ty) {
            ("bins", _) => Type::Long,
            ("step" | "lookback", Type::Datetime) => Type::Timespan,
            (_, ty) => ty,
        };
        let value = if value.ty == Type::Int { self.convert(value, Type::Long) } else { value };
        if value.ty != wanted || !is_constant(&value) {
            let what =
                format!("`{name}` of type `{}` on a time line of type `{}`, or not constant,", value.ty, line.ty);
            line.refused.get_or_insert(what);
        }
        line.locals.push((name, Local::Scalar(value)));
    }

    /// Rows after the end, in a window that begins before it: whether they count is not documented.
    fn timed(&mut self, line: &Line, input: &Tabular, span: Span) -> Option<Relation> {
        let table = self.prepared(input.relation.clone(), line.columns.clone(), span);
        let condition = "t > end and bin_at(t, step, start) <= end";
        let message = "rows after the end of the analysis lie in its last window, and whether they count is not documented; \
                       filter them with `where`";
        self.failing_if(table, condition, message, &line.locals, span)
    }

    fn activity_counts(&mut self, line: &Line, input: &Tabular, span: Span) -> Option<Relation> {
        let (by, order, differ) = (line.by(), line.order(), line.differ());
        let restart = if differ.is_empty() { String::new() } else { format!(", {differ}false") };
        let text = format!(
            "T
            | where t between (start .. end)
            | summarize n = count() by b = bin_at(t, step, start), id{by}
            | sort by {order}id asc, b asc
            | extend fresh = isnotnull(id) and row_number(1, {differ}prev(id) != id) == 1
            | summarize n = sum(n), ids = countif(isnotnull(id)), added = countif(fresh) by b{by}
            | sort by {order}b asc
            | extend together = row_cumsum(added{restart}), place = row_number() - 1, after = next(b)
            | project b{by}, n, ids, added, together, place, after"
        );
        let table = self.timed(line, input, span)?;
        let counted = self.in_kql("activity_counts_metrics", &text, table, &line.locals, span)?;
        let counted = if by.is_empty() {
            let message = "a window of the analysis has no rows, and whether it is given then is not documented; use \
                           `make-series`, or a dimension";
            let gap = "b != start + place * step or (isnull(after) and b + step < end)";
            self.failing_if(counted, gap, message, &line.locals, span)?
        } else {
            counted
        };
        Some(self.first_columns(counted, line.names.len(), span))
    }

    fn sliding_counts(&mut self, line: &Line, input: &Tabular, span: Span) -> Option<Relation> {
        let by = line.by();
        let text = format!(
            "let windows = tolong(lookback / step);
            T
            | where t >= start
            | summarize n = count() by b = bin_at(t, step, start), id{by}
            | where b <= end
            | extend r = range(b, min_of(b + (windows - 1) * step, end), step)
            | mv-expand r to typeof({ty})
            | summarize n = sum(n) by r, id{by}
            | summarize n = sum(n), ids = countif(isnotnull(id)) by r{by}
            | project r{by}, n, ids",
            ty = line.ty
        );
        let table = self.timed(line, input, span)?;
        let condition = "t < start and bin_at(t, step, start) + lookback > start";
        let message = "rows before the start of the analysis lie in its first lookback window, and whether they count is not \
                       documented; filter them with `where`";
        let table = self.failing_if(table, condition, message, &line.locals, span)?;
        self.in_kql("sliding_window_counts", &text, table, &line.locals, span)
    }

    fn rolling_percentile(&mut self, line: &Line, input: &Tabular, span: Span) -> Option<Relation> {
        let by = line.by();
        let text = format!(
            "T
            | where isnotnull(t)
            | extend b = bin(t, step)
            | extend r = range(b, b + (bins - 1) * step, step)
            | mv-expand r to typeof({ty})
            | where r <= toscalar(T | summarize max(bin(t, step)))
            | summarize p = percentile(v, percentile_), own = countif(r == b) by r{by}
            | project r{by}, p, own",
            ty = line.ty
        );
        let table = self.prepared(input.relation.clone(), line.columns.clone(), span);
        let rolled = self.in_kql("rolling_percentile", &text, table, &line.locals, span)?;
        let message = "a bin has no rows of its own, and whether it is given then is not documented; fill the gaps, or use \
                       `make-series`";
        let rolled = self.failing_if(rolled, "own == 0", message, &line.locals, span)?;
        Some(self.first_columns(rolled, line.names.len(), span))
    }

    /// `rolling_3_percentile_value_50`
    fn percentile_name(&mut self, arguments: &[Syntax], line: &mut Line) -> Option<String> {
        let of = arguments.first().and_then(|value| self.result_name(value)).unwrap_or_default();
        let number = |name: &str| {
            let local = line.locals.iter().find(|(known, _)| *known == name);
            match local
                .and_then(|(_, local)| if let Local::Scalar(value) = local { Self::constant(value) } else { None })
            {
                Some(Value::Long(number)) => Some(number.to_string()),
                Some(Value::Int(number)) => Some(number.to_string()),
                _ => None,
            }
        };
        let name = number("bins").zip(number("percentile_"));
        if name.is_none() {
            line.refused.get_or_insert("a rolling percentile of computed bins".to_owned());
        }
        let (bins, percentile) = name?;
        Some(format!("rolling_{bins}_percentile_{of}_{percentile}"))
    }

    /// The first `count` columns.
    pub(super) fn first_columns(&mut self, relation: Relation, count: usize, span: Span) -> Relation {
        let columns: Vec<_> = relation.columns.iter().take(count).cloned().collect();
        let expressions = columns.iter().map(|column| self.reference(column, span)).collect();
        self.relation(RelationKind::Project { input: Box::new(relation), expressions }, columns, span)
    }
}
