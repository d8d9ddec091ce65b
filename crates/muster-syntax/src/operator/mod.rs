//! Tabular operators: one file each, with its node and its grammar.
//!
//! An operator that the parser knows and the binder does not plan yet is refused there, with its span.

use crate::{ColumnDeclaration, Expr, Name, Statement};
use muster_source::Span;

/// `name = value` hints and options between an operator's keyword and its arguments (`kind=inner`,
/// `hint.strategy=shuffle`, `withsource=Table`, `isfuzzy=true`).
#[derive(Debug, Clone, PartialEq)]
pub struct OperatorOption {
    /// The option's name, dots included.
    pub name: Name,
    /// Its value: a name or a literal.
    pub value: Expr,
}

/// A sort key.
#[derive(Debug, Clone, PartialEq)]
pub struct SortKey {
    /// What is sorted by.
    pub value: Expr,
    /// `asc` (`true`) or `desc` (`false`) as written, else `None`: KQL sorts descending.
    pub ascending: Option<bool>,
    /// `nulls first` (`true`) or `nulls last` (`false`) as written.
    pub nulls_first: Option<bool>,
}

/// A tabular operator.
#[derive(Debug, Clone, PartialEq)]
pub enum Operator {
    /// `as Name`
    As { options: Vec<OperatorOption>, name: Name },
    /// `assert-schema (column: type, …)`
    AssertSchema { columns: Vec<ColumnDeclaration> },
    /// `consume`
    Consume { options: Vec<OperatorOption> },
    /// `count [as Name]`
    Count { name: Option<Name> },
    /// `datatable (column: type, …) [values]`, at the head of a query.
    Datatable { columns: Vec<ColumnDeclaration>, values: Vec<Expr> },
    /// `distinct a, b`, `distinct *`
    Distinct { columns: Vec<Expr> },
    /// `evaluate plugin(arguments) [: (schema)]`
    Evaluate { options: Vec<OperatorOption>, call: Expr, schema: Option<Vec<ColumnDeclaration>> },
    /// `extend a = x, …`
    Extend { columns: Vec<Expr> },
    /// `externaldata (column: type, …) [uris] with (…)`, at the head of a query.
    ExternalData { columns: Vec<ColumnDeclaration>, uris: Vec<Expr>, options: Vec<OperatorOption> },
    /// `facet by a, b [with (…)]`
    Facet { columns: Vec<Expr>, with: Option<Expr> },
    /// `find …`, at the head or after a pipe.
    Find(Find),
    /// `fork [name=](…) …`
    Fork { branches: Vec<(Option<Name>, Expr)> },
    /// `getschema`
    GetSchema,
    /// Any of the `graph-…` operators and `make-graph`: parsed whole, refused by the binder.
    Graph { keyword: String },
    /// `invoke function(arguments)`
    Invoke { call: Expr },
    /// `join [kind=…] [hints] (right) on a, $left.x == $right.y`
    Join { options: Vec<OperatorOption>, right: Expr, on: Vec<Expr> },
    /// `lookup [kind=…] (right) on …`
    Lookup { options: Vec<OperatorOption>, right: Expr, on: Vec<Expr> },
    /// `make-series …`
    MakeSeries(MakeSeries),
    /// `mv-apply …`
    MvApply(MvApply),
    /// `mv-expand …`
    MvExpand(MvExpand),
    /// `parse [kind=…] [flags=…] value with pattern`
    Parse(Parse),
    /// `parse-where …`
    ParseWhere(Parse),
    /// `parse-kv value as (column: type, …) with (…)`
    ParseKv { value: Expr, columns: Vec<ColumnDeclaration>, options: Vec<OperatorOption> },
    /// `partition [hints] by column (…)` or `{…}`
    Partition { options: Vec<OperatorOption>, by: Expr, body: Expr },
    /// `print a = x, …`
    Print { columns: Vec<Expr> },
    /// `project a, b = x, …`
    Project { columns: Vec<Expr> },
    /// `project-away a, b*`
    ProjectAway { columns: Vec<Expr> },
    /// `project-keep a, b*`
    ProjectKeep { columns: Vec<Expr> },
    /// `project-rename new = old, …`
    ProjectRename { columns: Vec<Expr> },
    /// `project-reorder a, b* asc, …`
    ProjectReorder { columns: Vec<ReorderKey> },
    /// `project-by-names a, "b*", …`
    ProjectByNames { columns: Vec<Expr> },
    /// `range name from a to b step c`, at the head of a query.
    Range { name: Name, from: Expr, to: Expr, step: Expr },
    /// `reduce by column [with …]`
    Reduce { by: Expr, options: Vec<OperatorOption> },
    /// `render visualization [with (…)]`
    Render { visualization: Name, options: Vec<OperatorOption> },
    /// `sample n`
    Sample { count: Expr },
    /// `sample-distinct n of column`
    SampleDistinct { count: Expr, of: Expr },
    /// `scan …`
    Scan(Scan),
    /// `search [kind=…] [in (tables)] predicate`
    Search { options: Vec<OperatorOption>, tables: Vec<Expr>, predicate: Expr },
    /// `serialize [a = x, …]`
    Serialize { columns: Vec<Expr> },
    /// `sort by …`, `order by …`
    Sort { options: Vec<OperatorOption>, keys: Vec<SortKey> },
    /// `summarize [hints] a = f(x), … [by …]`
    Summarize { options: Vec<OperatorOption>, aggregates: Vec<Expr>, by: Vec<Expr> },
    /// `take n`, `limit n`
    Take { count: Expr },
    /// `top n by key`
    Top { options: Vec<OperatorOption>, count: Expr, by: Vec<SortKey> },
    /// `top-hitters n of column [by value]`
    TopHitters { count: Expr, of: Expr, by: Option<Expr> },
    /// `top-nested …`
    TopNested { clauses: Vec<TopNestedClause> },
    /// `union [kind=…] [withsource=…] [isfuzzy=…] a, (b), c*`
    Union { options: Vec<OperatorOption>, tables: Vec<Expr> },
    /// `where predicate`, `filter predicate`
    Where { options: Vec<OperatorOption>, predicate: Expr },
    /// Something that is no operator stood after a `|`; a diagnostic says so.
    Unknown { keyword: String },
}

