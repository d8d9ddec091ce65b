//! `bin(value, roundTo)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const BIN: Scalar = Scalar {
    name: "bin",
    aliases: &["floor"],
    category: Category::Time,
    signatures: &[
        "(value: datetime, roundTo: timespan): datetime",
        "(value: timespan, roundTo: timespan): timespan",
        "(value: int, roundTo: int): int",
        "(value: long, roundTo: long): long",
        "(value: real, roundTo: real): real",
        "(value: decimal, roundTo: decimal): decimal",
    ],
    summary: "Rounds `value` down to a multiple of `roundTo`.",
    notes: &[
        "Rounds down, not toward zero: `bin(-1, 10)` is -10.",
        "A `roundTo` that is zero, negative or null gives null.",
        "Moments are counted from 0001-01-01, a Monday: bins of 7 days begin on Mondays.",
    ],
    upstream: "bin-function",
    examples: &[
        eg("bin(4.5, 1)", "4.0"),
        eg("bin(time(16d), 7d)", "14.00:00:00"),
        eg("bin(datetime(1970-05-11 13:45:07), 1d)", "1970-05-11T00:00:00.0000000Z"),
        eg("bin(-1, 10)", "-10"),
        eg("bin(5, 0)", "null"),
    ],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let missing = Value::null(args.returns());
    args.values(|row| numeric::bin(&args.value(0, row), &args.value(1, row), None).unwrap_or(missing.clone()))
}
