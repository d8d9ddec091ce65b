//! `isnotnull(value)`

use crate::prelude::*;
use arrow_array::Array as _;

pub(crate) const ISNOTNULL: Scalar = Scalar {
    name: "isnotnull",
    aliases: &["notnull"],
    category: Category::Condition,
    signatures: &["(value: any): bool"],
    summary: "Tells whether a value is not null.",
    notes: &["A `string` is never null; `isempty` asks about it."],
    upstream: "isnotnull-function",
    examples: &[
        eg("isnotnull('')", "true"),
        eg("isnotnull(long(null))", "false"),
        eg("isnotnull(dynamic(null))", "false"),
        eg("isnotnull(parse_json('[]'))", "true"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let is_text = args.ty(0) == Type::String;
    let Some(column) = args.column(0) else { return args.rows(|_| Some(false)) };
    args.rows(|row| {
        let null = !is_text && column.array().is_null(column.index(row));
        Some(!null)
    })
}
