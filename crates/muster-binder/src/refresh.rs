//! Gives a bound tree new column ids, so that it can stand in a query a second time, or puts a value in place of a
//! column.

use std::collections::BTreeMap;

use muster_catalog::Value;
use muster_source::Span;

use crate::binder::Binder;
use crate::bound::{
    AggregateCall, Column, ColumnId, ExpandColumn, Expr, ExprKind, MatchTest, ParsePart, Relation, RelationKind, Scan,
    ScanOrigin, ScanSource,
};
use crate::scope::Tabular;

/// A tree is walked on a stack of this size where less than `ROOM` is left.
const STACK: usize = 16 << 20;
const ROOM: usize = 1 << 20;

impl Binder<'_> {
    /// A copy of `table` with ids of its own, at `span`.
    pub(crate) fn copy_table(&mut self, table: &Tabular, span: Span) -> Tabular {
        let mut renumber = Renumber::new(Some(self));
        let mut copy = stacker::maybe_grow(ROOM, STACK, || {
            let mut copy = table.clone();
            renumber.relation(&mut copy.relation);
            copy
        });
        let (ids, nodes) = (renumber.ids, renumber.nodes);
        copy.hidden = table.hidden.iter().map(|id| ids.get(id).copied().unwrap_or(*id)).collect();
        if self.charge(nodes, span) { copy } else { self.broken_table(span) }
    }

    /// A copy of `expr` in which the tables inside have ids of their own; columns of the row keep theirs.
    pub(crate) fn copy_expr(&mut self, expr: &Expr, span: Span) -> Expr {
        let mut renumber = Renumber::new(Some(self));
        let mut copy = stacker::maybe_grow(ROOM, STACK, || {
            let mut copy = expr.clone();
            renumber.expr(&mut copy);
            copy
        });
        let nodes = renumber.nodes;
        if !self.charge(nodes, span) {
            return self.broken(span);
        }
        copy.span = self.place(span);
        copy
    }
}

/// A copy of `relation` in which `value` stands wherever `column` was read, which none of its tables gives.
#[must_use]
pub fn with_value(relation: &Relation, column: ColumnId, value: &Value) -> Relation {
    let mut renumber = Renumber { value: Some((column, value)), ..Renumber::new(None) };
    stacker::maybe_grow(ROOM, STACK, || {
        let mut copy = relation.clone();
        renumber.relation(&mut copy);
        copy
    })
}

struct Renumber<'b, 'a> {
    /// Who gives ids; without one they stay as they are.
    binder: Option<&'b mut Binder<'a>>,
    ids: BTreeMap<ColumnId, ColumnId>,
    nodes: usize,
    value: Option<(ColumnId, &'b Value)>,
}

impl<'b, 'a> Renumber<'b, 'a> {
    fn new(binder: Option<&'b mut Binder<'a>>) -> Self {
        Self { binder, ids: BTreeMap::new(), nodes: 0, value: None }
    }

    fn id(&mut self, id: &mut ColumnId) {
        let Some(binder) = self.binder.as_deref_mut() else { return };
        let known = *id;
        *id = match self.ids.get(&known) {
            Some(new) => *new,
            None => {
                let new = binder.fresh();
                if binder.unknown.contains(&known) {
                    binder.unknown.insert(new);
                }
                self.ids.insert(known, new);
                new
            }
        };
    }

    fn columns(&mut self, columns: &mut [Column]) {
        for column in columns {
            self.id(&mut column.id);
        }
    }

    fn exprs<'e>(&mut self, exprs: impl IntoIterator<Item = &'e mut Expr>) {
        for expr in exprs {
            self.expr(expr);
        }
    }

    fn expanded(&mut self, columns: &mut [ExpandColumn]) {
        for column in columns {
            self.expr(&mut column.value);
            self.id(&mut column.output.id);
        }
    }

    fn aggregate(&mut self, call: &mut AggregateCall) {
        self.exprs(&mut call.arguments);
        self.columns(&mut call.outputs);
    }

    fn scan(&mut self, scan: &mut Scan) {
        for column in &mut scan.made {
            match &mut column.origin {
                ScanOrigin::Input(id) => self.id(id),
                ScanOrigin::Declared(default) => self.expr(default),
            }
            self.id(&mut column.column.id);
        }
        for state in &mut scan.states {
            if let ScanSource::Input(id) = &mut state.source {
                self.id(id);
            }
            self.id(&mut state.column.id);
        }
        for step in &mut scan.steps {
            self.expr(&mut step.condition);
            self.exprs(step.assignments.iter_mut().map(|(_, value)| value));
        }
        self.columns(scan.match_id.as_mut_slice());
    }

