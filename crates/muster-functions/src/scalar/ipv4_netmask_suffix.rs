//! `ipv4_netmask_suffix(ip)`

use crate::ip::V4;
use crate::prelude::*;

pub(crate) const IPV4_NETMASK_SUFFIX: Scalar = Scalar {
    name: "ipv4_netmask_suffix",
    aliases: &[],
    category: Category::Parsing,
    signatures: &["(ip: string): long"],
    summary: "Returns the prefix of an IPv4 address.",
    notes: &["32 where there is none.", "Null where an address cannot be read."],
    upstream: "ipv4-netmask-suffix-function",
    examples: &[
        eg("ipv4_netmask_suffix('10.1.2.3')", "32"),
        eg("ipv4_netmask_suffix('192.168.1.1/24')", "24"),
        eg("ipv4_netmask_suffix('x')", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let ip = args.text(0);
    args.rows(|row| Some(i64::from(V4::parse(ip.get(row))?.prefix)))
}
