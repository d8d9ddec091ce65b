//! `ipv4_is_in_any_range(ip, range [, ...])`

use crate::ip::{V4, is_in_any};
use crate::prelude::*;

pub(crate) const IPV4_IS_IN_ANY_RANGE: Scalar = Scalar {
    name: "ipv4_is_in_any_range",
    aliases: &[],
    category: Category::Parsing,
    signatures: &["(Ipv4Address: string, Ipv4Range: string|dynamic, others: string|dynamic...): bool"],
    summary: "Tells whether an IPv4 address lies in any of some ranges.",
    notes: &[
        "A range is a text or an array of texts.",
        "Null where the address cannot be read, or where no range has it and one cannot be read.",
    ],
    upstream: "ipv4-is-in-any-range-function",
    examples: &[
        eg("ipv4_is_in_any_range('192.168.1.6', '10.0.0.0/8', '192.168.1.1/24')", "true"),
        eg("ipv4_is_in_any_range('1.1.1.1', dynamic(['127.0.0.1/8', '10.0.0.1/8']))", "false"),
        eg("ipv4_is_in_any_range('::1', '10.0.0.0/8')", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    args.rows(|row| is_in_any(args, row, V4::parse, V4::is_in))
}
