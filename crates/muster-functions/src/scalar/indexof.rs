//! `indexof(string, match [, start [, length [, occurrence]]])`

use crate::prelude::*;
use crate::search_range::Range;
use crate::texts::{Texts, byte_of};

pub(crate) const INDEXOF: Scalar = Scalar {
    name: "indexof",
    aliases: &[],
    category: Category::Text,
    signatures: &["(string: any, match: any, start: long = 0, length: long = -1, occurrence: long = 1): long"],
    summary: "Returns the position of an occurrence of a text in another.",
    notes: &[
        "Positions count Unicode code points from 0; -1 says that there is none.",
        "Null if `occurrence` is less than 1 or `length` is less than -1.",
        "A negative `start` counts from the end.",
        "An occurrence must begin, not end, within the `length` characters from `start` on. Microsoft's page says otherwise; the engine does so.",
        "Occurrences may overlap, and values of other types are taken as `tostring` prints them.",
    ],
    upstream: "indexof-function",
    examples: &[
        eg("indexof('abcdefg', 'cde')", "2"),
        eg("indexof('abcdefg', 'cde', 1, 4)", "2"),
        eg("indexof('abcdefg', 'cde', 1, 2)", "2"),
        eg("indexof('abcdefg', 'cde', 3, 4)", "-1"),
        eg("indexof('abcdefg', 'cde', -5)", "2"),
        eg("indexof(1234567, 5, 1, 4)", "4"),
        eg("indexof('abcdefgabcdefg', 'cde', 1, 10, 2)", "9"),
        eg("indexof('abcdefgabcdefg', 'cde', 1, -1, 3)", "-1"),
        eg("indexof('éabc', 'b')", "2"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (source, needle) = (Texts::of(args, 0), Texts::of(args, 1));
    let range = Range::of(args);
    args.rows(|row| {
        let (source, needle) = (source.get(row), needle.get(row));
        let (start, length, occurrence) = range.get(row)?;
        let from_end = || (source.chars().count() as i64).saturating_add(start).max(0);
        let start = if start < 0 { from_end() } else { start };
        Some(position(&source, &needle, start, length, occurrence).unwrap_or(-1))
    })
}

fn position(source: &str, needle: &str, start: i64, length: i64, occurrence: i64) -> Option<i64> {
    let from = byte_of(source, usize::try_from(start).ok()?)?;
    let rest = source.get(from..)?;
    let end = usize::try_from(length).ok().and_then(|length| byte_of(rest, length)).unwrap_or(usize::MAX);
    let mut at = 0;
    for left in (0..occurrence).rev() {
        let found = at + rest.get(at..)?.find(needle)?;
        if found >= end && end != usize::MAX {
            return None;
        }
        if left == 0 {
            return i64::try_from(rest.get(..found)?.chars().count()).ok()?.checked_add(start);
        }
        at = found + rest.get(found..)?.chars().next()?.len_utf8();
    }
    None
}
