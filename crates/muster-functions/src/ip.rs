//! IP addresses with prefixes, as Kusto reads and compares them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use muster_catalog::Type;
use muster_values::{Args, Text};
use serde_json::Value as Json;

/// An IPv4 address and how many of its leading bits count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct V4 {
    bits: u32,
    /// 0 to 32.
    pub(crate) prefix: u32,
}

impl V4 {
    /// Reads `10.1.2.3` or `10.1.2.3/8`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = split(text, 32)?;
        Some(Self { bits: address.parse::<Ipv4Addr>().ok()?.to_bits(), prefix })
    }

    /// The address of a number in network order.
    pub(crate) fn from_number(number: i64) -> Option<Self> {
        Some(Self { bits: u32::try_from(number).ok()?, prefix: 32 })
    }

    /// The same address with at most `prefix` bits that count; `None` unless it is 0 to 32.
    pub(crate) fn limited(self, prefix: i64) -> Option<Self> {
        let prefix = u32::try_from(prefix).ok().filter(|prefix| *prefix <= 32)?;
        Some(Self { prefix: self.prefix.min(prefix), ..self })
    }

    /// The bits that count; the others are 0.
    pub(crate) fn network(self) -> u32 {
        self.bits & u32::MAX.checked_shl(32 - self.prefix).unwrap_or(0)
    }

    /// Compares the bits that count in both.
    pub(crate) fn compare(self, other: Self) -> std::cmp::Ordering {
        let prefix = self.prefix.min(other.prefix);
        Self { prefix, ..self }.network().cmp(&Self { prefix, ..other }.network())
    }

    /// Whether this address lies in the network `range`.
    pub(crate) fn is_in(self, range: Self) -> bool {
        Self { bits: self.network(), prefix: range.prefix }.network() == range.network()
    }

    /// Whether this address lies in a network of RFC 1918.
    pub(crate) fn is_private(self) -> bool {
        Ipv4Addr::from_bits(self.network()).is_private()
    }

    /// The address, its bits that do not count as 0.
    pub(crate) fn text(self) -> String {
        Ipv4Addr::from_bits(self.network()).to_string()
    }
}

/// An IPv6 address and how many of its leading bits count. An IPv4 address is the mapped one, `::ffff:a.b.c.d`, and its
/// prefix counts from bit 96.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct V6 {
    bits: u128,
    /// 0 to 128.
    pub(crate) prefix: u32,
    is_v4: bool,
    /// Written with a dotted IPv4 part.
    pub(crate) is_dotted: bool,
}

impl V6 {
    /// Reads an IPv6 or an IPv4 address, with or without a prefix.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let is_dotted = text.contains('.');
        let (address, prefix) = split(text, if is_dotted { 32 } else { 128 })?;
        let prefix = if is_dotted { prefix + 96 } else { prefix };
        match address.parse::<IpAddr>().ok()? {
            IpAddr::V4(v4) => Some(Self { bits: v4.to_ipv6_mapped().to_bits(), prefix, is_v4: true, is_dotted }),
            IpAddr::V6(v6) => Some(Self { bits: v6.to_bits(), prefix, is_v4: false, is_dotted }),
        }
    }

    /// The same address with at most `prefix` of 128 bits that count; `None` unless it is 0 to 128.
    pub(crate) fn limited(self, prefix: i64) -> Option<Self> {
        let prefix = u32::try_from(prefix).ok().filter(|prefix| *prefix <= 128)?;
        Some(Self { prefix: self.prefix.min(prefix), ..self })
    }

    /// The bits that count; the others are 0.
    pub(crate) fn network(self) -> u128 {
        self.bits & u128::MAX.checked_shl(128 - self.prefix).unwrap_or(0)
    }

    /// Kusto compares `::a.b.c.d` as the IPv4 address, though it does not print it so.
    fn comparable(self) -> Self {
        if self.is_dotted && self.bits >> 32 == 0 { Self { bits: self.bits | 0xffff_0000_0000, ..self } } else { self }
    }

    /// Compares the bits that count in both; at most `prefix`, which for two IPv4 addresses counts IPv4's bits.
    pub(crate) fn compare(self, other: Self, prefix: Option<i64>) -> Option<std::cmp::Ordering> {
        let prefix = match prefix {
            Some(bits) if self.is_v4 && other.is_v4 && (0..=32).contains(&bits) => bits + 96,
            Some(bits) => bits,
            None => 128,
        };
        let (a, b) = (self.comparable().limited(prefix)?, other.comparable().limited(prefix)?);
        let prefix = a.prefix.min(b.prefix);
        Some(Self { prefix, ..a }.network().cmp(&Self { prefix, ..b }.network()))
    }

    /// Whether this address lies in the network `range`.
    pub(crate) fn is_in(self, range: Self) -> bool {
        let (address, range) = (self.comparable(), range.comparable());
        Self { bits: address.network(), prefix: range.prefix, ..address }.network() == range.network()
    }

    /// The address written out in full, its bits that do not count as 0.
    pub(crate) fn text(self) -> String {
        let segments = Ipv6Addr::from_bits(self.network()).segments();
        segments.map(|segment| format!("{segment:04x}")).join(":")
    }
}

/// The address and the prefix, `full` where none is written.
fn split(text: &str, full: u32) -> Option<(&str, u32)> {
    match text.split_once('/') {
        None => Some((text, full)),
        Some((address, prefix)) if prefix.bytes().all(|b| b.is_ascii_digit()) => {
            prefix.parse().ok().filter(|prefix| *prefix <= full).map(|prefix| (address, prefix))
        }
        Some(_) => None,
    }
}

