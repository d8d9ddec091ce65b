//! `assert-schema`.

use crate::Operator;
use crate::parser::Parser;

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    Operator::AssertSchema { columns: p.schema() }
}
