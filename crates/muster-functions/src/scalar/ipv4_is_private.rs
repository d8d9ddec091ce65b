//! `ipv4_is_private(ip)`

use crate::ip::V4;
use crate::prelude::*;

pub(crate) const IPV4_IS_PRIVATE: Scalar = Scalar {
    name: "ipv4_is_private",
    aliases: &[],
    category: Category::Parsing,
    signatures: &["(ip: string): bool"],
    summary: "Tells whether an IPv4 address is one of 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16.",
    notes: &[
        "An address may have a prefix, `/24`: the bits behind it do not count.",
        "Null where an address cannot be read. An IPv6 address is none, so `not(ipv4_is_private(ip))` drops it.",
        "127.0.0.1 is not private.",
    ],
    upstream: "ipv4-is-private-function",
    examples: &[
        eg("ipv4_is_private('10.1.2.3/24')", "true"),
        eg("ipv4_is_private('172.32.0.1')", "false"),
        eg("ipv4_is_private('127.0.0.1')", "false"),
        eg("ipv4_is_private('::1')", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let ip = args.text(0);
    args.rows(|row| Some(V4::parse(ip.get(row))?.is_private()))
}
