//! `join`

use std::collections::BTreeSet;

use muster_catalog::Type;
use muster_source::Span;
use muster_syntax::operator::OperatorOption;
use muster_syntax::{BinaryOp, Expr as Syntax, ExprKind as SyntaxKind, Name};

use crate::binder::{BROKEN, Binder};
use crate::bound::{Column, ColumnId, Expr, ExprKind, JoinKind, RelationKind};
use crate::codes;
use crate::expr::name::twin;
use crate::naming::UniqueNames;
use crate::overload::common_type;
use crate::scope::{Scope, Tabular};

/// The words that `kind=` takes.
const KINDS: &[&str] = &[
    "inner",
    "fullouter",
    "innerunique",
    "leftanti",
    "leftantisemi",
    "anti",
    "leftouter",
    "leftsemi",
    "rightanti",
    "rightantisemi",
    "rightouter",
    "rightsemi",
];

fn kind_named(word: &str) -> JoinKind {
    match word {
        "inner" => JoinKind::Inner,
        "fullouter" => JoinKind::FullOuter,
        "leftanti" | "leftantisemi" | "anti" => JoinKind::LeftAnti,
        "leftouter" => JoinKind::LeftOuter,
        "leftsemi" => JoinKind::LeftSemi,
        "rightanti" | "rightantisemi" => JoinKind::RightAnti,
        "rightouter" => JoinKind::RightOuter,
        "rightsemi" => JoinKind::RightSemi,
        _ => JoinKind::InnerUnique,
    }
}

/// Keys of a join, and the right columns that the keys name.
#[derive(Debug, Default)]
pub(super) struct Keys {
    pub(super) on: Vec<(Expr, Expr)>,
    pub(super) right: BTreeSet<ColumnId>,
    /// Why the keys cannot be compared, if so.
    pub(super) refused: Option<String>,
}

