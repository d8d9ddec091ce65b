//! `has_ipv4(source, ip_address)`

use crate::ip::has_whole_address;
use crate::prelude::*;

pub(crate) const HAS_IPV4: Scalar = Scalar {
    name: "has_ipv4",
    aliases: &[],
    category: Category::Parsing,
    signatures: &["(source: string, ip_address: string): bool"],
    summary: "Tells whether a text has an IPv4 address.",
    notes: &["The address must be set off from letters and digits on both sides."],
    upstream: "has-ipv4-function",
    examples: &[
        eg("has_ipv4('05:04:54 127.0.0.1 GET /favicon.ico 404', '127.0.0.1')", "true"),
        eg("has_ipv4('05:04:54127.0.0.1 GET', '127.0.0.1')", "false"),
        eg("has_ipv4('127.0.0.1', '127.0.0.256')", "false"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (source, address) = (args.text(0), args.text(1));
    args.rows(|row| Some(has_whole_address(source.get(row), address.get(row))))
}
