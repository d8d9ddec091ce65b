//! `punycode_domain_to_string(value)`

use crate::prelude::*;
use crate::punycode;

pub(crate) const PUNYCODE_DOMAIN_TO_STRING: Scalar = Scalar {
    name: "punycode_domain_to_string",
    aliases: &[],
    category: Category::Text,
    signatures: &["(value: string): string"],
    summary: "Encodes the labels of a domain name that are not ASCII, with `xn--` in front.",
    notes: &["The name says it the other way round from `punycode_to_string`, which decodes."],
    upstream: "punycode-domain-to-string-function",
    examples: &[
        eg("punycode_domain_to_string('艺术.com')", "xn--cqv902d.com"),
        eg("punycode_domain_to_string('Gáe.Bulg.edu')", "xn--Ge-mia.Bulg.edu"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let value = args.text(0);
    args.rows(|row| punycode::encode_domain(value.get(row)))
}
