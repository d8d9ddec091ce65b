//! `parse_ipv4(ip)`

use crate::ip::V4;
use crate::prelude::*;

pub(crate) const PARSE_IPV4: Scalar = Scalar {
    name: "parse_ipv4",
    aliases: &[],
    category: Category::Parsing,
    signatures: &["(ip: string): long"],
    summary: "Reads an IPv4 address as a number in network order.",
    notes: &[
        "An address may have a prefix, `/24`: the bits behind it do not count.",
        "Null where an address cannot be read.",
    ],
    upstream: "parse-ipv4-function",
    examples: &[
        eg("parse_ipv4('192.168.1.1')", "3232235777"),
        eg("parse_ipv4('192.168.1.1/24')", "3232235776"),
        eg("parse_ipv4('255.255.255.255/31')", "4294967294"),
        eg("parse_ipv4('1.2.3')", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let ip = args.text(0);
    args.rows(|row| Some(i64::from(V4::parse(ip.get(row))?.network())))
}
