//! Binary operators: which types they take, and what is converted silently.

use muster_catalog::{Kind, Type};
use muster_source::Span;
use muster_syntax::{BinaryOp, Expr as Syntax, ExprKind as SyntaxKind};

use crate::binder::{BROKEN, Binder};
use crate::bound::{Expr, ExprKind};
use crate::codes;
use crate::overload::{self, common_type};
use crate::scope::Scope;

impl Binder<'_> {
    pub(crate) fn binary(
        &mut self,
        op: BinaryOp,
        op_span: Span,
        left: &Syntax,
        right: &Syntax,
        span: Span,
        scope: Scope<'_>,
    ) -> Expr {
        if matches!(op, BinaryOp::And | BinaryOp::Or) {
            return self.logical(op, left, right, span, scope);
        }
        // A chain of operators is a tree as deep as it is long: the left spine is walked, not descended.
        let mut spine = vec![(op, op_span, right, span)];
        let mut first = left;
        while let SyntaxKind::Binary { op, op_span, left, right } = &first.kind {
            if matches!(op, BinaryOp::And | BinaryOp::Or) {
                break;
            }
            spine.push((*op, *op_span, right, first.span));
            first = left;
        }
        let mut result = match (&first.kind, spine.last()) {
            (SyntaxKind::Star, Some((op, _, right, span))) => {
                let text = self.scalar(right, scope);
                let result = self.star(*op, &text, *span, scope);
                spine.pop();
                result
            }
            _ => self.scalar(first, scope),
        };
        for (op, op_span, right, span) in spine.into_iter().rev() {
            let right = self.scalar(right, scope);
            result = self.apply(op, op_span, result, right, span);
        }
        result
    }

    /// `* has "x"`: in some column.
    fn star(&mut self, op: BinaryOp, text: &Expr, span: Span, scope: Scope<'_>) -> Expr {
        const OPERATORS: &[&str] = &[
            "has",
            "has_cs",
            "contains",
            "contains_cs",
            "hasprefix",
            "hasprefix_cs",
            "hassuffix",
            "hassuffix_cs",
            "startswith",
            "startswith_cs",
            "endswith",
            "endswith_cs",
        ];
        let found = match scope.row {
            Some(row) if OPERATORS.contains(&op.text()) => self.any_column(op.text(), row, text, span),
            _ => Err("a comparison with `*`".to_owned()),
        };
        found.unwrap_or_else(|what| self.unsupported_expr(&what, Type::Bool, span))
    }

    pub(crate) fn unsupported_expr(&self, what: &str, ty: Type, span: Span) -> Expr {
        self.expr(ExprKind::Unsupported { what: what.to_owned() }, ty, span)
    }

    /// `and` and `or`: a chain becomes a balanced tree, as the order of evaluation has no meaning.
    fn logical(&mut self, op: BinaryOp, left: &Syntax, right: &Syntax, span: Span, scope: Scope<'_>) -> Expr {
        let mut parts = vec![right];
        let mut first = left;
        while let SyntaxKind::Binary { op: inner, left, right, .. } = &first.kind {
            if *inner != op {
                break;
            }
            parts.push(right);
            first = left;
        }
        parts.push(first);
        let mut terms = Vec::with_capacity(parts.len());
        for part in parts.into_iter().rev() {
            let term = self.scalar(part, scope);
            terms.push(self.truth(op, term, part, span));
        }
        self.joined(op, terms, span)
    }

    /// Joins terms by `and` or `or` as a balanced tree.
    pub(crate) fn joined(&mut self, op: BinaryOp, mut terms: Vec<Expr>, span: Span) -> Expr {
        while terms.len() > 1 {
            let mut pairs = terms.into_iter();
            let mut next = Vec::new();
            while let Some(first) = pairs.next() {
                next.push(match pairs.next() {
                    Some(second) => self.operator_call(op.text(), vec![first, second], Type::Bool, span),
                    None => first,
                });
            }
            terms = next;
        }
        terms.pop().unwrap_or_else(|| self.nothing_true(span))
    }

    fn truth(&mut self, op: BinaryOp, term: Expr, syntax: &Syntax, whole: Span) -> Expr {
        match term.ty {
            Type::Bool => term,
            _ if self.is_unknown(&term) => self.nothing_true(term.span),
            Type::Dynamic => self.convert(term, Type::Bool),
            ty => {
                let named = matches!(syntax.kind, SyntaxKind::Named { .. });
                let place = self.operator_near(op, syntax.span, whole);
                let mut error = self
                    .fault(codes::OPERATOR_TYPES, format!("`{}` joins `bool`s, this is a `{ty}`", op.text()), place)
                    .at(&self.source.clone(), syntax.span, format!("a `{ty}`"));
                if named {
                    error = error.help("`==` compares");
                }
                self.report(error);
                self.nothing_true(syntax.span)
            }
        }
    }

    /// The place of the `and` or `or` that has `operand` on a side: before it, or for the first one after it.
    fn operator_near(&self, op: BinaryOp, operand: Span, whole: Span) -> Span {
        let text = self.source.text();
        let (start, end) = (operand.start as usize, operand.end as usize);
        let before =
            text.get(whole.start as usize..start).and_then(|t| t.rfind(op.text())).map(|i| whole.start as usize + i);
        let after = || text.get(end..whole.end as usize).and_then(|t| t.find(op.text())).map(|i| end + i);
        before.or_else(after).map_or(operand, |at| Span::new(at, at + op.text().len()))
    }

    /// Applies an operator to operands that are bound.
    pub(crate) fn apply(&mut self, op: BinaryOp, op_span: Span, left: Expr, right: Expr, span: Span) -> Expr {
        let broken = |expr: &Expr| matches!(expr.kind, ExprKind::Column(BROKEN));
        if broken(&left) || broken(&right) {
            return match family(op) {
                Family::Arithmetic => self.broken(span),
                _ => self.nothing_true(span),
            };
        }
        match family(op) {
            Family::Arithmetic => self.arithmetic(op, op_span, left, right, span),
            Family::Order => self.order(op, op_span, left, right, span),
            Family::Equality => self.equality(op, left, right, span),
            Family::Text => self.text_operator(op, op_span, left, right, span),
        }
    }

    fn text_operator(&mut self, op: BinaryOp, op_span: Span, left: Expr, right: Expr, span: Span) -> Expr {
        let fits =
            |binder: &Self, expr: &Expr| matches!(expr.ty, Type::String | Type::Dynamic) || binder.is_unknown(expr);
        if !fits(self, &left) || !fits(self, &right) {
            return self.undefined(op, op_span, &left, &right, span);
        }
        let left = self.convert(left, Type::String);
        let right = self.convert(right, Type::String);
        self.operator_call(op.text(), vec![left, right], Type::Bool, span)
    }

    fn equality(&mut self, op: BinaryOp, left: Expr, right: Expr, span: Span) -> Expr {
        if self.is_unknown(&left) && self.is_unknown(&right) {
            return self.operator_call(op.text(), vec![left, right], Type::Bool, span);
        }
        let (left, right) = match (left.ty, right.ty) {
            (a, b) if a == b => (left, right),
            (Type::Dynamic, other) => (self.convert(left, other), right),
            (other, Type::Dynamic) => (left, self.convert(right, other)),
            (a, b) => match common_type([a, b].into_iter()) {
                Some(ty) => (self.convert(left, ty), self.convert(right, ty)),
                None if comparable(a, b) => (left, right),
                None => return self.unlike(a, b, span),
            },
        };
        self.operator_call(op.text(), vec![left, right], Type::Bool, span)
    }

    fn order(&mut self, op: BinaryOp, op_span: Span, left: Expr, right: Expr, span: Span) -> Expr {
        let ordered = |ty: Type| ty.is_number() || matches!(ty, Type::Datetime | Type::Timespan | Type::Bool);
        let (a, b) = (self.is_unknown(&left), self.is_unknown(&right));
        let (left, right) = match (left.ty, right.ty) {
            (_, other) if a && !b && ordered(other) => (self.convert(left, other), right),
            (other, _) if b && !a && ordered(other) => (left, self.convert(right, other)),
            _ if a || b => (left, right),
            (x, y) if x == y && (ordered(x) || x == Type::Dynamic) => (left, right),
            (Type::Dynamic, other) if other.is_number() => (self.convert(left, other), right),
            (other, Type::Dynamic) if other.is_number() => (left, self.convert(right, other)),
            (x, y) if x.is_number() && y.is_number() => {
                let ty = common_type([x, y].into_iter()).unwrap_or(x);
                (self.convert(left, ty), self.convert(right, ty))
            }
            (x, y) if (x == Type::Bool || y == Type::Bool) && ordered(x) && ordered(y) => {
                return self.unlike(x, y, span);
            }
            _ => return self.undefined(op, op_span, &left, &right, span),
        };
        self.operator_call(op.text(), vec![left, right], Type::Bool, span)
    }

    fn arithmetic(&mut self, op: BinaryOp, op_span: Span, left: Expr, right: Expr, span: Span) -> Expr {
        let (x, y) = (left.ty, right.ty);
        if self.is_unknown(&left) || self.is_unknown(&right) {
            let known = if self.is_unknown(&left) { y } else { x };
            let ty = if known == Type::Dynamic { Type::Dynamic } else { known };
            return self.operator_call(op.text(), vec![left, right], ty, span);
        }
        if x.is_number() && y.is_number() {
            let ty = match common_type([x, y].into_iter()) {
                Some(Type::Int) | None => Type::Long,
                Some(ty) => ty,
            };
            let (left, right) = (self.convert(left, ty), self.convert(right, ty));
            return self.operator_call(op.text(), vec![left, right], ty, span);
        }
        if let Some((ty, number)) = moments(op, x, y) {
            let (mut left, mut right) = (left, right);
            if number {
                if x.is_number() {
                    left = self.convert(left, Type::Real);
                }
                if y.is_number() {
                    right = self.convert(right, Type::Real);
                }
            }
            return self.operator_call(op.text(), vec![left, right], ty, span);
        }
        let additive = matches!(op, BinaryOp::Add | BinaryOp::Subtract);
        let takes = |ty: Type| ty.is_number() || (additive && matches!(ty, Type::Datetime | Type::Timespan));
        match (x, y) {
            (Type::Dynamic, Type::Dynamic) => self.operator_call(op.text(), vec![left, right], Type::Dynamic, span),
            (Type::Dynamic, other) if takes(other) => self.with_dynamic(op, left, right, other, span),
            (other, Type::Dynamic) if takes(other) => self.with_dynamic(op, left, right, other, span),
            _ => {
                self.undefined(op, op_span, &left, &right, span);
                // What the result would have been decides on what else is wrong around it.
                let ty = [x, y].into_iter().find(|ty| ty.is_number()).unwrap_or(Type::Long);
                self.literal(muster_catalog::Value::null(ty), span)
            }
        }
    }

    fn with_dynamic(&mut self, op: BinaryOp, left: Expr, right: Expr, other: Type, span: Span) -> Expr {
        let ty = if other == Type::Int { Type::Long } else { other };
        let left = self.convert(left, ty);
        let right = self.convert(right, ty);
        let result = moments(op, ty, ty).map_or(ty, |(result, _)| result);
        // The published types say that the result has the type of the other operand; moments do not add up to that.
        if matches!(ty, Type::Datetime) && op == BinaryOp::Add {
            return self.unsupported_expr("an addition of a dynamic and a datetime", Type::Datetime, span);
        }
        if matches!(ty, Type::Datetime) && result != ty {
            return self.unsupported_expr("a subtraction of a dynamic and a datetime", Type::Datetime, span);
        }
        self.operator_call(op.text(), vec![left, right], ty, span)
    }

    fn undefined(&mut self, op: BinaryOp, op_span: Span, left: &Expr, right: &Expr, span: Span) -> Expr {
        let message = format!("`{}` is not defined for `{}` and `{}`", op.text(), left.ty, right.ty);
        let mut error = self.fault(codes::OPERATOR_TYPES, message, op_span);
        error = match (left.ty, right.ty) {
            (Type::String, ty) | (ty, Type::String) if op == BinaryOp::Add && ty != Type::Dynamic => {
                error.help("`strcat(a, b)` joins texts")
            }
            (Type::Datetime, Type::Timespan) => error.help("`ago(…)` is the moment so long ago"),
            (Type::Dynamic, ty) => error.help(format!("`to{ty}(…)` converts the left side")),
            (ty, Type::Dynamic) => error.help(format!("`to{ty}(…)` converts the right side")),
            _ if family(op) == Family::Text => error.help("`tostring(…)` converts"),
            _ => error.help("convert one side"),
        };
        self.report(error);
        self.nothing_true(span)
    }

    /// A call of an operator, under its name in the functions crate.
    pub(crate) fn operator_call(&mut self, name: &str, arguments: Vec<Expr>, ty: Type, span: Span) -> Expr {
        let mut arguments = arguments;
        let mut overload = 0;
        if let Some(function) = self.catalog.function(name, Kind::Scalar)
            && !arguments.iter().any(|argument| self.is_unknown(argument))
        {
            match overload::choose(&function.overloads, &arguments.iter().map(|a| a.ty).collect::<Vec<_>>()) {
                Some(chosen) => {
                    overload = chosen.index;
                    arguments = arguments
                        .into_iter()
                        .zip(&chosen.types)
                        .map(|(argument, ty)| {
                            ty.map_or_else(|| argument.clone(), |ty| self.convert(argument.clone(), ty))
                        })
                        .collect();
                }
                None => {
                    let types: Vec<String> = arguments.iter().map(|argument| format!("`{}`", argument.ty)).collect();
                    let what = format!("`{name}` of {}", types.join(" and "));
                    return self.expr(ExprKind::Unsupported { what }, ty, span);
                }
            }
        }
        self.expr(ExprKind::Call { function: name.to_owned(), overload, arguments }, ty, span)
    }
}

