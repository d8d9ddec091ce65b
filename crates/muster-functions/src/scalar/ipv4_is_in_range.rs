//! `ipv4_is_in_range(ip, range)`

use crate::ip::V4;
use crate::prelude::*;

pub(crate) const IPV4_IS_IN_RANGE: Scalar = Scalar {
    name: "ipv4_is_in_range",
    aliases: &[],
    category: Category::Parsing,
    signatures: &["(Ipv4Address: string, Ipv4Range: string): bool"],
    summary: "Tells whether an IPv4 address lies in a range such as `10.0.0.0/8`.",
    notes: &["A range without a prefix is one address.", "Null where an address cannot be read."],
    upstream: "ipv4-is-in-range-function",
    examples: &[
        eg("ipv4_is_in_range('192.168.1.1', '192.168.1.255/24')", "true"),
        eg("ipv4_is_in_range('192.168.2.1', '192.168.1.255/24')", "false"),
        eg("ipv4_is_in_range('x', '192.168.1.255/24')", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (ip, range) = (args.text(0), args.text(1));
    args.rows(|row| Some(V4::parse(ip.get(row))?.is_in(V4::parse(range.get(row))?)))
}
