//! `around(value, center, delta)`

use crate::prelude::*;

pub(crate) const AROUND: Scalar = Scalar {
    name: "around",
    aliases: &[],
    category: Category::Condition,
    signatures: &[
        "(value: datetime, center: datetime, delta: timespan): bool",
        "(value: timespan, center: timespan, delta: timespan): bool",
        "(value: long, center: long, delta: long): bool",
        "(value: real, center: real, delta: real): bool",
    ],
    summary: "Tells whether `value` lies within `delta` of `center`, both ends included.",
    notes: &["Null where an argument is null."],
    upstream: "around-function",
    examples: &[
        eg("around(datetime(2021-01-01 01:31), datetime(2021-01-01 01:30), 1min)", "true"),
        eg("around(7, 5, 1)", "false"),
        eg("around(long(null), 5, 1)", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    if args.ty(0) == Type::Real {
        let (value, center, delta) = (args.real(0), args.real(1), args.real(2));
        return args.rows(|row| {
            let (value, center, delta) = (value.get(row)?, center.get(row)?, delta.get(row)?);
            Some(center - delta <= value && value <= center + delta)
        });
    }
    let (value, center, delta) = (args.long(0), args.long(1), args.long(2));
    args.rows(|row| {
        let (value, center, delta) = (value.get(row)?, center.get(row)?, delta.get(row)?);
        Some(center.saturating_sub(delta) <= value && value <= center.saturating_add(delta))
    })
}
