//! Seeded streams of numbers, one for each thing that has a name.
//!
//! Every draw is made of integers or of operations that IEEE 754 fixes to the last bit, so that a seed gives the same
//! telemetry on every machine.

use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

/// The name of a stream: a path that begins at the seed. Two keys with different paths share nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Key([u8; 32]);

impl Key {
    /// The key at the root of everything that is drawn from `seed`.
    pub(crate) fn root(seed: u64) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"muster/1");
        hash.update(seed.to_le_bytes());
        Self(hash.finalize().into())
    }

    /// The key of the thing called `name` below this one.
    pub(crate) fn at(&self, name: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(self.0);
        hash.update([b'/']);
        hash.update(name.as_bytes());
        Self(hash.finalize().into())
    }

    /// The key of the thing with this number below this one.
    pub(crate) fn nth(&self, number: i64) -> Self {
        let mut hash = Sha256::new();
        hash.update(self.0);
        hash.update([b'#']);
        hash.update(number.to_le_bytes());
        Self(hash.finalize().into())
    }

    /// The stream of this key, from its beginning.
    pub(crate) fn stream(&self) -> Stream {
        Stream(ChaCha8Rng::from_seed(self.0))
    }

    /// A number that stands for this key: the first 8 bytes of it.
    pub(crate) fn number(&self) -> u64 {
        self.0.iter().take(8).fold(0, |n, b| (n << 8) | u64::from(*b))
    }
}

/// A stream of draws.
#[derive(Debug, Clone)]
pub(crate) struct Stream(ChaCha8Rng);

impl Stream {
    /// 64 bits.
    pub(crate) fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// 32 bits.
    pub(crate) fn small(&mut self) -> u32 {
        self.0.next_u32()
    }

    /// A number below `limit`; 0 for a limit of 0.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        ((u128::from(self.bits()) * u128::from(limit)) >> 64) as u64
    }

    /// A number from `low` to `high`, both included; `low` where `high` is not above it.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        if high <= low { low } else { low + self.below(low.abs_diff(high).saturating_add(1)) as i64 }
    }

    /// A fraction from 0 up to and without 1.
    pub(crate) fn fraction(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Whether something with this probability happens.
    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.fraction() < probability
    }

    /// One of `items`, each as likely as the others.
    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len() as u64) as usize)
    }

    /// Lower-case hex digits.
    pub(crate) fn hex(&mut self, digits: usize, out: &mut String) {
        for _ in 0..digits {
            out.push(char::from(b"0123456789abcdef"[(self.small() >> 28) as usize]));
        }
    }

    /// Decimal digits, the first of them not 0.
    pub(crate) fn digits(&mut self, digits: usize, out: &mut String) {
        for i in 0..digits {
            let digit = if i == 0 { 1 + self.below(9) } else { self.below(10) };
            out.push(char::from(b"0123456789"[digit as usize]));
        }
    }

    /// A random GUID (version 4), lower case with hyphens.
    pub(crate) fn guid(&mut self, out: &mut String) {
        self.hex(8, out);
        out.push('-');
        self.hex(4, out);
        out.push_str("-4");
        self.hex(3, out);
        out.push('-');
        out.push(char::from(b"89ab"[(self.small() >> 30) as usize]));
        self.hex(3, out);
        out.push('-');
        self.hex(12, out);
    }

    /// A count with a Poisson distribution.
    pub(crate) fn poisson(&mut self, mean: f64) -> u32 {
        if mean > 30.0 {
            // Normal with the same mean and variance; no one sees the difference at this size.
            let n = mean + self.normal() * libm::sqrt(mean) + 0.5;
            return if n < 0.0 { 0 } else { libm::floor(n) as u32 };
        }
        let limit = libm::exp(-mean.max(0.0));
        let (mut count, mut product) = (0, self.fraction());
        while product > limit {
            product *= self.fraction();
            count += 1;
        }
        count
    }

    /// A number from the standard normal distribution.
    pub(crate) fn normal(&mut self) -> f64 {
        let (a, b) = (1.0 - self.fraction(), self.fraction());
        libm::sqrt(-2.0 * libm::log(a)) * libm::cos(std::f64::consts::TAU * b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_its_path_and_nothing_else() {
        let a = Key::root(7).at("host").nth(3);
        assert_eq!(a.stream().bits(), Key::root(7).at("host").nth(3).stream().bits());
        assert_ne!(a.stream().bits(), Key::root(7).at("host").nth(4).stream().bits());
        assert_ne!(a.stream().bits(), Key::root(8).at("host").nth(3).stream().bits());
    }

    #[test]
    fn the_first_draw_of_a_seed_never_changes() {
        // A change of this number is a change of every scenario in the world.
        assert_eq!(Key::root(1).stream().bits(), 13_079_127_397_307_716_486);
        let mut text = String::new();
        Key::root(1).at("x").stream().guid(&mut text);
        assert_eq!(text.len(), 36);
        assert_eq!(&text[14..15], "4");
    }

    #[test]
    fn counts_have_the_mean_that_was_asked_for() {
        let mut stream = Key::root(1).stream();
        for mean in [0.5, 2.0, 100.0] {
            let total: u32 = (0..4000).map(|_| stream.poisson(mean)).sum();
            assert!((f64::from(total) / 4000.0 / mean - 1.0).abs() < 0.1, "{mean}: {total}");
        }
    }
}
