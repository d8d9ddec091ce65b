//! `has_any_ipv4(source, ip_address [, ...])`

use crate::ip::{has_whole_address, visit_texts};
use crate::prelude::*;

pub(crate) const HAS_ANY_IPV4: Scalar = Scalar {
    name: "has_any_ipv4",
    aliases: &[],
    category: Category::Parsing,
    signatures: &["(source: string, ip_address: string|dynamic, others: string|dynamic...): bool"],
    summary: "Tells whether a text has any of some IPv4 addresses.",
    notes: &[
        "What is looked for is texts or arrays of texts.",
        "The address must be set off from letters and digits on both sides.",
    ],
    upstream: "has-any-ipv4-function",
    examples: &[
        eg("has_any_ipv4('05:04:54 127.0.0.1 GET', '127.0.0.2', '127.0.0.1')", "true"),
        eg("has_any_ipv4('05:04:54 127.0.0.1 GET', dynamic(['127.0.0.2']))", "false"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let source = args.text(0);
    args.rows(|row| {
        let mut found = false;
        visit_texts(args, row, |address| found |= has_whole_address(source.get(row), address));
        Some(found)
    })
}
