//! `strcmp(string1, string2)`

use crate::prelude::*;

pub(crate) const STRCMP: Scalar = Scalar {
    name: "strcmp",
    aliases: &[],
    category: Category::Text,
    signatures: &["(string1: string, string2: string): long"],
    summary: "Compares two texts: -1 if the first comes first, 1 if the second does, 0 if they are equal.",
    notes: &["The order is that of code points: `Z` comes before `a`."],
    upstream: "strcmp-function",
    examples: &[
        eg("strcmp('ABC', 'ABC')", "0"),
        eg("strcmp('abc', 'ABC')", "1"),
        eg("strcmp('ABC', 'abc')", "-1"),
        eg("strcmp('abcde', 'abc')", "1"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (first, second) = (args.text(0), args.text(1));
    args.rows(|row| Some(first.get(row).cmp(second.get(row)) as i64))
}
