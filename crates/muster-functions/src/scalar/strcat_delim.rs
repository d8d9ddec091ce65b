//! `strcat_delim(delimiter, argument, …)`

use crate::prelude::*;
use crate::texts::Texts;

pub(crate) const STRCAT_DELIM: Scalar = Scalar {
    name: "strcat_delim",
    aliases: &[],
    category: Category::Text,
    signatures: &["(delimiter: string, argument: any, arguments: any...): string"],
    summary: "Joins values into one text, with `delimiter` between them.",
    notes: &["A null keeps its place: it is an empty text between two delimiters."],
    upstream: "strcat-delim-function",
    examples: &[
        eg("strcat_delim('-', 1, '2', 'A', 1s)", "1-2-A-00:00:01"),
        eg("strcat_delim('-', 'a', int(null), 'b')", "a--b"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let delimiter = args.text(0);
    let parts: Vec<Texts<'_>> = (1..args.len()).map(|index| Texts::of(args, index)).collect();
    args.rows(|row| {
        let texts: Vec<Cow<'_, str>> = parts.iter().map(|part| part.get(row)).collect();
        Some(texts.join(delimiter.get(row)))
    })
}
