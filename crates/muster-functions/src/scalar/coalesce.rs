//! `coalesce(value, others)`

use crate::prelude::*;

pub(crate) const COALESCE: Scalar = Scalar {
    name: "coalesce",
    aliases: &[],
    category: Category::Condition,
    signatures: &["(value: T, others: T...): T"],
    summary: "Returns the first of its arguments that is not null.",
    notes: &["An empty string counts as null."],
    upstream: "coalesce-function",
    examples: &[
        eg("coalesce(tolong('not a number'), tolong('42'), 33)", "42"),
        eg("coalesce('', 'b')", "b"),
        eg("coalesce(long(null), long(null))", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let missing = Value::null(args.returns());
    args.values(|row| {
        (0..args.len())
            .map(|index| args.value(index, row))
            .find(|value| !value.is_null() && !matches!(value, Value::String(text) if text.is_empty()))
            .unwrap_or(missing.clone())
    })
}
