//! `bin_at(value, bin_size, fixed_point)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const BIN_AT: Scalar = Scalar {
    name: "bin_at",
    aliases: &[],
    category: Category::Time,
    signatures: &[
        "(value: datetime, bin_size: timespan, fixed_point: datetime): datetime",
        "(value: timespan, bin_size: timespan, fixed_point: timespan): timespan",
        "(value: int, bin_size: int, fixed_point: int): int",
        "(value: long, bin_size: long, fixed_point: long): long",
        "(value: real, bin_size: real, fixed_point: real): real",
        "(value: decimal, bin_size: decimal, fixed_point: decimal): decimal",
    ],
    summary: "Rounds `value` down to a multiple of `bin_size`, counted from `fixed_point`.",
    notes: &["A value before `fixed_point` is rounded down too, away from it."],
    upstream: "binat-function",
    examples: &[
        eg("bin_at(6.5, 2.5, 7)", "4.5"),
        eg("bin_at(time(1h), 1d, 12h)", "-12:00:00"),
        eg("bin_at(datetime(2017-05-15 10:20:00), 1d, datetime(1970-01-01 12:00:00))", "2017-05-14T12:00:00.0000000Z"),
    ],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let missing = Value::null(args.returns());
    args.values(|row| {
        let fixed = args.value(2, row);
        numeric::bin(&args.value(0, row), &args.value(1, row), Some(&fixed)).unwrap_or(missing.clone())
    })
}
