//! Rows of two inputs that a test brings together: `ipv4_lookup`, `ipv6_lookup`, `geo_polygon_lookup`, `geo_line_lookup`.
//!
//! The right input is read whole. Addresses are looked up in an index of networks; any other test is put to each left
//! row with every right row.

mod networks;

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchOptions, UInt64Array};
use arrow_schema::{Schema, SchemaRef};
use datafusion_common::{DataFusionError, Result};
use datafusion_execution::{SendableRecordBatchStream, TaskContext};
use datafusion_physical_expr::PhysicalExpr;
use datafusion_physical_plan::stream::RecordBatchStreamAdapter;
use futures::{StreamExt, TryStreamExt};
use muster_binder::bound::{Column, Expr, MatchTest, Matching, Relation};
use muster_catalog::Type;
use muster_source::Span;

use self::networks::{Addresses, Networks};
use crate::adapt::node::{Work, WorkExec};
use crate::adapt::text::TextOrEmpty;
use crate::evidence;
use crate::expr::all_reads;
use crate::operator::gather::gather;
use crate::operator::{parse::position, project};
use crate::plan::{Needed, Node, Planner};
use crate::run::RunError;

/// Pairs that are tested at a time.
const PAIRS: usize = 1 << 16;

/// Matches two relations.
pub(crate) fn plan(
    planner: &Planner<'_>,
    relation: &Relation,
    needed: &Needed,
    matching: &Matching,
) -> std::result::Result<Node, RunError> {
    let read: Vec<&Expr> = match &matching.test {
        MatchTest::Network { address, network, on, .. } => {
            [address, network].into_iter().chain(on.iter().flat_map(|(left, right)| [left, right])).collect()
        }
        MatchTest::Predicate(predicate) => vec![predicate],
    };
    let wanted: Needed = needed.union(&all_reads(read)).copied().collect();
    let side = |side: &Relation| {
        let of_side = side.columns.iter().map(|c| c.id).filter(|id| wanted.contains(id)).collect();
        planner.relation(side, &of_side)
    };
    let (left, right) = (side(&matching.left)?, side(&matching.right)?);
    let columns: Vec<Column> = relation.columns.iter().filter(|c| needed.contains(&c.id)).cloned().collect();
    let mut sources = Vec::with_capacity(columns.len());
    for column in &columns {
        let of_left = left.columns.iter().position(|c| c.id == column.id);
        sources.push(match of_left {
            Some(index) => Source::Left(index),
            None => Source::Right(position(&right, column.id)?),
        });
    }
    let test = Test::plan(planner, &matching.test, &left, &right)?;
    let fields = sources.iter().map(|source| match source {
        Source::Left(index) => left.plan.schema().field(*index).clone(),
        Source::Right(index) => right.plan.schema().field(*index).clone(),
    });
    let hidden = planner.evidence().then(evidence::field);
    let schema = Arc::new(Schema::new(fields.chain(hidden).collect::<Vec<_>>()));
    let evidence = planner.evidence().then_some((left.columns.len(), right.columns.len()));
    let work = MatchWork(Arc::new(Matcher { test, sources, outer: matching.outer, evidence, span: relation.span }));
    let plan = WorkExec::plan(vec![left.plan, right.plan], schema, Arc::new(work));
    let node = Node { plan, columns: columns.clone() };
    if !matching.outer {
        return Ok(node);
    }
    let mut filled: Vec<(Column, Arc<dyn PhysicalExpr>)> = Vec::with_capacity(columns.len());
    for column in columns {
        let value = node.column(column.id)?;
        filled.push((column.clone(), if column.ty == Type::String { Arc::new(TextOrEmpty(value)) } else { value }));
    }
    Ok(project::node(planner, &node, filled))
}

/// Where a column of the result comes from.
#[derive(Debug, Clone, Copy)]
enum Source {
    Left(usize),
    Right(usize),
}

#[derive(Debug)]
enum Test {
    Network(Addresses),
    /// On a row of the left input followed by one of the right input.
    Predicate {
        predicate: Arc<dyn PhysicalExpr>,
        schema: SchemaRef,
    },
}

impl Test {
    fn plan(planner: &Planner<'_>, test: &MatchTest, left: &Node, right: &Node) -> std::result::Result<Self, RunError> {
        Ok(match test {
            MatchTest::Network { family, address, network, on } => {
                Self::Network(Addresses::plan(planner, *family, (address, left), (network, right), on)?)
            }
            MatchTest::Predicate(predicate) => {
                let columns: Vec<Column> = left.columns.iter().chain(&right.columns).cloned().collect();
                let fields = |node: &Node| {
                    let schema = node.plan.schema();
                    schema.fields().iter().take(node.columns.len()).cloned().collect::<Vec<_>>()
                };
                let schema = Arc::new(Schema::new([fields(left), fields(right)].concat()));
                let pairs = Node { plan: Arc::clone(&left.plan), columns };
                Self::Predicate { predicate: planner.expr(predicate, &pairs)?, schema }
            }
        })
    }
}

#[derive(Debug)]
struct Matcher {
    test: Test,
    sources: Vec<Source>,
    outer: bool,
    /// Where the evidence of the left and of the right input is.
    evidence: Option<(usize, usize)>,
    span: Span,
}

/// The right input, ready to be looked into.
#[derive(Debug)]
struct Right {
    rows: RecordBatch,
    networks: Option<Networks>,
}

