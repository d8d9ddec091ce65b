//! `trim_end(regex, source)`

use crate::patterns::{Patterns, compile};
use crate::prelude::*;

pub(crate) const TRIM_END: Scalar = Scalar {
    name: "trim_end",
    aliases: &[],
    category: Category::Text,
    signatures: &["(regex: string, source: string): string"],
    summary: "Takes a match of a regular expression off the end of a text.",
    notes: &[
        "`regex` is a regular expression: `trim('.', x)` takes any character.",
        "One match is taken at an end: `@'\\s+'` takes all blanks, `' '` takes one.",
    ],
    upstream: "trim-end-function",
    examples: &[
        eg("trim_end('.com', 'bing.com')", "bing"),
        eg("trim_end(@'\\s+', '    Hello, world!    ')", "    Hello, world!"),
        eg("trim_end('a', 'aab')", "aab"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let tails = Patterns::with(args, 0, |pattern| compile(&format!("(?:{pattern})$")))?;
    let source = args.text(1);
    args.rows(|row| {
        let mut text = source.get(row);
        if let Some(found) = tails.get(row)?.find(text) {
            text = &text[..found.start()];
        }
        Some(text)
    })
}
