//! `split(source, delimiter [, requestedIndex])`

use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) const SPLIT: Scalar = Scalar {
    name: "split",
    aliases: &[],
    category: Category::Text,
    signatures: &["(source: string, delimiter: string, requestedIndex: long = long(null)): dynamic"],
    summary: "Cuts a text at each `delimiter` and returns the parts as an array.",
    notes: &[
        "With `requestedIndex` the array has only the part with this number, counted from 0, or none if there is no such part.",
        "The delimiter is plain text, not a regular expression.",
    ],
    upstream: "split-function",
    examples: &[
        eg("split('aa_bb', '_')", "[\"aa\",\"bb\"]"),
        eg("split('aaa_bbb_ccc', '_', 1)", "[\"bbb\"]"),
        eg("split('', '_')", "[\"\"]"),
        eg("split('a__b', '_')", "[\"a\",\"\",\"b\"]"),
        eg("split('aabbcc', 'bb')", "[\"aa\",\"cc\"]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (source, delimiter, requested) = (args.text(0), args.text(1), args.long(2));
    args.rows(|row| {
        let (text, delimiter) = (source.get(row), delimiter.get(row));
        let parts: Vec<&str> = if delimiter.is_empty() { vec![text] } else { text.split(delimiter).collect() };
        Some(match requested.get(row) {
            None => Json::from(parts),
            Some(index) => {
                let part = usize::try_from(index).ok().and_then(|i| parts.get(i).copied());
                Json::from(part.into_iter().collect::<Vec<_>>())
            }
        })
    })
}
