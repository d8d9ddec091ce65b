//! `set_has_element(set, value)`

use crate::json;
use crate::prelude::*;

pub(crate) const SET_HAS_ELEMENT: Scalar = Scalar {
    name: "set_has_element",
    aliases: &[],
    category: Category::Dynamic,
    signatures: &["(set: dynamic, value: any): bool"],
    summary: "Tells whether `set` has the element `value`.",
    notes: &["Text is compared with its case of letters.", "Null where `set` is no array."],
    upstream: "set-has-element-function",
    examples: &[
        eg("set_has_element(dynamic(['this', 'is']), 'is')", "true"),
        eg("set_has_element(dynamic(['this', 'is']), 'IS')", "false"),
        eg("set_has_element(dynamic([1, 2]), 2)", "true"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let set = args.json(0);
    args.rows(|row| Some(json::contains(set.get(row)?.as_array()?, &to_json(&args.value(1, row)))))
}
