//! `mv-expand`: one row for each element.

use std::sync::Arc;

use arrow_array::builder::StringViewBuilder;
use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions, UInt64Array};
use arrow_schema::SchemaRef;
use datafusion_common::Result;
use datafusion_physical_expr::PhysicalExpr;
use muster_binder::bound::{Column, ExpandColumn, MvExpand, Relation};
use muster_catalog::{Type, Value};
use muster_functions::expand::{BagKind, cast, expand};
use muster_values::json_text::elements;
use muster_values::{Args, Column as Values};
use serde_json::Value as Json;

use crate::adapt::call::to_column;
use crate::adapt::node::{BatchWork, EachBatch, WorkExec};
use crate::expr::reads;
use crate::operator::parse::position;
use crate::plan::{Needed, Node, Planner, schema};
use crate::run::RunError;

/// Expands columns.
pub(crate) fn plan(
    planner: &Planner<'_>,
    relation: &Relation,
    needed: &Needed,
    expand: &MvExpand,
) -> std::result::Result<Node, RunError> {
    let made: Vec<&Column> = expand.columns.iter().map(|c| &c.output).chain(&expand.item_index).collect();
    let mut wanted: Needed = needed.iter().copied().filter(|id| !made.iter().any(|c| c.id == *id)).collect();
    expand.columns.iter().for_each(|c| reads(&c.value, &mut wanted));
    let input = planner.relation(&expand.input, &wanted)?;
    let columns: Vec<Column> = relation.columns.iter().filter(|c| needed.contains(&c.id)).cloned().collect();
    let sources = columns
        .iter()
        .map(|c| match made.iter().position(|m| m.id == c.id) {
            Some(i) => Ok(Source::Made(i)),
            None => position(&input, c.id).map(Source::Passed),
        })
        .collect::<std::result::Result<Vec<_>, RunError>>()?;
    let kind = if expand.bag_as_array { BagKind::Array } else { BagKind::Bag };
    let work = ExpandWork {
        expansion: Expansion::plan(planner, &input, &expand.columns, kind, expand.limit)?,
        sources,
        evidence: planner.evidence().then_some(input.columns.len()),
    };
    let schema = schema(&columns, planner.evidence());
    Ok(Node { plan: WorkExec::plan(vec![input.plan], schema, Arc::new(EachBatch(Arc::new(work)))), columns })
}

/// What is expanded, and how.
#[derive(Debug)]
pub(crate) struct Expansion {
    values: Vec<Arc<dyn PhysicalExpr>>,
    types: Vec<Type>,
    kind: BagKind,
    limit: usize,
}

/// Expanded rows.
pub(crate) struct Expanded {
    /// The row of the input that each row comes from, in order.
    pub(crate) from: UInt64Array,
    /// A column for each one that is expanded, then the index of the element.
    pub(crate) made: Vec<ArrayRef>,
}

impl Expansion {
    /// Plans the expansion of columns of `input`.
    pub(crate) fn plan(
        planner: &Planner<'_>,
        input: &Node,
        columns: &[ExpandColumn],
        kind: BagKind,
        limit: Option<u64>,
    ) -> std::result::Result<Self, RunError> {
        let mut values = Vec::with_capacity(columns.len());
        for column in columns {
            values.push(planner.expr(&column.value, input)?);
        }
        let types = columns.iter().map(|c| c.output.ty).collect();
        let limit = limit.and_then(|l| usize::try_from(l).ok()).unwrap_or(usize::MAX);
        Ok(Self { values, types, kind, limit })
    }

