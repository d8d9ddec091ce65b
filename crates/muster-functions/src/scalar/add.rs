//! `left + right`

use crate::arithmetic::{decimals, dynamics, longs, reals};
use crate::prelude::*;

pub(crate) const ADD: Scalar = Scalar {
    name: "+",
    aliases: &[],
    category: Category::Operator,
    signatures: &[
        "(left: long, right: long): long",
        "(left: real, right: real): real",
        "(left: decimal, right: decimal): decimal",
        "(left: timespan, right: timespan): timespan",
        "(left: datetime, right: timespan): datetime",
        "(left: timespan, right: datetime): datetime",
        "(left: dynamic, right: dynamic): dynamic",
    ],
    summary: "Adds two numbers, two lengths of time, or a length of time to a moment.",
    notes: &[
        "Two integers give a `long`, which wraps around where it overflows.",
        "A moment outside the years 1 to 9999 is null.",
        "Texts are joined by `strcat`, not by `+`.",
    ],
    upstream: "numerical-operators",
    examples: &[
        eg("1 + 2", "3"),
        eg("1 + 0.5", "1.5"),
        eg("datetime(2020-02-28) + 2d", "2020-03-01T00:00:00.0000000Z"),
        eg("1h + 30m", "01:30:00"),
        eg("long(null) + 1", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    match (args.ty(0), args.ty(1)) {
        (Type::Real, _) => reals(args, |l, r| l + r),
        (Type::Decimal, _) => decimals(args, i128::checked_add),
        (Type::Datetime, _) | (_, Type::Datetime) => {
            longs(args, |l, r| Datetime::checked(l.checked_add(r)?).map(|t| t.0))
        }
        (Type::Timespan, _) => longs(args, i64::checked_add),
        (Type::Dynamic, _) => dynamics(args, |l, r| Some(l.wrapping_add(r)), |l, r| l + r),
        _ => longs(args, |l, r| Some(l.wrapping_add(r))),
    }
}
