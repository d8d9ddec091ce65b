//! `not(expr)`

use crate::conversion::to_bool;
use crate::prelude::*;

pub(crate) const NOT: Scalar = Scalar {
    name: "not",
    aliases: &[],
    category: Category::Operator,
    signatures: &["(expr: bool): bool", "(expr: number): bool"],
    summary: "Reverses a truth value.",
    notes: &[
        "The negation of null is null, so `where not(x)` drops a row in which `x` is null.",
        "A number counts as true unless it is 0.",
    ],
    upstream: "not-function",
    examples: &[eg("not(1 == 2)", "true"), eg("not(bool(null))", "null"), eg("not(1)", "false")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    if args.ty(0) == Type::Bool {
        let value = args.bool(0);
        return args.rows(|row| value.get(row).map(|b| !b));
    }
    args.rows(|row| to_bool(&args.value(0, row)).map(|b| !b))
}
