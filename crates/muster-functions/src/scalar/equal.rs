//! `left == right`

use crate::comparison;
use crate::prelude::*;

pub(crate) const EQUAL: Scalar = Scalar {
    name: "==",
    aliases: &[],
    category: Category::Operator,
    signatures: &[
        "(left: string, right: string): bool",
        "(left: long, right: long): bool",
        "(left: real, right: real): bool",
        "(left: decimal, right: decimal): bool",
        "(left: bool, right: bool): bool",
        "(left: datetime, right: datetime): bool",
        "(left: timespan, right: timespan): bool",
        "(left: guid, right: guid): bool",
        "(left: bool|int|long|real|decimal|datetime|timespan|guid, right: string): bool",
        "(left: string, right: bool|int|long|real|decimal|datetime|timespan|guid): bool",
        "(left: dynamic, right: dynamic): bool",
    ],
    summary: "Tells whether two values are equal; texts with regard to case.",
    notes: &[
        "Two nulls give null, a null and a value give false.",
        "A text compared with a value of another type is converted to that type.",
        "Two `dynamic` values cannot be compared: one of them must be converted.",
        "NaN equals nothing, itself included.",
    ],
    upstream: "logical-operators",
    examples: &[
        eg("'abc' == 'ABC'", "false"),
        eg("1 == 1.0", "true"),
        eg("int(null) == 5", "false"),
        eg("int(null) == int(null)", "null"),
        eg("dynamic('x') == 'x'", "true"),
    ],
    naming: Naming::Default,
    body: |args| comparison::equality(args, false),
};
