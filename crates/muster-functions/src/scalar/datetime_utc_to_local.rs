//! `datetime_utc_to_local(from, timezone)`

use crate::prelude::*;
use crate::zone;

pub(crate) const DATETIME_UTC_TO_LOCAL: Scalar = Scalar {
    name: "datetime_utc_to_local",
    aliases: &[],
    category: Category::Time,
    signatures: &["(from: datetime, timezone: string): datetime"],
    summary: "Returns the local time of a zone at the moment `from`.",
    notes: &[
        "A zone is a name of the IANA database, such as `Europe/Paris`; another name is refused.",
        "The result is a local time in a type that otherwise means UTC.",
    ],
    upstream: "datetime-utc-to-local-function",
    examples: &[
        eg("datetime_utc_to_local(datetime(2022-03-27 00:59), 'Europe/Brussels')", "2022-03-27T01:59:00.0000000Z"),
        eg("datetime_utc_to_local(datetime(2022-03-27 01:00), 'Europe/Brussels')", "2022-03-27T03:00:00.0000000Z"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    zone::convert(args, zone::to_local)
}
