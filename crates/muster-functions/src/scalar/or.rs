//! `left or right`

use crate::prelude::*;

pub(crate) const OR: Scalar = Scalar {
    name: "or",
    aliases: &[],
    category: Category::Operator,
    signatures: &["(left: bool, right: bool): bool"],
    summary: "True if one of the sides is true.",
    notes: &["True if one side is true, whatever the other is; else null if one side is null."],
    upstream: "logical-operators",
    examples: &[eg("true or false", "true"), eg("bool(null) or true", "true"), eg("bool(null) or false", "null")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (left, right) = (args.bool(0), args.bool(1));
    args.rows(|row| match (left.get(row), right.get(row)) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    })
}
