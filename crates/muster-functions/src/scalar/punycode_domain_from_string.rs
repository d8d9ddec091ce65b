//! `punycode_domain_from_string(value)`

use crate::prelude::*;
use crate::punycode;

pub(crate) const PUNYCODE_DOMAIN_FROM_STRING: Scalar = Scalar {
    name: "punycode_domain_from_string",
    aliases: &[],
    category: Category::Text,
    signatures: &["(value: string): string"],
    summary: "Decodes the labels of a domain name that begin with `xn--`.",
    notes: &["The name says it the other way round from `punycode_from_string`, which encodes.", "Case is kept."],
    upstream: "punycode-domain-from-string-function",
    examples: &[
        eg("punycode_domain_from_string('xn--Ge-mia.Bulg.edu')", "Gáe.Bulg.edu"),
        eg("punycode_domain_from_string('xn--Ry-lja8c.xn--Jng-uta63a.xn--Bng-9ka.com')", "Rúyì.Jīngū.Bàng.com"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let value = args.text(0);
    args.rows(|row| punycode::decode_domain(value.get(row)))
}
