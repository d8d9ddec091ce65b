//! `scan`: sequences of rows that match steps.
//!
//! Each step has a state of its own: the latest records of the steps up to it, and the number of the match. A row is put
//! to the steps from the last one to the first one. Where the state before a step holds a sequence and the step's
//! condition is true of it, the sequence moves on to the step; else, where the step holds one, or is the first step, the
//! row becomes the step's latest record.
//!
//! Evidence of a row given out is that of the row and of the records that its sequence keeps.

mod state;
mod work;

use std::sync::Arc;

use arrow_array::ArrayRef;
use muster_binder::bound::{Column, Expr, Relation, Scan, ScanOrigin, ScanSource};
use muster_catalog::{Type, Value};
use muster_values::Column as Values;

use self::state::{Default, Source};
use self::work::{ScanWork, Step, Term};
use crate::adapt::node::WorkExec;
use crate::expr::{all_reads, reads};
use crate::operator::parse::position;
use crate::plan::{Needed, Node, Planner, schema};
use crate::run::RunError;

/// Scans.
pub(crate) fn plan(planner: &Planner<'_>, relation: &Relation, needed: &Needed, scan: &Scan) -> Result<Node, RunError> {
    let mut wanted: Needed = scan.input.columns.iter().map(|c| c.id).filter(|id| needed.contains(id)).collect();
    for step in &scan.steps {
        reads(&step.condition, &mut wanted);
        step.assignments.iter().for_each(|(_, value)| reads(value, &mut wanted));
    }
    for made in &scan.made {
        if let ScanOrigin::Input(id) = made.origin {
            wanted.insert(id);
        }
    }
    for state in &scan.states {
        wanted.remove(&state.column.id);
        if let ScanSource::Input(id) = state.source {
            wanted.insert(id);
        }
    }
    let input = planner.relation(&scan.input, &wanted)?;
    let mut defaults = Vec::with_capacity(scan.made.len());
    for made in &scan.made {
        defaults.push(match &made.origin {
            ScanOrigin::Input(id) => Default::Input(position(&input, *id)?),
            ScanOrigin::Declared(value) => {
                let value = planner.constant(value)?;
                let value = value.ok_or_else(|| RunError::Internal("a default varies".to_owned()))?;
                Default::Value(one(&value, made.column.ty))
            }
        });
    }
    let terms = Terms { planner, scan, input: &input };
    let mut steps = Vec::with_capacity(scan.steps.len());
    for step in &scan.steps {
        let mut assignments = Vec::with_capacity(step.assignments.len());
        for (index, value) in &step.assignments {
            assignments.push((*index, terms.plan(value)?));
        }
        steps.push(Step { condition: terms.plan(&step.condition)?, assignments, output: step.output });
    }
    let columns: Vec<Column> = relation.columns.iter().filter(|c| needed.contains(&c.id)).cloned().collect();
    let mut results = Vec::with_capacity(columns.len());
    for column in &columns {
        let made = scan.made.iter().position(|made| made.column.id == column.id);
        results.push(match made {
            Some(index) => Output::Made(index),
            None if scan.match_id.as_ref().is_some_and(|id| id.id == column.id) => Output::MatchId,
            None => Output::Input(position(&input, column.id)?),
        });
    }
    let evidence = planner.evidence().then_some(input.columns.len());
    let types = scan.made.iter().map(|made| made.column.ty).collect();
    let work = ScanWork { steps, defaults, types, results, evidence };
    let result = schema(&columns, planner.evidence());
    Ok(Node { plan: WorkExec::plan(vec![input.plan], result, Arc::new(work)), columns })
}

/// What a column of the result is.
#[derive(Debug, Clone, Copy)]
enum Output {
    Input(usize),
    Made(usize),
    MatchId,
}

/// A value as a row of one column.
fn one(value: &Value, ty: Type) -> ArrayRef {
    Arc::clone(Values::from_values(ty, [value.clone()]).array())
}

struct Terms<'a> {
    planner: &'a Planner<'a>,
    scan: &'a Scan,
    input: &'a Node,
}

impl Terms<'_> {
    /// An expression on a row and the state.
    fn plan(&self, expression: &Expr) -> Result<Term, RunError> {
        let read = all_reads([expression]);
        let states: Vec<_> = self.scan.states.iter().filter(|state| read.contains(&state.column.id)).collect();
        if states.is_empty() {
            return Ok(Term::of_row(self.planner.expr(expression, self.input)?));
        }
        let (mut columns, mut sources) = (Vec::new(), Vec::new());
        for (index, column) in self.input.columns.iter().enumerate().filter(|(_, c)| read.contains(&c.id)) {
            columns.push(column.clone());
            sources.push(Source::Row(index));
        }
        for state in states {
            let nothing = one(&Value::null(state.column.ty), state.column.ty);
            columns.push(state.column.clone());
            sources.push(match state.source {
                ScanSource::Input(id) => {
                    Source::Input { step: state.step, index: position(self.input, id)?, otherwise: nothing }
                }
                ScanSource::Made(index) => Source::Made { step: state.step, index, otherwise: nothing },
            });
        }
        let rows = Node { plan: Arc::clone(&self.input.plan), columns };
        Ok(Term::of_state(self.planner.expr(expression, &rows)?, schema(&rows.columns, false), sources))
    }
}