    /// Expands the rows of a batch.
    pub(crate) fn expand(&self, batch: &RecordBatch) -> Result<Expanded> {
        let rows = batch.num_rows();
        let mut columns = Vec::with_capacity(self.values.len());
        for value in &self.values {
            columns.push(to_column(value.evaluate(batch)?)?);
        }
        let types = vec![Type::Dynamic; columns.len()];
        let args = Args::new(&columns, &types, rows, Type::Dynamic);
        let views: Vec<_> = (0..columns.len()).map(|i| args.text(i)).collect();
        let mut made: Vec<Made> = self.types.iter().map(|ty| Made::new(*ty)).collect();
        let (mut from, mut item) = (Vec::new(), Vec::new());
        for row in 0..rows {
            let lists: Vec<List<'_>> = views.iter().map(|view| List::of(view.raw(row), self.kind)).collect();
            let length = lists.iter().map(List::len).max().unwrap_or(0).min(self.limit);
            for (list, column) in lists.into_iter().zip(&mut made) {
                column.extend(list, length);
            }
            from.extend(std::iter::repeat_n(row as u64, length));
            item.extend((0..length).filter_map(|i| i64::try_from(i).ok()).map(Value::Long));
        }
        let mut made: Vec<ArrayRef> = made.into_iter().map(Made::finish).collect();
        made.push(Arc::clone(Values::from_values(Type::Long, item).array()));
        Ok(Expanded { from: UInt64Array::from(from), made })
    }
}

/// What one value is expanded to.
enum List<'a> {
    /// The elements of an array by their texts.
    Texts(Vec<&'a str>),
    Values(Vec<Option<Json>>),
}

impl<'a> List<'a> {
    fn of(value: Option<&'a str>, kind: BagKind) -> Self {
        if let Some(Ok(Some(texts))) = value.map(elements) {
            return Self::Texts(texts);
        }
        let value = value.and_then(|text| serde_json::from_str(text).ok()).filter(|json: &Json| !json.is_null());
        Self::Values(expand(value, kind))
    }

    fn len(&self) -> usize {
        match self {
            Self::Texts(texts) => texts.len(),
            Self::Values(values) => values.len(),
        }
    }
}

/// A column that is being made.
enum Made {
    /// `dynamic`.
    Texts(StringViewBuilder),
    Values(Type, Vec<Value>),
}

impl Made {
    fn new(ty: Type) -> Self {
        if ty == Type::Dynamic { Self::Texts(StringViewBuilder::new()) } else { Self::Values(ty, Vec::new()) }
    }

    /// Appends the first `length` elements; nulls where the list is shorter.
    fn extend(&mut self, list: List<'_>, length: usize) {
        match (self, list) {
            (Self::Texts(column), List::Texts(texts)) => {
                let mut texts = texts.into_iter();
                (0..length).for_each(|_| column.append_option(texts.next().filter(|text| *text != "null")));
            }
            (Self::Texts(column), List::Values(values)) => {
                let mut values = values.into_iter();
                (0..length).for_each(|_| column.append_option(values.next().flatten().map(|value| value.to_string())));
            }
            (Self::Values(ty, column), List::Texts(texts)) => {
                let mut texts = texts.into_iter().map(|text| serde_json::from_str(text).ok());
                let null = |json: &Json| !json.is_null();
                column.extend((0..length).map(|_| cast(texts.next().flatten().filter(null).as_ref(), *ty)));
            }
            (Self::Values(ty, column), List::Values(values)) => {
                let mut values = values.into_iter();
                column.extend((0..length).map(|_| cast(values.next().flatten().as_ref(), *ty)));
            }
        }
    }

    fn finish(self) -> ArrayRef {
        match self {
            Self::Texts(mut column) => Arc::new(column.finish()),
            Self::Values(ty, values) => Arc::clone(Values::from_values(ty, values).array()),
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Source {
    Passed(usize),
    /// The index after the last expanded column is the item index.
    Made(usize),
}

#[derive(Debug)]
struct ExpandWork {
    expansion: Expansion,
    sources: Vec<Source>,
    evidence: Option<usize>,
}

impl BatchWork for ExpandWork {
    fn name(&self) -> &'static str {
        "MvExpand"
    }

    fn map(&self, batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch> {
        let Expanded { from, made } = self.expansion.expand(batch)?;
        let mut arrays: Vec<ArrayRef> = Vec::with_capacity(schema.fields().len());
        for source in &self.sources {
            match source {
                Source::Passed(i) => arrays.push(arrow_select::take::take(batch.column(*i), &from, None)?),
                Source::Made(i) => arrays.extend(made.get(*i).cloned()),
            }
        }
        if let Some(i) = self.evidence {
            arrays.push(arrow_select::take::take(batch.column(i), &from, None)?);
        }
        let options = RecordBatchOptions::new().with_row_count(Some(from.len()));
        Ok(RecordBatch::try_new_with_options(Arc::clone(schema), arrays, &options)?)
    }
}
