//! `between` and `!between`.

use muster_catalog::Type;
use muster_source::Span;
use muster_syntax::{BinaryOp, Expr as Syntax};

use crate::binder::Binder;
use crate::bound::{Expr, ExprKind};
use crate::codes;
use crate::overload::common_type;
use crate::scope::Scope;

impl Binder<'_> {
    /// `x between (a .. b)` is `x >= a and x <= b`; after a datetime the upper end may be a length of time from the
    /// lower one.
    pub(crate) fn between(
        &mut self,
        negated: bool,
        value: &Syntax,
        low: &Syntax,
        high: &Syntax,
        span: Span,
        scope: Scope<'_>,
    ) -> Expr {
        let places = [value.span, low.span, high.span];
        let [value, low, mut high] = [value, low, high].map(|part| self.scalar(part, scope));
        if [&value, &low, &high].into_iter().any(|part| self.is_unknown(part)) {
            return self.expr(ExprKind::Literal(muster_catalog::Value::Null(Type::Bool)), Type::Bool, span);
        }
        if value.ty == Type::Datetime && low.ty == Type::Datetime && high.ty == Type::Timespan {
            high = self.operator_call("+", vec![low.clone(), high], Type::Datetime, span);
        }
        let numbers = [&value, &low, &high].iter().all(|part| part.ty.is_number() || part.ty == Type::Dynamic);
        let ranged = value.ty.is_number() || matches!(value.ty, Type::Datetime | Type::Timespan);
        if numbers {
            let Some(ty) = common_type([&value, &low, &high].into_iter().map(|part| part.ty).filter(|t| t.is_number()))
            else {
                self.error(codes::SUMMABLE_EXPECTED, "numbers, timespans or datetimes are needed here", places[0]);
                return self.broken(span);
            };
            let [value, low, high] = [value, low, high].map(|part| self.convert(part, ty));
            return self.range_test(negated, value, low, high, span);
        }
        if !ranged {
            let message = format!("a `{}` has no range: a number, a timespan or a datetime is needed", value.ty);
            self.error(codes::SUMMABLE_EXPECTED, message, places[0]);
            return self.expr(ExprKind::Literal(muster_catalog::Value::Null(Type::Bool)), Type::Bool, span);
        }
        for (end, place) in [(&low, places[1]), (&high, places[2])] {
            if end.ty != value.ty {
                let message = format!("a `{}` is needed as an end of the range, this is a `{}`", value.ty, end.ty);
                self.error(codes::TYPE_EXPECTED, message, place);
                return self.expr(ExprKind::Literal(muster_catalog::Value::Null(Type::Bool)), Type::Bool, span);
            }
        }
        self.range_test(negated, value, low, high, span)
    }

    fn range_test(&mut self, negated: bool, value: Expr, low: Expr, high: Expr, span: Span) -> Expr {
        let [above, below, both] = if negated {
            [BinaryOp::Less, BinaryOp::Greater, BinaryOp::Or]
        } else {
            [BinaryOp::GreaterEqual, BinaryOp::LessEqual, BinaryOp::And]
        };
        let above = self.operator_call(above.text(), vec![value.clone(), low], Type::Bool, span);
        let below = self.operator_call(below.text(), vec![value, high], Type::Bool, span);
        self.operator_call(both.text(), vec![above, below], Type::Bool, span)
    }
}
