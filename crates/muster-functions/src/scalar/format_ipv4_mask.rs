//! `format_ipv4_mask(ip [, prefix])`

use crate::ip::v4_of;
use crate::prelude::*;

pub(crate) const FORMAT_IPV4_MASK: Scalar = Scalar {
    name: "format_ipv4_mask",
    aliases: &[],
    category: Category::Parsing,
    signatures: &["(ip: string|long, prefix: long = 32): string"],
    summary: "Writes an IPv4 address, its bits behind the prefix as 0, with the prefix.",
    notes: &[
        "The address is a text, or a number in network order.",
        "Of two prefixes the shorter counts.",
        "The empty string where the address or the prefix cannot be read.",
    ],
    upstream: "format-ipv4-mask-function",
    examples: &[
        eg("format_ipv4_mask('192.168.1.1', 24)", "192.168.1.0/24"),
        eg("format_ipv4_mask('192.168.1.1/24', 32)", "192.168.1.0/24"),
        eg("format_ipv4_mask(3232235777)", "192.168.1.1/32"),
        eg("format_ipv4_mask('192.168.1.1/24', long(-1))", ""),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (texts, prefix) = (args.text(0), args.long(1));
    args.rows(|row| {
        let address = v4_of(args, texts, row)?;
        let address = if args.len() > 1 { address.limited(prefix.get(row)?)? } else { address };
        Some(format!("{}/{}", address.text(), address.prefix))
    })
}
