//! `getschema`.

use crate::Operator;
use crate::parser::Parser;

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    if let Some(option) = p.option_with_equal("kind") {
        p.unsupported("`kind` of `getschema`", option.name.span);
    }
    Operator::GetSchema
}
