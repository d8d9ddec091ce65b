//! `format_datetime(date, format)`

use crate::pattern::{self, Subject};
use crate::prelude::*;

pub(crate) const FORMAT_DATETIME: Scalar = Scalar {
    name: "format_datetime",
    aliases: &[],
    category: Category::Time,
    signatures: &["(date: datetime, format: const string): string"],
    summary: "Writes `date` by a pattern such as `yyyy-MM-dd HH:mm:ss`.",
    notes: &[
        "`MM` is the month and `mm` the minute; `HH` counts to 23 and `hh` to 12.",
        "`f` prints the fraction's digits, `F` leaves out zeros at its end.",
        "Between the parts may stand spaces and `/-:,._[]`; other characters are refused.",
        "A null gives the empty string.",
    ],
    upstream: "format-datetime-function",
    examples: &[
        eg("format_datetime(datetime(2017-01-29 09:00:05), 'yy-MM-dd [HH:mm:ss]')", "17-01-29 [09:00:05]"),
        eg("format_datetime(datetime(2017-01-29 09:00:05), 'yyyy-M-dd [H:mm:ss]')", "2017-1-29 [9:00:05]"),
        eg("format_datetime(datetime(2017-01-29 15:00:05), 'yy-MM-dd [hh:mm:ss tt]')", "17-01-29 [03:00:05 PM]"),
        eg("format_datetime(datetime(2017-01-29 09:00:05.0123), 'fff FFF F')", "012 012 "),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let pattern = pattern::parse(args.constant_text(1).unwrap_or_default(), Subject::Datetime)?;
    let date = args.long(0);
    args.rows(|row| Some(pattern::datetime(&pattern, date.datetime(row)?)))
}
