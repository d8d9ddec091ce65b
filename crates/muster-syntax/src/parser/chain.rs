//! Operators between operands: which there are, how tightly they bind, and the trees they make.
//!
//! From loose to tight: `or`, `and`, equality and lists, order, sums, products, string operators. Equality, order and
//! string operators do not chain: what follows `a == b` in `a == b == c` is not part of the expression.

use super::{MAX_CHAIN, Parser};
use crate::{BinaryOp, Expr, ExprKind, InOp, Keyword, TokenKind, codes};

/// How tightly an operator binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Or,
    And,
    Equality,
    Order,
    Sum,
    Product,
    Text,
    Operand,
}

impl Level {
    const fn chains(self) -> bool {
        matches!(self, Self::Or | Self::And | Self::Sum | Self::Product)
    }

    const fn next(self) -> Self {
        match self {
            Self::Or => Self::And,
            Self::And => Self::Equality,
            Self::Equality => Self::Order,
            Self::Order => Self::Sum,
            Self::Sum => Self::Product,
            Self::Product => Self::Text,
            Self::Text | Self::Operand => Self::Operand,
        }
    }
}

#[derive(Clone, Copy)]
enum Infix {
    Binary(BinaryOp),
    In(InOp),
    Between { negated: bool },
}

/// The string operator that a token is. `:` is one in the predicate of `search`.
pub(super) const fn string_operator(kind: TokenKind) -> Option<BinaryOp> {
    use BinaryOp as B;
    use Keyword as W;
    Some(match kind {
        TokenKind::EqualTilde => B::EqualCi,
        TokenKind::BangTilde => B::NotEqualCi,
        TokenKind::Colon => B::Search,
        TokenKind::Keyword(keyword) => match keyword {
            W::Has => B::Has,
            W::NotHas => B::NotHas,
            W::HasCs => B::HasCs,
            W::NotHasCs => B::NotHasCs,
            W::Hasprefix => B::HasPrefix,
            W::NotHasprefix => B::NotHasPrefix,
            W::HasprefixCs => B::HasPrefixCs,
            W::NotHasprefixCs => B::NotHasPrefixCs,
            W::Hassuffix => B::HasSuffix,
            W::NotHassuffix => B::NotHasSuffix,
            W::HassuffixCs => B::HasSuffixCs,
            W::NotHassuffixCs => B::NotHasSuffixCs,
            W::Contains => B::Contains,
            W::NotContains | W::Notcontains => B::NotContains,
            W::ContainsCs | W::Containscs => B::ContainsCs,
            W::NotContainsCs | W::Notcontainscs => B::NotContainsCs,
            W::Startswith => B::StartsWith,
            W::NotStartswith => B::NotStartsWith,
            W::StartswithCs => B::StartsWithCs,
            W::NotStartswithCs => B::NotStartsWithCs,
            W::Endswith => B::EndsWith,
            W::NotEndswith => B::NotEndsWith,
            W::EndswithCs => B::EndsWithCs,
            W::NotEndswithCs => B::NotEndsWithCs,
            W::Like => B::Like,
            W::Notlike => B::NotLike,
            W::Likecs => B::LikeCs,
            W::Notlikecs => B::NotLikeCs,
            W::MatchesRegex => B::MatchesRegex,
            _ => return None,
        },
        _ => return None,
    })
}

/// The operator with a list on its right that a token is.
pub(super) const fn list_operator(kind: TokenKind) -> Option<InOp> {
    let TokenKind::Keyword(keyword) = kind else { return None };
    Some(match keyword {
        Keyword::In => InOp::In,
        Keyword::NotIn => InOp::NotIn,
        Keyword::InCi => InOp::InCi,
        Keyword::NotInCi => InOp::NotInCi,
        Keyword::HasAny => InOp::HasAny,
        Keyword::HasAll => InOp::HasAll,
        _ => return None,
    })
}

fn infix(kind: TokenKind) -> Option<(Level, Infix)> {
    use BinaryOp as B;
    use TokenKind as K;
    let (level, op) = match kind {
        K::Keyword(Keyword::Or) => (Level::Or, B::Or),
        K::Keyword(Keyword::And) => (Level::And, B::And),
        K::Keyword(Keyword::Between) => return Some((Level::Equality, Infix::Between { negated: false })),
        K::Keyword(Keyword::NotBetween) => return Some((Level::Equality, Infix::Between { negated: true })),
        K::EqualEqual => (Level::Equality, B::Equal),
        K::BangEqual | K::LessGreater => (Level::Equality, B::NotEqual),
        K::Less => (Level::Order, B::Less),
        K::LessEqual => (Level::Order, B::LessEqual),
        K::Greater => (Level::Order, B::Greater),
        K::GreaterEqual => (Level::Order, B::GreaterEqual),
        K::Plus => (Level::Sum, B::Add),
        K::Minus => (Level::Sum, B::Subtract),
        K::Asterisk => (Level::Product, B::Multiply),
        K::Slash => (Level::Product, B::Divide),
        K::Percent => (Level::Product, B::Modulo),
        _ => {
            if let Some(op) = list_operator(kind) {
                return Some((Level::Equality, Infix::In(op)));
            }
            (Level::Text, string_operator(kind)?)
        }
    };
    Some((level, Infix::Binary(op)))
}

