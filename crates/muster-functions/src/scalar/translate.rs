//! `translate(searchList, replacementList, source)`

use crate::prelude::*;

pub(crate) const TRANSLATE: Scalar = Scalar {
    name: "translate",
    aliases: &[],
    category: Category::Text,
    signatures: &["(searchList: string, replacementList: string, source: string): string"],
    summary: "Replaces characters by their counterparts in another list.",
    notes: &[
        "If `replacementList` is shorter, its last character stands for the rest; if it is empty, the characters are removed.",
    ],
    upstream: "translate-function",
    examples: &[
        eg("translate('abc', 'x', 'abc')", "xxx"),
        eg("translate('abc', '', 'ab')", ""),
        eg("translate('krasp', 'otsku', 'spark')", "kusto"),
        eg("translate('ab', 'xy', 'cab')", "cxy"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (search, replacement, source) = (args.text(0), args.text(1), args.text(2));
    args.rows(|row| {
        let search: Vec<char> = search.get(row).chars().collect();
        let replacement: Vec<char> = replacement.get(row).chars().collect();
        let translated = source.get(row).chars().filter_map(|c| match search.iter().position(|s| *s == c) {
            Some(at) => replacement.get(at).or(replacement.last()).copied(),
            None => Some(c),
        });
        Some(translated.collect::<String>())
    })
}
