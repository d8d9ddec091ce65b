//! `make-series`: an array of aggregates a group, one for each bin of an axis.
//!
//! Rows are grouped by keys and bin first, as `summarize` does; then the bins of each group are laid side by side. Where
//! `from` or `to` is left out, each series begins at its first bin with rows, or ends after its last.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchOptions, UInt64Array};
use arrow_schema::{Schema, SchemaRef};
use datafusion_common::Result;
use datafusion_execution::{SendableRecordBatchStream, TaskContext};
use datafusion_physical_expr::PhysicalExpr;
use datafusion_physical_plan::aggregates::group_values::new_group_values;
use datafusion_physical_plan::aggregates::order::GroupOrdering;
use datafusion_physical_plan::stream::RecordBatchStreamAdapter;
use futures::StreamExt;
use muster_binder::bound::{Column, ColumnId, Expr, MakeSeries, Relation};
use muster_catalog::{Datetime, Timespan, Type, Value};
use muster_values::{Answer, Args, Column as Values, Failure, to_json, value_at};
use serde_json::Value as Json;

use crate::adapt::call::{CallExpr, Kernel, failure};
use crate::adapt::node::{Work, WorkExec};
use crate::evidence;
use crate::expr::all_reads;
use crate::operator::{project, summarize};
use crate::plan::{Node, Planner, schema};
use crate::run::RunError;

/// Kusto's limit on the length of a series.
const MAX_LENGTH: i64 = 1 << 20;

/// More elements than this in all series together are refused: memory is finite.
const MAX_ELEMENTS: i64 = 1 << 26;

/// Plans the series.
pub(crate) fn plan(
    planner: &Planner<'_>,
    relation: &Relation,
    series: &MakeSeries,
) -> std::result::Result<Node, RunError> {
    let arguments = series.aggregates.iter().flat_map(|call| &call.arguments);
    let input =
        planner.relation(&series.input, &all_reads(series.keys.iter().chain([&series.axis]).chain(arguments)))?;
    let bins = Bins::plan(planner, series)?;
    // Ids of the binder grow from 0; this one exists in this plan alone.
    let bin = Column { id: ColumnId(u32::MAX), name: String::new(), ty: Type::Long };
    let axis = planner.expr(&series.axis, &input)?;
    let axis: Arc<dyn PhysicalExpr> =
        Arc::new(CallExpr::new(Arc::new(bins), vec![axis], vec![series.axis.ty], Type::Long));
    let mut keys = Vec::with_capacity(series.keys.len() + 1);
    for (key, column) in series.keys.iter().zip(&relation.columns) {
        keys.push((column.clone(), planner.expr(key, &input)?));
    }
    keys.push((bin, axis));
    let mut steps = Vec::with_capacity(series.aggregates.len());
    for call in &series.aggregates {
        steps.extend(summarize::steps(planner, &input, call)?);
    }
    let groups = summarize::node(planner, &input, keys, steps);
    let mut columns = Vec::with_capacity(relation.columns.len());
    for column in groups.columns.iter().take(series.keys.len() + 1) {
        columns.push((column.clone(), groups.column(column.id)?));
    }
    let mut values = Vec::with_capacity(series.values.len());
    for ((value, default), column) in series.values.iter().zip(relation.columns.iter().skip(series.keys.len())) {
        columns.push((Column { ty: value.ty, ..column.clone() }, planner.expr(value, &groups)?));
        values.push((value.ty, to_json(&constant(planner, default, "the default of a series")?)));
    }
    let grouped = project::node(planner, &groups, columns);
    let key_fields: Vec<_> = grouped.plan.schema().fields().iter().take(series.keys.len()).cloned().collect();
    let work = SeriesWork(Arc::new(Series {
        key_schema: Arc::new(Schema::new(key_fields)),
        values,
        bins,
        non_empty: series.non_empty,
        evidence: planner.evidence(),
    }));
    let schema = schema(&relation.columns, planner.evidence());
    Ok(Node { plan: WorkExec::plan(vec![grouped.plan], schema, Arc::new(work)), columns: relation.columns.clone() })
}

