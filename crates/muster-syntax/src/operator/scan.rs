//! `scan`.

use super::{OperatorOption, SortKey};
use crate::parser::{Equal, ListRules, Parser};
use crate::{Expr, ExprKind, Keyword, Name, Operator, ParameterDeclaration, TokenKind};

/// `scan [with_match_id=…] [declare (…)] with (step …; …)`
#[derive(Debug, Clone, PartialEq)]
pub struct Scan {
    /// `with_match_id=…`
    pub options: Vec<OperatorOption>,
    /// `order by …`
    pub order: Vec<SortKey>,
    /// `partition by …`
    pub partition: Vec<Expr>,
    /// `declare (name: type = default, …)`
    pub declare: Vec<ParameterDeclaration>,
    /// Steps.
    pub steps: Vec<ScanStep>,
}

/// `step name [optional] [output=…]: condition => assignments;`
#[derive(Debug, Clone, PartialEq)]
pub struct ScanStep {
    /// Name.
    pub name: Name,
    /// `optional`
    pub optional: bool,
    /// `output=all|last|none`
    pub output: Option<Name>,
    /// The condition.
    pub condition: Expr,
    /// `name = value`, …
    pub assignments: Vec<Expr>,
}

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    let options = p.options(&[], Equal::Assumed);
    let order = if p.eat_keyword(Keyword::Order).is_some() {
        p.expect_keyword(Keyword::By);
        let rules = ListRules::of(super::sort::missing_key).ends_at(clause_ended).at_least_one();
        p.comma_list(&rules, super::sort::key)
    } else {
        Vec::new()
    };
    let partition = if p.eat_keyword(Keyword::Partition).is_some() {
        p.expect_keyword(Keyword::By);
        let rules = ListRules::of(Parser::missing_expression).ends_at(clause_ended).at_least_one();
        p.comma_list(&rules, Parser::expression)
    } else {
        Vec::new()
    };
    let declare = if p.eat_keyword(Keyword::Declare).is_some() {
        p.expect(TokenKind::OpenParen, "(");
        p.parameters(false)
    } else {
        Vec::new()
    };
    p.expect_keyword(Keyword::With);
    p.expect(TokenKind::OpenParen, "(");
    let mut steps = Vec::new();
    while p.eat_keyword(Keyword::Step).is_some() {
        steps.push(step(p));
    }
    p.expect(TokenKind::CloseParen, ")");
    Operator::Scan(Scan { options, order, partition, declare, steps })
}

fn clause_ended(p: &Parser<'_>) -> bool {
    [Keyword::Partition, Keyword::Order, Keyword::By, Keyword::Declare, Keyword::With].iter().any(|k| p.is(*k))
        || p.at_list_end()
}

fn step(p: &mut Parser<'_>) -> ScanStep {
    let name = p.declared_name().unwrap_or_else(|| p.missing_name());
    let optional = p.eat_keyword(Keyword::Optional).is_some();
    let output = p.eat_keyword(Keyword::Output).map(|_| {
        p.expect(TokenKind::Equal, "=");
        let known = matches!(p.peek_text(), "all" | "last" | "none");
        if known { p.word() } else { None }.unwrap_or_else(|| {
            p.expected("all");
            p.no_name()
        })
    });
    p.expect(TokenKind::Colon, ":");
    let condition = p.expression_or_missing();
    let assignments = match p.eat(TokenKind::FatArrow) {
        Some(_) => p.expressions(true, assignment),
        None => Vec::new(),
    };
    p.expect(TokenKind::Semicolon, ";");
    ScanStep { name, optional, output, condition, assignments }
}

/// `name = value`
fn assignment(p: &mut Parser<'_>) -> Option<Expr> {
    let name = p.declared_name()?;
    let start = name.span;
    p.expect(TokenKind::Equal, "=");
    let value = Box::new(p.expression_or_missing());
    Some(Expr { kind: ExprKind::Named { names: vec![name], value }, span: p.span_from(start) })
}
