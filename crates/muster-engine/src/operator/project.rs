//! `project`, `extend` and all others that compute columns.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use datafusion_common::Result;
use datafusion_physical_expr::PhysicalExpr;
use muster_binder::bound::{Column, Expr, Relation};

use crate::adapt::node::{BatchWork, EachBatch, WorkExec};
use crate::expr::all_reads;
use crate::operator::stored::{batch_of, chooses};
use crate::plan::{Needed, Node, Planner, schema};
use crate::run::RunError;

/// Computes the needed columns; with `dictionaries` a text that is passed on may come as one.
pub(crate) fn plan(
    planner: &Planner<'_>,
    relation: &Relation,
    needed: &Needed,
    (input, expressions): (&Relation, &[Expr]),
    dictionaries: bool,
) -> std::result::Result<Node, RunError> {
    let wanted: Vec<(&Column, &Expr)> =
        relation.columns.iter().zip(expressions).filter(|(c, _)| needed.contains(&c.id)).collect();
    let reads = all_reads(wanted.iter().map(|(_, e)| *e));
    let dictionaries = dictionaries && !wanted.iter().any(|(_, e)| chooses(e));
    let input = if dictionaries { planner.grouped(input, &reads)? } else { planner.relation(input, &reads)? };
    let mut planned = Vec::with_capacity(wanted.len());
    for (column, expression) in &wanted {
        planned.push(((*column).clone(), planner.expr(expression, &input)?));
    }
    Ok(node(planner, &input, planned))
}

/// A projection of `input` to these columns, and to its evidence.
pub(crate) fn node(planner: &Planner<'_>, input: &Node, columns: Vec<(Column, Arc<dyn PhysicalExpr>)>) -> Node {
    let (columns, mut expressions): (Vec<Column>, Vec<Arc<dyn PhysicalExpr>>) = columns.into_iter().unzip();
    if planner.evidence() {
        expressions.push(input.evidence());
    }
    let schema = schema(&columns, planner.evidence());
    let work = EachBatch(Arc::new(Compute { expressions }));
    Node { plan: WorkExec::plan(vec![Arc::clone(&input.plan)], schema, Arc::new(work)), columns }
}

#[derive(Debug)]
struct Compute {
    expressions: Vec<Arc<dyn PhysicalExpr>>,
}

impl BatchWork for Compute {
    fn name(&self) -> &'static str {
        "Compute"
    }

    fn map(&self, batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch> {
        let rows = batch.num_rows();
        let columns =
            self.expressions.iter().map(|e| e.evaluate(batch)?.into_array(rows)).collect::<Result<Vec<_>>>()?;
        batch_of(schema, columns, rows)
    }
}