/// Whether values of two types can be equal though neither is silently converted to the other.
pub(crate) fn comparable(left: Type, right: Type) -> bool {
    let plain = |ty: Type| ty.is_number() || ty == Type::Bool;
    let pair =
        |a: Type, b: Type| (a == Type::String && plain(b)) || (a == Type::Bool && matches!(b, Type::Int | Type::Long));
    pair(left, right) || pair(right, left)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Arithmetic,
    Order,
    Equality,
    Text,
}

fn family(op: BinaryOp) -> Family {
    match op {
        BinaryOp::Add | BinaryOp::Subtract | BinaryOp::Multiply | BinaryOp::Divide | BinaryOp::Modulo => {
            Family::Arithmetic
        }
        BinaryOp::Less | BinaryOp::LessEqual | BinaryOp::Greater | BinaryOp::GreaterEqual => Family::Order,
        BinaryOp::Equal | BinaryOp::NotEqual => Family::Equality,
        _ => Family::Text,
    }
}

/// The result of arithmetic with moments and lengths of time, and whether a number takes part (as a `real`).
fn moments(op: BinaryOp, left: Type, right: Type) -> Option<(Type, bool)> {
    use BinaryOp::{Add, Divide, Modulo, Multiply, Subtract};
    use Type::{Datetime, Real, Timespan};
    Some(match (op, left, right) {
        (Add | Subtract | Modulo, Timespan, Timespan)
        | (Subtract, Datetime, Datetime)
        | (Modulo, Datetime, Timespan) => (Timespan, false),
        (Add | Subtract, Datetime, Timespan) | (Add, Timespan, Datetime) => (Datetime, false),
        (Divide, Timespan, Timespan) | (Divide, Datetime, Datetime | Timespan) => (Real, false),
        (Multiply | Divide | Modulo, Timespan, number) if number.is_number() => (Timespan, true),
        (Multiply, number, Timespan) if number.is_number() => (Timespan, true),
        _ => return None,
    })
}
