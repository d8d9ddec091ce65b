//! `countof(source, search [, kind])`

use crate::patterns::Patterns;
use crate::prelude::*;

pub(crate) const COUNTOF: Scalar = Scalar {
    name: "countof",
    aliases: &[],
    category: Category::Text,
    signatures: &["(source: string, search: string, kind: const string = 'normal'): long"],
    summary: "Counts the occurrences of a text, or the matches of a regular expression.",
    notes: &[
        "`kind` is `normal` or `regex`.",
        "Occurrences of a text may overlap, matches of a regular expression do not.",
        "The empty text occurs nowhere.",
    ],
    upstream: "countof-function",
    examples: &[
        eg("countof('aaaa', 'aa')", "3"),
        eg("countof('ababa', 'aba', 'regex')", "1"),
        eg("countof('AAAA', 'aa')", "0"),
        eg("countof('abc', '')", "0"),
        eg("countof('ααα', 'αα')", "2"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let source = args.text(0);
    match args.constant_text(2) {
        None if args.len() < 3 => {}
        Some("normal") => {}
        Some("regex") => {
            let patterns = Patterns::of(args, 1)?;
            return args.rows(|row| i64::try_from(patterns.get(row)?.find_iter(source.get(row)).count()).ok());
        }
        _ => return Err(Failure::new("the kind of `countof` must be `normal` or `regex`")),
    }
    let search = args.text(1);
    args.rows(|row| Some(occurrences(source.get(row), search.get(row))))
}

fn occurrences(text: &str, search: &str) -> i64 {
    let Some(first) = search.chars().next() else { return 0 };
    let (mut count, mut rest) = (0, text);
    while let Some(at) = rest.find(search) {
        count += 1;
        rest = &rest[at + first.len_utf8()..];
    }
    count
}
