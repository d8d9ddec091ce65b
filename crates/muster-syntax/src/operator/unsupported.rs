//! Operators that Kusto has and muster has not.

use crate::Operator;
use crate::parser::Parser;

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    let keyword = p.last_text().to_owned();
    let span = p.last_span();
    p.unsupported(&format!("`{keyword}`"), span);
    p.skip_operator();
    Operator::Unknown { keyword }
}
