//! `replace_regex(source, lookup_regex, rewrite_pattern)`

use crate::prelude::*;
use crate::rewrite;

pub(crate) const REPLACE_REGEX: Scalar = Scalar {
    name: "replace_regex",
    aliases: &[],
    category: Category::Text,
    signatures: &["(source: string, lookup_regex: string, rewrite_pattern: string): string"],
    summary: "Replaces every match of a regular expression.",
    notes: &[
        "`\\0` in the rewrite is the whole match, `\\1` to `\\9` are groups, `\\\\` is a backslash; any other use of a backslash is refused.",
        "Matches do not overlap.",
    ],
    upstream: "replace-regex-function",
    examples: &[
        eg("replace_regex('Number is 1', @'is (\\d+)', @'was: \\1')", "Number was: 1"),
        eg("replace_regex('a-b', '-', '$1')", "a$1b"),
        eg("replace_regex('abc', 'x*', '-')", "-a-b-c-"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    rewrite::replace(args, 0, 1, 2)
}