    /// Inputs come first: what they define is what the expressions here refer to.
    fn relation(&mut self, relation: &mut Relation) {
        self.nodes += 1 + relation.columns.len();
        if self.nodes > 1 << 22 {
            return;
        }
        match &mut relation.kind {
            RelationKind::Table { .. }
            | RelationKind::Datatable { .. }
            | RelationKind::Singleton
            | RelationKind::Applied
            | RelationKind::Partitioned
            | RelationKind::Unsupported { .. } => {}
            RelationKind::Range { from, to, step } => self.exprs([from, to, step]),
            RelationKind::Filter { input, predicate } => {
                self.relation(input);
                self.expr(predicate);
            }
            RelationKind::Project { input, expressions } => {
                self.relation(input);
                self.exprs(expressions);
            }
            RelationKind::Aggregate { input, keys, aggregates } => {
                self.relation(input);
                self.exprs(keys);
                for call in aggregates {
                    self.aggregate(call);
                }
            }
            RelationKind::Sort { input, keys } => {
                self.relation(input);
                self.exprs(keys.iter_mut().map(|key| &mut key.value));
            }
            RelationKind::Window { input, calls } => {
                self.relation(input);
                for call in calls {
                    self.exprs(&mut call.arguments);
                    self.id(&mut call.output.id);
                }
            }
            RelationKind::Scan(scan) => {
                self.relation(&mut scan.input);
                self.scan(scan);
            }
            RelationKind::Partition(partition) => {
                self.relation(&mut partition.input);
                self.id(&mut partition.key);
                self.columns(partition.value.as_mut_slice());
                self.relation(&mut partition.body);
            }
            RelationKind::Take { input, count } => {
                self.relation(input);
                self.expr(count);
            }
            RelationKind::Union { inputs, sources } => {
                for input in inputs {
                    self.relation(input);
                }
                self.exprs(sources.iter_mut().flatten().flatten());
            }
            RelationKind::Join { left, right, on, .. } => {
                self.relation(left);
                self.relation(right);
                for (left, right) in on {
                    self.exprs([left, right]);
                }
            }
            RelationKind::Matching(matching) => {
                self.relation(&mut matching.left);
                self.relation(&mut matching.right);
                match &mut matching.test {
                    MatchTest::Network { address, network, on, .. } => {
                        self.exprs([address, network]);
                        self.exprs(on.iter_mut().flat_map(|(left, right)| [left, right]));
                    }
                    MatchTest::Predicate(predicate) => self.expr(predicate),
                }
            }
            RelationKind::MvExpand(expand) => {
                self.relation(&mut expand.input);
                self.expanded(&mut expand.columns);
                self.columns(expand.item_index.as_mut_slice());
            }
            RelationKind::MvApply(apply) => {
                self.relation(&mut apply.input);
                self.expanded(&mut apply.columns);
                self.columns(apply.item_index.as_mut_slice());
                self.columns(&mut apply.applied);
                self.relation(&mut apply.body);
            }
            RelationKind::Parse(parse) => {
                self.relation(&mut parse.input);
                self.expr(&mut parse.value);
                for part in &mut parse.parts {
                    if let ParsePart::Column(column) = part {
                        self.id(&mut column.id);
                    }
                }
            }
            RelationKind::ParseKv(parse) => {
                self.relation(&mut parse.input);
                self.expr(&mut parse.value);
                self.columns(&mut parse.columns);
            }
            RelationKind::TopNested(nested) => {
                self.relation(&mut nested.input);
                for level in &mut nested.levels {
                    self.exprs(level.count.as_mut());
                    self.expr(&mut level.of);
                    for call in &mut level.aggregates {
                        self.aggregate(call);
                    }
                    self.expr(&mut level.by);
                }
            }
            RelationKind::MakeSeries(series) => {
                self.relation(&mut series.input);
                self.exprs(&mut series.keys);
                for call in &mut series.aggregates {
                    self.aggregate(call);
                }
                self.exprs(series.values.iter_mut().flat_map(|(value, default)| [value, default]));
                self.expr(&mut series.axis);
                self.exprs(series.from.as_mut());
                self.exprs(series.to.as_mut());
                self.expr(&mut series.step);
            }
            RelationKind::Platform { input, arguments, .. } => {
                if let Some(input) = input {
                    self.relation(input);
                }
                self.exprs(arguments);
            }
        }
        self.columns(&mut relation.columns);
    }

    fn expr(&mut self, expr: &mut Expr) {
        self.nodes += 1;
        match &mut expr.kind {
            ExprKind::Literal(_) | ExprKind::Now | ExprKind::Unsupported { .. } => {}
            ExprKind::Column(id) => {
                if let Some((_, value)) = self.value.filter(|(column, _)| column == id) {
                    expr.kind = ExprKind::Literal(value.clone());
                } else if let Some(new) = self.ids.get(id) {
                    *id = *new;
                }
            }
            ExprKind::Call { arguments, .. } => self.exprs(arguments),
            ExprKind::Conditional { branches, otherwise } => {
                for (condition, value) in branches {
                    self.exprs([condition, value]);
                }
                self.expr(otherwise);
            }
            ExprKind::InList { value, items, .. } => {
                self.expr(value);
                self.exprs(items);
            }
            ExprKind::InTable { value, table, .. } => {
                self.expr(value);
                self.relation(table);
            }
            ExprKind::Element { object, index } => self.exprs([&mut **object, &mut **index]),
            ExprKind::ScalarSubquery(table) => self.relation(table),
        }
    }
}
