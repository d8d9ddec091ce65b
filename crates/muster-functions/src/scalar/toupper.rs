//! `toupper(value)`

use crate::prelude::*;

pub(crate) const TOUPPER: Scalar = Scalar {
    name: "toupper",
    aliases: &[],
    category: Category::Text,
    signatures: &["(value: string): string"],
    summary: "Writes a text in upper case.",
    notes: &["Each letter is mapped to one letter; one that has no single counterpart stays as it is (`ß`)."],
    upstream: "toupper-function",
    examples: &[eg("toupper('Hello')", "HELLO"), eg("toupper('straße')", "STRAßE")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let value = args.text(0);
    args.rows(|row| Some(upper(value.get(row))))
}

fn upper(text: &str) -> String {
    text.chars().map(|c| single(c, c.to_uppercase())).collect()
}

fn single(c: char, mut mapped: impl Iterator<Item = char>) -> char {
    match (mapped.next(), mapped.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}
