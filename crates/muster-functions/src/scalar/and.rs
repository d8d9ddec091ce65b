//! `left and right`

use crate::prelude::*;

pub(crate) const AND: Scalar = Scalar {
    name: "and",
    aliases: &[],
    category: Category::Operator,
    signatures: &["(left: bool, right: bool): bool"],
    summary: "True if both sides are true.",
    notes: &["False if one side is false, whatever the other is; else null if one side is null."],
    upstream: "logical-operators",
    examples: &[eg("true and false", "false"), eg("bool(null) and false", "false"), eg("bool(null) and true", "null")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (left, right) = (args.bool(0), args.bool(1));
    args.rows(|row| match (left.get(row), right.get(row)) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    })
}
