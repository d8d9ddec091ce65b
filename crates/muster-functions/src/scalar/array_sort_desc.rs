//! `array_sort_desc(array, others)`

use crate::prelude::*;
use crate::sorting;

pub(crate) const ARRAY_SORT_DESC: Scalar = Scalar {
    name: "array_sort_desc",
    aliases: &[],
    category: Category::Dynamic,
    signatures: &["(array: dynamic, others: any...): dynamic"],
    summary: "Sorts an array in descending order, and others along with it.",
    notes: &[
        "Numbers come first, then strings, then all else in the order given; nulls come last, or first if the last argument is `false`.",
        "Strings are compared by code points, so capital letters come before small ones.",
        "With several arrays the result is an array of arrays; one whose length differs from the first becomes null.",
    ],
    upstream: "array-sort-desc-function",
    examples: &[
        eg("array_sort_desc(dynamic([3, 1, 2]))", "[3,2,1]"),
        eg("array_sort_desc(dynamic([null, 'b', 'a']))", "[\"b\",\"a\",null]"),
        eg("array_sort_desc(dynamic([null, 'b', 'a']), false)", "[null,\"b\",\"a\"]"),
        eg("array_sort_desc(dynamic([2, 1]), dynamic(['x', 'y']))[1]", "[\"x\",\"y\"]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    sorting::sort(args, true)
}
