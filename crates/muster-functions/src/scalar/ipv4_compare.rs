//! `ipv4_compare(ip1, ip2 [, prefix])`

use crate::ip::V4;
use crate::prelude::*;

pub(crate) const IPV4_COMPARE: Scalar = Scalar {
    name: "ipv4_compare",
    aliases: &[],
    category: Category::Parsing,
    signatures: &["(ip1: string, ip2: string, prefix: long = 32): long"],
    summary: "Compares two IPv4 addresses: -1, 0 or 1.",
    notes: &[
        "The bits that count are those within the prefixes of both addresses, and within `prefix`.",
        "Null where an address cannot be read.",
    ],
    upstream: "ipv4-compare-function",
    examples: &[
        eg("ipv4_compare('192.168.1.1/24', '192.168.1.255')", "0"),
        eg("ipv4_compare('192.168.1.1', '192.168.1.0', 31)", "0"),
        eg("ipv4_compare('192.168.1.1', '192.168.1.0')", "1"),
        eg("ipv4_compare('x', '192.168.1.0')", "null"),
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
        Some(order as i64)
    })
}
