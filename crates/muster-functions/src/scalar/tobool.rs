//! `tobool(value)`

use crate::conversion::to_bool;
use crate::prelude::*;

pub(crate) const TOBOOL: Scalar = Scalar {
    name: "tobool",
    aliases: &["toboolean"],
    category: Category::Conversion,
    signatures: &["(value: bool|int|long|real|decimal|string|dynamic): bool"],
    summary: "Converts a value to a `bool`.",
    notes: &[
        "What cannot be converted is null.",
        "A text is `true` or `false` in any case, or an integer; `'yes'` and `'1.5'` are null.",
        "A number is true unless it is 0.",
    ],
    upstream: "tobool-function",
    examples: &[
        eg("tobool('TRUE')", "true"),
        eg("tobool('2')", "true"),
        eg("tobool('1.5')", "null"),
        eg("tobool(1.5)", "true"),
        eg("tobool('yes')", "null"),
        eg("tobool(0)", "false"),
    ],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    args.rows(|row| to_bool(&args.value(0, row)))
}
