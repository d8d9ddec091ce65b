//! `format_timespan(timespan, format)`

use crate::pattern::{self, Subject};
use crate::prelude::*;

pub(crate) const FORMAT_TIMESPAN: Scalar = Scalar {
    name: "format_timespan",
    aliases: &[],
    category: Category::Time,
    signatures: &["(timespan: timespan, format: const string): string"],
    summary: "Writes `timespan` by a pattern such as `d.hh:mm:ss`.",
    notes: &[
        "`d` to `dddddddd` are whole days with at least so many digits.",
        "`F` leaves out zeros at the end of the fraction.",
        "Between the parts may stand spaces and `/-:,._[]`; other characters are refused.",
        "A negative length is refused: Kusto's documentation does not say how it is written.",
    ],
    upstream: "format-timespan-function",
    examples: &[
        eg("format_timespan(time(29.09:00:05.12345), 'dd.hh:mm:ss:FF')", "29.09:00:05:12"),
        eg("format_timespan(time(29.09:00:05.12345), 'ddd.h:mm:ss [fffffff]')", "029.9:00:05 [1234500]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let pattern = pattern::parse(args.constant_text(1).unwrap_or_default(), Subject::Timespan)?;
    let length = args.long(0);
    let rows = if args.all_constant() { 1 } else { args.row_count() };
    if (0..rows).any(|row| length.get(row).is_some_and(|ticks| ticks < 0)) {
        return Err(Failure::new("`format_timespan` of a negative timespan is not supported: format its `abs`"));
    }
    args.rows(|row| Some(pattern::timespan(&pattern, length.timespan(row)?)))
}
