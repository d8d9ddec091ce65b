//! `trim(regex, source)`

use crate::patterns::{Patterns, compile};
use crate::prelude::*;

pub(crate) const TRIM: Scalar = Scalar {
    name: "trim",
    aliases: &[],
    category: Category::Text,
    signatures: &["(regex: string, source: string): string"],
    summary: "Takes a match of a regular expression off both ends of a text.",
    notes: &[
        "`regex` is a regular expression: `trim('.', x)` takes any character.",
        "One match is taken at an end: `@'\\s+'` takes all blanks, `' '` takes one.",
    ],
    upstream: "trim-function",
    examples: &[
        eg("trim('--', '--https://bing.com--')", "https://bing.com"),
        eg("trim(@'[^\\w]+', '-  Te st1// $')", "Te st1"),
        eg("trim(@'\\s+', '  a b  ')", "a b"),
        eg("trim('x', 'abc')", "abc"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let heads = Patterns::with(args, 0, |pattern| compile(&format!("^(?:{pattern})")))?;
    let tails = Patterns::with(args, 0, |pattern| compile(&format!("(?:{pattern})$")))?;
    let source = args.text(1);
    args.rows(|row| {
        let mut text = source.get(row);
        if let Some(found) = heads.get(row)?.find(text) {
            text = &text[found.end()..];
        }
        if let Some(found) = tails.get(row)?.find(text) {
            text = &text[..found.start()];
        }
        Some(text)
    })
}
