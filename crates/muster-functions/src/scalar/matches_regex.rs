//! `source matches regex pattern`

use crate::patterns::Patterns;
use crate::prelude::*;

pub(crate) const MATCHES_REGEX: Scalar = Scalar {
    name: "matches regex",
    aliases: &[],
    category: Category::Operator,
    signatures: &["(source: string, pattern: string): bool"],
    summary: "Tells whether a regular expression matches somewhere in the text.",
    notes: &[
        "The dialect is that of Rust's regex crate, as in Kusto: no look-around, no back references.",
        "What is an error in that dialect is read as RE2 did, which Kusto once used: a `{` that repeats nothing, a `[` in a class, `\\0`.",
        "A match may be anywhere; `^` and `$` tie it to the ends of the text.",
        "Case counts unless the pattern begins with `(?i)`.",
    ],
    upstream: "matches-regex-operator",
    examples: &[
        eg("'abc123' matches regex @'\\d+$'", "true"),
        eg("'ABC' matches regex 'b'", "false"),
        eg("'ABC' matches regex '(?i)b'", "true"),
        eg("'a{' matches regex 'a{|b'", "true"),
        eg("'' matches regex ''", "true"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (source, patterns) = (args.text(0), Patterns::of(args, 1)?);
    args.rows(|row| Some(patterns.get(row)?.is_match(source.get(row))))
}
