//! `prev(column, offset, default)`

use crate::neighbor::{Side, neighbor};
use crate::prelude::*;

pub(crate) const PREV: Window = Window {
    name: "prev",
    signatures: &["(column: any, offset: long = 1, default: any = null): typeof(column)"],
    summary: "Returns the value of `column` in the row that stands `offset` rows before.",
    notes: &[
        "Rows must be serialized: sorted, or passed through `serialize`.",
        "Without such a row the result is `default`, else null, for a `string` the empty text.",
        "`offset` must be a constant that is not negative.",
    ],
    upstream: "prev-function",
    examples: &[
        Example { call: "prev(x)", input: "datatable(x: long)[1, 2, 3]", result: "[null,1,2]" },
        Example { call: "prev(x, 2, 0)", input: "datatable(x: long)[1, 2, 3]", result: "[0,0,1]" },
        Example { call: "prev(x)", input: "datatable(x: string)['a', 'b']", result: r#"["","a"]"# },
    ],
    body: |args| neighbor(args, Side::Before),
};