fn constant(planner: &Planner<'_>, expression: &Expr, what: &str) -> std::result::Result<Value, RunError> {
    planner
        .constant(expression)?
        .ok_or_else(|| RunError::Failed { message: format!("{what} must be a constant"), span: Some(expression.span) })
}

/// The bins of an axis. They are numbered from `from`, or from zero.
#[derive(Debug, Clone, Copy)]
struct Bins {
    ty: Type,
    from: Option<i64>,
    to: Option<i64>,
    step: i64,
}

impl Bins {
    fn plan(planner: &Planner<'_>, series: &MakeSeries) -> std::result::Result<Self, RunError> {
        let number = |expression: &Expr, what: &str| {
            let failed = |message: String| RunError::Failed { message, span: Some(expression.span) };
            let value = constant(planner, expression, what)?;
            if let Value::Real(_) = value {
                return whole(&value).ok_or_else(|| failed(format!("{what} with a fraction is not supported yet")));
            }
            whole(&value).ok_or_else(|| failed(format!("{what} must not be null")))
        };
        let step = number(&series.step, "the step of `make-series`")?;
        if step <= 0 {
            let message = "the step of `make-series` must be positive".to_owned();
            return Err(RunError::Failed { message, span: Some(series.step.span) });
        }
        Ok(Self {
            ty: series.axis.ty,
            from: series.from.as_ref().map(|e| number(e, "the start of `make-series`")).transpose()?,
            to: series.to.as_ref().map(|e| number(e, "the end of `make-series`")).transpose()?,
            step,
        })
    }

    /// The bin of a value; none where it is null or outside of the axis.
    fn of(&self, value: &Value) -> Option<i64> {
        // The bounds are whole: a real is on the same side of them, and in the same bin, as its floor.
        let units = match value {
            Value::Real(r) => whole(&Value::Real(r.floor()))?,
            value => whole(value)?,
        };
        let outside = self.from.is_some_and(|from| units < from) || self.to.is_some_and(|to| units >= to);
        if outside { None } else { self.number(units) }
    }

    fn number(&self, units: i64) -> Option<i64> {
        let bin = (i128::from(units) - i128::from(self.from.unwrap_or(0))).div_euclid(i128::from(self.step));
        i64::try_from(bin).ok()
    }

    /// The bin after the last that begins before `to`.
    fn end(&self) -> Option<i64> {
        let last = self.number(self.to?.saturating_sub(1))?;
        Some(last.saturating_add(1))
    }

    /// Where a bin begins, as it stands in the array of the axis.
    fn start(&self, bin: i64) -> Json {
        let units = bin.checked_mul(self.step).and_then(|d| d.checked_add(self.from.unwrap_or(0)));
        let value = units.and_then(|units| {
            Some(match self.ty {
                Type::Datetime => Value::Datetime(Datetime::checked(units)?),
                Type::Timespan => Value::Timespan(Timespan(units)),
                Type::Real => Value::Real(units as f64),
                _ => Value::Long(units),
            })
        });
        value.map_or(Json::Null, |value| to_json(&value))
    }
}

/// A value of an axis in its smallest units; none for a null and for a real that is not whole or not exact.
fn whole(value: &Value) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match value {
        Value::Int(i) => Some(i64::from(*i)),
        Value::Long(i) | Value::Datetime(Datetime(i)) | Value::Timespan(Timespan(i)) => Some(*i),
        Value::Real(r) if r.fract() == 0.0 && r.abs() <= EXACT => Some(*r as i64),
        _ => None,
    }
}

impl Kernel for Bins {
    fn name(&self) -> &'static str {
        "bins"
    }

    fn eval(&self, args: &Args<'_>) -> Answer {
        args.rows(|row| self.of(&args.value(0, row)))
    }
}

#[derive(Debug)]
struct Series {
    key_schema: SchemaRef,
    /// Type and default of each aggregate.
    values: Vec<(Type, Json)>,
    bins: Bins,
    non_empty: bool,
    evidence: bool,
}

#[derive(Debug)]
struct SeriesWork(Arc<Series>);