/// Whether an address lies in any of the ranges of arguments 1 and on, each a text or an array of texts.
///
/// Null where the address cannot be read, or where no range that can be read has it and another cannot.
pub(crate) fn is_in_any<T: Copy>(
    args: &Args<'_>,
    row: usize,
    parse: impl Fn(&str) -> Option<T>,
    is_in: impl Fn(T, T) -> bool,
) -> Option<bool> {
    let address = parse(args.text(0).get(row))?;
    let mut all_readable = true;
    let mut found = false;
    visit_texts(args, row, |range| match parse(range) {
        Some(range) => found |= is_in(address, range),
        None => all_readable = false,
    });
    if found { Some(true) } else { all_readable.then_some(false) }
}

/// Calls `visit` with the texts of arguments 1 and on; an array stands for its elements.
pub(crate) fn visit_texts(args: &Args<'_>, row: usize, mut visit: impl FnMut(&str)) {
    for index in 1..args.len() {
        if args.ty(index) != Type::Dynamic {
            visit(args.text(index).get(row));
            continue;
        }
        match args.json(index).get(row).as_deref() {
            Some(Json::Array(items)) => items.iter().filter_map(Json::as_str).for_each(&mut visit),
            Some(Json::String(text)) => visit(text),
            _ => {}
        }
    }
}

/// The IPv4 address of argument 0: a text, or a number in network order.
pub(crate) fn v4_of(args: &Args<'_>, texts: Text<'_>, row: usize) -> Option<V4> {
    if args.ty(0) == Type::Long { V4::from_number(args.long(0).get(row)?) } else { V4::parse(texts.get(row)) }
}

/// Whether `text` has an IPv4 address that begins with `prefix`, set off from letters and digits on both sides.
///
/// `prefix` is a whole address, or its first numbers with a dot behind.
pub(crate) fn has_address(text: &str, prefix: &str) -> bool {
    let is_whole = prefix.parse::<Ipv4Addr>().is_ok();
    if !is_whole && !is_partial(prefix) {
        return false;
    }
    text.match_indices(prefix).any(|(start, _)| {
        let rest = &text[start..];
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let numbers = &rest[..end];
        // A dot that ends a sentence is not part of the address.
        let address = if is_whole { prefix } else { numbers.trim_end_matches('.') };
        address.parse::<Ipv4Addr>().is_ok()
            && !text[..start].ends_with(char::is_alphanumeric)
            && !rest[address.len()..].starts_with(char::is_alphanumeric)
    })
}

/// Whether `text` has the whole address `address`, set off from letters and digits on both sides.
pub(crate) fn has_whole_address(text: &str, address: &str) -> bool {
    address.parse::<Ipv4Addr>().is_ok() && has_address(text, address)
}

fn is_partial(prefix: &str) -> bool {
    let Some(numbers) = prefix.strip_suffix('.') else { return false };
    let numbers: Vec<&str> = numbers.split('.').collect();
    numbers.len() <= 3 && format!("{}{}", numbers.join("."), ".0".repeat(4 - numbers.len())).parse::<Ipv4Addr>().is_ok()
}

/// The networks that together are exactly the addresses from `start` to `end`, in order.
pub(crate) fn networks(start: V4, end: V4) -> Vec<String> {
    let mut list = Vec::new();
    let (mut next, end) = (u64::from(start.network()), u64::from(end.network()));
    while next <= end {
        let aligned = if next == 0 { 32 } else { next.trailing_zeros().min(32) };
        let fitting = (end - next + 1).ilog2();
        let size = aligned.min(fitting);
        list.push(format!("{}/{}", Ipv4Addr::from_bits(u32::try_from(next).unwrap_or(0)), 32 - size));
        next += 1 << size;
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_of_no_bits_matches_everything() {
        let (a, b) = (V4::parse("1.2.3.4/0").unwrap(), V4::parse("9.9.9.9").unwrap());
        assert!(a.compare(b).is_eq() && b.is_in(a));
    }

    #[test]
    fn what_is_no_address_is_not_read() {
        for text in ["", "1.2.3", "1.2.3.256", "1.2.3.4/33", "1.2.3.4/", "1.2.3.4/-1", "1.2.3.4/+8", " 1.2.3.4", "::1"]
        {
            assert_eq!(V4::parse(text), None, "{text}");
        }
        for text in ["", "::1/129", "1.2.3.4/33", "g::"] {
            assert_eq!(V6::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_range_that_ends_at_the_last_address_is_cut_up() {
        let list = |a, b| networks(V4::parse(a).unwrap(), V4::parse(b).unwrap());
        assert_eq!(list("1.1.128.0", "1.1.140.255"), ["1.1.128.0/21", "1.1.136.0/22", "1.1.140.0/24"]);
        assert_eq!(list("0.0.0.0", "255.255.255.255"), ["0.0.0.0/0"]);
        assert_eq!(list("255.255.255.254", "255.255.255.255"), ["255.255.255.254/31"]);
        assert!(list("2.0.0.0", "1.0.0.0").is_empty());
    }

    #[test]
    fn an_address_in_text_is_set_off() {
        assert!(has_address("from 127.0.0.1.", "127.0."));
        assert!(has_address("[10.0.0.9]", "10.0.0.9"));
        for (text, prefix) in
            [("05127.0.0.1", "127.0."), ("127.0.0.256", "127.0."), ("127.0.0.12", "127.0.0.1"), ("127.0.0.1", "127.0")]
        {
            assert!(!has_address(text, prefix), "{text} {prefix}");
        }
        assert!(!has_whole_address("127.0.0.1", "127.0."));
    }
}
