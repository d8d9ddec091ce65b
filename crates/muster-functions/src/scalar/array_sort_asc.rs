//! `array_sort_asc(array, others)`

use crate::prelude::*;
use crate::sorting;

pub(crate) const ARRAY_SORT_ASC: Scalar = Scalar {
    name: "array_sort_asc",
    aliases: &[],
    category: Category::Dynamic,
    signatures: &["(array: dynamic, others: any...): dynamic"],
    summary: "Sorts an array in ascending order, and others along with it.",
    notes: &[
        "Numbers come first, then strings, then all else in the order given; nulls come last, or first if the last argument is `false`.",
        "Strings are compared by code points, so capital letters come before small ones.",
        "With several arrays the result is an array of arrays; one whose length differs from the first becomes null.",
    ],
    upstream: "array-sort-asc-function",
    examples: &[
        eg("array_sort_asc(dynamic([3, 1, 2]))", "[1,2,3]"),
        eg("array_sort_asc(dynamic([null, 'b', 'a']))", "[\"a\",\"b\",null]"),
        eg("array_sort_asc(dynamic([null, 'b', 'a']), false)", "[null,\"a\",\"b\"]"),
        eg("array_sort_asc(dynamic([2, 1]), dynamic(['x', 'y']))[1]", "[\"y\",\"x\"]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    sorting::sort(args, false)
}
