//! `ipv6_is_match(ip1, ip2 [, prefix])`

use crate::ip::V6;
use crate::prelude::*;

pub(crate) const IPV6_IS_MATCH: Scalar = Scalar {
    name: "ipv6_is_match",
    aliases: &[],
    category: Category::Parsing,
    signatures: &["(ip1: string, ip2: string, prefix: long = 128): bool"],
    summary: "Tells whether two IPv6 or IPv4 addresses are the same.",
    notes: &[
        "The bits that count are those within the prefixes of both addresses, and within `prefix`.",
        "Null where an address cannot be read.",
        "An IPv4 address is the IPv6 address `::ffff:a.b.c.d`; for two of them `prefix` up to 32 counts the bits of IPv4.",
    ],
    upstream: "ipv6-is-match-function",
    examples: &[
        eg("ipv6_is_match('192.168.1.1/24', '::ffff:c0a8:01ff')", "true"),
        eg("ipv6_is_match('fe80::85d:e82c:9446:7994', 'fe80::85d:e82c:9446:7995', 127)", "true"),
        eg("ipv6_is_match('fe80::1', 'fe80::2')", "false"),
        eg("ipv6_is_match('x', '::1')", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (a, b, prefix) = (args.text(0), args.text(1), args.long(2));
    args.rows(|row| {
        let (a, b) = (V6::parse(a.get(row))?, V6::parse(b.get(row))?);
        let prefix = if args.len() > 2 { Some(prefix.get(row)?) } else { None };
        let order = a.compare(b, prefix)?;
        Some(order.is_eq())
    })
}
