//! XML as a dynamic value.

use muster_values::Failure;
use quick_xml::Reader;
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesRef, Event};
use serde_json::{Map, Value as Json};

/// The longest XML that is read, in bytes.
const MAX_LENGTH: usize = 1_048_576;
/// The deepest nesting of elements that is read; a dynamic value that is deeper could not be read back.
const MAX_DEPTH: usize = 100;

/// An element that is being read.
struct Element {
    name: String,
    entries: Map<String, Json>,
    text: String,
    texts: usize,
}

impl Element {
    fn begin(name: String, attributes: Attributes<'_>) -> Option<Self> {
        let mut entries = Map::new();
        for attribute in attributes {
            let attribute = attribute.ok()?;
            let raw = std::str::from_utf8(&attribute.value).ok()?;
            if raw.contains('<') {
                return None;
            }
            let value = quick_xml::escape::unescape(raw).ok()?;
            let value = value.replace(['\t', '\n', '\r'], " ");
            entries.insert(format!("@{}", checked_name(attribute.key.as_ref())?), Json::String(value));
        }
        Some(Self { name, entries, text: String::new(), texts: 0 })
    }

    /// Ends a stretch of text, which a tag, a comment or the like does.
    fn end_text(&mut self) {
        let text = std::mem::take(&mut self.text);
        let text = text.trim_matches([' ', '\t', '\n', '\r']);
        if !text.is_empty() {
            self.texts += 1;
            self.entries.insert("#text".to_owned(), scalar(text));
        }
    }

    fn add(&mut self, name: String, value: Json) {
        match self.entries.get_mut(&name) {
            None => {
                self.entries.insert(name, value);
            }
            Some(Json::Array(values)) => values.push(value),
            Some(first) => *first = Json::Array(vec![std::mem::take(first), value]),
        }
    }

    fn value(mut self) -> Json {
        if self.entries.is_empty() {
            Json::Null
        } else if self.entries.len() == 1
            && let Some(text) = self.entries.remove("#text")
        {
            text
        } else {
            Json::Object(self.entries)
        }
    }
}

/// A text as a value: a number where its digits are exactly those that the number is printed with.
fn scalar(text: &str) -> Json {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && let Ok(number @ Json::Number(_)) = serde_json::from_str(text)
        && format!("{number}") == text
    {
        return number;
    }
    Json::String(text.to_owned())
}

/// A name as text; `None` where it is none.
fn checked_name(name: &[u8]) -> Option<&str> {
    let name = std::str::from_utf8(name).ok()?;
    let begins = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '-' | '.' | '\u{b7}');
    (begins && !name.ends_with(':') && name.chars().all(is_part)).then_some(name)
}

/// The character that a reference stands for.
fn referred(reference: &BytesRef<'_>) -> Option<char> {
    if reference.is_char_ref() {
        return reference.resolve_char_ref().ok()?;
    }
    Some(match reference.decode().ok()?.as_ref() {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "apos" => '\'',
        "quot" => '"',
        _ => return None,
    })
}

/// Reads XML; `Ok(None)` where it is none.
///
/// # Errors
/// An element with several texts, apart from each other, or that nests too deeply.
pub(crate) fn read(xml: &str) -> Result<Option<Json>, Failure> {
    if xml.len() > MAX_LENGTH {
        return Ok(None);
    }
    let mut reader = Reader::from_str(xml.trim_start_matches('\u{feff}'));
    let config = reader.config_mut();
    config.check_comments = true;
    config.expand_empty_elements = true;
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    let mut is_first = true;
    loop {
        let Ok(event) = reader.read_event() else { return Ok(None) };
        if !matches!(event, Event::Text(_) | Event::GeneralRef(_))
            && let Some(element) = open.last_mut()
        {
            element.end_text();
        }
        match event {
            Event::Start(tag) => {
                if open.is_empty() && root.is_some() {
                    return Ok(None);
                }
                if open.len() == MAX_DEPTH {
                    return Err(Failure::new(format!("XML with more than {MAX_DEPTH} levels is not supported")));
                }
                let element = checked_name(tag.name().as_ref()).map(str::to_owned);
                match element.and_then(|name| Element::begin(name, tag.attributes())) {
                    Some(element) => open.push(element),
                    None => return Ok(None),
                }
            }
            Event::End(_) => {
                let Some(element) = open.pop() else { return Ok(None) };
                if element.texts > 1 {
                    return Err(Failure::new("`parse_xml` of an element with several texts is not supported"));
                }
                let name = element.name.clone();
                let value = element.value();
                match open.last_mut() {
                    Some(parent) => parent.add(name, value),
                    None => root = Some(Json::Object(Map::from_iter([(name, value)]))),
                }
            }
            Event::Text(text) => {
                let Ok(text) = text.decode() else { return Ok(None) };
                match open.last_mut() {
                    Some(element) => element.text.push_str(&text),
                    None if text.trim().is_empty() => {}
                    None => return Ok(None),
                }
            }
            Event::GeneralRef(reference) => match (open.last_mut(), referred(&reference)) {
                (Some(element), Some(character)) => element.text.push(character),
                _ => return Ok(None),
            },
            Event::Decl(_) if !is_first => return Ok(None),
            Event::DocType(_) => return Ok(None),
            Event::CData(_) if open.is_empty() => return Ok(None),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) | Event::CData(_) | Event::Empty(_) => {}
            Event::Eof => return Ok(if open.is_empty() { root } else { None }),
        }
        is_first = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(xml: &str) -> Option<String> {
        read(xml).unwrap().map(|json| json.to_string())
    }

    #[test]
    fn what_is_no_xml_is_null() {
        for xml in ["", "text", "<a>", "<a></b>", "<a/><b/>", "<a/>x", "<a x=1/>", "<a>&nope;</a>", "<1a/>", "</a>"] {
            assert_eq!(json(xml), None, "{xml}");
        }
        assert_eq!(json("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"), None);
        assert_eq!(json("<a x='1' x='2'/>"), None);
        assert_eq!(json(&format!("<a>{}</a>", "x".repeat(MAX_LENGTH))), None);
    }

    #[test]
    fn a_number_keeps_its_digits() {
        let of = |text: &str| json(&format!("<a>{text}</a>")).unwrap();
        assert_eq!(of("118.0"), r#"{"a":118.0}"#);
        assert_eq!(of("-5"), r#"{"a":-5}"#);
        for text in ["007", "1.10", "1e3", "1.", ".5", "0x1F", "123456789012345678901234567890", "1.2.3"] {
            assert_eq!(of(text), format!(r#"{{"a":"{text}"}}"#));
        }
    }

    #[test]
    fn only_elements_attributes_and_text_count() {
        assert_eq!(json("<?xml version='1.0'?>\n<a><!-- c --><?p i?><![CDATA[d]]></a>\n").unwrap(), r#"{"a":null}"#);
        assert_eq!(json("<a b='&lt;&#65;'>x &amp; y</a>").unwrap(), r##"{"a":{"@b":"<A","#text":"x & y"}}"##);
    }

    #[test]
    fn several_texts_and_deep_nesting_are_refused() {
        assert!(read("<a>x<b/>y</a>").is_err());
        assert!(read(&"<a>".repeat(MAX_DEPTH + 1)).is_err());
    }
}
