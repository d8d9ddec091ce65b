//! Parts of a `dynamic` value by its text alone. The text of a value in a column is compact JSON (what
//! `to_string` of a [`serde_json::Value`] writes), so that a part of it is the text of that part.

use std::borrow::Cow;

/// Nesting beyond which a text is left to the JSON reader.
const DEEPEST: usize = 64;
/// Keys of a bag beyond which a text is left to the JSON reader: each is compared with those before.
const MOST_KEYS: usize = 16;

/// A `dynamic` value by its text: compact JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonText<'a>(pub Cow<'a, str>);

impl JsonText<'_> {
    /// The text of a value.
    #[must_use]
    pub fn of(value: &serde_json::Value) -> JsonText<'static> {
        JsonText(Cow::Owned(value.to_string()))
    }
}

/// Whether a text is JSON as we write it: to read and to write it again would give the same. Says no to some that are,
/// such as texts with escapes or fractions.
#[must_use]
pub fn is_compact(text: &str) -> bool {
    let mut reader = Reader { bytes: text.as_bytes(), at: 0 };
    reader.value(0) && reader.at == text.len()
}

/// The text of a bag's entry, if the bag has it.
///
/// # Errors
/// Only the JSON reader can tell.
pub fn member<'a>(object: &'a str, key: &str) -> Result<Option<&'a str>, NotPlain> {
    let Some(mut rest) = object.strip_prefix('{') else { return Ok(None) };
    while !rest.starts_with('}') {
        let end = string_end(rest)?;
        let (name, after) = (&rest[1..end - 1], rest.get(end + 1..).ok_or(NotPlain)?);
        if name.contains('\\') {
            return Err(NotPlain);
        }
        let length = value_end(after)?;
        if name == key {
            return Ok(Some(&after[..length]));
        }
        rest = after[length..].strip_prefix(',').unwrap_or(&after[length..]);
    }
    Ok(None)
}

/// The texts of an array's elements; nothing where the value is no array.
///
/// # Errors
/// Only the JSON reader can tell.
pub fn elements(array: &str) -> Result<Option<Vec<&str>>, NotPlain> {
    let Some(mut rest) = array.strip_prefix('[') else { return Ok(None) };
    let mut found = Vec::new();
    while !rest.starts_with(']') {
        let length = value_end(rest)?;
        found.push(&rest[..length]);
        rest = rest[length..].strip_prefix(',').unwrap_or(&rest[length..]);
    }
    Ok(Some(found))
}

/// What `tostring` makes of a value: a string without its quotes, everything else as it is written.
///
/// # Errors
/// Only the JSON reader can tell.
pub fn unquoted(value: &str) -> Result<&str, NotPlain> {
    match value.strip_prefix('"').and_then(|v| v.strip_suffix('"')) {
        Some(text) if text.contains('\\') => Err(NotPlain),
        Some(text) => Ok(text),
        None => Ok(value),
    }
}

/// A text that must be read as JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotPlain;

/// The length of the string at the start of `text`, with its quotes.
fn string_end(text: &str) -> Result<usize, NotPlain> {
    let bytes = text.as_bytes();
    if bytes.first() != Some(&b'"') {
        return Err(NotPlain);
    }
    let mut at = 1;
    loop {
        match bytes.get(at) {
            Some(b'"') => return Ok(at + 1),
            Some(b'\\') => at += 2,
            Some(_) => at += 1,
            None => return Err(NotPlain),
        }
    }
}

/// The length of the value at the start of `text`.
fn value_end(text: &str) -> Result<usize, NotPlain> {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (0, 0_usize);
    loop {
        match bytes.get(at) {
            Some(b'"') => at += string_end(&text[at..])?,
            Some(b'{' | b'[') => (at, depth) = (at + 1, depth + 1),
            Some(b'}' | b']') if depth > 0 => (at, depth) = (at + 1, depth - 1),
            Some(b',' | b']' | b'}') if depth == 0 => return if at > 0 { Ok(at) } else { Err(NotPlain) },
            Some(_) => at += 1,
            None => return Err(NotPlain),
        }
    }
}