/// For each row of a result, the left row and the right one, if there is one.
#[derive(Debug, Default)]
struct Pairs {
    left: Vec<u64>,
    right: Vec<Option<u64>>,
}

impl Pairs {
    fn push(&mut self, left: usize, matches: impl IntoIterator<Item = u64>, outer: bool) {
        let before = self.left.len();
        for right in matches {
            self.left.push(left as u64);
            self.right.push(Some(right));
        }
        if outer && self.left.len() == before {
            self.left.push(left as u64);
            self.right.push(None);
        }
    }
}

impl Matcher {
    fn right(&self, rows: RecordBatch) -> Result<Right> {
        let networks = match &self.test {
            Test::Network(addresses) => Some(addresses.networks(&rows)?),
            Test::Predicate { .. } => None,
        };
        Ok(Right { rows, networks })
    }

    fn matched(&self, batch: &RecordBatch, right: &Right, schema: &SchemaRef) -> Result<RecordBatch> {
        let mut pairs = Pairs::default();
        match (&self.test, &right.networks) {
            (Test::Network(addresses), Some(networks)) => {
                for (row, matches) in addresses.matches(batch, networks, self.span)?.into_iter().enumerate() {
                    pairs.push(row, matches, self.outer);
                }
            }
            (Test::Predicate { predicate, schema }, _) => {
                self.test_pairs(predicate, schema, batch, right, &mut pairs)?;
            }
            (Test::Network(_), None) => return datafusion_common::internal_err!("there is no index of networks"),
        }
        let (left_rows, right_rows) = (UInt64Array::from(pairs.left), UInt64Array::from(pairs.right));
        let mut arrays: Vec<ArrayRef> = Vec::with_capacity(schema.fields().len());
        for source in &self.sources {
            arrays.push(match source {
                Source::Left(index) => arrow_select::take::take(batch.column(*index), &left_rows, None)?,
                Source::Right(index) => arrow_select::take::take(right.rows.column(*index), &right_rows, None)?,
            });
        }
        if let Some((left_index, right_index)) = self.evidence {
            let left_lists = batch.column(left_index).as_list::<i32>();
            let right_lists = right.rows.column(right_index).as_list::<i32>();
            let merged = left_rows.values().iter().zip(right_rows.iter()).map(|(left, right)| {
                let mut ids = evidence::ids(left_lists, *left as usize);
                ids.extend(right.map(|right| evidence::ids(right_lists, right as usize)).unwrap_or_default());
                ids
            });
            arrays.push(evidence::column(merged));
        }
        let options = RecordBatchOptions::new().with_row_count(Some(left_rows.len()));
        Ok(RecordBatch::try_new_with_options(Arc::clone(schema), arrays, &options)?)
    }

    fn test_pairs(
        &self,
        predicate: &Arc<dyn PhysicalExpr>,
        schema: &SchemaRef,
        batch: &RecordBatch,
        right: &Right,
        pairs: &mut Pairs,
    ) -> Result<()> {
        let (rows, width) = (right.rows.num_rows(), schema.fields().len());
        let right_width = width.saturating_sub(batch.num_columns() - usize::from(self.evidence.is_some()));
        let left_width = width - right_width;
        let step = (PAIRS / rows.max(1)).max(1);
        for start in (0..batch.num_rows()).step_by(step) {
            let left_rows = start..batch.num_rows().min(start + step);
            let left: UInt64Array =
                left_rows.clone().flat_map(|row| std::iter::repeat_n(row as u64, rows)).collect::<Vec<_>>().into();
            let of_right: UInt64Array = left_rows.clone().flat_map(|_| 0..rows as u64).collect::<Vec<_>>().into();
            let mut arrays: Vec<ArrayRef> = Vec::with_capacity(width);
            for column in batch.columns().iter().take(left_width) {
                arrays.push(arrow_select::take::take(column, &left, None)?);
            }
            for column in right.rows.columns().iter().take(right_width) {
                arrays.push(arrow_select::take::take(column, &of_right, None)?);
            }
            let options = RecordBatchOptions::new().with_row_count(Some(left.len()));
            let tested = RecordBatch::try_new_with_options(Arc::clone(schema), arrays, &options)?;
            let answers = predicate.evaluate(&tested)?.into_array(left.len())?;
            let answers = answers.as_boolean();
            for (index, row) in left_rows.enumerate() {
                let first = index * rows;
                let found = (0..rows).filter(|i| answers.is_valid(first + i) && answers.value(first + i));
                pairs.push(row, found.map(|i| i as u64), self.outer);
            }
        }
        Ok(())
    }
}

#[derive(Debug)]
struct MatchWork(Arc<Matcher>);

impl Work for MatchWork {
    fn name(&self) -> &'static str {
        "Matching"
    }

    fn open(
        &self,
        inputs: Vec<SendableRecordBatchStream>,
        schema: SchemaRef,
        _: &Arc<TaskContext>,
    ) -> Result<SendableRecordBatchStream> {
        let mut inputs = inputs.into_iter();
        let (Some(left), Some(right)) = (inputs.next(), inputs.next()) else {
            return datafusion_common::internal_err!("a match has two inputs");
        };
        let (work, result) = (Arc::clone(&self.0), Arc::clone(&schema));
        let stream = futures::stream::once(async move {
            let of_right = right.schema();
            let right = work.right(gather(vec![right], &of_right).await?)?;
            Ok::<_, DataFusionError>(left.map(move |batch| work.matched(&batch?, &right, &result)))
        });
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema, stream.try_flatten())))
    }
}
