//! Options of operators: `kind=inner`, `withsource=Table`.

use muster_catalog::Value;
use muster_source::nearest;
use muster_syntax::operator::OperatorOption;
use muster_syntax::{Expr as Syntax, ExprKind as SyntaxKind, Literal};

use crate::binder::Binder;
use crate::codes;
use crate::literal;

/// The option called one of `names`.
pub(super) fn option<'o>(options: &'o [OperatorOption], names: &[&str]) -> Option<&'o OperatorOption> {
    options.iter().find(|option| names.contains(&option.name.text.as_str()))
}

/// The word or the text that an option has.
pub(super) fn word(value: &Syntax) -> Option<String> {
    match &value.kind {
        SyntaxKind::Name(name) => Some(name.text.clone()),
        SyntaxKind::Literal(Literal::String(text)) => Some(text.clone()),
        SyntaxKind::Literal(other) => match literal::value(other)? {
            Value::Bool(value) => Some(value.to_string()),
            _ => None,
        },
        SyntaxKind::Parenthesized(inner) => word(inner),
        _ => None,
    }
}

impl Binder<'_> {
    /// The word that the option called one of `names` has, which must be one of `words`.
    pub(super) fn option_word(&mut self, options: &[OperatorOption], names: &[&str], words: &[&str]) -> Option<String> {
        let option = option(options, names)?;
        let given = word(&option.value).unwrap_or_default();
        if words.contains(&given.as_str()) {
            return Some(given);
        }
        let list = words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        let name = &option.name.text;
        let message = format!("`{given}` is not a value of `{name}`");
        let mut error = self.fault(codes::BAD_OPTION, message, option.value.span);
        if let Some(near) = nearest(&given, words.iter().copied()) {
            error = error.help(format!("did you mean `{name}={near}`?")).fix(option.value.span, near);
        }
        let error = error.help(format!("one of {list}"));
        self.report(error);
        None
    }

    /// Whether the option called one of `names` is `true`.
    pub(super) fn option_flag(&mut self, options: &[OperatorOption], names: &[&str]) -> bool {
        self.option_word(options, names, &["true", "false"]).is_some_and(|word| word == "true")
    }
}
