//! `regex_quote(string)`

use crate::prelude::*;

pub(crate) const REGEX_QUOTE: Scalar = Scalar {
    name: "regex_quote",
    aliases: &[],
    category: Category::Text,
    signatures: &["(string: string): string"],
    summary: "Escapes the characters that mean something in a regular expression.",
    notes: &[],
    upstream: "regex-quote-function",
    examples: &[eg("regex_quote('(so$me.Te^xt)')", "\\(so\\$me\\.Te\\^xt\\)"), eg("regex_quote('abc')", "abc")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let text = args.text(0);
    args.rows(|row| Some(regex::escape(text.get(row))))
}
