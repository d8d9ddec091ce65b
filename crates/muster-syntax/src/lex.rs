//! The lexer: text into tokens. It never fails; what it cannot read is a token with a fault.

mod number;

use muster_source::{Source, Span};

use crate::{Keyword, Token, TokenFault, TokenKind};
use number::{long_length, raw_guid_length, real_length, timespan_length};

/// The tokens of `source`, white space and comments included; they tile the text, and the last one is
/// [`TokenKind::End`].
#[must_use]
pub fn lex(source: &Source) -> Vec<Token> {
    let text = source.text();
    let mut lexer = Lexer { text, bytes: text.as_bytes(), at: 0 };
    let mut tokens = Vec::with_capacity(text.len() / 4 + 1);
    loop {
        let start = lexer.at;
        let (kind, fault) = lexer.next();
        tokens.push(Token { kind, span: Span::new(start, lexer.at), fault });
        if kind == TokenKind::End {
            return tokens;
        }
    }
}

struct Lexer<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
}

type Lexed = (TokenKind, Option<TokenFault>);

impl Lexer<'_> {
    fn byte(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn take(&mut self, length: usize, kind: TokenKind) -> Lexed {
        self.at += length;
        (kind, None)
    }

    fn next(&mut self) -> Lexed {
        let Some(first) = self.rest().chars().next() else { return (TokenKind::End, None) };
        if is_white(first) {
            let length = self.rest().find(|c| !is_white(c)).unwrap_or(self.rest().len());
            return self.take(length, TokenKind::Whitespace);
        }
        if self.rest().starts_with("//") {
            let length = line_length(self.rest(), true);
            return self.take(length, TokenKind::Comment);
        }
        if first == '#' {
            let length = line_length(self.rest(), false);
            return self.take(length, TokenKind::Directive);
        }
        if let Some(lexed) = self.punctuation() {
            return lexed;
        }
        if let Some(lexed) = self.string() {
            return lexed;
        }
        if first.is_ascii_digit() {
            return self.number();
        }
        if first.is_ascii_alphabetic() || first == '_' || first == '$' {
            return self.word();
        }
        if first == '!' {
            // `!in` and its kin; a lone `!` is a token of its own, a `!` before any other word is not.
            let keyword = Keyword::compound_at(self.rest());
            let length = keyword.map_or(1, |k| k.text().len());
            if !is_word(self.byte(length)) {
                return self.take(length, keyword.map_or(TokenKind::Bang, TokenKind::Keyword));
            }
        }
        self.at += first.len_utf8();
        (TokenKind::Bad, Some(TokenFault::Unexpected))
    }

    fn punctuation(&mut self) -> Option<Lexed> {
        use TokenKind as K;
        let second = self.byte(1);
        let (kind, length) = match (self.byte(0), second) {
            (b'(', _) => (K::OpenParen, 1),
            (b')', _) => (K::CloseParen, 1),
            (b'[', _) => (K::OpenBracket, 1),
            (b']', _) => (K::CloseBracket, 1),
            (b'{', _) => (K::OpenBrace, 1),
            (b'}', _) => (K::CloseBrace, 1),
            (b'|', _) => (K::Bar, 1),
            (b'.', b'.') => (K::DotDot, 2),
            (b'.', _) => (K::Dot, 1),
            (b'+', _) => (K::Plus, 1),
            (b'-', _) => (K::Minus, 1),
            (b'*', _) => (K::Asterisk, 1),
            (b'/', _) => (K::Slash, 1),
            (b'%', _) => (K::Percent, 1),
            (b'<', b'=') => (K::LessEqual, 2),
            (b'<', b'|') => (K::LessBar, 2),
            (b'<', b'>') => (K::LessGreater, 2),
            (b'<', _) => (K::Less, 1),
            (b'>', b'=') => (K::GreaterEqual, 2),
            (b'>', _) => (K::Greater, 1),
            (b'=', b'=') => (K::EqualEqual, 2),
            (b'=', b'>') => (K::FatArrow, 2),
            (b'=', b'~') => (K::EqualTilde, 2),
            (b'=', _) => (K::Equal, 1),
            (b'!', b'=') => (K::BangEqual, 2),
            (b'!', b'~') => (K::BangTilde, 2),
            (b':', _) => (K::Colon, 1),
            (b';', _) => (K::Semicolon, 1),
            (b',', _) => (K::Comma, 1),
            (b'?', _) => (K::Question, 1),
            (b'@', _) if !opens_string(second) => (K::At, 1),
            _ => return None,
        };
        Some(self.take(length, kind))
    }

    /// A string, with `h` and `@` before its quote.
    fn string(&mut self) -> Option<Lexed> {
        let mut length = 0;
        if matches!(self.byte(0), b'h' | b'H') {
            length += 1;
        }
        let verbatim = self.byte(length) == b'@';
        length += usize::from(verbatim);
        let rest = self.text.get(self.at + length..)?;
        let unclosed = if rest.starts_with("```") {
            length += block_length(rest);
            closed_or(rest, block_length(rest), "```")
        } else if rest.starts_with("~~~") {
            length += block_length(rest);
            closed_or(rest, block_length(rest), "~~~")
        } else if rest.starts_with(['"', '\'']) {
            let (closed, inside) = line_string_length(rest.as_bytes(), verbatim);
            length += inside;
            let quote = if rest.starts_with('"') { "\"" } else { "'" };
            (!closed).then_some(quote)
        } else {
            return None;
        };
        self.at += length;
        Some((TokenKind::String, unclosed.map(TokenFault::Unclosed)))
    }

    fn number(&mut self) -> Lexed {
        use TokenKind as K;
        let bytes = self.bytes.get(self.at..).unwrap_or(&[]);
        if let Some(length) = raw_guid_length(bytes) {
            return self.take(length, K::RawGuid);
        }
        if let Some(keyword) = Keyword::compound_at(self.rest()) {
            let length = keyword.text().len();
            if !is_word(self.byte(length)) {
                return self.take(length, K::Keyword(keyword));
            }
        }
        if let Some(length) = real_length(bytes) {
            return self.take(length, K::Real);
        }
        if let Some(length) = timespan_length(bytes) {
            return self.take(length, K::Timespan);
        }
        if let Some(length) = long_length(bytes) {
            return self.take(length, K::Long);
        }
        // `3com`: a name may begin with digits.
        let length = bytes.iter().position(|b| !is_word(*b)).unwrap_or(bytes.len());
        self.take(length, K::Identifier)
    }

    fn word(&mut self) -> Lexed {
        use TokenKind as K;
        let bytes = self.bytes.get(self.at..).unwrap_or(&[]);
        let length = 1 + bytes.iter().skip(1).take_while(|b| is_word(**b)).count();
        let word = self.text.get(self.at..self.at + length).unwrap_or("");
        let after = self.byte(length);
        let compound = matches!(after, b'-' | b'.' | b'~') || (after == b' ' && word == "matches");
        if compound && let Some(keyword) = Keyword::compound_at(self.rest()) {
            let whole = keyword.text().len();
            // `project-awayx` is not `project`, but a name and what follows it.
            let kind = if is_word(self.byte(whole)) { K::Identifier } else { K::Keyword(keyword) };
            return self.take(if kind == K::Identifier { length } else { whole }, kind);
        }
        if let Some(keyword) = Keyword::from_text(word) {
            if let (b'(', Some(kind)) = (after, typed_literal(keyword)) {
                return self.typed_literal(length, kind);
            }
            return self.take(length, K::Keyword(keyword));
        }
        if matches!(word, "true" | "True" | "TRUE" | "false" | "False" | "FALSE") {
            return self.take(length, K::Bool);
        }
        if let Some(length) = raw_guid_length(bytes) {
            return self.take(length, K::RawGuid);
        }
        self.take(length, K::Identifier)
    }

    /// `datetime(…)` and its kin, up to the first `)` of the line.
    fn typed_literal(&mut self, keyword: usize, kind: TokenKind) -> Lexed {
        let inside = self.text.get(self.at + keyword..).unwrap_or("");
        let end = inside.find([')', '\r', '\n', '\u{2028}', '\u{2029}']).unwrap_or(inside.len());
        let closed = inside[end..].starts_with(')');
        self.at += keyword + end + usize::from(closed);
        (kind, (!closed).then_some(TokenFault::Unclosed(")")))
    }
}

