//! `abs(number)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const ABS: Scalar = Scalar {
    name: "abs",
    aliases: &[],
    category: Category::Math,
    signatures: &[
        "(number: int): long",
        "(number: long): long",
        "(number: real): real",
        "(number: decimal): decimal",
        "(number: timespan): timespan",
    ],
    summary: "Returns `number` without its sign.",
    notes: &["An `int` becomes a `long`."],
    upstream: "abs-function",
    examples: &[
        eg("abs(-5)", "5"),
        eg("abs(-2.5)", "2.5"),
        eg("abs(-1h)", "01:00:00"),
        eg("gettype(abs(int(-5)))", "long"),
    ],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    match args.ty(0) {
        Type::Int => {
            let number = args.int(0);
            args.rows(|row| number.get(row).map(|number| i64::from(number).abs()))
        }
        Type::Real => numeric::of_real(args, |number| Some(number.abs())),
        Type::Decimal => {
            let number = args.decimal(0);
            args.rows(|row| number.get(row).map(|units| DecimalUnits(units.wrapping_abs())))
        }
        // A long, or the ticks of a timespan.
        _ => {
            let number = args.long(0);
            args.rows(|row| number.get(row).map(i64::wrapping_abs))
        }
    }
}
