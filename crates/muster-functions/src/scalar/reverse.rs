//! `reverse(value)`

use crate::prelude::*;
use crate::texts::Texts;

pub(crate) const REVERSE: Scalar = Scalar {
    name: "reverse",
    aliases: &[],
    category: Category::Text,
    signatures: &["(value: any): string"],
    summary: "Writes a text backward, character by character.",
    notes: &[
        "Values of other types are taken as `tostring` prints them.",
        "Marks that combine with the letter before them end up before it.",
    ],
    upstream: "reverse-function",
    examples: &[eg("reverse('ABC')", "CBA"), eg("reverse(12345)", "54321"), eg("reverse('añb')", "bña")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let value = Texts::of(args, 0);
    args.rows(|row| Some(value.get(row).chars().rev().collect::<String>()))
}
