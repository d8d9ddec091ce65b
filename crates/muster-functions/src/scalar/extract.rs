//! `extract(regex, captureGroup, source)`

use crate::patterns::Patterns;
use crate::prelude::*;

pub(crate) const EXTRACT: Scalar = Scalar {
    name: "extract",
    aliases: &[],
    category: Category::Text,
    signatures: &["(regex: string, captureGroup: long, source: string): string"],
    summary: "Returns what a group of a regular expression captures in its first match.",
    notes: &[
        "Group 0 is the whole match.",
        "Without a match, and for a group that took no part in it, the result is empty.",
        "`extract(…, typeof(T))` is the text converted to `T`.",
    ],
    upstream: "extract-function",
    examples: &[
        eg("extract('User: ([^,]+)', 1, 'User: James, Age: 29')", "James"),
        eg("extract(@'\\d+', 0, 'Age: 35')", "35"),
        eg("extract(@'Email: (\\S+)', 1, 'Age: 35')", ""),
        eg("extract('(a)|(b)', 2, 'a')", ""),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (patterns, group, source) = (Patterns::of(args, 0)?, args.long(1), args.text(2));
    args.rows(|row| {
        let group = usize::try_from(group.get(row)?).ok()?;
        let (regex, text) = (patterns.get(row)?, source.get(row));
        // The whole match needs no groups, which is much faster.
        let found = if group == 0 { regex.find(text) } else { regex.captures(text)?.get(group) };
        found.map(|found| found.as_str())
    })
}
