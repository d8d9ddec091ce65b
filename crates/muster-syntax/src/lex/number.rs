//! How long numbers are: longs, reals, timespans, and guids, which begin like one.

use super::is_word;

fn digits(text: &[u8], from: usize) -> usize {
    text.get(from..).map_or(0, |t| t.iter().take_while(|b| b.is_ascii_digit()).count())
}

fn word_follows(text: &[u8], at: usize) -> bool {
    text.get(at).is_some_and(|b| is_word(*b))
}

fn exponent_length(text: &[u8], from: usize) -> usize {
    if !matches!(text.get(from), Some(b'e' | b'E')) {
        return 0;
    }
    let sign = usize::from(matches!(text.get(from + 1), Some(b'+' | b'-')));
    match digits(text, from + 1 + sign) {
        0 => 0,
        count => 1 + sign + count,
    }
}

/// `1.5`, `1.`, `1e3`; `1..5` is a range of two longs.
pub(super) fn real_length(text: &[u8]) -> Option<usize> {
    let mut at = digits(text, 0);
    if text.get(at) == Some(&b'.') && (text.get(at + 1) != Some(&b'.') || text.get(at + 2) == Some(&b'.')) {
        at += 1;
        at += digits(text, at);
        at += exponent_length(text, at);
    } else {
        let exponent = exponent_length(text, at);
        if exponent == 0 {
            return None;
        }
        at += exponent;
    }
    (!word_follows(text, at)).then_some(at)
}

/// The units of timespan literals, as they are written after a number.
#[rustfmt::skip]
const TIMESPAN_UNITS: &[&str] = &[
    "d", "day", "days", "h", "hr", "hrs", "hour", "hours", "m", "min", "minute", "minutes", "s", "sec", "second", "seconds",
    "ms", "milli", "millis", "millisec", "millisecond", "milliseconds",
    "micro", "micros", "microsec", "microsecond", "microseconds",
    "nano", "nanos", "nanosec", "nanosecond", "nanoseconds", "tick", "ticks",
];

pub(super) fn timespan_length(text: &[u8]) -> Option<usize> {
    let mut at = digits(text, 0);
    if text.get(at) == Some(&b'.') {
        let fraction = digits(text, at + 1);
        if fraction > 0 {
            at += 1 + fraction;
        }
    }
    let unit = text.get(at..)?.iter().take_while(|b| is_word(**b)).count();
    let unit = std::str::from_utf8(&text[at..at + unit]).ok()?;
    TIMESPAN_UNITS.contains(&unit).then_some(at + unit.len())
}

pub(super) fn long_length(text: &[u8]) -> Option<usize> {
    let hex = matches!(text.get(..2), Some([b'0', b'x' | b'X']));
    let hex_digits = text.iter().skip(2).take_while(|b| b.is_ascii_hexdigit()).count();
    let length = if hex && hex_digits > 0 { 2 + hex_digits } else { digits(text, 0) };
    (!word_follows(text, length)).then_some(length)
}

pub(super) fn raw_guid_length(text: &[u8]) -> Option<usize> {
    let guid = text.get(..36)?;
    let fits = |(at, b): (usize, &u8)| match at {
        8 | 13 | 18 | 23 => *b == b'-',
        _ => b.is_ascii_hexdigit(),
    };
    guid.iter().enumerate().all(fits).then_some(36)
}
