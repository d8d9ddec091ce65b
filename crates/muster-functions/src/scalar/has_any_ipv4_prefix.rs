//! `has_any_ipv4_prefix(source, ip_address_prefix [, ...])`

use crate::ip::{has_address, visit_texts};
use crate::prelude::*;

pub(crate) const HAS_ANY_IPV4_PREFIX: Scalar = Scalar {
    name: "has_any_ipv4_prefix",
    aliases: &[],
    category: Category::Parsing,
    signatures: &["(source: string, ip_address_prefix: string|dynamic, others: string|dynamic...): bool"],
    summary: "Tells whether a text has any of some beginnings of IPv4 addresses.",
    notes: &[
        "What is looked for is texts or arrays of texts.",
        "The address must be set off from letters and digits on both sides.",
        "A prefix ends with a dot, `127.0.`, or is a whole address; else nothing is found.",
    ],
    upstream: "has-any-ipv4-prefix-function",
    examples: &[
        eg("has_any_ipv4_prefix('05:04:54 127.0.0.1 GET', '192.', '127.0.')", "true"),
        eg("has_any_ipv4_prefix('05:04:54127.0.0.1 GET', dynamic(['127.0.']))", "false"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let source = args.text(0);
    args.rows(|row| {
        let mut found = false;
        visit_texts(args, row, |address| found |= has_address(source.get(row), address));
        Some(found)
    })
}
