//! Tabular operators: one file each, with its node and its grammar.
//!
//! An operator that the parser knows and the binder does not plan yet is refused there, with its span.

mod as_operator;
mod assert_schema;
mod consume;
mod count;
mod datatable;
mod distinct;
mod evaluate;
mod extend;
mod externaldata;
mod facet;
mod find;
mod fork;
mod getschema;
mod graph;
mod invoke;
mod join;
mod lookup;
mod make_series;
mod mv_apply;
mod mv_expand;
mod parse;
mod parse_kv;
mod partition;
mod print;
mod project;
mod project_away;
mod project_by_names;
mod project_keep;
mod project_rename;
mod project_reorder;
mod range;
mod reduce;
mod render;
mod sample;
mod sample_distinct;
mod scan;
mod search;
mod serialize;
mod sort;
mod summarize;
mod take;
mod top;
mod top_hitters;
mod top_nested;
mod union;
mod unsupported;
mod where_operator;

#[cfg(test)]
mod tests;

use crate::parser::Rule;
use crate::{ColumnDeclaration, Expr, Keyword, Name, Statement};

pub use find::Find;
pub use make_series::MakeSeries;
pub use mv_apply::MvApply;
pub use mv_expand::{ExpandColumn, MvExpand};
pub use parse::{Parse, ParsePart};
pub use project_reorder::{ReorderKey, ReorderOrder};
pub use scan::{Scan, ScanStep};
pub use top_nested::TopNestedClause;

/// The grammar of the operators that are operands too.
pub(crate) mod grammar {
    pub(crate) use super::datatable::parse as datatable;
    pub(crate) use super::externaldata::parse as externaldata;
}

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
#[expect(missing_docs, reason = "each variant shows its fields in the form that it documents")]
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
    /// `evaluate plugin(arguments) [: (schema)]`; a `*` in the schema is a column of that name without a type.
    Evaluate { options: Vec<OperatorOption>, call: Expr, schema: Option<Vec<ColumnDeclaration>> },
    /// `extend a = x, …`
    Extend { columns: Vec<Expr> },
    /// `externaldata (column: type, …) [uris] with (…)`, at the head of a query.
    ExternalData { columns: Vec<ColumnDeclaration>, uris: Vec<Expr>, options: Vec<OperatorOption> },
    /// `facet by a, b [with (…)]`: a pipe whose source is missing.
    Facet { columns: Vec<Expr>, with: Option<Expr> },
    /// `find …`, at the head or after a pipe.
    Find(Find),
    /// `fork [name=](…) …`: each a pipe whose source is missing, or a query of its own.
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
    /// `partition [hints] by column (…)` or `{…}`: a pipe whose source is missing, or a block of one statement.
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
    /// `render visualization [with (…)]`; of several columns (`ycolumns=a, b`) each is an option of that name.
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
    /// `summarize [hints] a = f(x), … [by …]`; the old `bin=1h` after the columns is one more of them.
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
    /// `where predicate`, `filter predicate`; `where a = b` parses, as [`crate::ExprKind::Named`].
    Where { options: Vec<OperatorOption>, predicate: Expr },
    /// Something that is no operator, or none that muster has, stood there; a diagnostic says so.
    Unknown { keyword: String },
}

/// Statements of a braced sub-query.
pub type Block = Vec<Statement>;

/// The names of operators, for suggestions.
pub const NAMES: &[&str] = &[
    "as",
    "assert-schema",
    "consume",
    "count",
    "distinct",
    "evaluate",
    "extend",
    "facet",
    "filter",
    "find",
    "fork",
    "getschema",
    "graph-mark-components",
    "graph-match",
    "graph-shortest-paths",
    "graph-to-table",
    "graph-where-edges",
    "graph-where-nodes",
    "invoke",
    "join",
    "limit",
    "lookup",
    "make-graph",
    "make-series",
    "mv-apply",
    "mv-expand",
    "mvapply",
    "mvexpand",
    "order",
    "parse",
    "parse-kv",
    "parse-where",
    "partition",
    "print",
    "project",
    "project-away",
    "project-by-names",
    "project-keep",
    "project-rename",
    "project-reorder",
    "range",
    "reduce",
    "render",
    "sample",
    "sample-distinct",
    "scan",
    "search",
    "serialize",
    "sort",
    "summarize",
    "take",
    "top",
    "top-hitters",
    "top-nested",
    "union",
    "where",
];

/// The grammar of the operator that `keyword` begins.
pub(crate) fn rule(keyword: Keyword) -> Option<Rule> {
    Some(match keyword {
        Keyword::As => as_operator::parse,
        Keyword::AssertSchema => assert_schema::parse,
        Keyword::Consume => consume::parse,
        Keyword::Count => count::parse,
        Keyword::Distinct => distinct::parse,
        Keyword::Evaluate => evaluate::parse,
        Keyword::Extend => extend::parse,
        Keyword::Facet => facet::parse,
        Keyword::Find => find::parse,
        Keyword::Fork => fork::parse,
        Keyword::Getschema => getschema::parse,
        Keyword::MakeGraph
        | Keyword::GraphMatch
        | Keyword::GraphShortestPaths
        | Keyword::GraphToTable
        | Keyword::GraphMarkComponents
        | Keyword::GraphWhereNodes
        | Keyword::GraphWhereEdges => graph::parse,
        Keyword::Invoke => invoke::parse,
        Keyword::Join => join::parse,
        Keyword::Lookup => lookup::parse,
        Keyword::MakeSeries => make_series::parse,
        Keyword::MvApply | Keyword::Mvapply => mv_apply::parse,
        Keyword::MvExpand | Keyword::Mvexpand => mv_expand::parse,
        Keyword::Parse => parse::parse,
        Keyword::ParseKv => parse_kv::parse,
        Keyword::Partition => partition::parse,
        Keyword::Print => print::parse,
        Keyword::Project => project::parse,
        Keyword::ProjectAway => project_away::parse,
        Keyword::ProjectByNames => project_by_names::parse,
        Keyword::ProjectKeep => project_keep::parse,
        Keyword::ProjectRename => project_rename::parse,
        Keyword::ProjectReorder => project_reorder::parse,
        Keyword::Range => range::parse,
        Keyword::Reduce => reduce::parse,
        Keyword::Render => render::parse,
        Keyword::Sample => sample::parse,
        Keyword::SampleDistinct => sample_distinct::parse,
        Keyword::Scan => scan::parse,
        Keyword::Search => search::parse,
        Keyword::Serialize => serialize::parse,
        Keyword::Sort | Keyword::Order => sort::parse,
        Keyword::Summarize => summarize::parse,
        Keyword::Take | Keyword::Limit => take::parse,
        Keyword::Top => top::parse,
        Keyword::TopHitters => top_hitters::parse,
        Keyword::TopNested => top_nested::parse,
        Keyword::Union => union::parse,
        Keyword::InternalExecuteAndCache
        | Keyword::InternalPartitionby
        | Keyword::InlineExternalTable
        | Keyword::MacroExpand => unsupported::parse,
        Keyword::Where | Keyword::Filter => where_operator::parse,
        Keyword::ParseWhere => parse::parse_where,
        _ => return None,
    })
}
