//! `ipv4_is_match(ip1, ip2 [, prefix])`

use crate::ip::V4;
use crate::prelude::*;

pub(crate) const IPV4_IS_MATCH: Scalar = Scalar {
    name: "ipv4_is_match",
    aliases: &[],
    category: Category::Parsing,
    signatures: &["(ip1: string, ip2: string, prefix: long = 32): bool"],
    summary: "Tells whether two IPv4 addresses are the same.",
    notes: &[
        "The bits that count are those within the prefixes of both addresses, and within `prefix`.",
        "Null where an address cannot be read.",
    ],
    upstream: "ipv4-is-match-function",
    examples: &[
        eg("ipv4_is_match('192.168.1.1/24', '192.168.1.255')", "true"),
        eg("ipv4_is_match('192.168.1.1', '192.168.1.0', 31)", "true"),
        eg("ipv4_is_match('192.168.1.1', '192.168.1.0')", "false"),
        eg("ipv4_is_match('x', '192.168.1.0')", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (a, b, prefix) = (args.text(0), args.text(1), args.long(2));
    args.rows(|row| {
        let (mut a, b) = (V4::parse(a.get(row))?, V4::parse(b.get(row))?);
        if args.len() > 2 {
            a = a.limited(prefix.get(row)?)?;
        }
        let order = a.compare(b);
        Some(order.is_eq())
    })
}
