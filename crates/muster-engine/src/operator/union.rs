//! `union`: the rows of the first input, then those of the next.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use datafusion_common::Result;
use muster_binder::bound::{Column, Expr, Relation};
use muster_catalog::Value;

use crate::adapt::node::{BatchWork, EachBatch, WorkExec};
use crate::expr::{all_reads, literal};
use crate::operator::project;
use crate::plan::{Needed, Node, Planner, schema};
use crate::run::RunError;

/// Rows of all inputs, in their order.
pub(crate) fn plan(
    planner: &Planner<'_>,
    relation: &Relation,
    needed: &Needed,
    inputs: &[Relation],
    sources: &[Vec<Option<Expr>>],
) -> Result<Node, RunError> {
    let wanted: Vec<(usize, &Column)> =
        relation.columns.iter().enumerate().filter(|(_, c)| needed.contains(&c.id)).collect();
    let mut plans = Vec::with_capacity(inputs.len());
    for (input, sources) in inputs.iter().zip(sources) {
        let source = |i: usize| sources.get(i).and_then(Option::as_ref);
        let input = planner.relation(input, &all_reads(wanted.iter().filter_map(|(i, _)| source(*i))))?;
        let mut columns = Vec::with_capacity(wanted.len());
        for (i, column) in &wanted {
            let planned = match source(*i) {
                Some(expression) => planner.expr(expression, &input)?,
                None => literal(&Value::null(column.ty))?,
            };
            columns.push(((*column).clone(), planned));
        }
        plans.push(project::node(planner, &input, columns).plan);
    }
    let columns: Vec<Column> = wanted.into_iter().map(|(_, c)| c.clone()).collect();
    let schema = schema(&columns, planner.evidence());
    Ok(Node { plan: WorkExec::plan(plans, schema, Arc::new(EachBatch(Arc::new(Union)))), columns })
}

#[derive(Debug)]
struct Union;

impl BatchWork for Union {
    fn name(&self) -> &'static str {
        "Union"
    }

    fn map(&self, batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch> {
        Ok(batch.clone().with_schema(Arc::clone(schema))?)
    }
}
