//! `ipv6_is_in_range(ip, range)`

use crate::ip::V6;
use crate::prelude::*;

pub(crate) const IPV6_IS_IN_RANGE: Scalar = Scalar {
    name: "ipv6_is_in_range",
    aliases: &[],
    category: Category::Parsing,
    signatures: &["(Ipv6Address: string, Ipv6Range: string): bool"],
    summary: "Tells whether an IPv6 address lies in a range such as `fe80::/10`.",
    notes: &["A range without a prefix is one address.", "Null where an address cannot be read."],
    upstream: "ipv6-is-in-range-function",
    examples: &[
        eg("ipv6_is_in_range('fe80::85d:e82c:9446:7994', 'fe80::85d:e82c:9446:7900/120')", "true"),
        eg("ipv6_is_in_range('fe80::1', '::ffff:c0a8:ac/60')", "false"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (ip, range) = (args.text(0), args.text(1));
    args.rows(|row| Some(V6::parse(ip.get(row))?.is_in(V6::parse(range.get(row))?)))
}
