//! Punycode (RFC 3492), and domain names whose labels are written in it.

const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;

/// Encodes a text; `None` if it is too long.
pub(crate) fn encode(text: &str) -> Option<String> {
    let mut output: String = text.chars().filter(char::is_ascii).collect();
    let total = u32::try_from(text.chars().count()).ok()?;
    let basic = u32::try_from(output.len()).ok()?;
    if basic > 0 {
        output.push('-');
    }
    if basic == total {
        return Some(if basic > 0 { output } else { String::new() });
    }
    let (mut n, mut delta, mut bias, mut handled) = (128u32, 0u32, 72u32, basic);
    while handled < total {
        let next = text.chars().map(u32::from).filter(|c| *c >= n).min()?;
        delta = delta.checked_add((next - n).checked_mul(handled + 1)?)?;
        n = next;
        for c in text.chars().map(u32::from) {
            if c < n {
                delta = delta.checked_add(1)?;
            }
            if c == n {
                let mut q = delta;
                let mut k = BASE;
                loop {
                    let t = threshold(k, bias);
                    if q < t {
                        break;
                    }
                    output.push(digit(t + (q - t) % (BASE - t))?);
                    q = (q - t) / (BASE - t);
                    k += BASE;
                }
                output.push(digit(q)?);
                bias = adapt(delta, handled + 1, handled == basic);
                delta = 0;
                handled += 1;
            }
        }
        delta = delta.checked_add(1)?;
        n = n.checked_add(1)?;
    }
    Some(output)
}

/// Decodes a text; `None` if it is not Punycode.
pub(crate) fn decode(text: &str) -> Option<String> {
    if !text.is_ascii() {
        return None;
    }
    let (basic, extended) = text.rsplit_once('-').unwrap_or(("", text));
    let mut output: Vec<char> = basic.chars().collect();
    let (mut n, mut i, mut bias) = (128u32, 0u32, 72u32);
    let mut digits = extended.bytes();
    while let Some(first) = digits.next() {
        let (old, mut weight, mut k) = (i, 1u32, BASE);
        let mut byte = first;
        loop {
            let value = value_of(byte)?;
            i = i.checked_add(value.checked_mul(weight)?)?;
            let t = threshold(k, bias);
            if value < t {
                break;
            }
            weight = weight.checked_mul(BASE - t)?;
            k += BASE;
            byte = digits.next()?;
        }
        let count = u32::try_from(output.len()).ok()?.checked_add(1)?;
        bias = adapt(i - old, count, old == 0);
        n = n.checked_add(i / count)?;
        i %= count;
        output.insert(usize::try_from(i).ok()?, char::from_u32(n)?);
        i += 1;
    }
    Some(output.into_iter().collect())
}

/// Encodes the labels that are not ASCII.
pub(crate) fn encode_domain(domain: &str) -> Option<String> {
    let label = |l: &str| if l.is_ascii() { Some(l.to_owned()) } else { encode(l).map(|code| format!("xn--{code}")) };
    Some(domain.split('.').map(label).collect::<Option<Vec<_>>>()?.join("."))
}

/// Decodes the labels that begin with `xn--`.
pub(crate) fn decode_domain(domain: &str) -> Option<String> {
    let label = |l: &str| match l.split_at_checked(4) {
        Some((prefix, code)) if prefix.eq_ignore_ascii_case("xn--") => decode(code),
        _ => Some(l.to_owned()),
    };
    Some(domain.split('.').map(label).collect::<Option<Vec<_>>>()?.join("."))
}

fn threshold(k: u32, bias: u32) -> u32 {
    k.saturating_sub(bias).clamp(T_MIN, T_MAX)
}

fn adapt(delta: u32, count: u32, first: bool) -> u32 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta += delta / count;
    let mut k = 0;
    while delta > (BASE - T_MIN) * T_MAX / 2 {
        delta /= BASE - T_MIN;
        k += BASE;
    }
    k + (BASE - T_MIN + 1) * delta / (delta + 38)
}

fn digit(value: u32) -> Option<char> {
    match value {
        0..=25 => char::from_u32(value + u32::from(b'a')),
        _ => char::from_digit(value.checked_sub(26)?, 10),
    }
}

fn value_of(byte: u8) -> Option<u32> {
    match byte {
        b'a'..=b'z' => Some(u32::from(byte - b'a')),
        b'A'..=b'Z' => Some(u32::from(byte - b'A')),
        b'0'..=b'9' => Some(u32::from(byte - b'0') + 26),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("académie-française", "acadmie-franaise-npb1a")]
    #[case("艺术", "cqv902d")]
    #[case("bücher", "bcher-kva")]
    #[case("abc", "abc-")]
    #[case("", "")]
    #[case("3年B組金八先生", "3B-ww4c5e180e575a65lsy2b")]
    fn texts_survive_the_way_there_and_back(#[case] text: &str, #[case] code: &str) {
        assert_eq!(encode(text).as_deref(), Some(code));
        assert_eq!(decode(code).as_deref(), Some(text));
    }

    #[test]
    fn what_is_no_punycode_is_refused() {
        assert_eq!(decode("é"), None);
        assert_eq!(decode("a!"), None);
        assert_eq!(decode("99999999999"), None);
    }
}
