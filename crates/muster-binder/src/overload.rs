//! Which overload a call means, and the conversions that Kusto makes silently.

use muster_catalog::{Kind, ParameterType, Returns, Signature, Type, Value};
use muster_source::Span;

use crate::binder::Binder;
use crate::bound::{Expr, ExprKind};

/// The overload that fits.
#[derive(Debug)]
pub(crate) struct Choice {
    pub(crate) index: usize,
    /// What each argument is converted to; `None` leaves it as it is.
    pub(crate) types: Vec<Option<Type>>,
    /// The type of the result.
    pub(crate) returns: Type,
}

/// How well an argument fits, the better the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Never,
    /// Anything is taken.
    Any,
    /// A dynamic is converted to what it has to be.
    FromDynamic,
    Promoted,
    OneOfSeveral,
    Exact,
}

/// Whether every value of `from` is one of `to`.
fn widens(from: Type, to: Type) -> bool {
    match from {
        Type::Int => matches!(to, Type::Long | Type::Real | Type::Decimal),
        Type::Long => matches!(to, Type::Real | Type::Decimal),
        Type::Real => to == Type::Decimal,
        _ => false,
    }
}

/// The type that all of `types` can be brought to without losing anything, if there is one.
pub(crate) fn common_type(types: impl Iterator<Item = Type>) -> Option<Type> {
    let mut common: Option<Type> = None;
    for ty in types {
        common = Some(match common {
            None => ty,
            Some(known) if known == ty || widens(ty, known) => known,
            Some(known) if widens(known, ty) => ty,
            Some(known) if known == Type::Dynamic || ty == Type::Dynamic => Type::Dynamic,
            Some(_) => return None,
        });
    }
    common
}

/// The common type of branches: a dynamic among other types becomes one of these.
pub(crate) fn common_branch(types: impl Iterator<Item = Type> + Clone) -> Option<Type> {
    let mut known = types.clone().filter(|ty| *ty != Type::Dynamic).peekable();
    if known.peek().is_some() { common_type(known) } else { common_type(types) }
}

fn fit(parameter: &ParameterType, argument: Type, common: Option<Type>) -> (Fit, Option<Type>) {
    match parameter {
        ParameterType::Any => (Fit::Any, None),
        ParameterType::One(ty) if *ty == argument => (Fit::Exact, None),
        ParameterType::One(ty) if widens(argument, *ty) => (Fit::Promoted, Some(*ty)),
        ParameterType::One(ty) if argument == Type::Dynamic => (Fit::FromDynamic, Some(*ty)),
        ParameterType::One(_) => (Fit::Never, None),
        ParameterType::OneOf(types) if types.contains(&argument) => (Fit::OneOfSeveral, None),
        ParameterType::OneOf(types) => match types.iter().find(|ty| widens(argument, **ty)) {
            Some(ty) => (Fit::Promoted, Some(*ty)),
            None => (Fit::Never, None),
        },
        ParameterType::Common => match common {
            Some(ty) if ty == argument => (Fit::OneOfSeveral, None),
            Some(ty) if widens(argument, ty) => (Fit::Promoted, Some(ty)),
            Some(ty) if argument == Type::Dynamic => (Fit::FromDynamic, Some(ty)),
            _ => (Fit::Never, None),
        },
    }
}

fn takes_count(signature: &Signature, count: usize) -> bool {
    count >= signature.min_arguments() && signature.max_arguments().is_none_or(|max| count <= max)
}

fn common_of(signature: &Signature, arguments: &[Type]) -> Option<Type> {
    let marked = arguments.iter().enumerate().filter(|(index, _)| {
        signature.parameter_for(*index).is_some_and(|parameter| parameter.ty == ParameterType::Common)
    });
    common_branch(marked.map(|(_, ty)| *ty))
}

fn fits(signature: &Signature, arguments: &[Type]) -> Vec<(Fit, Option<Type>)> {
    let common = common_of(signature, arguments);
    arguments
        .iter()
        .enumerate()
        .map(|(index, ty)| match signature.parameter_for(index) {
            Some(parameter) => fit(&parameter.ty, *ty, common),
            None => (Fit::Never, None),
        })
        .collect()
}

/// The overload that fits best: the one whose worst argument fits best, then the one that fits better in sum, then the
/// first.
pub(crate) fn choose(signatures: &[Signature], arguments: &[Type]) -> Option<Choice> {
    let mut best: Option<((Fit, i32), Choice)> = None;
    for (index, signature) in signatures.iter().enumerate() {
        if !takes_count(signature, arguments.len()) {
            continue;
        }
        let fits = fits(signature, arguments);
        let worst = fits.iter().map(|(fit, _)| *fit).min().unwrap_or(Fit::Exact);
        if worst == Fit::Never {
            continue;
        }
        let rank = (worst, fits.iter().map(|(fit, _)| *fit as i32).sum());
        if best.as_ref().is_none_or(|(known, _)| rank > *known) {
            let types: Vec<Option<Type>> = fits.into_iter().map(|(_, ty)| ty).collect();
            let returns = returns(signature, arguments, &types);
            best = Some((rank, Choice { index, types, returns }));
        }
    }
    best.map(|(_, choice)| choice)
}

fn returns(signature: &Signature, arguments: &[Type], types: &[Option<Type>]) -> Type {
    match &signature.returns {
        Returns::One(ty) => *ty,
        Returns::Common => common_of(signature, arguments).unwrap_or(Type::Dynamic),
        Returns::SameAs(index) => types
            .get(*index)
            .copied()
            .flatten()
            .or_else(|| arguments.get(*index).copied())
            .or_else(|| match signature.parameters.get(*index).map(|parameter| &parameter.ty) {
                Some(ParameterType::One(ty)) => Some(*ty),
                _ => None,
            })
            .unwrap_or(Type::Dynamic),
    }
}

