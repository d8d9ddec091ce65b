//! `todecimal(value)`

use crate::conversion::to_decimal;
use crate::prelude::*;

pub(crate) const TODECIMAL: Scalar = Scalar {
    name: "todecimal",
    aliases: &[],
    category: Category::Conversion,
    signatures: &["(value: bool|int|long|real|decimal|string|dynamic): decimal"],
    summary: "Converts a value to a `decimal`.",
    notes: &[
        "What cannot be converted is null.",
        "Decimals keep 18 decimal places here and at most 20 digits before them; Kusto's keep 34 significant digits.",
    ],
    upstream: "todecimal-function",
    examples: &[
        eg("todecimal('123.45678')", "123.45678"),
        eg("todecimal(5)", "5"),
        eg("todecimal('1e-3')", "0.001"),
        eg("todecimal('abc')", "null"),
    ],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    args.rows(|row| to_decimal(&args.value(0, row)).map(DecimalUnits))
}
