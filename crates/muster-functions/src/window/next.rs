//! `next(column, offset, default)`

use crate::neighbor::{Side, neighbor};
use crate::prelude::*;

pub(crate) const NEXT: Window = Window {
    name: "next",
    signatures: &["(column: any, offset: long = 1, default: any = null): typeof(column)"],
    summary: "Returns the value of `column` in the row that stands `offset` rows after.",
    notes: &[
        "Rows must be serialized: sorted, or passed through `serialize`.",
        "Without such a row the result is `default`, else null, for a `string` the empty text.",
        "`offset` must be a constant that is not negative.",
    ],
    upstream: "next-function",
    examples: &[
        Example { call: "next(x)", input: "datatable(x: long)[1, 2, 3]", result: "[2,3,null]" },
        Example { call: "next(x, 2, 0)", input: "datatable(x: long)[1, 2, 3]", result: "[3,0,0]" },
    ],
    body: |args| neighbor(args, Side::After),
};
