//! Rows of a stored table: read side by side, filtered where they are read.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, BooleanArray, RecordBatch, RecordBatchOptions};
use arrow_schema::{Fields, Schema, SchemaRef};
use datafusion_common::{Result, internal_datafusion_err};
use datafusion_execution::{SendableRecordBatchStream, TaskContext};
use datafusion_physical_expr::PhysicalExpr;
use datafusion_physical_plan::stream::RecordBatchStreamAdapter;
use muster_binder::bound::{Column, ColumnId, Expr, ExprKind, Relation, RelationKind};
use muster_catalog::{Table, Type, Value};
use muster_values::{Bounds, Condition, Dictionary, Failure, StoredRows};

use crate::adapt::call::{failure, failure_of};
use crate::adapt::node::{Work, WorkExec};
use crate::expr::all_reads;
use crate::operator::table::{no_column, wanted};
use crate::plan::{Needed, Node, Planner, schema};
use crate::run::RunError;

/// Batches of a part that wait to be used before its reader waits.
const AHEAD: usize = 4;

/// How the rows of a stored table are wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted<'a> {
    /// Only the columns that somebody above needs.
    pub(crate) needed: &'a Needed,
    /// Only the rows that pass all of these.
    pub(crate) predicates: &'a [&'a Expr],
    /// Whether texts may come as dictionaries.
    pub(crate) dictionaries: bool,
}

/// Reads a stored table.
pub(crate) fn plan(
    planner: &Planner<'_>,
    relation: &Relation,
    (table, rows): (&Table, &Arc<dyn StoredRows>),
    sources: &[String],
    asked: Wanted<'_>,
) -> std::result::Result<Node, RunError> {
    if planner.evidence() || planner.options.keep.contains_key(&table.name) {
        return Err(RunError::Internal(format!("the rows of the stored table `{}` are no events", table.name)));
    }
    let index = |source: &String| {
        let index = table.columns.iter().position(|c| c.name == *source);
        index.ok_or_else(|| no_column(&table.name, source, relation.span))
    };
    let (columns, names) = wanted(relation, asked.needed, sources);
    let indexes = names.into_iter().map(index).collect::<std::result::Result<Vec<_>, _>>()?;
    let mut conditions: Vec<Arc<dyn Condition>> = Vec::with_capacity(asked.predicates.len());
    for predicate in asked.predicates {
        let (columns, names) = wanted(relation, &all_reads([*predicate]), sources);
        let indexes = names.into_iter().map(index).collect::<std::result::Result<Vec<_>, _>>()?;
        let nothing = crate::operator::datatable::singleton(planner)?;
        let node = Node { plan: nothing.plan, columns };
        conditions.push(Arc::new(Predicate {
            expression: planner.expr(predicate, &node)?,
            bounds: bounds(planner, predicate, &node.columns, &indexes)?,
            dictionaries: !chooses(predicate),
            columns: indexes,
        }));
    }
    let schema = schema(&columns, false);
    let (columns_read, conditions) = (indexes.into(), conditions.into());
    let work = Read { rows: Arc::clone(rows), columns: columns_read, dictionaries: asked.dictionaries, conditions };
    Ok(Node { plan: WorkExec::plan(Vec::new(), schema, Arc::new(work)), columns })
}

/// The predicates of a `where` and of those right below it, if they stand on a stored table: in the order written, each
/// a part that an `and` joins.
pub(crate) fn predicates<'a>(
    planner: &Planner<'_>,
    input: &'a Relation,
    predicate: &'a Expr,
) -> Option<(&'a Relation, Vec<&'a Expr>)> {
    let (mut base, mut found) = (input, vec![predicate]);
    while let RelationKind::Filter { input, predicate } = &base.kind {
        found.push(predicate);
        base = input;
    }
    let RelationKind::Table { name, .. } = &base.kind else { return None };
    planner.tables.stored(name)?;
    let mut parts = Vec::new();
    found.into_iter().rev().for_each(|p| split(p, &mut parts));
    Some((base, parts))
}

