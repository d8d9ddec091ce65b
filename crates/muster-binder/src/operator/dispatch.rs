//! From an operator to what it does.

use muster_source::Span;
use muster_syntax::{Operator, OperatorNode};

use crate::binder::Binder;
use crate::bound::{Column, RelationKind};
use crate::codes;
use crate::scope::Tabular;

/// How many operators may stand one in another, `let`s in place: a walk over the tree goes as deep. Real rules have
/// some dozens.
const MAX_OPERATORS: usize = 300;

impl Binder<'_> {
    /// Applies an operator to the table before its `|`, if there is one.
    pub(crate) fn operator(&mut self, node: &OperatorNode, input: Option<Tabular>) -> Tabular {
        self.frozen |= self.again;
        let depth = input.as_ref().map_or(0, |input| input.depth);
        let outer = (std::mem::take(&mut self.windows), self.scan.take());
        let mut table = self.applied(node, input);
        let stranded = std::mem::replace(&mut self.windows, outer.0);
        self.scan = outer.1;
        if let Some(call) = stranded.first().filter(|_| !table.broken) {
            table = self.unsupported_like(&format!("function `{}` in this operator", call.function), &table, node.span);
        }
        table.depth = table.depth.max(depth) + 1;
        if table.depth > MAX_OPERATORS && !table.broken {
            let message = format!("more than {MAX_OPERATORS} operators stand one after the other");
            self.error(codes::TOO_LARGE, message, node.keyword);
            return self.broken_table(node.span);
        }
        table
    }

    fn applied(&mut self, node: &OperatorNode, input: Option<Tabular>) -> Tabular {
        let span = node.span;
        // Operators that stand at the head of a query, or in both places.
        let input = match (&node.operator, input) {
            (Operator::Datatable { columns, values }, _) => return self.datatable(columns, values, span),
            (Operator::Print { columns }, input) => {
                self.head_only(input.as_ref(), node.keyword);
                return self.print(columns, span);
            }
            (Operator::Range { name, from, to, step }, input) => {
                self.head_only(input.as_ref(), node.keyword);
                return self.range(name, from, to, step, span);
            }
            (Operator::ExternalData { columns, uris, options }, _) => {
                return self.externaldata(columns, uris, options, span);
            }
            (Operator::Union { options, tables }, input) => return self.union(options, tables, input, span),
            (Operator::Search { options, tables, predicate }, input) => {
                return self.search(options, tables, predicate, input, span);
            }
            (Operator::Find(find), input) => return self.find(find, input, span),
            (Operator::Evaluate { options, call, schema }, input) => {
                return self.evaluate(options, call, schema.as_deref(), input, span);
            }
            (_, Some(input)) => input,
            (Operator::Unknown { .. }, None) => return self.broken_table(span),
            (_, None) => {
                let error = self
                    .fault(codes::NOT_FIRST, "the operator has no input", node.keyword)
                    .help("before it stands a table and `|`");
                self.report(error);
                return self.broken_table(span);
            }
        };
        match &node.operator {
            Operator::As { name, .. } => self.bind_as(name, input),
            Operator::AssertSchema { .. } => self.unsupported_like("operator `assert-schema`", &input, span),
            Operator::Consume { .. } | Operator::Render { .. } => input,
            Operator::Count { name } => self.count(name.as_ref(), input, span),
            Operator::Distinct { columns } => self.distinct(columns, input, span),
            Operator::Extend { columns } => self.extend(columns, input, span),
            Operator::Serialize { columns } => self.extend(columns, Tabular { serialized: true, ..input }, span),
            Operator::Facet { columns, with } => self.facet(columns, with.as_ref(), input, span),
            Operator::Fork { branches } => self.fork(branches, input, span),
            Operator::GetSchema => self.getschema(input, span),
            Operator::Graph { keyword } => {
                self.error(codes::NOT_SUPPORTED, format!("operator `{keyword}` is not supported"), node.keyword);
                self.broken_table(span)
            }
            Operator::Invoke { call } => self.invoke(call, input, span),
            Operator::Join { options, right, on } => self.join(options, right, on, input, span),
            Operator::Lookup { options, right, on } => self.lookup(options, right, on, input, span),
            Operator::MakeSeries(series) => self.make_series(series, input, span),
            Operator::MvApply(apply) => self.mv_apply(apply, input, span),
            Operator::MvExpand(expand) => self.mv_expand(expand, input, span),
            Operator::Parse(parse) => self.parse(parse, false, input, span),
            Operator::ParseWhere(parse) => self.parse(parse, true, input, span),
            Operator::ParseKv { value, columns, options } => self.parse_kv(value, columns, options, input, span),
            Operator::Partition { options, by, body } => self.partition(options, by, body, input, span),
            Operator::Project { columns } => self.project(columns, input, span),
            Operator::ProjectAway { columns } => self.project_away(columns, false, input, span),
            Operator::ProjectKeep { columns } => self.project_away(columns, true, input, span),
            Operator::ProjectRename { columns } => self.project_rename(columns, input, span),
            Operator::ProjectReorder { columns } => self.project_reorder(columns, input, span),
            Operator::ProjectByNames { columns } => self.project_by_names(columns, input, span),
            Operator::Reduce { by, options } => self.reduce(by, options, input, span),
            Operator::Sample { count } => self.sample(count, input, span),
            Operator::SampleDistinct { count, of } => self.sample_distinct(count, of, input, span),
            Operator::Scan(scan) => self.scan(scan, input, span),
            Operator::Sort { keys, .. } => self.sort(keys, input, span),
            Operator::Summarize { aggregates, by, .. } => self.summarize(aggregates, by, input, span),
            Operator::Take { count } => self.take(count, input, span),
            Operator::Top { count, by, .. } => self.top(count, by, input, span),
            Operator::TopHitters { count, of, by } => self.top_hitters(count, of, by.as_ref(), input, span),
            Operator::TopNested { clauses } => self.top_nested(clauses, input, span),
            Operator::Where { predicate, .. } => self.bind_where(predicate, input, span),
            Operator::Unknown { .. } => Tabular { broken: true, ..input },
            // Bound above, with or without input.
            Operator::Datatable { .. }
            | Operator::ExternalData { .. }
            | Operator::Print { .. }
            | Operator::Range { .. }
            | Operator::Union { .. }
            | Operator::Search { .. }
            | Operator::Find(_)
            | Operator::Evaluate { .. } => input,
        }
    }

    fn head_only(&mut self, input: Option<&Tabular>, keyword: Span) {
        if input.is_some() {
            self.error(codes::FIRST_ONLY, "the operator takes no input", keyword);
        }
    }

    /// A table with these columns that nobody can compute yet.
    pub(super) fn unsupported(&mut self, what: &str, columns: Vec<Column>, input: &Tabular, span: Span) -> Tabular {
        let relation = self.relation(RelationKind::Unsupported { what: what.to_owned() }, columns, span);
        Tabular { broken: input.broken, ..Tabular::new(relation) }
    }

    /// The same with the columns of the input.
    pub(super) fn unsupported_like(&mut self, what: &str, input: &Tabular, span: Span) -> Tabular {
        let columns = input.relation.columns.clone();
        let relation = self.relation(RelationKind::Unsupported { what: what.to_owned() }, columns, span);
        input.with(relation)
    }
}
