//! `summarize`.

use crate::parser::{Equal, ListRules, Parser};
use crate::{Keyword, Operator, TokenKind};

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    let options = p.options(&[], Equal::Needed);
    let rules = ListRules::of(Parser::missing_expression).ends_at(|p| p.is(Keyword::By) || p.at_list_end());
    let aggregates = p.comma_list(&rules, Parser::named_expression);
    let mut by = Vec::new();
    if p.eat_keyword(Keyword::By).is_some() {
        let rules = ListRules::of(Parser::missing_expression).ends_at(|p| at_bin(p) || p.at_list_end()).at_least_one();
        by = p.comma_list(&rules, Parser::named_expression);
        // `bin=1h` after the columns is an old form; the tree has it as one more of them.
        if at_bin(p) {
            by.extend(p.named_expression());
        }
    }
    Operator::Summarize { options, aggregates, by }
}

fn at_bin(p: &Parser<'_>) -> bool {
    p.is(Keyword::Bin) && p.peek_at(1) == TokenKind::Equal && p.peek_at(2).is_literal()
}
