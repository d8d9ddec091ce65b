//! `datatable`.

use crate::parser::{Equal, ListRules, Parser};
use crate::{Operator, TokenKind};

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    for option in p.options(&[], Equal::Assumed) {
        p.wrong_option("datatable", &option);
    }
    let columns = p.schema();
    p.expect(TokenKind::OpenBracket, "[");
    p.eat(TokenKind::Comma);
    let rules = ListRules::of(Parser::missing_value).trailing_comma();
    let values = p.comma_list(&rules, Parser::literal);
    p.expect(TokenKind::CloseBracket, "]");
    Operator::Datatable { columns, values }
}
