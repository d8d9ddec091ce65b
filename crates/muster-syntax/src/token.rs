//! Tokens: the words of a text.

use muster_source::Span;

use crate::Keyword;

/// A word of a text, or the white space or comment between two words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands; the tokens of a text tile it.
    pub span: Span,
    /// What is wrong with it, if anything.
    pub fault: Option<TokenFault>,
}

/// What is wrong with a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenFault {
    /// A string or a typed literal ends without this closing text.
    Unclosed(&'static str),
    /// The character is not part of the language.
    Unexpected,
}

/// The kinds of tokens.
///
/// A typed literal (`datetime(2020-01-01)`, `long(5)`) is one token: what stands in its parentheses follows no grammar.
/// It is one only where the parenthesis touches the type's name and closes on the same line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// White space.
    Whitespace,
    /// `// …` up to and with the line's end.
    Comment,
    /// `#…` up to the line's end: an order to a query tool.
    Directive,
    /// A name that is no keyword; `$left` too.
    Identifier,
    /// A keyword, many of which may be names too.
    Keyword(Keyword),
    /// A string of any spelling.
    String,
    /// `true`, `bool(…)`
    Bool,
    /// `1`, `0x1F`, `long(…)`
    Long,
    /// `int(…)`
    Int,
    /// `1.5`, `real(…)`
    Real,
    /// `decimal(…)`
    Decimal,
    /// `datetime(…)`
    DateTime,
    /// `1d`, `time(…)`
    Timespan,
    /// `guid(…)`
    Guid,
    /// A guid without `guid(…)` around it.
    RawGuid,
    /// `(`
    OpenParen,
    /// `)`
    CloseParen,
    /// `[`
    OpenBracket,
    /// `]`
    CloseBracket,
    /// `{`
    OpenBrace,
    /// `}`
    CloseBrace,
    /// `|`
    Bar,
    /// `<|`
    LessBar,
    /// `.`
    Dot,
    /// `..`
    DotDot,
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Asterisk,
    /// `/`
    Slash,
    /// `%`
    Percent,
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
    /// `<>`
    LessGreater,
    /// `=`
    Equal,
    /// `==`
    EqualEqual,
    /// `=~`
    EqualTilde,
    /// `=>`
    FatArrow,
    /// `!`
    Bang,
    /// `!=`
    BangEqual,
    /// `!~`
    BangTilde,
    /// `:`
    Colon,
    /// `;`
    Semicolon,
    /// `,`
    Comma,
    /// `@` that opens no string.
    At,
    /// `?`
    Question,
    /// A character that is not part of the language.
    Bad,
    /// The end of the text.
    End,
}

impl TokenKind {
    /// White space or a comment.
    #[must_use]
    pub const fn is_trivia(self) -> bool {
        matches!(self, Self::Whitespace | Self::Comment)
    }

    /// A literal that is one token.
    #[must_use]
    pub const fn is_literal(self) -> bool {
        matches!(
            self,
            Self::String
                | Self::Bool
                | Self::Long
                | Self::Int
                | Self::Real
                | Self::Decimal
                | Self::DateTime
                | Self::Timespan
                | Self::Guid
                | Self::RawGuid
        )
    }
}
