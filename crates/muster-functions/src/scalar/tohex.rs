//! `tohex(value [, minLength])`

use crate::prelude::*;

pub(crate) const TOHEX: Scalar = Scalar {
    name: "tohex",
    aliases: &[],
    category: Category::Conversion,
    signatures: &["(value: integer, minLength: long = 0): string"],
    summary: "Writes an integer in hexadecimal digits.",
    notes: &[
        "A negative number is written in two's complement: 8 digits for an `int`, 16 for a `long`.",
        "`minLength`, at most 16, is reached by zeros in front.",
        "Null gives the empty text.",
    ],
    upstream: "tohex-function",
    examples: &[
        eg("tohex(256)", "100"),
        eg("tohex(-256)", "ffffffffffffff00"),
        eg("tohex(toint(-256), 8)", "ffffff00"),
        eg("tohex(256, 8)", "00000100"),
        eg("tohex(256, 2)", "100"),
    ],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (int, long, width) = (args.int(0), args.long(0), args.long(1));
    let is_int = args.ty(0) == Type::Int;
    args.rows(|row| {
        let width = usize::try_from(width.get(row).unwrap_or(0).clamp(0, 16)).unwrap_or(0);
        Some(if is_int { format!("{:0width$x}", int.get(row)?) } else { format!("{:0width$x}", long.get(row)?) })
    })
}
