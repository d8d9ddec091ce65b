//! `tolower(value)`

use crate::prelude::*;

pub(crate) const TOLOWER: Scalar = Scalar {
    name: "tolower",
    aliases: &[],
    category: Category::Text,
    signatures: &["(value: string): string"],
    summary: "Writes a text in lower case.",
    notes: &["Each letter is mapped to one letter; one that has no single counterpart stays as it is."],
    upstream: "tolower-function",
    examples: &[eg("tolower('Hello')", "hello"), eg("tolower('ÉCOLE')", "école")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let value = args.text(0);
    args.rows(|row| Some(lower(value.get(row))))
}

fn lower(text: &str) -> String {
    text.chars().map(|c| single(c, c.to_lowercase())).collect()
}

fn single(c: char, mut mapped: impl Iterator<Item = char>) -> char {
    match (mapped.next(), mapped.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}
