//! `left * right`

use crate::arithmetic::{decimal_product, decimals, dynamics, longs, reals, scaled};
use crate::prelude::*;

pub(crate) const MULTIPLY: Scalar = Scalar {
    name: "*",
    aliases: &[],
    category: Category::Operator,
    signatures: &[
        "(left: long, right: long): long",
        "(left: real, right: real): real",
        "(left: decimal, right: decimal): decimal",
        "(left: timespan, right: long): timespan",
        "(left: timespan, right: real): timespan",
        "(left: long, right: timespan): timespan",
        "(left: real, right: timespan): timespan",
        "(left: dynamic, right: dynamic): dynamic",
    ],
    summary: "Multiplies two numbers, or a length of time by a number.",
    notes: &[
        "Two integers give a `long`, which wraps around where it overflows.",
        "A length of time is cut off to whole ticks of 100 ns; one that does not fit is null.",
        "Decimals keep 18 decimal places here, Kusto's keep 34 significant digits.",
    ],
    upstream: "numerical-operators",
    examples: &[
        eg("3 * 4", "12"),
        eg("2 * 1.5", "3.0"),
        eg("1.5 * 1h", "01:30:00"),
        eg("1h * 24", "1.00:00:00"),
        eg("9223372036854775807 * 2", "-2"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    match (args.ty(0), args.ty(1)) {
        (Type::Timespan, Type::Real) => scaled(args, 0, 1, |time, factor| time * factor),
        (Type::Real, Type::Timespan) => scaled(args, 1, 0, |time, factor| time * factor),
        (Type::Timespan, _) | (_, Type::Timespan) => longs(args, i64::checked_mul),
        (Type::Real, _) => reals(args, |l, r| l * r),
        (Type::Decimal, _) => decimals(args, decimal_product),
        (Type::Dynamic, _) => dynamics(args, |l, r| Some(l.wrapping_mul(r)), |l, r| l * r),
        _ => longs(args, |l, r| Some(l.wrapping_mul(r))),
    }
}
