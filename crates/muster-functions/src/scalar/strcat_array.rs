//! `strcat_array(array, delimiter)`

use crate::prelude::*;
use crate::texts::{Texts, element_text};

pub(crate) const STRCAT_ARRAY: Scalar = Scalar {
    name: "strcat_array",
    aliases: &[],
    category: Category::Text,
    signatures: &["(array: dynamic, delimiter: any): string"],
    summary: "Joins the elements of an array into one text, with `delimiter` between them.",
    notes: &[
        "A text stands without its quotes, a null is empty, anything else is its JSON: `true`, not `True`.",
        "A value that is no array is taken as the only element.",
    ],
    upstream: "strcat-array-function",
    examples: &[
        eg("strcat_array(dynamic([1, 2, 3]), '->')", "1->2->3"),
        eg("strcat_array(dynamic(['a', null, true, [1, 2]]), '-')", "a--true-[1,2]"),
        eg("strcat_array(dynamic('abc'), '-')", "abc"),
        eg("strcat_array(dynamic([]), '-')", ""),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (array, delimiter) = (args.json(0), Texts::of(args, 1));
    args.rows(|row| {
        let array = array.get(row)?;
        let Some(elements) = array.as_array() else { return Some(element_text(&array).into_owned()) };
        let texts: Vec<Cow<'_, str>> = elements.iter().map(element_text).collect();
        Some(texts.join(&delimiter.get(row)))
    })
}
