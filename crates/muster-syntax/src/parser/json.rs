//! Values inside `dynamic(…)`.

use super::{ListRules, Parser, text::string_value};
use crate::{Expr, ExprKind, Json, Keyword, Literal, TokenKind};

impl Parser<'_> {
    /// `dynamic(value)`
    pub(super) fn dynamic(&mut self) -> Option<Expr> {
        let start = self.peek_span();
        let value = self.dynamic_value()?;
        Some(Expr { kind: ExprKind::Literal(Literal::Dynamic(value)), span: self.span_from(start) })
    }

    fn dynamic_value(&mut self) -> Option<Json> {
        if !self.is(Keyword::Dynamic) || self.peek_at(1) != TokenKind::OpenParen {
            return None;
        }
        self.bump();
        self.bump();
        let value = self.json_or_missing();
        self.expect(TokenKind::CloseParen, ")");
        Some(value)
    }

    fn json_or_missing(&mut self) -> Json {
        self.json().unwrap_or_else(|| self.missing_json())
    }

    fn missing_json(&mut self) -> Json {
        self.missing("JSON value");
        Json::Null
    }

    fn json(&mut self) -> Option<Json> {
        self.nested(Self::json_value).flatten()
    }

    fn json_value(&mut self) -> Option<Json> {
        use TokenKind as K;
        match self.peek() {
            K::Minus => {
                if !matches!(self.peek_at(1), K::Long | K::Real) {
                    return None;
                }
                self.bump();
                Some(match self.simple_literal() {
                    Literal::Long(text) | Literal::Real(text) => Json::Number(format!("-{text}")),
                    // `-long(5)`: no value of JSON; the binder refuses the text.
                    Literal::Typed { ty, text, text_span } => {
                        Json::Literal(Box::new(Literal::Typed { ty, text: format!("-{text}"), text_span }))
                    }
                    other => Json::Literal(Box::new(other)),
                })
            }
            K::Keyword(Keyword::Null) => {
                self.bump();
                Some(Json::Null)
            }
            K::Keyword(Keyword::Dynamic) => {
                self.dynamic_value().map(|value| Json::Literal(Box::new(Literal::Dynamic(value))))
            }
            K::OpenBracket => Some(self.json_array()),
            K::OpenBrace if self.scan_name(0).is_some() => {
                let span = self.peek_span();
                self.unsupported("a client parameter in `dynamic`", span);
                let length = self.scan_name(0)?;
                self.take_name(length);
                Some(Json::Null)
            }
            K::OpenBrace => Some(self.json_object()),
            K::Long | K::Real | K::Bool | K::DateTime | K::Timespan | K::Guid | K::RawGuid | K::Decimal | K::String => {
                Some(match self.simple_literal() {
                    Literal::Bool(value) => Json::Bool(value),
                    Literal::Long(text) | Literal::Real(text) => Json::Number(text),
                    Literal::String(text) => Json::String(text),
                    other => Json::Literal(Box::new(other)),
                })
            }
            _ => None,
        }
    }

    fn json_array(&mut self) -> Json {
        self.bump();
        let values = self.comma_list(&ListRules::of(Self::missing_json), Self::json);
        self.expect(TokenKind::CloseBracket, "]");
        Json::Array(values)
    }

    fn json_object(&mut self) -> Json {
        self.bump();
        let rules = ListRules::of(|p| {
            p.missing("JSON pair of key and value");
            (String::new(), Json::Null)
        });
        let pairs = self.comma_list(&rules, Self::json_pair);
        self.expect(TokenKind::CloseBrace, "}");
        Json::Object(pairs)
    }

    fn json_pair(&mut self) -> Option<(String, Json)> {
        match self.peek() {
            TokenKind::String => {
                let key = self.bump();
                self.expect(TokenKind::Colon, ":");
                let value = self.json_or_missing();
                Some((string_value(self.slice(key.span)), value))
            }
            TokenKind::Colon => {
                self.missing_json_key();
                self.bump();
                let value = self.json_or_missing();
                Some((String::new(), value))
            }
            _ => {
                let said = self.diagnostics.len();
                let colon = self.expected_here(":");
                let place = self.next_or_here();
                let value = self.json()?;
                let key = self.diagnostic(crate::codes::MISSING, "missing key", place);
                self.insert(said, colon);
                self.insert(said, key);
                Some((String::new(), value))
            }
        }
    }

    fn missing_json_key(&mut self) {
        let place = self.next_or_here();
        self.error(crate::codes::MISSING, "missing key", place);
    }
}
