//! `format_ipv4(ip [, prefix])`

use crate::ip::v4_of;
use crate::prelude::*;

pub(crate) const FORMAT_IPV4: Scalar = Scalar {
    name: "format_ipv4",
    aliases: &[],
    category: Category::Parsing,
    signatures: &["(ip: string|long, prefix: long = 32): string"],
    summary: "Writes an IPv4 address, its bits behind the prefix as 0.",
    notes: &[
        "The address is a text, or a number in network order.",
        "Of two prefixes the shorter counts.",
        "The empty string where the address or the prefix cannot be read.",
    ],
    upstream: "format-ipv4-function",
    examples: &[
        eg("format_ipv4('192.168.1.1', 24)", "192.168.1.0"),
        eg("format_ipv4('192.168.1.1/24', 32)", "192.168.1.0"),
        eg("format_ipv4(3232235777)", "192.168.1.1"),
        eg("format_ipv4('192.168.1.1/24', long(-1))", ""),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (texts, prefix) = (args.text(0), args.long(1));
    args.rows(|row| {
        let address = v4_of(args, texts, row)?;
        let address = if args.len() > 1 { address.limited(prefix.get(row)?)? } else { address };
        Some(address.text())
    })
}
