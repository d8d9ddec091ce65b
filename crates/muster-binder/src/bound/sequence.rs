//! What is computed of rows in their order, or of a part of them at a time.

use muster_source::Span;

use super::{Column, ColumnId, Expr, Relation};

/// A call of a window function. It may read the outputs of the calls before it.
#[derive(Debug, Clone, PartialEq)]
pub struct WindowCall {
    /// The function's name in the functions crate.
    pub function: String,
    /// Index of the chosen signature.
    pub overload: usize,
    /// Arguments, converted to the parameters' types.
    pub arguments: Vec<Expr>,
    /// The column that it gives, which no result shows.
    pub output: Column,
    /// The text of the call.
    pub span: Span,
}

/// `scan`. The relation's columns are those of the input, with the made ones in the place of those that steps assign,
/// then those declared, then the match id.
#[derive(Debug, Clone, PartialEq)]
pub struct Scan {
    /// Input.
    pub input: Relation,
    /// Columns that steps may assign.
    pub made: Vec<ScanColumn>,
    /// Steps, first to last.
    pub steps: Vec<ScanStep>,
    /// What expressions read of the state, under ids of its own.
    pub states: Vec<ScanState>,
    /// The column of the 0-based number of the match, if asked for.
    pub match_id: Option<Column>,
}

/// A column that steps may assign.
#[derive(Debug, Clone, PartialEq)]
pub struct ScanColumn {
    /// The column of the result.
    pub column: Column,
    /// What it is where a step does not assign it.
    pub origin: ScanOrigin,
}

/// What a made column is where a step does not assign it.
#[derive(Debug, Clone, PartialEq)]
pub enum ScanOrigin {
    /// The value of this column of the input.
    Input(ColumnId),
    /// The default that was declared with it, a constant.
    Declared(Expr),
}

/// A step.
#[derive(Debug, Clone, PartialEq)]
pub struct ScanStep {
    /// A `bool` on the input's columns and the state.
    pub condition: Expr,
    /// Indexes in [`Scan::made`], and what is assigned: on the input's columns and the state.
    pub assignments: Vec<(usize, Expr)>,
    /// Which matches are given out.
    pub output: ScanOutput,
}

/// Which matches of a step are given out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScanOutput {
    /// All.
    All,
    /// The last one of a series of matches.
    Last,
    /// None.
    None,
}

/// A column of the record that the state of the step evaluated keeps for a step.
#[derive(Debug, Clone, PartialEq)]
pub struct ScanState {
    /// The index of the step whose record is read.
    pub step: usize,
    /// What of the record.
    pub source: ScanSource,
    /// The column under whose id expressions read it. Its type's null, or what was declared, where there is no record.
    pub column: Column,
}

/// A column of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScanSource {
    /// A column of the input.
    Input(ColumnId),
    /// An index in [`Scan::made`].
    Made(usize),
}

/// `partition`: runs a subquery on the rows of each value of a column, and gives the rows of all.
#[derive(Debug, Clone, PartialEq)]
pub struct Partition {
    /// Input.
    pub input: Relation,
    /// The column of the input whose values part it.
    pub key: ColumnId,
    /// More values than this end the query.
    pub at_most: Option<usize>,
    /// The subquery over [`super::RelationKind::Partitioned`], or one with a source of its own.
    pub body: Relation,
    /// The column whose id stands for the value in a subquery with a source of its own; [`crate::with_value`] puts one
    /// in its place.
    pub value: Option<Column>,
}
