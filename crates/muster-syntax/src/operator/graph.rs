//! `make-graph` and the `graph-…` operators, read as a whole.

use crate::Operator;
use crate::parser::Parser;

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    let keyword = p.last_text().to_owned();
    p.skip_operator();
    Operator::Graph { keyword }
}