impl Binder<'_> {
    pub(super) fn join(
        &mut self,
        options: &[OperatorOption],
        right: &Syntax,
        on: &[Syntax],
        mut input: Tabular,
        span: Span,
    ) -> Tabular {
        let kind = self.option_word(options, &["kind"], KINDS).map_or(JoinKind::InnerUnique, |word| kind_named(&word));
        let right = self.tabular(right);
        let keys = self.join_keys(on, &input, &right);
        let mut columns: Vec<Column> = Vec::new();
        let (left_shows, right_shows) = match kind {
            JoinKind::LeftSemi | JoinKind::LeftAnti => (true, false),
            JoinKind::RightSemi | JoinKind::RightAnti => (false, true),
            JoinKind::InnerUnique
            | JoinKind::Inner
            | JoinKind::LeftOuter
            | JoinKind::RightOuter
            | JoinKind::FullOuter => (true, true),
        };
        if left_shows {
            columns.extend(input.relation.columns.iter().cloned());
        }
        if right_shows {
            columns.extend(right.visible().cloned());
        }
        UniqueNames::separate(&mut columns);
        self.charge(columns.len(), span);
        let depth = input.depth.max(right.depth);
        let broken = (left_shows && input.broken) || (right_shows && right.broken);
        let open = input.open.clone().filter(|_| left_shows).or_else(|| right.open.clone().filter(|_| right_shows));
        let hidden = if left_shows { input.hidden.clone() } else { BTreeSet::new() };
        let kind = match keys.refused {
            Some(what) => RelationKind::Unsupported { what },
            None => {
                let right = Box::new(self.shown(right));
                RelationKind::Join { kind, left: Box::new(input.take_relation()), right, on: keys.on }
            }
        };
        let relation = self.relation(kind, columns, span);
        Tabular { hidden, open, broken, depth, ..Tabular::new(relation) }
    }

    pub(super) fn join_keys(&mut self, on: &[Syntax], left: &Tabular, right: &Tabular) -> Keys {
        let mut keys = Keys::default();
        for condition in on {
            self.join_condition(condition, left, right, &mut keys);
        }
        keys
    }

    fn join_condition(&mut self, condition: &Syntax, left: &Tabular, right: &Tabular, keys: &mut Keys) {
        match &condition.kind {
            SyntaxKind::Parenthesized(inner) => self.join_condition(inner, left, right, keys),
            SyntaxKind::Missing => {}
            SyntaxKind::Binary { op: BinaryOp::And, left: first, right: second, .. } => {
                self.join_condition(first, left, right, keys);
                self.join_condition(second, left, right, keys);
            }
            SyntaxKind::Binary { op: BinaryOp::Equal, left: first, right: second, .. } => {
                let first = self.join_operand(first, "$left", left, right);
                let second = self.join_operand(second, "$right", left, right);
                if let (Some(first), Some(second)) = (first, second) {
                    self.join_pair(first, second, keys);
                }
            }
            SyntaxKind::Name(name) => self.common_key(name, left, right, keys),
            _ => {
                let error = self
                    .fault(
                        codes::BAD_JOIN_CONDITION,
                        "this is no equality of a left and a right column",
                        condition.span,
                    )
                    .help("write the name of a column that both sides have, or `$left.a == $right.b`");
                self.report(error);
            }
        }
    }

    fn common_key(&mut self, name: &Name, left: &Tabular, right: &Tabular, keys: &mut Keys) {
        let first = self.column_of(left, &name.text, true);
        let second = self.column_of(right, &name.text, true);
        match (first, second) {
            (Some(first), Some(second)) => {
                let known = !self.unknown.contains(&first.id) && !self.unknown.contains(&second.id);
                if first.ty != second.ty && known {
                    let message = format!(
                        "the key `{}` is `{}` on the left and `{}` on the right",
                        name.text, first.ty, second.ty
                    );
                    let error = self.fault(codes::JOIN_KEY_TYPES, message, name.span);
                    self.report(
                        error.help(format!("convert one side before: `extend {0} = tostring({0})`", name.text)),
                    );
                    return;
                }
                let (first, second) = (self.reference(&first, name.span), self.reference(&second, name.span));
                self.join_pair(first, second, keys);
            }
            (None, None) => {
                self.name(name, Scope { row: Some(left), right: Some(right), aggregating: false });
            }
            (first, _) => {
                let side = if first.is_some() { "right" } else { "left" };
                let message = format!("the {side} side of the join has no column `{}`", name.text);
                let error = self.fault(codes::NOT_ON_BOTH_SIDES, message, name.span);
                let lacking = if first.is_some() { right } else { left };
                let twin = twin(&name.text).filter(|twin| lacking.relation.columns.iter().any(|c| c.name == *twin));
                self.report(match twin {
                    None => error.help("keys of different names are written `$left.a == $right.b`"),
                    Some(twin) if first.is_some() => {
                        error.help(format!("write `$left.{} == $right.{twin}`", name.text))
                    }
                    Some(twin) => error.help(format!("write `$left.{twin} == $right.{}`", name.text)),
                });
            }
        }
    }

    fn join_operand(&mut self, operand: &Syntax, side: &str, left: &Tabular, right: &Tabular) -> Option<Expr> {
        match &operand.kind {
            SyntaxKind::Parenthesized(inner) => self.join_operand(inner, side, left, right),
            SyntaxKind::Path { object, member } => {
                let named = matches!(&object.kind, SyntaxKind::Name(name) if name.text == side);
                let table = if side == "$left" { left } else { right };
                match &member.kind {
                    SyntaxKind::Name(name) if named => {
                        let expr = self.name(name, Scope::row(table));
                        let column = matches!(expr.kind, ExprKind::Column(_));
                        if !column && !self.is_unknown(&expr) {
                            self.error(codes::COLUMN_EXPECTED, "a column is needed here", member.span);
                        }
                        column.then_some(expr)
                    }
                    _ => self.bad_operand(operand, side),
                }
            }
            _ => self.bad_operand(operand, side),
        }
    }

    fn bad_operand(&mut self, operand: &Syntax, side: &str) -> Option<Expr> {
        let message = format!("`{side}.column` is needed on this side of the `==`");
        self.error(codes::BAD_JOIN_OPERAND, message, operand.span);
        None
    }

    fn join_pair(&mut self, first: Expr, second: Expr, keys: &mut Keys) {
        if let ExprKind::Column(id) = second.kind {
            keys.right.insert(id);
        }
        let broken = |expr: &Expr| matches!(expr.kind, ExprKind::Column(BROKEN));
        if broken(&first) || broken(&second) {
            return;
        }
        let unknown = self.is_unknown(&first) || self.is_unknown(&second);
        if !unknown && (first.ty == Type::Dynamic || second.ty == Type::Dynamic) {
            keys.refused
                .get_or_insert_with(|| "a join key of type `dynamic` without an explicit conversion".to_owned());
            return;
        }
        match common_type([first.ty, second.ty].into_iter()) {
            Some(ty) => {
                let pair = (self.convert(first, ty), self.convert(second, ty));
                keys.on.push(pair);
            }
            None => {
                let what = format!("a join of a `{}` with a `{}`, which Kusto refuses,", first.ty, second.ty);
                keys.refused.get_or_insert(what);
            }
        }
    }
}
