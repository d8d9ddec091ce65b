//! The bound tree: what a query means, with nothing left to decide.

use std::collections::BTreeMap;

use muster_catalog::{Table, Type, Value};
use muster_source::Span;

mod matching;
mod sequence;

pub use matching::{Family, MatchTest, Matching};
pub use sequence::{Partition, Scan, ScanColumn, ScanOrigin, ScanOutput, ScanSource, ScanState, ScanStep, WindowCall};

/// Identifies a column within one bound query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColumnId(pub u32);

/// A column of a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Unique in the query.
    pub id: ColumnId,
    /// The name that results show.
    pub name: String,
    /// Type.
    pub ty: Type,
}

/// A bound query.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// What gives the result.
    pub result: Relation,
    /// Whether the query reads the clock (`now()`, `ago()`).
    pub reads_clock: bool,
    /// Names of the catalog's tables that the query reads, sorted, each once.
    pub tables: Vec<String>,
    /// By table, the columns that the query can see of it: those of the schema, and those that an open table turned out
    /// to need.
    pub columns: BTreeMap<String, BTreeMap<String, Type>>,
    /// What `externaldata` reads, by table name, each once: tables that are read under names of their own, and that
    /// whoever runs the query has to provide. They are not among `tables`.
    pub externals: Vec<External>,
    /// What the data has to decide before the query can be run: inputs of plugins whose columns it decides, and tables that
    /// may have a column.
    pub pending: Vec<Pending>,
    /// Whether the data decides on further result columns (`bag_unpack`, `pivot`).
    pub open: bool,
    /// Columns of the result whose type only the data decides (`AzureDiagnostics`, a watchlist that is not at hand);
    /// they stand as `dynamic`.
    pub undetermined: Vec<ColumnId>,
}

/// Where a plugin stands: the text and the place in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub(crate) source: String,
    pub(crate) span: Span,
}

/// What becomes a column: a slot of bags, or a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// The name of the slot, or the text of the value.
    pub name: String,
    /// The type of the slot's values; `string` for a value.
    pub ty: Type,
}

/// Something that the data decides on: the columns of a plugin, or whether there is a column.
#[derive(Debug, Clone, PartialEq)]
pub struct Pending {
    /// Where it stands.
    pub place: Place,
    /// Its input.
    pub input: Relation,
    /// What of the input decides.
    pub decides: Decides,
}

/// What decides on columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decides {
    /// The slots of the bags in a column (`bag_unpack`).
    Slots(ColumnId),
    /// The different values of a column of type `string` (`pivot`).
    Values(ColumnId),
    /// Whether the input, a table, has this column (`column_ifexists`): then it is the one slot.
    HasColumn(String),
}

/// What an `externaldata` reads.
#[derive(Debug, Clone, PartialEq)]
pub struct External {
    /// The table as which it is read: declared columns, and a name that tells columns and addresses.
    pub table: Table,
    /// Addresses, as written.
    pub uris: Vec<String>,
    /// Options (`format`, `ignoreFirstRecord`), in the order written.
    pub options: Vec<(String, Value)>,
    /// The text that it stands for.
    pub span: Span,
}

/// A tabular expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// How its rows come about.
    pub kind: RelationKind,
    /// Its columns, in the order of results.
    pub columns: Vec<Column>,
    /// The text that it stands for.
    pub span: Span,
}

impl Relation {
    /// What its rows come from.
    #[must_use]
    pub fn inputs(&self) -> Vec<&Relation> {
        match &self.kind {
            RelationKind::Table { .. }
            | RelationKind::Datatable { .. }
            | RelationKind::Singleton
            | RelationKind::Range { .. }
            | RelationKind::Applied
            | RelationKind::Partitioned
            | RelationKind::Unsupported { .. } => Vec::new(),
            RelationKind::Filter { input, .. }
            | RelationKind::Project { input, .. }
            | RelationKind::Aggregate { input, .. }
            | RelationKind::Sort { input, .. }
            | RelationKind::Take { input, .. }
            | RelationKind::Window { input, .. } => vec![input],
            RelationKind::Scan(scan) => vec![&scan.input],
            RelationKind::Partition(partition) => vec![&partition.input],
            RelationKind::Union { inputs, .. } => inputs.iter().collect(),
            RelationKind::Join { left, right, .. } => vec![left, right],
            RelationKind::Matching(matching) => vec![&matching.left, &matching.right],
            RelationKind::MvExpand(expand) => vec![&expand.input],
            RelationKind::MvApply(apply) => vec![&apply.input],
            RelationKind::Parse(parse) => vec![&parse.input],
            RelationKind::ParseKv(parse) => vec![&parse.input],
            RelationKind::TopNested(nested) => vec![&nested.input],
            RelationKind::MakeSeries(series) => vec![&series.input],
            RelationKind::Platform { input, .. } => input.iter().map(AsRef::as_ref).collect(),
        }
    }
}

