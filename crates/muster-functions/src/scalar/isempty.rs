//! `isempty(value)`

use crate::prelude::*;
use crate::texts::Texts;

pub(crate) const ISEMPTY: Scalar = Scalar {
    name: "isempty",
    aliases: &[],
    category: Category::Text,
    signatures: &["(value: any): bool"],
    summary: "Tells whether a value is null or the empty text.",
    notes: &["An empty array or bag is not empty: its text is `[]` or `{}`."],
    upstream: "isempty-function",
    examples: &[
        eg("isempty('')", "true"),
        eg("isempty(' ')", "false"),
        eg("isempty(long(null))", "true"),
        eg("isempty(0)", "false"),
        eg("isempty(dynamic(''))", "true"),
        eg("isempty(dynamic([]))", "false"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let texts = Texts::of(args, 0);
    args.rows(|row| Some(texts.get(row).is_empty()))
}