impl Parser<'_> {
    /// An expression without `|`, at the loosest level.
    pub(crate) fn expression(&mut self) -> Option<Expr> {
        // Most expressions are one word before a comma or a parenthesis.
        if matches!(self.peek_at(1), TokenKind::Comma | TokenKind::CloseParen) && self.peek() == TokenKind::Identifier {
            return self.name_expression();
        }
        self.nested(|p| p.operands(Level::Or)).flatten()
    }

    pub(crate) fn expression_or_missing(&mut self) -> Expr {
        self.expression().unwrap_or_else(|| self.missing_expression())
    }

    /// Operands and the operators between them, down to `loosest`.
    fn operands(&mut self, loosest: Level) -> Option<Expr> {
        let outside = std::mem::take(&mut self.height);
        let Some(mut left) = self.first_operand(loosest) else {
            self.height = outside;
            return None;
        };
        let mut built = Level::Operand;
        while let Some((level, infix)) = infix(self.peek()) {
            let binds = if level.chains() { built >= level } else { built > level };
            // `in range(…)` belongs to `make-series`.
            let of_series = self.is(Keyword::In) && self.peek_at(1) == TokenKind::Keyword(Keyword::Range);
            if level < loosest || !binds || of_series {
                break;
            }
            let below = std::mem::take(&mut self.height);
            left = self.apply(left, level, infix);
            built = level;
            self.link(below);
        }
        self.height = self.height.max(outside);
        Some(left)
    }

    /// Counts a link over a left side of height `below`.
    pub(super) fn link(&mut self, below: u32) {
        self.height = self.height.max(below) + 1;
        if self.height > MAX_CHAIN {
            self.give_up(codes::TOO_LONG, format!("more than {MAX_CHAIN} operators in one chain"));
        }
    }

    fn first_operand(&mut self, loosest: Level) -> Option<Expr> {
        let after = self.peek_at(1);
        let any_column = self.peek() == TokenKind::Asterisk
            && (string_operator(after).is_some() || (after == TokenKind::EqualEqual && loosest <= Level::Equality));
        if any_column {
            let span = self.bump().span;
            return Some(Expr { kind: ExprKind::Star, span });
        }
        self.operand()
    }

    fn apply(&mut self, left: Expr, level: Level, infix: Infix) -> Expr {
        let start = left.span;
        let token = self.bump();
        let (left, op_span) = (Box::new(left), token.span);
        let kind = match infix {
            Infix::Binary(op) => {
                let right = match level.next() {
                    Level::Operand => self.operand(),
                    next => self.operands(next),
                };
                let right = Box::new(match right {
                    Some(right) => right,
                    None if op == BinaryOp::NotEqual => {
                        self.error(codes::EXPECTED, "expected an expression", self.here());
                        self.nothing()
                    }
                    None => self.missing_expression(),
                });
                ExprKind::Binary { op, op_span, left, right }
            }
            Infix::In(op) => ExprKind::In { op, op_span, left, list: self.in_list() },
            Infix::Between { negated } => {
                self.expect(TokenKind::OpenParen, "(");
                let low = Box::new(self.expression_or_missing());
                self.expect(TokenKind::DotDot, "..");
                let high = Box::new(self.expression_or_missing());
                self.expect(TokenKind::CloseParen, ")");
                ExprKind::Between { negated, value: left, low, high }
            }
        };
        Expr { kind, span: self.span_from(start) }
    }

    /// `(a, b)` or `(sub-query)`
    fn in_list(&mut self) -> Vec<Expr> {
        self.expect(TokenKind::OpenParen, "(");
        let list =
            if self.at_query() { vec![self.query_or_missing()] } else { self.expressions(true, Self::expression) };
        self.expect(TokenKind::CloseParen, ")");
        list
    }

    /// Whether an operator or a `|` says that a query stands here.
    fn at_query(&self) -> bool {
        if self.at_operator() {
            return true;
        }
        let mut parens = 0usize;
        for ahead in 0.. {
            match self.peek_at(ahead) {
                TokenKind::End | TokenKind::Semicolon => return false,
                TokenKind::Comma | TokenKind::CloseParen if parens == 0 => return false,
                TokenKind::CloseParen => parens -= 1,
                TokenKind::OpenParen => parens += 1,
                TokenKind::Bar if parens == 0 => return true,
                _ => {}
            }
        }
        false
    }
}
