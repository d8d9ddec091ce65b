//! `replace_string(text, lookup, rewrite)`

use crate::prelude::*;

pub(crate) const REPLACE_STRING: Scalar = Scalar {
    name: "replace_string",
    aliases: &[],
    category: Category::Text,
    signatures: &["(text: string, lookup: string, rewrite: string): string"],
    summary: "Replaces every occurrence of a text by another.",
    notes: &[
        "Occurrences do not overlap, case counts, and neither text is a pattern.",
        "An empty `lookup` changes nothing.",
    ],
    upstream: "replace-string-function",
    examples: &[
        eg("replace_string('a cat and a cat', 'cat', 'dog')", "a dog and a dog"),
        eg("replace_string('a.b', '.', '-')", "a-b"),
        eg("replace_string('aaa', 'aa', 'b')", "ba"),
        eg("replace_string('abc', '', 'x')", "abc"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (text, lookup, rewrite) = (args.text(0), args.text(1), args.text(2));
    args.rows(|row| {
        let (text, lookup) = (text.get(row), lookup.get(row));
        Some(if lookup.is_empty() || !text.contains(lookup) {
            Cow::Borrowed(text)
        } else {
            Cow::Owned(text.replace(lookup, rewrite.get(row)))
        })
    })
}
