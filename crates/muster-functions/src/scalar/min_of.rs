//! `min_of(value, others)`

use crate::numeric;
use crate::prelude::*;
use std::cmp::Ordering;

pub(crate) const MIN_OF: Scalar = Scalar {
    name: "min_of",
    aliases: &[],
    category: Category::Condition,
    signatures: &["(value: T, others: T...): T"],
    summary: "Returns the least of its arguments.",
    notes: &["Nulls are left out; null only where all are null."],
    upstream: "min-of-function",
    examples: &[eg("min_of(10, 1, -3, 17)", "-3"), eg("min_of(int(null), int(2))", "2")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::best(args, Ordering::Less)
}
