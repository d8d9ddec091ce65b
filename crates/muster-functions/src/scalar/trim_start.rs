//! `trim_start(regex, source)`

use crate::patterns::{Patterns, compile};
use crate::prelude::*;

pub(crate) const TRIM_START: Scalar = Scalar {
    name: "trim_start",
    aliases: &[],
    category: Category::Text,
    signatures: &["(regex: string, source: string): string"],
    summary: "Takes a match of a regular expression off the start of a text.",
    notes: &[
        "`regex` is a regular expression: `trim('.', x)` takes any character.",
        "One match is taken at an end: `@'\\s+'` takes all blanks, `' '` takes one.",
    ],
    upstream: "trim-start-function",
    examples: &[
        eg("trim_start('https://', 'https://bing.com')", "bing.com"),
        eg("trim_start(@'[^\\w]+', '-  Te st1// $')", "Te st1// $"),
        eg("trim_start('b', 'abb')", "abb"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let heads = Patterns::with(args, 0, |pattern| compile(&format!("^(?:{pattern})")))?;
    let source = args.text(1);
    args.rows(|row| {
        let mut text = source.get(row);
        if let Some(found) = heads.get(row)?.find(text) {
            text = &text[found.end()..];
        }
        Some(text)
    })
}
