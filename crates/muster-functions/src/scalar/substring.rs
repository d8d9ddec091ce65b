//! `substring(source, startingIndex [, length])`

use crate::prelude::*;
use crate::texts::byte_of;

pub(crate) const SUBSTRING: Scalar = Scalar {
    name: "substring",
    aliases: &[],
    category: Category::Text,
    signatures: &["(source: string, startingIndex: long, length: long = long(null)): string"],
    summary: "Returns the part of `source` that begins at `startingIndex` and is at most `length` characters long.",
    notes: &[
        "Indexes count Unicode code points from 0.",
        "A negative index counts from the end; one before the first character gives the empty text, not the whole.",
        "A start beyond the end and a length of 0 or less give the empty text.",
        "A null index or length gives the empty text.",
    ],
    upstream: "substring-function",
    examples: &[
        eg("substring('123456', 1)", "23456"),
        eg("substring('123456', 2, 2)", "34"),
        eg("substring('abcdefg', -3, 2)", "ef"),
        eg("substring('abc', -10)", ""),
        eg("substring('ABCD', 9)", ""),
        eg("substring('héllo', 1, 3)", "éll"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (source, start, length) = (args.text(0), args.long(1), args.long(2));
    let limited = args.len() > 2;
    args.rows(|row| {
        let length = if limited { usize::try_from(length.get(row)?).ok()? } else { usize::MAX };
        part(source.get(row), start.get(row)?, length)
    })
}

fn part(text: &str, start: i64, length: usize) -> Option<&str> {
    let start = match usize::try_from(start) {
        Ok(start) => start,
        Err(_) => text.chars().count().checked_sub(usize::try_from(start.unsigned_abs()).ok()?)?,
    };
    let rest = text.get(byte_of(text, start)?..)?;
    rest.get(..byte_of(rest, length).unwrap_or(rest.len()))
}
