//! `geo_info_from_ranges(ip, ranges)`

use std::net::IpAddr;

use serde_json::{Map, Value as Json};

use crate::prelude::*;

pub(crate) const GEO_INFO_FROM_RANGES: Scalar = Scalar {
    name: "geo_info_from_ranges",
    aliases: &[],
    category: Category::Parsing,
    signatures: &["(ip: string, ranges: dynamic): dynamic"],
    summary: "Returns where an IP address is, by the longest of `ranges` that holds it.",
    notes: &[
        "What `geo_info_from_ip_address` is made of, which Kusto answers from a database of its own: `ranges` are the \
         rows of the table `GeoIpRanges`, a bag each.",
        "Null for what is no address and for one that no range holds. What a range leaves empty is left out.",
    ],
    upstream: "geo-info-from-ip-address-function",
    examples: &[
        eg(
            "geo_info_from_ranges('20.53.203.50', dynamic([{'network': '20.53.0.0/16', 'country': 'Australia', 'state': \
             '', 'latitude': -33.8715}]))",
            r#"{"country":"Australia","latitude":-33.8715}"#,
        ),
        eg("geo_info_from_ranges('10.0.0.1', dynamic([{'network': '20.53.0.0/16', 'country': 'Australia'}]))", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

/// A network: its bits, as those of an IPv6 address, how many of them count, and what is known of it.
struct Range {
    bits: u128,
    prefix: u32,
    known: Json,
}

fn eval(args: &Args<'_>) -> Answer {
    let (texts, lists) = (args.text(0), args.json(1));
    let read = |row: usize| lists.get(row).map(|list| ranges(&list)).unwrap_or_default();
    let once = args.constant(1).is_some().then(|| read(0));
    args.rows(|row| {
        let bits = bits(texts.get(row).trim().parse().ok()?);
        let fresh = if once.is_none() { read(row) } else { Vec::new() };
        let ranges = once.as_ref().unwrap_or(&fresh);
        let holding = ranges.iter().filter(|r| kept(bits, r.prefix) == r.bits);
        holding.max_by_key(|range| range.prefix).map(|range| range.known.clone())
    })
}

fn ranges(list: &Json) -> Vec<Range> {
    let bags = list.as_array().map(Vec::as_slice).unwrap_or_default();
    bags.iter().filter_map(|bag| range(bag.as_object()?)).collect()
}

fn range(bag: &Map<String, Json>) -> Option<Range> {
    let network = bag.get("network")?.as_str()?;
    let (address, prefix) = network.split_once('/').unwrap_or((network, ""));
    let address: IpAddr = address.trim().parse().ok()?;
    let whole = if address.is_ipv4() { 32 } else { 128 };
    let prefix = if prefix.is_empty() { whole } else { prefix.trim().parse().ok().filter(|p| *p <= whole)? };
    let prefix = 128 - whole + prefix;
    let empty = |value: &Json| value.is_null() || value.as_str() == Some("");
    let known = bag.iter().filter(|(key, value)| *key != "network" && !empty(value));
    let known = Json::Object(known.map(|(key, value)| (key.clone(), value.clone())).collect());
    Some(Range { bits: kept(bits(address), prefix), prefix, known })
}

fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().to_bits(),
        IpAddr::V6(v6) => v6.to_bits(),
    }
}

/// The leading `prefix` bits, the others as 0.
fn kept(bits: u128, prefix: u32) -> u128 {
    bits & u128::MAX.checked_shl(128 - prefix).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_longest_network_counts() {
        let list = json!([
            {"network": "10.0.0.0/8", "country": "A"},
            {"network": "10.1.0.0/16", "country": "B"},
            {"network": "2001:db8::/32", "country": "C"},
            {"network": "::/0", "country": "D"},
            {"network": "no network", "country": "E"},
        ]);
        let ranges = ranges(&list);
        let found = |ip: &str| -> Option<String> {
            let bits = bits(ip.parse().expect("an address"));
            let holding = ranges.iter().filter(|r| kept(bits, r.prefix) == r.bits).max_by_key(|r| r.prefix);
            holding.and_then(|r| Some(r.known.get("country")?.as_str()?.to_owned()))
        };
        assert_eq!(found("10.1.2.3").as_deref(), Some("B"));
        assert_eq!(found("10.2.2.3").as_deref(), Some("A"));
        assert_eq!(found("2001:db8::1").as_deref(), Some("C"));
    }
}
