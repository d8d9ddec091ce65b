//! The way into scalar expressions, by their kind.

use muster_catalog::{Type, Value};
use muster_syntax::{Expr as Syntax, ExprKind as SyntaxKind, UnaryOp};

use crate::binder::Binder;
use crate::bound::{Expr, ExprKind};
use crate::codes;
use crate::scope::Scope;

impl Binder<'_> {
    /// Binds a scalar expression.
    pub(crate) fn scalar(&mut self, expr: &Syntax, scope: Scope<'_>) -> Expr {
        self.deeper(expr.span, |binder| binder.scalar_here(expr, scope)).unwrap_or_else(|| self.broken(expr.span))
    }

    fn scalar_here(&mut self, expr: &Syntax, scope: Scope<'_>) -> Expr {
        let span = expr.span;
        match &expr.kind {
            SyntaxKind::Missing => self.broken(span),
            SyntaxKind::Literal(literal) => self.bind_literal(literal, span),
            SyntaxKind::Name(name) => self.name(name, scope),
            SyntaxKind::Star => {
                self.error(codes::STAR_NOT_ALLOWED, "`*` has no meaning here", span);
                self.broken(span)
            }
            SyntaxKind::Call { name, arguments } => self.call(name, arguments, span, scope),
            SyntaxKind::Path { object, member } => self.path(object, member, span, scope),
            SyntaxKind::Index { object, index } => self.index(object, index, span, scope),
            SyntaxKind::Unary { op, operand } => self.unary(*op, operand, span, scope),
            SyntaxKind::Binary { op, op_span, left, right } => self.binary(*op, *op_span, left, right, span, scope),
            SyntaxKind::Between { negated, value, low, high } => self.between(*negated, value, low, high, span, scope),
            SyntaxKind::In { op, op_span, left, list } => self.in_list(*op, *op_span, left, list, span, scope),
            SyntaxKind::Parenthesized(inner) => self.scalar(inner, scope),
            SyntaxKind::Named { value, .. } => self.scalar(value, scope),
            SyntaxKind::Pipe { .. } | SyntaxKind::Head(_) | SyntaxKind::Block(_) => {
                self.tabular(expr);
                self.table_as_scalar(span);
                self.broken(span)
            }
            SyntaxKind::TypeOf(names) => {
                let message = "a type has no value here";
                let error = match names.first() {
                    Some(ty) => {
                        self.fault(codes::SCALAR_EXPECTED, message, span).help(format!("`to{}(…)` converts", ty.text))
                    }
                    None => self.fault(codes::SCALAR_EXPECTED, message, span),
                };
                self.report(error);
                self.broken(span)
            }
        }
    }

    pub(crate) fn table_as_scalar(&mut self, span: muster_source::Span) {
        let error = self
            .fault(codes::SCALAR_EXPECTED, "a table stands where a single value is needed", span)
            .help("`toscalar(…)` takes the first value of a table");
        self.report(error);
    }

    fn unary(&mut self, op: UnaryOp, operand: &Syntax, span: muster_source::Span, scope: Scope<'_>) -> Expr {
        // The least `long` has no positive twin, so that its digits are read together with their sign.
        if let SyntaxKind::Literal(muster_syntax::Literal::Long(digits)) = &operand.kind
            && op == UnaryOp::Minus
        {
            let signed = muster_syntax::Literal::Long(format!("-{digits}"));
            return self.bind_literal(&signed, span);
        }
        let operand = self.scalar(operand, scope);
        if self.is_unknown(&operand) {
            return operand;
        }
        let summable = operand.ty.is_number() || matches!(operand.ty, Type::Timespan | Type::Datetime | Type::Dynamic);
        if !summable {
            let sign = if op == UnaryOp::Minus { "-" } else { "+" };
            let message = format!("the operator `{sign}` is not defined for a `{}`", operand.ty);
            self.error(codes::OPERATOR_TYPES, message, span);
            return self.broken(span);
        }
        if op == UnaryOp::Plus {
            return operand;
        }
        match &operand.kind {
            ExprKind::Literal(Value::Real(value)) => self.literal(Value::Real(-value), span),
            ExprKind::Literal(Value::Timespan(length)) => match length.0.checked_neg() {
                Some(ticks) => self.literal(Value::Timespan(muster_catalog::Timespan(ticks)), span),
                None => operand,
            },
            _ => {
                let operand = if operand.ty == Type::Int { self.convert(operand, Type::Long) } else { operand };
                let ty = operand.ty;
                self.operator_call("negate", vec![operand], ty, span)
            }
        }
    }

    /// Binds a predicate: something of type `bool`.
    pub(crate) fn predicate(&mut self, expr: &Syntax, scope: Scope<'_>) -> Expr {
        let bound = self.scalar(expr, scope);
        if let SyntaxKind::Named { names, .. } = &expr.kind {
            if !self.is_unknown(&bound) {
                let mut error = self.fault(codes::TYPE_EXPECTED, "`=` gives a name and does not compare", expr.span);
                if let [name] = names.as_slice() {
                    error = error.help(format!("`{} == …` compares", name.text));
                }
                self.report(error);
            }
            return self.broken(expr.span);
        }
        self.exactly(bound, Type::Bool, expr.span)
    }

    /// Complains unless `expr` has type `ty`.
    pub(crate) fn exactly(&mut self, expr: Expr, ty: Type, span: muster_source::Span) -> Expr {
        if expr.ty == ty || self.is_unknown(&expr) {
            return expr;
        }
        let mut error = self.fault(codes::TYPE_EXPECTED, format!("a `{ty}` is needed, this is a `{}`", expr.ty), span);
        error = match (ty, expr.ty) {
            (Type::Bool, Type::Dynamic) => error.help("`tobool(…)` converts a dynamic"),
            (Type::Bool, Type::String) => error.help("`isnotempty(…)` asks whether there is a text"),
            (Type::Bool, _) => error.help("compare it with something"),
            _ => error.help(format!("`to{ty}(…)` converts")),
        };
        self.report(error);
        self.broken(span)
    }
}
