//! `tostring(value)`

use crate::prelude::*;
use crate::texts::Texts;

pub(crate) const TOSTRING: Scalar = Scalar {
    name: "tostring",
    aliases: &[],
    category: Category::Conversion,
    signatures: &["(value: any): string"],
    summary: "Writes a value as a text.",
    notes: &[
        "A null of any type is the empty text, which is not null.",
        "A `bool` is `True` or `False`; inside a `dynamic` it is `true` or `false`.",
        "A text inside a `dynamic` loses its quotes; an array or a bag is compact JSON.",
        "A whole `real` keeps its `.0`.",
    ],
    upstream: "tostring-function",
    examples: &[
        eg("tostring(123)", "123"),
        eg("tostring(true)", "True"),
        eg("tostring(dynamic(true))", "true"),
        eg("tostring(dynamic('x'))", "x"),
        eg("tostring(dynamic([1, 2]))", "[1,2]"),
        eg("tostring(int(null))", ""),
        eg("tostring(1.0)", "1.0"),
        eg("tostring(1d)", "1.00:00:00"),
    ],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    if args.ty(0) == Type::String
        && let Some(column) = args.column(0)
    {
        return Ok(column.clone());
    }
    let value = Texts::of(args, 0);
    args.rows(|row| Some(value.get(row)))
}
