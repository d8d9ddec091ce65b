//! `left <= right`

use crate::prelude::*;
use std::cmp::Ordering;

use crate::comparison;

pub(crate) const LESS_EQUAL: Scalar = Scalar {
    name: "<=",
    aliases: &[],
    category: Category::Operator,
    signatures: &[
        "(left: long, right: long): bool",
        "(left: real, right: real): bool",
        "(left: decimal, right: decimal): bool",
        "(left: datetime, right: datetime): bool",
        "(left: timespan, right: timespan): bool",
        "(left: bool, right: bool): bool",
        "(left: dynamic, right: dynamic): bool",
    ],
    summary: "Tells whether the left value is at most the right one.",
    notes: &[
        "A null on either side gives null.",
        "Texts have no order in Kusto: `strcmp` compares them.",
        "NaN is neither less nor greater than anything.",
    ],
    upstream: "numerical-operators",
    examples: &[eg("2 <= 2", "true"), eg("2h <= 1h", "false"), eg("long(null) <= long(null)", "null")],
    naming: Naming::Default,
    body: |args| comparison::order(args, Ordering::is_le),
};