fn split<'a>(predicate: &'a Expr, parts: &mut Vec<&'a Expr>) {
    match &predicate.kind {
        ExprKind::Call { function, arguments, .. } if function == "and" => {
            arguments.iter().for_each(|a| split(a, parts));
        }
        _ => parts.push(predicate),
    }
}

/// Whether some part of an expression gives one of several values as it is; it must not be given dictionaries, since
/// the others are none.
pub(crate) fn chooses(expression: &Expr) -> bool {
    match &expression.kind {
        ExprKind::Conditional { .. } => true,
        ExprKind::Call { arguments, .. } => arguments.iter().any(chooses),
        ExprKind::InList { value, items, .. } => chooses(value) || items.iter().any(chooses),
        ExprKind::InTable { value, .. } => chooses(value),
        ExprKind::Element { object, index } => chooses(object) || chooses(index),
        _ => false,
    }
}

/// The bounds that a comparison with a constant sets.
fn bounds(
    planner: &Planner<'_>,
    predicate: &Expr,
    columns: &[Column],
    indexes: &[usize],
) -> std::result::Result<Option<Bounds>, RunError> {
    let ExprKind::Call { function, arguments, .. } = &predicate.kind else { return Ok(None) };
    let [left, right] = arguments.as_slice() else { return Ok(None) };
    let (id, constant, mirrored): (ColumnId, &Expr, bool) = match (&left.kind, &right.kind) {
        (ExprKind::Column(id), _) => (*id, right, false),
        (_, ExprKind::Column(id)) => (*id, left, true),
        _ => return Ok(None),
    };
    let ticks = |ty| matches!(ty, Type::Datetime | Type::Timespan | Type::Long);
    if left.ty != right.ty || !ticks(left.ty) {
        return Ok(None);
    }
    let limit = match planner.constant(constant)? {
        Some(Value::Long(n)) => n,
        Some(Value::Datetime(at)) => at.0,
        Some(Value::Timespan(length)) => length.0,
        _ => return Ok(None),
    };
    let place = columns.iter().position(|c| c.id == id).and_then(|i| indexes.get(i));
    let Some(&column) = place else { return Ok(None) };
    let range = match (function.as_str(), mirrored) {
        ("==", _) => Some((limit, limit)),
        (">=", false) | ("<=", true) => Some((limit, i64::MAX)),
        ("<=", false) | (">=", true) => Some((i64::MIN, limit)),
        (">", false) | ("<", true) => limit.checked_add(1).map(|least| (least, i64::MAX)),
        ("<", false) | (">", true) => limit.checked_sub(1).map(|greatest| (i64::MIN, greatest)),
        _ => None,
    };
    Ok(range.map(|(least, greatest)| Bounds { column, least, greatest }))
}

/// A predicate as a condition on stored rows.
#[derive(Debug)]
struct Predicate {
    expression: Arc<dyn PhysicalExpr>,
    columns: Vec<usize>,
    bounds: Option<Bounds>,
    dictionaries: bool,
}

impl Condition for Predicate {
    fn columns(&self) -> &[usize] {
        &self.columns
    }

    fn takes_dictionaries(&self) -> bool {
        self.dictionaries
    }

    fn bounds(&self) -> Option<Bounds> {
        self.bounds
    }

    fn test(&self, batch: &RecordBatch) -> std::result::Result<BooleanArray, Failure> {
        let answer = self.expression.evaluate(batch).and_then(|value| value.into_array(batch.num_rows()));
        let answer = answer.map_err(|error| failure_of(&error))?;
        answer.as_boolean_opt().cloned().ok_or_else(|| Failure::new("a predicate is no `bool`"))
    }
}

/// Reads a stored table.
#[derive(Debug)]
struct Read {
    rows: Arc<dyn StoredRows>,
    columns: Arc<[usize]>,
    dictionaries: bool,
    conditions: Arc<[Arc<dyn Condition>]>,
}

