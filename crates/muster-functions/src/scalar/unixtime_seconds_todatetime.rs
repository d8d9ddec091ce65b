//! `unixtime_seconds_todatetime(seconds)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const UNIXTIME_SECONDS_TODATETIME: Scalar = Scalar {
    name: "unixtime_seconds_todatetime",
    aliases: &[],
    category: Category::Time,
    signatures: &["(seconds: long): datetime", "(seconds: real): datetime"],
    summary: "Returns the moment so many seconds after 1970-01-01.",
    notes: &["Negative numbers are moments before 1970.", "Null where the moment is not within the years 1 to 9999."],
    upstream: "unixtime-seconds-todatetime-function",
    examples: &[
        eg("unixtime_seconds_todatetime(1546300800)", "2019-01-01T00:00:00.0000000Z"),
        eg("unixtime_seconds_todatetime(9000000000000000000)", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::unix_time(args, TICKS_PER_SECOND)
}
