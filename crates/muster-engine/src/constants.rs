//! Constants that a function cannot take, found before there are rows: a regular expression that is none, a format with
//! an unknown part.

use muster_binder::bound::Expr;
use muster_catalog::Type;
use muster_functions::Scalar;
use muster_source::{Diagnostic, Source, Span};
use muster_values::{Args, Column};

use crate::codes::CONSTANT;

/// When the value of an expression is known.
#[derive(Debug, Clone)]
pub(crate) enum Known {
    /// It is a constant of the query.
    Now(Column),
    /// When the query is planned: it reads the clock, or a table as a whole.
    Later,
    /// It is another one in each row.
    ByRow,
}

impl Known {
    /// When both are known.
    pub(crate) fn and(self, other: &Self) -> Self {
        if matches!((&self, other), (Self::ByRow, _) | (_, Self::ByRow)) { Self::ByRow } else { Self::Later }
    }
}

/// When the value of a call is known, unless the function cannot take one of its constants.
///
/// A body looks at its constants before it looks at rows, so that it can be asked without any.
pub(crate) fn call(
    entry: &Scalar,
    arguments: &[Expr],
    values: &[Known],
    whole: &Expr,
    source: &Source,
) -> Result<Known, Box<Diagnostic>> {
    let by_row = values.iter().any(|value| matches!(value, Known::ByRow));
    if values.iter().any(|value| matches!(value, Known::Later)) {
        return Ok(if by_row { Known::ByRow } else { Known::Later });
    }
    let types: Vec<_> = arguments.iter().map(|argument| argument.ty).collect();
    let column = |(value, ty): (&Known, &Type)| match value {
        Known::Now(column) => column.clone(),
        Known::Later | Known::ByRow => Column::from_values(*ty, []),
    };
    let columns: Vec<Column> = values.iter().zip(&types).map(column).collect();
    match (entry.body)(&Args::new(&columns, &types, usize::from(!by_row), whole.ty)) {
        Ok(_) if by_row => Ok(Known::ByRow),
        Ok(answer) if answer.array().is_empty() => Ok(Known::Later),
        Ok(answer) => Ok(Known::Now(Column::constant(answer.array().slice(0, 1)))),
        Err(failure) => {
            let args = Args::new(&columns, &types, 1, whole.ty);
            // The one that the message quotes; else one that stands in what it quotes.
            let named = |index: &usize| {
                let text: String = args.constant_text(*index).unwrap_or("").chars().take(40).collect();
                let (quoted, within) = (
                    failure.message.contains(&format!("`{text}")),
                    failure.message.contains(&text) && !text.is_empty(),
                );
                within.then_some((quoted, text.len()))
            };
            let guilty = (0..arguments.len()).filter(|index| named(index).is_some()).max_by_key(named);
            let span = guilty.and_then(|index| arguments.get(index)).map_or(whole.span, |argument| argument.span);
            Err(Box::new(complaint(failure.message, source, span)))
        }
    }
}

/// Complains about a pattern of the operator that stands at `span`: what is wrong, and with which part of it.
pub(crate) fn pattern(fault: Option<(String, Option<&str>)>, source: &Source, span: Span) -> Option<Diagnostic> {
    let (message, part) = fault?;
    // The parts have no places: the part is looked for in the text, where it stands unless it has escapes.
    let at = part.and_then(|part| {
        let at = span.start as usize + source.slice(span).rfind(part)?;
        Some(Span::new(at, at + part.len()))
    });
    Some(complaint(message, source, at.unwrap_or(span)))
}

fn complaint(message: String, source: &Source, span: Span) -> Diagnostic {
    let help = if message.contains("unclosed character class") {
        Some(r"in a class a plain `[` is written `\[`, as a bare one begins a class of its own")
    } else if message.contains("look-around") {
        Some("the dialect has no look-around: filter with a second condition instead")
    } else if message.contains("backreferences") {
        Some("the dialect has no back-references: capture the groups with `extract` and compare them")
    } else {
        None
    };
    let diagnostic = Diagnostic::error(CONSTANT, message, source, span);
    help.into_iter().fold(diagnostic, Diagnostic::help)
}