/// How rows come about.
#[derive(Debug, Clone, PartialEq)]
pub enum RelationKind {
    /// Rows of a table of the catalog. `sources` are the table's own column names, parallel to the relation's columns.
    Table {
        /// Table name.
        name: String,
        /// The table's own names of the relation's columns.
        sources: Vec<String>,
    },
    /// Rows written in the query.
    Datatable {
        /// Values, a row each.
        rows: Vec<Vec<Value>>,
    },
    /// One row without columns: what `print` computes on.
    Singleton,
    /// `range`: `from`, `from + step`, … up to `to`, included.
    Range {
        /// First value.
        from: Expr,
        /// Last value, included if met.
        to: Expr,
        /// Difference; may be negative.
        step: Expr,
    },
    /// The rows for which the predicate is true.
    Filter {
        /// Input.
        input: Box<Relation>,
        /// A `bool`.
        predicate: Expr,
    },
    /// Computes every column anew: `project`, `extend`, `project-away`, `project-rename`, … A column that is only
    /// passed on has an [`ExprKind::Column`] and keeps its id. `expressions` are parallel to the relation's columns.
    Project {
        /// Input.
        input: Box<Relation>,
        /// What each column is.
        expressions: Vec<Expr>,
    },
    /// Groups; without keys one group of all rows, also of none. The relation's columns are the keys, then the outputs
    /// of the aggregates.
    Aggregate {
        /// Input.
        input: Box<Relation>,
        /// Keys, parallel to the first columns.
        keys: Vec<Expr>,
        /// Aggregates.
        aggregates: Vec<AggregateCall>,
    },
    /// Sorts.
    Sort {
        /// Input.
        input: Box<Relation>,
        /// Keys, the first is the most significant.
        keys: Vec<SortKey>,
    },
    /// Window functions on all rows of the input, in their order. The relation's columns are the input's, then the
    /// outputs of the calls.
    Window {
        /// Input.
        input: Box<Relation>,
        /// Calls.
        calls: Vec<WindowCall>,
    },
    /// The first rows.
    Take {
        /// Input.
        input: Box<Relation>,
        /// A constant `long`.
        count: Expr,
    },
    /// Rows of all inputs. `sources[i]` are, parallel to the relation's columns, what input `i` has for each column;
    /// `None` is the null of the column's type.
    Union {
        /// Inputs.
        inputs: Vec<Relation>,
        /// What each input has for each column.
        sources: Vec<Vec<Option<Expr>>>,
    },
    /// Joins on equality of keys. The relation's columns are those of the left input, then those of the right one
    /// (kept by kind); where the other side has no match they are null, a `string` is `""`.
    Join {
        /// Kind.
        kind: JoinKind,
        /// Left input.
        left: Box<Relation>,
        /// Right input.
        right: Box<Relation>,
        /// Pairs of keys of equal type: an expression on the left input, one on the right input. Null equals no key.
        on: Vec<(Expr, Expr)>,
    },
    /// Pairs of rows that a test finds. The relation's columns are those of the left input, then those of the right one;
    /// where a left row has no match, the right ones are null, a `string` is `""`.
    Matching(Box<Matching>),
    /// `mv-expand`.
    MvExpand(Box<MvExpand>),
    /// `mv-apply`.
    MvApply(Box<MvApply>),
    /// Inside the body of `mv-apply`: the rows expanded from one row of its input.
    Applied,
    /// `scan`.
    Scan(Box<Scan>),
    /// `partition`.
    Partition(Box<Partition>),
    /// Inside the body of `partition`: the rows of one value. Its columns are parallel to those of the operator's input.
    Partitioned,
    /// `parse`, `parse-where`.
    Parse(Box<Parse>),
    /// `parse-kv`. The relation's columns are the input's, then one a key.
    ParseKv(Box<ParseKv>),
    /// `make-series`. The relation's columns are the keys, then the series of the aggregates, then that of the axis.
    MakeSeries(Box<MakeSeries>),
    /// `top-nested`. The relation's columns are, level by level, the value and what it is ranked by.
    TopNested(Box<TopNested>),
    /// A function of the platform (`FileProfile`): its result columns are known, its rows have to be provided. Columns
    /// of the input that it passes on keep their ids.
    Platform {
        /// Name.
        function: String,
        /// The table that it was invoked on, if any.
        input: Option<Box<Relation>>,
        /// Arguments.
        arguments: Vec<Expr>,
    },
    /// Something whose columns are known and that cannot be run: to be refused at the relation's span.
    Unsupported {
        /// What it is, as a noun phrase: ``operator `scan` ``.
        what: String,
    },
}