impl Work for SeriesWork {
    fn name(&self) -> &'static str {
        "MakeSeries"
    }

    fn open(
        &self,
        inputs: Vec<SendableRecordBatchStream>,
        schema: SchemaRef,
        _: &Arc<TaskContext>,
    ) -> Result<SendableRecordBatchStream> {
        let (work, result) = (Arc::clone(&self.0), Arc::clone(&schema));
        let stream = futures::stream::iter(inputs).flatten().map(move |batch| work.series(&batch?, &result));
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema, stream)))
    }
}

impl Series {
    /// The series of all groups: grouping gives one batch, which has all of them.
    fn series(&self, batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch> {
        let keys = self.key_schema.fields().len();
        let bins = batch.column(keys).as_primitive::<Int64Type>();
        let groups = self.groups(batch, keys)?;
        // For each group, the row of each bin.
        let mut rows: Vec<BTreeMap<i64, usize>> = Vec::new();
        for (row, group) in groups.into_iter().enumerate() {
            if bins.is_valid(row) {
                rows.resize_with(rows.len().max(group + 1), BTreeMap::new);
                if let Some(group) = rows.get_mut(group) {
                    group.insert(bins.value(row), row);
                }
            }
        }
        // Groups of which every row lies outside of the axis have no series.
        rows.retain(|bins| !bins.is_empty());
        if rows.is_empty() && self.non_empty {
            rows.push(BTreeMap::new());
        }
        let mut axes = Vec::with_capacity(rows.len());
        let mut lines: Vec<Vec<Value>> = self.values.iter().map(|_| Vec::with_capacity(rows.len())).collect();
        let mut elements = 0i64;
        for bins_of_group in &rows {
            let first = self.bins.from.map_or_else(|| bins_of_group.keys().next().copied(), |_| Some(0)).unwrap_or(0);
            let last = bins_of_group.keys().next_back().map(|bin| bin.saturating_add(1));
            let end = self.bins.end().or(last).unwrap_or(first).max(first);
            let length = end.saturating_sub(first);
            elements = elements.saturating_add(length.saturating_mul(lines.len() as i64 + 1));
            if length > MAX_LENGTH || elements > MAX_ELEMENTS {
                let message =
                    format!("`make-series` gives more than {MAX_LENGTH} values of a series, or too many series");
                return Err(failure(Failure::new(message)));
            }
            axes.push(Value::Dynamic((first..end).map(|bin| self.bins.start(bin)).collect()));
            for (i, (line, (ty, default))) in lines.iter_mut().zip(&self.values).enumerate() {
                let array = batch.column(keys + 1 + i);
                let value = |bin| match bins_of_group.get(&bin) {
                    Some(row) => to_json(&value_at(array, *ty, *row)),
                    None => default.clone(),
                };
                line.push(Value::Dynamic((first..end).map(value).collect()));
            }
        }
        let firsts: UInt64Array = rows.iter().map(|bins| bins.values().next().map(|row| *row as u64)).collect();
        let mut arrays: Vec<ArrayRef> = Vec::with_capacity(schema.fields().len());
        for i in 0..keys {
            arrays.push(arrow_select::take::take(batch.column(i), &firsts, None)?);
        }
        for line in lines.into_iter().chain([axes]) {
            arrays.push(Arc::clone(Values::from_values(Type::Dynamic, line).array()));
        }
        if self.evidence {
            let lists = batch.column(batch.num_columns() - 1).as_list::<i32>();
            let of_group =
                |bins: &BTreeMap<i64, usize>| bins.values().flat_map(|row| evidence::ids(lists, *row)).collect();
            arrays.push(evidence::column(rows.iter().map(of_group)));
        }
        let options = RecordBatchOptions::new().with_row_count(Some(rows.len()));
        Ok(RecordBatch::try_new_with_options(Arc::clone(schema), arrays, &options)?)
    }

    /// The group of each row, numbered as they appear.
    fn groups(&self, batch: &RecordBatch, keys: usize) -> Result<Vec<usize>> {
        if keys == 0 {
            return Ok(vec![0; batch.num_rows()]);
        }
        let mut values = new_group_values(Arc::clone(&self.key_schema), &GroupOrdering::None)?;
        let mut groups = Vec::new();
        values.intern(batch.columns().get(..keys).unwrap_or_default(), &mut groups)?;
        Ok(groups)
    }
}
