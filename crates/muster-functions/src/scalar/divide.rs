//! `left / right`

use crate::arithmetic::{decimal_quotient, decimals, dynamics, longs, ratio, reals, scaled};
use crate::prelude::*;

pub(crate) const DIVIDE: Scalar = Scalar {
    name: "/",
    aliases: &[],
    category: Category::Operator,
    signatures: &[
        "(left: long, right: long): long",
        "(left: real, right: real): real",
        "(left: decimal, right: decimal): decimal",
        "(left: timespan, right: timespan): real",
        "(left: timespan, right: long): timespan",
        "(left: timespan, right: real): timespan",
        "(left: datetime, right: timespan): real",
        "(left: datetime, right: datetime): real",
        "(left: dynamic, right: dynamic): dynamic",
    ],
    summary: "Divides numbers and lengths of time.",
    notes: &[
        "Two integers give an integer, cut off toward zero: `7 / 2` is 3.",
        "Division by 0 is null for integers and decimals, infinite for reals.",
        "A length of time divided by another is a `real`.",
    ],
    upstream: "numerical-operators",
    examples: &[
        eg("7 / 2", "3"),
        eg("-7 / 2", "-3"),
        eg("7 / 2.0", "3.5"),
        eg("1 / 0", "null"),
        eg("1.0 / 0", "Infinity"),
        eg("90m / 1h", "1.5"),
        eg("3h / 2", "01:30:00"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    match (args.ty(0), args.ty(1)) {
        (Type::Timespan, Type::Real) => scaled(args, 0, 1, |time, factor| time / factor),
        (Type::Timespan, Type::Long) => longs(args, i64::checked_div),
        (Type::Timespan | Type::Datetime, _) => ratio(args),
        (Type::Real, _) => reals(args, |l, r| l / r),
        (Type::Decimal, _) => decimals(args, decimal_quotient),
        (Type::Dynamic, _) => dynamics(args, quotient, |l, r| l / r),
        _ => longs(args, quotient),
    }
}

fn quotient(left: i64, right: i64) -> Option<i64> {
    if right == 0 { None } else { Some(left.wrapping_div(right)) }
}
