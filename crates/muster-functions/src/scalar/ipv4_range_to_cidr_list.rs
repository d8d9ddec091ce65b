//! `ipv4_range_to_cidr_list(start, end)`

use crate::ip::{V4, networks};
use crate::prelude::*;

pub(crate) const IPV4_RANGE_TO_CIDR_LIST: Scalar = Scalar {
    name: "ipv4_range_to_cidr_list",
    aliases: &[],
    category: Category::Parsing,
    signatures: &["(StartAddress: string, EndAddress: string): dynamic"],
    summary: "Returns the fewest networks that are exactly the addresses from one to another.",
    notes: &["Null where an address cannot be read."],
    upstream: "ipv4-range-to-cidr-list-function",
    examples: &[eg(
        "ipv4_range_to_cidr_list('1.1.128.0', '1.1.140.255')",
        "[\"1.1.128.0/21\",\"1.1.136.0/22\",\"1.1.140.0/24\"]",
    )],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (start, end) = (args.text(0), args.text(1));
    args.rows(|row| {
        let list = networks(V4::parse(start.get(row))?, V4::parse(end.get(row))?);
        Some(serde_json::Value::from(list))
    })
}
