//! Signatures of functions, in KQL's own notation for parameters.
//!
//! `(source: string, startingIndex: long, length: long = long(null)): string`
//!
//! Beyond a type's name, a parameter's type may be:
//!
//! - `any`: a value of any type, taken as it is;
//! - `int|long|real`: one of these, taken as it is (an `int` is promoted if only wider ones are listed);
//! - `number` (`int|long|real|decimal`), `integer` (`int|long`), `scalar` (all but `dynamic`);
//! - `T`: all parameters typed `T` are brought to one common type, as `case` and `coalesce` do;
//! - a leading `const `: the argument must be a constant;
//! - `= …`: the parameter may be left out;
//! - a trailing `...`: the last parameter may be given any number of times, also none.
//!
//! The result is a type's name, `T`, or `typeof(parameter)`.

use crate::Type;

/// What kind of thing a signature is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A scalar function or an operator.
    Scalar,
    /// An aggregate, usable in `summarize` and its kin.
    Aggregate,
}

/// What a parameter accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParameterType {
    /// Exactly this type; arguments are converted as Kusto does it silently (`int` to `long`, `dynamic` to anything).
    One(Type),
    /// One of these, taken as it is.
    OneOf(Vec<Type>),
    /// Anything.
    Any,
    /// The common type of all parameters marked so.
    Common,
}

/// A parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Name, as Microsoft's page has it.
    pub name: String,
    /// What it accepts.
    pub ty: ParameterType,
    /// Whether the argument must be a constant.
    pub constant: bool,
    /// Whether it may be left out.
    pub optional: bool,
    /// Whether it may be given any number of times (the last parameter only).
    pub repeated: bool,
}

/// The type of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Returns {
    /// This type.
    One(Type),
    /// The common type of the parameters typed `T`.
    Common,
    /// The type of the argument for the parameter with this index.
    SameAs(usize),
}

/// One overload of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Parameters, in order.
    pub parameters: Vec<Parameter>,
    /// Type of the result.
    pub returns: Returns,
}

impl Signature {
    /// Reads the notation of this module's documentation.
    ///
    /// # Errors
    /// A message that names the part that cannot be read.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let inner = text.strip_prefix('(').ok_or_else(|| format!("signature does not begin with `(`: {text}"))?;
        let close = matching_parenthesis(inner).ok_or_else(|| format!("signature has no closing `)`: {text}"))?;
        let (list, rest) = (&inner[..close], inner[close + 1..].trim());
        let returns = rest.strip_prefix(':').ok_or_else(|| format!("signature has no result type: {text}"))?.trim();
        let mut parameters = Vec::new();
        for part in split_at_commas(list) {
            parameters.push(parameter(part.trim())?);
        }
        let returns = if returns == "T" {
            Returns::Common
        } else if let Some(name) = returns.strip_prefix("typeof(").and_then(|r| r.strip_suffix(')')) {
            let index = parameters
                .iter()
                .position(|p| p.name == name)
                .ok_or_else(|| format!("no parameter `{name}` in {text}"))?;
            Returns::SameAs(index)
        } else {
            Returns::One(Type::from_name(returns).ok_or_else(|| format!("unknown result type `{returns}` in {text}"))?)
        };
        Ok(Self { parameters, returns })
    }

    /// The least number of arguments.
    #[must_use]
    pub fn min_arguments(&self) -> usize {
        self.parameters.iter().filter(|p| !p.optional && !p.repeated).count()
    }

    /// The greatest number of arguments, or `None` where there is no limit.
    #[must_use]
    pub fn max_arguments(&self) -> Option<usize> {
        if self.parameters.last().is_some_and(|p| p.repeated) { None } else { Some(self.parameters.len()) }
    }

    /// The parameter that takes the argument with this index.
    #[must_use]
    pub fn parameter_for(&self, argument: usize) -> Option<&Parameter> {
        match self.parameters.get(argument) {
            Some(parameter) => Some(parameter),
            None => self.parameters.last().filter(|p| p.repeated),
        }
    }
}

fn parameter(text: &str) -> Result<Parameter, String> {
    let (name, rest) = text.split_once(':').ok_or_else(|| format!("parameter without a type: `{text}`"))?;
    let (ty, optional) = match rest.split_once('=') {
        Some((ty, _)) => (ty.trim(), true),
        None => (rest.trim(), false),
    };
    let (ty, repeated) = match ty.strip_suffix("...") {
        Some(ty) => (ty.trim(), true),
        None => (ty, false),
    };
    let (ty, constant) = match ty.strip_prefix("const ") {
        Some(ty) => (ty.trim(), true),
        None => (ty, false),
    };
    let ty = match ty {
        "any" => ParameterType::Any,
        "T" => ParameterType::Common,
        "number" => ParameterType::OneOf(vec![Type::Int, Type::Long, Type::Real, Type::Decimal]),
        "integer" => ParameterType::OneOf(vec![Type::Int, Type::Long]),
        "scalar" => ParameterType::OneOf(Type::ALL.into_iter().filter(|t| *t != Type::Dynamic).collect()),
        other => {
            let mut types = Vec::new();
            for word in other.split('|') {
                let word = word.trim();
                types.push(Type::from_name(word).ok_or_else(|| format!("unknown type `{word}` in `{text}`"))?);
            }
            match types.as_slice() {
                [one] => ParameterType::One(*one),
                _ => ParameterType::OneOf(types),
            }
        }
    };
    Ok(Parameter { name: name.trim().to_owned(), ty, constant, optional, repeated })
}

fn matching_parenthesis(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (i, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(i),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn split_at_commas(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0usize, 0);
    for (i, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(&text[start..i]);
                start = i + 1;
            }
            _ => {}
        }
    }
    if !text[start..].trim().is_empty() {
        parts.push(&text[start..]);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_reads_like_a_function_declaration() {
        let s = Signature::parse("(source: string, startingIndex: long, length: long = long(null)): string").unwrap();
        assert_eq!((s.min_arguments(), s.max_arguments()), (2, Some(3)));
        assert_eq!(s.returns, Returns::One(Type::String));
    }

    #[test]
    fn the_last_parameter_may_repeat() {
        let s = Signature::parse("(value: T, others: T...): T").unwrap();
        assert_eq!((s.min_arguments(), s.max_arguments()), (1, None));
        assert_eq!(s.parameter_for(7).map(|p| p.name.as_str()), Some("others"));
        assert_eq!(s.returns, Returns::Common);
    }

    #[test]
    fn the_result_may_follow_an_argument() {
        let s = Signature::parse("(value: number, n: const long = 0): typeof(value)").unwrap();
        assert_eq!(s.returns, Returns::SameAs(0));
        assert!(s.parameters[1].constant);
    }
}