const fn typed_literal(keyword: Keyword) -> Option<TokenKind> {
    Some(match keyword {
        Keyword::Long | Keyword::Int64 => TokenKind::Long,
        Keyword::Int | Keyword::Int32 => TokenKind::Int,
        Keyword::Real | Keyword::Double => TokenKind::Real,
        Keyword::Decimal => TokenKind::Decimal,
        Keyword::Bool => TokenKind::Bool,
        Keyword::Datetime | Keyword::Date => TokenKind::DateTime,
        Keyword::Time | Keyword::Timespan => TokenKind::Timespan,
        Keyword::Guid => TokenKind::Guid,
        _ => return None,
    })
}

/// White space as Kusto sees it: U+0085, U+2028 and U+2029 are not.
fn is_white(c: char) -> bool {
    matches!(
        c,
        '\t' | ' ' | '\r' | '\n' | '\u{c}' | '\u{a0}' | '\u{1680}' | '\u{180e}' | '\u{2000}'
            ..='\u{200b}' | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\u{feff}'
    )
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

const fn opens_string(byte: u8) -> bool {
    matches!(byte, b'\'' | b'"' | b'`' | b'~')
}

/// Length of the line that `text` begins with, its line break counted in or not.
fn line_length(text: &str, with_break: bool) -> usize {
    let Some(end) = text.find(['\r', '\n', '\u{2028}', '\u{2029}']) else { return text.len() };
    if !with_break {
        return end;
    }
    let after = &text[end..];
    end + if after.starts_with("\r\n") { 2 } else { after.chars().next().map_or(0, char::len_utf8) }
}

/// Length of a ```` ``` ```` or `~~~` string, quotes included.
fn block_length(text: &str) -> usize {
    let (quote, inside) = text.split_at(3);
    inside.find(quote).map_or(text.len(), |end| end + 6)
}

fn closed_or(text: &str, length: usize, quote: &'static str) -> Option<&'static str> {
    (length < 6 || !text[..length].ends_with(quote)).then_some(quote)
}

/// Whether a string of one line is closed, and its length. An escape that does not exist ends it, as a line break does.
fn line_string_length(text: &[u8], verbatim: bool) -> (bool, usize) {
    let quote = text[0];
    let mut at = 1;
    while let Some(byte) = text.get(at) {
        match *byte {
            b if b == quote && verbatim && text.get(at + 1) == Some(&quote) => at += 2,
            b if b == quote => return (true, at + 1),
            b'\r' | b'\n' => break,
            b'\\' if !verbatim => match escape_length(&text[at..]) {
                Some(length) => at += length,
                None => break,
            },
            _ => at += 1,
        }
    }
    (false, at)
}

/// Length of the escape that `text` begins with, backslash included.
pub(crate) fn escape_length(text: &[u8]) -> Option<usize> {
    let hex = |count: usize| {
        let digits = text.get(2..2 + count)?;
        digits.iter().all(u8::is_ascii_hexdigit).then_some(2 + count)
    };
    match *text.get(1)? {
        b'\\' | b'\'' | b'"' | b'a' | b'b' | b'f' | b'n' | b'r' | b't' | b'v' => Some(2),
        b'u' => hex(4),
        b'U' => hex(8),
        b'x' => hex(2),
        first @ b'0'..=b'7' => {
            let octal = |at: usize| text.get(at).is_some_and(|b| matches!(b, b'0'..=b'7'));
            Some(match (octal(2), octal(3) && first <= b'3') {
                (true, true) => 4,
                (true, false) => 3,
                (false, _) => 2,
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
