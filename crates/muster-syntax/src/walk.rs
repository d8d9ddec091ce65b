//! The expressions directly inside a node, in the order of the tree: for tools that look through whole queries.

use crate::operator::{ExpandColumn, OperatorOption, ParsePart, SortKey};
use crate::{Expr, ExprKind, FunctionDeclaration, LetValue, Operator, OperatorNode, ParameterDeclaration, Statement};

/// Something that stands inside an expression.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Child<'t> {
    /// An expression.
    Expr(&'t Expr),
    /// An operator after a `|` or at the head of a query.
    Operator(&'t OperatorNode),
    /// A statement of a block.
    Statement(&'t Statement),
}

impl Expr {
    /// What stands directly inside this expression.
    #[must_use]
    pub fn children(&self) -> Vec<Child<'_>> {
        match &self.kind {
            ExprKind::Missing | ExprKind::Literal(_) | ExprKind::Name(_) | ExprKind::Star | ExprKind::TypeOf(_) => {
                Vec::new()
            }
            ExprKind::Call { arguments, .. } => arguments.iter().map(Child::Expr).collect(),
            ExprKind::Path { object, member } => vec![Child::Expr(object), Child::Expr(member)],
            ExprKind::Index { object, index } => vec![Child::Expr(object), Child::Expr(index)],
            ExprKind::Unary { operand, .. } => vec![Child::Expr(operand)],
            ExprKind::Binary { left, right, .. } => vec![Child::Expr(left), Child::Expr(right)],
            ExprKind::Between { value, low, high, .. } => {
                vec![Child::Expr(value), Child::Expr(low), Child::Expr(high)]
            }
            ExprKind::In { left, list, .. } => std::iter::once(&**left).chain(list).map(Child::Expr).collect(),
            ExprKind::Parenthesized(inside) => vec![Child::Expr(inside)],
            ExprKind::Named { value, .. } => vec![Child::Expr(value)],
            ExprKind::Pipe { source, operators } => {
                std::iter::once(Child::Expr(source)).chain(operators.iter().map(Child::Operator)).collect()
            }
            ExprKind::Head(node) => vec![Child::Operator(node)],
            ExprKind::Block(statements) => statements.iter().map(Child::Statement).collect(),
        }
    }
}

impl Statement {
    /// The expressions directly inside this statement, and the statements of a function's body.
    #[must_use]
    pub fn children(&self) -> Vec<Child<'_>> {
        match self {
            Self::Let(l) => match &l.value {
                LetValue::Expression(value) => vec![Child::Expr(value)],
                LetValue::Function(function) => function.children(),
            },
            Self::Set(set) => set.value.iter().map(Child::Expr).collect(),
            Self::QueryParameters(parameters, _) => defaults(parameters),
            Self::Pattern(pattern) => {
                let mut children = defaults(&pattern.parameters);
                for case in &pattern.cases {
                    children.extend(case.values.iter().chain(&case.path).map(Child::Expr));
                    children.extend(case.body.iter().map(Child::Statement));
                }
                children
            }
            Self::Restrict(tables, _) => tables.iter().map(Child::Expr).collect(),
            Self::Alias(_, value, _) => vec![Child::Expr(value)],
            Self::Expression(expr) => vec![Child::Expr(expr)],
        }
    }
}

impl FunctionDeclaration {
    /// The defaults of the parameters and the statements of the body.
    #[must_use]
    pub fn children(&self) -> Vec<Child<'_>> {
        let mut children = defaults(&self.parameters);
        children.extend(self.body.iter().map(Child::Statement));
        children
    }
}

fn defaults(parameters: &[ParameterDeclaration]) -> Vec<Child<'_>> {
    parameters.iter().filter_map(|p| p.default.as_ref()).map(Child::Expr).collect()
}

