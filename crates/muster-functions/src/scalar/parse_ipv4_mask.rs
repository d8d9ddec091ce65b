//! `parse_ipv4_mask(ip, prefix)`

use crate::ip::V4;
use crate::prelude::*;

pub(crate) const PARSE_IPV4_MASK: Scalar = Scalar {
    name: "parse_ipv4_mask",
    aliases: &[],
    category: Category::Parsing,
    signatures: &["(ip: string, prefix: long): long"],
    summary: "Reads the first `prefix` bits of an IPv4 address as a number in network order.",
    notes: &[
        "An address may have a prefix, `/24`: the bits behind it do not count. Of two prefixes the shorter counts.",
        "Null where an address cannot be read.",
    ],
    upstream: "parse-ipv4-mask-function",
    examples: &[eg("parse_ipv4_mask('127.0.0.1', 24)", "2130706432"), eg("parse_ipv4_mask('127.0.0.1', 33)", "null")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (ip, prefix) = (args.text(0), args.long(1));
    args.rows(|row| Some(i64::from(V4::parse(ip.get(row))?.limited(prefix.get(row)?)?.network())))
}