impl Work for Read {
    fn name(&self) -> &'static str {
        "Read"
    }

    fn open(
        &self,
        _: Vec<SendableRecordBatchStream>,
        schema: SchemaRef,
        _: &Arc<TaskContext>,
    ) -> Result<SendableRecordBatchStream> {
        let (senders, receivers): (Vec<_>, Vec<_>) =
            (0..self.rows.part_count()).map(|_| sync_channel(AHEAD)).map(|(s, r)| (Mutex::new(Some(s)), r)).unzip();
        let job = Arc::new(Job {
            rows: Arc::clone(&self.rows),
            columns: Arc::clone(&self.columns),
            dictionaries: self.dictionaries,
            conditions: Arc::clone(&self.conditions),
            senders,
            next: AtomicUsize::new(0),
        });
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(receivers.len());
        for _ in 0..threads {
            let job = Arc::clone(&job);
            std::thread::Builder::new().name("read".to_owned()).spawn(move || job.work())?;
        }
        let result = Arc::clone(&schema);
        // One query runs on one thread, which may wait here: the readers have threads of their own.
        let batches = receivers.into_iter().flat_map(rows_of).map(move |batch| {
            let batch = batch?;
            batch_of(&result, batch.columns().to_vec(), batch.num_rows())
        });
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema, futures::stream::iter(batches))))
    }
}

/// A batch with the names of a schema and its types, but that a text may be a dictionary.
pub(crate) fn batch_of(schema: &SchemaRef, columns: Vec<ArrayRef>, rows: usize) -> Result<RecordBatch> {
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    let is_dictionary = |array: &ArrayRef| Dictionary::of(array).is_some();
    if !columns.iter().any(is_dictionary) {
        return Ok(RecordBatch::try_new_with_options(Arc::clone(schema), columns, &options)?);
    }
    let fields = schema.fields().iter().zip(&columns).map(|(field, column)| {
        let dictionary =
            is_dictionary(column).then(|| field.as_ref().clone().with_data_type(column.data_type().clone()));
        dictionary.map_or_else(|| Arc::clone(field), Arc::new)
    });
    let schema = Arc::new(Schema::new(fields.collect::<Fields>()));
    Ok(RecordBatch::try_new_with_options(schema, columns, &options)?)
}

/// What a reader says of a part: batches, and at the end nothing.
type Said = Option<std::result::Result<RecordBatch, Failure>>;

/// The batches of a part. A reader that is gone without having said that the part is over has left rows out.
fn rows_of(part: Receiver<Said>) -> impl Iterator<Item = Result<RecordBatch>> {
    let mut over = false;
    std::iter::from_fn(move || {
        if over {
            return None;
        }
        let said = match part.recv() {
            Ok(said) => said?.map_err(failure),
            Err(_) => Err(internal_datafusion_err!("a thread that reads rows ended early")),
        };
        over = said.is_err();
        Some(said)
    })
}

/// What the readers share. Parts are taken in order and each has a queue of its own, so that whoever reads the first
/// part that is not used up always goes on, and rows come in order whoever reads them.
struct Job {
    rows: Arc<dyn StoredRows>,
    columns: Arc<[usize]>,
    dictionaries: bool,
    conditions: Arc<[Arc<dyn Condition>]>,
    senders: Vec<Mutex<Option<SyncSender<Said>>>>,
    next: AtomicUsize,
}

impl Job {
    fn work(&self) {
        loop {
            let part = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(slot) = self.senders.get(part) else { return };
            let Some(sender) = slot.lock().unwrap_or_else(PoisonError::into_inner).take() else { return };
            // Sending fails when nobody wants more rows.
            let wanted = match self.rows.open(part, &self.columns, self.dictionaries, &self.conditions) {
                Ok(mut batches) => batches.all(|batch| sender.send(Some(batch)).is_ok()),
                Err(failure) => sender.send(Some(Err(failure))).is_ok(),
            };
            if !wanted || sender.send(None).is_err() {
                return;
            }
        }
    }
}
