//! `isascii(value)`

use crate::prelude::*;

pub(crate) const ISASCII: Scalar = Scalar {
    name: "isascii",
    aliases: &[],
    category: Category::Text,
    signatures: &["(value: string): bool"],
    summary: "Tells whether a text has ASCII characters only.",
    notes: &["The empty text has."],
    upstream: "isascii-function",
    examples: &[eg("isascii('some string')", "true"), eg("isascii('é')", "false"), eg("isascii('')", "true")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let value = args.text(0);
    args.rows(|row| Some(value.get(row).is_ascii()))
}
