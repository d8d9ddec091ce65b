//! `unixtime_nanoseconds_todatetime(nanoseconds)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const UNIXTIME_NANOSECONDS_TODATETIME: Scalar = Scalar {
    name: "unixtime_nanoseconds_todatetime",
    aliases: &[],
    category: Category::Time,
    signatures: &["(nanoseconds: long): datetime", "(nanoseconds: real): datetime"],
    summary: "Returns the moment so many nanoseconds after 1970-01-01.",
    notes: &["Less than 100 ns is cut off."],
    upstream: "unixtime-nanoseconds-todatetime-function",
    examples: &[eg("unixtime_nanoseconds_todatetime(1546300800000000199)", "2019-01-01T00:00:00.0000001Z")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    if args.ty(0) == Type::Real {
        return numeric::of_real_ticks(args, |nanoseconds| nanoseconds / 100.0);
    }
    let nanoseconds = args.long(0);
    args.rows(|row| Datetime::checked(nanoseconds.get(row)?.div_euclid(100).checked_add(Datetime::UNIX_EPOCH.0)?))
}
