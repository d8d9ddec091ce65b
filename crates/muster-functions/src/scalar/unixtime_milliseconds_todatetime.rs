//! `unixtime_milliseconds_todatetime(milliseconds)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const UNIXTIME_MILLISECONDS_TODATETIME: Scalar = Scalar {
    name: "unixtime_milliseconds_todatetime",
    aliases: &[],
    category: Category::Time,
    signatures: &["(milliseconds: long): datetime", "(milliseconds: real): datetime"],
    summary: "Returns the moment so many milliseconds after 1970-01-01.",
    notes: &["Negative numbers are moments before 1970.", "Null where the moment is not within the years 1 to 9999."],
    upstream: "unixtime-milliseconds-todatetime-function",
    examples: &[
        eg("unixtime_milliseconds_todatetime(1546300800000)", "2019-01-01T00:00:00.0000000Z"),
        eg("unixtime_milliseconds_todatetime(9000000000000000000)", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::unix_time(args, 10_000)
}
