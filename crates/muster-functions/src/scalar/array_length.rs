//! `array_length(array)`

use crate::prelude::*;

pub(crate) const ARRAY_LENGTH: Scalar = Scalar {
    name: "array_length",
    aliases: &["arraylength"],
    category: Category::Dynamic,
    signatures: &["(array: dynamic): long"],
    summary: "Returns the number of elements of `array`.",
    notes: &["Null for what is no array, a bag for instance."],
    upstream: "array-length-function",
    examples: &[
        eg("array_length(dynamic([1, 2, 3]))", "3"),
        eg("array_length(dynamic([]))", "0"),
        eg("array_length(dynamic({'a': 1}))", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let array = args.json(0);
    args.rows(|row| i64::try_from(array.get(row)?.as_array()?.len()).ok())
}
