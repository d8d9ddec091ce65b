//! `isnotempty(value)`

use crate::prelude::*;
use crate::texts::Texts;

pub(crate) const ISNOTEMPTY: Scalar = Scalar {
    name: "isnotempty",
    aliases: &["notempty"],
    category: Category::Text,
    signatures: &["(value: any): bool"],
    summary: "Tells whether a value is neither null nor the empty text.",
    notes: &["An empty array or bag is not empty: its text is `[]` or `{}`."],
    upstream: "isnotempty-function",
    examples: &[
        eg("isnotempty('')", "false"),
        eg("isnotempty(' ')", "true"),
        eg("isnotempty(long(null))", "false"),
        eg("isnotempty(0)", "true"),
        eg("isnotempty(dynamic(''))", "false"),
        eg("isnotempty(dynamic([]))", "true"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let texts = Texts::of(args, 0);
    args.rows(|row| Some(!texts.get(row).is_empty()))
}
