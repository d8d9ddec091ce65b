//! What the lexer makes of the spellings that trap.

use muster_source::Source;
use proptest::prelude::*;
use rstest::rstest;

use super::lex;
use crate::{Keyword, TokenFault, TokenKind as K};

fn kinds(text: &str) -> Vec<K> {
    let tokens = lex(&Source::new("q.kql", text));
    tokens.iter().map(|t| t.kind).filter(|k| !k.is_trivia() && *k != K::End).collect()
}

#[rstest]
#[case::range_of_longs("1..5", &[K::Long, K::DotDot, K::Long])]
#[case::real("1.5", &[K::Real])]
#[case::real_with_exponent("1e3", &[K::Real])]
#[case::hex("0x1F", &[K::Long])]
#[case::timespan("1d", &[K::Timespan])]
#[case::long_unit("2.5hours", &[K::Timespan])]
#[case::ticks("7tick", &[K::Timespan])]
#[case::not_a_unit("5us", &[K::Identifier])]
#[case::name_that_begins_with_digits("3com", &[K::Identifier])]
#[case::typed_literal("datetime(2020-01-01 10:00)", &[K::DateTime])]
#[case::typed_literal_must_touch("datetime (2020)", &[K::Keyword(Keyword::Datetime), K::OpenParen, K::Long, K::CloseParen])]
#[case::guid_outside("74be27de-1e4e-49d9-b579-fe0b331d3642", &[K::RawGuid])]
#[case::true_has_three_cases("true True TRUE tRUE", &[K::Bool, K::Bool, K::Bool, K::Identifier])]
#[case::compound("mv-expand", &[K::Keyword(Keyword::MvExpand)])]
#[case::compound_cut_by_a_letter("mv-expandx", &[K::Identifier, K::Minus, K::Identifier])]
#[case::negated("!in~", &[K::Keyword(Keyword::NotInCi)])]
#[case::negated_word("!foo", &[K::Bad, K::Identifier])]
#[case::in_ci("in~(", &[K::Keyword(Keyword::InCi), K::OpenParen])]
#[case::matches_regex("matches regex", &[K::Keyword(Keyword::MatchesRegex)])]
#[case::matches_regex_with_two_spaces("matches  regex", &[K::Identifier, K::Keyword(Keyword::Regex)])]
#[case::hint("hint.strategy", &[K::Keyword(Keyword::HintStrategy)])]
#[case::obfuscated("h'a' H\"b\" h@'c'", &[K::String, K::String, K::String])]
#[case::verbatim(r"@'C:\' ", &[K::String])]
#[case::verbatim_doubles_its_quote("@'it''s'", &[K::String])]
#[case::doubled_quote_without_at("'it''s'", &[K::String, K::String])]
#[case::block("```a\n'b```", &[K::String])]
#[case::other_block("~~~a\nb~~~", &[K::String])]
#[case::at_sign("@x", &[K::At, K::Identifier])]
#[case::left("$left.x", &[K::Identifier, K::Dot, K::Identifier])]
fn tokens_are_read_as_kusto_reads_them(#[case] text: &str, #[case] expected: &[K]) {
    assert_eq!(kinds(text), expected);
}

#[rstest]
#[case::line_end("'abc\nd", "'abc", TokenFault::Unclosed("'"))]
#[case::no_such_escape(r#""C:\Users""#, r#""C:"#, TokenFault::Unclosed("\""))]
#[case::typed_literal("datetime(2020\n)", "datetime(2020", TokenFault::Unclosed(")"))]
#[case::block("```abc", "```abc", TokenFault::Unclosed("```"))]
#[case::character("€", "€", TokenFault::Unexpected)]
fn what_is_wrong_stands_in_the_token(#[case] text: &str, #[case] token: &str, #[case] fault: TokenFault) {
    let source = Source::new("q.kql", text);
    let first = lex(&source)[0];
    assert_eq!((source.slice(first.span), first.fault), (token, Some(fault)));
}

proptest! {
    #[test]
    fn tokens_tile_any_text(text in any::<String>()) {
        let source = Source::new("q.kql", text.clone());
        let mut at = 0;
        for token in lex(&source) {
            prop_assert_eq!(token.span.start as usize, at);
            at = token.span.end as usize;
            prop_assert!(text.is_char_boundary(at));
        }
        prop_assert_eq!(at, text.len());
    }
}
