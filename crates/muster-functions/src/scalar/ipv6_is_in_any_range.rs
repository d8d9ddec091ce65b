//! `ipv6_is_in_any_range(ip, range [, ...])`

use crate::ip::{V6, is_in_any};
use crate::prelude::*;

pub(crate) const IPV6_IS_IN_ANY_RANGE: Scalar = Scalar {
    name: "ipv6_is_in_any_range",
    aliases: &[],
    category: Category::Parsing,
    signatures: &["(Ipv6Address: string, Ipv6Range: string|dynamic, others: string|dynamic...): bool"],
    summary: "Tells whether an IPv6 address lies in any of some ranges.",
    notes: &[
        "A range is a text or an array of texts.",
        "Null where the address cannot be read, or where no range has it and one cannot be read.",
    ],
    upstream: "ipv6-is-in-any-range-function",
    examples: &[
        eg(
            "ipv6_is_in_any_range('a5e:f127:8a9d:146d:e102:b5d3:c755:f6cd', 'a5e:f127:8a9d:146d:e102:b5d3:c755:f6cd/112')",
            "true",
        ),
        eg(
            "ipv6_is_in_any_range('a5e:f127:8a9d:146d:e102:b5d3:c756:abd1', dynamic(['a5e:f127:8a9d:146d:e102:b5d3:c755:f6cd/112']))",
            "false",
        ),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    args.rows(|row| is_in_any(args, row, V6::parse, V6::is_in))
}
