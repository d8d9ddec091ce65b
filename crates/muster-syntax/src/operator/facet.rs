//! `facet`.

use crate::parser::{ListRules, Parser};
use crate::{Keyword, Operator, TokenKind};

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    p.expect_keyword(Keyword::By);
    let rules = ListRules::of(Parser::missing_name_expression)
        .ends_at(|p| p.is(Keyword::With) || p.at_list_end())
        .at_least_one();
    let columns = p.comma_list(&rules, Parser::column_path);
    let with = p.eat_keyword(Keyword::With).map(|_| {
        if p.eat(TokenKind::OpenParen).is_none() {
            return p.one_operator();
        }
        let operators = p.operators();
        p.expect(TokenKind::CloseParen, ")");
        operators
    });
    Operator::Facet { columns, with }
}
