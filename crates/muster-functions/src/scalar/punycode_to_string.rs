//! `punycode_to_string(value)`

use crate::prelude::*;
use crate::punycode;

pub(crate) const PUNYCODE_TO_STRING: Scalar = Scalar {
    name: "punycode_to_string",
    aliases: &[],
    category: Category::Text,
    signatures: &["(value: string): string"],
    summary: "Decodes Punycode.",
    notes: &["The text must come without `xn--`; what cannot be decoded gives the empty text."],
    upstream: "punycode-to-string-function",
    examples: &[
        eg("punycode_to_string('acadmie-franaise-npb1a')", "académie-française"),
        eg("punycode_to_string('cqv902d')", "艺术"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let value = args.text(0);
    args.rows(|row| punycode::decode(value.get(row)))
}
