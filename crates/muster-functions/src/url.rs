//! URLs, taken apart without changing their parts.

use serde_json::{Map, Value as Json};

/// The parts of a URL as the bag that `parse_url` returns; parts that are missing are empty.
pub(crate) fn parts(url: &str) -> Json {
    let (url, fragment) = url.split_once('#').unwrap_or((url, ""));
    let (url, query) = url.split_once('?').unwrap_or((url, ""));
    let (scheme, rest) = match url.split_once(':') {
        Some((scheme, rest)) if is_scheme(scheme) => (scheme, rest),
        _ => ("", url),
    };
    let (authority, path) = match rest.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
        None => ("", rest),
    };
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let (username, password) = user.split_once(':').unwrap_or((user, ""));
    let (host, port) = match host.rsplit_once(':') {
        Some((name, port)) if !name.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => (name, port),
        _ => (host, ""),
    };
    let mut bag = Map::new();
    for (name, part) in [
        ("Scheme", scheme),
        ("Host", host),
        ("Port", port),
        ("Path", path),
        ("Username", username),
        ("Password", password),
    ] {
        bag.insert(name.to_owned(), part.into());
    }
    bag.insert("Query Parameters".to_owned(), parameters(query));
    bag.insert("Fragment".to_owned(), fragment.into());
    Json::Object(bag)
}

/// The parameters of a query as a bag, as they are written.
pub(crate) fn parameters(query: &str) -> Json {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    Json::Object(
        pairs
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                (name.to_owned(), Json::from(value))
            })
            .collect(),
    )
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// Escapes what .NET escapes in URLs, in lower-case hexadecimal; a space becomes `space`.
pub(crate) fn encode(text: &str, space: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b' ' => encoded.push_str(space),
            b'-' | b'_' | b'.' | b'!' | b'*' | b'(' | b')' => encoded.push(byte.into()),
            _ if byte.is_ascii_alphanumeric() => encoded.push(byte.into()),
            _ => {
                encoded.push('%');
                for digit in [byte >> 4, byte & 15] {
                    encoded.extend(char::from_digit(u32::from(digit), 16));
                }
            }
        }
    }
    encoded
}

/// Undoes [`encode`]; an escape that is none stays as it is.
pub(crate) fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        rest = tail;
        match (first, tail) {
            (b'+', _) => bytes.push(b' '),
            (b'%', [high, low, after @ ..]) => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => {
                    bytes.push(high << 4 | low);
                    rest = after;
                }
                _ => bytes.push(b'%'),
            },
            _ => bytes.push(first),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_are_missing_are_empty() {
        let bag = parts("https://[::1]:8080?a&b=1=2");
        assert_eq!(bag["Host"], "[::1]");
        assert_eq!((&bag["Port"], &bag["Path"]), (&Json::from("8080"), &Json::from("")));
        assert_eq!(bag["Query Parameters"], serde_json::json!({"a": "", "b": "1=2"}));
        assert_eq!(parts("www.contoso.com/x")["Path"], "www.contoso.com/x");
        assert_eq!(parts("https://[::1]/")["Host"], "[::1]");
    }

    #[test]
    fn an_escape_that_is_none_stays() {
        assert_eq!(decode("100%+%zz%4"), "100% %zz%4");
        assert_eq!(decode(&encode("ä/ +%", "+")), "ä/ +%");
    }
}