/// One entry of `project-reorder`.
#[derive(Debug, Clone, PartialEq)]
pub struct ReorderKey {
    /// A column, a wildcard or `*`.
    pub column: Expr,
    /// The order of what a wildcard matches.
    pub order: ReorderOrder,
}

/// The order of what a wildcard matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReorderOrder {
    /// As in the input.
    AsIs,
    /// `asc`
    Ascending,
    /// `desc`
    Descending,
    /// `granny-asc`: digits by value.
    GrannyAscending,
    /// `granny-desc`
    GrannyDescending,
}

/// `mv-expand`.
#[derive(Debug, Clone, PartialEq)]
pub struct MvExpand {
    /// `kind=bag|array`, `bagexpansion=…`, `with_itemindex=name`.
    pub options: Vec<OperatorOption>,
    /// What is expanded.
    pub columns: Vec<ExpandColumn>,
    /// `limit n`
    pub limit: Option<Expr>,
}

/// `name = value to typeof(type)`
#[derive(Debug, Clone, PartialEq)]
pub struct ExpandColumn {
    /// The column or the named expression.
    pub value: Expr,
    /// `to typeof(type)`
    pub to: Option<Name>,
}

/// `mv-apply columns [limit n] [id x] on (subquery)`
#[derive(Debug, Clone, PartialEq)]
pub struct MvApply {
    /// `with_itemindex=name` and its kin.
    pub options: Vec<OperatorOption>,
    /// What is expanded.
    pub columns: Vec<ExpandColumn>,
    /// `limit n`
    pub limit: Option<Expr>,
    /// The operators applied to each sub-table: a [`crate::ExprKind::Pipe`] whose source is `Missing`.
    pub body: Expr,
}

/// `parse`, `parse-where`.
#[derive(Debug, Clone, PartialEq)]
pub struct Parse {
    /// `kind=simple|regex|relaxed`, `flags=…`.
    pub options: Vec<OperatorOption>,
    /// The text that is parsed.
    pub value: Expr,
    /// The pattern.
    pub pattern: Vec<ParsePart>,
}

/// One part of a `parse` pattern.
#[derive(Debug, Clone, PartialEq)]
pub enum ParsePart {
    /// `*`: skip.
    Star(Span),
    /// A string that must be there.
    Text(Expr),
    /// `name[: type]`: a column.
    Column {
        /// Its name.
        name: Name,
        /// Its type as written, `string` where none is.
        ty: Option<Name>,
    },
}

/// `make-series aggregates on axis from a to b step c by …`
#[derive(Debug, Clone, PartialEq)]
pub struct MakeSeries {
    /// `kind=nonempty`, hints.
    pub options: Vec<OperatorOption>,
    /// Aggregates, each with its `default=`.
    pub aggregates: Vec<(Expr, Option<Expr>)>,
    /// The axis.
    pub on: Expr,
    /// `from`
    pub from: Option<Expr>,
    /// `to`
    pub to: Option<Expr>,
    /// `step`, or the three arguments of `in range(…)`.
    pub step: Expr,
    /// `by`
    pub by: Vec<Expr>,
}

/// `find [withsource=…] [in (tables)] where predicate [project …]`
#[derive(Debug, Clone, PartialEq)]
pub struct Find {
    /// `withsource=…`, hints.
    pub options: Vec<OperatorOption>,
    /// `in (…)`
    pub tables: Vec<Expr>,
    /// The predicate.
    pub predicate: Expr,
    /// `project …`, `project-smart`, `project-away …`
    pub columns: Vec<Expr>,
}

/// `scan [with_match_id=…] [declare (…)] with (step …; …)`
#[derive(Debug, Clone, PartialEq)]
pub struct Scan {
    /// `with_match_id=…`
    pub options: Vec<OperatorOption>,
    /// `order by …`
    pub order: Vec<SortKey>,
    /// `partition by …`
    pub partition: Vec<Expr>,
    /// `declare (name: type = default, …)`
    pub declare: Vec<crate::ParameterDeclaration>,
    /// Steps.
    pub steps: Vec<ScanStep>,
}

/// `step name [optional] [output=…]: condition => assignments;`
#[derive(Debug, Clone, PartialEq)]
pub struct ScanStep {
    /// Name.
    pub name: Name,
    /// `optional`
    pub optional: bool,
    /// `output=all|last|none`
    pub output: Option<Name>,
    /// The condition.
    pub condition: Expr,
    /// `name = value`, …
    pub assignments: Vec<Expr>,
}

/// `top-nested [n] of column [with others=…] by aggregate [asc|desc]`
#[derive(Debug, Clone, PartialEq)]
pub struct TopNestedClause {
    /// How many; all where left out.
    pub count: Option<Expr>,
    /// Of what.
    pub of: Expr,
    /// `with others = …`
    pub others: Option<Expr>,
    /// The aggregate.
    pub by: Expr,
    /// `asc`
    pub ascending: Option<bool>,
}

/// Statements of a braced sub-query.
pub type Block = Vec<Statement>;
