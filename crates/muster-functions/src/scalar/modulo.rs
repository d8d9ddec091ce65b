//! `left % right`

use crate::arithmetic::{decimals, dynamics, longs, reals, remainder};
use crate::prelude::*;

pub(crate) const MODULO: Scalar = Scalar {
    name: "%",
    aliases: &[],
    category: Category::Operator,
    signatures: &[
        "(left: long, right: long): long",
        "(left: real, right: real): real",
        "(left: decimal, right: decimal): decimal",
        "(left: timespan, right: timespan): timespan",
        "(left: datetime, right: timespan): timespan",
        "(left: dynamic, right: dynamic): dynamic",
    ],
    summary: "Returns the remainder of a division, which is never negative.",
    notes: &[
        "`-14 % 12` is 10 and `14 % -12` is 2: the result is at least 0 and less than the divisor without its sign.",
        "A divisor of 0 gives null for integers, NaN for reals.",
    ],
    upstream: "numerical-operators",
    examples: &[
        eg("14 % 12", "2"),
        eg("-14 % 12", "10"),
        eg("14 % -12", "2"),
        eg("-14 % -12", "10"),
        eg("1 % 0", "null"),
        eg("5.5 % 2", "1.5"),
        eg("90m % 1h", "00:30:00"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    match args.ty(0) {
        Type::Real => reals(args, f64::rem_euclid),
        Type::Decimal => decimals(args, i128::checked_rem_euclid),
        Type::Dynamic => dynamics(args, remainder, f64::rem_euclid),
        _ => longs(args, remainder),
    }
}
