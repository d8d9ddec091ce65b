//! `isnull(value)`

use crate::prelude::*;
use arrow_array::Array as _;

pub(crate) const ISNULL: Scalar = Scalar {
    name: "isnull",
    aliases: &[],
    category: Category::Condition,
    signatures: &["(value: any): bool"],
    summary: "Tells whether a value is null.",
    notes: &["A `string` is never null; `isempty` asks about it."],
    upstream: "isnull-function",
    examples: &[
        eg("isnull('')", "false"),
        eg("isnull(long(null))", "true"),
        eg("isnull(dynamic(null))", "true"),
        eg("isnull(parse_json('[]'))", "false"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let is_text = args.ty(0) == Type::String;
    let Some(column) = args.column(0) else { return args.rows(|_| Some(true)) };
    args.rows(|row| {
        let null = !is_text && column.array().is_null(column.index(row));
        Some(null)
    })
}
