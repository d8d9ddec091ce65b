//! `indexof_regex(string, match [, start [, length [, occurrence]]])`

use crate::patterns::Patterns;
use crate::prelude::*;
use crate::search_range::{Range, Window};
use crate::texts::Texts;

pub(crate) const INDEXOF_REGEX: Scalar = Scalar {
    name: "indexof_regex",
    aliases: &[],
    category: Category::Text,
    signatures: &["(string: any, match: string, start: long = 0, length: long = -1, occurrence: long = 1): long"],
    summary: "Returns the position of a match of a regular expression in a text.",
    notes: &[
        "Positions count Unicode code points from 0; -1 says that there is none.",
        "Null if `occurrence` is less than 1 or `length` is less than -1.",
        "Unlike for `indexof`, a negative `start` gives null.",
        "Matches do not overlap.",
    ],
    upstream: "indexof-regex-function",
    examples: &[
        eg("indexof_regex('abcabc', @'a.c')", "0"),
        eg("indexof_regex('abcabcdefg', @'a.c', 0, 9, 2)", "3"),
        eg("indexof_regex('abcabc', @'a.c', 1, -1, 2)", "-1"),
        eg("indexof_regex('ababaa', @'a.a', 0, -1, 2)", "-1"),
        eg("indexof_regex('abcabc', @'a|ab', -1)", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (source, patterns) = (Texts::of(args, 0), Patterns::of(args, 1)?);
    let range = Range::of(args);
    args.rows(|row| {
        let source = source.get(row);
        let (start, length, occurrence) = range.get(row)?;
        if start < 0 {
            return None;
        }
        let Some(window) = Window::of(&source, start, length) else { return Some(-1) };
        let nth = usize::try_from(occurrence - 1).ok()?;
        let found = patterns.get(row)?.find_iter(window.text).nth(nth);
        Some(found.map_or(-1, |found| window.position(found.start())))
    })
}