impl Operator {
    /// The expressions directly inside this operator, the values of its options included.
    #[must_use]
    pub fn expressions(&self) -> Vec<&Expr> {
        let mut found = Found(Vec::new());
        match self {
            Self::AssertSchema { .. }
            | Self::Count { .. }
            | Self::GetSchema
            | Self::Graph { .. }
            | Self::Unknown { .. } => {}
            Self::As { options, .. } | Self::Consume { options } | Self::Render { options, .. } => {
                found.options(options);
            }
            Self::Datatable { values, .. } => found.list(values),
            Self::Distinct { columns }
            | Self::Extend { columns }
            | Self::Print { columns }
            | Self::Project { columns }
            | Self::ProjectAway { columns }
            | Self::ProjectKeep { columns }
            | Self::ProjectRename { columns }
            | Self::ProjectByNames { columns }
            | Self::Serialize { columns } => found.list(columns),
            Self::Evaluate { options, call, .. } => {
                found.options(options);
                found.one(call);
            }
            Self::ExternalData { uris, options, .. } => {
                found.list(uris);
                found.options(options);
            }
            Self::Facet { columns, with } => {
                found.list(columns);
                found.list(with);
            }
            Self::Find(f) => {
                found.options(&f.options);
                found.list(&f.tables);
                found.one(&f.predicate);
                found.list(&f.columns);
            }
            Self::Fork { branches } => found.list(branches.iter().map(|(_, branch)| branch)),
            Self::Invoke { call } => found.one(call),
            Self::Join { options, right, on } | Self::Lookup { options, right, on } => {
                found.options(options);
                found.one(right);
                found.list(on);
            }
            Self::MakeSeries(m) => {
                found.options(&m.options);
                found.list(
                    m.aggregates.iter().flat_map(|(aggregate, default)| std::iter::once(aggregate).chain(default)),
                );
                found.one(&m.on);
                found.list(m.from.iter().chain(&m.to));
                found.one(&m.step);
                found.list(&m.by);
            }
            Self::MvApply(m) => {
                found.expand(&m.options, &m.columns, m.limit.as_ref());
                found.one(&m.body);
            }
            Self::MvExpand(m) => found.expand(&m.options, &m.columns, m.limit.as_ref()),
            Self::Parse(parse) | Self::ParseWhere(parse) => {
                found.options(&parse.options);
                found.one(&parse.value);
                found.list(parse.pattern.iter().filter_map(|part| match part {
                    ParsePart::Text(text) => Some(text),
                    ParsePart::Star(_) | ParsePart::Column { .. } => None,
                }));
            }
            Self::ParseKv { value, options, .. } => {
                found.one(value);
                found.options(options);
            }
            Self::Partition { options, by, body } => {
                found.options(options);
                found.list([by, body]);
            }
            Self::ProjectReorder { columns } => found.list(columns.iter().map(|key| &key.column)),
            Self::Range { from, to, step, .. } => found.list([from, to, step]),
            Self::Reduce { by, options } => {
                found.one(by);
                found.options(options);
            }
            Self::Sample { count } | Self::Take { count } => found.one(count),
            Self::SampleDistinct { count, of } => found.list([count, of]),
            Self::Scan(scan) => {
                found.options(&scan.options);
                found.keys(&scan.order);
                found.list(&scan.partition);
                found.list(scan.declare.iter().filter_map(|p| p.default.as_ref()));
                for step in &scan.steps {
                    found.one(&step.condition);
                    found.list(&step.assignments);
                }
            }
            Self::Search { options, tables, predicate } => {
                found.options(options);
                found.list(tables);
                found.one(predicate);
            }
            Self::Sort { options, keys } => {
                found.options(options);
                found.keys(keys);
            }
            Self::Summarize { options, aggregates, by } => {
                found.options(options);
                found.list(aggregates);
                found.list(by);
            }
            Self::Top { options, count, by } => {
                found.options(options);
                found.one(count);
                found.keys(by);
            }
            Self::TopHitters { count, of, by } => {
                found.list([count, of]);
                found.list(by);
            }
            Self::TopNested { clauses } => {
                for clause in clauses {
                    found.list(&clause.count);
                    found.one(&clause.of);
                    found.list(&clause.others);
                    found.one(&clause.by);
                }
            }
            Self::Union { options, tables } => {
                found.options(options);
                found.list(tables);
            }
            Self::Where { options, predicate } => {
                found.options(options);
                found.one(predicate);
            }
        }
        found.0
    }
}

struct Found<'t>(Vec<&'t Expr>);

impl<'t> Found<'t> {
    fn one(&mut self, expr: &'t Expr) {
        self.0.push(expr);
    }

    fn list(&mut self, list: impl IntoIterator<Item = &'t Expr>) {
        self.0.extend(list);
    }

    fn options(&mut self, options: &'t [OperatorOption]) {
        self.list(options.iter().map(|option| &option.value));
    }

    fn keys(&mut self, keys: &'t [SortKey]) {
        self.list(keys.iter().map(|key| &key.value));
    }

    fn expand(&mut self, options: &'t [OperatorOption], columns: &'t [ExpandColumn], limit: Option<&'t Expr>) {
        self.options(options);
        self.list(columns.iter().map(|column| &column.value));
        self.list(limit);
    }
}
