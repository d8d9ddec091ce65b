//! What a string token says: its text without quotes and with escapes resolved.

use crate::lex::escape_length;

/// The text of a string as written, prefixes and quotes included.
pub(crate) fn string_value(written: &str) -> String {
    let written = written.strip_prefix(['h', 'H']).unwrap_or(written);
    let (verbatim, written) = written.strip_prefix('@').map_or((false, written), |rest| (true, rest));
    for block in ["```", "~~~"] {
        if let Some(inside) = written.strip_prefix(block) {
            return inside.strip_suffix(block).unwrap_or(inside).to_owned();
        }
    }
    let Some(quote) = written.chars().next() else { return String::new() };
    let inside = &written[quote.len_utf8()..];
    if verbatim {
        let inside = inside.strip_suffix(quote).unwrap_or(inside);
        return inside.replace(&format!("{quote}{quote}"), &quote.to_string());
    }
    unescape(inside, quote)
}

/// Resolves escapes up to the closing quote. Kusto's text is UTF-16: two escapes may make one character.
fn unescape(inside: &str, quote: char) -> String {
    let mut text = String::with_capacity(inside.len());
    let mut high: Option<u16> = None;
    let mut rest = inside;
    while let Some(c) = rest.chars().next() {
        if c == quote {
            break;
        }
        let (unit, length) = match escape_length(rest.as_bytes()).filter(|_| c == '\\') {
            Some(length) => (escaped(&rest[1..length]), length),
            None => (u32::from(c), c.len_utf8()),
        };
        rest = &rest[length..];
        match (high.take(), u16::try_from(unit).ok()) {
            (Some(first), Some(second @ 0xDC00..=0xDFFF)) => {
                text.extend(char::decode_utf16([first, second]).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
                continue;
            }
            (Some(_), _) => text.push(char::REPLACEMENT_CHARACTER),
            (None, _) => {}
        }
        match unit {
            0xD800..=0xDBFF => high = u16::try_from(unit).ok(),
            _ => text.push(char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER)),
        }
    }
    if high.is_some() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    text
}

/// The code of an escape, given without its backslash.
fn escaped(escape: &str) -> u32 {
    let (first, digits) = escape.split_at(1);
    match first {
        "a" => 0x07,
        "b" => 0x08,
        "f" => 0x0C,
        "n" => 0x0A,
        "r" => 0x0D,
        "t" => 0x09,
        "v" => 0x0B,
        "u" | "U" | "x" => u32::from_str_radix(digits, 16).unwrap_or(0xFFFD),
        _ => u32::from_str_radix(escape, 8).unwrap_or_else(|_| first.chars().next().map_or(0, u32::from)),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::string_value;

    #[rstest]
    #[case::plain("'a\"b'", "a\"b")]
    #[case::escapes(r#""a\\b\"c\t\x41\101\u00e9""#, "a\\b\"c\tAA\u{e9}")]
    #[case::octal_stops_where_it_must(r"'\477'", "'7")]
    #[case::surrogates(r"'\ud83d\ude00'", "\u{1f600}")]
    #[case::half_a_surrogate(r"'\ud83dx'", "\u{fffd}x")]
    #[case::verbatim(r#"@"C:\Users\""x""#, r#"C:\Users\"x"#)]
    #[case::obfuscated(r"h@'C:\'", r"C:\")]
    #[case::block("```a\\n\n'b'```", "a\\n\n'b'")]
    #[case::unclosed("'abc", "abc")]
    #[case::empty("''", "")]
    fn strings_say_what_kusto_reads(#[case] written: &str, #[case] value: &str) {
        assert_eq!(string_value(written), value);
    }
}
