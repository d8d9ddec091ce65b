//! What is said when an argument has the wrong type.

use muster_catalog::{ParameterType, Type};
use muster_source::{Code, Span};

use crate::binder::Binder;
use crate::bound::Expr;
use crate::codes;

/// What an argument has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    Integer,
    Number,
}

impl Binder<'_> {
    /// Complains unless `expr` is what is wanted; a value that is not known passes.
    pub(crate) fn wants(&mut self, wanted: Wanted, expr: Expr, span: Span) -> Expr {
        let (fits, code, words) = match wanted {
            Wanted::Integer => (expr.ty.is_integer(), codes::INTEGER_EXPECTED, "an integer"),
            Wanted::Number => (expr.ty.is_number(), codes::NUMBER_EXPECTED, "a number"),
        };
        if fits || self.is_unknown(&expr) {
            return expr;
        }
        self.error(code, format!("{words} is needed, this is a `{}`", expr.ty), span);
        self.broken(span)
    }

    /// Complains about an argument that no overload takes.
    pub(crate) fn wrong_argument(&mut self, parameter: &ParameterType, ty: Type, span: Span) {
        let (code, words) = described(parameter);
        let mut error = self.fault(code, format!("{words} is needed here, this is a `{ty}`"), span);
        if let ParameterType::One(wanted) = parameter {
            error = match wanted {
                Type::Dynamic => error.help("`parse_json(…)` makes a dynamic of a text"),
                wanted => error.help(format!("`to{wanted}(…)` converts")),
            };
        }
        self.report(error);
    }
}

fn described(parameter: &ParameterType) -> (Code, String) {
    match parameter {
        ParameterType::One(ty) => (codes::ARGUMENT_TYPE, format!("a `{ty}`")),
        ParameterType::OneOf(types) => {
            let has = |ty: Type| types.contains(&ty);
            let number = has(Type::Long);
            if number && has(Type::String) && has(Type::Datetime) && !has(Type::Dynamic) {
                (codes::ORDERABLE_EXPECTED, "a value with an order".to_owned())
            } else if number && (has(Type::Datetime) || has(Type::Timespan)) {
                (codes::SUMMABLE_EXPECTED, "a number, a timespan or a datetime".to_owned())
            } else if number && has(Type::Real) {
                (codes::NUMBER_EXPECTED, "a number".to_owned())
            } else if number {
                (codes::INTEGER_EXPECTED, "an integer".to_owned())
            } else {
                let names: Vec<String> = types.iter().map(|ty| format!("`{ty}`")).collect();
                (codes::ARGUMENT_TYPE, format!("a {}", names.join(" or ")))
            }
        }
        ParameterType::Any | ParameterType::Common => {
            (codes::TYPE_EXPECTED, "a value of the type of the others".to_owned())
        }
    }
}
