//! Planning: a relation and the columns wanted of it give a node.

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow_schema::{Field, Schema, SchemaRef};
use datafusion_physical_expr::PhysicalExpr;
use datafusion_physical_expr::expressions::Column;
use datafusion_physical_plan::ExecutionPlan;
use muster_binder::bound::{self, ColumnId, Relation, RelationKind};
use muster_values::{TableSet, arrow_type};

use crate::evidence;
use crate::expr::unchecked;
use crate::operator;
use crate::run::{Options, RunError};

/// Columns that somebody above needs.
pub(crate) type Needed = BTreeSet<ColumnId>;

/// A planned relation. Field `i` of the plan's schema is column `columns[i]`; with evidence one more field follows.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    /// The plan.
    pub(crate) plan: Arc<dyn ExecutionPlan>,
    /// The columns that it gives: at least those needed.
    pub(crate) columns: Vec<bound::Column>,
}

impl Node {
    /// A reference to a column.
    pub(crate) fn column(&self, id: ColumnId) -> Result<Arc<dyn PhysicalExpr>, RunError> {
        let index = self.columns.iter().position(|c| c.id == id);
        let index = index.ok_or_else(|| RunError::Internal(format!("column c{} is not in its input", id.0)))?;
        Ok(Arc::new(Column::new(&field_name(id), index)))
    }

    /// A reference to the hidden column of evidence.
    pub(crate) fn evidence(&self) -> Arc<dyn PhysicalExpr> {
        Arc::new(Column::new(evidence::FIELD, self.columns.len()))
    }
}

/// The name of a column's field.
pub(crate) fn field_name(id: ColumnId) -> String {
    format!("c{}", id.0)
}

/// A schema of these columns, with the hidden one if evidence is kept.
pub(crate) fn schema(columns: &[bound::Column], with_evidence: bool) -> SchemaRef {
    let mut fields: Vec<Field> = columns.iter().map(|c| Field::new(field_name(c.id), arrow_type(c.ty), true)).collect();
    if with_evidence {
        fields.push(evidence::field());
    }
    Arc::new(Schema::new(fields))
}

/// What planning knows.
#[derive(Debug)]
pub(crate) struct Planner<'a> {
    /// The rows.
    pub(crate) tables: &'a TableSet,
    /// Clock and modes.
    pub(crate) options: &'a Options<'a>,
}

impl Planner<'_> {
    /// Plans a relation of which `needed` columns are wanted.
    pub(crate) fn relation(&self, relation: &Relation, needed: &Needed) -> Result<Node, RunError> {
        self.planned(relation, needed, false)
    }

    /// Plans the input of somebody who takes dictionaries of texts, as a stored table may give them.
    pub(crate) fn grouped(&self, relation: &Relation, needed: &Needed) -> Result<Node, RunError> {
        self.planned(relation, needed, true)
    }

    fn planned(&self, relation: &Relation, needed: &Needed, dictionaries: bool) -> Result<Node, RunError> {
        match &relation.kind {
            RelationKind::Table { name, sources } => {
                operator::table::plan(self, relation, needed, (name, sources), dictionaries)
            }
            RelationKind::Datatable { rows } => operator::datatable::plan(self, relation, rows),
            RelationKind::Singleton => operator::datatable::singleton(self),
            RelationKind::Range { from, to, step } => operator::range::plan(self, relation, from, to, step),
            RelationKind::Filter { input, predicate } => {
                operator::r#where::plan(self, needed, input, predicate, dictionaries)
            }
            RelationKind::Project { input, expressions } => {
                operator::project::plan(self, relation, needed, (input, expressions), dictionaries)
            }
            RelationKind::Aggregate { input, keys, aggregates } => {
                operator::summarize::plan(self, relation, input, keys, aggregates)
            }
            RelationKind::Sort { input, keys } => operator::sort::plan(self, needed, input, keys, None),
            RelationKind::Window { input, calls } => operator::window::plan(self, needed, input, calls),
            RelationKind::Scan(scan) => operator::scan::plan(self, relation, needed, scan),
            RelationKind::Partition(partition) => operator::partition::plan(self, relation, needed, partition),
            RelationKind::Partitioned => Ok(operator::partition::leaf(self, relation)),
            RelationKind::Take { input, count } => operator::take::plan(self, needed, input, count),
            RelationKind::Union { inputs, sources } => operator::union::plan(self, relation, needed, inputs, sources),
            RelationKind::Join { kind, left, right, on } => {
                operator::join::plan(self, relation, needed, *kind, left, right, on)
            }
            RelationKind::Matching(matching) => operator::matching::plan(self, relation, needed, matching),
            RelationKind::MvExpand(expand) => operator::mv_expand::plan(self, relation, needed, expand),
            RelationKind::Parse(parse) => operator::parse::plan(self, relation, needed, parse),
            RelationKind::ParseKv(parse) => operator::parse_kv::plan(self, relation, needed, parse),
            RelationKind::MvApply(apply) => operator::mv_apply::plan(self, relation, needed, apply),
            RelationKind::Applied => Ok(operator::mv_apply::applied(self, relation, needed)),
            RelationKind::TopNested(nested) => operator::top_nested::plan(self, relation, nested),
            RelationKind::MakeSeries(series) => operator::make_series::plan(self, relation, series),
            RelationKind::Platform { function, .. } => Err(unchecked(function)),
            RelationKind::Unsupported { what } => Err(unchecked(what)),
        }
    }

    /// Whether evidence is kept.
    pub(crate) fn evidence(&self) -> bool {
        self.options.evidence
    }
}
