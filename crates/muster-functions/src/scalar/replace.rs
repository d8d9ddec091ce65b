//! `replace(regex, rewrite, text)`

use crate::prelude::*;
use crate::rewrite;

pub(crate) const REPLACE: Scalar = Scalar {
    name: "replace",
    aliases: &[],
    category: Category::Text,
    signatures: &["(regex: string, rewrite: string, text: string): string"],
    summary: "Replaces every match of a regular expression. Deprecated; `replace_regex` has its arguments in another order.",
    notes: &[
        "`\\0` in the rewrite is the whole match, `\\1` to `\\9` are groups, `\\\\` is a backslash; any other use of a backslash is refused.",
        "Matches do not overlap.",
    ],
    upstream: "replace-regex-function",
    examples: &[
        eg("replace(@'is (\\d+)', @'was: \\1', 'Number is 1')", "Number was: 1"),
        eg("replace('b', '', 'abc')", "ac"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    rewrite::replace(args, 2, 0, 1)
}
