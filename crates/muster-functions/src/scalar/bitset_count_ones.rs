//! `bitset_count_ones(value)`

use crate::prelude::*;

pub(crate) const BITSET_COUNT_ONES: Scalar = Scalar {
    name: "bitset_count_ones",
    aliases: &[],
    category: Category::Binary,
    signatures: &["(value: long): long"],
    summary: "Counts the bits of `value` that are set.",
    notes: &["A negative number has 64 bits, of which the upper ones are set."],
    upstream: "bitset-count-ones-function",
    examples: &[eg("bitset_count_ones(42)", "3"), eg("bitset_count_ones(-1)", "64")],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let value = args.long(0);
    args.rows(|row| value.get(row).map(|value| i64::from(value.count_ones())))
}
