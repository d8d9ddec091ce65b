//! `externaldata`.

use crate::parser::{Equal, ListRules, Parser};
use crate::{Operator, TokenKind};

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    for option in p.options(&[], Equal::Assumed) {
        p.wrong_option("externaldata", &option);
    }
    let columns = p.schema();
    p.expect(TokenKind::OpenBracket, "[");
    let rules = ListRules::of(Parser::missing_value).trailing_comma();
    let uris = p.comma_list(&rules, Parser::pipe_expression);
    p.expect(TokenKind::CloseBracket, "]");
    Operator::ExternalData { columns, uris, options: p.properties() }
}
