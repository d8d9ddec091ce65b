//! The text of a value of any type, as `tostring` gives it and as `strcat` and its kin use it.

use std::borrow::Cow;

use muster_catalog::{Type, Value};
use muster_values::json_text::{NotPlain, unquoted};
use muster_values::{Args, Text, to_text};
use serde_json::Value as Json;

/// The text of a value: the canonical text, but for a `bool`, which Kusto spells `True` and `False`. A `true` inside a
/// `dynamic` keeps JSON's spelling.
pub(crate) fn text_of(value: &Value) -> String {
    match value {
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        other => to_text(other),
    }
}

/// The text of an element of a `dynamic`: a string without its quotes, `""` for null, else JSON.
pub(crate) fn element_text(json: &Json) -> Cow<'_, str> {
    match json {
        Json::Null => Cow::Borrowed(""),
        Json::String(text) => Cow::Borrowed(text),
        other => Cow::Owned(other.to_string()),
    }
}

/// The texts of an argument of any type.
#[derive(Debug)]
pub(crate) enum Texts<'a> {
    /// Of a `string` or a `guid`.
    Own(Text<'a>),
    /// Of a `dynamic`, from its JSON.
    Json(Text<'a>),
    /// Of anything else.
    Made(&'a Args<'a>, usize),
}

impl<'a> Texts<'a> {
    /// Those of the argument at `index`.
    pub(crate) fn of(args: &'a Args<'a>, index: usize) -> Self {
        match args.ty(index) {
            Type::String | Type::Guid => Self::Own(args.text(index)),
            Type::Dynamic => Self::Json(args.text(index)),
            _ => Self::Made(args, index),
        }
    }

    /// The text of a row; `""` for null.
    pub(crate) fn get(&self, row: usize) -> Cow<'a, str> {
        match self {
            Self::Own(text) => Cow::Borrowed(text.get(row)),
            Self::Json(text) => json_text(text.get(row)),
            Self::Made(args, index) => Cow::Owned(text_of(&args.value(*index, row))),
        }
    }
}

/// The text of a `dynamic` kept as compact JSON.
pub(crate) fn json_text(json: &str) -> Cow<'_, str> {
    match json {
        "null" => Cow::Borrowed(""),
        value => unquoted(value).map_or_else(
            |NotPlain| serde_json::from_str(value).map_or(Cow::Borrowed(value), Cow::Owned),
            Cow::Borrowed,
        ),
    }
}

/// The byte at which the character number `index` begins; the length of the text if there are just so many.
pub(crate) fn byte_of(text: &str, index: usize) -> Option<usize> {
    if text.is_ascii() {
        return (index <= text.len()).then_some(index);
    }
    text.char_indices().map(|(at, _)| at).chain(std::iter::once(text.len())).nth(index)
}