/// Reads compact JSON.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn eat(&mut self, byte: u8) -> bool {
        let is_next = self.bytes.get(self.at) == Some(&byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn value(&mut self, depth: usize) -> bool {
        match self.bytes.get(self.at) {
            Some(b'"') => self.string().is_some(),
            Some(b'{') => depth < DEEPEST && self.bag(depth),
            Some(b'[') => depth < DEEPEST && self.array(depth),
            Some(b'-' | b'0'..=b'9') => self.whole(),
            Some(_) => [&b"true"[..], b"false", b"null"].into_iter().any(|word| self.word(word)),
            None => false,
        }
    }

    fn word(&mut self, word: &[u8]) -> bool {
        let is_next = self.bytes[self.at..].starts_with(word);
        self.at += if is_next { word.len() } else { 0 };
        is_next
    }

    /// A string without escapes.
    fn string(&mut self) -> Option<&'a [u8]> {
        let start = self.at + 1;
        let rest = self.bytes.get(start..)?;
        let length = rest.iter().position(|b| matches!(b, b'"' | b'\\' | 0..=0x1f))?;
        self.at = start + length + 1;
        (rest[length] == b'"').then(|| &rest[..length])
    }

    /// A whole number of at most 18 digits.
    fn whole(&mut self) -> bool {
        let negative = self.eat(b'-');
        let digits = self.bytes[self.at..].iter().take_while(|b| b.is_ascii_digit()).count();
        let zero = self.bytes.get(self.at) == Some(&b'0');
        self.at += digits;
        let is_whole = !matches!(self.bytes.get(self.at), Some(b'.' | b'e' | b'E'));
        is_whole && (1..=18).contains(&digits) && (!zero || digits == 1 && !negative)
    }

    fn array(&mut self, depth: usize) -> bool {
        self.at += 1;
        if self.eat(b']') {
            return true;
        }
        loop {
            if !self.value(depth + 1) {
                return false;
            }
            if self.eat(b']') {
                return true;
            }
            if !self.eat(b',') {
                return false;
            }
        }
    }

    /// A bag of few different keys.
    fn bag(&mut self, depth: usize) -> bool {
        self.at += 1;
        if self.eat(b'}') {
            return true;
        }
        let mut keys: [&[u8]; MOST_KEYS] = [&[]; MOST_KEYS];
        for count in 0..MOST_KEYS {
            let key = if self.bytes.get(self.at) == Some(&b'"') { self.string() } else { None };
            let Some(key) = key.filter(|key| !keys[..count].contains(key)) else { return false };
            keys[count] = key;
            if !self.eat(b':') || !self.value(depth + 1) {
                return false;
            }
            if self.eat(b'}') {
                return true;
            }
            if !self.eat(b',') {
                return false;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 26] = [
        "null",
        "true",
        "1",
        "-1",
        "0",
        "\"\"",
        "\"a\"",
        "\"é\"",
        "[]",
        "{}",
        "[1,[2,\"]\"],{\"a\":\"}\"}]",
        "{\"a\":1,\"b\":{\"a\":[null]}}",
        "{\"a\\\"\":1}",
        "1.0",
        "01",
        "-0",
        "1e5",
        "[1, 2]",
        "[1,]",
        "{\"a\":1,\"a\":2}",
        "{\"a\"}",
        "\"\\u0041\"",
        "\"a",
        "123456789012345678901234567890",
        "[1]x",
        "",
    ];

    #[test]
    fn a_compact_text_is_one_that_the_reader_and_the_writer_leave_as_it_is() {
        for text in TEXTS {
            let written = serde_json::from_str::<serde_json::Value>(text).map(|json| json.to_string());
            assert!(!is_compact(text) || written.is_ok_and(|written| written == text), "{text}");
        }
        assert_eq!(TEXTS.iter().filter(|text| is_compact(text)).count(), 12);
        assert!(!is_compact(&"[".repeat(100_000)));
    }

    /// Whether the writer writes a value like this.
    fn is_written(json: &serde_json::Value, text: &str) -> bool {
        let written = json.to_string();
        written == text
    }

    #[test]
    fn parts_are_what_the_reader_finds() {
        for text in TEXTS {
            let Ok(json) = serde_json::from_str::<serde_json::Value>(text) else { continue };
            if !is_written(&json, text) {
                continue;
            }
            for key in ["a", "b", "a\"", ""] {
                if let Ok(part) = member(text, key) {
                    assert_eq!(part.map(str::to_owned), json.get(key).map(ToString::to_string), "{key} of {text}");
                }
            }
            let parts = elements(text).expect("it is compact").map(|p| p.join(";"));
            let read = json.as_array().map(|a| a.iter().map(ToString::to_string).collect::<Vec<_>>().join(";"));
            assert_eq!(parts, read, "{text}");
        }
        assert_eq!(member("{\"a\\\"\":1}", "a\""), Err(NotPlain));
    }

    #[test]
    fn a_broken_text_is_left_to_the_reader() {
        for text in ["{", "{\"a", "{\"a\"", "{\"a\":", "{\"a\":1", "{,", "[", "[1", "[\"", "[,", "[1]]", "{\"\\"] {
            assert_ne!(member(text, "b").map(|p| p.map(str::len)), Ok(Some(0)), "{text}");
            let _ = elements(text);
        }
        assert_eq!(unquoted("\"a\\n\""), Err(NotPlain));
        assert_eq!(unquoted("\"a\""), Ok("a"));
        assert_eq!(unquoted("[\"a\"]"), Ok("[\"a\"]"));
    }
}
