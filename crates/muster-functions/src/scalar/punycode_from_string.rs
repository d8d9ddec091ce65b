//! `punycode_from_string(value)`

use crate::prelude::*;
use crate::punycode;

pub(crate) const PUNYCODE_FROM_STRING: Scalar = Scalar {
    name: "punycode_from_string",
    aliases: &[],
    category: Category::Text,
    signatures: &["(value: string): string"],
    summary: "Encodes a text in Punycode.",
    notes: &["The result has no `xn--` in front."],
    upstream: "punycode-from-string-function",
    examples: &[
        eg("punycode_from_string('académie-française')", "acadmie-franaise-npb1a"),
        eg("punycode_from_string('艺术')", "cqv902d"),
        eg("punycode_from_string('')", ""),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let value = args.text(0);
    args.rows(|row| punycode::encode(value.get(row)))
}
