//! `isutf8(value)`

use crate::prelude::*;

pub(crate) const ISUTF8: Scalar = Scalar {
    name: "isutf8",
    aliases: &[],
    category: Category::Text,
    signatures: &["(value: string): bool"],
    summary: "Tells whether a text is valid UTF-8.",
    notes: &["Texts are always valid UTF-8 here, so this is always true."],
    upstream: "isutf8-function",
    examples: &[eg("isutf8('some string')", "true"), eg("isutf8('é')", "true")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    args.rows(|_| Some(true))
}
