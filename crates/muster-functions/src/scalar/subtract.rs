//! `left - right`

use crate::arithmetic::{decimals, dynamics, longs, reals};
use crate::prelude::*;

pub(crate) const SUBTRACT: Scalar = Scalar {
    name: "-",
    aliases: &[],
    category: Category::Operator,
    signatures: &[
        "(left: long, right: long): long",
        "(left: real, right: real): real",
        "(left: decimal, right: decimal): decimal",
        "(left: timespan, right: timespan): timespan",
        "(left: datetime, right: datetime): timespan",
        "(left: datetime, right: timespan): datetime",
        "(left: dynamic, right: dynamic): dynamic",
    ],
    summary: "Subtracts a number from a number, or a length of time or a moment from a moment.",
    notes: &[
        "Two integers give a `long`, which wraps around where it overflows.",
        "Two moments give the length of time between them; a moment outside the years 1 to 9999 is null.",
    ],
    upstream: "numerical-operators",
    examples: &[
        eg("1 - 3", "-2"),
        eg("1 - 0.5", "0.5"),
        eg("datetime(2020-03-01) - datetime(2020-02-28)", "2.00:00:00"),
        eg("datetime(2020-03-01) - 1s", "2020-02-29T23:59:59.0000000Z"),
        eg("datetime(0001-01-01) - 1s", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    match (args.ty(0), args.ty(1)) {
        (Type::Real, _) => reals(args, |l, r| l - r),
        (Type::Decimal, _) => decimals(args, i128::checked_sub),
        (Type::Datetime, Type::Timespan) => longs(args, |l, r| Datetime::checked(l.checked_sub(r)?).map(|t| t.0)),
        (Type::Timespan | Type::Datetime, _) => longs(args, i64::checked_sub),
        (Type::Dynamic, _) => dynamics(args, |l, r| Some(l.wrapping_sub(r)), |l, r| l - r),
        _ => longs(args, |l, r| Some(l.wrapping_sub(r))),
    }
}