/// Whether the result has the type of an argument that is not known.
pub(crate) fn follows(signature: &Signature, unknown: impl Fn(usize) -> bool, count: usize) -> bool {
    match &signature.returns {
        Returns::One(_) => false,
        Returns::SameAs(index) => unknown(*index),
        Returns::Common => (0..count).any(|index| {
            signature.parameter_for(index).is_some_and(|p| p.ty == ParameterType::Common) && unknown(index)
        }),
    }
}

/// Why no overload fits.
#[derive(Debug)]
pub(crate) enum Misfit {
    /// None takes so many arguments; the least and the greatest number that some overload takes.
    Count { min: usize, max: Option<usize> },
    /// The argument with this index has a type that the parameter does not take.
    Type { argument: usize, parameter: ParameterType },
    /// Several overloads, each with an argument that it does not take.
    NoOverload,
}

pub(crate) fn misfit(signatures: &[Signature], arguments: &[Type]) -> Misfit {
    let candidates: Vec<&Signature> = signatures.iter().filter(|s| takes_count(s, arguments.len())).collect();
    if candidates.is_empty() {
        let min = signatures.iter().map(Signature::min_arguments).min().unwrap_or(0);
        let max = signatures.iter().try_fold(0, |most, s| s.max_arguments().map(|max| most.max(max)));
        return Misfit::Count { min, max };
    }
    let matching =
        |signature: &Signature| fits(signature, arguments).iter().filter(|(fit, _)| *fit != Fit::Never).count();
    let most = candidates.iter().map(|signature| matching(signature)).max();
    let nearest: Vec<&&Signature> = candidates.iter().filter(|signature| most == Some(matching(signature))).collect();
    match nearest.as_slice() {
        [signature] => {
            let wrong = fits(signature, arguments).iter().position(|(fit, _)| *fit == Fit::Never);
            let parameter = wrong.and_then(|argument| Some((argument, signature.parameter_for(argument)?.ty.clone())));
            parameter.map_or(Misfit::NoOverload, |(argument, parameter)| Misfit::Type { argument, parameter })
        }
        _ => Misfit::NoOverload,
    }
}

impl Binder<'_> {
    /// `expr` as a `to`: a literal is converted here, everything else by a call.
    pub(crate) fn convert(&mut self, expr: Expr, to: Type) -> Expr {
        if expr.ty == to {
            return expr;
        }
        let span = expr.span;
        if let ExprKind::Literal(value) = &expr.kind
            && let Some(value) = widened(value, to)
        {
            return Expr { ty: to, kind: ExprKind::Literal(value), span };
        }
        let function = match to {
            Type::Bool => "tobool",
            Type::Int => "toint",
            Type::Long => "tolong",
            Type::Real => "toreal",
            Type::Decimal => "todecimal",
            Type::String => "tostring",
            Type::Datetime => "todatetime",
            Type::Timespan => "totimespan",
            Type::Guid => "toguid",
            Type::Dynamic => "todynamic_value",
        };
        self.conversion(function, expr, to, span)
    }

    fn conversion(&mut self, function: &str, expr: Expr, to: Type, span: Span) -> Expr {
        let known = self.catalog.function(function, Kind::Scalar);
        let overload = known.and_then(|f| choose(&f.overloads, &[expr.ty])).map_or(0, |choice| choice.index);
        let kind = ExprKind::Call { function: function.to_owned(), overload, arguments: vec![expr] };
        Expr { kind, ty: to, span }
    }
}

/// A literal number in a wider type.
fn widened(value: &Value, to: Type) -> Option<Value> {
    Some(match (value, to) {
        (Value::Null(ty), to) if widens(*ty, to) => Value::Null(to),
        (Value::Int(number), Type::Long) => Value::Long(i64::from(*number)),
        (Value::Int(number), Type::Real) => Value::Real(f64::from(*number)),
        (Value::Long(number), Type::Real) => Value::Real(*number as f64),
        (Value::Int(number), Type::Decimal) => decimal(i128::from(*number))?,
        (Value::Long(number), Type::Decimal) => decimal(i128::from(*number))?,
        _ => return None,
    })
}

fn decimal(number: i128) -> Option<Value> {
    number.checked_mul(10_i128.pow(u32::from(Value::DECIMAL_SCALE))).map(Value::Decimal)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(signatures: &[&str], arguments: &[Type]) -> Option<(usize, Type)> {
        let signatures: Vec<Signature> = signatures.iter().map(|s| Signature::parse(s).expect("it reads")).collect();
        choose(&signatures, arguments).map(|choice| (choice.index, choice.returns))
    }

    #[test]
    fn the_least_conversion_wins() {
        let bin = ["(v: datetime, s: timespan): datetime", "(v: real, s: real): real", "(v: long, s: long): long"];
        assert_eq!(index(&bin, &[Type::Int, Type::Long]), Some((2, Type::Long)));
        assert_eq!(index(&bin, &[Type::Long, Type::Real]), Some((1, Type::Real)));
        assert_eq!(index(&bin, &[Type::String, Type::Long]), None);
    }

    #[test]
    fn common_types_widen_and_give_the_result() {
        assert_eq!(index(&["(c: bool, a: T, b: T): T"], &[Type::Bool, Type::Int, Type::Real]), Some((0, Type::Real)));
        assert_eq!(index(&["(c: bool, a: T, b: T): T"], &[Type::Bool, Type::Int, Type::String]), None);
    }

    #[test]
    fn a_dynamic_becomes_what_is_asked_for() {
        assert_eq!(index(&["(s: string): long"], &[Type::Dynamic]), Some((0, Type::Long)));
        assert_eq!(index(&["(s: dynamic): long"], &[Type::String]), None);
    }
}
