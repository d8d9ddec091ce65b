//! `has_ipv4_prefix(source, ip_address_prefix)`

use crate::ip::has_address;
use crate::prelude::*;

pub(crate) const HAS_IPV4_PREFIX: Scalar = Scalar {
    name: "has_ipv4_prefix",
    aliases: &[],
    category: Category::Parsing,
    signatures: &["(source: string, ip_address_prefix: string): bool"],
    summary: "Tells whether a text has an IPv4 address that begins with given numbers.",
    notes: &[
        "The address must be set off from letters and digits on both sides.",
        "A prefix ends with a dot, `127.0.`, or is a whole address; else nothing is found.",
    ],
    upstream: "has-ipv4-prefix-function",
    examples: &[
        eg("has_ipv4_prefix('05:04:54 127.0.0.1 GET', '127.0.')", "true"),
        eg("has_ipv4_prefix('05:04:54 127.0.0.1 GET', '127.0')", "false"),
        eg("has_ipv4_prefix('127.0.0.256', '127.0.')", "false"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (source, address) = (args.text(0), args.text(1));
    args.rows(|row| Some(has_address(source.get(row), address.get(row))))
}
