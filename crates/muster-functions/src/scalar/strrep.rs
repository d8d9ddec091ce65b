//! `strrep(value, multiplier [, delimiter])`

use crate::prelude::*;
use crate::texts::Texts;

pub(crate) const STRREP: Scalar = Scalar {
    name: "strrep",
    aliases: &[],
    category: Category::Text,
    signatures: &["(value: any, multiplier: long, delimiter: string = ''): string"],
    summary: "Repeats a value, with `delimiter` between the copies.",
    notes: &["At most 1024 copies; none for 0 or less.", "Values of other types are taken as `tostring` prints them."],
    upstream: "strrep-function",
    examples: &[
        eg("strrep('ABC', 2)", "ABCABC"),
        eg("strrep(123, 3, '.')", "123.123.123"),
        eg("strrep(3s, 2, ' ')", "00:00:03 00:00:03"),
        eg("strrep('a', 0)", ""),
    ],
    naming: Naming::Default,
    body: eval,
};

/// The greatest number of copies.
const MOST: i64 = 1024;

fn eval(args: &Args<'_>) -> Answer {
    let (value, multiplier, delimiter) = (Texts::of(args, 0), args.long(1), args.text(2));
    args.rows(|row| {
        let copies = usize::try_from(multiplier.get(row)?.min(MOST)).ok()?;
        Some(vec![value.get(row); copies].join(delimiter.get(row)))
    })
}
