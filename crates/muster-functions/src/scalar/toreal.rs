//! `toreal(value)`

use crate::conversion;
use crate::prelude::*;

pub(crate) const TOREAL: Scalar = Scalar {
    name: "toreal",
    aliases: &["todouble"],
    category: Category::Conversion,
    signatures: &["(value: bool|int|long|real|decimal|string|datetime|timespan|dynamic): real"],
    summary: "Converts a value to a `real`.",
    notes: &[
        "What cannot be converted is null.",
        "A hexadecimal text and one with separators are null.",
        "A moment and a length of time are their ticks of 100 ns.",
    ],
    upstream: "toreal-function",
    examples: &[
        eg("toreal('123.4')", "123.4"),
        eg("toreal('1e3')", "1000.0"),
        eg("toreal('0x10')", "null"),
        eg("toreal('1,000')", "null"),
        eg("todouble(5)", "5.0"),
        eg("toreal(1.5s)", "15000000.0"),
    ],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    match args.ty(0) {
        Type::String => {
            let text = args.text(0);
            args.rows(|row| conversion::real_of_text(text.get(row)))
        }
        Type::Int => {
            let value = args.int(0);
            args.rows(|row| value.get(row).map(f64::from))
        }
        Type::Long | Type::Datetime | Type::Timespan => {
            let value = args.long(0);
            args.rows(|row| value.get(row).map(|i| i as f64))
        }
        Type::Real => {
            let value = args.real(0);
            args.rows(|row| value.get(row))
        }
        _ => args.rows(|row| conversion::to_real(&args.value(0, row))),
    }
}
