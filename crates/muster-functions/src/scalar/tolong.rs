//! `tolong(value)`

use crate::conversion;
use crate::prelude::*;

pub(crate) const TOLONG: Scalar = Scalar {
    name: "tolong",
    aliases: &[],
    category: Category::Conversion,
    signatures: &["(value: bool|int|long|real|decimal|string|datetime|timespan|dynamic): long"],
    summary: "Converts a value to a `long`.",
    notes: &[
        "What cannot be converted is null.",
        "A text must be written as an integer: `'1.5'` and `'1e3'` are null; `0x` begins a hexadecimal number.",
        "A `real` loses its fraction; one that is out of range becomes the nearest `long`.",
        "A moment and a length of time are their ticks of 100 ns.",
    ],
    upstream: "tolong-function",
    examples: &[
        eg("tolong('123')", "123"),
        eg("tolong('1.5')", "null"),
        eg("tolong(1.9)", "1"),
        eg("tolong(-1.9)", "-1"),
        eg("tolong('0x1F')", "31"),
        eg("tolong(' 7 ')", "7"),
        eg("tolong('abc')", "null"),
        eg("tolong(1d)", "864000000000"),
        eg("tolong(dynamic(5.7))", "5"),
    ],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    match args.ty(0) {
        Type::String => {
            let text = args.text(0);
            args.rows(|row| conversion::long_of_text(text.get(row)))
        }
        Type::Int => {
            let value = args.int(0);
            args.rows(|row| value.get(row).map(i64::from))
        }
        Type::Long | Type::Datetime | Type::Timespan => {
            let value = args.long(0);
            args.rows(|row| value.get(row))
        }
        Type::Real => {
            let value = args.real(0);
            args.rows(|row| value.get(row).and_then(conversion::long_of_real))
        }
        _ => args.rows(|row| conversion::to_long(&args.value(0, row))),
    }
}