/// A call of an aggregate.
#[derive(Debug, Clone, PartialEq)]
pub struct AggregateCall {
    /// The aggregate's canonical name in the functions crate.
    pub function: String,
    /// Index of the chosen signature.
    pub overload: usize,
    /// Arguments, converted to the parameters' types.
    pub arguments: Vec<Expr>,
    /// The columns that it gives: one, but for `arg_max(x, a, b)` (`x`, `a`, `b`), `take_any(a, b)` (one an
    /// argument) and `percentiles(x, 5, 95)` (one a percentile).
    pub outputs: Vec<Column>,
    /// The text of the call.
    pub span: Span,
}

/// A sort key.
#[derive(Debug, Clone, PartialEq)]
pub struct SortKey {
    /// What is sorted by.
    pub value: Expr,
    /// Greatest first: KQL's default.
    pub descending: bool,
    /// Nulls first; by default with `asc`, not with `desc`.
    pub nulls_first: bool,
}

/// Kinds of join.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JoinKind {
    /// Inner, after one arbitrary row a key (here: the first) was kept of the left input. KQL's default.
    InnerUnique,
    /// Every pair.
    Inner,
    /// Every pair, and left rows without a match.
    LeftOuter,
    /// Every pair, and right rows without a match.
    RightOuter,
    /// Every pair, and rows without a match of both sides.
    FullOuter,
    /// Left rows with a match.
    LeftSemi,
    /// Right rows with a match.
    RightSemi,
    /// Left rows without a match.
    LeftAnti,
    /// Right rows without a match.
    RightAnti,
}

/// `mv-expand`: one row for each element; several columns advance together, shorter ones go on with null.
#[derive(Debug, Clone, PartialEq)]
pub struct MvExpand {
    /// Input.
    pub input: Relation,
    /// What is expanded.
    pub columns: Vec<ExpandColumn>,
    /// The column of the 0-based index of the element, if asked for.
    pub item_index: Option<Column>,
    /// At most so many rows from each row.
    pub limit: Option<u64>,
    /// A bag becomes `[key, value]` arrays instead of bags of one entry.
    pub bag_as_array: bool,
}

/// One expanded column. The relation's columns are the input's, with the expanded ones in the place of the columns that
/// they replace or at the end.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpandColumn {
    /// What is expanded, a `dynamic`.
    pub value: Expr,
    /// The column of the elements; its type is that of `to typeof(…)`, else `dynamic`.
    pub output: Column,
}

/// `mv-apply`: expands each row, applies a subquery to what it expands to, and joins the results with the row. The
/// relation's columns are those of the input that are not expanded, then those of the body; a column of the body that
/// has the name of an input column takes its place.
#[derive(Debug, Clone, PartialEq)]
pub struct MvApply {
    /// Input.
    pub input: Relation,
    /// What is expanded.
    pub columns: Vec<ExpandColumn>,
    /// The column of the 0-based index of the element, if asked for.
    pub item_index: Option<Column>,
    /// At most so many rows from each row.
    pub limit: Option<u64>,
    /// The columns that the body sees: the input's, with the expanded ones in place.
    pub applied: Vec<Column>,
    /// The subquery over [`RelationKind::Applied`].
    pub body: Relation,
}

/// `make-series`.
#[derive(Debug, Clone, PartialEq)]
pub struct MakeSeries {
    /// Input.
    pub input: Relation,
    /// Keys, parallel to the first columns.
    pub keys: Vec<Expr>,
    /// Aggregates of the rows of one bin.
    pub aggregates: Vec<AggregateCall>,
    /// What each series has in a bin, computed on the outputs of the aggregates, and what it has in a bin without rows.
    pub values: Vec<(Expr, Expr)>,
    /// What is binned.
    pub axis: Expr,
    /// Start, included, where the first bin begins; where left out, bins are those of `bin()` and each series begins
    /// with its first one that has rows.
    pub from: Option<Expr>,
    /// End, excluded; where left out, each series ends with its last bin that has rows.
    pub to: Option<Expr>,
    /// Width of a bin.
    pub step: Expr,
    /// `kind=nonempty`: without rows the result has one row of defaults.
    pub non_empty: bool,
}

/// `parse`.
#[derive(Debug, Clone, PartialEq)]
pub struct Parse {
    /// Input.
    pub input: Relation,
    /// The text parsed, a `string`.
    pub value: Expr,
    /// Kind.
    pub mode: ParseMode,
    /// Regular-expression flags, in `regex` mode.
    pub flags: String,
    /// The pattern.
    pub parts: Vec<ParsePart>,
    /// Drop rows that do not match (`parse-where`).
    pub only_matches: bool,
}

