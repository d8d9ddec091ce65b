//! `parse_ipv6(ip)`

use crate::ip::V6;
use crate::prelude::*;

pub(crate) const PARSE_IPV6: Scalar = Scalar {
    name: "parse_ipv6",
    aliases: &[],
    category: Category::Parsing,
    signatures: &["(ip: string): string"],
    summary: "Writes an IPv6 or IPv4 address in full.",
    notes: &[
        "An address may have a prefix, `/24`: the bits behind it do not count.",
        "The empty string where the address cannot be read.",
    ],
    upstream: "parse-ipv6-function",
    examples: &[
        eg("parse_ipv6('127.0.0.1')", "0000:0000:0000:0000:0000:ffff:7f00:0001"),
        eg("parse_ipv6('fe80::85d:e82c:9446:7994/120')", "fe80:0000:0000:0000:085d:e82c:9446:7900"),
        eg("parse_ipv6('x')", ""),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let ip = args.text(0);
    args.rows(|row| Some(V6::parse(ip.get(row))?.text()))
}
