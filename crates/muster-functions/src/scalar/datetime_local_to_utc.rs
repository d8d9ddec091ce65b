//! `datetime_local_to_utc(from, timezone)`

use crate::prelude::*;
use crate::zone;

pub(crate) const DATETIME_LOCAL_TO_UTC: Scalar = Scalar {
    name: "datetime_local_to_utc",
    aliases: &[],
    category: Category::Time,
    signatures: &["(from: datetime, timezone: string): datetime"],
    summary: "Reads `from` as the local time of a zone and returns it in UTC.",
    notes: &[
        "A zone is a name of the IANA database, such as `Europe/Paris`; another name is refused.",
        "A local time that the clocks skip or repeat is read as the greater of the two offsets has it.",
    ],
    upstream: "datetime-local-to-utc-function",
    examples: &[
        eg("datetime_local_to_utc(datetime(2020-02-02 20:02:20), 'US/Pacific')", "2020-02-03T04:02:20.0000000Z"),
        eg("datetime_local_to_utc(datetime(2022-03-27 02:00), 'Europe/Brussels')", "2022-03-27T00:00:00.0000000Z"),
        eg("datetime_local_to_utc(datetime(2022-03-27 03:00), 'Europe/Brussels')", "2022-03-27T01:00:00.0000000Z"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    zone::convert(args, zone::to_utc)
}
