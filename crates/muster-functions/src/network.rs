//! Networks of IP addresses, for lookups of many addresses in many of them.

use crate::ip::{V4, V6};

/// An address, or a network: the addresses that begin with the same bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    bits: u128,
    prefix: u32,
    width: u32,
    dotted: bool,
}

impl Network {
    /// Reads `10.1.2.3` or `10.1.2.0/24`.
    #[must_use]
    pub fn v4(text: &str) -> Option<Self> {
        let address = V4::parse(text)?;
        Some(Self { bits: u128::from(address.network()), prefix: address.prefix, width: 32, dotted: true })
    }

    /// Reads `fe80::1` or `fe80::/10`; an IPv4 address is the mapped one, `::ffff:a.b.c.d`.
    #[must_use]
    pub fn v6(text: &str) -> Option<Self> {
        let address = V6::parse(text)?;
        Some(Self { bits: address.network(), prefix: address.prefix, width: 128, dotted: address.is_dotted })
    }

    /// How many leading bits the addresses have in common; all of them for a single address.
    #[must_use]
    pub fn prefix(self) -> u32 {
        self.prefix
    }

    /// Whether it is a single address.
    #[must_use]
    pub fn is_address(self) -> bool {
        self.prefix == self.width
    }

    /// Whether it is written with the dots of an IPv4 address.
    #[must_use]
    pub fn is_dotted(self) -> bool {
        self.dotted
    }

    /// Its first address within the network of `prefix` bits around it: equal for all addresses of that network.
    #[must_use]
    pub fn first(self, prefix: u32) -> u128 {
        let free = self.width.saturating_sub(prefix.min(self.prefix));
        self.bits & u128::MAX.checked_shl(free).unwrap_or(0)
    }

    /// Its last address.
    #[must_use]
    pub fn last(self) -> u128 {
        let free = self.width.saturating_sub(self.prefix);
        self.bits | !u128::MAX.checked_shl(free).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::Network;

    #[test]
    fn an_address_begins_with_the_bits_of_its_network() {
        let (address, network) = (Network::v4("10.1.2.3").unwrap(), Network::v4("10.1.0.0/16").unwrap());
        assert_eq!(address.first(16), network.first(16));
        assert_ne!(address.first(24), network.first(24));
        assert!(address.is_address() && !network.is_address());
        assert_eq!(network.last() - network.first(16), 0xffff);
        let all = Network::v6("::/0").unwrap();
        assert_eq!((all.first(0), all.last()), (0, u128::MAX));
        assert_eq!(Network::v6("fe80::1").unwrap().first(0), 0);
    }
}