/// Kinds of `parse`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ParseMode {
    /// All columns convert, or all are null.
    Simple,
    /// Texts of the pattern are regular expressions.
    Regex,
    /// A column that does not convert is null, the others stay.
    Relaxed,
}

/// A part of a `parse` pattern.
#[derive(Debug, Clone, PartialEq)]
pub enum ParsePart {
    /// Skips.
    Star,
    /// Must be there.
    Text(String),
    /// A column.
    Column(Column),
}

/// `parse-kv`.
#[derive(Debug, Clone, PartialEq)]
pub struct ParseKv {
    /// Input.
    pub input: Relation,
    /// The text parsed, a `string`.
    pub value: Expr,
    /// The columns made; their names are the keys. Where a key is missing or its value does not convert, null.
    pub columns: Vec<Column>,
    /// Where keys and values are.
    pub form: KvForm,
}

/// Where `parse-kv` finds keys and values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KvForm {
    /// Between delimiters.
    Delimited(KvDelimiters),
    /// Anything but letters and digits is a delimiter.
    Free(KvQuotes),
    /// In the two groups of each match.
    Regex(String),
}

/// Delimiters of `parse-kv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KvDelimiters {
    /// Between pairs, not empty.
    pub pair: String,
    /// Between key and value, not empty.
    pub kv: String,
    /// Quotes.
    pub quotes: KvQuotes,
    /// Whether an unquoted value goes on until the next key.
    pub greedy: bool,
}

/// Quotes of `parse-kv`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KvQuotes {
    /// Opening and closing ones.
    pub pairs: Vec<(char, char)>,
    /// Characters before a quote inside quotes.
    pub escapes: Vec<char>,
}

/// `top-nested`: each level keeps the best values within each row kept of the level above.
#[derive(Debug, Clone, PartialEq)]
pub struct TopNested {
    /// Input.
    pub input: Relation,
    /// Levels, at least one.
    pub levels: Vec<TopLevel>,
}

/// A level of `top-nested`.
#[derive(Debug, Clone, PartialEq)]
pub struct TopLevel {
    /// How many values are kept, a constant `long`; all where left out.
    pub count: Option<Expr>,
    /// Of what.
    pub of: Expr,
    /// Aggregates of the rows of one value.
    pub aggregates: Vec<AggregateCall>,
    /// What values are ranked by, computed on the outputs of the aggregates.
    pub by: Expr,
    /// Least first.
    pub ascending: bool,
}

/// A typed scalar expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Its type.
    pub ty: Type,
    /// The text that it stands for.
    pub span: Span,
}

/// Kinds of scalar expressions.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    /// A constant.
    Literal(Value),
    /// A column of the input.
    Column(ColumnId),
    /// The clock: `now()`.
    Now,
    /// A call. Operators are calls too, under the names of `muster_syntax::BinaryOp::text` (`+`, `has`, `and`); unary
    /// minus is `negate`; silent and explicit conversions are `toint`, `tolong`, `toreal`, `todecimal`, `tostring`,
    /// `tobool`, `todatetime`, `totimespan`, `toguid`, `todynamic_value` (any value as the dynamic that holds it).
    Call {
        /// Canonical name in the functions crate.
        function: String,
        /// Index of the chosen signature.
        overload: usize,
        /// Arguments, converted to the parameters' types.
        arguments: Vec<Expr>,
    },
    /// `iff`, `case`: the value of the first branch whose condition is true (null counts as false).
    Conditional {
        /// Condition and value; all values have the type of the whole.
        branches: Vec<(Expr, Expr)>,
        /// Where no condition is true.
        otherwise: Box<Expr>,
    },
    /// `in`, `in~`, `has_any`, `has_all` with expressions on the right. A `dynamic` item stands for its elements.
    InList {
        /// Which of them, negation included.
        op: muster_syntax::InOp,
        /// The value tested.
        value: Box<Expr>,
        /// Items.
        items: Vec<Expr>,
    },
    /// The same with a tabular expression on the right: its first column is the list.
    InTable {
        /// Which of them, negation included.
        op: muster_syntax::InOp,
        /// The value tested.
        value: Box<Expr>,
        /// Does not refer to columns of the row tested.
        table: Box<Relation>,
    },
    /// `object.name`, `object["name"]`, `object[0]`: an element of a `dynamic`; null where there is none.
    Element {
        /// A `dynamic`.
        object: Box<Expr>,
        /// A `string` (key) or a `long` (position, negative from the end).
        index: Box<Expr>,
    },
    /// `toscalar(…)`: the first column of the first row, null where there is no row.
    ScalarSubquery(Box<Relation>),
    /// Something whose type is known and that cannot be run: to be refused at the expression's span.
    Unsupported {
        /// What it is, as a noun phrase: ``function `prev` ``.
        what: String,
    },
}
