//! `toint(value)`

use crate::conversion;
use crate::prelude::*;

pub(crate) const TOINT: Scalar = Scalar {
    name: "toint",
    aliases: &[],
    category: Category::Conversion,
    signatures: &["(value: bool|int|long|real|decimal|string|datetime|timespan|dynamic): int"],
    summary: "Converts a value to an `int`.",
    notes: &[
        "What cannot be converted is null.",
        "A `long` that is out of range wraps around; a `real` becomes the nearest `int`; a text is null.",
        "A text must be written as an integer, as for `tolong`.",
    ],
    upstream: "toint-function",
    examples: &[
        eg("toint('123')", "123"),
        eg("toint(2.3)", "2"),
        eg("toint(4294967297)", "1"),
        eg("toint('4294967297')", "null"),
        eg("toint('2.3')", "null"),
        eg("toint(true)", "1"),
    ],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    match args.ty(0) {
        Type::String => {
            let text = args.text(0);
            args.rows(|row| conversion::int_of_text(text.get(row)))
        }
        Type::Long | Type::Datetime | Type::Timespan => {
            let value = args.long(0);
            args.rows(|row| value.get(row).map(|i| i as i32))
        }
        Type::Real => {
            let value = args.real(0);
            args.rows(|row| value.get(row).and_then(conversion::int_of_real))
        }
        _ => args.rows(|row| conversion::to_int(&args.value(0, row))),
    }
}
