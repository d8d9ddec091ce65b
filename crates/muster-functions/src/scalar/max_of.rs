//! `max_of(value, others)`

use crate::numeric;
use crate::prelude::*;
use std::cmp::Ordering;

pub(crate) const MAX_OF: Scalar = Scalar {
    name: "max_of",
    aliases: &[],
    category: Category::Condition,
    signatures: &["(value: T, others: T...): T"],
    summary: "Returns the greatest of its arguments.",
    notes: &["Nulls are left out; null only where all are null."],
    upstream: "max-of-function",
    examples: &[eg("max_of(10, 1, -3, 17)", "17"), eg("max_of(int(null), int(2))", "2"), eg("max_of('a', 'b')", "b")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::best(args, Ordering::Greater)
}
