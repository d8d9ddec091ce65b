//! `parse_ipv6_mask(ip, prefix)`

use crate::ip::V6;
use crate::prelude::*;

pub(crate) const PARSE_IPV6_MASK: Scalar = Scalar {
    name: "parse_ipv6_mask",
    aliases: &[],
    category: Category::Parsing,
    signatures: &["(ip: string, prefix: long): string"],
    summary: "Writes the first `prefix` bits of an IPv6 or IPv4 address in full.",
    notes: &[
        "`prefix` counts the bits of IPv6, also of an IPv4 address: 96 more than IPv4's own.",
        "Of two prefixes the shorter counts.",
        "The empty string where the address or the prefix cannot be read.",
    ],
    upstream: "parse-ipv6-mask-function",
    examples: &[
        eg("parse_ipv6_mask('192.168.255.255', 120)", "0000:0000:0000:0000:0000:ffff:c0a8:ff00"),
        eg("parse_ipv6_mask('::192.168.255.255/24', 128)", "0000:0000:0000:0000:0000:0000:c0a8:ff00"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (ip, prefix) = (args.text(0), args.long(1));
    args.rows(|row| Some(V6::parse(ip.get(row))?.limited(prefix.get(row)?)?.text()))
}
