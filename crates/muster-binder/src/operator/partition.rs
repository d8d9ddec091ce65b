//! `partition`

use muster_catalog::Type;
use muster_source::Span;
use muster_syntax::operator::OperatorOption;
use muster_syntax::{Expr as Syntax, ExprKind as SyntaxKind, Operator, OperatorNode};

use crate::binder::Binder;
use crate::bound::{Column, ExprKind, Partition, RelationKind};
use crate::codes;
use crate::scope::{Local, Scope, Tabular};

/// How many values the column may have under the legacy strategy.
const LEGACY_VALUES: usize = 64;

impl Binder<'_> {
    pub(super) fn partition(
        &mut self,
        options: &[OperatorOption],
        by: &Syntax,
        body: &Syntax,
        mut input: Tabular,
        span: Span,
    ) -> Tabular {
        let strategy = self.option_word(options, &["hint.strategy"], &["native", "shuffle", "legacy"]);
        let legacy = !matches!(strategy.as_deref(), Some("native" | "shuffle"));
        let key = self.scalar(by, Scope::row(&input));
        let unknown = self.is_unknown(&key);
        let id = match key.kind {
            ExprKind::Column(id) => Some(id),
            _ => None,
        };
        if id.is_none() && !unknown {
            self.error(codes::COLUMN_EXPECTED, "the name of a column is needed here", by.span);
        } else if key.ty == Type::Dynamic && !unknown {
            let error = self.fault(codes::TYPE_NOT_ALLOWED, "rows are not parted by a `dynamic`", by.span);
            self.report(error.help("an `extend` before converts it: `tostring(…)`"));
        }
        let mut value = None;
        let (result, refused) = match &body.kind {
            SyntaxKind::Block(_) => {
                let column = self.column_for(self.result_name(by).unwrap_or_default(), &key);
                let result = self.partition_query(&column, body);
                value = Some(column);
                let what = "a query of its own in `partition` with this strategy, which Kusto refuses,";
                (result, (!legacy).then(|| what.to_owned()))
            }
            _ => {
                let columns = input.relation.columns.clone();
                let rows = self.relation(RelationKind::Partitioned, columns, body.span);
                let rows = Tabular { serialized: false, ..input.with(rows) };
                let foreign = if legacy { None } else { foreign_operator(body) };
                let refused = foreign.map(|node| {
                    let keyword = self.source.slice(node.keyword);
                    format!("`{keyword}` in `partition` with this strategy, which Kusto refuses,")
                });
                (self.subquery(body, rows), refused)
            }
        };
        let (broken, depth) = (result.broken || input.broken, result.depth);
        let open = result.open.clone();
        let hidden = result.hidden.clone();
        let refused = refused.or_else(|| unknown.then(|| "a `partition` by what only the data decides".to_owned()));
        if let Some(what) = refused {
            let shown = self.shown(result);
            let table = self.unsupported(&what, shown.columns, &input, span);
            return Tabular { broken, ..table };
        }
        let Some(key) = id else { return self.broken_table(span) };
        let columns: Vec<Column> = result.relation.columns.clone();
        let at_most = legacy.then_some(LEGACY_VALUES);
        let kind = Partition { input: input.take_relation(), key, at_most, body: result.relation, value };
        let relation = self.relation(RelationKind::Partition(Box::new(kind)), columns, span);
        Tabular { hidden, open, broken, depth, ..Tabular::new(relation) }
    }

    /// A query of its own sees the value of the column.
    fn partition_query(&mut self, column: &Column, body: &Syntax) -> Tabular {
        let env = self.env.clone();
        let value = self.reference(column, body.span);
        self.declare(&column.name, Local::Scalar(value.clone()), body.span);
        let outer = self.partition_value.replace((column.name.clone(), value));
        let result = self.tabular(body);
        self.partition_value = outer;
        self.env = env;
        result
    }
}

/// The first operator of a subquery that the native and the shuffle strategy do not take.
fn foreign_operator(body: &Syntax) -> Option<&OperatorNode> {
    match &body.kind {
        SyntaxKind::Parenthesized(inner) => foreign_operator(inner),
        SyntaxKind::Pipe { source, operators } => {
            foreign_operator(source).or_else(|| operators.iter().find(|node| !is_native(&node.operator)))
        }
        SyntaxKind::Head(node) => Some(&**node).filter(|node| !is_native(&node.operator)),
        _ => None,
    }
}

fn is_native(operator: &Operator) -> bool {
    matches!(
        operator,
        Operator::Count { .. }
            | Operator::Distinct { .. }
            | Operator::Extend { .. }
            | Operator::MakeSeries(_)
            | Operator::MvApply(_)
            | Operator::MvExpand(_)
            | Operator::Parse(_)
            | Operator::ParseWhere(_)
            | Operator::Project { .. }
            | Operator::ProjectAway { .. }
            | Operator::ProjectKeep { .. }
            | Operator::ProjectRename { .. }
            | Operator::ProjectReorder { .. }
            | Operator::Reduce { .. }
            | Operator::Sample { .. }
            | Operator::SampleDistinct { .. }
            | Operator::Scan(_)
            | Operator::Search { .. }
            | Operator::Serialize { .. }
            | Operator::Sort { .. }
            | Operator::Summarize { .. }
            | Operator::Take { .. }
            | Operator::Top { .. }
            | Operator::TopHitters { .. }
            | Operator::TopNested { .. }
            | Operator::Where { .. }
    )
}
